//! Isolation between networks and the filter before unpublished ports are
//! firewall rules of the daemon.

use seaworthy_core::facts::{EngineFacts, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::Value;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-firewall-disabled",
    title: "daemon may not manage firewall rules",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &["2.4"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("daemon_firewall_disabled.md"),
    fix: Fix {
        summary: "Let the daemon manage its firewall rules again.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let rules = setting::flag(context, "iptables", true)?;
    let verdict = if rules.now {
        pass()
    } else {
        fail("iptables is off: nothing separates container networks or guards unpublished ports")
            .fix(set_key(
                context,
                "Remove `iptables`: the default lets the daemon manage its rules.",
                "iptables",
                Value::Null,
            ))
    };
    let verdict = match context.info().map(|info| &info.firewall_backend) {
        Ok(backend @ Observed::Known { .. }) => verdict.because(&backend.seen("firewall backend")?),
        _ => verdict,
    };
    Ok(rules.on(verdict))
}
