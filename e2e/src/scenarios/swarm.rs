//! A swarm of one node.

use crate::docker::IMAGE;
use crate::{Dockerd, DockerdOptions, Seaworthy, Trouble};

/// A service without tasks: they would only cost time.
const SERVICE: &[&str] = &["service", "create", "--detach", "--no-resolve-image", "--replicas=0"];

/// Autolock and overlay encryption are judged, and no join token leaves the audit.
pub(super) fn one_manager(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let docker = engine.docker();
    docker.run(&["swarm", "init", "--advertise-addr=127.0.0.1", "--listen-addr=127.0.0.1:2377"])?;
    docker.run(&["network", "create", "--driver=overlay", "open"])?;
    docker.run(&["network", "create", "--driver=overlay", "--opt=encrypted", "sealed"])?;
    let secret = "k3Q9vTz7LmX2pWc8RbN5";
    let variable = format!("--env=SHOP_PASSWORD={secret}");
    docker.run(&[SERVICE, &["--name=shop", &variable, IMAGE]].concat())?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all("swarm-autolock-disabled", "fail")?;
    audit.expect("overlay-unencrypted", "open", "fail")?;
    audit.expect("overlay-unencrypted", "sealed", "pass")?;
    audit.expect_all("service-secret-in-environment", "fail")?;
    audit.expect_nowhere("SWMTKN-")?;
    audit.expect_nowhere(secret)?;
    docker.run(&["service", "rm", "shop"])?;
    docker.run(&[SERVICE, &["--name=shop", "--env=COLOUR=blue", IMAGE]].concat())?;
    docker.run(&["swarm", "update", "--autolock"])?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all("service-secret-in-environment", "pass")?;
    audit.expect_all("swarm-autolock-disabled", "pass")?;
    let key = docker.run(&["swarm", "unlock-key", "--quiet"])?;
    audit.expect_nowhere(&key)
}
