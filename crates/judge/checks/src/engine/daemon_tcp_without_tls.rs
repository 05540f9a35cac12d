//! The API is root on the host: a TCP port that answers it to a stranger gives
//! the machine away. What a port answered counts, not how it was configured.

use super::address::is_loopback;
use seaworthy_core::facts::{
    DaemonProcess, EngineFacts, Listener, ListenerAnswer, Observed, Reason,
};
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass,
};

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

/// How moby's `/info` begins a warning of an open listener.
const WARNING: &str = "API is accessible on ";

struct Opening {
    address: String,
    lacks: &'static str,
    source: String,
}

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let daemon = context.daemon().ok();
    let mut open: Vec<Opening> = daemon.map(answered).unwrap_or_default();
    if let Some(info) = engine.info.value() {
        open.extend(info.warnings.value().into_iter().flatten().filter_map(|line| warned(line)));
    }
    let Some(first) = open.first() else { return nothing_open(daemon, context) };
    let message = format!("answers the API on {} {}", first.address, first.lacks);
    let local = open.iter().all(|each| is_loopback(&each.address));
    let verdict = open.iter().fold(fail(message), |verdict, each| {
        verdict.because(Evidence::new(
            "TCP listener",
            format!("{} {}", each.address, each.lacks),
            each.source.as_str(),
        ))
    });
    Ok(if local {
        verdict.rated(Severity::High, "only processes of the machine itself reach loopback")
    } else {
        verdict
    })
}

fn answered(daemon: &DaemonProcess) -> Vec<Opening> {
    let lacks = |listener: &Listener| match listener.answer.value() {
        Some(ListenerAnswer::Plain) => Some("without TLS"),
        Some(ListenerAnswer::TlsWithoutClientCertificate) => {
            Some("without asking for a client certificate")
        }
        _ => None,
    };
    tcp(daemon)
        .filter_map(|listener| {
            let source = format!("/proc/{}/net, answer to a probe", daemon.pid);
            lacks(listener).map(|lacks| Opening {
                address: listener.address.clone(),
                lacks,
                source,
            })
        })
        .collect()
}

fn tcp(daemon: &DaemonProcess) -> impl Iterator<Item = &Listener> {
    let listeners = daemon.listeners.value().into_iter().flatten();
    listeners.filter(|listener| listener.family.starts_with("tcp"))
}

fn warned(line: &str) -> Option<Opening> {
    let (_, rest) = line.split_once(WARNING)?;
    let (scheme, address) = rest.split_whitespace().next()?.split_once("://")?;
    let lacks = match scheme {
        "https" => "without asking for a client certificate",
        _ => "without TLS",
    };
    Some(Opening { address: address.to_owned(), lacks, source: "/info Warnings".to_owned() })
}

/// A daemon that was seen must have answered every probe; of any other the
/// engine's own warnings decide.
fn nothing_open(
    daemon: Option<&DaemonProcess>,
    context: &Context<'_>,
) -> Result<Verdict, Undecided> {
    if let Some(daemon) = daemon {
        daemon.listeners.seen("daemon listeners")?;
        let unasked = tcp(daemon).find_map(|listener| match listener.answer {
            Observed::Unreadable(reason) => Some((listener, reason)),
            _ => None,
        });
        if let Some((listener, reason)) = unasked {
            return by_configuration(daemon, listener, reason);
        }
        return Ok(tcp(daemon).fold(pass(), |verdict, listener| {
            verdict.because(Evidence::new(
                "TCP listener",
                listener.address.as_str(),
                format!("/proc/{}/net", daemon.pid),
            ))
        }));
    }
    context.docker_only()?;
    let warnings = context.info()?.warnings.seen_or_default("engine warnings")?;
    Ok(pass().because(&warnings).confidence(Confidence::Medium))
}

/// A listener in a network namespace that is not ours cannot be asked; what the
/// daemon was told then decides, with less confidence.
fn by_configuration(
    daemon: &DaemonProcess,
    listener: &Listener,
    reason: Reason,
) -> Result<Verdict, Undecided> {
    let verifies = daemon.now.flag("tlsverify");
    if verifies.value() == Some(&true) {
        let verifies = verifies.seen("tlsverify")?;
        return Ok(pass().because(&verifies).confidence(Confidence::Medium));
    }
    Err(Undecided::unknown(format!("answer of the listener on {}: {reason}", listener.address)))
}
