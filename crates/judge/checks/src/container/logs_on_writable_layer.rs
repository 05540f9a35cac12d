//! A log in the container's own layer dies with the container and fills the disk
//! that all containers share, past every limit of the log driver.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "logs-on-writable-layer",
    title: "log files grow in the container's own layer",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live],
    explanation: include_str!("logs_on_writable_layer.md"),
    fix: Fix {
        summary: "Write logs to standard output, or mount a volume at the folder of the logs.",
        commands: &["docker run --mount type=volume,source=logs,target=/var/log IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

/// Files shown; the rest is counted.
const SHOWN: usize = 3;

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.running_only(container)?;
    let live = container.live.seen("kernel's view")?;
    let logs = live.layer_logs.seen("writable layer")?;
    if logs.is_empty() {
        return Ok(pass());
    }
    let bytes: u64 = logs.iter().map(|log| log.size).fold(0, u64::saturating_add);
    let files =
        if logs.len() == 1 { "1 log file".to_owned() } else { format!("{} log files", logs.len()) };
    let verdict = fail(format!("keeps {files} of {bytes} bytes in its own layer"));
    Ok(logs.iter().take(SHOWN).fold(verdict, |verdict, log| {
        verdict.because(Evidence::new(
            "log file",
            format!("{}, {} bytes", log.path, log.size),
            logs.source.as_ref(),
        ))
    }))
}
