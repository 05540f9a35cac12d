//! Namespaces, ids, boundary, mounts.

use seaworthy_core::facts::{MountPoint, NamespaceMode, Observed, Reason};
use seaworthy_core::findings::{
    Finding, Header, Payload, Remedy, Severity, Subject, SubjectKind, Verdict, fail,
};
use seaworthy_core::report::isolation::{
    Basis, BoundaryKind, ColumnKind, NamespaceState, Resource,
};
use seaworthy_core::report::v1;
use seaworthy_isolation::strangers;

use crate::sample::{asked, bind, column, container, facts, judged, known, live, range, settings};

fn state(
    view: &seaworthy_core::report::isolation::Isolation,
    name: &str,
    kind: &str,
) -> NamespaceState {
    column(view, name).namespaces.iter().find(|each| each.kind == kind).unwrap().state
}

#[test]
fn a_namespace_is_told_by_its_inode_and_by_whom_it_is_shared_with() {
    let mut sidecar = container("sidecar", 2);
    live(&mut sidecar).namespaces.insert("net".into(), known(1002));
    let mut agent = container("agent", 3);
    live(&mut agent).namespaces.insert("pid".into(), known(2));
    let view = judged(&facts(vec![container("web", 1), sidecar, agent]));
    assert_eq!(state(&view, "web", "mnt"), NamespaceState::Own);
    assert_eq!(state(&view, "web", "net"), NamespaceState::Containers);
    assert_eq!(state(&view, "agent", "pid"), NamespaceState::Host);
    assert_eq!(state(&view, "web", "user"), NamespaceState::Host);
    assert_eq!(state(&view, "process", "pid"), NamespaceState::Host);
    let net = &column(&view, "web").namespaces[2];
    assert_eq!(net.with_containers, ["sidecar"]);
    assert_eq!((net.with_engine, net.with_init), (Some(false), None));
}

#[test]
fn without_an_inode_to_compare_with_nothing_is_called_own() {
    let mut facts = facts(vec![container("web", 1)]);
    let host = facts.host.value_mut().unwrap();
    host.daemons.value_mut().unwrap()[0].namespaces.clear();
    assert_eq!(state(&judged(&facts), "web", "mnt"), NamespaceState::Unknown);
}

#[test]
fn what_the_kernel_was_not_asked_is_told_from_the_engines_record() {
    let mut web = container("web", 1);
    web.live = Observed::Unreadable(Reason::Permission);
    settings(&mut web).pid_mode = known(NamespaceMode::Host);
    settings(&mut web).network_mode = known(NamespaceMode::Container("db".into()));
    let view = judged(&facts(vec![web, container("db", 2)]));
    let web = column(&view, "web");
    assert_eq!(web.basis, Basis::Configured);
    assert_eq!(state(&view, "web", "pid"), NamespaceState::Host);
    assert_eq!(state(&view, "web", "net"), NamespaceState::Containers);
    assert_eq!(state(&view, "web", "time"), NamespaceState::Unknown);
    assert!(web.seccomp.mode.unknown.as_ref().unwrap().contains("permission denied"));
    assert!(web.reach.calls.unknown.is_some() && web.hardened.is_none());
}

#[test]
fn id_ranges_overlap_or_stand_apart() {
    let mapped = |name: &str, number: u64, outside: u32| {
        let mut container = container(name, number);
        live(&mut container).uid_map = known(vec![range(outside, 65536)]);
        container
    };
    let view = judged(&facts(vec![
        mapped("a", 1, 100_000),
        mapped("b", 2, 165_535),
        mapped("c", 3, 300_000),
    ]));
    assert_eq!(column(&view, "a").user.overlaps, ["b"]);
    assert_eq!(column(&view, "c").user.overlaps, [""; 0]);
    assert_eq!(column(&view, "a").user.host_ids.value, Some(false));
    assert_eq!(column(&view, "a").boundary.kind, BoundaryKind::UserNamespaceContainer);
}

#[test]
fn a_machine_in_disguise_is_recognised_by_its_processes() {
    let mut kata = container("kata", 1);
    live(&mut kata).boundary.ancestors =
        known(vec!["/opt/kata/bin/containerd-shim-kata-v2".into(), "/sbin/init".into()]);
    let mut sandbox = container("sandbox", 2);
    live(&mut sandbox).boundary.ancestors = known(vec!["/usr/bin/runsc".into()]);
    // A program of that name in an image is no sandbox.
    let mut fake = container("fake", 3);
    live(&mut fake).boundary.exe = known("/usr/bin/runsc".into());
    live(&mut fake).boundary.ancestors = known(vec!["/usr/bin/containerd-shim-runc-v2".into()]);
    let mut vmm = container("vmm", 4);
    live(&mut vmm).boundary.holds_kvm = known(true);
    live(&mut vmm).boundary.exe = known("/usr/bin/qemu-system-x86_64".into());
    let mut promised = container("promised", 5);
    promised.live = Observed::Unreadable(Reason::Permission);
    settings(&mut promised).runtime = known("kata".into());
    let view = judged(&facts(vec![kata, sandbox, fake, vmm, promised]));
    let of = |name: &str| column(&view, name).boundary.kind;
    assert_eq!(of("process"), BoundaryKind::Process);
    assert_eq!(of("kata"), BoundaryKind::MicroVm);
    assert_eq!(of("sandbox"), BoundaryKind::Gvisor);
    assert_eq!(of("fake"), BoundaryKind::Container);
    assert_eq!(of("vmm"), BoundaryKind::Container);
    assert_eq!(of("promised"), BoundaryKind::Unknown);
    let kata = column(&view, "kata");
    assert_eq!(kata.reach.kernel, "own");
    assert!(kata.reach.calls.unknown.is_some(), "the monitor's calls are not the program's");
}

