//! What seccomp filters allow, by the model and by the kernel of this machine.

mod held;
mod probe;
mod profiles;

use crate::audit::End;
use crate::trouble::ensure;
use crate::{Docker, Dockerd, DockerdOptions, Seaworthy, Trouble};
pub(super) use held::held;
use probe::Call;
pub(super) use probe::Probe;
use profiles::{TRIED, Tried, VALUES};
use seaworthy_confinement::{
    Abi, Action, ENOSYS, Environment, Filter, KernelVersion, Profile, builtin, syscall,
    syscall_numbered, syscalls,
};
use std::process::Command;
use std::thread;

/// Calls that sleep, end or duplicate the caller, or reach beyond it without arguments.
const LEFT_OUT: &[&str] = &[
    "exit",
    "exit_group",
    "fork",
    "kexec_load",
    "pause",
    "reboot",
    "sigsuspend",
    "sync",
    "vfork",
    "vhangup",
];

/// A probe makes every call of three ABIs under several filters; where a filter refuses, the
/// answer is the filter's, and where it does not, the answer is the one without a filter.
pub(super) fn kernel_answers(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    let probe = Probe::new(engine.ground())?;
    let docker = engine.docker();
    let calls = every_call();
    let open = ["--security-opt=seccomp=unconfined"];
    let free = probe.answers(docker, ("free", &open), &calls)?;
    let version = docker.run(&["version", "--format", "{{.Server.Version}}"])?;
    let default = engine_default(&version)?;
    let answers = probe.answers(docker, ("default", &[]), &calls)?;
    let told = compare("the engine's default", &calls, (&free, &answers), &default)?;
    ensure(told > 100, || format!("only {told} refusals differ from the kernel's own answer"))?;
    let mut jobs = Vec::new();
    for tried in TRIED {
        let file = engine.ground().write(&format!("{}.json", tried.name), tried.json)?;
        jobs.push((tried, file.to_string_lossy().into_owned()));
    }
    thread::scope(|scope| {
        let run = |job| try_profile(seaworthy, docker, &probe, job);
        let running: Vec<_> =
            jobs.iter().map(|(tried, file)| scope.spawn(move || run((tried, file)))).collect();
        let ended = running.into_iter().map(|one| one.join().unwrap_or_else(|_| panicked()));
        ended.collect::<Result<(), _>>()
    })
}

fn panicked() -> Result<(), Trouble> {
    Err(Trouble::Wrong("a profile's trial panicked".to_owned()))
}

/// The profile of an engine's version, for a container without options.
fn engine_default(version: &str) -> Result<Filter, Trouble> {
    let version = version.split(['+', '~']).next().unwrap_or(version);
    let found = builtin(&format!("docker-default@{version}"))
        .map_err(|error| Trouble::Skip(error.to_string()))?;
    Ok(Filter::from_profile(&found.profile, &environment()?))
}

fn environment() -> Result<Environment, Trouble> {
    let path = "/proc/sys/kernel/osrelease";
    let release = std::fs::read_to_string(path).map_err(Trouble::file(path))?;
    let kernel = KernelVersion::parse(&release)
        .ok_or_else(|| Trouble::Wrong(format!("the kernel's release is {release}")))?;
    Ok(Environment::docker_default(native()?, kernel))
}

/// The probe knows the other ABIs of x86_64 only.
fn native() -> Result<Abi, Trouble> {
    let native = Abi::native(std::env::consts::ARCH).filter(|abi| *abi == Abi::X86_64);
    native.ok_or_else(|| Trouble::Skip("the probe makes calls of x86_64".to_owned()))
}

/// Every call that may be made without effect, with registers that mean nothing to it.
fn every_call() -> Vec<Call> {
    let abis = Abi::X86_64.compatible().iter();
    let calls = abis.flat_map(|abi| syscalls(*abi).iter().map(move |call| (*abi, call)));
    calls
        .filter(|(_, call)| !LEFT_OUT.contains(&call.name))
        .map(|(abi, call)| Call { abi, number: call.number, registers: [u64::MAX; 6] })
        .collect()
}

