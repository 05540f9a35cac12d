//! All containers share this kernel; whether the machine is hardened enough for what runs here, a person decides.

use seaworthy_core::facts::{HostFacts, Observed};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "host-not-hardened",
    title: "host system is not hardened",
    severity: Severity::Medium,
    section: Section::Host,
    cis: &["1.2.1"],
    tags: &[],
    reads: &[FactGroup::HostFiles, FactGroup::Kernel],
    explanation: include_str!("host_not_hardened.md"),
    fix: Fix {
        summary: "Harden the host by a guide for its distribution, and keep its kernel up to date.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

/// Parameters that say most about how much thought went into the machine.
const PARAMETERS: [&str; 8] = [
    "kernel.kptr_restrict",
    "kernel.dmesg_restrict",
    "kernel.unprivileged_bpf_disabled",
    "kernel.yama.ptrace_scope",
    "kernel.kexec_load_disabled",
    "fs.protected_symlinks",
    "fs.suid_dumpable",
    "net.ipv4.conf.all.rp_filter",
];

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let release = host.os_release.seen("os-release")?;
    let kernel = host.kernel_release.seen("kernel")?;
    let modules = host.lsm.active.seen_or_default("security modules");
    let name =
        release.get("PRETTY_NAME").or_else(|| release.get("ID")).cloned().unwrap_or_default();
    let mut verdict =
        review("whether this machine is hardened as its containers need is for you to say")
            .because(Evidence::new("operating system", name, release.source.as_ref()))
            .because(&kernel);
    if let Ok(modules) = &modules {
        verdict = verdict.because(modules);
    }
    for name in PARAMETERS {
        if let Some(Observed::Known { value, source }) = host.sysctls.get(name) {
            verdict = verdict.because(Evidence::new(name, value.as_str(), source.as_str()));
        }
    }
    Ok(verdict)
}
