//! Read-only protects while the system runs; verification protects from who changed the disk.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use super::property::{State, verified_content};
use super::score::{Kind, Score};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-verified-boot",
    title: "system files are not verified as they are read",
    severity: Severity::Low,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("no_verified_boot.md"),
    fix: Fix {
        summary: "Use a system with dm-verity or composefs with fs-verity below /usr, started by secure boot.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let judged = verified_content(host);
    let verdict = match judged.state {
        State::Present => pass(),
        State::Partly | State::Absent => {
            let failed = fail(judged.said);
            if Score::of(host).kind() == Kind::GeneralPurpose {
                failed.rated(Severity::Info, "a general-purpose system has no such thing")
            } else {
                failed
            }
        }
        State::Unknown | State::NotApplicable => return Err(Undecided::unknown(judged.said)),
    };
    Ok(judged.evidence.into_iter().fold(verdict, Verdict::because))
}
