//! Several systems that older texts recommend for containers exist no more.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::recognised::recognised;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "operating-system-discontinued",
    title: "host runs a discontinued operating system",
    severity: Severity::High,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("operating_system_discontinued.md"),
    fix: Fix { summary: "Move to the system that followed.", commands: &[], risk: Risk::Review },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let release = host.os_release.seen("os-release")?;
    let name = release.get("PRETTY_NAME").or_else(|| release.get("ID")).cloned();
    let evidence =
        Evidence::new("operating system", name.unwrap_or_default(), release.source.as_ref());
    let verdict = match recognised(host) {
        Some(system) if !system.ended.is_empty() => fail(format!(
            "{} ended on {}; {} followed",
            system.name, system.ended, system.followed_by
        )),
        _ => pass(),
    };
    Ok(verdict.because(evidence))
}
