//! A name without a registry goes to the first that has it, and anybody may
//! register it there.

use seaworthy_core::facts::{EngineFacts, EngineKind};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "ambiguous-short-image-names",
    title: "short image names are looked up in many registries",
    severity: Severity::Medium,
    section: Section::Registries,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("ambiguous_short_image_names.md"),
    fix: Fix {
        summary: "List one search registry, or none.",
        commands: &["podman info --format \"{{.Registries}}\""],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if engine.kind == EngineKind::Docker {
        return Err(Undecided::not_applicable("Docker completes short names with docker.io alone"));
    }
    let search =
        context.host()?.unqualified_search_registries.seen_or_default("search registries")?;
    if search.len() < 2 {
        return Ok(pass().because(&search));
    }
    Ok(fail(format!("{} registries are tried for a name without registry", search.len()))
        .because(&search))
}
