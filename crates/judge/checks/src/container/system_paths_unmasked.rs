//! The engine hides some of `/proc` and `/sys` and makes some read-only; an
//! option and `--privileged` take both away.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "system-paths-unmasked",
    title: "kernel paths are not masked in container",
    severity: Severity::High,
    section: Section::Containers,
    cis: &[],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live],
    explanation: include_str!("system_paths_unmasked.md"),
    fix: Fix {
        summary: "Remove systempaths=unconfined, so that the engine masks kernel paths again.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let (masked, read_only, source) = paths(container)?;
    let evidence =
        |fact: &str, on: bool| Evidence::new(fact, if on { "in force" } else { "none" }, source);
    let seen = [evidence("masked paths", masked), evidence("read-only paths", read_only)];
    let because = |verdict: Verdict| seen.into_iter().fold(verdict, Verdict::because);
    if masked && read_only {
        return Ok(because(pass()));
    }
    let verdict = because(fail("it sees or writes kernel paths that the engine hides"));
    let remapped = container.effective(context.info().ok()).remapped();
    Ok(match remapped {
        Ok(Observed::Known { value: true, .. }) => {
            verdict.rated(Severity::Medium, "ids are mapped: most of these paths refuse it")
        }
        _ if !read_only => {
            verdict.rated(Severity::Critical, "/proc/sys/kernel/core_pattern is writable")
        }
        _ => verdict,
    })
}

/// Whether paths are masked, whether paths are read-only, and who says so.
fn paths(container: &ContainerFacts) -> Result<(bool, bool, &'static str), Undecided> {
    if let Some(spec) = container.live().and_then(|live| live.oci.value()) {
        let (masked, read_only) = (&spec.masked_paths, &spec.readonly_paths);
        return Ok((!masked.is_empty(), !read_only.is_empty(), "config.json"));
    }
    let settings = container.settings()?;
    if *settings.privileged.seen_or("privileged", false)? {
        return Ok((false, false, "HostConfig.Privileged"));
    }
    if settings.security.seen_or_default("security options")?.system_paths_unconfined {
        return Ok((false, false, "HostConfig.SecurityOpt"));
    }
    let default = || vec![String::new()];
    let masked = settings.masked_paths.seen_or("masked paths", default())?;
    let read_only = settings.readonly_paths.seen_or("read-only paths", default())?;
    Ok((!masked.is_empty(), !read_only.is_empty(), "HostConfig.MaskedPaths, ReadonlyPaths"))
}
