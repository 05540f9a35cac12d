//! The fake engine through its socket, as a client sees it.

use super::{FakeEngine, Fault, Request};
use crate::documents::{ExecDocument, Shape, container, image, many};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

struct Response {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

fn connect(fake: &FakeEngine) -> BufReader<UnixStream> {
    let stream = UnixStream::connect(fake.socket()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    BufReader::new(stream)
}

fn ask(stream: &mut BufReader<UnixStream>, method: &str, target: &str) -> Response {
    let request = format!("{method} {target} HTTP/1.1\r\nHost: docker\r\n\r\n");
    stream.get_mut().write_all(request.as_bytes()).unwrap();
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(stream.read_line(&mut head).unwrap(), 0, "closed: {head:?}");
    }
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
    let mut body = Vec::new();
    match length.map(|length| length.parse::<u64>().unwrap()) {
        _ if method == "HEAD" => {}
        Some(length) => drop(stream.take(length).read_to_end(&mut body).unwrap()),
        None => read_chunks(stream, &mut body),
    }
    Response { status, head, body }
}

fn read_chunks(stream: &mut BufReader<UnixStream>, body: &mut Vec<u8>) {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        let size = u64::from_str_radix(line.trim(), 16).unwrap();
        stream.by_ref().take(size).read_to_end(body).unwrap();
        stream.read_line(&mut String::new()).unwrap();
        if size == 0 {
            return;
        }
    }
}

fn get(fake: &FakeEngine, target: &str) -> Response {
    ask(&mut connect(fake), "GET", target)
}

#[test]
fn ping_carries_the_headers_of_each_shape() {
    for (shape, server) in [
        (Shape::Engine20, "Docker/20.10.24"),
        (Shape::Engine29, "Docker/29"),
        (Shape::Podman4, "Libpod/4.3.1 (linux)"),
    ] {
        let fake = FakeEngine::builder().shape(shape).start().unwrap();
        let ping = get(&fake, "/_ping");
        assert_eq!((ping.status, ping.body.as_slice()), (200, &b"OK"[..]));
        assert!(ping.head.contains(&format!("Api-Version: {}\r\n", shape.api_version())));
        assert!(ping.head.contains(server), "{}", ping.head);
    }
}

#[test]
fn every_path_of_the_api_answers_with_its_kind() {
    let shell = ExecDocument { command: vec!["sh".into()], privileged: false, user: String::new() };
    let web = container("web").exec(shell);
    let id = web.id();
    let exec = web.inspect(Shape::Engine20)["ExecIDs"][0].as_str().unwrap().to_owned();
    let fake = FakeEngine::builder()
        .container(web)
        .image(image("team/app:2").user("10001").step("USER 10001"))
        .volume(json!({"Name": "data"}))
        .swarm()
        .start()
        .unwrap();
    let mut stream = connect(&fake);
    let exec = format!("/exec/{exec}/json");
    let inspect = format!("/containers/{id}/json");
    let objects = [
        "/version",
        "/info",
        &inspect,
        &inspect[..24],
        "/containers/web/json",
        "/images/team%2Fapp%3A2/json",
        "/networks/bridge",
        "/volumes",
        "/volumes/data",
        "/swarm",
        "/system/df",
        &exec,
    ];
    let lists = [
        "/containers/json",
        "/images/json",
        "/images/team/app:2/history",
        "/networks",
        "/plugins",
        "/nodes",
        "/services",
        "/secrets",
        "/configs",
        "/tasks",
    ];
    for path in objects {
        let path = if path == &inspect[..24] { format!("{path}/json") } else { path.to_owned() };
        let answer = ask(&mut stream, "GET", &format!("/v1.41{path}"));
        assert!(answer.status == 200 && answer.json().is_object(), "{path} {}", answer.status);
    }
    for path in lists {
        let answer = ask(&mut stream, "GET", path);
        assert!(answer.status == 200 && answer.json().is_array(), "{path} {}", answer.status);
    }
    assert_eq!(fake.connections(), 1, "the connection was kept alive");
}

