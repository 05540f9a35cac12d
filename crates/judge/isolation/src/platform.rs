//! What a container takes from the kernel: it brings programs, not a system.

use std::collections::BTreeMap;

use seaworthy_core::facts::{HostFacts, LiveFacts, NetworkFacts, Observed};
use seaworthy_core::report::isolation::{Need, Platform, Present, Reading};

use crate::compare::Place;

/// Modules by the option that builds them, where the names differ.
const MODULES: &[(&str, &str)] = &[
    ("CONFIG_OVERLAY_FS", "overlay"),
    ("CONFIG_BTRFS_FS", "btrfs"),
    ("CONFIG_FUSE_FS", "fuse"),
    ("CONFIG_BRIDGE", "bridge"),
    ("CONFIG_BRIDGE_NETFILTER", "br_netfilter"),
    ("CONFIG_VETH", "veth"),
    ("CONFIG_NF_NAT", "nf_nat"),
    ("CONFIG_VXLAN", "vxlan"),
    ("CONFIG_MACVLAN", "macvlan"),
    ("CONFIG_IPVLAN", "ipvlan"),
    ("CONFIG_BINFMT_MISC", "binfmt_misc"),
    ("CONFIG_KVM", "kvm"),
    ("CONFIG_TUN", "tun"),
];

/// Interpreters of foreign programs by the architecture they emulate, as the
/// kernel's own machine names spell it.
const EMULATORS: &[(&str, &str)] = &[
    ("qemu-aarch64", "aarch64"),
    ("qemu-arm", "arm"),
    ("qemu-x86_64", "x86_64"),
    ("qemu-i386", "i686"),
    ("qemu-riscv64", "riscv64"),
    ("qemu-ppc64le", "ppc64le"),
    ("qemu-s390x", "s390x"),
    ("qemu-mips64el", "mips64el"),
];

/// A process of the host needs nothing of the kernel but itself.
pub(crate) fn of_process(host: Option<&HostFacts>) -> Platform {
    Platform {
        kernel: read(host.map(|host| &host.kernel_release)),
        architecture: read(host.map(|host| &host.architecture)),
        emulated: Reading::known(false, "it is Seaworthy itself"),
        needs: Vec::new(),
    }
}

pub(crate) fn of_container(place: &Place<'_>) -> Platform {
    let live = place.live();
    let emulator = live.map(emulator);
    Platform {
        kernel: kernel(place),
        architecture: match &emulator {
            Some(Reading { value: Some(Some(name)), source, .. }) => {
                Reading::known((*name).to_owned(), source.clone())
            }
            _ => image_architecture(place),
        },
        emulated: emulator.map_or_else(
            || Reading::unknown(place.why_not_live()),
            |emulator| emulator.map(|name| name.is_some()),
        ),
        needs: needs(place),
    }
}

fn read(fact: Option<&Observed<String>>) -> Reading<String> {
    fact.map_or_else(|| Reading::unknown("the machine was not looked at"), Reading::from)
}

/// What it is told from inside, else the host's: there is only one.
fn kernel(place: &Place<'_>) -> Reading<String> {
    let own = place.live().map(|live| &live.boundary.kernel_release);
    if let Some(own) = own.filter(|release| release.is_known()) {
        return Reading::from(own);
    }
    match place.host {
        Some(host) => Reading::from(&host.kernel_release),
        None => match place.engine.version.value() {
            Some(version) => Reading::from(&version.kernel),
            None => Reading::unknown("the engine's machine was not looked at"),
        },
    }
}

fn image_architecture(place: &Place<'_>) -> Reading<String> {
    match place.engine.image_of(place.container) {
        Some(image) => Reading::from(&image.architecture),
        None => Reading::unknown("its image was not seen"),
    }
}

/// The architecture that an interpreter of the host emulates for it; the inner
/// value is `None` when the processor runs its programs.
fn emulator(live: &LiveFacts) -> Reading<Option<&'static str>> {
    Reading::from(&live.boundary.exe).map(|exe: String| {
        let file = exe.rsplit('/').next().unwrap_or_default();
        let name = file.trim_end_matches("-static");
        EMULATORS.iter().find(|(program, _)| name == *program).map(|(_, machine)| *machine)
    })
}

/// Features that this very container lives on.
fn needs(place: &Place<'_>) -> Vec<Need> {
    let mut wanted: Vec<(&str, String)> = Vec::new();
    namespaces(place, &mut wanted);
    storage(place, &mut wanted);
    network(place, &mut wanted);
    if let Some(live) = place.live() {
        confinement(live, &mut wanted);
    }
    let kernel = KernelParts::of(place.host);
    wanted
        .into_iter()
        .map(|(option, purpose)| Need {
            option: option.to_owned(),
            present: kernel.present(option),
            purpose,
        })
        .collect()
}

fn namespaces(place: &Place<'_>, wanted: &mut Vec<(&'static str, String)>) {
    let Some(live) = place.live() else { return };
    let init = place.host.map(|host| &host.init_namespaces);
    let engine = place.daemon.map(|daemon| &daemon.namespaces);
    for (kind, option) in [
        ("pid", "CONFIG_PID_NS"),
        ("net", "CONFIG_NET_NS"),
        ("ipc", "CONFIG_IPC_NS"),
        ("uts", "CONFIG_UTS_NS"),
        ("user", "CONFIG_USER_NS"),
        ("time", "CONFIG_TIME_NS"),
    ] {
        let own = crate::namespaces::inode(&live.namespaces, kind);
        let host = [engine, init].into_iter().flatten();
        let mut host = host.filter_map(|all| crate::namespaces::inode(all, kind)).peekable();
        let Some(own) = own.filter(|_| host.peek().is_some()) else { continue };
        if host.all(|inode| inode != own) {
            wanted.push((option, format!("its own {kind} namespace")));
        }
    }
}

