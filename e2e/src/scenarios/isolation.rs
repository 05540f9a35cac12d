//! `seaworthy isolation` on containers that really run.

use crate::audit::End;
use crate::trouble::ensure;
use crate::{Audit, Dockerd, DockerdOptions, Seaworthy, Trouble};
use serde_json::{Value, json};
use std::fs;

/// A profile that refuses two calls and lets all others through.
const PROFILE: &str = r#"{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_AARCH64"],
"syscalls":[{"names":["bpf","userfaultfd"],"action":"SCMP_ACT_ERRNO"}]}"#;

const HARDENED: &[&str] = &[
    "--read-only",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
    "--memory=64m",
    "--pids-limit=50",
    "--user=10001:10001",
    "--network=none",
];

/// What the kernel shows of a default, a hardened, an open and an own filter.
pub(super) fn side_by_side(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let profile = engine.ground().path("profile.json");
    fs::write(&profile, PROFILE).map_err(Trouble::file(&profile))?;
    let own = format!("--security-opt=seccomp={}", profile.display());
    let docker = engine.docker();
    docker.keep("plain", &[])?;
    docker.keep("tight", HARDENED)?;
    docker.keep("open", &["--pid=host", "--ipc=host", "--security-opt=seccomp=unconfined"])?;
    docker.keep("own", &[&own])?;
    let view = isolation(seaworthy, &engine, &[])?;
    let plain = column(&view, "plain")?;
    expect(plain, "/boundary/kind", &json!("container"))?;
    expect(plain, "/namespaces/1/state", &json!("own"))?;
    expect(plain, "/files/read_only_root/value", &json!(false))?;
    let tight = column(&view, "tight")?;
    expect(tight, "/capabilities/effective/value", &json!([]))?;
    expect(tight, "/no_new_privileges/value", &json!(true))?;
    expect(tight, "/limits/memory/value", &json!(64 << 20))?;
    expect(tight, "/limits/pids/value", &json!(50))?;
    expect(tight, "/files/read_only_root/value", &json!(true))?;
    expect(tight, "/network/beyond/value", &json!(false))?;
    expect(tight, "/user/uid/value", &json!(10001))?;
    let open = column(&view, "open")?;
    expect(open, "/namespaces/1/state", &json!("host"))?;
    expect(open, "/namespaces/3/state", &json!("host"))?;
    expect(open, "/seccomp/mode/value", &json!("none"))?;
    let reached = |name: &str| calls(column(&view, name)?);
    let (process, of_plain) = (reached("process")?, reached("plain")?);
    ensure(reached("open")? == process, || "no filter and a filter less call differ".to_owned())?;
    ensure(process.0 == process.1, || format!("a process is refused calls: {process:?}"))?;
    let own = reached("own")?;
    ensure(own.0 + 2 == own.1, || format!("two calls are refused, not {own:?}"))?;
    ensure(of_plain.0 < process.0 && of_plain.0 > 200, || format!("plain reaches {of_plain:?}"))?;
    ensure(reached("tight")?.0 <= of_plain.0, || "fewer capabilities reach more".to_owned())
}

/// Number of reachable calls of the native ABI, and of all that the kernel has.
fn calls(column: &Value) -> Result<(u64, u64), Trouble> {
    let counts = &column["reach"]["calls"]["value"][0];
    let number = |key: &str| counts[key].as_u64();
    match (number("allowed"), number("conditional"), number("total")) {
        (Some(allowed), Some(conditional), Some(total)) => Ok((allowed + conditional, total)),
        _ => Err(Trouble::Wrong(format!(
            "no calls are counted: {} {}",
            column["name"], column["reach"]["calls"]
        ))),
    }
}

/// Two tenants on one engine, one of which commands it.
pub(super) fn tenants(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let socket = engine.host().trim_start_matches("unix://").to_owned();
    let mount = format!("--volume={socket}:/var/run/docker.sock");
    engine.docker().keep("shop", &["--label=tenant=shop"])?;
    engine.docker().keep("agent", &["--label=tenant=ops", &mount])?;
    let view = isolation(seaworthy, &engine, &["--tenant-label", "tenant"])?;
    expect(&view, "/tenancy/verdict", &json!("not-so-fast"))?;
    let shares = view["tenancy"]["pairs"][0]["shares"].as_array().into_iter().flatten();
    let shared: Vec<&str> = shares
        .filter(|one| one["state"] == "shared")
        .filter_map(|one| one["what"].as_str())
        .collect();
    for what in ["engine-socket", "kernel", "user-range", "network"] {
        ensure(shared.contains(&what), || format!("{what} is not shared: {shared:?}"))?;
    }
    let escapes = column(&view, "agent")?["escapes"].as_array().map_or(0, Vec::len);
    ensure(escapes > 0, || "no way out of the container with the socket".to_owned())?;
    let wrong = End::of(seaworthy.command().args(["isolation", "nobody", "-H", &engine.host()]))?;
    ensure(wrong.code == 2 && wrong.stderr.contains("agent"), || format!("{wrong:?}"))
}

pub(super) fn isolation(
    seaworthy: &Seaworthy,
    engine: &Dockerd,
    more: &[&str],
) -> Result<Value, Trouble> {
    let host = engine.host();
    let start = ["isolation", "-f", "json", "-H", &host];
    let audit: Audit = End::of(seaworthy.command().args(start).args(more))?.audit()?;
    Ok(audit.report()["views"]["isolation"].clone())
}

pub(super) fn column<'a>(view: &'a Value, name: &str) -> Result<&'a Value, Trouble> {
    let columns = view["columns"].as_array().into_iter().flatten();
    let mut found = columns.filter(|column| column["name"] == name);
    found.next().ok_or_else(|| Trouble::Wrong(format!("no column {name}")))
}

pub(super) fn expect(value: &Value, pointer: &str, wanted: &Value) -> Result<(), Trouble> {
    let found = value.pointer(pointer);
    ensure(found == Some(wanted), || {
        format!("{} {pointer}: {found:?}, not {wanted}", value["name"])
    })
}
