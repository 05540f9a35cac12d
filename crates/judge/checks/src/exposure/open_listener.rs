//! TCP ports on which the engine answers strangers.

use seaworthy_core::facts::{
    DaemonProcess, EngineFacts, Listener, ListenerAnswer, Observed, Reason,
};
use seaworthy_core::findings::{Confidence, Evidence, Undecided, Verdict, pass};

use crate::Context;

/// How moby's `/info` begins a warning of an open listener.
const WARNING: &str = "API is accessible on ";

/// A port that gives the machine away.
pub(crate) struct OpenListener {
    /// Address and port.
    pub(crate) address: String,
    /// What it does not demand.
    pub(crate) lacks: &'static str,
    source: String,
}

impl OpenListener {
    /// What was seen of it.
    pub(crate) fn evidence(&self) -> Evidence {
        let text = format!("{} {}", self.address, self.lacks);
        Evidence::new("TCP listener", text, self.source.as_str())
    }
}

/// Those that answered a probe, and those that the engine itself warns of.
pub(crate) fn open_listeners(engine: &EngineFacts, context: &Context<'_>) -> Vec<OpenListener> {
    let mut open: Vec<OpenListener> = context.daemon().map(answered).unwrap_or_default();
    if let Some(info) = engine.info.value() {
        open.extend(info.warnings.value().into_iter().flatten().filter_map(|line| warned(line)));
    }
    open
}

fn answered(daemon: &DaemonProcess) -> Vec<OpenListener> {
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
            lacks(listener).map(|lacks| OpenListener {
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

fn warned(line: &str) -> Option<OpenListener> {
    let (_, rest) = line.split_once(WARNING)?;
    let (scheme, address) = rest.split_whitespace().next()?.split_once("://")?;
    let lacks = match scheme {
        "https" => "without asking for a client certificate",
        _ => "without TLS",
    };
    Some(OpenListener { address: address.to_owned(), lacks, source: "/info Warnings".to_owned() })
}

/// A daemon that was seen must have answered every probe; of any other the
/// engine's own warnings decide.
pub(crate) fn nothing_open(context: &Context<'_>) -> Result<Verdict, Undecided> {
    let daemon = context.daemon().ok();
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