fn storage(place: &Place<'_>, wanted: &mut Vec<(&'static str, String)>) {
    let mounts = place.live().and_then(|live| live.mounts.value());
    let root = mounts.and_then(|mounts| mounts.iter().rev().find(|mount| mount.path == "/"));
    let driver = place.info().and_then(|info| info.driver.value()).map(String::as_str);
    let kind = root.map(|root| root.fs_type.as_str()).or(driver).unwrap_or_default();
    let option = match kind {
        "overlay" | "overlay2" => "CONFIG_OVERLAY_FS",
        "btrfs" => "CONFIG_BTRFS_FS",
        "fuse-overlayfs" | "fuse.fuse-overlayfs" => "CONFIG_FUSE_FS",
        _ => return,
    };
    wanted.push((option, format!("its root file system ({kind})")));
}

fn network(place: &Place<'_>, wanted: &mut Vec<(&'static str, String)>) {
    let settings = place.container.settings().ok();
    let own = settings.and_then(|settings| settings.networks.value());
    let all = place.engine.networks.value();
    let on = |network: &&NetworkFacts| own.is_some_and(|names| names.contains(&network.name));
    let mut drivers: Vec<&str> =
        all.into_iter().flatten().filter(on).map(|network| network.driver.as_str()).collect();
    drivers.sort_unstable();
    drivers.dedup();
    for driver in drivers {
        let options: &[&str] = match driver {
            "bridge" => {
                &["CONFIG_BRIDGE", "CONFIG_VETH", "CONFIG_NF_NAT", "CONFIG_BRIDGE_NETFILTER"]
            }
            "overlay" => &["CONFIG_BRIDGE", "CONFIG_VETH", "CONFIG_VXLAN"],
            "macvlan" => &["CONFIG_MACVLAN"],
            "ipvlan" => &["CONFIG_IPVLAN"],
            _ => &[],
        };
        wanted.extend(options.iter().map(|option| (*option, format!("its {driver} network"))));
    }
}

fn confinement(live: &LiveFacts, wanted: &mut Vec<(&'static str, String)>) {
    let mut need = |on: bool, option: &'static str, purpose: &str| {
        if on {
            wanted.push((option, purpose.to_owned()));
        }
    };
    let label = live.lsm_label.value().map_or("", String::as_str);
    need(live.seccomp_mode.value() == Some(&2), "CONFIG_SECCOMP_FILTER", "its seccomp filter");
    need(label.contains(" ("), "CONFIG_SECURITY_APPARMOR", "its AppArmor profile");
    need(label.matches(':').count() >= 3, "CONFIG_SECURITY_SELINUX", "its SELinux label");
    need(live.limits.memory.is_known(), "CONFIG_MEMCG", "its RAM limit");
    need(live.limits.pids.is_known(), "CONFIG_CGROUP_PIDS", "its limit of processes");
    need(live.limits.cpus.is_known(), "CONFIG_CFS_BANDWIDTH", "its CPU limit");
    need(live.controls.io.is_known(), "CONFIG_BLK_DEV_THROTTLING", "its I/O limit");
    let version = live.controls.version.value();
    need(version == Some(&1), "CONFIG_CGROUP_DEVICE", "its device rules");
    need(version == Some(&2), "CONFIG_CGROUP_BPF", "its device rules");
    let device = |path: &str| {
        let devices = live.interface.devices.value();
        devices.is_some_and(|devices| devices.iter().any(|device| device.path == path))
    };
    need(device("/dev/fuse"), "CONFIG_FUSE_FS", "its /dev/fuse");
    need(device("/dev/net/tun"), "CONFIG_TUN", "its /dev/net/tun");
    need(device("/dev/kvm"), "CONFIG_KVM", "its /dev/kvm");
}

/// What the kernel was built with and has loaded.
struct KernelParts<'a> {
    options: Option<&'a BTreeMap<String, String>>,
    modules: Option<&'a [String]>,
}

impl<'a> KernelParts<'a> {
    fn of(host: Option<&'a HostFacts>) -> Self {
        let kernel = host.map(|host| &host.kernel);
        Self {
            options: kernel.and_then(|kernel| kernel.config.value()).map(|config| &config.options),
            modules: kernel.and_then(|kernel| kernel.modules.value()).map(Vec::as_slice),
        }
    }

    fn present(&self, option: &str) -> Present {
        let module = MODULES.iter().find(|(known, _)| *known == option).map(|(_, module)| *module);
        let loaded = self
            .modules
            .is_some_and(|modules| modules.iter().any(|name| Some(name.as_str()) == module));
        match self.options.map(|options| options.get(option).map(String::as_str)) {
            Some(Some("y")) => Present::BuiltIn,
            _ if loaded => Present::Loaded,
            Some(Some("m")) => Present::Module,
            Some(_) => Present::Missing,
            None => Present::Unknown,
        }
    }
}
