//! Profiles that engines bring with them, by version of the engine.

mod versions;

use thiserror::Error;

use super::resolve::{DEFAULT_CAPABILITIES, PODMAN_CAPABILITIES};
use super::{Architecture, Architectures, Argument, Operator, Profile, Rule, Selection};
use crate::abi::Abi;
use crate::action::{Action, ENOSYS, EPERM};
use crate::version::KernelVersion;
use versions::{Span, choose};

/// A profile that an engine brings with it.
#[derive(Clone, Debug)]
pub struct Builtin {
    /// Its full name, `docker-default@20.10`.
    pub name: String,
    /// Its rules.
    pub profile: Profile,
    /// What that engine leaves to a container unless told otherwise.
    pub capabilities: &'static [&'static str],
}

/// A name that no built-in profile has.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum BuiltinError {
    /// Not an engine's.
    #[error("there is no built-in profile `{0}`")]
    Name(String),
    /// Older than all that are known.
    #[error("the {engine} profile of version `{version}` is not known")]
    Version {
        /// The profile without version.
        engine: &'static str,
        /// What was asked for.
        version: String,
    },
}

impl BuiltinError {
    /// Which names there are.
    pub fn hint(&self) -> String {
        format!("built-in profiles: {}", builtin_names().join(", "))
    }
}

/// A table of rules with versions.
#[derive(Debug)]
struct Source {
    name: &'static str,
    table: &'static str,
    /// Versions whose rules are known, the newest last.
    versions: &'static [&'static str],
    default: Action,
    capabilities: &'static [&'static str],
}

const SOURCES: [Source; 2] = [
    Source {
        name: "docker-default",
        table: include_str!("../../data/docker-default.tsv"),
        versions: &[
            "20.10.24",
            "20.10.27",
            "23.0",
            "24.0.9",
            "25.0",
            "28.0",
            "29.0",
            "profiles-0.3.0",
        ],
        default: Action::Errno(EPERM),
        capabilities: &DEFAULT_CAPABILITIES,
    },
    Source {
        name: "podman-default",
        table: include_str!("../../data/podman-default.tsv"),
        versions: &["4.3", "5.6"],
        default: Action::Errno(ENOSYS),
        capabilities: &PODMAN_CAPABILITIES,
    },
];

/// Full names of all built-in profiles.
pub fn builtin_names() -> Vec<String> {
    let named = |source: &Source| {
        let name = source.name;
        source.versions.iter().map(move |version| format!("{name}@{version}")).collect::<Vec<_>>()
    };
    SOURCES.iter().flat_map(named).collect()
}

/// Whether a name is meant as a built-in profile's.
pub fn is_builtin_name(name: &str) -> bool {
    let bare = name.strip_prefix("seccomp:").unwrap_or(name);
    let engine = bare.split('@').next().unwrap_or_default();
    bare.len() < name.len() || SOURCES.iter().any(|source| source.name == engine)
}

/// The profile of an engine: `docker-default`, the newest, or
/// `docker-default@20.10`; `seccomp:` may stand before it. A version without
/// rules of its own has those of the one before.
///
/// # Errors
/// When there is none of this name, or none that old.
pub fn builtin(name: &str) -> Result<Builtin, BuiltinError> {
    let bare = name.strip_prefix("seccomp:").unwrap_or(name);
    let (engine, version) = match bare.split_once('@') {
        Some((engine, version)) => (engine, Some(version)),
        None => (bare, None),
    };
    let source = SOURCES
        .iter()
        .find(|source| source.name == engine)
        .ok_or_else(|| BuiltinError::Name(name.to_owned()))?;
    let at = match version {
        None => source.versions.len() - 1,
        Some(version) => choose(source.versions, version).ok_or_else(|| BuiltinError::Version {
            engine: source.name,
            version: version.to_owned(),
        })?,
    };
    let version = source.versions.get(at).copied().unwrap_or_default();
    let rows = source.table.lines().filter(|line| !line.starts_with('#'));
    let rules = rows.filter_map(|line| row(line, source.versions, at)).collect();
    let profile = Profile {
        default_action: source.default,
        default_errno: source.default.errno(),
        architectures: Architectures::Mapped(architectures()),
        flags: Vec::new(),
        listener_path: None,
        listener_metadata: None,
        rules,
        problems: Vec::new(),
    };
    let name = format!("{}@{version}", source.name);
    Ok(Builtin { name, profile, capabilities: source.capabilities })
}

/// Both engines map the same; machines that are not judged here are left out.
fn architectures() -> Vec<(Architecture, Vec<Architecture>)> {
    let known = Architecture::Known;
    vec![
        (known(Abi::X86_64), vec![known(Abi::I386), known(Abi::X32)]),
        (known(Abi::Arm64), vec![known(Abi::Arm)]),
    ]
}

/// A line of a table; none when the version does not have the rule. A test reads
/// every line.
fn row(line: &str, versions: &[&str], at: usize) -> Option<Rule> {
    let mut fields = line.split('\t');
    let span = Span::parse(fields.next()?, versions)?;
    if !span.has(at) {
        return None;
    }
    let action = action(fields.next()?)?;
    let (includes, excludes) = circumstances(fields.next()?)?;
    let conditions = fields.next()?;
    let arguments = if conditions == "-" {
        Vec::new()
    } else {
        conditions.split(' ').map(argument).collect::<Option<_>>()?
    };
    let names = fields.next()?.split(' ').map(str::to_owned).collect();
    Some(Rule { names, action, arguments, includes, excludes, comment: String::new() })
}

fn action(word: &str) -> Option<Action> {
    match word.split_once(':') {
        Some(("errno", errno)) => Some(Action::Errno(errno.parse().ok()?)),
        None if word == "allow" => Some(Action::Allow),
        _ => None,
    }
}

fn circumstances(field: &str) -> Option<(Selection, Selection)> {
    let (mut includes, mut excludes) = (Selection::default(), Selection::default());
    for word in field.split(' ').filter(|word| *word != "-") {
        let (selection, word) = match word.strip_prefix('!') {
            Some(word) => (&mut excludes, word),
            None => (&mut includes, word),
        };
        if let Some(version) = word.strip_prefix("linux>=") {
            selection.kernel = Some(KernelVersion::parse(version)?);
        } else if word.starts_with("CAP_") {
            selection.capabilities.push(word.to_owned());
        } else {
            selection.architectures.push(word.to_owned());
        }
    }
    Some((includes, excludes))
}

fn argument(word: &str) -> Option<Argument> {
    let mut parts = word.split(':');
    let index = parts.next()?.parse().ok()?;
    let operator = match parts.next()? {
        "ne" => Operator::NotEqual,
        "lt" => Operator::Less,
        "le" => Operator::LessOrEqual,
        "eq" => Operator::Equal,
        "ge" => Operator::GreaterOrEqual,
        "gt" => Operator::Greater,
        "masked" => Operator::Masked,
        _ => return None,
    };
    let number = |text: &str| u64::from_str_radix(text.strip_prefix("0x")?, 16).ok();
    let value = number(parts.next()?)?;
    let value_two = parts.next().map_or(Some(0), number)?;
    Some(Argument { index, value, value_two, operator })
}

#[cfg(test)]
mod tests;
