//! Ways out of real containers: each is found, and gone after the one change.

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;

use crate::docker::IMAGE;
use crate::trouble::ensure;
use crate::{Audit, Docker, Dockerd, DockerdOptions, Seaworthy, Trouble};

/// A way out, the options that open it, and the same with the one change.
struct Way {
    id: &'static str,
    open: &'static [&'static str],
    closed: &'static [&'static str],
}

const fn way(
    id: &'static str,
    open: &'static [&'static str],
    closed: &'static [&'static str],
) -> Way {
    Way { id, open, closed }
}

const OPEN: &str = "--security-opt=seccomp=unconfined";

/// `@` stands for the ground's folder.
const WAYS: &[Way] = &[
    way("engine-socket", &["-v@/s.sock:/run/docker.sock"], &[]),
    way("engine-socket", &["-v@:/engine:ro"], &["-v@/root:/engine:ro"]),
    way("runtime-socket", &["-v@/x/containerd/containerd.sock:/c.sock"], &[]),
    way("host-root-written", &["-v/:/host"], &["-v/srv:/host"]),
    way("host-configuration-written", &["-v/etc:/m"], &["-v/etc:/m:ro"]),
    way("cron-job-written", &["-v/etc/cron.d:/m"], &["-v/etc/cron.d:/m:ro"]),
    way("systemd-unit-written", &["-v/etc/systemd/system:/m"], &["-v/etc/systemd/system:/m:ro"]),
    way("host-account-written", &["-v/etc/sudoers.d:/m"], &["-v/etc/sudoers.d:/m:ro"]),
    way("host-library-written", &["-v/usr/lib:/m"], &["-v/usr/lib:/m:ro"]),
    way("host-program-written", &["-v/usr/local/bin:/m"], &["-v/usr/local/bin:/m:ro"]),
    way("ssh-key-planted", &["-v/root:/m"], &["-v/root/shop:/m"]),
    way("host-boot-written", &["-v/boot:/m"], &["-v/boot:/m:ro"]),
    way("login-script-written", &["-v/etc/profile.d:/m"], &["-v/etc/profile.d:/m:ro"]),
    way("engine-data-written", &["-v@/data:/m"], &["-v@/data:/m:ro"]),
    way("host-credentials-read", &["-v/etc/shadow:/m:ro"], &["-v/etc/hostname:/m:ro"]),
    way(
        "disk-node-made",
        &["--device-cgroup-rule=b 8:* rmw"],
        &["--device-cgroup-rule=b 8:* rmw", "--cap-drop=MKNOD"],
    ),
    way(
        "file-handle-opened",
        &["--cap-add=DAC_READ_SEARCH"],
        &["--cap-add=DAC_READ_SEARCH", "--user=1000", "--security-opt=no-new-privileges"],
    ),
    way("raw-ports", &["--cap-add=SYS_RAWIO"], &[]),
    way("kernel-probe", &["--cap-add=SYS_ADMIN"], &[]),
    way("release-agent", &["--cap-add=SYS_ADMIN"], &[]),
    way(
        "device-list-rewritten",
        &["--cap-add=SYS_ADMIN"],
        &["--cap-add=SYS_ADMIN", "--cap-drop=MKNOD"],
    ),
    way("proc-remounted", &["--cap-add=SYS_ADMIN"], &[]),
    way("binfmt-interpreter", &["--cap-add=SYS_ADMIN"], &[]),
    way(
        "mount-propagated",
        &["--cap-add=SYS_ADMIN", "-v@/share:/m:rshared"],
        &["--cap-add=SYS_ADMIN", "-v@/share:/m"],
    ),
    way("core-pattern", &["--security-opt=systempaths=unconfined"], &[]),
    way("core-pattern", &["-v/proc:/host/proc"], &["-v/proc:/host/proc:ro"]),
    // A read-only mount of a folder leaves what is mounted below it writable.
    way("core-pattern", &["-v/:/host:ro"], &["-v/srv:/host:ro"]),
    way(
        "kernel-memory-read",
        &["--security-opt=systempaths=unconfined", "--cap-add=SYS_RAWIO"],
        &["--security-opt=systempaths=unconfined"],
    ),
    way("process-traced", &["--pid=host", "--cap-add=SYS_PTRACE"], &["--cap-add=SYS_PTRACE"]),
    way(
        "host-root-through-proc",
        &["-v/proc:/host/proc:ro", "--cap-add=SYS_PTRACE"],
        &["-v/proc:/host/proc:ro"],
    ),
    way(
        "host-namespaces-entered",
        &["--pid=host", "--cap-add=SYS_ADMIN", "--cap-add=SYS_PTRACE"],
        &["--cap-add=SYS_ADMIN", "--cap-add=SYS_PTRACE"],
    ),
    way("user-process-entered", &["--pid=host"], &["--pid=host", "--cap-drop=ALL"]),
    way("host-traffic-read", &["--network=host"], &["--network=host", "--cap-drop=NET_RAW"]),
    way(
        "host-traffic-redirected",
        &["--network=host", "--cap-add=NET_ADMIN"],
        &["--cap-add=NET_ADMIN"],
    ),
    way("host-memory-shared", &["--ipc=host"], &[]),
    way("setuid-program-planted", &["-v@/share:/m"], &["-v@/share:/m:ro"]),
    way("user-namespace-made", &[OPEN], &[]),
    way("io-uring-reachable", &[OPEN], &["--security-opt=seccomp=@/no-uring.json"]),
];

