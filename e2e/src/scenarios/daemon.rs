//! How the daemon itself was started.

use crate::docker::output;
use crate::trouble::ensure;
use crate::{Dockerd, DockerdOptions, Seaworthy, Trouble};
use std::path::Path;
use std::process::Command;

/// Flag, and the check that passes with it and fails without.
const GOOD_FLAGS: &[(&str, &str)] = &[
    ("--icc=false", "default-bridge-icc"),
    ("--live-restore", "live-restore-disabled"),
    ("--no-new-privileges", "daemon-allows-new-privileges"),
    ("--userland-proxy=false", "userland-proxy-enabled"),
    ("--default-ulimit=nofile=1024:2048", "no-default-ulimits"),
];

/// Flag, and the check that fails with it and passes without.
const BAD_FLAGS: &[(&str, &str)] = &[
    ("--insecure-registry=registry.example:5000", "insecure-registry"),
    ("--registry-mirror=http://mirror.example:5000", "registry-mirror-over-http"),
    ("--experimental", "experimental-features-enabled"),
    ("--log-level=debug", "daemon-log-level"),
];

/// A daemon with defaults fails and passes what its defaults say.
pub(super) fn plain_daemon(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let audit = seaworthy.audit(&engine.host())?;
    let failing = GOOD_FLAGS.iter().map(|(_, check)| audit.expect_all(check, "fail"));
    let passing = BAD_FLAGS.iter().map(|(_, check)| audit.expect_all(check, "pass"));
    let more = [
        audit.expect_all("userns-remap-disabled", "fail"),
        audit.expect_all("no-authorization-plugin", "fail"),
    ];
    together(failing.chain(passing).chain(more))
}

/// The same checks turn around with the flags.
pub(super) fn daemon_flags(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let flags = GOOD_FLAGS.iter().chain(BAD_FLAGS).map(|(flag, _)| flag);
    let options = flags.fold(DockerdOptions::default(), |options, flag| options.flag(flag));
    let engine = Dockerd::start(&options)?;
    let audit = seaworthy.audit(&engine.host())?;
    let passing = GOOD_FLAGS.iter().map(|(_, check)| audit.expect_all(check, "pass"));
    let failing = BAD_FLAGS.iter().map(|(_, check)| audit.expect_all(check, "fail"));
    together(passing.chain(failing))
}

/// A profile that allows everything does not count as one.
pub(super) fn open_seccomp(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let everything = r#"{"defaultAction": "SCMP_ACT_ALLOW"}"#;
    let engine = Dockerd::start(&DockerdOptions::default().seccomp(everything))?;
    engine.docker().keep("web", &[])?;
    let verdicts = seaworthy.audit(&engine.host())?.verdicts("daemon-seccomp-weakened");
    let wrong = verdicts.is_empty() || verdicts.iter().any(|(_, verdict)| verdict == "pass");
    ensure(!wrong, || format!("daemon-seccomp-weakened: {verdicts:?}"))
}

/// A TCP listener without TLS is found although the audit goes through the socket.
pub(super) fn plain_tcp(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default().plain_tcp())?;
    seaworthy.audit(&engine.host())?.expect_all("daemon-tcp-without-tls", "fail")
}

/// A listener that demands certificates passes, and the audit itself can use it.
pub(super) fn mutual_tls(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default().tls())?;
    engine.docker().privileged("privileged")?;
    seaworthy.audit(&engine.host())?.expect_all("daemon-tcp-without-tls", "pass")?;
    let certificates = engine.client_certificates().unwrap_or_else(|| Path::new("/"));
    let address = "tcp://127.0.0.1:2376";
    let mut with = seaworthy.command_in(engine.ground());
    with.env("DOCKER_TLS_VERIFY", "1").env("DOCKER_CERT_PATH", certificates);
    let audit = seaworthy.audit_by(&mut with, address)?;
    audit.expect("privileged-container", "privileged", "fail")?;
    let mut without = seaworthy.command_in(engine.ground());
    let refused = seaworthy.audit_by(&mut without, address);
    ensure(refused.is_err(), || "a client without certificates audited the daemon".to_owned())
}

/// User remapping passes, and a container that leaves it is named.
pub(super) fn userns_remap(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let _user = RemapUser::note();
    let engine = Dockerd::start(&DockerdOptions::default().flag("--userns-remap=default"))?;
    engine.docker().keep("mapped", &[])?;
    engine.docker().keep("unmapped", &["--userns=host"])?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect_all("userns-remap-disabled", "pass")?;
    audit.expect("host-user-namespace", "mapped", "pass")?;
    audit.expect("host-user-namespace", "unmapped", "fail")
}

/// All troubles at once: starting a daemon again for each costs seconds.
fn together(results: impl Iterator<Item = Result<(), Trouble>>) -> Result<(), Trouble> {
    let wrong: Vec<String> =
        results.filter_map(Result::err).map(|trouble| trouble.to_string()).collect();
    ensure(wrong.is_empty(), || wrong.join("; "))
}

/// `--userns-remap=default` makes a user of the machine; removed if it was not there.
pub(super) struct RemapUser {
    ours: bool,
}

impl RemapUser {
    pub(super) fn note() -> Self {
        Self { ours: output(Command::new("id").arg("dockremap")).is_err() }
    }
}

impl Drop for RemapUser {
    fn drop(&mut self) {
        if self.ours {
            // A failed start may not have made it.
            drop(output(Command::new("userdel").arg("dockremap")));
        }
    }
}
