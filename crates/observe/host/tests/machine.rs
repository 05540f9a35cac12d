//! Whole observations of machines made of folders.

#![allow(clippy::unwrap_used, reason = "a test stops where it is wrong")]

use std::os::unix::fs::symlink;
use std::path::Path;

use seaworthy_core::facts::{
    AuditSource, CommandLine, ContainerFacts, ContainerState, DaemonProcess, HostFacts, Observed,
    Problem, Reason,
};
use seaworthy_host::{HostOptions, observe, observe_containers};

struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        let machine = Self(tempfile::tempdir().unwrap());
        machine.write("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        machine.write("proc/stat", "btime 1000\n");
        machine.process(1, "/sbin/init", &["/sbin/init"], "0::/init.scope\n");
        machine
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// A process that started ten seconds after boot.
    fn process(&self, pid: u32, exe: &str, arguments: &[&str], cgroup: &str) {
        let folder = format!("proc/{pid}");
        self.write(&format!("{folder}/cmdline"), &(arguments.join("\0") + "\0"));
        self.write(&format!("{folder}/environ"), "PATH=/bin\0SECRET_TOKEN=hunter2\0");
        self.write(&format!("{folder}/cgroup"), cgroup);
        self.write(
            &format!("{folder}/status"),
            &format!("Uid:\t0\t0\nGid:\t0\t0\nNSpid:\t{pid}\n"),
        );
        let stat = "S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1000 0 0";
        self.write(&format!("{folder}/stat"), &format!("{pid} (x) {stat}"));
        symlink(exe, self.path().join(&folder).join("exe")).unwrap();
    }

    fn touch(&self, path: &str, seconds: u64) {
        let file = std::fs::File::options().append(true).open(self.path().join(path)).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)).unwrap();
    }

    fn options(&self) -> HostOptions {
        HostOptions { root: self.path().to_owned(), ..HostOptions::default() }
    }

    fn observe(&self) -> (HostFacts, Vec<Problem>) {
        let mut problems = Vec::new();
        let facts = observe(&self.options(), &mut problems).unwrap();
        (facts, problems)
    }

    fn daemon(&self) -> DaemonProcess {
        let mut daemons = self.observe().0.daemons.value().unwrap().clone();
        assert_eq!(daemons.len(), 1);
        daemons.remove(0)
    }
}

#[test]
fn a_decoy_is_no_daemon() {
    let machine = Machine::new();
    let decoy = ["editor", "/x/dockerd", "--userns-remap=default"];
    machine.process(50, "/usr/bin/editor", &decoy, "0::/\n");
    machine.process(60, "/usr/sbin/dockerd", &["dockerd", "--icc=false"], "0::/\n");
    machine.write("run/docker.pid", "50");
    let daemon = machine.daemon();
    assert_eq!(daemon.pid, 60);
    assert_eq!(daemon.now.get("userns-remap"), Observed::Absent);
    assert_eq!(daemon.now.flag("icc").value(), Some(&false));
    assert!(machine.observe().1.iter().any(|problem| problem.source == "/run/docker.pid"));
}

