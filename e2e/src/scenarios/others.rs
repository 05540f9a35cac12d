//! Engines other than Docker as root.

use crate::{Podman, Rootless, Seaworthy, Trouble};

/// Podman's containers are judged; what only Docker's daemon has is not applicable.
pub(super) fn podman(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Podman::start()?;
    engine.docker().privileged("privileged")?;
    engine.docker().keep("plain", &[])?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect("privileged-container", "privileged", "fail")?;
    audit.expect("privileged-container", "plain", "pass")?;
    audit.expect_all("live-restore-disabled", "not-applicable")
}

/// A rootless daemon does not run as root, and its containers are judged.
pub(super) fn rootless(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Rootless::start()?;
    engine.docker().keep("plain", &["--network=none"])?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all("daemon-runs-as-root", "pass")?;
    audit.expect("privileged-container", "plain", "pass")
}
