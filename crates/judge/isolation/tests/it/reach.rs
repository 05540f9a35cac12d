//! System calls and socket families under a filter.

use seaworthy_core::facts::{Observed, Reason};
use seaworthy_core::report::isolation::{CallCounts, ReachWord};

use crate::sample::{column, configure, container, facts, filter, judged, known, live};

fn of<'a>(counts: &'a [CallCounts], abi: &str) -> &'a CallCounts {
    counts.iter().find(|counts| counts.abi == abi).unwrap()
}

#[test]
fn calls_are_counted_under_the_real_filter_and_equal_filters_once() {
    let with = |name: &str, number: u64, filter: &str| {
        let mut container = container(name, number);
        live(&mut container).seccomp.profile = known(filter.into());
        container
    };
    let only_bpf = filter("SCMP_ACT_ALLOW", &["bpf"], "SCMP_ACT_ERRNO");
    let facts = facts(vec![with("a", 1, &only_bpf), with("b", 2, &only_bpf)]);
    let view = judged(&facts);
    let process = column(&view, "process").reach.calls.value.as_ref().unwrap();
    let free = of(process, "x86_64");
    assert_eq!(free.reachable(), free.total);
    assert!(free.total > 330 && free.total < 470, "{}", free.total);
    let a = column(&view, "a");
    let counts = of(a.reach.calls.value.as_ref().unwrap(), "x86_64");
    assert_eq!((counts.total - counts.allowed, counts.refused), (1, 1));
    assert_eq!(counts.errnos.get("EPERM"), Some(&1));
    assert_eq!(a.reach.filter, column(&view, "b").reach.filter);
    let survey = &view.filters[a.reach.filter.unwrap()];
    let refused: Vec<&str> = survey
        .calls
        .iter()
        .filter(|call| call.abi == "x86_64" && call.reach == ReachWord::Refused)
        .map(|call| call.name.as_str())
        .collect();
    assert_eq!(refused, ["bpf"]);
}

#[test]
fn an_older_kernel_has_fewer_calls() {
    let total = |release: &str| {
        let mut facts = facts(Vec::new());
        facts.host.value_mut().unwrap().kernel_release = known(release.into());
        let view = judged(&facts);
        of(view.columns[0].reach.calls.value.as_ref().unwrap(), "x86_64").total
    };
    assert!(total("4.19.0") < total("6.1.0"));
}

#[test]
fn a_filter_that_cannot_be_read_is_unknown_and_says_what_is_needed() {
    let mut web = container("web", 1);
    live(&mut web).seccomp.profile = Observed::Unreadable(Reason::Permission);
    let mut broken = container("broken", 2);
    live(&mut broken).seccomp.profile = known("{".into());
    let view = judged(&facts(vec![web, broken]));
    let why = column(&view, "web").reach.calls.unknown.clone().unwrap();
    assert!(why.contains("--ptrace") && why.contains("root"), "{why}");
    assert!(column(&view, "broken").reach.calls.unknown.is_some());
    assert!(column(&view, "web").seccomp.exact.unknown.is_some());
}

#[test]
fn families_are_what_filter_kernel_and_capabilities_leave() {
    let mut facts = facts(vec![container("web", 1)]);
    configure(
        &mut facts,
        &[
            ("CONFIG_UNIX", "y"),
            ("CONFIG_INET", "y"),
            ("CONFIG_PACKET", "m"),
            ("CONFIG_NET_KEY", "m"),
        ],
    );
    let containers = facts.engines[0].containers.value_mut().unwrap();
    live(&mut containers[0]).seccomp.profile =
        known(filter("SCMP_ACT_ALLOW", &["bpf"], "SCMP_ACT_ERRNO").into());
    let view = judged(&facts);
    // NET_RAW is there, NET_ADMIN is not.
    assert_eq!(
        column(&view, "web").reach.families.value.as_ref().unwrap(),
        &["AF_UNIX", "AF_INET", "AF_PACKET"]
    );
    assert!(
        column(&judged(&crate::sample::facts(vec![container("x", 1)])), "x")
            .reach
            .families
            .unknown
            .is_some()
    );
}

#[test]
fn an_abi_that_the_kernel_lacks_is_closed() {
    let mut facts = facts(Vec::new());
    configure(&mut facts, &[("CONFIG_X86_64", "y")]);
    let view = judged(&facts);
    let counts = view.columns[0].reach.calls.value.as_ref().unwrap();
    assert!(of(counts, "i386").closed.as_ref().unwrap().contains("IA32_EMULATION"));
    assert_eq!(of(counts, "i386").total, 0);
}

#[test]
fn the_hardened_container_reaches_no_more_than_a_free_one() {
    let mut web = container("web", 1);
    live(&mut web).seccomp_mode = known(0);
    let view = judged(&facts(vec![web]));
    let web = column(&view, "web");
    let hardened = web.hardened.as_ref().unwrap();
    let (free, tight) =
        (web.reach.calls.value.as_ref().unwrap(), hardened.calls.value.as_ref().unwrap());
    assert!(of(tight, "x86_64").reachable() < of(free, "x86_64").reachable());
    assert!(of(tight, "x86_64").reachable() > 200);
    assert_eq!(hardened.setuid.value.as_ref().unwrap().count, 0);
    assert_eq!(column(&view, "web hardened").reach, **hardened);
}
