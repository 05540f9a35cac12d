//! Whoever breaks into the host deletes the logs that lie there.

use seaworthy_core::facts::{ContainerFacts, EngineFacts, EngineInfo};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};
use serde_json::Value;

use super::setting::{self};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "logs-not-centralised",
    title: "container logs stay on this host",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.14"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess, FactGroup::Containers],
    explanation: include_str!("logs_not_centralised.md"),
    fix: Fix {
        summary: "Send container logs to another machine.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

const LOCAL: [&str; 4] = ["json-file", "local", "none", ""];

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let info = context.info()?;
    let driver = info.logging_driver.seen("default log driver")?;
    if LOCAL.contains(&driver.as_str()) {
        return Ok(match (driver.as_str(), shipper(engine, info)) {
            ("json-file", Some(name)) => review(format!(
                "container {name} mounts the log folder: does it send the logs to another machine"
            ))
            .because(&driver)
            .because(Evidence::new("reader of the log folder", name, "Mounts")),
            ("none", _) => fail("containers' output is thrown away").because(&driver),
            _ => fail("containers' output is kept on this host only").because(&driver),
        });
    }
    if *driver == "journald" || (*driver == "syslog" && !has_remote_syslog(context)?) {
        return Ok(review(format!(
            "{} is a service of this host: does it forward to another machine",
            *driver
        ))
        .because(&driver));
    }
    let containers = engine.containers.seen("containers")?;
    let mut own = Vec::new();
    for container in containers.iter().filter(|each| each.is_running()) {
        let chosen = container.settings()?.log_driver.seen_or("log driver", driver.to_string())?;
        if LOCAL.contains(&chosen.as_str()) {
            own.push(container.name.as_str());
        }
    }
    if own.is_empty() {
        return Ok(pass().because(&driver));
    }
    Ok(fail(format!(
        "the default is {}, but {} containers keep their logs here",
        *driver,
        own.len()
    ))
    .because(&driver)
    .because(Evidence::new(
        "containers with a local driver",
        own.join(", "),
        "HostConfig.LogConfig",
    )))
}

/// A container that reads the folder in which json-file keeps its logs.
fn shipper<'a>(engine: &'a EngineFacts, info: &EngineInfo) -> Option<&'a str> {
    let root = info.root_dir.value()?;
    let logs = format!("{}/containers", root.trim_end_matches('/'));
    let reads = |container: &ContainerFacts| {
        let mounts = container.configured.as_ref().and_then(|settings| settings.mounts.value());
        container.is_running()
            && mounts
                .into_iter()
                .flatten()
                .any(|mount| [logs.as_str(), root].contains(&mount.source.trim_end_matches('/')))
    };
    engine.containers.value()?.iter().find(|each| reads(each)).map(|each| each.name.as_str())
}

fn has_remote_syslog(context: &Context<'_>) -> Result<bool, Undecided> {
    let options = setting::any(context, "log-opts")?;
    let address = options.now.get("syslog-address").and_then(Value::as_str).unwrap_or_default();
    Ok(["tcp", "udp"].iter().any(|scheme| address.starts_with(scheme))
        && !["127.0.0.1", "localhost", "[::1]"].iter().any(|host| address.contains(host)))
}
