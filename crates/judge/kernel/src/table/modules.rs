//! Code that joins or replaces the running kernel.

use super::vocabulary::*;

const LOCKED: Alternative = alt(Lockdown, OneOf(&["integrity", "confidentiality"]));

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_MODULES", Off, Low).by(&[Kspp])
        .withheld("Engines load overlay, netfilter, bridge and vxlan as modules when they start.")
        .why("Nobody adds code to a kernel that cannot load any."),
    sysctl("kernel.modules_disabled", Yes, Low).given(&[built("CONFIG_MODULES", On)]).by(&[Kspp, ClipOs])
        .withheld("Set before the engine has started it stops overlay, netfilter, bridge and vxlan from being loaded, and later ones when a network or volume first needs them.")
        .why("No module is loaded until the next start. Where all that containers need is loaded, set it by hand last."),
    config("CONFIG_MODULE_SIG", On, Medium).given(&[built("CONFIG_MODULES", On)]).by(&[Kspp, ClipOs])
        .why("Modules carry a signature that the kernel can check."),
    config("CONFIG_MODULE_SIG_FORCE", On, Medium).given(&[built("CONFIG_MODULES", On)]).live(&[booted("module.sig_enforce", Not(&["0", "off", "n"]))])
        .or(&[LOCKED, set("kernel.modules_disabled", Yes)]).by(&[Kspp, ClipOs])
        .shared(Medium, "a container with CAP_SYS_MODULE could otherwise load a module of its own into everybody's kernel")
        .breaks("Modules built on the machine (DKMS: graphics, ZFS) must be signed with a key that the kernel knows.")
        .why("A module without a valid signature is refused, even from root."),
    boot("module.sig_enforce", Not(&["0", "off", "n"]), Medium).given(&[built("CONFIG_MODULES", On)]).by(&[Kernel])
        .why("Asks for unsigned modules to be taken again."),
    config("CONFIG_MODULE_SIG_ALL", On, Negligible).given(&[built("CONFIG_MODULE_SIG", On)]).by(&[Kspp, ClipOs])
        .why("The build signs all of its modules; distributions that sign in a later step have it off and lose nothing."),
    config("CONFIG_MODULE_SIG_SHA512", On, Negligible).given(&[built("CONFIG_MODULE_SIG", On)]).by(&[Kspp, ClipOs])
        .or(&[built("CONFIG_MODULE_SIG_SHA3_512", On), built("CONFIG_MODULE_SIG_SHA384", On)])
        .why("Signatures use a strong hash."),
    config("CONFIG_MODULE_SIG_HASH", OneOf(&["sha512", "sha384", "sha3-512", "sha3-384"]), Negligible).given(&[built("CONFIG_MODULE_SIG", On)]).by(&[Kspp, ClipOs])
        .why("Signatures use a strong hash."),
    config("CONFIG_MODULE_SIG_SHA1", Off, Low).given(&[built("CONFIG_MODULE_SIG", On)]).by(&[Kernel])
        .why("Two contents with the same SHA-1 can be made."),
    config("CONFIG_MODULE_SIG_KEY", Is("certs/signing_key.pem"), Negligible).given(&[built("CONFIG_MODULE_SIG_ALL", On)]).by(&[Kspp])
        .why("The build makes a key of its own and nobody keeps it, so that nobody can sign another module. Distributions keep theirs on purpose, to sign updates."),
    config("CONFIG_MODULE_FORCE_LOAD", Off, Low).given(&[built("CONFIG_MODULES", On)]).by(&[Kspp])
        .why("Loads modules that were built for another kernel, against all checks."),
    config("CONFIG_MODULE_FORCE_UNLOAD", Off, Low).given(&[built("CONFIG_MODULES", On)]).by(&[Kernel])
        .why("Takes out a module that is in use, and leaves pointers into nothing."),
    config("CONFIG_KEXEC", Off, Low).by(&[Kspp, ClipOs]).or(&[set("kernel.kexec_load_disabled", Yes), LOCKED])
        .breaks("Saving a crash dump and fast restarts.")
        .why("Root replaces the running kernel by one of its own, past signatures and secure boot."),
    config("CONFIG_KEXEC_FILE", Off, Negligible).since(3, 17).by(&[ClipOs]).or(&[set("kernel.kexec_load_disabled", Yes), built("CONFIG_KEXEC_SIG_FORCE", On), LOCKED])
        .breaks("Saving a crash dump and fast restarts.")
        .why("Root replaces the running kernel; signatures can be asked for, but are not by default."),
    sysctl("kernel.kexec_load_disabled", Yes, Low).since(3, 14).by(&[Kspp])
        .breaks("A crash kernel that is loaded later, and fast restarts.")
        .reached_by(&["kexec_load", "kexec_file_load"])
        .why("Nobody replaces the running kernel until the next start."),
    config("CONFIG_KEXEC_SIG", On, Low).since(5, 4).was(&[before(5, 4, "CONFIG_KEXEC_VERIFY_SIG")]).given(&[built("CONFIG_KEXEC_FILE", On)]).on(LARGE).by(&[Kernel, Distributions])
        .or(&[set("kernel.kexec_load_disabled", Yes)])
        .why("A kernel that is loaded at run time can be checked for a signature."),
    config("CONFIG_HIBERNATION", Off, Low).by(&[Kspp, ClipOs]).or(&[LOCKED, booted("nohibernate", Present)])
        .why("The image of memory on the disk is not checked when the machine wakes: who writes it replaces the kernel."),
    config("CONFIG_CRASH_DUMP", Off, Negligible).by(&[ClipOs])
        .breaks("Saving a crash dump.")
        .why("The kernel that runs after a crash reads all memory of the one before."),
    config("CONFIG_LIVEPATCH", Off, Negligible).by(&[Kernel]).or(&[built("CONFIG_MODULE_SIG_FORCE", On), booted("module.sig_enforce", Yes), LOCKED])
        .breaks("Mending the kernel without a restart.")
        .why("A module replaces functions of the running kernel; harmless where modules must be signed."),
];
