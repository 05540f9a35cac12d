//! A rule for everything without a password makes an account root for whoever gets it.

use seaworthy_core::facts::{HostFacts, SudoersEntry};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "sudo-without-password",
    title: "sudo gives root without a password",
    severity: Severity::Medium,
    section: Section::Host,
    cis: &[],
    tags: &["root-equivalent"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("sudo_without_password.md"),
    fix: Fix {
        summary: "Ask for the password, or name the few commands that need none.",
        commands: &["visudo -c"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let seen = host.hardening.sudo_without_password.seen_or_default("sudoers")?;
    let rules: Vec<&SudoersEntry> = seen.iter().filter(|rule| rule.who != "root").collect();
    if rules.is_empty() {
        return Ok(pass().because(Evidence::new("rules without a password", "none", "sudoers")));
    }
    let everybody = rules.iter().any(|rule| rule.who == "everybody" || rule.who == "ALL");
    let who: Vec<&str> = rules.iter().map(|rule| rule.who.as_str()).collect();
    let verdict = fail(format!("no password is asked for everything by {}", who.join(", ")));
    let verdict = if everybody {
        verdict.rated(Severity::High, "it holds for every account that has a rule")
    } else {
        verdict
    };
    Ok(rules.iter().fold(verdict, |verdict, rule| {
        let evidence =
            Evidence::new(rule.who.as_str(), rule.command.as_str(), rule.source.as_str());
        verdict.because(evidence)
    }))
}
