//! `cargo xtask measure-vm`: what a process in a virtual machine reaches, for the
//! column that `seaworthy isolation` shows beside containers.
//!
//! A Debian kernel boots in QEMU with an emulated processor, so no hardware help is
//! needed; its root is an initial file system of busybox and of the example `observe`,
//! which looks at itself with the code that looks at containers. Its facts come back
//! over the serial line and are kept, without what says nothing about the process.

use crate::Failure;
use crate::command::{cargo, output, run};
use crate::workspace::Workspace;
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const FILE: &str = "crates/judge/isolation/data/virtual-machine.json";
const BEGIN: &str = "----- facts begin";
const END: &str = "----- facts end";
/// What the guest's host facts keep.
const KEPT: [&str; 7] = [
    "architecture",
    "hostname",
    "init_namespaces",
    "kernel_release",
    "observer_uid",
    "own_process",
    "root",
];
const INIT: &str = "#!/bin/sh
/bin/busybox mkdir -p /proc /sys /dev /tmp
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox mount -t cgroup2 cgroup2 /sys/fs/cgroup
/bin/busybox mount -t securityfs securityfs /sys/kernel/security
/bin/busybox ip link set lo up
/bin/busybox hostname guest
/bin/busybox echo '----- facts begin'
/observe --self
/bin/busybox echo
/bin/busybox echo '----- facts end'
/bin/busybox poweroff -f
";

/// Measures and writes the file.
///
/// # Errors
/// A program is missing or fails, or the guest says no facts.
pub(crate) fn run_measurement() -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    let folder = workspace.target.join("measure-vm");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let kernel = kernel(&folder)?;
    let initial = initial_file_system(&workspace, &folder)?;
    println!("booting {}", kernel.display());
    let said = boot(&kernel, &initial)?;
    let facts = facts(&said)?;
    let path = workspace.root.join(FILE);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(Failure::file(parent))?;
    }
    let text = serde_json::to_string(&facts)
        .map_err(|source| Failure::Json { what: "the facts", source })?;
    fs::write(&path, text + "\n").map_err(Failure::file(&path))?;
    println!(
        "{} written, {} kernel",
        path.display(),
        facts["host"]["value"]["kernel_release"]["value"]
    );
    Ok(())
}

/// The newest kernel of the distribution, without installing it.
fn kernel(folder: &Path) -> Result<PathBuf, Failure> {
    let depends = output(Command::new("apt-cache").args(["depends", "linux-image-amd64"]))?;
    let package = depends.split_whitespace().find(|word| word.starts_with("linux-image-6"));
    let package = package.ok_or(Failure::NoPackage("linux-image-amd64"))?;
    run(Command::new("apt-get").args(["download", package]).current_dir(folder))?;
    let script = "dpkg-deb --fsys-tarfile *.deb | tar -x --wildcards './boot/vmlinuz-*'";
    run(Command::new("sh").args(["-c", script]).current_dir(folder))?;
    let boot = folder.join("boot");
    let mut files = fs::read_dir(&boot).map_err(Failure::file(&boot))?.flatten();
    files.next().map(|file| file.path()).ok_or(Failure::NoPackage("linux-image-amd64"))
}

fn initial_file_system(workspace: &Workspace, folder: &Path) -> Result<PathBuf, Failure> {
    run(cargo(&workspace.root)
        .args(["build", "--release", "--quiet", "-p", "seaworthy-host"])
        .args(["--example", "observe"]))?;
    let root = folder.join("root");
    let observe = workspace.target.join("release/examples/observe");
    copy(Path::new("/bin/busybox"), &root.join("bin/busybox"))?;
    copy(Path::new("/bin/busybox"), &root.join("bin/sh"))?;
    copy(&observe, &root.join("observe"))?;
    // Libraries where the program looks for them.
    let libraries = output(Command::new("ldd").arg(&observe))?;
    for library in libraries.split_whitespace().filter(|word| word.starts_with('/')) {
        copy(Path::new(library), &root.join(library.trim_start_matches('/')))?;
    }
    let init = root.join("init");
    fs::write(&init, INIT).map_err(Failure::file(&init))?;
    run(Command::new("chmod").arg("755").arg(&init))?;
    let archive = folder.join("initial.gz");
    let script = "busybox find . | busybox cpio -o -H newc 2>/dev/null | gzip >\"$0\"";
    run(Command::new("sh").args(["-c", script]).arg(&archive).current_dir(&root))?;
    Ok(archive)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(Failure::file(parent))?;
    }
    fs::copy(from, to).map(drop).map_err(Failure::file(from))
}

fn boot(kernel: &Path, initial: &Path) -> Result<String, Failure> {
    let machine = ["-accel", "tcg", "-cpu", "max", "-m", "512", "-nographic", "-nic", "none"];
    let mut command = Command::new("timeout");
    command.args(["120", "qemu-system-x86_64"]).args(machine).arg("-no-reboot");
    command.arg("-kernel").arg(kernel).arg("-initrd").arg(initial);
    output(command.args(["-append", "console=ttyS0 quiet loglevel=0 panic=-1"]))
}

/// The facts between the marks, without the machine's own.
fn facts(said: &str) -> Result<Value, Failure> {
    let between = said.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END));
    let text = between.map(|(text, _)| text.trim()).unwrap_or_default();
    let mut facts: Value = serde_json::from_str(text)
        .map_err(|source| Failure::Json { what: "what the guest said", source })?;
    if let Some(host) = facts["host"]["value"].as_object_mut() {
        let kept: Map<String, Value> = std::mem::take(host)
            .into_iter()
            .filter(|(name, _)| KEPT.contains(&name.as_str()))
            .collect();
        *host = kept;
    }
    facts["format"] = "seaworthy-facts/0".into();
    facts["collected"] = output(Command::new("date").args(["-u", "+%FT%TZ"]))?.trim().into();
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_kernel_prints_around_is_left_out() {
        let said = format!(
            "SeaBIOS\r\n{BEGIN}\r\n{{\"host\":{{\"value\":{{\"root\":\"/\",\"users\":1}}}}}}\r\n{END}\r\n"
        );
        let found = facts(&said).unwrap();
        assert_eq!(found["host"]["value"], serde_json::json!({"root": "/"}));
        assert_eq!(found["format"], "seaworthy-facts/0");
        assert!(facts("Kernel panic").is_err());
    }
}
