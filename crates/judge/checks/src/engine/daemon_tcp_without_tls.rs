//! The API is root on the host: a TCP port that answers it to a stranger gives
//! the machine away. What a port answered counts, not how it was configured.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail};

use crate::exposure::address::is_loopback;
use crate::exposure::open_listener::{OpenListener, nothing_open, open_listeners};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-tcp-without-tls",
    title: "daemon TCP listener lacks mutual TLS",
    severity: Severity::Critical,
    section: Section::Daemon,
    cis: &["2.8"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("daemon_tcp_without_tls.md"),
    fix: Fix {
        summary: "Close the TCP listener, or demand a client certificate on it; prefer ssh.",
        commands: &["docker context create remote --docker host=ssh://user@host"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let open = open_listeners(engine, context);
    let Some(first) = open.first() else { return nothing_open(context) };
    let message = format!("answers the API on {} {}", first.address, first.lacks);
    let local = open.iter().all(|each| is_loopback(&each.address));
    let evidence = open.iter().map(OpenListener::evidence);
    let verdict = evidence.fold(fail(message), Verdict::because);
    Ok(if local {
        verdict.rated(Severity::High, "only processes of the machine itself reach loopback")
    } else {
        verdict
    })
}
