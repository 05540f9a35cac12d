//! Machines of every kind of system, as small trees: `audit --root DIR` must
//! tell them apart by what they do.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use seaworthy_core::report::{self, OperatingSystemView, v1};

use crate::run::seaworthy;

const FLATCAR: &[(&str, &str)] = &[
    (
        "etc/os-release",
        "NAME=\"Flatcar Container Linux by Kinvolk\"\nID=flatcar\nID_LIKE=coreos\nVERSION_ID=4459.2.1\nPRETTY_NAME=\"Flatcar Container Linux by Kinvolk 4459.2.1 (Oklo)\"\n",
    ),
    (
        "proc/1/mountinfo",
        "20 1 8:9 / / rw,relatime - ext4 /dev/sda9 rw\n21 20 254:0 / /usr ro,relatime - btrfs /dev/mapper/usr ro\n22 20 0:30 / /etc rw - overlay overlay rw,lowerdir=/sysroot/usr/share/flatcar/etc\n",
    ),
    ("sys/dev/block/254:0/dm/uuid", "CRYPT-VERITY-1c9e0a0b-usr\n"),
    ("dev/disk/by-partlabel/EFI-SYSTEM", ""),
    ("dev/disk/by-partlabel/USR-A", ""),
    ("dev/disk/by-partlabel/USR-B", ""),
    ("dev/disk/by-partlabel/ROOT", ""),
    ("usr/bin/bash", ""),
    ("usr/bin/update_engine_client", ""),
    ("usr/lib/systemd/system/update-engine.service", ""),
    (
        "usr/lib/systemd/system/multi-user.target.wants/update-engine.service",
        "-> ../update-engine.service",
    ),
    ("etc/flatcar/update.conf", "GROUP=stable\nREBOOT_STRATEGY=reboot\n"),
    ("sys/fs/selinux/enforce", "0"),
    ("sys/module/kernel/x", ""),
];

const BOTTLEROCKET: &[(&str, &str)] = &[
    (
        "etc/os-release",
        "NAME=Bottlerocket\nID=bottlerocket\nVARIANT_ID=aws-k8s-1.33\nVERSION_ID=1.49.0\nPRETTY_NAME=\"Bottlerocket OS 1.49.0 (aws-k8s-1.33)\"\n",
    ),
    (
        "proc/1/mountinfo",
        "20 1 253:0 / / ro,relatime - ext4 /dev/dm-0 ro\n21 20 0:22 / /etc rw,nosuid,nodev,noexec - tmpfs tmpfs rw\n",
    ),
    ("sys/dev/block/253:0/dm/uuid", "CRYPT-VERITY-0f0f-root\n"),
    ("dev/disk/by-partlabel/BOTTLEROCKET-ROOT-A", ""),
    ("dev/disk/by-partlabel/BOTTLEROCKET-ROOT-B", ""),
    ("dev/disk/by-partlabel/BOTTLEROCKET-PRIVATE", ""),
    ("usr/bin/apiclient", ""),
    ("usr/bin/updog", ""),
    ("usr/lib/systemd/system/x.service", ""),
    ("sys/kernel/security/lockdown", "none [integrity] confidentiality\n"),
    ("sys/fs/selinux/enforce", "1"),
    (
        "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
        "\u{6}\0\0\0\u{1}",
    ),
];

const FEDORA_COREOS: &[(&str, &str)] = &[
    (
        "etc/os-release",
        "NAME=\"Fedora Linux\"\nID=fedora\nVERSION=\"43.20251110.3.1 (CoreOS)\"\nVERSION_ID=43\nVARIANT_ID=coreos\nOSTREE_VERSION='43.20251110.3.1'\nSUPPORT_END=2026-12-02\nPRETTY_NAME=\"Fedora CoreOS 43.20251110.3.1\"\n",
    ),
    (
        "proc/1/mountinfo",
        "20 1 0:30 / / ro,relatime - overlay composefs ro,lowerdir+=/run/ostree/.private/cfsroot-lower,redirect_dir=on,metacopy=on\n21 20 8:4 /ostree/deploy/fedora-coreos/deploy/0/etc /etc rw,relatime - xfs /dev/sda4 rw\n",
    ),
    ("run/ostree-booted", ""),
    ("usr/bin/bash", ""),
    ("usr/bin/rpm", ""),
    ("usr/bin/rpm-ostree", ""),
    ("usr/lib/systemd/system/zincati.service", ""),
    (
        "etc/systemd/system/multi-user.target.wants/zincati.service",
        "-> /usr/lib/systemd/system/zincati.service",
    ),
    ("sys/fs/selinux/enforce", "1"),
];

