//! Containers on a plain Docker: what is bad about each, and that the good one is good.

use crate::{Dockerd, DockerdOptions, Seaworthy, Trouble};

/// Container, options, and the checks that must fail because of them.
type Bad = (&'static str, &'static [&'static str], &'static [&'static str]);

const BAD: &[Bad] = &[
    ("host-net", &["--network=host"], &["host-network-namespace"]),
    ("host-pid", &["--pid=host"], &["host-pid-namespace"]),
    ("host-ipc", &["--ipc=host"], &["host-ipc-namespace"]),
    ("host-uts", &["--uts=host"], &["host-uts-namespace"]),
    ("no-seccomp", &["--security-opt=seccomp=unconfined"], &["seccomp-unconfined"]),
    // The spelling that tools which compare text miss.
    ("old-seccomp", &["--security-opt=seccomp:unconfined"], &["seccomp-unconfined"]),
    ("sys-admin", &["--cap-add=SYS_ADMIN"], &["excess-capabilities"]),
    ("mounts-etc", &["--volume=/etc:/host-etc"], &["sensitive-host-mount"]),
    ("mounts-root-ro", &["--volume=/:/host:ro"], &["sensitive-host-mount"]),
    ("low-port", &["--publish=80:80"], &["privileged-host-port", "port-on-all-addresses"]),
    ("restarts", &["--restart=unless-stopped"], &["unbounded-restart"]),
    ("new-privileges", &["--security-opt=no-new-privileges=false"], &["new-privileges-allowed"]),
    (
        "plain",
        &[],
        &[
            "container-runs-as-root",
            "default-bridge-used",
            "new-privileges-allowed",
            "no-memory-limit",
            "no-pids-limit",
            "writable-root-filesystem",
        ],
    ),
];

const GOOD: &[&str] = &[
    "--read-only",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
    "--memory=64m",
    "--cpus=0.5",
    "--pids-limit=50",
    "--user=10001:10001",
    "--restart=on-failure:5",
    "--network=own",
    "--publish=127.0.0.1:8080:8080",
];

const GOOD_PASSES: &[&str] = &[
    "container-runs-as-root",
    "daemon-socket-mounted",
    "default-bridge-used",
    "excess-capabilities",
    "host-ipc-namespace",
    "host-network-namespace",
    "host-pid-namespace",
    "host-uts-namespace",
    "new-privileges-allowed",
    "no-cpu-limit",
    "no-memory-limit",
    "no-pids-limit",
    "port-on-all-addresses",
    "privileged-container",
    "privileged-host-port",
    "seccomp-unconfined",
    "sensitive-host-mount",
    "unbounded-restart",
    "writable-root-filesystem",
];

/// Every bad container fails its checks.
pub(super) fn bad_containers_fail(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    for (name, options, _) in BAD {
        engine.docker().keep(name, options)?;
    }
    engine.docker().privileged("privileged")?;
    let socket = format!("--volume={}:/var/run/docker.sock", engine.socket().display());
    engine.docker().keep("socket", &[&socket])?;
    let audit = seaworthy.audit(&engine.host())?;
    for (name, _, checks) in BAD {
        audit.expect_each(checks, name, "fail")?;
    }
    audit.expect("privileged-container", "privileged", "fail")?;
    audit.expect("daemon-socket-mounted", "socket", "fail")
}

/// A careful container passes, and beside bad ones too.
pub(super) fn good_container_passes(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    engine.docker().run(&["network", "create", "own"])?;
    engine.docker().keep("good", GOOD)?;
    engine.docker().privileged("privileged")?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect("privileged-container", "privileged", "fail")?;
    audit.expect_each(GOOD_PASSES, "good", "pass")
}

/// Secrets of containers are not repeated in the report.
pub(super) fn secrets_stay_out(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let secret = "k3Q9vTz7LmX2pWc8RbN5";
    engine.docker().keep("web", &["--env", &format!("DB_PASSWORD={secret}")])?;
    let audit = seaworthy.audit(&engine.host())?;
    audit.expect("privileged-container", "web", "pass")?;
    audit.expect_nowhere(secret)
}
