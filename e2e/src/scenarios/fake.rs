//! The binary before an engine that only a test can have. These need no root.

use crate::trouble::ensure;
use crate::{Seaworthy, Trouble};
use seaworthy_testkit::{FakeEngine, Fault, Shape, container, many};
use serde_json::json;
use std::time::{Duration, Instant};

/// Above any time limit that the audit has for a request.
const PATIENCE: Duration = Duration::from_secs(180);

/// An audit only reads, and asks for each container once.
pub(super) fn only_reads(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    for shape in Shape::ALL {
        let engine = start(FakeEngine::builder().shape(shape).containers(many(20)))?;
        let audit = seaworthy.audit(&engine.host())?;
        audit.expect("privileged-container", "c0", "fail")?;
        audit.expect("privileged-container", "c1", "pass")?;
        let reads = |method: &str| matches!(method, "GET" | "HEAD");
        let write = engine.requests().into_iter().find(|request| !reads(&request.method));
        ensure(write.is_none(), || format!("{shape:?}: an audit changed something: {write:?}"))?;
        let counts = engine.counts();
        let twice = counts.iter().find(|(path, count)| path.ends_with("/json") && **count > 1);
        ensure(twice.is_none(), || format!("{shape:?}: asked twice: {twice:?}"))?;
        let top = counts.keys().find(|path| path.ends_with("/top"));
        ensure(top.is_none(), || format!("{shape:?}: ran a program on the host: {top:?}"))?;
    }
    Ok(())
}

/// Whatever the engine does, the audit ends by itself, and says something.
pub(super) fn broken_engines(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let faults = [
        Fault::Status(500),
        Fault::CutOff,
        Fault::HangUp,
        Fault::Silent,
        Fault::WrongType,
        Fault::NotJson,
        Fault::Nested(100_000),
        Fault::HeaderFlood(50 << 20),
        Fault::Huge(200 << 20),
        Fault::BadChunk,
        Fault::Field("HostConfig".to_owned(), json!("text")),
    ];
    for path in ["/info", "/containers/json", "/containers/*/json"] {
        for fault in &faults {
            let what = format!("{fault:?} on {path}");
            let engine = FakeEngine::builder().container(container("web"));
            expect_end(seaworthy, engine.fault(path, fault.clone()), &what)?;
        }
    }
    Ok(())
}

/// A container that cannot be read does not hide the others.
pub(super) fn one_bad_container(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let bad = container("bad");
    let path = format!("/containers/{}/json", bad.id());
    let engine = FakeEngine::builder()
        .container(bad)
        .container(container("good").privileged(true))
        .fault(&path, Fault::Status(500));
    let engine = start(engine)?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect("privileged-container", "good", "fail")?;
    let passed = audit.verdicts("privileged-container").contains(&("bad".into(), "pass".into()));
    ensure(!passed, || "an unreadable container passed".to_owned())
}

/// A host that was asked for and does not answer is exit code 2.
pub(super) fn no_engine(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let end = seaworthy.audit_end("unix:///nonexistent/docker.sock")?;
    ensure(end.code == 2, || format!("{end:?}"))?;
    ensure(end.stderr.contains("/nonexistent/docker.sock"), || format!("{end:?}"))
}

fn expect_end(
    seaworthy: &Seaworthy,
    engine: seaworthy_testkit::Builder,
    what: &str,
) -> Result<(), Trouble> {
    let engine = start(engine)?;
    let begin = Instant::now();
    let end = seaworthy.audit_end(&engine.host())?;
    ensure(begin.elapsed() < PATIENCE, || format!("{what}: took {:?}", begin.elapsed()))?;
    ensure(matches!(end.code, 0 | 2), || format!("{what}: exit {} {}", end.code, end.stderr))?;
    let silent = end.code == 2 && end.stderr.trim().is_empty();
    ensure(!silent, || format!("{what}: failed without a word"))
}

fn start(builder: seaworthy_testkit::Builder) -> Result<FakeEngine, Trouble> {
    builder.start().map_err(|error| Trouble::Wrong(error.to_string()))
}
