//! A client that does not verify the daemon hands its commands, and its secrets, to whoever answers.

use seaworthy_core::facts::{ClientContext, HostFacts};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "client-context-without-tls",
    title: "client talks to an engine without verified TLS",
    severity: Severity::High,
    section: Section::Files,
    cis: &[],
    tags: &["tls"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("client_context_without_tls.md"),
    fix: Fix {
        summary: "Reach the engine over ssh:// or with a verified TLS context.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let contexts = host.client_contexts.seen_or_default("client contexts")?;
    let remote: Vec<_> = contexts.iter().filter(|each| is_remote_tcp(&each.host)).collect();
    if remote.is_empty() {
        return Err(Undecided::not_applicable("no client setting names an engine over TCP"));
    }
    let evidence = |context: &&ClientContext| {
        let state = match (context.has_tls, context.verifies_tls) {
            (true, true) => "TLS, verified",
            (true, false) => "TLS, not verified",
            _ => "no TLS",
        };
        let name = format!("context {}", context.name);
        Evidence::new(name, format!("{}: {state}", context.host), context.path.as_str())
    };
    let open: Vec<_> = remote.iter().filter(|each| !(each.has_tls && each.verifies_tls)).collect();
    if open.is_empty() {
        return Ok(remote.iter().map(evidence).fold(pass(), Verdict::because));
    }
    let names: Vec<String> =
        open.iter().map(|each| format!("{} of {}", each.host, each.path)).collect();
    let verdict = fail(format!("the server is not verified at {}", names.join(", ")));
    Ok(open.into_iter().map(evidence).fold(verdict, Verdict::because))
}

/// An address on a network; the machine itself is not one.
fn is_remote_tcp(host: &str) -> bool {
    let Some(rest) = host.strip_prefix("tcp://").or_else(|| host.strip_prefix("http://")) else {
        return host.starts_with("https://");
    };
    !["127.", "localhost", "[::1]"].iter().any(|local| rest.starts_with(local))
}