/// Ways that need what cannot start here, or an option that the kernel of this machine
/// lacks: judged from a container that was only created.
const CREATED: &[Way] = &[
    way("host-disk", &["--privileged"], &[]),
    way("host-disk", &["--device=/dev/vda"], &[]),
    way("memory-device", &["--privileged"], &[]),
    way("input-injected", &["--privileged"], &[]),
    way("core-pattern", &["--privileged"], &[]),
    way("release-agent", &["--privileged"], &[]),
];

/// A profile that refuses io_uring and nothing else.
const NO_URING: &str = r#"{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86","SCMP_ARCH_X32"],
"syscalls":[{"names":["io_uring_setup"],"action":"SCMP_ACT_ERRNO"}]}"#;

/// Containers that are started at once.
const AT_ONCE: usize = 8;

/// Every way is found, and the one change ends it.
pub(super) fn ways_out(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let ground = engine.ground();
    ground.write("no-uring.json", NO_URING)?;
    // A shared mount of its own: what lies below must be shared to be passed on.
    let share = ground.make_folder("share")?;
    let share = share.to_string_lossy();
    crate::docker::output(std::process::Command::new("mount").args(["--bind", &share, &share]))?;
    crate::docker::output(std::process::Command::new("mount").args(["--make-shared", &share]))?;
    let folder = ground.folder();
    let folder = folder.to_string_lossy();
    start_all(engine.docker(), &folder)?;
    let audit = seaworthy.audit(&engine.host())?;
    let mut wrong = Vec::new();
    for (number, way) in WAYS.iter().enumerate().filter(|(_, way)| is_possible(way)) {
        judged(&audit, way.id, &format!("open-{number}"), true, &mut wrong);
        judged(&audit, way.id, &format!("closed-{number}"), false, &mut wrong);
    }
    for (number, way) in CREATED.iter().enumerate() {
        judged(&audit, way.id, &format!("created-{number}"), true, &mut wrong);
        judged(&audit, way.id, &format!("uncreated-{number}"), false, &mut wrong);
    }
    ensure(wrong.is_empty(), || wrong.join("; "))?;
    let ids: BTreeSet<&str> = WAYS.iter().chain(CREATED).map(|way| way.id).collect();
    ensure(ids.len() >= 30, || format!("only {} ways were tried", ids.len()))
}

fn judged(audit: &Audit, id: &str, container: &str, open: bool, wrong: &mut Vec<String>) {
    let check = format!("escape-{id}");
    let result = match audit.result(&check, container) {
        Ok(result) => result,
        Err(trouble) => return wrong.push(trouble.to_string()),
    };
    let verdict = result["verdict"].as_str().unwrap_or_default();
    let found = matches!(verdict, "fail" | "review");
    // Closed is what a fact closes; a way that nobody could look at is not.
    let as_it_should = if open { found } else { matches!(verdict, "pass" | "not-applicable") };
    if !as_it_should {
        wrong.push(format!("{check} of {container}: {verdict} {}", result["reason"]));
    }
}

/// Whether this kernel has what a way needs; without it the way is closed, rightly.
fn is_possible(way: &&Way) -> bool {
    way.id != "kernel-memory-read" || Path::new("/proc/kcore").exists()
}

/// Starts every container, several at once; the daemon takes some 0.3 s for each.
fn start_all(docker: &Docker, folder: &str) -> Result<(), Trouble> {
    let mut jobs: Vec<(String, Vec<String>, bool)> = Vec::new();
    let options = |options: &[&str]| -> Vec<String> {
        options.iter().map(|option| option.replace('@', folder)).collect()
    };
    for (number, way) in WAYS.iter().enumerate() {
        jobs.push((format!("open-{number}"), options(way.open), true));
        jobs.push((format!("closed-{number}"), options(way.closed), true));
    }
    for (number, way) in CREATED.iter().enumerate() {
        jobs.push((format!("created-{number}"), options(way.open), false));
        jobs.push((format!("uncreated-{number}"), options(way.closed), false));
    }
    for batch in jobs.chunks(AT_ONCE) {
        thread::scope(|scope| {
            let started: Vec<_> = batch
                .iter()
                .map(|(name, options, runs)| scope.spawn(|| start(docker, name, options, *runs)))
                .collect();
            started.into_iter().try_for_each(|one| match one.join() {
                Ok(result) => result,
                Err(_) => Err(Trouble::Wrong("a start panicked".to_owned())),
            })
        })?;
    }
    Ok(())
}

fn start(docker: &Docker, name: &str, options: &[String], runs: bool) -> Result<(), Trouble> {
    let mut options: Vec<&str> = options.iter().map(String::as_str).collect();
    if !options.iter().any(|option| option.starts_with("--network")) {
        // A bridge and its rules cost most of a start, and no way here needs one.
        options.push("--network=none");
    }
    if runs {
        return docker.keep(name, &options).map(drop);
    }
    docker
        .run(&[&["create", "--name", name], &options[..], &[IMAGE, "sleep", "600"]].concat())
        .map(drop)
}
