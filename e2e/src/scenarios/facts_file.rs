//! Facts that are saved on one machine and judged on another.

use super::compare::{expect_same, without_time};
use crate::audit::End;
use crate::trouble::ensure;
use crate::{Dockerd, DockerdOptions, Ground, Seaworthy, Trouble};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

/// What must not be in a facts file, by where it was put.
const PLANTED: &[(&str, &str)] = &[
    ("a secret variable", "k3Q9vTz7LmX2pWc8RbN5"),
    ("a plain variable", "marmalade-on-toast"),
    ("a secret label", "Zr4Hc8YtQ2mNw7Kd5Jx9"),
    ("a command", "u7Gf3Bn9Lp5Ws2Xe6Va4"),
    ("an exec", "y2Ms6Td4Rk8Fh3Cq7Pz5"),
    ("a health check", "c9Wj5Nq3Xv7Lb2Gt6Ry8"),
    ("a volume option", "p5Dk8Sf2Hm6Zc4Vb9Tn3"),
    ("a service variable", "t8Bx4Qr6Jw2Ny9Lg3Fd7"),
    ("the configuration file", "e6Vp2Kz8Tc4Mh7Ws3Qn9"),
    ("an image", "f3Yd7Rg9Bk5Xn2Jt6Lw4"),
];

const REPLAY: [&str; 4] = ["audit", "--format", "json", "--facts"];

/// A replay says what the audit said, to another user and without an engine.
pub(super) fn replay_is_the_audit(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let elsewhere = Ground::new()?;
    let file = elsewhere.path("facts.json");
    let engine = start()?;
    engine.docker().privileged("privileged")?;
    let seen = seaworthy.audit_saving(&engine.host(), &file)?;
    drop(engine);
    fs::set_permissions(&file, Permissions::from_mode(0o644)).map_err(Trouble::file(&file))?;
    let same_user = End::of(seaworthy.command().args(REPLAY).arg(&file))?.audit()?;
    expect_same("a replay", &without_time(&seen), &without_time(&same_user))?;
    let mut nobody = seaworthy.command_of_nobody(&elsewhere)?;
    let other_user = End::of(nobody.args(REPLAY).arg(&file))?.audit()?;
    expect_same("a replay by another user", &without_time(&seen), &without_time(&other_user))?;
    seen.expect("privileged-container", "privileged", "fail")
}

/// Whatever people put where it does not belong stays on the machine.
pub(super) fn secrets_stay_out_of_facts(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = start()?;
    let swarm_secrets = plant(&engine)?;
    let file = engine.ground().path("facts.json");
    seaworthy.audit_saving(&engine.host(), &file)?.expect(
        "secret-in-environment",
        "web",
        "fail",
    )?;
    let saved = fs::read_to_string(&file).map_err(Trouble::file(&file))?;
    let planted = PLANTED.iter().map(|(place, text)| (*place, *text));
    let of_swarm = swarm_secrets.iter().map(|text| ("the swarm", text.as_str()));
    let found: Vec<&str> = planted
        .chain(of_swarm)
        .filter(|(_, text)| saved.contains(text))
        .map(|(place, _)| place)
        .collect();
    ensure(found.is_empty(), || format!("in the facts: what was in {}", found.join(", ")))
}

fn start() -> Result<Dockerd, Trouble> {
    let file = r#"{"labels": ["token=e6Vp2Kz8Tc4Mh7Ws3Qn9"]}"#;
    Dockerd::start(&DockerdOptions::default().file(file))
}

/// Puts secrets in all places, and gives those that the swarm made itself.
fn plant(engine: &Dockerd) -> Result<Vec<String>, Trouble> {
    let docker = engine.docker();
    let archive = engine.ground().busybox_archive()?;
    let archive = archive.to_string_lossy();
    let change = "ENV API_TOKEN=f3Yd7Rg9Bk5Xn2Jt6Lw4";
    docker.run(&["import", "--change", change, &archive, "secretive:1"])?;
    docker.keep(
        "web",
        &[
            "--env=DB_PASSWORD=k3Q9vTz7LmX2pWc8RbN5",
            "--env=BREAKFAST=marmalade-on-toast",
            "--label=com.example.api-token=Zr4Hc8YtQ2mNw7Kd5Jx9",
            "--health-cmd=wget --password=c9Wj5Nq3Xv7Lb2Gt6Ry8 http://127.0.0.1",
        ],
    )?;
    let sleep = "sleep 600; true --password u7Gf3Bn9Lp5Ws2Xe6Va4";
    docker.run(&["run", "-d", "--name=worker", "secretive:1", "sh", "-c", sleep])?;
    docker.run(&["exec", "web", "true", "--token=y2Ms6Td4Rk8Fh3Cq7Pz5"])?;
    let options = "--opt=o=username=u,password=p5Dk8Sf2Hm6Zc4Vb9Tn3";
    let share = ["--opt=type=cifs", "--opt=device=//192.0.2.1/share", options, "share"];
    docker.run(&[&["volume", "create"], share.as_slice()].concat())?;
    docker.run(&["swarm", "init", "--advertise-addr=127.0.0.1", "--listen-addr=127.0.0.1:2377"])?;
    docker.run(&["swarm", "update", "--autolock"])?;
    let service = ["service", "create", "--detach", "--no-resolve-image", "--replicas=0"];
    let variable = ["--name=shop", "--env=SHOP_PASSWORD=t8Bx4Qr6Jw2Ny9Lg3Fd7", "bb:1"];
    docker.run(&[service.as_slice(), &variable].concat())?;
    Ok(vec![
        docker.run(&["swarm", "join-token", "--quiet", "worker"])?,
        docker.run(&["swarm", "join-token", "--quiet", "manager"])?,
        docker.run(&["swarm", "unlock-key", "--quiet"])?,
    ])
}
