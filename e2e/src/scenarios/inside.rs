//! Isolation facts from outside against what a container's own programs see.

use super::filters::Probe;
use super::isolation::{column, isolation};
use crate::docker::{IMAGE, output};
use crate::trouble::ensure;
use crate::{Audit, Dockerd, DockerdOptions, Seaworthy, Trouble};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Command;

/// Lists what may be written below /proc and /sys, as access(2) says; not of processes. The
/// shell's own `test -w` looks at the mode alone, access(2) at all but it: without a mode for
/// writing, a file of the kernel has nothing that writes.
const WRITABLE: &str = "busybox find /proc /sys -path '/proc/[0-9]*' -prune -o -path /proc/self \
    -prune -o -path /proc/thread-self -prune -o -type f -perm /222 -print 2>/dev/null | \
    /probe/probe writable";

/// Interfaces, addresses, routes, host name, limits and writable files as `docker exec`
/// prints them.
pub(super) fn as_seen_inside(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let docker = engine.docker();
    let mount = Probe::new(engine.ground())?.mount();
    let keep = |name: &str, options: &[&str]| docker.keep(name, &[options, &[&mount]].concat());
    keep("plain", &["--hostname=shop", "--memory=64m", "--pids-limit=40"])?;
    keep("tight", &["--read-only", "--cap-drop=ALL", "--network=none", "--user=1000"])?;
    keep("open", &["--network=host", "--uts=host", "--security-opt=systempaths=unconfined"])?;
    let view = isolation(seaworthy, &engine, &[])?;
    for name in ["plain", "tight", "open"] {
        let seen = column(&view, name)?;
        let inside = |words: &[&str]| docker.run(&[&["exec", name], words].concat());
        expect(
            name,
            "the host name",
            &seen["view"]["hostname"]["value"],
            &inside(&["busybox", "hostname"])?,
        )?;
        same(
            name,
            "interfaces",
            addresses(&inside(&["busybox", "ip", "-o", "-4", "addr"])?),
            interfaces(seen),
        )?;
        same(
            name,
            "routes",
            routes(&inside(&["busybox", "ip", "route"])?),
            of_ipv4(words(&seen["view"]["routes"]["value"])),
        )?;
        let listed = inside(&["sh", "-c", WRITABLE])?;
        for (what, root) in [("writable_proc", "/proc/"), ("writable_sys", "/sys/")] {
            let below = listed.lines().filter(|path| path.starts_with(root));
            writable(seen, what, below.map(str::to_owned).collect())?;
        }
    }
    let limit = |controller: &str, file: &str| {
        let path = format!("/sys/fs/cgroup/{controller}/{file}");
        docker.run(&["exec", "plain", "cat", &path])
    };
    let limits = &column(&view, "plain")?["limits"];
    if limits["version"]["value"] == json!(1) {
        expect(
            "plain",
            "memory",
            &limits["memory"]["value"],
            &limit("memory", "memory.limit_in_bytes")?,
        )?;
        expect("plain", "pids", &limits["pids"]["value"], &limit("pids", "pids.max")?)?;
    }
    Ok(())
}

fn expect(name: &str, what: &str, seen: &Value, inside: &str) -> Result<(), Trouble> {
    let text = seen.as_str().map_or_else(|| seen.to_string(), str::to_owned);
    ensure(text == inside, || format!("{name}, {what}: {text} from outside, {inside} inside"))
}

fn same(
    name: &str,
    what: &str,
    inside: BTreeSet<String>,
    outside: BTreeSet<String>,
) -> Result<(), Trouble> {
    let first = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
        one.difference(other).take(6).cloned().collect()
    };
    ensure(inside == outside, || {
        format!(
            "{name}, {what}: {} inside, {} from outside; only inside {:?}, only outside {:?}",
            inside.len(),
            outside.len(),
            first(&inside, &outside),
            first(&outside, &inside)
        )
    })
}