const MICROOS: &[(&str, &str)] = &[
    (
        "etc/os-release",
        "NAME=\"openSUSE MicroOS\"\nID=\"opensuse-microos\"\nVERSION_ID=\"20251120\"\nPRETTY_NAME=\"openSUSE MicroOS\"\n",
    ),
    (
        "proc/1/mountinfo",
        "20 1 0:25 /@/.snapshots/7/snapshot / ro,relatime - btrfs /dev/vda3 ro,subvol=/@/.snapshots/7/snapshot\n21 20 0:31 / /etc rw,relatime - overlay overlay rw\n",
    ),
    ("usr/bin/bash", ""),
    ("sys/dev/block/254:3/ro", "0\n"),
    ("usr/bin/zypper", ""),
    ("usr/bin/rpm", ""),
    ("usr/sbin/transactional-update", ""),
    ("usr/lib/systemd/system/transactional-update.timer", ""),
    (
        "etc/systemd/system/timers.target.wants/transactional-update.timer",
        "-> /usr/lib/systemd/system/transactional-update.timer",
    ),
    ("sys/fs/selinux/enforce", "1"),
];

const TALOS: &[(&str, &str)] = &[
    (
        "etc/os-release",
        "NAME=\"Talos\"\nID=talos\nVERSION_ID=v1.11.5\nPRETTY_NAME=\"Talos (v1.11.5)\"\n",
    ),
    (
        "proc/1/mountinfo",
        "20 1 7:0 / / ro,relatime - squashfs /dev/loop0 ro\n21 20 0:28 / /etc/resolv.conf ro - tmpfs tmpfs ro\n",
    ),
    ("sys/dev/block/7:0/loop/backing_file", "/rootfs.sqsh\n"),
    ("sys/class/block/sda1/uevent", "DEVTYPE=partition\nPARTNAME=EFI\n"),
    ("sys/class/block/sda2/uevent", "DEVTYPE=partition\nPARTNAME=META\n"),
    ("system/state/config.yaml", ""),
    ("usr/bin/runc", ""),
    ("sys/module/overlay/refcnt", "0\n"),
    ("sys/kernel/security/lockdown", "none [integrity] confidentiality\n"),
];

const UBUNTU_CORE: &[(&str, &str)] = &[
    (
        "etc/os-release",
        "NAME=\"Ubuntu Core\"\nID=ubuntu-core\nVERSION_ID=\"24\"\nPRETTY_NAME=\"Ubuntu Core 24\"\n",
    ),
    (
        "proc/1/mountinfo",
        "20 1 7:1 / / ro,relatime - squashfs /dev/loop1 ro\n21 20 8:5 /system-data/etc /etc/cloud rw - ext4 /dev/sda5 rw\n22 20 8:5 / /writable rw - ext4 /dev/sda5 rw\n",
    ),
    (
        "sys/dev/block/7:1/loop/backing_file",
        "/run/mnt/data/system-data/var/lib/snapd/snaps/core24_1.snap\n",
    ),
    ("writable/system-data/x", ""),
    ("usr/bin/bash", ""),
    ("usr/bin/snap", ""),
    ("usr/lib/systemd/system/snapd.service", ""),
    (
        "etc/systemd/system/multi-user.target.wants/snapd.service",
        "-> /usr/lib/systemd/system/snapd.service",
    ),
    ("sys/module/apparmor/parameters/enabled", "Y\n"),
];

const BOOTC: &[(&str, &str)] = &[
    (
        "etc/os-release",
        "NAME=\"CentOS Stream\"\nID=\"centos\"\nVERSION_ID=\"10\"\nPRETTY_NAME=\"CentOS Stream 10 (Coughlan)\"\n",
    ),
    (
        "proc/1/mountinfo",
        "20 1 0:30 / / ro,relatime - overlay composefs ro,metacopy=on,verity=require\n21 20 8:4 /ostree/deploy/default/deploy/1/etc /etc rw,relatime - xfs /dev/sda4 rw\n",
    ),
    ("run/ostree-booted", ""),
    ("usr/bin/bash", ""),
    ("usr/bin/dnf", ""),
    ("usr/bin/bootc", ""),
    ("usr/lib/systemd/system/bootc-fetch-apply-updates.timer", ""),
    (
        "usr/lib/systemd/system/default.target.wants/bootc-fetch-apply-updates.timer",
        "-> ../bootc-fetch-apply-updates.timer",
    ),
    ("sys/fs/selinux/enforce", "1"),
];

const DEBIAN: &[(&str, &str)] = &[
    (
        "etc/os-release",
        "NAME=\"Debian GNU/Linux\"\nID=debian\nVERSION_ID=\"13\"\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n",
    ),
    ("proc/1/mountinfo", "20 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"),
    ("sys/class/block/sda1/uevent", "DEVTYPE=partition\n"),
    ("usr/bin/bash", ""),
    ("usr/bin/apt-get", ""),
    ("usr/bin/dpkg", ""),
    ("usr/bin/unattended-upgrade", ""),
    ("usr/lib/systemd/system/apt-daily-upgrade.timer", ""),
    (
        "etc/systemd/system/timers.target.wants/apt-daily-upgrade.timer",
        "-> /usr/lib/systemd/system/apt-daily-upgrade.timer",
    ),
    ("etc/apt/apt.conf.d/20auto-upgrades", "APT::Periodic::Unattended-Upgrade \"1\";\n"),
    ("etc/apt/apt.conf.d/99off", "APT { Periodic { Unattended-Upgrade \"0\"; }; };\n"),
    (
        "var/lib/dpkg/status",
        "Package: a\nStatus: install ok installed\n\nPackage: b\nStatus: deinstall ok config-files\n",
    ),
    ("sys/module/apparmor/parameters/enabled", "Y\n"),
];

