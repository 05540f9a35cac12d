use super::*;
use crate::filter::Filter;
use crate::profile::Environment;
use crate::reach::Reach;

fn filter(name: &str, extra: &[&str]) -> Filter {
    let builtin = builtin(name).unwrap();
    let all = builtin.capabilities.iter().chain(extra).map(|name| (*name).to_owned());
    let environment = Environment {
        native: Abi::X86_64,
        kernel: KernelVersion::new(6, 1),
        capabilities: all.collect(),
    };
    Filter::from_profile(&builtin.profile, &environment)
}

fn reach(filter: &Filter, call: &str) -> Reach {
    filter.reach(Abi::X86_64, call)
}

#[test]
fn every_line_of_the_tables_is_read() {
    for source in &SOURCES {
        for line in source.table.lines().filter(|line| !line.starts_with('#')) {
            let span = Span::parse(line.split('\t').next().unwrap(), source.versions).unwrap();
            let at = (0..source.versions.len()).find(|at| span.has(*at)).unwrap();
            assert!(row(line, source.versions, at).is_some(), "{line}");
        }
    }
    for name in builtin_names() {
        assert_eq!(builtin(&name).unwrap().name, name);
        assert_eq!(filter(&name, &[]).problems(), []);
    }
}

#[test]
fn history_of_dockers_profile() {
    let uring = |name| reach(&filter(name, &[]), "io_uring_setup");
    assert_eq!(uring("docker-default@20.10"), Reach::Allowed);
    assert_eq!(uring("docker-default@24.0.2"), Reach::Allowed);
    assert_eq!(uring("docker-default@25.0"), Reach::Refused { errno: 1 });
    assert_eq!(uring("docker-default"), Reach::Refused { errno: 1 });
    let family =
        |name, family| filter(name, &[]).decide(Abi::X86_64, 41, [family, 1, 0, 0, 0, 0]).action;
    assert_eq!(family("docker-default@20.10", 40), Action::Allow);
    assert_eq!(family("docker-default@23.0", 40), Action::Errno(1));
    assert_eq!(family("docker-default@28.0", 38), Action::Allow);
    assert_eq!(family("docker-default@29.0", 38), Action::Errno(1));
    assert_eq!(family("seccomp:docker-default", 2), Action::Allow);
}

/// Counted in the published profile by other means: 306 calls of x86_64 that are
/// always made and clone, personality and socket that depend on arguments. `uprobe`,
/// which it does not name, meets no filter.
#[test]
fn the_newest_profile_on_x86_64() {
    let survey = filter("docker-default", &[]).survey(Abi::X86_64);
    assert_eq!((survey.counts.allowed, survey.counts.conditional), (307, 3));
    assert_eq!(reach(&filter("docker-default", &[]), "clone3"), Reach::Missing);
    let admin = filter("docker-default", &["CAP_SYS_ADMIN"]);
    assert_eq!(reach(&admin, "clone3"), Reach::Allowed);
    assert_eq!(reach(&admin, "mount"), Reach::Allowed);
    // Newer than the profile: runc says that there is no such call.
    assert_eq!(reach(&admin, "rseq_slice_yield"), Reach::Missing);
}

#[test]
fn podman_refuses_by_name() {
    let podman = filter("podman-default@4.3", &[]);
    assert_eq!(reach(&podman, "mount"), Reach::Allowed);
    assert_eq!(reach(&podman, "kexec_load"), Reach::Refused { errno: 1 });
    assert_eq!(reach(&podman, "bpf"), Reach::Refused { errno: 1 });
    assert_eq!(reach(&podman, "cachestat"), Reach::Missing);
    let audit = [16, 3, 9, 0, 0, 0];
    assert_eq!(podman.decide(Abi::X86_64, 41, audit).action, Action::Errno(22));
}

#[test]
fn names_that_nothing_has() {
    assert_eq!(builtin("docker").unwrap_err(), BuiltinError::Name("docker".to_owned()));
    assert!(builtin("docker-default@18.09").unwrap_err().to_string().contains("18.09"));
    assert!(is_builtin_name("seccomp:x") && is_builtin_name("podman-default@9"));
    assert!(!is_builtin_name("web"));
}
