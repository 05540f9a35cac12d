//! Who gets root for a moment can stay for good where system files can be changed.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use super::property::{State, read_only_system};
use super::score::{Kind, Score};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "root-filesystem-writable",
    title: "system files of the host are writable",
    severity: Severity::Low,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("root_filesystem_writable.md"),
    fix: Fix {
        summary: "Use a system with a read-only /usr; mounting an ordinary one read-only breaks its updates.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let judged = read_only_system(host);
    let verdict = match judged.state {
        State::Present | State::Partly => pass(),
        State::Absent => {
            let failed = fail(judged.said);
            if Score::of(host).kind() == Kind::GeneralPurpose {
                failed.rated(Severity::Info, "a general-purpose system is made that way")
            } else {
                failed
            }
        }
        State::Unknown | State::NotApplicable => return Err(Undecided::unknown(judged.said)),
    };
    Ok(judged.evidence.into_iter().fold(verdict, Verdict::because))
}
