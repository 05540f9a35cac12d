//! What two tenants share.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::fail;
use seaworthy_core::report::isolation::{Fitness, Pair, SharedState};

use crate::columns::finding;
use crate::sample::{asked, bind, container, facts, judged, known, live, range, settings};

fn of(tenant: &str, mut container: ContainerFacts) -> ContainerFacts {
    container.labels.insert("tenant".into(), tenant.into());
    container
}

/// Parted in everything: a kernel, ids and limits of its own.
fn apart(name: &str, number: u64) -> ContainerFacts {
    let mut container = container(name, number);
    let outside = 100_000 * u32::try_from(number).unwrap();
    live(&mut container).uid_map = known(vec![range(outside, 65536)]);
    live(&mut container).boundary.ancestors = known(vec!["/bin/containerd-shim-kata-v2".into()]);
    live(&mut container).limits.memory = known(1 << 29);
    live(&mut container).limits.pids = known(100);
    container
}

fn pair(one: ContainerFacts, other: ContainerFacts) -> Pair {
    let view = judged(&facts(vec![of("a", one), of("b", other)]));
    view.tenancy.pairs[0].clone()
}

fn state(pair: &Pair, what: &str) -> SharedState {
    pair.shares.iter().find(|shared| shared.what == what).unwrap().state
}

#[test]
fn machines_that_share_nothing_are_fit() {
    let pair = pair(apart("x", 1), apart("y", 2));
    assert_eq!((pair.verdict, pair.reasons.len()), (Fitness::Fit, 0), "{:?}", pair.reasons);
}

#[test]
fn a_shared_kernel_alone_is_a_reason() {
    let mut plain = apart("y", 2);
    live(&mut plain).boundary.ancestors = known(vec!["/bin/containerd-shim-runc-v2".into()]);
    let pair = pair(apart("x", 1), plain);
    assert_eq!(pair.verdict, Fitness::NotSoFast);
    assert_eq!(pair.reasons.len(), 1);
    assert_eq!(state(&pair, "kernel"), SharedState::Shared);
}

#[test]
fn each_thing_in_common_is_told() {
    let mut x = apart("x", 1);
    let mut y = apart("y", 2);
    settings(&mut x).mounts = known(vec![bind("/srv/data", true)]);
    settings(&mut y).mounts = known(vec![bind("/srv/data/sub", false)]);
    settings(&mut x).networks = known(vec!["bridge".into()]);
    settings(&mut y).networks = known(vec!["bridge".into()]);
    live(&mut x).uid_map = known(vec![range(200_000, 65536)]);
    live(&mut x).namespaces.insert("ipc".into(), known(2003));
    live(&mut y).limits.memory = Observed::Absent;
    let pair = pair(x, y);
    for what in ["files", "network", "user-range", "ipc-namespace", "cgroup-parent"] {
        assert_eq!(state(&pair, what), SharedState::Shared, "{what}");
    }
    for what in ["kernel", "engine-socket", "pid-namespace", "image"] {
        assert_eq!(state(&pair, what), SharedState::Apart, "{what}");
    }
    assert_eq!(pair.reasons.len(), 5, "{:?}", pair.reasons);
}

#[test]
fn who_commands_the_engine_commands_both() {
    let mut x = apart("x", 1);
    settings(&mut x).mounts = known(vec![bind("/var/run/docker.sock", true)]);
    let pair = pair(x, apart("y", 2));
    assert_eq!(state(&pair, "engine-socket"), SharedState::Shared);
}

#[test]
fn missing_facts_are_no_fitness() {
    let mut x = apart("x", 1);
    live(&mut x).uid_map = Observed::default();
    let pair = pair(x, apart("y", 2));
    assert_eq!(pair.verdict, Fitness::Unknown);
    assert!(pair.reasons[0].contains("user-range"), "{:?}", pair.reasons);
}

#[test]
fn a_way_out_is_a_reason_and_the_worst_pair_comes_first() {
    let all = vec![of("a", apart("x", 1)), of("b", apart("y", 2)), of("c", apart("z", 3))];
    let facts = facts(all);
    let findings = [finding("z", 3, "escape", fail("out"))];
    let tenancy = asked(&facts, &findings, &[]).tenancy;
    assert_eq!(tenancy.verdict, Some(Fitness::NotSoFast));
    let verdicts: Vec<Fitness> = tenancy.pairs.iter().map(|pair| pair.verdict).collect();
    assert_eq!(verdicts, [Fitness::NotSoFast, Fitness::NotSoFast, Fitness::Fit]);
    assert!(tenancy.because.contains("2 of 3"), "{}", tenancy.because);
}

#[test]
fn one_tenant_has_nobody_to_part_from() {
    let view = judged(&facts(vec![of("a", apart("x", 1)), apart("y", 2)]));
    assert_eq!(view.tenancy.verdict, None);
    assert_eq!(view.tenancy.unassigned, ["y"]);
}

#[test]
fn thousands_of_tenants_end_in_time_and_say_what_was_left_out() {
    let all = (1..=400)
        .map(|number| of(&format!("t{number}"), apart(&format!("c{number}"), number % 40 + 1)));
    let tenancy = judged(&facts(all.collect())).tenancy;
    assert_eq!(tenancy.pairs.len(), 100);
    assert_eq!(tenancy.pairs_left_out, 400 * 399 / 2 - 100);
    assert!(tenancy.because.contains("29800 further pairs"), "{}", tenancy.because);
}
