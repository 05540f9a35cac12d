//! Without a plugin the API knows no roles: who may ask anything may ask
//! everything.

use seaworthy_core::facts::{DaemonProcess, EngineFacts, ListenerAnswer};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-authorization-plugin",
    title: "no authorization plugin guards the API",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.13"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("no_authorization_plugin.md"),
    fix: Fix {
        summary: "Put an authorization plugin or a filtering proxy before the API.",
        commands: &["docker info --format \"{{.Plugins.Authorization}}\""],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let plugins = context.info()?.authorization_plugins.seen_or_default("authorization plugins")?;
    if !plugins.is_empty() {
        return Ok(pass().because(&plugins));
    }
    let verdict = fail("every client that may use the API may use all of it").because(&plugins);
    let remote = context.daemon().ok().and_then(remote_listener);
    Ok(match remote {
        Some(address) => verdict
            .because(Evidence::new("TCP listener", address, "answer to a probe"))
            .rated(Severity::Medium, "clients of other machines reach the API"),
        None => verdict,
    })
}

fn remote_listener(daemon: &DaemonProcess) -> Option<&str> {
    daemon
        .listeners
        .value()?
        .iter()
        .find(|listener| {
            listener.family.starts_with("tcp")
                && listener
                    .answer
                    .value()
                    .is_some_and(|answer| *answer != ListenerAnswer::NotAnEngine)
        })
        .map(|listener| listener.address.as_str())
}
