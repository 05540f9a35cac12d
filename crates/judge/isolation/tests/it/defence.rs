//! The matrix.

use seaworthy_core::facts::{Facts, Observed, Reason};
use seaworthy_core::report::defence::{Cell, Defence, DefenceMatrix, Defender};
use seaworthy_isolation::defence_matrix;

use crate::sample::{configure, container, facts, filter, known, live, range};

fn cell<'a>(matrix: &'a DefenceMatrix, class: &str, defender: Defender) -> &'a Cell {
    let class = matrix.classes.iter().find(|each| each.id == class).unwrap();
    class.cells.iter().find(|cell| cell.defender == defender).unwrap()
}

fn of(facts: &Facts, class: &str, defender: Defender) -> Defence {
    cell(&defence_matrix(facts), class, defender).state
}

#[test]
fn every_class_has_a_cell_for_every_defender_and_ids_are_unique() {
    let matrix = defence_matrix(&facts(Vec::new()));
    assert!(matrix.classes.len() >= 18);
    let mut ids: Vec<&str> = matrix.classes.iter().map(|class| class.id.as_str()).collect();
    for class in &matrix.classes {
        let order: Vec<Defender> = class.cells.iter().map(|cell| cell.defender).collect();
        assert_eq!(order, Defender::ALL, "{}", class.id);
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), matrix.classes.len());
}

#[test]
fn the_kernels_column_follows_configuration_and_command_line() {
    let mut facts = facts(Vec::new());
    let stack = |facts: &Facts| of(facts, "stack-overflow", Defender::Kernel);
    assert_eq!(stack(&facts), Defence::Unknown);
    configure(&mut facts, &[("CONFIG_STACKPROTECTOR_STRONG", "n")]);
    let host = facts.host.value_mut().unwrap();
    host.kernel.command_line = known("quiet".into());
    assert_eq!(stack(&facts), Defence::Absent);
    configure(&mut facts, &[("CONFIG_STACKPROTECTOR_STRONG", "y"), ("CONFIG_VMAP_STACK", "y")]);
    assert_eq!(stack(&facts), Defence::Partly);
    facts.host.value_mut().unwrap().kernel.command_line =
        known("quiet randomize_kstack_offset=on".into());
    assert_eq!(stack(&facts), Defence::Present);
}

#[test]
fn a_switch_that_may_still_be_off_is_not_present() {
    let mut facts = facts(Vec::new());
    configure(
        &mut facts,
        &[
            ("CONFIG_INIT_STACK_ALL_ZERO", "y"),
            ("CONFIG_INIT_ON_ALLOC_DEFAULT_ON", "y"),
            ("CONFIG_KSTACK_ERASE", "y"),
        ],
    );
    let state = |facts: &Facts| of(facts, "uninitialised-memory", Defender::Kernel);
    assert_eq!(state(&facts), Defence::Partly);
    facts.host.value_mut().unwrap().kernel.command_line = known("init_on_alloc=0".into());
    assert_eq!(state(&facts), Defence::Partly);
    facts.host.value_mut().unwrap().kernel.command_line = known("ro".into());
    assert_eq!(state(&facts), Defence::Present);
}

#[test]
fn access_control_does_not_mend_the_kernel_it_runs_in() {
    let mut facts = facts(vec![container("web", 1)]);
    facts.host.value_mut().unwrap().lsm.selinux_enforcing = known(true);
    let matrix = defence_matrix(&facts);
    let selinux = cell(&matrix, "heap-corruption", Defender::Selinux);
    assert_eq!((selinux.state, selinux.by_design), (Defence::Absent, true));
}

#[test]
fn labels_decide_for_each_container() {
    let mut web = container("web", 1);
    live(&mut web).lsm_label = known("docker-default (enforce)".into());
    let mut free = container("free", 2);
    live(&mut free).lsm_label = known("unconfined".into());
    let mut facts = facts(vec![web, free]);
    let host = facts.host.value_mut().unwrap();
    host.lsm.apparmor = known(true);
    host.lsm.selinux_enforcing = Observed::Absent;
    assert_eq!(of(&facts, "ptrace", Defender::Apparmor), Defence::Partly);
    assert_eq!(of(&facts, "ptrace", Defender::Selinux), Defence::Absent);
    facts.engines[0].containers.value_mut().unwrap().pop();
    assert_eq!(of(&facts, "ptrace", Defender::Apparmor), Defence::Present);
    // docker-default covers /proc/kcore, not /dev/mem.
    assert_eq!(of(&facts, "physical-memory", Defender::Apparmor), Defence::Partly);
}

#[test]
fn filters_are_asked_for_the_very_calls() {
    let mut web = container("web", 1);
    let calls = ["bpf", "io_uring_setup", "userfaultfd", "perf_event_open"];
    live(&mut web).seccomp.profile =
        known(filter("SCMP_ACT_ALLOW", &calls, "SCMP_ACT_ERRNO").into());
    let mut facts = facts(vec![web]);
    configure(&mut facts, &[("CONFIG_X86_64", "y")]);
    assert_eq!(of(&facts, "risky-interfaces", Defender::Seccomp), Defence::Present);
    assert_eq!(of(&facts, "information-leak", Defender::Seccomp), Defence::Partly);
    assert_eq!(of(&facts, "keyrings", Defender::Seccomp), Defence::Absent);
    assert_eq!(of(&facts, "stack-overflow", Defender::Seccomp), Defence::Partly);
    let containers = facts.engines[0].containers.value_mut().unwrap();
    live(&mut containers[0]).seccomp.profile = Observed::Unreadable(Reason::Permission);
    assert_eq!(of(&facts, "risky-interfaces", Defender::Seccomp), Defence::Unknown);
}

#[test]
fn capabilities_and_ids_are_those_of_the_containers() {
    let mut facts = facts(vec![container("web", 1)]);
    assert_eq!(of(&facts, "kernel-code", Defender::Capabilities), Defence::Present);
    assert_eq!(of(&facts, "files-by-handle", Defender::UserNamespace), Defence::Absent);
    let containers = facts.engines[0].containers.value_mut().unwrap();
    live(&mut containers[0]).uid_map = known(vec![range(100_000, 65536)]);
    live(&mut containers[0]).capabilities.value_mut().unwrap().bounding = u64::MAX;
    assert_eq!(of(&facts, "kernel-code", Defender::Capabilities), Defence::Absent);
    assert_eq!(of(&facts, "files-by-handle", Defender::UserNamespace), Defence::Present);
    facts.engines[0].containers.value_mut().unwrap().clear();
    assert_eq!(of(&facts, "kernel-code", Defender::Capabilities), Defence::Unknown);
}
