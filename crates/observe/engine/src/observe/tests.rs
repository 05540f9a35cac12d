use std::thread;
use std::time::{Duration, Instant};

use seaworthy_core::facts::{EngineFacts, EngineKind, Observed, Problem, Reason};
use seaworthy_testkit::{FakeEngine, Fault, Shape, container, image, many};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use crate::{EngineChoice, EngineError, Environment, Limits, endpoints};

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Short enough for a test, long enough for a busy machine.
fn limits() -> Limits {
    Limits {
        document: 200_000,
        list: 400_000,
        connect: Duration::from_secs(2),
        request: Duration::from_millis(700),
        total: Duration::from_secs(20),
        timeouts: 2,
        ..Limits::default()
    }
}

fn ask(fake: &FakeEngine) -> (Result<EngineFacts, EngineError>, Vec<Problem>) {
    let choice = EngineChoice { host: Some(fake.host()), ..EngineChoice::default() };
    let endpoint = endpoints(&choice, &Environment::default()).unwrap().remove(0);
    let mut problems = Vec::new();
    let facts = super::observe(runtime().handle(), &endpoint, &limits(), &mut problems);
    (facts, problems)
}

fn clean(fake: &FakeEngine) -> EngineFacts {
    let (facts, problems) = ask(fake);
    assert_eq!(problems, []);
    facts.unwrap()
}

fn reason<T>(part: &Observed<T>) -> Option<Reason> {
    match part {
        Observed::Unreadable(reason) => Some(*reason),
        Observed::Known { .. } | Observed::Absent => None,
    }
}

#[test]
fn every_engine_is_read_without_problems() {
    for shape in Shape::ALL {
        let fake = FakeEngine::builder()
            .shape(shape)
            .container(container("web").privileged(true))
            .container(container("old").stopped())
            .image(image("spare:1").user("1000"))
            .start()
            .unwrap();
        let facts = clean(&fake);
        let podman = shape == Shape::Podman4;
        assert_eq!(facts.kind == EngineKind::Podman, podman);
        assert_eq!(facts.api_version, shape.api_version());
        assert_eq!(facts.requests as usize, fake.requests().len());
        let web = facts.container("web").unwrap();
        assert!(web.is_running());
        assert_eq!(web.settings().unwrap().privileged.value(), Some(&true));
        assert_eq!(facts.image_of(web).unwrap().containers.value(), Some(&2), "{shape:?}");
        assert_eq!(facts.peer.value().unwrap().pid, std::process::id());
        for request in fake.requests() {
            assert_eq!(request.method, "GET");
            for never in ["/top", "/unlockkey", "/system/df"] {
                assert!(!request.path.contains(never), "{}", request.path);
            }
        }
    }
}

#[test]
fn one_inspect_a_container_over_few_connections() {
    let fake = FakeEngine::builder().containers(many(200)).start().unwrap();
    let facts = clean(&fake);
    assert_eq!(facts.containers.value().unwrap().len(), 200);
    let inspects: usize = fake
        .counts()
        .iter()
        .filter(|(path, _)| path.starts_with("/containers/") && path.ends_with("/json"))
        .filter(|(path, _)| *path != "/containers/json")
        .map(|(_, count)| count)
        .sum();
    assert_eq!(inspects, 200);
    assert!(fake.requests().len() < 220, "{}", fake.requests().len());
    assert!(fake.connections() <= 4, "{}", fake.connections());
}

#[test]
fn networks_name_who_runs_in_them() {
    let fake = FakeEngine::builder().container(container("web")).start().unwrap();
    let facts = clean(&fake);
    let networks = facts.networks.value().unwrap();
    let bridge = networks.iter().find(|network| network.name == "bridge").unwrap();
    assert_eq!(bridge.containers.value().unwrap(), &["web"]);
}

#[test]
fn join_tokens_are_dropped() {
    let fake = FakeEngine::builder().swarm().start().unwrap();
    let facts = clean(&fake);
    assert_eq!(facts.swarm.autolock.value(), Some(&false));
    assert_eq!(facts.swarm.nodes.value().unwrap().len(), 1);
    assert_eq!(facts.swarm.secrets.value(), Some(&1));
    assert!(!serde_json::to_string(&facts).unwrap().contains("SWMTKN"));
}

#[test]
fn a_part_that_fails_does_not_take_the_others_with_it() {
    for (fault, expected) in [
        (Fault::Status(403), Reason::Permission),
        (Fault::Status(500), Reason::Malformed),
        (Fault::Silent, Reason::Timeout),
        (Fault::Trickle(Duration::from_millis(50)), Reason::Timeout),
        (Fault::Huge(50_000_000), Reason::Limit),
        (Fault::CutOff, Reason::Malformed),
        (Fault::HangUp, Reason::Malformed),
        (Fault::NotJson, Reason::Malformed),
        (Fault::WrongType, Reason::Malformed),
        (Fault::Nested(1_000_000), Reason::Limit),
        (Fault::Nested(100_000), Reason::Malformed),
        (Fault::HeaderFlood(10_000_000), Reason::Malformed),
        (Fault::BadChunk, Reason::Malformed),
    ] {
        thread::scope(|scope| {
            for path in ["/info", "/containers/json", "/images/json", "/networks"] {
                let fault = fault.clone();
                scope.spawn(move || one_part_fails(path, fault, expected));
            }
        });
    }
}

