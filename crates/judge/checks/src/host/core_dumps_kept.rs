//! A crash in a container is handled on the host, as root, with the memory of the program.

use seaworthy_core::facts::{HostFacts, Observed};
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "core-dumps-kept",
    title: "core dumps of containers are kept",
    severity: Severity::Low,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles, FactGroup::Kernel],
    explanation: include_str!("core_dumps_kept.md"),
    fix: Fix {
        summary: "Tell systemd to keep none, or send them to a program that does nothing.",
        commands: &["sysctl -w kernel.core_pattern='|/bin/false'"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let pattern = host.sysctls.get("kernel.core_pattern").cloned().unwrap_or_default();
    let pattern = pattern.seen("kernel.core_pattern")?;
    let dumpable = host.sysctls.get("fs.suid_dumpable").cloned().unwrap_or_default();
    let verdict = match pattern.strip_prefix('|').map(str::trim_start) {
        Some(handler) => piped(host, handler)?,
        None => fail(format!("a crash leaves a file `{}` with the program's memory", *pattern)),
    };
    let verdict = verdict.because(&pattern);
    let Observed::Known { value, source } = &dumpable else { return Ok(verdict) };
    let evidence = Evidence::new("fs.suid_dumpable", value.as_str(), source.as_str());
    if value.trim() == "1" {
        return Ok(fail("also programs with more rights than their user dump their memory")
            .rated(Severity::Medium, "whoever crashes such a program reads what it knew")
            .because(&pattern)
            .because(evidence)
            .fix(
                Remedy::review("Set it to 0.")
                    .risk(Risk::Safe)
                    .command("sysctl -w fs.suid_dumpable=0"),
            ));
    }
    Ok(verdict.because(evidence))
}

/// The program that the kernel starts for each crash.
fn piped(host: &HostFacts, handler: &str) -> Result<Verdict, Undecided> {
    let program = handler.split_whitespace().next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default();
    if matches!(name, "false" | "true") {
        return Ok(pass());
    }
    if name != "systemd-coredump" {
        return Ok(fail(format!("each crash in a container starts {program} as root on the host")));
    }
    let settings = match &host.hardening.coredump {
        Observed::Known { value, .. } => value,
        Observed::Absent => {
            return Err(Undecided::unknown(
                "coredump.conf: systemd-coredump is not where it should be",
            ));
        }
        Observed::Unreadable(reason) => {
            return Err(Undecided::unknown(format!("coredump.conf: {reason}")));
        }
    };
    let storage = settings.get("Storage").map_or("external", String::as_str);
    let evidence = Evidence::new("Storage", storage, "/etc/systemd/coredump.conf");
    let verdict = if storage == "none" {
        pass()
    } else {
        fail("systemd keeps the memory of every program that crashes, containers included")
    };
    Ok(verdict.because(evidence))
}
