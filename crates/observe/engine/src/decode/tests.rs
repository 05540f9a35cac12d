use std::collections::BTreeSet;

use seaworthy_core::facts::{
    ContainerSettings, EngineKind, MountKind, NamespaceMode, Observed, PublishedPort, Reason,
};
use seaworthy_testkit::mutate::{self, Bound};
use seaworthy_testkit::{ContainerDocument, Shape, container};
use serde_json::{Value, json};

use super::*;

fn kind(shape: Shape) -> EngineKind {
    if shape == Shape::Podman4 { EngineKind::Podman } else { EngineKind::Docker }
}

fn decoding(shape: Shape) -> Decoding {
    Decoding::new(kind(shape), shape.api_version().parse().unwrap())
}

fn read(document: &ContainerDocument, shape: Shape) -> (Inspected, BTreeSet<&'static str>) {
    let decoding = decoding(shape);
    let bytes = document.inspect(shape).to_string().into_bytes();
    let inspected = inspected(&bytes, &decoding).unwrap();
    (inspected, decoding.into_malformed())
}

fn settings(document: &ContainerDocument, shape: Shape) -> ContainerSettings {
    let (inspected, malformed) = read(document, shape);
    assert!(malformed.is_empty(), "{malformed:?}");
    *inspected.facts.configured.unwrap()
}

fn port(host_ip: &str, host_port: u16) -> PublishedPort {
    PublishedPort { container_port: 80, protocol: "tcp".into(), host_ip: host_ip.into(), host_port }
}

#[test]
fn what_was_asked_for_is_read_from_every_engine() {
    let document = container("web")
        .cap_add("CAP_NET_ADMIN")
        .cap_drop("mknod")
        .security_opt("no-new-privileges")
        .pid("host")
        .network("container:db")
        .read_only(true)
        .memory(64 << 20)
        .bind("/etc", "/host", "ro")
        .user("1000");
    for shape in Shape::ALL {
        let settings = settings(&document, shape);
        assert_eq!(settings.cap_add.value().unwrap(), &["NET_ADMIN"], "{shape:?}");
        assert_eq!(settings.cap_drop.value().unwrap(), &["MKNOD"]);
        assert_eq!(settings.security.value().unwrap().no_new_privileges, Some(true));
        assert_eq!(settings.pid_mode.value(), Some(&NamespaceMode::Host));
        let mode = NamespaceMode::Container("db".into());
        assert_eq!(settings.network_mode, Observed::known(mode, "HostConfig.NetworkMode"));
        assert_eq!(settings.read_only_root.value(), Some(&true));
        assert_eq!(settings.memory.value(), Some(&(64 << 20)));
        let mount = settings.mounts.value().unwrap().first().unwrap();
        assert_eq!((mount.kind, mount.writable), (MountKind::Bind, false));
        assert_eq!(settings.user.value().map(String::as_str), Some("1000"));
        assert!(settings.unknown_fields.is_empty(), "{:?}", settings.unknown_fields);
    }
}

#[test]
fn a_field_that_the_api_does_not_define_is_not_absent() {
    let old = Decoding::new(EngineKind::Docker, "1.40".parse().unwrap());
    let mut document = old.document(b"{}").unwrap();
    let path = "HostConfig.CgroupnsMode";
    assert_eq!(document.take::<String>(path), Observed::Unreadable(Reason::NotInApi));
    assert_eq!(document.take::<String>("HostConfig.PidMode"), Observed::Absent);
    let new = decoding(Shape::Engine20);
    assert_eq!(new.document(b"{}").unwrap().take::<String>(path), Observed::Absent);
}

#[test]
fn info_fields_by_version() {
    let body = br#"{"SecurityOptions":["name=seccomp,profile=builtin","name=cgroupns"]}"#;
    let old = info(body, &decoding(Shape::Engine20)).unwrap();
    assert_eq!(old.firewall_backend, Observed::Unreadable(Reason::NotInApi));
    let unlisted = old.security_option("no-new-privileges");
    assert_eq!(unlisted, Observed::Unreadable(Reason::NotInApi));
    assert_eq!(old.security_detail("seccomp", "profile"), Some("builtin"));
    let new = info(body, &decoding(Shape::Engine29)).unwrap();
    assert_eq!(new.firewall_backend, Observed::Absent);
    assert_eq!(new.security_option("no-new-privileges").value(), Some(&false));
}