#[test]
fn an_image_is_found_by_id_short_id_and_reference() {
    let app = image("app:1").user("10001");
    let id = app.id();
    let hex = id.strip_prefix("sha256:").unwrap();
    let fake = FakeEngine::builder().image(app).start().unwrap();
    for name in [id.as_str(), hex, &hex[..12], "app:1"] {
        let answer = get(&fake, &format!("/images/{name}/json"));
        assert_eq!(answer.json()["Config"]["User"], "10001", "{name}");
    }
    assert_eq!(get(&fake, &format!("/images/{}/json", &hex[..6])).status, 404);
}

#[test]
fn the_list_shows_stopped_containers_only_when_asked() {
    let fake = FakeEngine::builder()
        .container(container("up"))
        .container(container("down").stopped())
        .start()
        .unwrap();
    let length = |target: &str| get(&fake, target).json().as_array().unwrap().len();
    assert_eq!(length("/containers/json"), 1);
    assert_eq!(length("/containers/json?all=1"), 2);
    assert_eq!(length("/v1.41/containers/json?all=true"), 2);
    assert_eq!(get(&fake, "/info").json()["ContainersStopped"], 1);
}

#[test]
fn requests_are_counted_by_path_and_kept_as_sent() {
    let fake = FakeEngine::builder().start().unwrap();
    get(&fake, "/v1.41/info");
    get(&fake, "/info?x=1");
    ask(&mut connect(&fake), "POST", "/containers/create");
    assert_eq!(fake.count("/info"), 2);
    assert_eq!(fake.requests()[0].target, "/v1.41/info");
    let write = Request {
        method: "POST".into(),
        target: "/containers/create".into(),
        path: "/containers/create".into(),
    };
    assert_eq!(fake.requests()[2], write);
    fake.forget();
    assert!(fake.counts().is_empty());
}

#[test]
fn what_is_not_there_is_refused_in_the_engine_s_words() {
    let fake = FakeEngine::builder().shape(Shape::Engine29).start().unwrap();
    let message = |target: &str| {
        let answer = get(&fake, target);
        (answer.status, answer.json()["message"].as_str().unwrap().to_owned())
    };
    assert_eq!(message("/containers/x/json"), (404, "No such container: x".into()));
    assert_eq!(message("/images/x:1/json"), (404, "No such image: x:1".into()));
    assert_eq!(message("/nothing"), (404, "page not found".into()));
    assert_eq!(message("/swarm").0, 503);
    assert!(message("/v1.99/info").1.contains("too new"));
    assert!(message("/v1.41/info").1.contains("Minimum supported API version is 1.44"));
    assert_eq!(ask(&mut connect(&fake), "HEAD", "/_ping").status, 200);
}

#[test]
fn edits_and_overrides_reach_the_answers() {
    let fake = FakeEngine::builder()
        .info("LiveRestoreEnabled", json!(true))
        .info_without("CgroupVersion")
        .version("Version", json!("1.0"))
        .bridge_option("com.docker.network.bridge.enable_icc", "false")
        .swarm_field("Spec.EncryptionConfig.AutoLockManagers", json!(true))
        .document("/plugins", json!([{"Name": "p"}]))
        .start()
        .unwrap();
    let info = get(&fake, "/info").json();
    assert_eq!(info["LiveRestoreEnabled"], true);
    assert!(info.get("CgroupVersion").is_none());
    assert_eq!(info["Swarm"]["LocalNodeState"], "active");
    assert_eq!(get(&fake, "/version").json()["Version"], "1.0");
    let bridge = get(&fake, "/networks/bridge").json();
    assert_eq!(bridge["Options"]["com.docker.network.bridge.enable_icc"], "false");
    let swarm = get(&fake, "/swarm").json();
    assert_eq!(swarm["Spec"]["EncryptionConfig"]["AutoLockManagers"], true);
    assert_eq!(get(&fake, "/plugins").json()[0]["Name"], "p");
}

