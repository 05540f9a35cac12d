//! Containers without limits of their own inherit the daemon's, which are meant
//! for a server process.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::{Value, json};

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-default-ulimits",
    title: "no default ulimits for containers",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.9"],
    tags: &[],
    reads: &[FactGroup::DaemonProcess, FactGroup::HostFiles],
    explanation: include_str!("no_default_ulimits.md"),
    fix: Fix {
        summary: "Set default ulimits for files and processes.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let limits = setting::any(context, "default-ulimits")?;
    let bounded = bounded(&limits.now);
    if !bounded.is_empty() {
        return Ok(limits.on(pass()));
    }
    let inherited = context.host().ok().and_then(|host| host.units.value()).and_then(|units| {
        let unit = units.iter().find(|unit| unit.name == "docker.service")?;
        unit.values("Service", "LimitNOFILE").last().copied()
    });
    let verdict = fail(match inherited {
        Some(nofile) => format!("containers inherit the daemon's own limits, nofile={nofile}"),
        None => "containers inherit the daemon's own limits".to_owned(),
    });
    Ok(limits.on(verdict.fix(set_key(
        context,
        "Set default ulimits that fit most containers; one container can still get more.",
        "default-ulimits",
        json!({ "nofile": { "Name": "nofile", "Soft": 1024, "Hard": 65536 } }),
    ))))
}

/// Names of limits that are really limits. The file has objects by name, flags
/// have `name=soft:hard`; -1 is unlimited.
fn bounded(limits: &Value) -> Vec<&str> {
    match limits {
        Value::Object(by_name) => by_name
            .iter()
            .filter(|(_, limit)| {
                limit.get("Hard").and_then(Value::as_i64).is_some_and(|hard| hard >= 0)
            })
            .map(|(name, _)| name.as_str())
            .collect(),
        Value::Array(flags) => flags
            .iter()
            .filter_map(|flag| flag.as_str()?.split_once('='))
            .filter(|(_, limit)| !limit.rsplit(':').any(|part| part == "-1"))
            .map(|(name, _)| name)
            .collect(),
        _ => Vec::new(),
    }
}
