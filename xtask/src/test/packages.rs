//! The packages that the end-to-end suite needs, on Debian and Ubuntu.

use crate::command::{installed, output, run};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::Command;

/// A package, a program of it that shows whether it is there, and what it is for.
struct Package {
    name: &'static str,
    program: &'static str,
    why: &'static str,
}

const PACKAGES: &[Package] = &[
    Package { name: "docker.io", program: "dockerd", why: "the engine that scenarios audit" },
    Package { name: "docker-cli", program: "docker", why: "makes containers in scenarios" },
    Package { name: "podman", program: "podman", why: "Podman's Docker-compatible API" },
    Package { name: "runc", program: "runc", why: "runs containers for both" },
    Package { name: "iproute2", program: "ip", why: "a network namespace for each engine" },
    Package { name: "iptables", program: "iptables", why: "dockerd's bridge network" },
    Package { name: "util-linux", program: "nsenter", why: "enters the namespaces" },
    Package { name: "openssl", program: "openssl", why: "a CA for the TLS scenarios" },
    Package { name: "busybox-static", program: "busybox", why: "the image that scenarios run" },
    Package { name: "uidmap", program: "newuidmap", why: "rootless Docker" },
    Package { name: "rootlesskit", program: "rootlesskit", why: "rootless Docker" },
    Package { name: "passwd", program: "useradd", why: "a user for rootless Docker" },
    Package { name: "patch", program: "patch", why: "applies a fix plan" },
    Package { name: "runsc", program: "runsc", why: "containers with gVisor's kernel" },
    Package { name: "gcc", program: "cc", why: "a program that tries system calls" },
    Package { name: "libc6-dev", program: "cc", why: "the C library of that program" },
];

/// Says what is missing and installs it if that is possible here. What stays missing is
/// shown by the scenarios that are skipped for it.
pub(super) fn install() {
    let missing: Vec<&Package> =
        PACKAGES.iter().filter(|package| !installed(package.program)).collect();
    if missing.is_empty() {
        println!("everything that the end-to-end suite needs is installed");
        return;
    }
    println!("missing:");
    for package in &missing {
        println!("  {:<16} {}", package.name, package.why);
    }
    if let Some(reason) = cannot_install() {
        println!("not installed: {reason}; scenarios that need them will be skipped");
        return;
    }
    println!("installing them with apt-get; no service is started");
    let _guard = NoServices::declare();
    if let Err(failure) = apt(&["update"]) {
        println!("apt-get update failed, trying with the lists there are: {failure}");
    }
    let known: Vec<&str> =
        missing.iter().map(|package| package.name).filter(|name| is_known(name)).collect();
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(known);
    if let Err(failure) = apt(&arguments) {
        println!("apt-get install failed; scenarios will be skipped: {failure}");
    }
}

fn cannot_install() -> Option<&'static str> {
    if !installed("apt-get") {
        Some("this system has no apt-get")
    } else if !rustix::process::geteuid().is_root() {
        Some("only root can install packages")
    } else {
        None
    }
}

fn apt(arguments: &[&str]) -> Result<(), crate::Failure> {
    let mut command = Command::new("apt-get");
    run(command
        .args(["--quiet", "--quiet"])
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Releases differ: `docker-cli` was split from `docker.io` late.
fn is_known(package: &str) -> bool {
    output(Command::new("apt-cache").args(["show", "--no-all-versions", package]))
        .is_ok_and(|text| !text.trim().is_empty())
}

/// Debian's way of saying that packages must not start services: a program that answers
/// 101. An existing one belongs to the machine and stays as it is; ours goes on drop.
struct NoServices {
    ours: bool,
}

const POLICY: &str = "/usr/sbin/policy-rc.d";

impl NoServices {
    fn declare() -> Self {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o755).open(POLICY);
        let written = file.and_then(|mut file| file.write_all(b"#!/bin/sh\nexit 101\n"));
        if written.is_err() && !Path::new(POLICY).exists() {
            println!("{POLICY} cannot be written: packages may start their services");
        }
        Self { ours: written.is_ok() }
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if self.ours && fs::remove_file(POLICY).is_err() {
            println!("{POLICY} could not be removed; remove it yourself");
        }
    }
}
