//! What is thrown at the program: bad files, containers that die, a `/proc` that hides.

use crate::audit::{End, NOBODY};
use crate::docker::{IMAGE, output};
use crate::trouble::ensure;
use crate::{Dockerd, DockerdOptions, Ground, Seaworthy, Trouble};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Files that are no profile: each is refused in a sentence, soon, and without a panic.
pub(super) fn bad_profiles(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let ground = Ground::new()?;
    let rule = r#"{"names":["read"],"action":"SCMP_ACT_ERRNO"}"#;
    let large = format!(
        r#"{{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{}{rule}]}}"#,
        format!("{rule},").repeat((10 << 20) / (rule.len() + 1))
    );
    let many = format!(
        r#"{{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{}{rule}]}}"#,
        format!("{rule},").repeat(20_000)
    );
    let deep = format!(
        r#"{{"defaultAction":"SCMP_ACT_ALLOW","x":{}{}}}"#,
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let files = [
        ("empty", ""),
        ("large.json", large.as_str()),
        ("many.json", many.as_str()),
        ("deep.json", deep.as_str()),
        ("open.json", r#"{"defaultAction":"SCMP_ACT_ALLOW","#),
        ("list.json", "[1,2,3]"),
        // A load and a jump out of the program; then half an instruction.
        ("jump", "2000000000000000 1500ffff00000000"),
        ("half", "20000000000000000600"),
        ("garbage", "\u{1}\u{2}\u{fffd}\u{7f}garbage\0\0\0"),
    ];
    for (name, text) in files {
        refused(seaworthy, &ground.write(name, text)?.to_string_lossy())?;
    }
    let pipe = ground.path("pipe").to_string_lossy().into_owned();
    output(Command::new("mkfifo").arg(&pipe))?;
    for subject in [&pipe, "/dev/zero", "/", "/no/such/file"] {
        refused(seaworthy, subject)?;
    }
    Ok(())
}

fn refused(seaworthy: &Seaworthy, subject: &str) -> Result<(), Trouble> {
    let mut command = Command::new("timeout");
    let program = seaworthy.command();
    command.arg("10").arg(program.get_program()).args(["profile", "show", subject]);
    let end = End::of(&mut command)?;
    let one = end.stderr.starts_with("error: ") && !end.stderr.contains("panicked");
    ensure(end.code == 2 && end.stdout.is_empty() && one, || format!("{subject}: {end:?}"))
}

/// Containers that start and die while they are read: the one that stays is told each time.
pub(super) fn containers_that_die(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let docker = engine.docker();
    docker.keep("stays", &["--network=none"])?;
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let churn = scope.spawn(|| -> Result<usize, Trouble> {
            let mut killed = 0;
            while !done.load(Ordering::Relaxed) {
                docker.run(&[
                    "run",
                    "-d",
                    "--name=dies",
                    "--network=none",
                    IMAGE,
                    "sleep",
                    "60",
                ])?;
                docker.run(&["rm", "-f", "dies"])?;
                killed += 1;
            }
            Ok(killed)
        });
        let mut seen = Ok(());
        for round in 0..20 {
            seen = seen.and_then(|()| one_look(seaworthy, &engine.host(), round));
        }
        done.store(true, Ordering::Relaxed);
        let killed = churn.join().unwrap_or_else(|_| Err(Trouble::Wrong("panicked".to_owned())))?;
        seen?;
        ensure(killed >= 3, || format!("only {killed} containers died meanwhile"))
    })
}

fn one_look(seaworthy: &Seaworthy, host: &str, round: usize) -> Result<(), Trouble> {
    let mut command = seaworthy.command();
    command.args(["isolation", "-f", "json", "-H", host]);
    if round % 2 == 1 {
        command.arg("--ptrace");
    }
    let end = End::of(&mut command)?;
    let audit = end.audit()?;
    let columns = audit.report()["views"]["isolation"]["columns"].as_array().cloned();
    let stays = columns.unwrap_or_default().into_iter().find(|column| column["name"] == "stays");
    let known = stays.is_some_and(|column| column["reach"]["calls"]["value"].is_array());
    ensure(known && !end.stderr.contains("panicked"), || format!("round {round}: {}", end.stderr))
}

/// A `/proc` mounted with `hidepid=2`, for a user without rights: it sees itself, says why it
/// does not see others, and nothing of them is told as known.
pub(super) fn hidden_processes(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let ground = Ground::new()?;
    let copy = seaworthy.copy_to(&ground)?;
    let run = |arguments: &[&str]| {
        let script = "mount -t proc -o hidepid=2 proc /proc && exec \"$@\"";
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation=private", "sh", "-c", script, "sh", "setpriv"]);
        command.args(NOBODY).arg(&copy).args(arguments);
        command.env("XDG_CONFIG_HOME", "/nonexistent").env("NO_COLOR", "1").env("HOME", "/");
        End::of(&mut command)
    };
    let own = run(&["isolation", "--self", "-f", "json"])?.audit()?;
    let columns = own.report()["views"]["isolation"]["columns"].as_array().cloned();
    let own = columns.unwrap_or_default();
    let uid = own.iter().any(|column| column["user"]["uid"]["value"] == 65534);
    ensure(uid, || format!("it does not see itself: {own:?}"))?;
    // No engine: an error in words, or a report; never a panic.
    let all = run(&["audit", "--only", "kernel", "-f", "json"])?;
    ensure(matches!(all.code, 0 | 1), || format!("the kernel's audit: {all:?}"))?;
    ensure(!all.stderr.contains("panicked"), || all.stderr.clone())
}
