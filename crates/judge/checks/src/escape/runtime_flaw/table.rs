//! The flaws. Ranges are those of the projects' advisories, as the Go
//! vulnerability database has them.

use seaworthy_core::findings::{Evidence, Severity};

use super::super::chain::Link;
use super::super::flaw::Flaw;
use super::super::inside::Inside;

/// Flaws of runc.
pub(in crate::escape) const RUNC: &[Flaw] = &[
    Flaw {
        id: "escape-cve-2019-5736",
        cve: "CVE-2019-5736",
        title: "runc can be overwritten from a container",
        severity: Severity::Critical,
        text: "A process inside reaches the runtime's own program through /proc/self/exe while it enters the container, and may write it.",
        affected: &[("0.0.1", "1.0.0-rc7")],
        needs: "root of the host inside; a command that somebody runs in it, or its start",
        reached: by_host_root,
        waits: false,
        steps: "waits until runc enters the container → overwrites its program on the host → the next start runs it as root",
        known_as: "CDK runc-pwn; deepce CVE-2019-5736",
    },
    Flaw {
        id: "escape-cve-2021-30465",
        cve: "CVE-2021-30465",
        title: "runc mounts where a swapped link points",
        severity: Severity::High,
        text: "A link in a shared volume that is swapped at the right moment makes runc mount the host's root folder into the container.",
        affected: &[("0.0.1", "1.0.0-rc95")],
        needs: "root of the host inside; a volume that it shares with a container which starts",
        reached: by_shared_volume,
        waits: false,
        steps: "swaps a link in a shared volume while another container starts → gets the host's root folder mounted",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2024-21626",
        cve: "CVE-2024-21626",
        title: "runc leaks a folder of the host into containers",
        severity: Severity::Critical,
        text: "A descriptor of a folder of the host stays open, and a working directory of /proc/self/fd/N lies in it.",
        affected: &[("1.0.0-rc93", "1.1.12")],
        needs: "root of the host inside; an image or a docker exec with a working directory that the attacker chose",
        reached: by_host_root,
        waits: false,
        steps: "starts with working directory /proc/self/fd/8 → stands in a folder of the host → writes its files as root",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2025-31133",
        cve: "CVE-2025-31133",
        title: "runc masks paths through a swapped /dev/null",
        severity: Severity::High,
        text: "A link in place of the container's /dev/null makes runc mount any file over a masked path, or leave it open.",
        affected: &[("0.0.1", "1.2.8"), ("1.3.0-rc.1", "1.3.3"), ("1.4.0-rc.1", "1.4.0-rc.3")],
        needs: "root of the host inside; an image or a volume that the attacker changes while a container starts",
        reached: by_host_root,
        waits: false,
        steps: "swaps /dev/null while a container starts → gets /proc/sys/kernel/core_pattern writable → the kernel runs its program as root on the host",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2025-52565",
        cve: "CVE-2025-52565",
        title: "runc mounts the console where a link points",
        severity: Severity::High,
        text: "A link in place of the console device makes runc mount it over a path of the attacker's choice before anything is masked.",
        affected: &[("1.0.0-rc3", "1.2.8"), ("1.3.0-rc.1", "1.3.3"), ("1.4.0-rc.1", "1.4.0-rc.3")],
        needs: "root of the host inside; a container with a terminal that starts from files that the attacker changes",
        reached: by_host_root,
        waits: false,
        steps: "swaps /dev/console while a container starts → gets a file of /proc writable → the kernel runs its program as root on the host",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2025-52881",
        cve: "CVE-2025-52881",
        title: "runc writes to a file of /proc that was swapped",
        severity: Severity::High,
        text: "Writes of labels and sysctls go to another file of /proc when a shared mount is swapped in time, past AppArmor and SELinux.",
        affected: &[("0.0.1", "1.2.8"), ("1.3.0-rc.1", "1.3.3"), ("1.4.0-rc.1", "1.4.0-rc.3")],
        needs: "root of the host inside; mounts that it shares with a container which starts",
        reached: by_host_root,
        waits: false,
        steps: "redirects a write of runc to /proc/sys/kernel/core_pattern → the kernel runs its program as root on the host",
        known_as: "",
    },
];

/// Flaws of containerd.
pub(in crate::escape) const CONTAINERD: &[Flaw] = &[Flaw {
    id: "escape-cve-2020-15257",
    cve: "CVE-2020-15257",
    title: "containerd shim takes orders over an abstract socket",
    severity: Severity::Critical,
    text: "The socket of the shim is an abstract one: whoever shares the network and has uid 0 may give it orders.",
    affected: &[("0.0.1", "1.3.9"), ("1.4.0", "1.4.3")],
    needs: "the network of the host; root of the host inside",
    reached: by_shim_socket,
    waits: false,
    steps: "connects to the abstract socket of a shim → asks it for a process with all rights → is root on the host",
    known_as: "CDK shim-pwn",
}];

/// Flaws of Docker's engine.
pub(in crate::escape) const ENGINE: &[Flaw] = &[
    Flaw {
        id: "escape-cve-2019-14271",
        cve: "CVE-2019-14271",
        title: "docker cp loads libraries of the container",
        severity: Severity::High,
        text: "The helper of docker cp enters the container's files and loads name service libraries from there, as root of the host.",
        affected: &[("19.03.0", "19.03.1")],
        needs: "root inside; somebody copies files with docker cp",
        reached: by_root_inside,
        waits: true,
        steps: "replaces libnss in its own files → somebody runs docker cp → the library runs as root on the host",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2026-41567",
        cve: "CVE-2026-41567",
        title: "docker cp runs programs of the container on the host",
        severity: Severity::High,
        text: "Programs that unpack a copied archive are looked up in the container's files and run as root of the host.",
        affected: &[("0.0.1", "29.5.1")],
        needs: "root inside; somebody copies an archive into it with docker cp or the API",
        reached: by_root_inside,
        waits: true,
        steps: "puts its own unpacking program into its files → somebody copies an archive into it → the program runs as root on the host",
        known_as: "",
    },
];

fn by_host_root(inside: &Inside<'_>) -> Link {
    Link::all([inside.host_root(), inside.shares_kernel()])
}

fn by_root_inside(inside: &Inside<'_>) -> Link {
    inside.root_inside()
}

fn by_shim_socket(inside: &Inside<'_>) -> Link {
    Link::all([inside.host_network(), inside.host_root(), inside.shares_kernel()])
}

fn by_shared_volume(inside: &Inside<'_>) -> Link {
    let shared = inside.settings.mounts.value().into_iter().flatten().find(|mount| mount.writable);
    let volume = match (&inside.settings.mounts, shared) {
        (_, Some(mount)) => {
            let text = format!("{} at {}", mount.source, mount.destination);
            Link::open(Evidence::new("writable volume", text, "Mounts"))
        }
        (seaworthy_core::facts::Observed::Unreadable(reason), None) => {
            Link::Unseen(format!("mounts: {reason}"))
        }
        _ => Link::Closed(Evidence::new("writable volumes", "none", "Mounts")),
    };
    Link::all([volume, inside.host_root(), inside.shares_kernel()])
}