#[test]
fn what_podman_makes_up_is_not_believed() {
    let faked = Observed::Unreadable(Reason::NotInApi);
    let settings = settings(&container("web"), Shape::Podman4);
    assert_eq!(settings.log_driver, faked);
    assert_eq!(settings.runtime, faked);
    assert_eq!(settings.masked_paths, Observed::Unreadable(Reason::NotInApi));
    let body = br#"{"LiveRestoreEnabled":false,"ExperimentalBuild":true,"LoggingDriver":"",
        "SecurityOptions":["name=seccomp,profile=default"],"Rootless":true}"#;
    let info = info(body, &decoding(Shape::Podman4)).unwrap();
    assert_eq!(info.logging_driver, faked);
    assert_eq!(info.live_restore, Observed::Unreadable(Reason::NotInApi));
    assert_eq!(info.experimental, Observed::Unreadable(Reason::NotInApi));
    assert_eq!(info.security_option("userns"), Observed::Unreadable(Reason::NotInApi));
    assert_eq!(info.security_option("rootless").value(), Some(&true));
}

#[test]
fn live_ports_win_over_configured_ones() {
    let document = container("web")
        .set("HostConfig.PortBindings", json!({"80/tcp": [{"HostIp": "", "HostPort": ""}]}))
        .set(
            "NetworkSettings.Ports",
            json!({"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "32768"},
                              {"HostIp": "::", "HostPort": "32768"}], "81/tcp": null}),
        );
    let running = settings(&document, Shape::Engine20);
    assert_eq!(running.ports.value().unwrap(), &[port("0.0.0.0", 32768), port("::", 32768)]);
    let stopped = document.set("State.Running", json!(false));
    let stopped = settings(&stopped, Shape::Engine20);
    assert_eq!(stopped.ports.value().unwrap(), &[port("", 0)]);
}

#[test]
fn a_container_without_a_network_publishes_nothing() {
    let document = container("web")
        .network("none")
        .set("HostConfig.PortBindings", json!({"80/tcp": [{"HostIp": "", "HostPort": "80"}]}))
        .set("NetworkSettings.Ports", json!({}));
    assert_eq!(settings(&document, Shape::Engine20).ports.value(), Some(&Vec::new()));
}

#[test]
fn secrets_do_not_pass() {
    let document = container("web")
        .env("DB_PASSWORD=hunter2")
        .label("api.token", "hunter2")
        .set("Config.Entrypoint", json!(["mysql", "--password"]))
        .set("Config.Cmd", json!(["hunter2"]))
        .set("Config.Healthcheck", json!({"Test": ["CMD", "ping", "--password", "hunter2"]}))
        .set("HostConfig.LogConfig.Config", json!({"splunk-token": "hunter2"}))
        .set("HostConfig.NewField", json!("hunter2"));
    for shape in Shape::ALL {
        let (inspected, _) = read(&document, shape);
        let stored = serde_json::to_string(&inspected.facts).unwrap();
        assert!(!stored.contains("hunter2"), "{stored}");
        let settings = inspected.facts.configured.unwrap();
        let unknown = settings.unknown_fields.get("HostConfig.NewField");
        assert_eq!(unknown.map(String::as_str), Some("string"));
    }
}

#[test]
fn a_field_of_the_wrong_type_spoils_only_itself() {
    for (path, value) in [
        ("HostConfig.Privileged", json!("true")),
        ("HostConfig.CapAdd", json!({"0": "ALL"})),
        ("HostConfig.SecurityOpt", json!(["no-new-privileges:perhaps"])),
        ("HostConfig.PortBindings", json!({"web": [{}]})),
        ("HostConfig.Memory", json!(1e30)),
        ("HostConfig.PidMode", json!(7)),
        ("Mounts", json!([{"Source": "/"}])),
        ("Config.Env", json!([1])),
    ] {
        let document = container("web").user("7").set(path, value);
        let (inspected, malformed) = read(&document, Shape::Engine20);
        assert_eq!(malformed, BTreeSet::from([path]));
        let settings = inspected.facts.configured.unwrap();
        assert_eq!(settings.user.value().map(String::as_str), Some("7"), "{path}");
    }
}

