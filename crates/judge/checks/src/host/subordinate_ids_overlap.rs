//! Containers of two accounts that share ids own each other's files.

use seaworthy_core::facts::{HostFacts, SubordinateRange};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "subordinate-ids-overlap",
    title: "subordinate ids of two accounts overlap",
    severity: Severity::High,
    section: Section::Host,
    cis: &[],
    tags: &["rootless"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("subordinate_ids_overlap.md"),
    fix: Fix {
        summary: "Give each account a range of its own, beyond all accounts of the machine.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let mut clashes = Vec::new();
    let mut evidence = Vec::new();
    for (ranges, file) in [(&host.subuid, "/etc/subuid"), (&host.subgid, "/etc/subgid")] {
        let ranges = ranges.seen_or_default("subordinate ids")?;
        for (index, range) in ranges.iter().enumerate() {
            let others = ranges.iter().skip(index + 1);
            let clashing =
                others.filter(|other| other.owner != range.owner && overlap(range, other));
            clashes.extend(
                clashing.map(|other| {
                    format!("{} and {} share ids in {file}", range.owner, other.owner)
                }),
            );
            evidence.push(Evidence::new(
                range.owner.as_str(),
                format!(
                    "{} to {}",
                    range.start,
                    range.start.saturating_add(range.count).saturating_sub(1)
                ),
                file,
            ));
        }
        if file == "/etc/subuid" {
            clashes.extend(accounts_inside(host, &ranges));
        }
    }
    if evidence.is_empty() {
        return Err(Undecided::not_applicable("no account has subordinate ids"));
    }
    let verdict = if clashes.is_empty() { pass() } else { fail(clashes.join("; ")) };
    Ok(evidence.into_iter().fold(verdict, Verdict::because))
}

fn overlap(one: &SubordinateRange, other: &SubordinateRange) -> bool {
    one.start < other.start.saturating_add(other.count)
        && other.start < one.start.saturating_add(one.count)
}

/// Accounts of the machine whose own id lies in somebody's range.
fn accounts_inside(host: &HostFacts, ranges: &[SubordinateRange]) -> Vec<String> {
    let users = host.users.value().into_iter().flatten();
    users
        .filter_map(|user| {
            let inside = |range: &&SubordinateRange| {
                let uid = u64::from(user.uid);
                (range.start..range.start.saturating_add(range.count)).contains(&uid)
            };
            let range = ranges.iter().find(inside)?;
            Some(format!("containers of {} can be the account {}", range.owner, user.name))
        })
        .collect()
}
