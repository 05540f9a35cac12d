//! A rootless engine that lacks a prerequisite still runs, with limits that nothing enforces or ids that run out.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "rootless-prerequisites-missing",
    title: "rootless engine lacks what it needs",
    severity: Severity::Medium,
    section: Section::Host,
    cis: &[],
    tags: &["rootless"],
    reads: &[FactGroup::HostFiles, FactGroup::DaemonProcess, FactGroup::EngineInfo],
    explanation: include_str!("rootless_prerequisites_missing.md"),
    fix: Fix {
        summary: "Delegate cgroups to the account, and give it 65536 subordinate ids.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

/// Ids that images need: from 0 to `nobody` and `nogroup`.
const ENOUGH_IDS: u64 = 65_536;

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let daemons = host.daemons.seen_or_default("daemon processes")?;
    let Some(daemon) = daemons.iter().find(|daemon| daemon.uid != 0) else {
        return Err(Undecided::not_applicable("no engine runs rootless here"));
    };
    let (mut lacking, mut evidence) = (Vec::new(), Vec::new());
    for (ranges, file) in [(&host.subuid, "/etc/subuid"), (&host.subgid, "/etc/subgid")] {
        let ranges = ranges.seen_or_default("subordinate ids")?;
        let name = host.user_name(daemon.uid).unwrap_or_default();
        let uid = daemon.uid.to_string();
        let own = ranges.iter().filter(|range| range.owner == name || range.owner == uid);
        let count = own.fold(0_u64, |sum, range| sum.saturating_add(range.count));
        evidence.push(Evidence::new("subordinate ids", count.to_string(), file));
        if count < ENOUGH_IDS {
            lacking
                .push(format!("{file} gives uid {uid} {count} ids of the {ENOUGH_IDS} it needs"));
        }
    }
    if let Some(engine) = context.engine
        && engine.peer.value().is_some_and(|peer| peer.pid == daemon.pid)
    {
        let driver = context.info()?.cgroup_driver.seen("cgroup driver")?;
        evidence.push(Evidence::from(&driver));
        if *driver == "none" {
            lacking.push(
                "no cgroups are delegated, so no limit on memory, CPU or processes holds"
                    .to_owned(),
            );
        }
    }
    let verdict = if lacking.is_empty() { pass() } else { fail(lacking.join("; ")) };
    Ok(evidence.into_iter().fold(verdict, Verdict::because))
}
