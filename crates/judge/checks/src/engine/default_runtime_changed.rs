//! The runtime starts every container as root: it belongs to what must be
//! trusted.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "default-runtime-changed",
    title: "containers start with an unusual runtime",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("default_runtime_changed.md"),
    fix: Fix {
        summary: "Use runc, crun or a sandboxing runtime by default, installed where only root may write.",
        commands: &["docker info --format \"{{.DefaultRuntime}} {{json .Runtimes}}\""],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

const ORDINARY: [&str; 3] = ["runc", "crun", "io.containerd.runc.v2"];
/// Runtimes that put a kernel of their own between container and host.
const SANDBOXES: [&str; 4] = ["runsc", "kata", "io.containerd.runsc", "io.containerd.kata"];
const WRITABLE_BY_ALL: [&str; 4] = ["/tmp/", "/var/tmp/", "/dev/shm/", "/home/"];

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let info = context.info()?;
    let default = info.default_runtime.seen("default runtime")?;
    let runtimes = info.runtimes.seen_or_default("runtimes")?;
    let exposed = runtimes
        .iter()
        .find(|(_, path)| WRITABLE_BY_ALL.iter().any(|folder| path.starts_with(folder)));
    if let Some((name, path)) = exposed {
        return Ok(fail(format!("runtime {name} is run as root from {path}"))
            .because(Evidence::new("runtime", format!("{name}: {path}"), "/info Runtimes"))
            .rated(Severity::High, "users other than root may write below that folder"));
    }
    let sandboxed = SANDBOXES.iter().any(|name| default.starts_with(name));
    if sandboxed || ORDINARY.contains(&default.as_str()) {
        return Ok(pass().because(&default));
    }
    let path = runtimes.get(default.as_str()).map_or("", String::as_str);
    Ok(review(format!(
        "every container starts with {}: is that meant, and is it kept up to date",
        *default
    ))
    .because(&default)
    .because(Evidence::new("path of the runtime", path, "/info Runtimes")))
}
