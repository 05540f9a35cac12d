//! Containers with more, or less, around them than usual.

use super::isolation::{column, expect, isolation};
use crate::trouble::ensure;
use crate::{Dockerd, DockerdOptions, Seaworthy, Trouble};
use serde_json::json;

/// A container that gVisor runs has a kernel of its own, one beside it has not.
pub(super) fn gvisor(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let runsc = crate::needs::find_program("runsc").unwrap_or_default();
    let file = json!({"runtimes": {"runsc": {
        "path": runsc,
        "runtimeArgs": ["--platform=ptrace", "--network=none"],
    }}});
    let engine = Dockerd::start(&DockerdOptions::default().file(file.to_string()))?;
    engine.docker().keep("plain", &["--network=none"])?;
    engine.docker().keep("boxed", &["--runtime=runsc", "--network=none"]).map_err(|trouble| {
        Trouble::Skip(format!("gVisor does not start a container here: {trouble}"))
    })?;
    let view = isolation(seaworthy, &engine, &[])?;
    expect(column(&view, "boxed")?, "/boundary/kind", &json!("gvisor"))?;
    expect(column(&view, "boxed")?, "/boundary/shares_kernel/value", &json!(false))?;
    expect(column(&view, "plain")?, "/boundary/kind", &json!("container"))?;
    expect(column(&view, "plain")?, "/boundary/shares_kernel/value", &json!(true))
}

/// Under userns-remap root is nobody on the host, but the same nobody in every container.
pub(super) fn remapped(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default().flag("--userns-remap=default"))?;
    engine.docker().keep("one", &["--network=none"])?;
    engine.docker().keep("two", &["--network=none"])?;
    let view = isolation(seaworthy, &engine, &[])?;
    for (name, other) in [("one", "two"), ("two", "one")] {
        let seen = column(&view, name)?;
        expect(seen, "/user/host_ids/value", &json!(false))?;
        expect(seen, "/user/overlaps", &json!([other]))?;
        let kind = seen["boundary"]["kind"].as_str().unwrap_or_default();
        ensure(kind.contains("user"), || format!("{name} is a {kind}"))?;
    }
    Ok(())
}