#[test]
fn faults_of_content() {
    let fake = FakeEngine::builder()
        .container(container("web"))
        .fault_times("/info", 1, Fault::Status(500))
        .fault_times("/info", 1, Fault::WrongType)
        .fault_times("/info", 1, Fault::Field("LiveRestoreEnabled".into(), json!("yes")))
        .fault_times("/info", 1, Fault::Chunked)
        .fault_times("/version", 1, Fault::NotJson)
        .fault_times("/version", 1, Fault::Nested(100_000))
        .fault("/containers/*/json", Fault::Status(404))
        .start()
        .unwrap();
    assert_eq!(get(&fake, "/info").status, 500);
    assert!(get(&fake, "/info").json().is_array());
    assert_eq!(get(&fake, "/info").json()["LiveRestoreEnabled"], "yes");
    let chunked = get(&fake, "/info");
    assert!(chunked.head.contains("Transfer-Encoding: chunked"));
    assert_eq!(chunked.json()["ServerVersion"], "20.10.24+dfsg1");
    assert_eq!(get(&fake, "/info").status, 200, "the counted faults wore out");
    assert!(serde_json::from_slice::<Value>(&get(&fake, "/version").body).is_err());
    assert_eq!(get(&fake, "/version").body.len(), 100_000);
    assert_eq!(get(&fake, "/containers/web/json").status, 404);
    assert_eq!(get(&fake, "/containers/json").status, 200, "the star needs a segment");
}

#[test]
fn a_huge_answer_is_valid_json_of_the_right_kind() {
    let fake = FakeEngine::builder()
        .containers(many(2))
        .fault("/info", Fault::Huge(300_000))
        .fault("/containers/json", Fault::Huge(300_000))
        .start()
        .unwrap();
    let info = get(&fake, "/info");
    assert!(info.body.len() > 300_000);
    assert_eq!(info.json()["Driver"], "overlay2");
    let list = get(&fake, "/containers/json");
    assert!(list.body.len() > 300_000);
    assert_eq!(list.json()[0]["Names"][0], "/c0");
}

#[test]
fn faults_of_the_connection() {
    let fake = FakeEngine::builder()
        .fault("/info", Fault::CutOff)
        .fault("/version", Fault::HangUp)
        .fault("/volumes", Fault::Trickle(Duration::from_micros(10)))
        .fault("/networks", Fault::Delay(Duration::from_millis(80)))
        .fault("/plugins", Fault::HeaderFlood(100_000))
        .start()
        .unwrap();
    let whole = |path: &str| {
        let mut stream = connect(&fake);
        let request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n");
        stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let cut = whole("/info");
    assert!(!cut.is_empty() && !cut.ends_with(b"}"));
    assert!(whole("/version").is_empty());
    assert!(get(&fake, "/volumes").json().is_object());
    let start = Instant::now();
    assert_eq!(get(&fake, "/networks").status, 200);
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert!(whole("/plugins").len() > 100_000);
}

#[test]
fn events_end_with_until_and_wait_without() {
    let fake = FakeEngine::builder().event(json!({"Action": "exec_create: sh"})).start().unwrap();
    let past = get(&fake, "/events?since=0&until=1");
    assert_eq!(past.json()["Action"], "exec_create: sh");
    let mut stream = connect(&fake);
    stream.get_mut().write_all(b"GET /events HTTP/1.1\r\n\r\n").unwrap();
    let mut line = String::new();
    while !line.contains("exec_create") {
        line.clear();
        stream.read_line(&mut line).unwrap();
    }
    drop(fake);
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
}

#[test]
fn dropping_ends_silent_and_idle_connections_and_removes_the_socket() {
    let fake = FakeEngine::builder().fault("/info", Fault::Silent).tcp().start().unwrap();
    let mut waiting = connect(&fake);
    waiting.get_mut().write_all(b"GET /info HTTP/1.1\r\n\r\n").unwrap();
    let mut idle = connect(&fake);
    ask(&mut idle, "GET", "/_ping");
    let address = fake.tcp_address().unwrap();
    assert!(address.ip().is_loopback());
    assert!(std::net::TcpStream::connect(address).is_ok());
    let socket = fake.socket().to_owned();
    let start = Instant::now();
    drop(fake);
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(!socket.exists());
    assert!(std::net::TcpStream::connect(address).is_err());
    assert_eq!(waiting.read(&mut [0; 8]).unwrap(), 0);
}

#[test]
fn hostile_clients_do_not_stop_the_others() {
    let fake = FakeEngine::builder().start().unwrap();
    let hostile: [&[u8]; 5] = [
        b"\xff\xfe\x00\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /%zz%ff/v1./ HTTP/9\r\n:\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"GET /v99999999999.1/info HTTP/1.1\r\n\r\n",
    ];
    for bytes in hostile {
        let mut stream = connect(&fake);
        stream.get_mut().write_all(bytes).unwrap();
        stream.get_mut().shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
    }
    assert_eq!(get(&fake, "/_ping").status, 200);
}