/// Writes a tree; a text that begins with `->` is a link.
fn build(tree: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in tree {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match text.strip_prefix("-> ") {
            Some(target) => symlink(target, path).unwrap(),
            None => fs::write(path, text).unwrap(),
        }
    }
    folder
}

fn audited(root: &Path) -> v1::Report {
    let root = root.to_str().unwrap();
    let ran = seaworthy(&["audit", "--root", root, "--only", "os", "-f", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    report::read(ran.out.as_bytes()).unwrap()
}

#[test]
fn every_system_is_what_it_does() {
    // Name, kind, and the states in the order of the table in the documentation.
    expect(
        FLATCAR,
        ["Flatcar Container Linux", "dedicated"],
        "present present present present present absent absent partly unknown unknown",
    );
    expect(
        BOTTLEROCKET,
        ["Bottlerocket", "dedicated"],
        "present present present unknown present present present present present present",
    );
    expect(
        FEDORA_COREOS,
        ["Fedora CoreOS", "dedicated"],
        "present absent present present partly present absent partly unknown unknown",
    );
    expect(
        MICROOS,
        ["openSUSE MicroOS", "dedicated"],
        "present absent present present partly present absent partly unknown unknown",
    );
    expect(
        TALOS,
        ["Talos Linux", "dedicated"],
        "present absent partly unknown present absent present present present unknown",
    );
    expect(
        UBUNTU_CORE,
        ["Ubuntu Core", "dedicated"],
        "present absent present present present present absent present unknown unknown",
    );
    expect(
        BOOTC,
        ["a bootable container image (bootc)", "dedicated"],
        "present present present present partly present absent partly unknown unknown",
    );
    expect(
        DEBIAN,
        ["", "general-purpose"],
        "absent absent absent absent absent present absent absent unknown unknown",
    );
}

fn expect(tree: &[(&str, &str)], [name, kind]: [&str; 2], wanted: &str) {
    let folder = build(tree);
    let view = OperatingSystemView::of(&audited(folder.path())).unwrap();
    assert_eq!((view.recognised.as_str(), view.kind.as_str()), (name, kind));
    let got: Vec<&str> = view.properties.iter().map(|each| each.state.as_str()).collect();
    assert_eq!(got.join(" "), wanted, "{}: {:#?}", view.name, view.properties);
}

#[test]
fn the_score_has_its_terms() {
    let view = OperatingSystemView::of(&audited(build(BOTTLEROCKET).path())).unwrap();
    let gained: f64 = view.properties.iter().map(|each| each.gained).sum();
    assert_eq!(gained, 90.0);
    assert_eq!((view.score, view.decided), (Some(100.0), 0.9));
    let debian = OperatingSystemView::of(&audited(build(DEBIAN).path())).unwrap();
    assert!(debian.score.unwrap() < 15.0, "{debian:#?}");
    let packages = debian.measures.iter().find(|each| each.name == "installed packages").unwrap();
    assert_eq!(packages.count, Some(1));
}

#[test]
fn a_renamed_system_is_not_another() {
    let folder = build(DEBIAN);
    fs::write(folder.path().join("etc/os-release"), "ID=flatcar\nVERSION_ID=1\n").unwrap();
    let view = OperatingSystemView::of(&audited(folder.path())).unwrap();
    assert_eq!(
        (view.recognised.as_str(), view.kind.as_str()),
        ("Flatcar Container Linux", "general-purpose")
    );
}

#[test]
fn an_updater_counts_only_when_it_is_on() {
    let verdict = |folder: &tempfile::TempDir| {
        let report = audited(folder.path());
        let mut found = report.results.iter().filter(|entry| &*entry.id == "no-automatic-updates");
        found.next().unwrap().verdict
    };
    let folder = build(DEBIAN);
    assert_eq!(verdict(&folder), v1::Verdict::Fail);
    fs::remove_file(folder.path().join("etc/apt/apt.conf.d/99off")).unwrap();
    assert_eq!(verdict(&folder), v1::Verdict::Pass);
    symlink("/dev/null", folder.path().join("etc/systemd/system/apt-daily-upgrade.timer")).unwrap();
    assert_eq!(verdict(&folder), v1::Verdict::Fail);
    let folder = build(FLATCAR);
    assert_eq!(verdict(&folder), v1::Verdict::Pass);
    fs::write(folder.path().join("etc/flatcar/update.conf"), "SERVER=disabled\n").unwrap();
    assert_eq!(verdict(&folder), v1::Verdict::Fail);
    let folder = build(FEDORA_COREOS);
    let off = folder.path().join("etc/zincati/config.d/90-off.toml");
    fs::create_dir_all(off.parent().unwrap()).unwrap();
    assert_eq!(verdict(&folder), v1::Verdict::Pass);
    fs::write(off, "[updates]\nenabled = false\n").unwrap();
    assert_eq!(verdict(&folder), v1::Verdict::Fail);
}
