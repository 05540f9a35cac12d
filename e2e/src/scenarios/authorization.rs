//! A plugin before the API.

use crate::engines::authorization;
use crate::trouble::ensure;
use crate::{Dockerd, DockerdOptions, Ground, Seaworthy, Trouble};

/// The plugin is seen, and what it keeps from us is unknown, not good.
pub(super) fn plugin(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let ground = Ground::new()?;
    let plugins = ground.make_folder("run/docker/plugins")?;
    authorization::serve(&plugins.join("door.sock"), "/networks")?;
    let options = DockerdOptions::default().flag("--authorization-plugin=door").own_run();
    let engine = Dockerd::start_on(ground, &options)?;
    engine.docker().privileged("privileged")?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all("no-authorization-plugin", "pass")?;
    audit.expect("privileged-container", "privileged", "fail")?;
    audit.expect_all("default-bridge-icc", "unknown")?;
    let problems = audit.report()["problems"].to_string();
    ensure(problems.contains("/networks"), || format!("not told: {problems}"))
}