#[test]
fn the_stored_machine_is_read_and_told_from_the_hosts_side() {
    let view = judged(&facts(vec![container("web", 1)]));
    let machine = column(&view, "virtual machine");
    assert_eq!(
        (machine.basis, machine.boundary.kind),
        (Basis::Stored, BoundaryKind::VirtualMachine)
    );
    assert!(machine.namespaces.iter().all(|each| each.state == NamespaceState::Own));
    assert_eq!(machine.boundary.shares_kernel.value, Some(false));
    let calls = machine.reach.calls.value.as_ref().unwrap();
    assert_eq!(calls[0].reachable(), calls[0].total);
    assert!(machine.reach.filter.is_none() && !machine.reach.notes.is_empty());
}

#[test]
fn mounts_are_told_by_what_of_the_host_they_reach() {
    let mut web = container("web", 1);
    settings(&mut web).mounts = known(vec![
        bind("/srv/site", true),
        bind("/var/run", false),
        bind("/etc/ssl", false),
        bind("/", false),
    ]);
    let view = judged(&facts(vec![web]));
    let files = &column(&view, "web").files;
    let resources: Vec<Resource> =
        files.mounts.value.iter().flatten().map(|mount| mount.resource).collect();
    assert_eq!(
        resources,
        [Resource::EngineSocket, Resource::HostRoot, Resource::Configuration, Resource::Files]
    );
    assert_eq!(files.engine_sockets.value.as_ref().unwrap().len(), 1);
}

#[test]
fn the_kernels_word_on_a_mount_beats_the_engines() {
    let mut web = container("web", 1);
    settings(&mut web).mounts = known(vec![bind("/srv", true)]);
    let mount = |path: &str, kind: &str, option: &str| MountPoint {
        path: path.into(),
        fs_type: kind.into(),
        options: vec![option.into()],
        ..MountPoint::default()
    };
    live(&mut web).mounts = known(vec![
        mount("/", "overlay", "ro"),
        mount("/inside", "ext4", "ro"),
        mount("/proc/acpi", "tmpfs", "ro"),
        mount("/proc/sys", "proc", "ro"),
        mount("/sys/fs/cgroup", "tmpfs", "ro"),
    ]);
    let view = judged(&facts(vec![web]));
    let files = &column(&view, "web").files;
    assert!(!files.mounts.value.as_ref().unwrap()[0].writable);
    assert_eq!(files.read_only_root.value, Some(true));
    assert_eq!(files.masked.value.as_ref().unwrap(), &["/proc/acpi"]);
    assert_eq!(files.read_only_paths.value.as_ref().unwrap(), &["/proc/sys"]);
}

#[test]
fn names_select_and_strangers_are_told() {
    let facts = facts(vec![container("web", 1), container("db", 2)]);
    let names = ["db".to_owned(), "wbe".to_owned(), format!("{:064x}", 1)];
    let view = asked(&facts, &[], &names);
    let kinds: Vec<&str> = view
        .columns
        .iter()
        .filter(|column| column.kind == ColumnKind::Container)
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(kinds, ["web", "db"]);
    assert_eq!(strangers(&facts, &names), [&names[1]]);
}

/// A finding on a container.
pub(crate) fn finding(name: &str, number: u64, tag: &str, verdict: Verdict) -> Finding {
    let header = Header {
        id: "daemon-socket-mounted".into(),
        title: "engine control socket mounted".into(),
        section: "containers".into(),
        tags: vec![tag.into()],
        severity: Severity::Critical,
        benchmarks: Vec::new(),
        remedy: Remedy { summary: "Remove the mount.".into(), ..Remedy::default() },
    };
    let mut subject = Subject::new(SubjectKind::Container, name);
    subject.id = format!("{number:064x}");
    Finding::new(header.into(), subject.into(), verdict, Payload::Misconfiguration)
}

#[test]
fn ways_out_are_those_of_the_container_and_of_the_tag() {
    let facts = facts(vec![container("web", 1), container("db", 2)]);
    let findings = [
        finding("web", 1, "escape", fail("through the socket")),
        finding("web", 1, "hygiene", fail("untidy")),
        finding("web", 1, "escape", Verdict::Unknown("mounts: permission denied".into())),
        finding("db", 2, "escape", seaworthy_core::findings::pass()),
    ];
    let view = asked(&facts, &findings, &[]);
    let web = &column(&view, "web").escapes;
    assert_eq!(web.len(), 2);
    assert_eq!((web[0].verdict, web[1].verdict), (v1::Verdict::Fail, v1::Verdict::Unknown));
    assert_eq!(web[0].close.summary, "Remove the mount.");
    assert!(column(&view, "db").escapes.is_empty());
}
