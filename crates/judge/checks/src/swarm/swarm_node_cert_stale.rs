//! A stolen node certificate is good until it expires; nothing revokes it.

use seaworthy_core::facts::SwarmFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "swarm-node-cert-stale",
    title: "node certificates live too long",
    severity: Severity::Low,
    section: Section::Swarm,
    cis: &["7.7"],
    tags: &[],
    reads: &[FactGroup::Swarm],
    explanation: include_str!("swarm_node_cert_stale.md"),
    fix: Fix {
        summary: "Let node certificates expire within 30 days.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Swarm(judge),
};

const DAY: i64 = 86_400_000_000_000;
const DEFAULT_DAYS: i64 = 90;

fn judge(swarm: &SwarmFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let life = swarm.node_cert_expiry.seen_or("life of node certificates", DEFAULT_DAYS * DAY)?;
    let days = life.div_euclid(DAY);
    let verdict = match days {
        ..DEFAULT_DAYS => pass(),
        DEFAULT_DAYS => review("node certificates live for the default of 90 days"),
        _ => fail(format!("node certificates live for {days} days")).rated(
            Severity::Medium,
            "a stolen one stays good for longer than the default of 90 days",
        ),
    };
    Ok(verdict.because(Evidence::new(
        "life of node certificates",
        format!("{days} days"),
        life.source.as_ref(),
    )))
}
