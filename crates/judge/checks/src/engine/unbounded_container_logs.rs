//! Any container that prints enough fills the disk of the host.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::{Value, json};

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unbounded-container-logs",
    title: "container logs grow without bound",
    severity: Severity::Medium,
    section: Section::Operations,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("unbounded_container_logs.md"),
    fix: Fix {
        summary: "Bound the size of log files by default.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let driver = context.info()?.logging_driver.seen("default log driver")?;
    if *driver != "json-file" {
        return Err(Undecided::not_applicable(format!(
            "log driver {} keeps no file that grows without bound",
            *driver
        )));
    }
    let options = setting::any(context, "log-opts")?;
    let bound = match options.now.get("max-size") {
        Some(Value::String(size)) => !size.is_empty() && !size.starts_with('-'),
        _ => false,
    };
    let verdict = if bound {
        pass()
    } else {
        fail("a container may fill the disk of the host by printing").fix(set_key(
            context,
            "Rotate log files by default; containers made earlier keep their own setting.",
            "log-opts",
            json!({ "max-size": "10m", "max-file": "3" }),
        ))
    };
    Ok(options.on(verdict.because(&driver)))
}
