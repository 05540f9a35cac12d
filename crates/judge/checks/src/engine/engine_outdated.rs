//! A release line that nobody maintains gets no fix for the next container
//! escape.

use super::release;
use seaworthy_core::facts::{EngineFacts, EngineKind};
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review,
};

use crate::{Check, Context, FactGroup, Fix, Judge, Section, calendar};

pub(crate) const CHECK: Check = Check {
    id: "engine-outdated",
    title: "engine release is out of date",
    severity: Severity::High,
    section: Section::Operations,
    cis: &["1.2.2"],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("engine_outdated.md"),
    fix: Fix {
        summary: "Upgrade to a maintained release of the engine.",
        commands: &[
            "apt-get update && apt-get install --only-upgrade docker-ce docker-ce-cli containerd.io",
        ],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

/// Maintained lines release about once a month; half a year without one means
/// that the packages are not updated.
const OLD_BUILD_DAYS: i64 = 180;

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let seen = engine.version.seen("engine version")?;
    let version = Evidence::new("engine version", seen.version.as_str(), "/version Version");
    if engine.kind == EngineKind::Podman {
        return Ok(distribution("Podman", version));
    }
    let platform = seen.platform.value().map(String::as_str);
    if release::is_distribution_build(&seen.version, platform) {
        return Ok(distribution("this build of Docker Engine", version));
    }
    let today = calendar::day(context.now);
    let line = release::line(&seen.version);
    if let Some(line) = line.filter(|line| !line.end.is_empty() && line.end < today.as_str()) {
        return Ok(fail(format!("release line {} has had no fixes since {}", line.name, line.end))
            .because(version)
            .because(Evidence::new("end of maintenance", line.end, "release table")));
    }
    let built = seen.build_time.value().map(String::as_str).and_then(release::built_on);
    let cutoff = calendar::day(context.now - OLD_BUILD_DAYS * 86_400);
    Ok(match (built, line) {
        (Some(day), _) if day < cutoff.as_str() => {
            fail(format!("was built on {day}, more than {OLD_BUILD_DAYS} days ago"))
                .because(version)
                .because(Evidence::new("build time", day, "/version BuildTime"))
                .rated(Severity::Medium, "its release line is not known to be abandoned")
                .confidence(Confidence::Medium)
        }
        (Some(day), _) => {
            pass().because(version).because(Evidence::new("build time", day, "/version BuildTime"))
        }
        (None, Some(line)) if today.as_str() <= line.end => pass().because(version),
        (None, _) => review(format!(
            "neither an end of maintenance (table of {}) nor a build time is known for this version",
            release::CHECKED
        ))
        .because(version),
    })
}

fn distribution(what: &str, version: Evidence) -> Verdict {
    review(format!(
        "{what} is maintained by a distribution, which puts fixes into old version numbers: compare it with the newest package there"
    ))
    .because(version)
    .rated(Severity::Low, "the version number does not tell which fixes it holds")
}
