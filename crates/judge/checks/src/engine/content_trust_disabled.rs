//! Docker Content Trust is the only signature check the docker client has of its
//! own, and it is on its way out.

use seaworthy_core::facts::{EngineFacts, EngineKind};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section, calendar};

pub(crate) const CHECK: Check = Check {
    id: "content-trust-disabled",
    title: "unsigned images may be pulled",
    severity: Severity::Medium,
    section: Section::Registries,
    cis: &["4.5"],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("content_trust_disabled.md"),
    fix: Fix {
        summary: "Verify signatures with a current tool before images run.",
        commands: &["cosign verify --key cosign.pub registry.example/app:1.4"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// Docker shuts its Notary service down on this day.
const RETIRED: &str = "2026-12-08";

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if context.engine()?.kind == EngineKind::Podman {
        return Err(Undecided::not_applicable("Podman verifies signatures by its policy.json"));
    }
    let logins = context.host()?.content_trust_env.seen_or_default("content trust of logins")?;
    let enforced = logins.iter().any(|line| line.contains("DOCKER_CONTENT_TRUST=1"))
        && !logins.iter().any(|line| line.contains("DOCKER_CONTENT_TRUST=0"));
    let message = if enforced {
        format!(
            "every login demands Docker Content Trust, whose Notary service ends on {RETIRED}: are signatures verified by another tool too"
        )
    } else {
        "no login demands signed images: are signatures verified elsewhere, before images get here"
            .to_owned()
    };
    let verdict = review(message).because(&logins);
    Ok(if enforced && calendar::day(context.now).as_str() < RETIRED {
        verdict.rated(Severity::Low, "unsigned images are refused while the service lasts")
    } else {
        verdict
    })
}
