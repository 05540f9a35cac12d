//! A set-uid program can give back what `--user` and `--cap-drop` took away.

use seaworthy_core::facts::{ContainerFacts, EngineKind, Observed};
use seaworthy_core::findings::{Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};
use seaworthy_core::findings::Change;

pub(crate) const CHECK: Check = Check {
    id: "new-privileges-allowed",
    title: "processes may gain new privileges",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.26"],
    tags: &[],
    reads: &[
        FactGroup::Containers,
        FactGroup::Live,
        FactGroup::EngineInfo,
        FactGroup::DaemonProcess,
    ],
    explanation: include_str!("new_privileges_allowed.md"),
    fix: Fix {
        summary: "Start it with --security-opt no-new-privileges, or make that the daemon's default.",
        commands: &["docker run --security-opt no-new-privileges IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let bit = container.effective(context.info().ok()).no_new_privileges()?;
    let seen = bit.seen("no new privileges")?;
    if *seen {
        return Ok(pass().because(&seen));
    }
    let in_kernel = container.live().is_some_and(|live| live.no_new_privileges.is_known());
    if !in_kernel && chosen(container)?.is_none() {
        let default = daemon_default(context)?;
        let default = default.seen_or("daemon default of no new privileges", false)?;
        if *default {
            return Ok(pass().because(&default));
        }
    }
    Ok(fail("set-uid programs inside can raise their privileges").because(&seen).fix(
        Remedy::from(CHECK.fix)
            .change(Change::DaemonKey { key: "no-new-privileges".to_owned(), value: true.into() }),
    ))
}

fn chosen(container: &ContainerFacts) -> Result<Option<bool>, Undecided> {
    let settings = container.settings()?;
    Ok(settings.security.seen_or_default("security options")?.no_new_privileges)
}

/// Engines tell their default since API 1.43; before, only the daemon's own
/// configuration does. Podman has no such default.
fn daemon_default(context: &Context<'_>) -> Result<Observed<bool>, Undecided> {
    let engine = context.engine()?;
    if engine.kind == EngineKind::Podman || tells_default(&engine.api_version) {
        let info = context.info()?;
        info.security_options.seen_or_default("engine security options")?;
        return Ok(info.security_option("no-new-privileges"));
    }
    Ok(context.daemon()?.now.flag("no-new-privileges"))
}

fn tells_default(api: &str) -> bool {
    let minor = api.strip_prefix("1.").and_then(|minor| minor.parse::<u32>().ok());
    minor.is_some_and(|minor| minor >= 43)
}
