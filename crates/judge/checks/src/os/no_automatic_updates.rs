//! The days between a fix and its installation are those in which everybody knows the hole.

use seaworthy_core::facts::{HostFacts, Observed, UpdateState};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use super::property::update_words;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-automatic-updates",
    title: "security updates do not come by themselves",
    severity: Severity::Medium,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("no_automatic_updates.md"),
    fix: Fix {
        summary: "Let the distribution's own updater install security updates, and plan the new starts.",
        commands: &[
            "apt-get install unattended-upgrades && dpkg-reconfigure -plow unattended-upgrades",
            "dnf install dnf-automatic && systemctl enable --now dnf-automatic-install.timer",
        ],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let updates = match &host.os.updates {
        Observed::Known { value, .. } => value,
        Observed::Absent => return Err(Undecided::unknown("updaters: not set")),
        Observed::Unreadable(reason) => {
            return Err(Undecided::unknown(format!("updaters: {reason}")));
        }
    };
    let with = |state| updates.iter().find(|update| update.state == state);
    let verdict = if with(UpdateState::On).is_some() {
        pass()
    } else if let Some(outside) = with(UpdateState::Outside) {
        review(format!("{}: whether it is done, this machine does not tell", outside.because))
    } else if let Some(prepares) = with(UpdateState::Prepares) {
        fail(format!("{} only prepares updates ({})", prepares.name, prepares.because))
            .rated(Severity::Low, "updates are there and wait for somebody")
    } else if let Some(off) = with(UpdateState::Off) {
        fail(format!("{} is off: {}", off.name, off.because))
    } else {
        let says = "unattended-upgrades, dnf-automatic, rpm-ostree, zincati and others";
        return Ok(fail("nothing on this machine installs updates by itself")
            .because(Evidence::new("updaters", "none of those known is there", says)));
    };
    Ok(updates.iter().fold(verdict, |verdict, update| {
        let value = format!("{} ({})", update_words(update.state), update.because);
        verdict.because(Evidence::new(update.name.as_str(), value, update.source.as_str()))
    }))
}
