//! Somebody hardened the daemon in a file that its unit never reads, and believes it done.

use seaworthy_core::facts::{HostFacts, SystemdUnit};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "environment-file-without-effect",
    title: "settings in a file that nothing reads",
    severity: Severity::Medium,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("environment_file_without_effect.md"),
    fix: Fix {
        summary: "Move the settings to daemon.json, or make the unit read the file.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let systemd = host.systemd_runs.seen_or("systemd runs", false)?;
    if !*systemd {
        return Err(Undecided::not_applicable(
            "init scripts read these files, and systemd does not run here",
        ));
    }
    let units = host.units.seen_or_default("systemd units")?;
    let Some(unit) = units.iter().find(|unit| unit.name == "docker.service") else {
        return Err(Undecided::not_applicable("there is no docker.service unit"));
    };
    let mut verdicts = (Vec::new(), Vec::new());
    for file in &host.default_files {
        let variables = file.variables.seen_or_default("variables")?;
        let names: Vec<&str> = variables.keys().map(String::as_str).collect();
        if names.is_empty() {
            continue;
        }
        let evidence = Evidence::new(file.path.as_str(), names.join(", "), file.path.as_str());
        let unread: Vec<&str> =
            names.into_iter().filter(|name| !takes_effect(unit, &file.path, name)).collect();
        if !unread.is_empty() {
            verdicts.0.push(format!(
                "docker.service does not use {} of {}",
                unread.join(", "),
                file.path
            ));
        }
        verdicts.1.push(evidence);
    }
    let (unread, evidence) = verdicts;
    if evidence.is_empty() {
        return Err(Undecided::not_applicable("no file sets variables for the daemon"));
    }
    let verdict = if unread.is_empty() { pass() } else { fail(unread.join("; ")) };
    let starts = unit.values("Service", "ExecStart").join("; ");
    let verdict = verdict.because(Evidence::new("ExecStart", starts, "docker.service"));
    Ok(evidence.into_iter().fold(verdict, Verdict::because))
}

/// The unit reads the file, and uses the variable in its command line or
/// leaves it to the daemon, which reads a few itself.
fn takes_effect(unit: &SystemdUnit, path: &str, variable: &str) -> bool {
    let read = unit.environment_files.iter().any(|file| file.path == path);
    let uses = |line: &&str| {
        line.contains(&format!("${variable}")) || line.contains(&format!("${{{variable}}}"))
    };
    let by_daemon = variable.to_ascii_uppercase().ends_with("_PROXY")
        || (variable.starts_with("DOCKER_") && variable != "DOCKER_OPTS")
        || matches!(variable, "TMPDIR" | "GODEBUG" | "OTEL_EXPORTER_OTLP_ENDPOINT");
    read && (by_daemon || unit.values("Service", "ExecStart").iter().any(uses))
}
