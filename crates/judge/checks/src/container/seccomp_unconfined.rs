//! The filter can be off by option, by `--privileged`, by the daemon's default,
//! by a kernel without it, or by a profile that stops nothing.

use seaworthy_core::facts::{ContainerFacts, Observed, SeccompState};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "seccomp-unconfined",
    title: "seccomp filter is off",
    severity: Severity::High,
    section: Section::Containers,
    cis: &["5.22"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo],
    explanation: include_str!("seccomp_unconfined.md"),
    fix: Fix {
        summary: "Remove seccomp=unconfined and --privileged, so that the engine's profile applies.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let state = container.effective(context.info().ok()).seccomp()?;
    let (state, source) = match &state {
        Observed::Known { value, source } => (value, source.as_str()),
        Observed::Absent => return Err(Undecided::unknown("seccomp: not set")),
        Observed::Unreadable(reason) => {
            return Err(Undecided::unknown(format!("seccomp: {reason}")));
        }
    };
    let seen = |text: &str| Evidence::new("seccomp", text, source);
    let verdict = match state {
        SeccompState::Unconfined => {
            fail("every system call of the kernel is open to it").because(seen("unconfined"))
        }
        SeccompState::AllowsEverything => fail("its seccomp profile refuses nothing")
            .because(seen("profile that allows every call")),
        SeccompState::Builtin => pass().because(seen("the engine's own profile")),
        SeccompState::Custom => pass().because(seen("a profile of its own")),
        SeccompState::Filtered => pass().because(seen("filtered")),
    };
    Ok(filter(container).into_iter().fold(verdict, Verdict::because))
}

/// That a filter is loaded at all, whoever says which.
fn filter(container: &ContainerFacts) -> Option<Evidence> {
    match &container.live()?.seccomp_mode {
        Observed::Known { value: 2, source } => {
            Some(Evidence::new("filter in the kernel", "loaded", source.as_str()))
        }
        _ => None,
    }
}
