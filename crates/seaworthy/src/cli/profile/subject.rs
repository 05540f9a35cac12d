//! What `profile` is asked about: a file, a built-in profile, or a container.

use std::fs::Metadata;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use seaworthy_confinement::{
    Abi, Environment, Filter, Filters, LARGEST_PROFILE, Profile, ProfileError, Program, builtin,
    is_builtin_name,
};
use seaworthy_core::facts::{ContainerFacts, Facts};
use seaworthy_core::findings::Undecided;
use seaworthy_host::{Depth, FilterDump};
use serde_json::Value;

use super::circumstances::CircumstanceArguments;
use crate::cli::audit::{EngineArguments, FactsArguments, facts};
use crate::clock::Clock;
use crate::output::read_file;

/// Largest file that is looked at: an OCI `config.json` holds more than a
/// profile.
const LARGEST_FILE: u64 = 8 << 20;

/// What is asked about.
#[derive(Args, Debug)]
pub(super) struct SubjectArguments {
    /// Profile (JSON), OCI config.json, compiled filter (bytes or hexadecimal), docker-default[@VERSION], podman-default[@VERSION], or a container; `-` is standard input
    #[arg(value_name = "FILE|NAME|CONTAINER")]
    name: String,
    #[command(flatten)]
    pub(super) circumstances: CircumstanceArguments,
    #[command(flatten)]
    engine: EngineArguments,
    #[command(flatten)]
    facts: FactsArguments,
    /// Ask the kernel for a container's filters: stops one of its threads for microseconds (root)
    ///
    /// A thread that sleeps goes on by `restart_syscall`. Under a filter that refuses this call, its
    /// sleep ends with an error.
    #[arg(long, conflicts_with = "facts", help_heading = "Facts")]
    ptrace: bool,
}

/// A filter and where it is from.
#[derive(Debug)]
pub(super) struct Subject {
    /// Kind, as the JSON format names it.
    pub(super) kind: &'static str,
    /// Name for people.
    pub(super) name: String,
    /// The machine's own ABI.
    pub(super) native: Abi,
    /// What rules were chosen for, when they were.
    pub(super) environment: Option<Environment>,
    /// The filter.
    pub(super) filter: Arc<Filter>,
}

/// A file wins over a built-in name, and that over a container.
pub(super) fn read(arguments: &SubjectArguments) -> anyhow::Result<Subject> {
    let name = &arguments.name;
    let path = Path::new(name);
    if name == "-" || is_read(path) {
        return of_file(path, &arguments.circumstances).with_context(|| name.clone());
    }
    if path.is_dir() {
        bail!("{name} is a folder, not a profile");
    }
    if is_builtin_name(name) {
        let found = builtin(name)?;
        let environment = arguments.circumstances.environment(found.capabilities)?;
        return Ok(of_profile("builtin", found.name, &found.profile, environment));
    }
    if name.contains('/') {
        if path.exists() {
            bail!("{name} is a pipe or a device; `-` reads standard input");
        }
        bail!("there is no file {name}");
    }
    of_container(arguments)
}

/// A file, or what `<(command)` of a shell makes. Any other pipe or device is not opened:
/// it may wait for a writer, or never end.
fn is_read(path: &Path) -> bool {
    let is_pipe = |data: &Metadata| data.file_type().is_fifo();
    path.is_file()
        || (path.starts_with("/dev/fd/") && path.metadata().is_ok_and(|data| is_pipe(&data)))
}

fn of_profile(
    kind: &'static str,
    name: String,
    profile: &Profile,
    environment: Environment,
) -> Subject {
    let filter = Arc::new(Filter::from_profile(profile, &environment));
    Subject { kind, name, native: environment.native, environment: Some(environment), filter }
}

fn of_file(path: &Path, circumstances: &CircumstanceArguments) -> anyhow::Result<Subject> {
    let bytes = read_file(path, LARGEST_FILE)?;
    let name = path.display().to_string();
    if bytes.trim_ascii_start().starts_with(b"{") {
        let text = std::str::from_utf8(&bytes).context("is JSON, but no UTF-8")?;
        return of_json(name, text, circumstances);
    }
    let programs = programs(&bytes).context(
        "is neither JSON nor a compiled seccomp filter (8 bytes an instruction, or hexadecimal)",
    )?;
    let filter = Arc::new(Filter::of_programs(programs)?);
    let native = circumstances.native()?;
    Ok(Subject { kind: "programs", name, native, environment: None, filter })
}