#[test]
fn settings_that_are_missing_as_a_whole_are_not_defaults() {
    for lost in [json!(null), json!([])] {
        let document = container("web").set("HostConfig", lost);
        let (inspected, malformed) = read(&document, Shape::Engine20);
        assert!(malformed.contains("HostConfig"));
        let settings = inspected.facts.configured.unwrap();
        assert_eq!(settings.privileged, Observed::Unreadable(Reason::Malformed));
        assert_eq!(settings.pid_mode, Observed::Unreadable(Reason::Malformed));
    }
}

#[test]
fn a_container_without_health_check_has_no_health() {
    for shape in Shape::ALL {
        let (inspected, _) = read(&container("web"), shape);
        assert_eq!(inspected.facts.state.health, Observed::Absent, "{shape:?}");
        assert_eq!(inspected.facts.configured.unwrap().healthcheck, Observed::Absent);
    }
}

#[test]
fn events_name_the_command_without_its_secrets() {
    let body = concat!(
        r#"{"Type":"container","Action":"exec_create: mysql --password x","Actor":{"ID":"ab"}}"#,
        "\n",
        r#"{"Type":"container","Action":"exec_start: mysql","Actor":{"ID":"ab"}}"#,
    );
    let events = exec_events(body.as_bytes()).unwrap();
    assert_eq!(events, [("ab".to_owned(), "mysql --password <named-secret, 1 bytes>".to_owned())]);
}

#[test]
fn a_history_is_told_oldest_first() {
    let body = br#"[{"CreatedBy":"RUN make","Size":0},{"CreatedBy":"ADD file","Size":9}]"#;
    let steps = history(body).unwrap();
    assert_eq!(steps[0].created_by, "ADD file");
    assert!(steps[1].empty_layer);
}

/// Whatever an engine sends: no panic, and never more unknown names than allowed.
#[test]
fn mutated_answers_are_survived() {
    let document = container("web")
        .published("127.0.0.1", 80, 80)
        .bind("/", "/host", "rw")
        .device("/dev/kvm", "/dev/kvm", "rwm")
        .security_opt("seccomp=unconfined");
    let seeds: Vec<Vec<u8>> = Shape::ALL
        .iter()
        .map(|shape| document.inspect(*shape).to_string().into_bytes())
        .chain([
            br#"{"SecurityOptions":["name=seccomp,profile=default"],"Swarm":{}}"#.to_vec(),
            br#"[{"CreatedBy":"RUN","Size":1}]"#.to_vec(),
        ])
        .collect();
    let seeds: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    mutate::run(11, &seeds, Bound::Iterations(4_000), |bytes| {
        for shape in [Shape::Engine29, Shape::Podman4] {
            if let Ok(inspected) = inspected(bytes, &decoding(shape)) {
                let unknown = inspected.facts.configured.map(|settings| settings.unknown_fields);
                assert!(unknown.is_none_or(|unknown| unknown.len() <= 64));
            }
            let _ = info(bytes, &decoding(shape));
            let _ = version(bytes, &decoding(shape));
            let _ = cluster(bytes, &decoding(shape));
        }
        let _ = (history(bytes), exec(bytes), exec_events(bytes), volumes(bytes, 10));
        for entry in entries(bytes).unwrap_or_default() {
            let _ = network(entry, &decoding(Shape::Engine20));
            let _ = service(entry, &decoding(Shape::Engine20));
            let _ = node(entry, &decoding(Shape::Engine20));
            let _ = plugin(entry);
        }
    });
}

#[test]
fn plugins_say_what_they_were_granted() {
    let entry = json!({"Name": "nfs:1", "Enabled": true, "Config": {
        "Interface": {"Types": ["docker.volumedriver/1.0"]},
        "Network": {"Type": "host"}, "PidHost": true,
        "Linux": {"Capabilities": ["CAP_SYS_ADMIN"], "AllowAllDevices": true, "Devices": null},
        "Mounts": [{"Source": "/dev"}]}});
    let text = Value::to_string(&entry);
    let plugin = plugin(serde_json::from_str(&text).unwrap()).unwrap();
    assert_eq!(
        plugin.privileges,
        [
            "network: host",
            "host pid namespace: true",
            "mount: /dev",
            "allow-all-devices: true",
            "capabilities: CAP_SYS_ADMIN"
        ]
    );
}
