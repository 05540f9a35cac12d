//! The runtime sets up every protection; one that nobody knows may set up none.

use seaworthy_core::facts::{ContainerFacts, EngineKind};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unknown-runtime",
    title: "container runs under an unknown runtime",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::EngineInfo],
    explanation: include_str!("unknown_runtime.md"),
    fix: Fix {
        summary: "Use the engine's default runtime, or one that is known and kept up to date.",
        commands: &["docker info --format '{{json .Runtimes}}'"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

/// Programs and shims whose behaviour is public, by the beginning of their name.
const KNOWN: &[&str] = &[
    "runc",
    "crun",
    "youki",
    "runsc",
    "kata",
    "sysbox-runc",
    "nvidia-container-runtime",
    "nvidia",
    "containerd-shim-runc-v2",
    "containerd-shim-runsc-v1",
    "containerd-shim-kata-v2",
    "io.containerd.runc.",
    "io.containerd.runsc.",
    "io.containerd.kata.",
    "io.containerd.kata-",
    "io.containerd.wasm",
    "io.containerd.spin",
];

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let runtime = container.settings()?.runtime.seen_or_default("runtime")?;
    let info = context.info().ok();
    let default = info.and_then(|info| info.default_runtime.value());
    // Podman says `oci` whichever runtime it uses.
    let podman = context.engine.is_some_and(|engine| engine.kind == EngineKind::Podman);
    if runtime.is_empty() || default == Some(&*runtime) || (podman && *runtime == "oci") {
        return Ok(pass().because(&runtime));
    }
    let path = info
        .and_then(|info| info.runtimes.value())
        .and_then(|runtimes| runtimes.get(runtime.as_str()))
        .filter(|path| !path.is_empty());
    let program = path.unwrap_or(&runtime).rsplit('/').next().unwrap_or_default();
    if KNOWN.iter().any(|known| program.starts_with(known)) {
        return Ok(pass().because(&runtime));
    }
    let verdict = review(format!("{} sets up its isolation", *runtime)).because(&runtime);
    Ok(match path {
        Some(path) => verdict.because(Evidence::new("program", path.as_str(), "/info Runtimes")),
        None => verdict,
    })
}