fn words(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// `ip route` shows those of IPv4 only.
fn of_ipv4(mut routes: BTreeSet<String>) -> BTreeSet<String> {
    routes.retain(|route| !route.contains(':'));
    routes
}

/// `lo 127.0.0.1/8`, without addresses of IPv6 and without interfaces that have none.
fn interfaces(seen: &Value) -> BTreeSet<String> {
    let all = words(&seen["view"]["interfaces"]["value"]);
    all.iter()
        .flat_map(|line| {
            let mut words = line.split([' ', ',']).filter(|word| !word.is_empty());
            let name = words.next().unwrap_or_default().to_owned();
            words
                .filter(|word| word.contains('.'))
                .map(move |address| format!("{name} {address}"))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The same of `ip -o -4 addr`: `2: eth0    inet 172.17.0.2/16 …`.
fn addresses(printed: &str) -> BTreeSet<String> {
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = words.iter().position(|word| *word == "inet")?;
        Some(format!("{} {}", words.get(1)?, words.get(at + 1)?))
    };
    printed.lines().filter_map(line).collect()
}

/// `0.0.0.0/0 via 172.17.0.1 dev eth0` of `default via 172.17.0.1 dev eth0 …`.
fn routes(printed: &str) -> BTreeSet<String> {
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |name: &str| {
            let at = words.iter().position(|word| *word == name)?;
            words.get(at + 1).map(|word| format!(" {name} {word}"))
        };
        let to = words.first().map(|to| if *to == "default" { "0.0.0.0/0" } else { to })?;
        Some(format!("{to}{}{}", after("via").unwrap_or_default(), after("dev")?))
    };
    printed.lines().filter_map(line).collect()
}

/// As many as inside, and the same ones as far as they are listed.
fn writable(seen: &Value, what: &str, inside: BTreeSet<String>) -> Result<(), Trouble> {
    let (name, found) = (seen["name"].as_str().unwrap_or_default(), &seen["reach"][what]["value"]);
    let paths = words(&found["paths"]);
    let count = found["count"].as_u64().and_then(|count| usize::try_from(count).ok());
    if count == Some(inside.len()) && paths.len() < inside.len() {
        ensure(!paths.is_empty(), || format!("{name}, {what}: none is listed"))?;
        return same(name, what, inside.intersection(&paths).cloned().collect(), paths);
    }
    same(name, what, inside, paths)
}

/// The program in a container without root, rights and writable files: it looks at itself,
/// and names what cannot be known there.
pub(super) fn looks_at_itself(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let copy = seaworthy.copy_to(engine.ground())?;
    let copy = copy.to_string_lossy();
    let mut options: Vec<String> = [
        "run",
        "--rm",
        "--read-only",
        "--cap-drop=ALL",
        "--network=none",
        "--user=1000",
        "--security-opt=no-new-privileges",
        "--hostname=shop",
    ]
    .map(str::to_owned)
    .to_vec();
    options.push(format!("--volume={copy}:/seaworthy:ro"));
    // The libraries that the program was linked with; none when it is static.
    let libraries = output(Command::new("ldd").arg(&*copy)).unwrap_or_default();
    let libraries = libraries.split_whitespace().filter(|word| word.starts_with('/'));
    options.extend(libraries.map(|library| format!("--volume={library}:{library}:ro")));
    options.extend([IMAGE, "/seaworthy", "isolation", "--self", "-f", "json"].map(str::to_owned));
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let audit = Audit::parse(&engine.docker().run(&options)?)?;
    let view = &audit.report()["views"]["isolation"];
    let columns = view["columns"].as_array().into_iter().flatten();
    let own: Vec<&Value> = columns.filter(|column| column["basis"] == "measured").collect();
    ensure(own.len() == 1, || format!("{} measured columns", own.len()))?;
    let own = own.first().copied().unwrap_or(&Value::Null);
    for (pointer, wanted) in [
        ("/user/uid/value", json!(1000)),
        ("/no_new_privileges/value", json!(true)),
        ("/files/read_only_root/value", json!(true)),
        ("/capabilities/effective/value", json!([])),
        ("/view/hostname/value", json!("shop")),
        ("/boundary/kind", json!("container")),
        ("/seccomp/mode/value", json!("filter")),
        // Which filter it is, nobody inside can see.
        ("/reach/calls/value", Value::Null),
    ] {
        let found = own.pointer(pointer);
        ensure(found == Some(&wanted), || format!("{pointer}: {found:?}, not {wanted}"))?;
    }
    let unknown = own.pointer("/reach/calls/unknown").and_then(Value::as_str).unwrap_or_default();
    ensure(!unknown.is_empty(), || "it is not said why the calls are unknown".to_owned())
}
