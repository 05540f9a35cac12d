//! A swarm of one node.

use crate::{Dockerd, DockerdOptions, Seaworthy, Trouble};

/// Autolock and overlay encryption are judged, and no join token leaves the audit.
pub(super) fn one_manager(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let docker = engine.docker();
    docker.run(&["swarm", "init", "--advertise-addr=127.0.0.1", "--listen-addr=127.0.0.1:2377"])?;
    docker.run(&["network", "create", "--driver=overlay", "open"])?;
    docker.run(&["network", "create", "--driver=overlay", "--opt=encrypted", "sealed"])?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all("swarm-autolock-disabled", "fail")?;
    audit.expect("overlay-unencrypted", "open", "fail")?;
    audit.expect("overlay-unencrypted", "sealed", "pass")?;
    audit.expect_nowhere("SWMTKN-")?;
    docker.run(&["swarm", "update", "--autolock"])?;
    seaworthy.audit(&engine.host())?.expect_all("swarm-autolock-disabled", "pass")
}
