//! json-file, the default driver, keeps everything until the disk is full.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use super::log_driver::log_driver;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};
use seaworthy_core::findings::Change;

pub(crate) const CHECK: Check = Check {
    id: "unbounded-container-log",
    title: "container log grows without bound",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("unbounded_container_log.md"),
    fix: Fix {
        summary: "Set max-size and max-file for json-file, or use the local driver, which is bounded.",
        commands: &["docker run --log-opt max-size=10m --log-opt max-file=3 IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let driver = log_driver(container, context)?;
    if !matches!(driver.as_str(), "json-file" | "k8s-file") {
        return Ok(pass().because(&driver));
    }
    let own = container.settings()?.log_options.seen_or_default("log options")?;
    let size = match own.get("max-size") {
        Some(size) => Some(size.clone()),
        None => daemon_size(container, context)?,
    };
    match size {
        Some(size) if !matches!(size.trim(), "" | "-1" | "0") => {
            let source = own.source.as_ref();
            Ok(pass().because(&driver).because(Evidence::new("max-size", size, source)))
        }
        _ => Ok(fail("its log file grows until the disk is full")
            .because(&driver)
            .because(&own)
            .fix(Remedy::from(CHECK.fix).change(Change::DaemonKey {
                key: "log-opts".to_owned(),
                value: serde_json::json!({ "max-size": "10m", "max-file": "3" }),
            }))),
    }
}

/// The daemon's own options, which a request inherits; the engine's record of a
/// container has them already.
fn daemon_size(
    container: &ContainerFacts,
    context: &Context<'_>,
) -> Result<Option<String>, Undecided> {
    if container.configured.is_some() {
        return Ok(None);
    }
    let options = context.daemon()?.now.get("log-opts");
    let options = options.seen_or("daemon log options", serde_json::Value::Null)?;
    Ok(options.get("max-size").and_then(serde_json::Value::as_str).map(str::to_owned))
}
