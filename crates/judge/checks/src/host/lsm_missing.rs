//! Without a security module nothing but namespaces and seccomp stands between root in a container and the host.

use seaworthy_core::facts::{HostFacts, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "lsm-missing",
    title: "no AppArmor or SELinux confines containers",
    severity: Severity::Medium,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles, FactGroup::Kernel],
    explanation: include_str!("lsm_missing.md"),
    fix: Fix {
        summary: "Switch AppArmor or SELinux on: install its tools, add it to the kernel command line, reboot.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let selinux = host.lsm.selinux_enforcing.seen("SELinux enforcing");
    if let Ok(selinux) = &selinux
        && **selinux
    {
        return Ok(pass().because(selinux));
    }
    let apparmor = host.lsm.apparmor.seen_or("AppArmor", false)?;
    if *apparmor {
        return Ok(pass().because(&apparmor));
    }
    if host.lsm.selinux_enforcing == Observed::Absent {
        return Ok(fail("neither AppArmor nor SELinux is active in this kernel").because(&apparmor));
    }
    let selinux = selinux?;
    Ok(fail("SELinux only logs what it should deny, and AppArmor is off")
        .because(&selinux)
        .because(&apparmor))
}
