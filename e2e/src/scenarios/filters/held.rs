//! Filters that the kernel holds, against what the runtime was told.

use super::probe::{Call, Probe};
use super::profiles::{TRIED, VALUES};
use super::{ask_of, native};
use crate::audit::End;
use crate::patience::until;
use crate::trouble::ensure;
use crate::{Docker, Dockerd, DockerdOptions, Seaworthy, Trouble};
use seaworthy_confinement::{Abi, Action, Filter, Program};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What `--ptrace` reads answers as the runtime's profile does, of several filters the newest
/// comes first, and every container goes on.
pub(in crate::scenarios) fn held(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    native()?;
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let probe = Probe::new(engine.ground())?;
    let docker = engine.docker();
    docker.keep("plain", &["--network=none"])?;
    docker.keep("more", &["--network=none", "--cap-add=SYS_PTRACE", "--cap-add=SYS_TIME"])?;
    for tried in TRIED.iter().filter(|tried| ["compared", "several"].contains(&tried.name)) {
        let file = engine.ground().write(&format!("{}.json", tried.name), tried.json)?;
        let option = format!("--security-opt=seccomp={}", file.display());
        docker.keep(tried.name, &["--network=none", &option])?;
    }
    let (mount, start) = (probe.mount(), ["run", "-d", "--network=none", "--name=stack"]);
    docker.run(&[&start[..], &[&mount, "bb:1", "/probe/probe", "stack"]].concat())?;
    // The kernel's own answer: of two refusals that of the newest filter.
    until("the answer under two filters", || Ok(docker.run(&["logs", "stack"])? == "72 73"))?;

    let facts = engine.ground().path("facts.json");
    let mut command = seaworthy.command();
    command.args(["isolation", "--ptrace", "-f", "json", "-H", &engine.host(), "--save-facts"]);
    End::of(command.arg(&facts))?.audit()?;
    let text = fs::read_to_string(&facts).map_err(Trouble::file(&facts))?;
    let what = "the facts".to_owned();
    let facts: Value =
        serde_json::from_str(&text).map_err(|source| Trouble::Json { what, source })?;
    let containers = facts["engines"][0]["containers"]["value"].as_array();
    let containers: Vec<&Value> = containers.into_iter().flatten().collect();
    ensure(containers.len() == 5, || format!("{} containers, not 5", containers.len()))?;
    for container in containers {
        let name = container["name"].as_str().unwrap_or_default();
        let live = &container["live"]["value"];
        goes_on(name, live["pid"].as_u64())?;
        if name != "stack" {
            same(name, &live["seccomp"])?;
        }
    }
    commands_agree(seaworthy, docker, &engine.host())
}

/// Neither stopped nor traced.
fn goes_on(name: &str, pid: Option<u64>) -> Result<(), Trouble> {
    let file = format!("/proc/{}/status", pid.unwrap_or_default());
    ensure(Path::new(&file).exists(), || format!("{name} ended: {file}"))?;
    let status = fs::read_to_string(&file).map_err(Trouble::file(&file))?;
    let runs = status.lines().any(|line| line.starts_with("State:\tS"));
    ensure(runs && status.contains("TracerPid:\t0\n"), || format!("{name} stands still: {status}"))
}

/// The kernel's programs and the runtime's profile: every call, and arguments at the edges.
fn same(name: &str, seccomp: &Value) -> Result<(), Trouble> {
    let profile = seccomp["profile"]["value"].as_str().unwrap_or_default();
    let profile = Filter::from_oci(profile)
        .map_err(|error| Trouble::Wrong(format!("{name}, the runtime's profile: {error}")))?;
    let programs = seccomp["programs"]["value"].as_array().into_iter().flatten();
    let programs = programs.filter_map(Value::as_str).map(Program::from_hex);
    let programs: Vec<Program> = programs
        .collect::<Result<_, _>>()
        .map_err(|error| Trouble::Wrong(format!("{name}, the kernel's program: {error}")))?;
    ensure(programs.len() == 1, || format!("{name}: {} programs", programs.len()))?;
    let programs = Filter::of_programs(programs)
        .map_err(|error| Trouble::Wrong(format!("{name}, the kernel's programs: {error}")))?;
    for abi in Abi::X86_64.compatible() {
        let (told, held) = (profile.survey(*abi), programs.survey(*abi));
        ensure(told.counts == held.counts, || {
            format!("{name}, {abi}: {:?} by profile, {:?} by program", told.counts, held.counts)
        })?;
        for (syscall, _) in &told.calls {
            for call in edges(*abi, syscall.number) {
                let decided = |filter: &Filter| -> Action {
                    filter.decide(call.abi, call.number, call.registers).action
                };
                let (told, held) = (decided(&profile), decided(&programs));
                ensure(told == held, || {
                    format!("{name}, {} {call:?}: {told} by profile, {held} held", syscall.name)
                })?;
            }
        }
    }
    Ok(())
}

fn edges(abi: Abi, number: u32) -> impl Iterator<Item = Call> {
    VALUES.iter().flat_map(move |value| {
        (0..6).map(move |index| {
            let mut registers = [0; 6];
            registers[index] = *value;
            Call { abi, number, registers }
        })
    })
}

/// `profile ask` and `show` of a running container, by the runtime's word and the kernel's.
fn commands_agree(seaworthy: &Seaworthy, docker: &Docker, host: &str) -> Result<(), Trouble> {
    let asked = |name: &str, call: &str, more: &[&str]| -> Result<String, Trouble> {
        let arguments = ["profile", "ask", name, "-f", "json", "-H", host, "--call", call];
        ask_of(seaworthy.command().args(arguments).args(more))
    };
    for (name, call, said) in [
        ("plain", "add_key", "errno 1"),
        ("plain", "getpid", "allow 0"),
        ("more", "add_key", "errno 1"),
    ] {
        let (told, held) = (asked(name, call, &[])?, asked(name, call, &["--ptrace"])?);
        ensure(told == said && held == said, || {
            format!("{name} {call}: {told}, {held}, not {said}")
        })?;
    }
    // Filters of its own: the runtime's word is not all of it.
    let alone = End::of(seaworthy.command().args(["profile", "show", "stack", "-H", host]))?;
    ensure(alone.code == 2 && alone.stderr.contains("--ptrace"), || format!("{alone:?}"))?;
    for (call, said) in [("getppid", "errno 72"), ("getpgrp", "errno 73"), ("add_key", "errno 1")] {
        let held = asked("stack", call, &["--ptrace"])?;
        ensure(held == said, || format!("stack {call}: {held}, not {said}"))?;
    }
    let show = ["profile", "show", "plain", "-f", "json", "-H", host];
    let (told, held) = (
        End::of(seaworthy.command().args(show))?.audit()?,
        End::of(seaworthy.command().args(show).arg("--ptrace"))?.audit()?,
    );
    let counts = |pointer: &Value| pointer["abis"][0]["counts"].clone();
    let (told, held) = (counts(told.report()), counts(held.report()));
    ensure(told == held && told["refused"].as_u64() > Some(0), || format!("{told}, {held}"))?;
    // A last word from inside: it is alive.
    ensure(docker.run(&["exec", "plain", "id", "-u"])? == "0", || "plain is not root".to_owned())
}
