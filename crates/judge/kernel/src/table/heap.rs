//! The kernel's allocators: leftovers, predictable neighbours, forged lists.

use super::vocabulary::*;

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_SLAB_FREELIST_RANDOM", On, Medium).since(4, 7).by(&[Kspp, ClipOs])
        .why("Objects of one slab are handed out in random order, so that an overflow does not know its neighbour."),
    config("CONFIG_SLAB_FREELIST_HARDENED", On, Medium).since(4, 14).by(&[Kspp, ClipOs])
        .shared(Medium, "all containers allocate from the same slabs")
        .why("The list of free objects is masked and checked, so that overwriting it no longer gives an address of choice."),
    config("CONFIG_RANDOM_KMALLOC_CACHES", On, Medium).since(6, 6).by(&[Kspp])
        .shared(Medium, "all containers allocate from the same slabs, so that spraying from one reaches the objects of another")
        .why("Allocations of one size are spread over several slabs by where they are made: placing an object beside a freed one becomes luck."),
    config("CONFIG_SLAB_BUCKETS", On, Medium).since(6, 11).by(&[Kernel])
        .shared(Medium, "all containers allocate from the same slabs, so that spraying from one reaches the objects of another")
        .why("Buffers whose size a program chooses come from slabs of their own, which takes exploits their favourite filling material."),
    config("CONFIG_SLAB_MERGE_DEFAULT", Off, Low).since(4, 13).live(&[booted("slab_nomerge", Present), booted("slub_nomerge", Present)]).by(&[Kspp, ClipOs])
        .shared(Medium, "merged slabs put objects of unrelated parts, and of different containers, side by side")
        .why("Different kinds of objects with the same size share a slab, so that a flaw in one reaches the others."),
    boot("slab_nomerge", Present, Low).or(&[booted("slub_nomerge", Present)]).otherwise(&[built("CONFIG_SLAB_MERGE_DEFAULT", Off)]).by(&[Kspp])
        .breaks("A little more memory for slabs.")
        .why("Different kinds of objects get slabs of their own, so that a flaw in one does not reach the others."),
    config("CONFIG_SHUFFLE_PAGE_ALLOCATOR", On, Low).since(5, 2).by(&[Kspp, ClipOs])
        .why("Free pages are handed out in random order. It must be switched on by page_alloc.shuffle=1 on most machines."),
    boot("page_alloc.shuffle", Yes, Low).since(5, 2).given(&[built("CONFIG_SHUFFLE_PAGE_ALLOCATOR", On)]).by(&[Kspp, ClipOs])
        .why("Free pages are handed out in random order, so that neighbours are not predictable."),
    config("CONFIG_SLUB_DEBUG", On, Negligible).by(&[Kspp, ClipOs])
        .why("Checks of slabs can be switched on at boot; they cost nothing while off."),
    config("CONFIG_SLUB_DEBUG_ON", Off, Negligible).by(&[ClipOs])
        .why("All debugging of slabs would be on at every start: slow, and kernel addresses would show in the log."),
    boot("slab_debug", HasLetters("F"), Negligible).id("kernel-boot-slub-debug").strictly(HasLetters("FZ")).was(&[before(6, 9, "slub_debug")]).by(&[Kspp, ClipOs])
        .given(&[built("CONFIG_SLUB_DEBUG", On)])
        .breaks("Allocation gets clearly slower, and kernels from 5.13 on show raw addresses in the log unless hash_pointers=always (6.17) is given too.")
        .why("Every free is checked (F) and objects lie between marked zones (Z), so that corruption is noticed."),
    boot("slab_debug", HasLetters("P"), Negligible).id("kernel-boot-slub-debug-poison").until(5, 3).was(&[before(6, 9, "slub_debug")]).by(&[Kspp])
        .titled("boot parameter slab_debug does not poison freed objects")
        .given(&[built("CONFIG_SLUB_DEBUG", On)])
        .breaks("Allocation gets clearly slower.")
        .why("Freed objects are overwritten. init_on_free does it better from 5.3 on."),
    config("CONFIG_PAGE_POISONING", Off, Negligible).since(5, 3).by(&[ClipOs])
        .or(&[built("CONFIG_INIT_ON_FREE_DEFAULT_ON", Off)])
        .why("Where pages are cleared when they are freed, filling them with a pattern too is only slower."),
    config("CONFIG_PAGE_POISONING_ZERO", On, Low).until(5, 11).given(&[built("CONFIG_PAGE_POISONING", On)]).by(&[Kspp])
        .why("Freed pages are filled with zero, which is also what the next owner needs."),
    boot("page_poison", Yes, Low).until(5, 3).by(&[Kspp])
        .breaks("Freeing memory gets slower.")
        .why("Freed pages are overwritten. init_on_free does it better from 5.3 on."),
    config("CONFIG_INIT_ON_ALLOC_DEFAULT_ON", On, Medium).since(5, 3).live(&[booted("init_on_alloc", Yes)]).by(&[Kspp, ClipOs])
        .shared(Medium, "memory that one container's process freed may otherwise be read by another's")
        .why("Memory is cleared when it is handed out: nothing old leaks, and most uses of uninitialised memory become harmless. It costs about one per cent."),
    boot("init_on_alloc", Yes, Medium).since(5, 3).otherwise(&[built("CONFIG_INIT_ON_ALLOC_DEFAULT_ON", On)]).by(&[Kspp])
        .shared(Medium, "memory that one container's process freed may otherwise be read by another's")
        .why("Memory is cleared when it is handed out: nothing old leaks, and most uses of uninitialised memory become harmless."),
    config("CONFIG_INIT_ON_FREE_DEFAULT_ON", On, Low).since(5, 3).live(&[booted("init_on_free", Yes)]).by(&[Kspp, ClipOs])
        .breaks("Three to five per cent of speed, more where much memory is freed.")
        .why("Memory is cleared when it is freed: secrets do not live on, and a use after free finds nothing."),
    boot("init_on_free", Yes, Low).since(5, 3).otherwise(&[built("CONFIG_INIT_ON_FREE_DEFAULT_ON", On)]).by(&[Kspp])
        .breaks("Three to five per cent of speed, more where much memory is freed.")
        .why("Memory is cleared when it is freed: secrets do not live on, and a use after free finds nothing."),
    config("CONFIG_SLAB_CANARY", On, Low).patch().by(&[ClipOs])
        .why("A secret value behind each object shows an overflow when the object is freed."),
    config("CONFIG_PAGE_SANITIZE_VERIFY", On, Low).patch().by(&[ClipOs])
        .why("Checks that a page is still clear when it is handed out again: a write after free is noticed."),
    config("CONFIG_SLAB_SANITIZE_VERIFY", On, Low).patch().by(&[ClipOs])
        .why("Checks that an object is still clear when it is handed out again: a write after free is noticed."),
    config("CONFIG_SLUB_TINY", Off, Low).since(6, 2).by(&[Kernel])
        .why("The smallest allocator leaves the hardening of free lists out."),
    config("CONFIG_SLAB", Off, Low).until(6, 8).by(&[Kernel])
        .why("The older allocator, gone since, lacks several of the defences that SLUB has."),
    config("CONFIG_SLOB", Off, Low).until(6, 4).by(&[Kernel])
        .why("The allocator for tiny machines, gone since, has none of the defences that SLUB has."),
    boot("slab_merge", Off, Low).by(&[Kernel]).was(&[before(6, 9, "slub_merge")])
        .shared(Medium, "merged slabs put objects of unrelated parts, and of different containers, side by side")
        .why("Undoes a build that keeps different kinds of objects apart."),
];