fn one_part_fails(path: &str, fault: Fault, expected: Reason) {
    let context = format!("{fault:?} at {path}");
    let fake =
        FakeEngine::builder().container(container("web")).fault(path, fault).start().unwrap();
    let (facts, problems) = ask(&fake);
    let facts = facts.unwrap();
    for (part, reason) in [
        ("/info", reason(&facts.info)),
        ("/containers/json", reason(&facts.containers)),
        ("/images/json", reason(&facts.images)),
        ("/networks", reason(&facts.networks)),
    ] {
        let due = (part == path).then_some(expected);
        assert_eq!(reason, due, "{part} with {context}");
    }
    assert!(problems.iter().all(|problem| !problem.hint.is_empty()), "{problems:?}");
    assert!(!problems.is_empty(), "{context}");
}

#[test]
fn right_answers_in_unusual_framing_are_read() {
    let fake = FakeEngine::builder()
        .container(container("web"))
        .fault("*", Fault::Chunked)
        .start()
        .unwrap();
    assert!(clean(&fake).container("web").is_some());
}

#[test]
fn one_stuck_container_does_not_hide_the_others() {
    let stuck = container("stuck");
    let path = format!("/containers/{}/json", stuck.id());
    let fake = FakeEngine::builder()
        .container(container("web"))
        .container(stuck)
        .fault(&path, Fault::Silent)
        .start()
        .unwrap();
    let (facts, problems) = ask(&fake);
    let facts = facts.unwrap();
    assert!(facts.container("web").unwrap().settings().is_ok());
    assert!(facts.container("stuck").unwrap().settings().is_err());
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.contains("1 of 2"), "{problems:?}");
}

#[test]
fn a_stuck_engine_costs_bounded_time() {
    let fake = FakeEngine::builder()
        .containers(many(100))
        .fault("/containers/*/json", Fault::Silent)
        .start()
        .unwrap();
    let start = Instant::now();
    let (facts, problems) = ask(&fake);
    // Six rounds at most: patience is two, four ask at once.
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
    let facts = facts.unwrap();
    assert_eq!(facts.containers.value().unwrap().len(), 100);
    assert!(facts.images.is_known());
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn a_container_removed_meanwhile_is_no_problem() {
    let gone = container("gone");
    let path = format!("/containers/{}/json", gone.id());
    let fake = FakeEngine::builder()
        .container(container("web"))
        .container(gone)
        .fault(&path, Fault::Status(404))
        .start()
        .unwrap();
    assert_eq!(clean(&fake).containers.value().unwrap().len(), 1);
}

#[test]
fn a_malformed_field_is_named_once() {
    let fake = FakeEngine::builder()
        .containers(many(5).into_iter().map(|c| c.set("HostConfig.Memory", json!("all"))))
        .start()
        .unwrap();
    let (facts, problems) = ask(&fake);
    let facts = facts.unwrap();
    let settings = facts.container("c1").unwrap().settings().unwrap();
    assert_eq!(reason(&settings.memory), Some(Reason::Malformed));
    assert!(settings.privileged.is_known());
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.contains("HostConfig.Memory"), "{problems:?}");
    assert!(problems[0].message.contains("and 4 more"), "{problems:?}");
}

#[test]
fn an_engine_cannot_steer_us_elsewhere() {
    let list = json!([{"Id": "../swarm/unlockkey?", "Names": ["/evil"]}]);
    let fake = FakeEngine::builder().document("/containers/json", list.clone());
    let fake = fake.fault("/containers/json", Fault::Replace(list)).start().unwrap();
    let (facts, problems) = ask(&fake);
    assert!(facts.unwrap().container("evil").unwrap().settings().is_err());
    assert_eq!(problems.len(), 1);
    assert!(fake.requests().iter().all(|request| !request.path.contains("unlockkey")));
}

#[test]
fn what_is_no_engine_is_an_error() {
    let other = FakeEngine::builder().fault("*", Fault::Status(404)).start().unwrap();
    assert!(matches!(ask(&other).0, Err(EngineError::NotAnEngine { .. })));
    let refusing = FakeEngine::builder().fault("*", Fault::Status(403)).start().unwrap();
    assert!(matches!(ask(&refusing).0, Err(EngineError::Status { status: 403, .. })));
    let silent = FakeEngine::builder().fault("*", Fault::Silent).start().unwrap();
    assert!(matches!(ask(&silent).0, Err(EngineError::Timeout { .. })));
    let host = silent.host();
    drop(silent);
    let choice = EngineChoice { host: Some(host), ..EngineChoice::default() };
    let endpoint = endpoints(&choice, &Environment::default()).unwrap().remove(0);
    let gone = super::observe(runtime().handle(), &endpoint, &limits(), &mut Vec::new());
    assert!(matches!(gone, Err(EngineError::Connect { .. })), "{gone:?}");
}

#[test]
fn a_proxy_that_hides_ping_or_version_is_no_obstacle() {
    for hidden in ["/_ping", "/version"] {
        let fake = FakeEngine::builder()
            .container(container("web"))
            .fault(hidden, Fault::Status(403))
            .start()
            .unwrap();
        let facts = ask(&fake).0.unwrap();
        assert_eq!(facts.api_version, "1.41", "{hidden}");
        assert!(facts.container("web").is_some());
    }
}

#[test]
fn tcp_works_as_unix_does() {
    let fake = FakeEngine::builder().container(container("web")).tcp().start().unwrap();
    let host = format!("tcp://{}", fake.tcp_address().unwrap());
    let choice = EngineChoice { host: Some(host.clone()), ..EngineChoice::default() };
    let endpoint = endpoints(&choice, &Environment::default()).unwrap().remove(0);
    let mut problems = Vec::new();
    let facts = super::observe(runtime().handle(), &endpoint, &limits(), &mut problems).unwrap();
    assert_eq!((facts.endpoint, facts.peer), (host, Observed::Absent));
    assert_eq!(problems, []);
}