#[test]
fn the_space_form_of_config_file_is_read() {
    let machine = Machine::new();
    let arguments = ["dockerd", "--config-file", "/srv/d.json"];
    machine.process(60, "/usr/sbin/dockerd", &arguments, "0::/\n");
    machine.write("srv/d.json", r#"{"debug": true, "nonsense": 1}"#);
    machine.touch("srv/d.json", 1009);
    let daemon = machine.daemon();
    assert_eq!(daemon.file.path, "/srv/d.json");
    assert_eq!(daemon.file.newer_than_process.value(), Some(&false));
    assert_eq!(daemon.now.flag("debug").value(), Some(&true));
    assert_eq!(daemon.file.unknown_keys, ["nonsense"]);
    assert_eq!(daemon.started.value(), Some(&1010));
}

#[test]
fn a_file_edited_since_is_the_next_start_and_not_this_one() {
    let machine = Machine::new();
    machine.process(60, "/usr/sbin/dockerd", &["dockerd", "-H", "fd://"], "0::/\n");
    machine.write("etc/docker/daemon.json", r#"{"icc": false, "hosts": ["tcp://0.0.0.0:1"]}"#);
    machine.touch("etc/docker/daemon.json", 1011);
    let daemon = machine.daemon();
    assert_eq!(daemon.now.flag("icc"), Observed::Unreadable(Reason::NotStarted));
    assert_eq!(daemon.after_restart.flag("icc").value(), Some(&false));
    assert_eq!(daemon.conflicts, ["hosts"]);
}

#[test]
fn a_broken_file_does_not_end_the_audit() {
    let machine = Machine::new();
    machine.process(60, "/usr/sbin/dockerd", &["dockerd"], "0::/\n");
    machine.write("etc/docker/daemon.json", "{\"icc\": false,}");
    let (facts, problems) = machine.observe();
    assert!(!facts.daemons.value().unwrap()[0].file.error.is_empty());
    assert!(problems.iter().any(|problem| problem.source == "/etc/docker/daemon.json"));
}

#[test]
fn a_unit_decides_the_next_start() {
    let machine = Machine::new();
    machine.write("run/systemd/system/x", "");
    let unit =
        "[Service]\nEnvironmentFile=/etc/default/docker\nExecStart=/usr/sbin/dockerd $OPTS\n";
    machine.write("usr/lib/systemd/system/docker.service", unit);
    machine.write("etc/default/docker", "OPTS='--live-restore'\n");
    machine.process(60, "/usr/sbin/dockerd", &["dockerd"], "0::/system.slice/docker.service\n");
    let daemon = machine.daemon();
    assert_eq!(daemon.now.get("live-restore"), Observed::Absent);
    assert_eq!(daemon.after_restart.flag("live-restore").value(), Some(&true));
}

#[test]
fn nothing_secret_is_in_the_facts() {
    let machine = Machine::new();
    let arguments = ["dockerd", "--log-opt", "splunk-token=hunter2", "--label=A_PASSWORD=hunter2"];
    machine.process(60, "/usr/sbin/dockerd", &arguments, "0::/\n");
    machine.write("etc/docker/daemon.json", r#"{"proxies": {"http-proxy": "http://u:hunter2@p"}}"#);
    machine.write("etc/default/docker", "export HTTPS_PROXY=http://u:hunter2@p\nX_TOKEN=hunter2\n");
    let unit = "[Service]\nEnvironment=\"DB_PASSWORD=a hunter2\"\nExecStart=/x --token hunter2\n";
    machine.write("etc/systemd/system/docker.service", unit);
    let text = serde_json::to_string(&machine.observe().0).unwrap();
    assert!(!text.contains("hunter2"));
    assert!(text.contains("SECRET_TOKEN"));
}

#[test]
fn audit_rules_of_a_copy_come_from_files() {
    let machine = Machine::new();
    machine.write("etc/audit/rules.d/docker.rules", "-w /usr/bin/dockerd -k docker\n");
    let (facts, _) = machine.observe();
    let audit = facts.audit.value().unwrap();
    assert_eq!(audit.source, AuditSource::Files);
    assert_eq!(audit.rules.len(), 1);
    assert_eq!(audit.enabled, Observed::default());
}

#[test]
fn only_a_process_whose_cgroup_names_the_container_is_its() {
    let machine = Machine::new();
    let id = "ab".repeat(32);
    machine.process(70, "/bin/sleep", &["sleep"], &format!("0::/system.slice/docker-{id}.scope\n"));
    machine.process(71, "/bin/other", &["other"], "0::/user.slice\n");
    let container = |id: &str, pid: u32| ContainerFacts {
        id: id.to_owned(),
        state: ContainerState {
            running: Observed::known(true, "State.Running"),
            pid: Observed::known(pid, "State.Pid"),
            ..ContainerState::default()
        },
        ..ContainerFacts::default()
    };
    let mut containers = [container(&id, 70), container(&"cd".repeat(32), 71)];
    let mut problems = Vec::new();
    observe_containers(&machine.options(), &[], &mut containers, &mut problems).unwrap();
    let live = containers[0].live.value().unwrap();
    assert_eq!((live.pid, live.processes.value().unwrap()[0].exe.as_str()), (70, "/bin/sleep"));
    assert_eq!(
        containers[1].live.clone().map(|live| live.pid),
        Observed::Unreadable(Reason::NotStarted)
    );
    assert_eq!(problems.len(), 1);
}

#[test]
fn kernel_files_of_two_hundred_megabytes_are_left() {
    let machine = Machine::new();
    machine.write("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    for path in [
        "proc/config.gz",
        "boot/config-6.1.0-18-amd64",
        "proc/cmdline",
        "proc/modules",
        "proc/sys/kernel/core_pattern",
        "sys/devices/system/cpu/vulnerabilities/meltdown",
    ] {
        machine.write(path, "");
        std::fs::File::create(machine.path().join(path)).unwrap().set_len(200 << 20).unwrap();
    }
    let started = std::time::Instant::now();
    let (facts, problems) = machine.observe();
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
    let limit = Reason::Limit;
    assert_eq!(facts.kernel.config, Observed::Unreadable(limit));
    assert_eq!(facts.kernel.command_line, Observed::Unreadable(limit));
    assert_eq!(facts.kernel.modules, Observed::Unreadable(limit));
    assert_eq!(facts.kernel.vulnerabilities, Observed::Unreadable(limit));
    assert_eq!(facts.sysctls["kernel.core_pattern"], Observed::Unreadable(limit));
    assert_eq!(facts.kernel_release.value().unwrap(), "6.1.0-18-amd64");
    assert!(problems.iter().any(|problem| problem.source == "/proc/config.gz"));
}

#[test]
fn the_kernel_of_a_copied_machine_is_read_from_its_files() {
    let machine = Machine::new();
    machine.write("boot/config-6.1.0-18-amd64", "CONFIG_SECCOMP=y\n");
    machine.write("proc/cmdline", "ro rd.iscsi.password=hunter2 lsm=\"a b\"\n");
    machine.write("proc/modules", "zfs 1 0 - Live 0x0\noverlay 2 1 zfs, Live 0x0\n");
    machine.write("proc/cpuinfo", "processor: 0\nflags: fpu smep\n");
    machine.write("proc/sys/fs/binfmt_misc/status", "enabled\n");
    machine.write("proc/sys/fs/binfmt_misc/qemu-arm", "enabled\ninterpreter /usr/bin/qemu\n");
    machine.write("proc/sys/fs/binfmt_misc/qemu-sh4", "disabled\ninterpreter /usr/bin/qemu\n");
    machine.write("sys/kernel/security/lsm", "yama\n");
    machine.write("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
    let (facts, _) = machine.observe();
    let kernel = &facts.kernel;
    assert!(kernel.config.value().unwrap().is_on("CONFIG_SECCOMP"));
    let line = CommandLine::parse(kernel.command_line.value().unwrap());
    assert_eq!(line.value("lsm"), Some("a b"));
    assert_eq!(line.value("rd.iscsi.password"), Some("<named-secret, 7 bytes>"));
    assert_eq!(kernel.modules.value().unwrap(), &["overlay", "zfs"]);
    assert_eq!(kernel.cpu_flags.value().unwrap(), &["fpu", "smep"]);
    assert_eq!(kernel.foreign_formats.value().unwrap(), &["qemu-arm"]);
    assert_eq!(kernel.lockdown.value().unwrap(), "integrity");
    assert_eq!(kernel.vulnerabilities, Observed::Absent);
    assert!(!kernel.sysctls_complete);
}
