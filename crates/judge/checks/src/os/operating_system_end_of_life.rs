//! A release after its last day gets no fixes, whatever its updater says.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use super::end_of_life::{Support, end_of_day, knows, support};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "operating-system-end-of-life",
    title: "host's release gets no security updates any more",
    severity: Severity::High,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("operating_system_end_of_life.md"),
    fix: Fix {
        summary: "Upgrade to a release that is supported.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

/// Days before the end from which on a person should plan.
const SOON: i64 = 90;

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let release = host.os_release.seen("os-release")?;
    let field = |name: &str| release.get(name).map_or("", String::as_str);
    let (id, version) = (field("ID"), field("VERSION_ID"));
    let (support, source) = match field("SUPPORT_END") {
        "" => (known(id, version)?, "table of end dates"),
        end => {
            let extended = support(id, version).map_or_else(String::new, |known| known.extended);
            (Support { end: end.to_owned(), extended }, "os-release SUPPORT_END")
        }
    };
    let end = end_of_day(&support.end)
        .ok_or_else(|| Undecided::unknown(format!("`{}` is no date", support.end)))?;
    let left = (end - context.now).div_euclid(86_400);
    let verdict = if left >= SOON {
        pass()
    } else if left >= 0 {
        review(format!("{id} {version} gets security updates for {left} more days"))
    } else if end_of_day(&support.extended).is_some_and(|extended| extended >= context.now) {
        review(format!(
            "{id} {version} gets updates only with a contract, until {}",
            support.extended
        ))
    } else {
        fail(format!("{id} {version} got its last security updates on {}", support.end))
    };
    let name = release.get("PRETTY_NAME").cloned().unwrap_or_else(|| format!("{id} {version}"));
    Ok(verdict
        .because(Evidence::new("operating system", name, release.source.as_ref()))
        .because(Evidence::new("last day", support.end, source)))
}

fn known(id: &str, version: &str) -> Result<Support, Undecided> {
    if version.is_empty() {
        return Err(Undecided::not_applicable(format!("`{id}` has no releases, it rolls")));
    }
    if !knows(id) {
        return Err(Undecided::unknown(format!("no end dates of `{id}` are known here")));
    }
    support(id, version)
        .ok_or_else(|| Undecided::unknown(format!("no end date of {id} {version} is known here")))
}
