use std::fs;
use std::os::unix::net::UnixListener;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::Environment;

fn environment(root: &Path, variables: &[(&str, &str)]) -> Environment {
    let variables =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Environment { variables, home: Some(root.join("home")), root: root.to_owned() }
}

fn host(host: &str) -> EngineChoice {
    EngineChoice { host: Some(host.into()), ..EngineChoice::default() }
}

fn one(choice: &EngineChoice, environment: &Environment) -> Endpoint {
    let mut found = endpoints(choice, environment).unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn listen(root: &Path, path: &str) -> UnixListener {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    UnixListener::bind(path).unwrap()
}

/// Writes a context as the docker CLI stores it.
fn context(root: &Path, name: &str, meta: &str) -> PathBuf {
    use sha2::{Digest, Sha256};
    let digest: String = Sha256::digest(name).iter().map(|byte| format!("{byte:02x}")).collect();
    let store = root.join("home/.docker/contexts");
    fs::create_dir_all(store.join("meta").join(&digest)).unwrap();
    fs::write(store.join("meta").join(&digest).join("meta.json"), meta).unwrap();
    let tls = store.join("tls").join(&digest).join("docker");
    fs::create_dir_all(&tls).unwrap();
    tls
}

#[test]
fn addresses_as_the_cli_writes_them() {
    let root = TempDir::new().unwrap();
    let plain = environment(root.path(), &[]);
    let tls = environment(root.path(), &[("DOCKER_TLS_VERIFY", "0")]);
    for (given, environment, shown) in [
        ("unix:///a/b.sock", &plain, "unix:///a/b.sock"),
        ("/a/b.sock", &plain, "unix:///a/b.sock"),
        ("tcp://build:1234", &plain, "tcp://build:1234"),
        ("tcp://build", &plain, "tcp://build:2375"),
        ("tcp://build", &tls, "tcp://build:2376"),
        ("build:1234", &plain, "tcp://build:1234"),
        ("tcp://:1234", &plain, "tcp://localhost:1234"),
        ("https://build", &plain, "tcp://build:2376"),
        ("http://[fd00::1]:1/proxy/", &plain, "tcp://[fd00::1]:1/proxy"),
        ("tcp://[::1]", &plain, "tcp://[::1]:2375"),
    ] {
        assert_eq!(one(&host(given), environment).to_string(), shown, "{given}");
    }
}

#[test]
fn what_is_no_address_is_refused() {
    let root = TempDir::new().unwrap();
    for given in [
        "ssh://root@build",
        "npipe:////./pipe/docker_engine",
        "fd://",
        "unix://relative",
        "tcp://a:b:c",
        "tcp://host:99999",
        "tcp://ho st:1",
        "tcp://me:hunter2@build:1",
    ] {
        let error = endpoints(&host(given), &environment(root.path(), &[])).unwrap_err();
        assert!(!error.hint().is_empty(), "{given}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn the_order_is_flag_variable_context_socket() {
    let root = TempDir::new().unwrap();
    let root = root.path();
    let _docker = listen(root, "run/docker.sock");
    let _podman = listen(root, "run/podman/podman.sock");
    context(root, "build", r#"{"Name":"build","Endpoints":{"docker":{"Host":"tcp://build:1"}}}"#);
    let nothing = EngineChoice::default();

    let found = one(&nothing, &environment(root, &[]));
    assert_eq!(found.address, Address::Unix(root.join("run/docker.sock")));
    assert!(!found.asked_for());

    fs::write(root.join("home/.docker/config.json"), r#"{"currentContext":"build"}"#).unwrap();
    assert_eq!(one(&nothing, &environment(root, &[])).to_string(), "tcp://build:1");

    let default = environment(root, &[("DOCKER_CONTEXT", "default")]);
    assert_eq!(one(&nothing, &default).origin, Origin::Found);

    let variable = environment(root, &[("DOCKER_HOST", "tcp://other:2"), ("DOCKER_CONTEXT", "x")]);
    assert_eq!(one(&nothing, &variable).to_string(), "tcp://other:2");

    let named = EngineChoice { context: Some("build".into()), ..EngineChoice::default() };
    assert_eq!(one(&named, &variable).to_string(), "tcp://build:1");

    assert_eq!(one(&host("/third"), &variable).to_string(), "unix:///third");
    let both = EngineChoice { context: Some("build".into()), ..host("/third") };
    assert!(matches!(endpoints(&both, &variable), Err(EndpointError::Conflict)));
}

#[test]
fn all_engines_are_the_live_ones_each_once() {
    let root = TempDir::new().unwrap();
    let root = root.path();
    let _docker = listen(root, "run/docker.sock");
    fs::create_dir_all(root.join("var")).unwrap();
    // As on a real machine: followed from outside, it leads out of the root.
    std::os::unix::fs::symlink("/run", root.join("var/run")).unwrap();
    let _rootless = listen(root, "run/user/1000/docker.sock");
    drop(listen(root, "run/podman/podman.sock"));
    let all = EngineChoice { all: true, ..EngineChoice::default() };
    let shown: Vec<String> = endpoints(&all, &environment(root, &[]))
        .unwrap()
        .iter()
        .map(|endpoint| endpoint.to_string().replace(root.to_str().unwrap(), ""))
        .collect();
    assert_eq!(shown, ["unix:///run/docker.sock", "unix:///run/user/1000/docker.sock"]);
}

#[test]
fn a_context_brings_its_tls_material() {
    let root = TempDir::new().unwrap();
    let root = root.path();
    let tls = context(root, "b", r#"{"Endpoints":{"docker":{"Host":"tcp://build"}}}"#);
    let named = EngineChoice { context: Some("b".into()), ..EngineChoice::default() };
    assert_eq!(one(&named, &environment(root, &[])).tls, None);
    for file in ["ca.pem", "cert.pem", "key.pem"] {
        fs::write(tls.join(file), "").unwrap();
    }
    let found = one(&named, &environment(root, &[]));
    assert_eq!(found.to_string(), "tcp://build:2376");
    let material = found.tls.unwrap();
    assert_eq!(material.ca, Some(tls.join("ca.pem")));
    assert_eq!(material.client, Some((tls.join("cert.pem"), tls.join("key.pem"))));
    assert_eq!(material.verification, Verification::Required);
}

#[test]
fn broken_contexts_are_errors_not_another_engine() {
    let root = TempDir::new().unwrap();
    let root = root.path();
    let _docker = listen(root, "run/docker.sock");
    let named = EngineChoice { context: Some("gone".into()), ..EngineChoice::default() };
    let plain = environment(root, &[]);
    assert!(matches!(endpoints(&named, &plain), Err(EndpointError::NoContext { .. })));
    context(root, "gone", r#"{"Endpoints":{}}"#);
    assert!(matches!(endpoints(&named, &plain), Err(EndpointError::NoDockerEndpoint { .. })));
    context(root, "gone", "{");
    assert!(matches!(endpoints(&named, &plain), Err(EndpointError::Parse { .. })));
}

#[test]
fn tls_variables_apply_to_tcp_only() {
    let root = TempDir::new().unwrap();
    let certificates = root.path().join("certs");
    fs::create_dir_all(&certificates).unwrap();
    fs::write(certificates.join("ca.pem"), "").unwrap();
    let path = certificates.to_str().unwrap();
    let variables = [("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", path)];
    let verify = environment(root.path(), &variables);
    assert_eq!(one(&host("/a"), &verify).tls, None);
    let material = one(&host("tcp://a"), &verify).tls.unwrap();
    assert_eq!(material.ca, Some(certificates.join("ca.pem")));
    assert_eq!(material.client, None);
    let skipped = environment(root.path(), &[("DOCKER_TLS", "1")]);
    let material = one(&host("tcp://a"), &skipped).tls.unwrap();
    assert_eq!(material.verification, Verification::DangerouslySkipped);
}

#[test]
fn nothing_named_and_nothing_there() {
    let root = TempDir::new().unwrap();
    let error = endpoints(&EngineChoice::default(), &environment(root.path(), &[])).unwrap_err();
    assert!(matches!(error, EndpointError::NoneFound { .. }));
    assert!(error.hint().contains("podman.sock"));
}
