//! A setuid program runs as its owner for whoever starts it.

use seaworthy_core::facts::{HostFacts, SetuidFile, is_below};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "setuid-files-on-host",
    title: "unusual setuid files on the host",
    severity: Severity::Low,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("setuid_files_on_host.md"),
    fix: Fix {
        summary: "Take the bit away where nobody needs it; find out who made the ones in shared folders.",
        commands: &["chmod u-s,g-s FILE"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

/// Programs that distributions ship with the bit.
const SHIPPED: &[&str] = &[
    "at",
    "atd",
    "bsd-write",
    "chage",
    "chfn",
    "chrome-sandbox",
    "chsh",
    "cron",
    "crontab",
    "dbus-daemon-launch-helper",
    "dotlockfile",
    "doas",
    "exim4",
    "expiry",
    "fusermount",
    "fusermount3",
    "gpasswd",
    "grub2-set-bootflag",
    "locate",
    "mail-lock",
    "mlocate",
    "mount",
    "mount.cifs",
    "mount.nfs",
    "newgidmap",
    "newgrp",
    "newuidmap",
    "ntfs-3g",
    "pam_timestamp_check",
    "passwd",
    "ping",
    "ping6",
    "pkexec",
    "plocate",
    "polkit-agent-helper-1",
    "postdrop",
    "postqueue",
    "sg",
    "slocate",
    "snap-confine",
    "ssh-agent",
    "ssh-keysign",
    "staprun",
    "su",
    "sudo",
    "sudoedit",
    "traceroute6.iputils",
    "umount",
    "unix_chkpwd",
    "unix2_chkpwd",
    "userhelper",
    "usernetctl",
    "utempter",
    "vmware-user-suid-wrapper",
    "wall",
    "write",
    "write.ul",
    "bbsuid",
    "mtr-packet",
    "screen",
    "permctrl",
    "chkstat",
    "gnome-pty-helper",
    "lockdev",
    "pt_chown",
    "Xorg.wrap",
    "pam_extrausers_chkpwd",
    "sudo-rs",
    "su-rs",
    "krb5_child",
    "ldap_child",
    "proxy_child",
    "selinux_child",
    "p11_child",
    "qemu-bridge-helper",
    "lxc-user-nic",
    "cockpit-session",
    "pppd",
];
/// Folders where accounts other than root leave files.
const SHARED: [&str; 5] = ["/tmp", "/var/tmp", "/dev/shm", "/home", "/srv"];

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let found = host.os.setuid.seen("setuid files")?;
    let acts =
        |file: &&SetuidFile| !host.mount_of(&file.path).is_some_and(|mount| mount.has("nosuid"));
    let files: Vec<&SetuidFile> = found.files.iter().filter(acts).collect();
    let planted: Vec<&&SetuidFile> = files.iter().filter(|file| is_planted(file)).collect();
    let unusual: Vec<&&SetuidFile> = files.iter().filter(|file| !is_shipped(file)).collect();
    let (verdict, shown) = if !planted.is_empty() {
        (fail(format!("{} where others may put or change them", count(planted.len()))), planted)
    } else if !unusual.is_empty() {
        let verdict = review(format!("{} that distributions do not ship", count(unusual.len())));
        (verdict, unusual)
    } else if found.partial.is_empty() {
        (pass(), Vec::new())
    } else {
        return Err(Undecided::unknown(format!("setuid files: {}", found.partial)));
    };
    let verdict = match verdict {
        Verdict::Fail(_) => {
            verdict.rated(Severity::High, "whoever changes such a file is its owner")
        }
        other => other,
    };
    let partial = if found.partial.is_empty() { "" } else { ", search not whole: " };
    let summary = format!("{} in all{partial}{}", files.len(), found.partial);
    let verdict =
        verdict.because(Evidence::new("setuid and setgid files", summary, found.source.as_ref()));
    Ok(shown.into_iter().fold(verdict, |verdict, file| {
        let value = format!("{:04o} {}:{}", file.mode, file.uid, file.gid);
        verdict.because(Evidence::new(file.path.as_str(), value, "lstat"))
    }))
}

fn count(files: usize) -> String {
    if files == 1 { "1 setuid file".to_owned() } else { format!("{files} setuid files") }
}

/// In a shared folder, or writable by everybody.
fn is_planted(file: &SetuidFile) -> bool {
    let shared = SHARED.iter().any(|folder| is_below(&file.path, folder));
    file.mode & 0o002 != 0 || (shared && file.mode & 0o111 != 0)
}

fn is_shipped(file: &SetuidFile) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let of_system =
        ["/usr/local", "/opt", "/root"].iter().all(|folder| !is_below(&file.path, folder));
    of_system && SHIPPED.contains(&name)
}
