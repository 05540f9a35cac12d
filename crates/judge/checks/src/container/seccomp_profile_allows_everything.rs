//! A custom profile that allows every call looks like protection and is none.

use seaworthy_core::facts::{ContainerFacts, SeccompChoice, SeccompState};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "seccomp-profile-allows-everything",
    title: "seccomp profile stops nothing",
    severity: Severity::High,
    section: Section::Containers,
    cis: &[],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live],
    explanation: include_str!("seccomp_profile_allows_everything.md"),
    fix: Fix {
        summary: "Start from the engine's default profile and allow the missing calls there.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let options = container.settings()?.security.seen_or_default("security options")?;
    let Some(SeccompChoice::Custom(profile)) = &options.seccomp else {
        return Err(Undecided::not_applicable("it names no seccomp profile of its own"));
    };
    if profile.default_action.is_empty() {
        return Err(Undecided::unknown("seccomp profile: malformed"));
    }
    let summary = format!(
        "default {}, {} calls allowed, {} refused by name",
        profile.default_action, profile.allowed, profile.restricted
    );
    let evidence = Evidence::new("seccomp profile", summary, "HostConfig.SecurityOpt");
    let state = container.effective(context.info().ok()).seccomp()?;
    if profile.allows_everything() || state.value() == Some(&SeccompState::AllowsEverything) {
        return Ok(fail("its seccomp profile allows every system call").because(evidence));
    }
    if profile.default_action.starts_with("SCMP_ACT_ALLOW") {
        return Ok(review("its seccomp profile allows every call that it does not name")
            .because(evidence)
            .rated(Severity::Medium, "calls that the kernel gains later are open to it"));
    }
    Ok(pass().because(evidence))
}