/// One profile: its conditions at their edges, on every ABI, and every other call.
fn try_profile(
    seaworthy: &Seaworthy,
    docker: &Docker,
    probe: &Probe,
    (tried, file): (&Tried, &str),
) -> Result<(), Trouble> {
    let wrong = |error: &dyn std::fmt::Display| Trouble::Wrong(format!("{}: {error}", tried.name));
    let profile = Profile::parse(tried.json).map_err(|error| wrong(&error))?;
    let filter = Filter::from_profile(&profile, &environment()?);
    let mut calls = every_call();
    let edges = at_the_edges(tried.calls);
    calls.extend(edges.iter().cloned());
    let option = format!("--security-opt=seccomp={file}");
    let free_name = format!("{}-free", tried.name);
    let open = ["--security-opt=seccomp=unconfined"];
    let free = probe.answers(docker, (&free_name, &open), &calls)?;
    let answers = probe.answers(docker, (tried.name, &[&option]), &calls)?;
    let told = compare(tried.name, &calls, (&free, &answers), &filter)?;
    ensure(told > 0, || format!("{}: no refusal was seen", tried.name))?;
    // The command says what the model says.
    for call in edges.iter().step_by(97) {
        let said = ask(seaworthy, file, call)?;
        let action = filter.decide(call.abi, call.number, call.registers).action;
        ensure(said == outcome(action), || {
            format!("profile ask {}: {call:?} is {said}, not {action}", tried.name)
        })?;
    }
    Ok(())
}

fn at_the_edges(names: &[&str]) -> Vec<Call> {
    let mut calls = Vec::new();
    for abi in Abi::X86_64.compatible() {
        for number in names.iter().filter_map(|name| Some(syscall(*abi, name)?.number)) {
            for (at, value) in VALUES.iter().enumerate() {
                // Alone in each register, and beside others.
                for index in 0..6 {
                    let mut registers = [0; 6];
                    registers[index] = *value;
                    calls.push(Call { abi: *abi, number, registers });
                    registers[(index + 1) % 6] = VALUES[(at * 7 + 3) % VALUES.len()];
                    calls.push(Call { abi: *abi, number, registers });
                }
            }
        }
    }
    calls
}

/// Compares what the kernel said with what the filter says; gives how many answers could
/// only have come from the filter.
fn compare(
    name: &str,
    calls: &[Call],
    (free, answers): (&[String], &[String]),
    filter: &Filter,
) -> Result<usize, Trouble> {
    let mut told = 0;
    let mut wrong = Vec::new();
    for ((call, free), answer) in calls.iter().zip(free).zip(answers) {
        let decision = filter.decide(call.abi, call.number, call.registers);
        let expected = expected(decision.action).unwrap_or_else(|| free.clone());
        told += usize::from(expected != *free);
        if expected != *answer {
            let known = syscall_numbered(call.abi, call.number).map_or("?", |known| known.name);
            wrong.push(format!(
                "{known} of {} with {:x?}: {answer}, not {expected} ({:?})",
                call.abi, call.registers, decision
            ));
        }
    }
    ensure(wrong.is_empty(), || {
        format!(
            "{name}: {} answers differ: {}",
            wrong.len(),
            wrong[..wrong.len().min(4)].join("; ")
        )
    })?;
    Ok(told)
}

/// What the probe prints when a filter decides so; none when the call is made.
fn expected(action: Action) -> Option<String> {
    Some(match action {
        Action::Allow | Action::Log => return None,
        Action::Errno(errno) => errno.to_string(),
        // Without a tracer or a listener.
        Action::Trace(_) | Action::Notify => ENOSYS.to_string(),
        // SIGSYS.
        Action::KillProcess | Action::KillThread | Action::Trap => "signal 31".to_owned(),
    })
}

/// Action and errno, as `profile ask` writes them.
fn outcome(action: Action) -> String {
    format!("{} {}", action.as_str(), action.errno().unwrap_or_default())
}

fn ask(seaworthy: &Seaworthy, subject: &str, call: &Call) -> Result<String, Trouble> {
    let registers: Vec<String> = call.registers.iter().map(u64::to_string).collect();
    let (number, registers) = (call.number.to_string(), registers.join(","));
    let start = ["profile", "ask", subject, "-f", "json", "--abi", call.abi.name()];
    let end = ["--call", &number, "--args", &registers];
    ask_of(seaworthy.command().args(start).args(end))
}

fn ask_of(command: &mut Command) -> Result<String, Trouble> {
    let answer = End::of(command)?.audit()?;
    let outcome = &answer.report()["outcome"];
    let action = outcome["action"].as_str().unwrap_or_default();
    Ok(format!("{action} {}", outcome["errno"].as_u64().unwrap_or_default()))
}
