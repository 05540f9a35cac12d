//! Whoever may write to the engine's socket is root, with no password asked.

use std::collections::BTreeSet;

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{
    Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass, review,
};

use self::powers::{Account, Powers};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

mod powers;

pub(crate) const CHECK: Check = Check {
    id: "untrusted-daemon-user",
    title: "untrusted account can control the daemon",
    severity: Severity::High,
    section: Section::Host,
    cis: &["1.1.2"],
    tags: &["root-equivalent"],
    reads: &[FactGroup::HostFiles, FactGroup::DaemonProcess],
    explanation: include_str!("untrusted_daemon_user.md"),
    fix: Fix {
        summary: "Take accounts that need not control the engine out of the group of its socket, or name them as trusted.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let powers = Powers::of(host, context)?;
    let trusted = &context.settings.trusted.users;
    let doubtful = |account: &&Account| !trusted.contains(&account.name);
    let names: BTreeSet<&str> =
        powers.accounts.iter().filter(doubtful).map(|account| account.name.as_str()).collect();
    let verdict = if !names.is_empty() {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        match (powers.open_to_all, trusted.is_empty()) {
            (true, _) => fail("every account of this machine can control the engine").rated(
                Severity::Critical,
                "no group or password stands between any account and root",
            ),
            (false, false) => {
                fail(format!("accounts not declared as trusted can control the engine: {names}"))
            }
            (false, true) => {
                review(format!("accounts that can control the engine and so become root: {names}"))
            }
        }
    } else if let Some(why) = powers.undecided {
        return Err(why);
    } else if powers.other_daemons.iter().any(|account| doubtful(&account)) {
        review("members of groups of other container daemons can become root through those")
    } else {
        pass()
    };
    let ways = || powers.accounts.iter().chain(&powers.other_daemons);
    let verdict = ways().fold(verdict, |verdict, account| {
        let trust = if doubtful(&account) { "" } else { "trusted, " };
        let value = format!("{trust}{}", account.how);
        verdict.because(Evidence::new(account.name.as_str(), value, account.source.as_str()))
    });
    if let Verdict::Pass(_) = verdict {
        let ways = "group, owner and ACL of the sockets, sudoers";
        let count = powers.accounts.len().to_string();
        return Ok(verdict.because(Evidence::new("accounts that control the engine", count, ways)));
    }
    let remedy = ways()
        .filter(doubtful)
        .fold(Remedy::from(CHECK.fix), |remedy, account| remedy.command(account.way_out.as_str()));
    Ok(verdict.fix(remedy))
}
