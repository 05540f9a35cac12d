//! A sudo rule for the client looks narrow and is a rule for everything.

use seaworthy_core::facts::{HostFacts, SudoersEntry};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::sudo_rule;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "sudo-runs-engine-client",
    title: "sudo rule for the engine client is as good as root",
    severity: Severity::High,
    section: Section::Host,
    cis: &[],
    tags: &["root-equivalent"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("sudo_runs_engine_client.md"),
    fix: Fix {
        summary: "Let sudo run only fixed commands of the client, or a script of your own that takes no free arguments.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let rules = host.sudoers.seen_or_default("sudoers")?;
    let wide: Vec<_> =
        rules.iter().filter(|rule| rule.who != "root" && sudo_rule::gives_root(rule)).collect();
    if wide.is_empty() {
        return Ok(pass().because(Evidence::new(
            "sudo rules for engine clients",
            rules.len().to_string(),
            rules.source.as_ref(),
        )));
    }
    let who: Vec<&str> = wide.iter().map(|rule| rule.who.as_str()).collect();
    let verdict = fail(format!("{} may run the client with any argument", who.join(", ")));
    let evidence = |rule: &&SudoersEntry| {
        Evidence::new(rule.who.clone(), rule.command.clone(), rule.source.clone())
    };
    Ok(wide.iter().map(evidence).fold(verdict, Verdict::because))
}
