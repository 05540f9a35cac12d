//! A system made for containers has less to attack and cannot be changed in place.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use super::recognised::recognised;
use super::score::{Kind, Score};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "general-purpose-os",
    title: "host is not a system made for containers",
    severity: Severity::Low,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem, FactGroup::Kernel],
    explanation: include_str!("general_purpose_os.md"),
    fix: Fix {
        summary: "Weigh a dedicated system for the next machine, or harden this one and keep it small.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let score = Score::of(host);
    let missing = score.missing().join("; ");
    let verdict = match score.kind() {
        Kind::Undecided => {
            return Err(Undecided::unknown(
                "whether system files are read-only, or how they are replaced, was not readable",
            ));
        }
        Kind::Dedicated => pass(),
        Kind::Partly => review(format!(
            "has some of what a system made for containers has ({}); missing: {missing}",
            score.words()
        )),
        Kind::GeneralPurpose => {
            review(format!("a general-purpose system ({}); missing: {missing}", score.words()))
        }
    };
    let name =
        recognised(host).map(|system| Evidence::new("recognised", system.name, "os-release"));
    let verdict = name.into_iter().fold(verdict, Verdict::because);
    let verdict = verdict.because(Evidence::new("score", score.words(), "terms below"));
    Ok(score.evidence().fold(verdict, Verdict::because))
}
