//! A container's own ulimits replace the engine's defaults; unlimited ones take a
//! protection away.

use seaworthy_core::facts::{ContainerFacts, Ulimit};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "ulimits-overridden",
    title: "default ulimits overridden unsafely",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.19"],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("ulimits_overridden.md"),
    fix: Fix {
        summary: "Remove the ulimit, so that the engine's default applies, or give it a number.",
        commands: &["docker run --ulimit nofile=1024:65536 IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

/// The kernel's own maximum of open files.
const MOST_FILES: i64 = 1_048_576;

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let ulimits = container.settings()?.ulimits.seen_or_default("ulimits")?;
    if ulimits.is_empty() {
        let default = "none: the engine's defaults apply";
        return Ok(pass().because(Evidence::new("ulimits", default, ulimits.source.as_ref())));
    }
    let loose: Vec<&str> = ulimits
        .iter()
        .filter(|limit| match limit.name.as_str() {
            "nofile" => limit.hard < 0 || limit.hard > MOST_FILES,
            "nproc" | "core" | "fsize" | "sigpending" | "msgqueue" => limit.hard < 0,
            "rtprio" | "nice" => limit.hard != 0,
            _ => false,
        })
        .map(|limit| limit.name.as_str())
        .collect();
    let shown = |limit: &Ulimit| format!("{}={}:{}", limit.name, limit.soft, limit.hard);
    let list: Vec<String> = ulimits.iter().map(shown).collect();
    let evidence = Evidence::new("ulimits", list.join(", "), ulimits.source.as_ref());
    if loose.is_empty() {
        return Ok(pass().because(evidence));
    }
    Ok(fail(format!("lifts the limit of {}", loose.join(", "))).because(evidence))
}
