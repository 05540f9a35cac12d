//! A rootless daemon gives away one user, a daemon of root the whole machine.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-runs-as-root",
    title: "daemon runs as root",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &["2.1"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("daemon_runs_as_root.md"),
    fix: Fix {
        summary: "Run the daemon in rootless mode where its limits allow.",
        commands: &["dockerd-rootless-setuptool.sh install"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let info = context.info()?;
    if info.is_desktop() {
        return Err(Undecided::not_applicable(
            "Docker Desktop's daemon is root only inside its virtual machine",
        ));
    }
    let rootless = info.security_option("rootless");
    let rootless = rootless.seen("rootless")?;
    let verdict = if *rootless {
        pass().because(&rootless)
    } else {
        fail("whoever controls the daemon or breaks it is root on the machine").because(&rootless)
    };
    Ok(match context.daemon() {
        Ok(daemon) => verdict.because(Evidence::new(
            "daemon user id",
            daemon.uid.to_string(),
            format!("/proc/{}/status", daemon.pid),
        )),
        Err(_) => verdict,
    })
}
