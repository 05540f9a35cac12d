//! From JSON text to a profile.

mod fields;
mod rule;

use serde_json::Value;
use thiserror::Error;

use super::{Architecture, Architectures, Profile, ProfileProblem, words};
use fields::Fields;

/// Bytes of a profile. Docker's default has 18 kB; a file of many megabytes is
/// there to fill memory.
pub const LARGEST_PROFILE: usize = 4 << 20;

/// Rules of a profile: each costs time in every look-up and instructions in the
/// filter, of which the kernel takes 4096.
const MOST_RULES: usize = 8192;

/// Names over all rules: the kernel has some 500, but a profile may repeat them.
const MOST_NAMES: usize = 100_000;

/// Conditions over all calls that a profile names. Each costs an instruction at
/// least, and comparing them with each other takes the square of their number.
const MOST_CONDITIONS: usize = 4096;

/// Problems that are told one by one; a damaged file could have one a byte.
const MOST_PROBLEMS: usize = 200;

/// Why a profile cannot be used.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum ProfileError {
    /// Larger than [`LARGEST_PROFILE`], or more rules or names than any filter
    /// can have.
    #[error("profile has {found} {what}; more than {most} cannot be a seccomp profile")]
    TooLarge {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many are taken.
        most: usize,
    },
    /// Not JSON, or nested deeper than any profile.
    #[error("profile is not JSON: {0}")]
    Json(String),
    /// Neither a default nor rules: engine and runtime take it for "no filter".
    #[error("an empty profile: engine and runtime install no filter")]
    Empty,
    /// JSON, but not what the engine can read. It would refuse the container.
    #[error("{}{field}: {problem}", place(*rule))]
    Field {
        /// The rule, from 1.
        rule: Option<usize>,
        /// The field, `args[0].op`.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
}

fn place(rule: Option<usize>) -> String {
    rule.map_or_else(String::new, |rule| format!("rule {rule}: "))
}

impl ProfileError {
    fn field(rule: Option<usize>, field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field { rule, field: field.into(), problem: problem.into() }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::TooLarge { .. } => "name a file with a seccomp profile".to_owned(),
            Self::Json(_) => {
                "a profile is one JSON object with defaultAction and syscalls".to_owned()
            }
            Self::Empty => "leave it out, or give it a defaultAction".to_owned(),
            Self::Field { .. } => {
                "the engine would refuse a container with this profile; correct the field"
                    .to_owned()
            }
        }
    }
}

impl Profile {
    /// Reads the JSON text of a Docker, Podman or OCI profile.
    ///
    /// # Errors
    /// When the engine or the runtime would refuse it, and when it is larger
    /// than any profile.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        within("bytes", text.len(), LARGEST_PROFILE)?;
        let value: Value =
            serde_json::from_str(text).map_err(|error| ProfileError::Json(error.to_string()))?;
        Self::of_value(&value)
    }

    /// Reads a parsed profile, such as `linux.seccomp` of an OCI `config.json`.
    ///
    /// # Errors
    /// As [`Profile::parse`].
    pub fn of_value(value: &Value) -> Result<Self, ProfileError> {
        let mut problems = Vec::new();
        let mut top = Fields::of(value, None, "")?;
        let default_errno = top.errno("defaultErrnoRet", "defaultErrno")?;
        let rules = top.take("syscalls");
        let default_action = match top.text("defaultAction")? {
            Some(name) if !name.is_empty() => words::action(&name, default_errno)
                .ok_or_else(|| unknown(None, "defaultAction", &name, "action"))?,
            _ if rules.and_then(Value::as_array).is_none_or(Vec::is_empty) => {
                return Err(ProfileError::Empty);
            }
            _ => {
                let problem = "missing, so the runtime refuses the rules";
                return Err(ProfileError::field(None, "defaultAction", problem));
            }
        };
        let profile = Self {
            default_action,
            default_errno,
            architectures: architectures(&mut top)?,
            flags: flags(&mut top)?,
            listener_path: top.text("listenerPath")?,
            listener_metadata: top.text("listenerMetadata")?,
            rules: rules_of(rules, &mut problems)?,
            problems: Vec::new(),
        };
        top.rest(&mut problems);
        if problems.len() > MOST_PROBLEMS {
            let more = problems.len() - MOST_PROBLEMS;
            problems.truncate(MOST_PROBLEMS);
            problems.push(ProfileProblem::new(None, format!("{more} further problems")));
        }
        Ok(Self { problems, ..profile })
    }
}

fn within(what: &'static str, found: usize, most: usize) -> Result<(), ProfileError> {
    if found > most { Err(ProfileError::TooLarge { what, found, most }) } else { Ok(()) }
}

fn unknown(rule: Option<usize>, field: &str, name: &str, what: &str) -> ProfileError {
    let shown: String = name.chars().take(60).collect();
    ProfileError::field(rule, field, format!("`{shown}` is no {what}"))
}

fn architectures(top: &mut Fields<'_>) -> Result<Architectures, ProfileError> {
    let listed = top.texts("architectures")?;
    let map = top.list("archMap")?;
    if !listed.is_empty() && !map.is_empty() {
        let problem = "a profile has either `architectures` or `archMap`";
        return Err(ProfileError::field(None, "archMap", problem));
    }
    if map.is_empty() {
        let named = |name: &String| architecture(name, "architectures");
        return listed.iter().map(named).collect::<Result<_, _>>().map(Architectures::Listed);
    }
    let entry = |entry: &Value| {
        let mut fields = Fields::of(entry, None, "archMap.")?;
        let name = fields.text("architecture")?.unwrap_or_default();
        let others = fields.texts("subArchitectures")?;
        let others = others.iter().map(|name| architecture(name, "archMap.subArchitectures"));
        Ok((architecture(&name, "archMap.architecture")?, others.collect::<Result<_, _>>()?))
    };
    map.iter().map(entry).collect::<Result<_, _>>().map(Architectures::Mapped)
}

fn architecture(name: &str, field: &str) -> Result<Architecture, ProfileError> {
    words::architecture(name).ok_or_else(|| unknown(None, field, name, "architecture"))
}

fn flags(top: &mut Fields<'_>) -> Result<Vec<String>, ProfileError> {
    let flags = top.texts("flags")?;
    match flags.iter().find(|flag| !words::is_flag(flag)) {
        Some(flag) => Err(unknown(None, "flags", flag, "flag")),
        None => Ok(flags),
    }
}

fn rules_of(
    rules: Option<&Value>,
    problems: &mut Vec<ProfileProblem>,
) -> Result<Vec<super::Rule>, ProfileError> {
    let rules = match rules {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(rules)) => rules.as_slice(),
        Some(_) => return Err(ProfileError::field(None, "syscalls", "is no list")),
    };
    within("rules", rules.len(), MOST_RULES)?;
    let (mut names, mut conditions) = (0, 0);
    let mut read = Vec::with_capacity(rules.len());
    for (number, value) in (1..).zip(rules) {
        let rule = rule::parse(value, number, problems)?;
        names += rule.names.len();
        conditions += rule.names.len() * rule.arguments.len();
        within("call names", names, MOST_NAMES)?;
        within("conditions over all calls", conditions, MOST_CONDITIONS)?;
        read.push(rule);
    }
    Ok(read)
}

#[cfg(test)]
mod tests;
