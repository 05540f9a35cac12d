//! An account whose password is empty is open to whoever can type.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "account-without-password",
    title: "account with an empty password",
    severity: Severity::High,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("account_without_password.md"),
    fix: Fix {
        summary: "Lock the account or give it a password.",
        commands: &["passwd --lock ACCOUNT"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let open = host.hardening.empty_passwords.seen("accounts without a password")?;
    if open.is_empty() {
        return Ok(pass().because(&open));
    }
    let remedy = open.iter().fold(Remedy::review(CHECK.fix.summary), |remedy, name| {
        remedy.command(format!("passwd --lock {name}"))
    });
    let names = open.join(", ");
    let verdict = fail(format!("an empty password lets anybody in as {names}")).because(&open);
    let verdict = if open.iter().any(|name| name == "root") {
        verdict.rated(Severity::Critical, "it is root's")
    } else {
        verdict
    };
    Ok(verdict.fix(remedy))
}
