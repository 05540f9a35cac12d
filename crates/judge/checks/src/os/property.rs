//! What a system made for containers has, each told by facts.

use seaworthy_core::facts::{BlockDevice, HostFacts, MountPoint, Observed, Reason, UpdateState};
use seaworthy_core::findings::Evidence;

mod upkeep;

/// One term of the score.
pub(super) struct Property {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// Points of 100.
    pub(super) weight: u32,
    pub(super) judge: fn(&HostFacts) -> Judged,
}

/// Whether a system has it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum State {
    Present,
    /// Half of it.
    Partly,
    Absent,
    Unknown,
    /// Nothing here that could have it.
    NotApplicable,
}

impl State {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Partly => "partly",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// A state with its reason.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) state: State,
    /// In a few words.
    pub(crate) said: String,
    pub(crate) evidence: Vec<Evidence>,
}

impl Judged {
    fn new(state: State, said: impl Into<String>) -> Self {
        Self { state, said: said.into(), evidence: Vec::new() }
    }

    fn because(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    fn unread(what: &str, reason: Reason) -> Self {
        Self::new(State::Unknown, format!("{what}: {reason}"))
    }

    fn unset(what: &str) -> Self {
        Self::new(State::Unknown, format!("{what}: not set"))
    }
}

/// Points add up to 100. What keeps an intruder from staying weighs most; what
/// only makes his work harder weighs least.
pub(super) const PROPERTIES: &[Property] = &[
    Property {
        id: "read-only-system",
        title: "system files are read-only",
        weight: 20,
        judge: read_only_system,
    },
    Property {
        id: "verified-content",
        title: "content is verified as it is read",
        weight: 15,
        judge: verified_content,
    },
    Property {
        id: "atomic-updates",
        title: "updates replace the system as a whole and can be taken back",
        weight: 15,
        judge: upkeep::atomic_updates,
    },
    Property {
        id: "automatic-updates",
        title: "updates come by themselves",
        weight: 10,
        judge: upkeep::automatic_updates,
    },
    Property {
        id: "no-package-manager",
        title: "nothing installs packages into the running system",
        weight: 10,
        judge: upkeep::no_package_manager,
    },
    Property {
        id: "mandatory-access-control",
        title: "a security module enforces",
        weight: 10,
        judge: mandatory_access_control,
    },
    Property { id: "no-shell", title: "there is no shell", weight: 5, judge: upkeep::no_shell },
    Property {
        id: "state-apart",
        title: "configuration is apart from the system or not kept",
        weight: 5,
        judge: state_apart,
    },
    Property {
        id: "lockdown",
        title: "the kernel is locked down against root",
        weight: 5,
        judge: lockdown,
    },
    Property {
        id: "secure-boot",
        title: "the firmware verified what it started",
        weight: 5,
        judge: secure_boot,
    },
];

const MOUNTS: &str = "/proc/1/mountinfo";

/// File systems that nobody can write to.
const IMAGE_FILE_SYSTEMS: [&str; 3] = ["squashfs", "erofs", "cramfs"];

pub(super) fn is_read_only(mount: &MountPoint) -> bool {
    let ro = |options: &[String]| options.iter().any(|option| option == "ro");
    ro(&mount.options) || ro(&mount.super_options) || is_image(mount)
}

pub(super) fn is_image(mount: &MountPoint) -> bool {
    IMAGE_FILE_SYSTEMS.contains(&mount.fs_type.as_str())
}

/// The mount with the system's programs.
pub(super) fn system_mount(host: &HostFacts) -> Result<&MountPoint, Judged> {
    match &host.mounts {
        Observed::Known { .. } => {
            host.mount_of("/usr").ok_or_else(|| Judged::new(State::Unknown, "no mount at /"))
        }
        Observed::Absent => Err(Judged::unset("mounts")),
        Observed::Unreadable(reason) => Err(Judged::unread("mounts", *reason)),
    }
}

fn described(mount: &MountPoint) -> Evidence {
    let access = if is_read_only(mount) { "ro" } else { "rw" };
    let value = format!("{} {} on {} ({access})", mount.fs_type, mount.source, mount.path);
    Evidence::new("mount of /usr", value, MOUNTS)
}

pub(super) fn read_only_system(host: &HostFacts) -> Judged {
    let mount = match system_mount(host) {
        Ok(mount) => mount,
        Err(undecided) => return undecided,
    };
    let judged = if is_read_only(mount) {
        Judged::new(State::Present, format!("/usr is read-only ({})", mount.fs_type))
    } else {
        Judged::new(State::Absent, format!("/usr is writable ({})", mount.fs_type))
    };
    judged.because(described(mount))
}

/// dm-verity below the mount, or fs-verity demanded by composefs.
pub(super) fn verified_content(host: &HostFacts) -> Judged {
    let mount = match system_mount(host) {
        Ok(mount) => mount,
        Err(undecided) => return undecided,
    };
    let seen = described(mount);
    if !is_read_only(mount) {
        return Judged::new(State::Absent, "a writable file system is not verified").because(seen);
    }
    if mount.fs_type == "overlay" {
        return composefs(mount).because(seen);
    }
    let device = match host.os.devices.get(&mount.device) {
        Some(Observed::Known { value, source }) => (value, source),
        Some(Observed::Absent) => {
            return Judged::new(State::Absent, "no device of its own that could be verified")
                .because(seen);
        }
        Some(Observed::Unreadable(reason)) => return Judged::unread("device of /usr", *reason),
        None => return Judged::unread("device of /usr", Reason::NotCollected),
    };
    of_device(host, mount, device.0).because(seen).because(Evidence::new(
        "device",
        if device.0.mapper_uuid.is_empty() {
            &device.0.backing_file
        } else {
            &device.0.mapper_uuid
        },
        device.1.as_str(),
    ))
}

fn composefs(mount: &MountPoint) -> Judged {
    let demands = mount.super_options.iter().any(|option| option == "verity=require");
    match (demands, mount.source.as_str()) {
        (true, _) => Judged::new(State::Present, "composefs with fs-verity demanded"),
        (false, "composefs") => Judged::new(
            State::Absent,
            "composefs without fs-verity: who writes to the disk changes the system",
        ),
        (false, _) => Judged::new(State::Absent, "an overlay without fs-verity"),
    }
}

fn of_device(host: &HostFacts, mount: &MountPoint, device: &BlockDevice) -> Judged {
    if device.is_verity() {
        return Judged::new(State::Present, "dm-verity");
    }
    let in_memory = is_image(mount) && !device.backing_file.is_empty();
    match (in_memory, &host.os.secure_boot) {
        (true, Observed::Known { value: true, .. }) => Judged::new(
            State::Partly,
            "an image file; secure boot verifies it only when it came with the kernel",
        ),
        (true, _) => Judged::new(State::Absent, "an image file that nothing verifies"),
        (false, _) => Judged::new(State::Absent, "no dm-verity below /usr"),
    }
}

fn mandatory_access_control(host: &HostFacts) -> Judged {
    let selinux = match &host.lsm.selinux_enforcing {
        Observed::Known { value: true, source } => {
            return Judged::new(State::Present, "SELinux enforces").because(Evidence::new(
                "SELinux",
                "enforcing",
                source.as_str(),
            ));
        }
        Observed::Known { value: false, .. } => "SELinux is permissive",
        Observed::Absent => "no SELinux",
        Observed::Unreadable(_) => "SELinux could not be read",
    };
    match &host.lsm.apparmor {
        Observed::Known { value: true, source } => Judged::new(State::Present, "AppArmor is on")
            .because(Evidence::new("AppArmor", "on", source.as_str())),
        Observed::Unreadable(reason) => Judged::unread("AppArmor", *reason),
        _ if matches!(host.lsm.selinux_enforcing, Observed::Unreadable(_)) => {
            Judged::new(State::Unknown, selinux)
        }
        _ => Judged::new(State::Absent, format!("{selinux}, no AppArmor")),
    }
}

/// `/etc` that is made anew at every start, or that is another file system than
/// the system's files.
fn state_apart(host: &HostFacts) -> Judged {
    let system = match system_mount(host) {
        Ok(mount) => mount,
        Err(undecided) => return undecided,
    };
    let Some(mount) = host.mount_of("/etc") else {
        return Judged::new(State::Unknown, "no mount at /");
    };
    let seen =
        Evidence::new("mount of /etc", format!("{} on {}", mount.fs_type, mount.path), MOUNTS);
    let judged = match mount.fs_type.as_str() {
        "tmpfs" | "ramfs" => Judged::new(State::Present, "/etc is in memory"),
        _ if is_read_only(mount) => Judged::new(State::Present, "/etc is read-only"),
        "overlay" if mount.path == "/etc" => {
            Judged::new(State::Partly, "/etc is an overlay: changes are kept apart")
        }
        _ if is_read_only(system) => {
            Judged::new(State::Partly, "/etc is writable and apart from the system's files")
        }
        _ => Judged::new(State::Absent, "/etc is on the system's own file system"),
    };
    judged.because(seen)
}

fn lockdown(host: &HostFacts) -> Judged {
    match &host.kernel.lockdown {
        Observed::Known { value, source } => {
            let state = if value == "none" { State::Absent } else { State::Present };
            Judged::new(state, format!("lockdown is {value}")).because(Evidence::new(
                "lockdown",
                value.as_str(),
                source.as_str(),
            ))
        }
        Observed::Absent => Judged::new(State::Absent, "this kernel has no lockdown"),
        Observed::Unreadable(reason) => Judged::unread("lockdown", *reason),
    }
}

fn secure_boot(host: &HostFacts) -> Judged {
    match &host.os.secure_boot {
        Observed::Known { value, source } => {
            let (state, word) =
                if *value { (State::Present, "on") } else { (State::Absent, "off") };
            Judged::new(state, format!("secure boot is {word}")).because(Evidence::new(
                "secure boot",
                word,
                source.as_str(),
            ))
        }
        Observed::Absent => Judged::new(State::NotApplicable, "the machine did not start by EFI"),
        Observed::Unreadable(reason) => Judged::unread("secure boot", *reason),
    }
}

/// Words for what an updater does.
pub(super) fn update_words(state: UpdateState) -> &'static str {
    match state {
        UpdateState::On => "on",
        UpdateState::Prepares => "prepares, does not bring into force",
        UpdateState::Off => "off",
        UpdateState::Outside => "decided outside this machine",
    }
}
