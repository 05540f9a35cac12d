//! Upstream's unit does not read /etc/default/docker: options written there look
//! as if they held and do not.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "ignored-environment-file",
    title: "daemon options stand where nobody reads them",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("ignored_environment_file.md"),
    fix: Fix {
        summary: "Move the options to daemon.json and empty the file.",
        commands: &["systemctl cat docker.service"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// Variables that hold flags, which a unit must put into `ExecStart` by name.
const FLAGS: [&str; 4] =
    ["DOCKER_NETWORK_OPTIONS", "DOCKER_OPTS", "DOCKER_STORAGE_OPTIONS", "OPTIONS"];

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let host = context.host()?;
    if !*host.systemd_runs.seen("systemd")? {
        return Err(Undecided::not_applicable("without systemd the init script reads these files"));
    }
    let units = host.units.seen("systemd units")?;
    let unit = units
        .iter()
        .find(|unit| unit.name == "docker.service")
        .ok_or_else(|| Undecided::not_applicable("there is no docker.service"))?;
    let start = unit.values("Service", "ExecStart").join(" ");
    let read: Vec<&str> =
        unit.environment_files.iter().map(|file| file.path.trim_start_matches('-')).collect();
    let mut ignored = Vec::new();
    for file in &host.default_files {
        let variables = file.variables.seen_or_default("variables of the file")?;
        for (name, value) in variables.iter().filter(|(_, value)| !value.is_empty()) {
            let used = !FLAGS.contains(&name.as_str())
                || start.contains(&format!("${name}"))
                || start.contains(&format!("${{{name}}}"));
            if !read.contains(&file.path.as_str()) || !used {
                ignored.push(Evidence::new(
                    "ignored variable",
                    format!("{name}={value}"),
                    file.path.as_str(),
                ));
            }
        }
    }
    let Some(first) = ignored.first() else { return Ok(pass()) };
    let message = format!("docker.service makes no use of what {} sets", first.source);
    Ok(ignored.into_iter().fold(fail(message), Verdict::because))
}
