//! The kernel's stacks: overflows, leftovers, guessable places.

use super::vocabulary::*;

/// Architectures that begin system calls at different depths.
const KSTACK: Architectures = Architectures::X86.and(Arm64).and(Riscv64);

/// A compiler that clears variables itself leaves no place for the plugin.
const PLUGIN: &[Alternative] = &[built("CONFIG_CC_HAS_AUTO_VAR_INIT_ZERO", Off)];

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_STACKPROTECTOR", On, High).was(&[before(4, 18, "CONFIG_CC_STACKPROTECTOR")]).by(&[Kspp, ClipOs])
        .why("A secret value before the return address shows an overflow before it is used."),
    config("CONFIG_STACKPROTECTOR_STRONG", On, High).was(&[before(4, 18, "CONFIG_CC_STACKPROTECTOR_STRONG")]).by(&[Kspp, ClipOs])
        .why("Covers every function with an array or an address of a local variable, not only those with text buffers."),
    config("CONFIG_SCHED_STACK_END_CHECK", On, Medium).since(3, 18).by(&[Kspp, ClipOs])
        .why("A stack that ran over its end is noticed at the next change of task."),
    config("CONFIG_VMAP_STACK", On, Medium).since(4, 9).on(LARGE.and(Arm).and(Riscv64)).by(&[Kspp, ClipOs])
        .why("An unreachable page lies below every kernel stack, so that running over its end stops the task."),
    config("CONFIG_THREAD_INFO_IN_TASK", On, Low).since(4, 9).by(&[Kernel, Distributions])
        .why("The data that decide a task's rights are no longer at the end of its stack, where an overflow reaches them."),
    config("CONFIG_INIT_STACK_ALL_ZERO", On, Medium).since(5, 9).by(&[Kspp])
        .or(&[built("CONFIG_GCC_PLUGIN_STRUCTLEAK_BYREF_ALL", On)])
        .shared(Medium, "what one container's system call left on the stack another one's may read")
        .why("Local variables start as zero: no leftovers leak, and most uses of uninitialised memory become harmless."),
    config("CONFIG_INIT_STACK_ALL", Off, Negligible).until(5, 9).by(&[ClipOs])
        .why("Fills local variables with a pattern, which is for finding bugs; zero is safer in production."),
    config("CONFIG_GCC_PLUGIN_STRUCTLEAK", On, Low).since(4, 11).given(PLUGIN).by(&[Kspp])
        .or(&[built("CONFIG_INIT_STACK_ALL_ZERO", On)])
        .why("Structures that are copied to programs start as zero. CONFIG_INIT_STACK_ALL_ZERO does more."),
    config("CONFIG_GCC_PLUGIN_STRUCTLEAK_BYREF_ALL", On, Low).since(4, 14).given(PLUGIN).by(&[Kspp, ClipOs])
        .or(&[built("CONFIG_INIT_STACK_ALL_ZERO", On)])
        .why("Everything whose address is passed on starts as zero. CONFIG_INIT_STACK_ALL_ZERO does the same with the compiler's own means."),
    config("CONFIG_KSTACK_ERASE", On, Low).id("kernel-config-gcc-plugin-stackleak").since(4, 20)
        .was(&[before(6, 17, "CONFIG_GCC_PLUGIN_STACKLEAK")]).live(&[set("kernel.stack_erasing", Yes)]).by(&[Kspp, ClipOs])
        .breaks("About one per cent of speed, more for programs with many short system calls.")
        .why("The kernel stack is cleared at the end of each system call: nothing stays to leak or to be used uninitialised."),
    config("CONFIG_KSTACK_ERASE_METRICS", Off, Negligible).id("kernel-config-stackleak-metrics").since(4, 20)
        .was(&[before(6, 17, "CONFIG_STACKLEAK_METRICS")]).by(&[Kspp, ClipOs])
        .why("Shows in /proc how deep each task's stack went, which helps only those who tune the clearing."),
    config("CONFIG_KSTACK_ERASE_RUNTIME_DISABLE", Off, Low).id("kernel-config-stackleak-runtime-disable").since(4, 20)
        .was(&[before(6, 17, "CONFIG_STACKLEAK_RUNTIME_DISABLE")]).by(&[Kspp, ClipOs])
        .why("Lets root turn the clearing off at run time."),
    config("CONFIG_KSTACK_ERASE_TRACK_MIN_SIZE", AtMost(100), Negligible).id("kernel-config-stackleak-track-min-size").since(4, 20)
        .was(&[before(6, 17, "CONFIG_STACKLEAK_TRACK_MIN_SIZE")])
        .given(&[built("CONFIG_KSTACK_ERASE", On)]).by(&[ClipOs])
        .why("Functions with smaller frames do not record how deep the stack went; a great number leaves leftovers behind."),
    sysctl("kernel.stack_erasing", Yes, Low).since(4, 20).by(&[Kernel])
        .why("The clearing of kernel stacks can be switched off here; keep it on."),
    config("CONFIG_RANDOMIZE_KSTACK_OFFSET_DEFAULT", On, Low).since(5, 13).on(KSTACK).live(&[booted("randomize_kstack_offset", Yes)]).by(&[Kspp])
        .shared(Medium, "it is cheap, and every container's exploit of the shared kernel must guess again with each call")
        .why("Each system call begins at another depth of the stack, so that a layout learnt once does not hold."),
    boot("randomize_kstack_offset", Yes, Low).since(5, 13).on(KSTACK).otherwise(&[built("CONFIG_RANDOMIZE_KSTACK_OFFSET_DEFAULT", On)]).by(&[Kspp])
        .shared(Medium, "it is cheap, and every container's exploit of the shared kernel must guess again with each call")
        .why("Each system call begins at another depth of the stack, so that a layout learnt once does not hold."),
];
