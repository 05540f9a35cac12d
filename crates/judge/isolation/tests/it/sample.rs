//! Facts of a small machine: one engine, containers that tests bend.

use seaworthy_core::facts::{
    CapabilitySets, ContainerFacts, ContainerSettings, ContainerState, DaemonProcess, EngineFacts,
    EngineInfo, Facts, HostFacts, IdMapRange, KernelConfig, Listener, LiveFacts, Mount, MountKind,
    Observed,
};
use seaworthy_core::findings::Finding;
use seaworthy_core::report::isolation::{Column, Isolation};
use seaworthy_isolation::{From, Question, isolation};

/// Kinds of namespaces; the host's have the inodes 1 to 8.
const KINDS: [&str; 8] = ["mnt", "pid", "net", "ipc", "uts", "user", "cgroup", "time"];

pub(crate) fn known<T>(value: T) -> Observed<T> {
    Observed::known(value, "test")
}

/// A machine with these containers.
pub(crate) fn facts(containers: Vec<ContainerFacts>) -> Facts {
    let daemon = DaemonProcess {
        pid: 77,
        namespaces: KINDS
            .iter()
            .zip(1..)
            .map(|(kind, inode)| ((*kind).into(), known(inode)))
            .collect(),
        listeners: known(vec![Listener {
            family: "unix".into(),
            address: "/run/docker.sock".into(),
            ..Listener::default()
        }]),
        ..DaemonProcess::default()
    };
    let host = HostFacts {
        kernel_release: known("6.1.0-test".into()),
        architecture: known("x86_64".into()),
        daemons: known(vec![daemon]),
        own_process: known(Box::new(process())),
        ..HostFacts::default()
    };
    let engine = EngineFacts {
        endpoint: "unix:///run/docker.sock".into(),
        info: known(EngineInfo::default()),
        containers: known(containers),
        ..EngineFacts::default()
    };
    Facts { host: known(host), engines: vec![engine], ..Facts::default() }
}

/// A plain process of root.
fn process() -> LiveFacts {
    LiveFacts {
        namespaces: KINDS
            .iter()
            .zip(1..)
            .map(|(kind, inode)| ((*kind).into(), known(inode)))
            .collect(),
        uid: known(0),
        seccomp_mode: known(0),
        ..LiveFacts::default()
    }
}

/// A running container with namespaces of its own but user, cgroup and time.
pub(crate) fn container(name: &str, number: u64) -> ContainerFacts {
    let inode = |(place, kind): (usize, &&str)| {
        let shared = matches!(*kind, "user" | "cgroup" | "time");
        let inode = if shared { place as u64 + 1 } else { 1000 * number + place as u64 };
        ((*kind).to_owned(), known(inode))
    };
    let live = LiveFacts {
        pid: 100,
        namespaces: KINDS.iter().enumerate().map(inode).collect(),
        uid: known(0),
        uid_map: known(vec![range(0, u32::MAX)]),
        capabilities: known(CapabilitySets { bounding: 0xa804_25fb, ..Default::default() }),
        seccomp_mode: known(2),
        mounts: known(Vec::new()),
        ..LiveFacts::default()
    };
    let settings = ContainerSettings {
        mounts: known(Vec::new()),
        networks: known(vec![format!("net-{name}")]),
        network_mode: Observed::Absent,
        pid_mode: Observed::Absent,
        ipc_mode: Observed::Absent,
        uts_mode: Observed::Absent,
        ..ContainerSettings::default()
    };
    ContainerFacts {
        id: format!("{number:064x}"),
        name: name.into(),
        state: ContainerState { running: known(true), ..ContainerState::default() },
        configured: Some(Box::new(settings)),
        live: known(Box::new(live)),
        ..ContainerFacts::default()
    }
}

/// Ids from 0 inside.
pub(crate) fn range(outside: u32, length: u32) -> IdMapRange {
    IdMapRange { inside: 0, outside, length }
}

pub(crate) fn live(container: &mut ContainerFacts) -> &mut LiveFacts {
    container.live.value_mut().unwrap()
}

pub(crate) fn settings(container: &mut ContainerFacts) -> &mut ContainerSettings {
    container.configured.as_mut().unwrap()
}

pub(crate) fn bind(source: &str, writable: bool) -> Mount {
    Mount {
        kind: MountKind::Bind,
        source: source.into(),
        destination: "/inside".into(),
        writable,
        ..Mount::default()
    }
}

/// A runtime's instructions with one rule.
pub(crate) fn filter(default: &str, names: &[&str], action: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        "{{\"defaultAction\":\"{default}\",\"architectures\":[\"SCMP_ARCH_X86_64\"],\
         \"syscalls\":[{{\"names\":[{}],\"action\":\"{action}\"}}]}}",
        quoted.join(",")
    )
}

/// The kernel's configuration.
pub(crate) fn configure(facts: &mut Facts, options: &[(&str, &str)]) {
    let options = options.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let config = KernelConfig { options, ..KernelConfig::default() };
    facts.host.value_mut().unwrap().kernel.config = known(config);
}

pub(crate) fn judged(facts: &Facts) -> Isolation {
    asked(facts, &[], &[])
}

pub(crate) fn asked(facts: &Facts, findings: &[Finding], containers: &[String]) -> Isolation {
    isolation(&Question {
        facts,
        findings,
        containers,
        tenant_label: "tenant",
        from: From::Outside,
    })
}

pub(crate) fn column<'a>(view: &'a Isolation, name: &str) -> &'a Column {
    view.columns.iter().find(|column| column.name == name).unwrap()
}