fn of_json(
    name: String,
    text: &str,
    circumstances: &CircumstanceArguments,
) -> anyhow::Result<Subject> {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) if text.len() > LARGEST_PROFILE => value,
        _ => Value::Null,
    };
    let spec =
        if value.is_null() { serde_json::from_str(text).unwrap_or(Value::Null) } else { value };
    if spec.get("ociVersion").is_none() {
        let environment =
            circumstances.environment(&seaworthy_confinement::DEFAULT_CAPABILITIES)?;
        return match Profile::parse(text) {
            Err(ProfileError::Empty) => Ok(Subject {
                kind: "profile",
                name,
                native: environment.native,
                environment: Some(environment),
                filter: Arc::new(Filter::off()),
            }),
            read => Ok(of_profile("profile", name, &read?, environment)),
        };
    }
    let native = circumstances.native()?;
    let filter = match spec.pointer("/linux/seccomp").filter(|seccomp| !seccomp.is_null()) {
        None => Filter::none(),
        Some(seccomp) => {
            let environment = circumstances.environment(&[])?;
            match Profile::of_value(seccomp) {
                Err(ProfileError::Empty) => Filter::off(),
                read => Filter::from_profile(&read.context("linux.seccomp")?, &environment),
            }
        }
    };
    Ok(Subject { kind: "config", name, native, environment: None, filter: Arc::new(filter) })
}

/// Bytes as the kernel takes them, or hexadecimal: one program, or several with
/// empty lines between them, the newest first.
fn programs(bytes: &[u8]) -> anyhow::Result<Vec<Program>> {
    let is_text = |byte: &u8| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace();
    if bytes.is_empty() || !bytes.iter().all(is_text) {
        return Ok(vec![Program::from_bytes(bytes)?]);
    }
    let text = std::str::from_utf8(bytes)?.replace("\r\n", "\n");
    let parts = text.split("\n\n").filter(|part| !part.trim().is_empty());
    Ok(parts.map(Program::from_hex).collect::<Result<_, _>>()?)
}

fn of_container(arguments: &SubjectArguments) -> anyhow::Result<Subject> {
    let name = &arguments.name;
    let native = arguments.circumstances.native()?;
    if arguments.circumstances.are_given() {
        bail!("--caps and --kernel choose rules of a profile; a container's filter is what it is");
    }
    let dump = if arguments.ptrace { FilterDump::Ptrace } else { FilterDump::Never };
    let facts = facts(&arguments.engine, &arguments.facts, (Depth::Audit, dump), Clock::read())?;
    let container = container(&facts, name)?;
    let filter = Filters::default().of(container).map_err(|undecided| {
        let (Undecided::Unknown(reason) | Undecided::NotApplicable(reason)) = undecided;
        anyhow::anyhow!("container {}: {reason}", container.name)
    })?;
    let name = container.name.clone();
    Ok(Subject { kind: "container", name, native, environment: None, filter })
}

fn container<'a>(facts: &'a Facts, name: &str) -> anyhow::Result<&'a ContainerFacts> {
    let all = || facts.engines.iter().filter_map(|engine| engine.containers.value()).flatten();
    let is_named = |container: &&ContainerFacts| {
        container.name == name || (name.len() >= 4 && container.id.starts_with(name))
    };
    let mut found = all().filter(is_named);
    match (found.next(), found.next()) {
        (Some(container), None) => Ok(container),
        (Some(_), Some(_)) => bail!("several containers are named `{name}`; give more of the id"),
        (None, _) => {
            let mut names: Vec<&str> = all().map(|container| container.name.as_str()).collect();
            names.sort_unstable();
            names.truncate(12);
            if facts.engines.is_empty() {
                bail!(
                    "`{name}` is no file and no built-in profile, and no engine answered that could \
                     have a container of this name"
                );
            }
            bail!(
                "`{name}` is no file, no built-in profile and no container; there are {}",
                if names.is_empty() { "none".to_owned() } else { names.join(", ") }
            )
        }
    }
}
