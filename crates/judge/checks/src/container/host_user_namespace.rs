//! `--userns=host` only matters to a daemon that remaps; a container of a daemon
//! that does not shares the host's ids all the same.

use seaworthy_core::facts::{ContainerFacts, NamespaceMode};
use seaworthy_core::findings::{Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};
use seaworthy_core::findings::Change;

pub(crate) const CHECK: Check = Check {
    id: "host-user-namespace",
    title: "container shares host user namespace",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.31"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo],
    explanation: include_str!("host_user_namespace.md"),
    fix: Fix {
        summary: "Map ids for the whole engine with userns-remap or run it rootless, and leave --userns=host out.",
        commands: &["docker info --format '{{.SecurityOptions}}'"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let info = context.info().ok();
    let remapped = container.effective(info).remapped()?;
    let seen = remapped.seen("ids are mapped")?;
    if *seen {
        return Ok(pass().because(&seen));
    }
    let opted_out = container.settings()?.userns_mode.value() == Some(&NamespaceMode::Host);
    let verdict = fail("its user ids are the host's").because(&seen);
    if opted_out && info.is_some_and(|info| info.security_option("userns").value() == Some(&true)) {
        return Ok(
            verdict.rated(Severity::High, "the daemon maps ids and this container opted out")
        );
    }
    Ok(verdict.fix(
        Remedy::from(CHECK.fix)
            .change(Change::DaemonKey { key: "userns-remap".to_owned(), value: "default".into() }),
    ))
}
