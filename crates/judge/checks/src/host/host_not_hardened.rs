//! All containers share this kernel; whether the machine is hardened enough for what runs here, a person decides.

use seaworthy_core::facts::{HostFacts, Observed, UpdateState};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "host-not-hardened",
    title: "host system is not hardened",
    severity: Severity::Medium,
    section: Section::Host,
    cis: &["1.2.1"],
    tags: &[],
    reads: &[FactGroup::HostFiles, FactGroup::Kernel, FactGroup::OperatingSystem],
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
    verdict = setup(host).into_iter().fold(verdict, Verdict::because);
    for name in PARAMETERS {
        if let Some(Observed::Known { value, source }) = host.sysctls.get(name) {
            verdict = verdict.because(Evidence::new(name, value.as_str(), source.as_str()));
        }
    }
    Ok(verdict)
}

/// What says at a glance how the machine is kept; each has a check of its own
/// that says what is wrong with it.
fn setup(host: &HostFacts) -> Vec<Evidence> {
    let (os, hardening) = (&host.os, &host.hardening);
    let firewall = &hardening.firewall.front_ends;
    [
        known("lockdown", &host.kernel.lockdown, String::clone),
        known("secure boot", &os.secure_boot, |on| if *on { "on" } else { "off" }.to_owned()),
        known("automatic updates", &os.updates, |updates| {
            let on = updates.iter().filter(|update| update.state == UpdateState::On);
            listed(on.map(|update| update.name.as_str()))
        }),
        known("firewall", firewall, |all| {
            listed(all.iter().filter(|each| each.on).map(|each| each.name.as_str()))
        }),
        known("time services that run", &hardening.time_services, |all| {
            listed(all.iter().filter(|each| each.running).map(|each| each.name.as_str()))
        }),
        known("sockets open to the network", &os.listeners, |all| {
            all.iter().filter(|socket| !socket.loopback).count().to_string()
        }),
        known("setuid and setgid files", &os.setuid, |found| found.files.len().to_string()),
        known("sudo rules without a password", &hardening.sudo_without_password, |rules| {
            rules.len().to_string()
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn known<T>(
    fact: &str,
    observed: &Observed<T>,
    words: impl FnOnce(&T) -> String,
) -> Option<Evidence> {
    match observed {
        Observed::Known { value, source } => {
            Some(Evidence::new(fact, words(value), source.as_str()))
        }
        Observed::Absent | Observed::Unreadable(_) => None,
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
