//! Hardening the wrong mount stops containers instead of intruders.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::place::Place;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "data-root-noexec",
    title: "engine's data is mounted with noexec",
    severity: Severity::Low,
    section: Section::Host,
    cis: &[],
    tags: &["availability"],
    reads: &[FactGroup::HostFiles, FactGroup::EngineInfo],
    explanation: include_str!("data_root_noexec.md"),
    fix: Fix {
        summary: "Take noexec from the data root's mount; nodev and nosuid may stay.",
        commands: &["mount -o remount,exec /var/lib/docker"],
        risk: Risk::Safe,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let mounts = host.mounts.seen("mounts")?;
    let spots = Place::DataRoot.spots(host, context)?;
    let Some(spot) = spots.into_iter().next() else {
        return Err(Undecided::not_applicable("no engine keeps data on this machine"));
    };
    let mount = host
        .mount_of(&spot.path)
        .ok_or_else(|| Undecided::unknown(format!("no mount holds {}", spot.path)))?;
    let value = format!("{} on {} ({})", mount.fs_type, mount.path, mount.options.join(","));
    let evidence = Evidence::new(spot.path.as_str(), value, mounts.source.as_ref());
    if !mount.has("noexec") {
        return Ok(pass().because(evidence));
    }
    let driver = context.info().ok().and_then(|info| info.driver.value().cloned());
    let verdict = match driver.as_deref() {
        Some("vfs") => fail("no container starts: its programs lie on this mount")
            .rated(Severity::Medium, "the storage driver vfs runs programs from it"),
        _ => fail("programs in volumes do not start: a volume has the options of this mount"),
    };
    let driver = Evidence::new("storage driver", driver.unwrap_or_default(), "/info Driver");
    Ok(verdict.because(evidence).because(driver))
}
