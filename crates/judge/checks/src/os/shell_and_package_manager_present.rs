//! A shell and a package manager are what an intruder reaches for first.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "shell-and-package-manager-present",
    title: "host has a shell and a package manager",
    severity: Severity::Info,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("shell_and_package_manager_present.md"),
    fix: Fix {
        summary: "Nothing to do on a general-purpose system; Bottlerocket and Talos have neither.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let shells = host.os.shells.seen("shells")?;
    let managers = host.os.package_managers.seen("package managers")?;
    let verdict = match (shells.is_empty(), managers.is_empty()) {
        (true, true) => pass(),
        (false, true) => fail("has a shell"),
        (true, false) => fail("has a package manager"),
        (false, false) => fail("has a shell and a package manager"),
    };
    Ok(verdict.because(&shells).because(&managers))
}
