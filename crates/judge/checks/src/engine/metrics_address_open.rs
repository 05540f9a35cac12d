//! The metrics endpoint asks nobody who they are.

use crate::exposure::address::is_loopback;
use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "metrics-address-open",
    title: "metrics of the daemon are open to the network",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::DaemonProcess],
    explanation: include_str!("metrics_address_open.md"),
    fix: Fix {
        summary: "Bind the metrics endpoint to loopback.",
        commands: &["systemctl restart docker"],
        risk: Risk::Restarts,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let address = setting::text(context, "metrics-addr", "")?;
    let verdict = if address.now.is_empty() || is_loopback(&address.now) {
        pass()
    } else {
        fail(format!("answers everybody on {} with its metrics", address.now)).fix(set_key(
            context,
            "Bind the metrics endpoint to loopback.",
            "metrics-addr",
            json!("127.0.0.1:9323"),
        ))
    };
    Ok(address.on(verdict))
}
