//! Seccomp profiles as Docker, Podman and the OCI specification write them.
//!
//! One model serves all: an OCI profile is a Docker profile without conditions
//! on machine, kernel and capabilities. Old forms (`name`, `architectures`) and
//! Podman's additions (`errno`, `defaultErrno`) are read too.

mod builtin;
mod parse;
mod resolve;
mod words;

pub use builtin::{Builtin, BuiltinError, builtin, builtin_names, is_builtin_name};
pub use parse::{LARGEST_PROFILE, ProfileError};
pub use resolve::{DEFAULT_CAPABILITIES, Environment, Resolved, ResolvedRule};

use crate::abi::Abi;
use crate::action::Action;
use crate::version::KernelVersion;

/// A profile as it is written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Profile {
    /// For calls that no rule names.
    pub default_action: Action,
    /// The error number that the profile gives for them, whatever the action.
    pub default_errno: Option<u16>,
    /// The ABIs that the filter is for.
    pub architectures: Architectures,
    /// Flags for seccomp(2), as written.
    pub flags: Vec<String>,
    /// Where a process listens that decides for `NOTIFY`.
    pub listener_path: Option<String>,
    /// What the runtime tells that process.
    pub listener_metadata: Option<String>,
    /// Rules in order.
    pub rules: Vec<Rule>,
    /// What in it has no meaning, or another one than it seems.
    pub problems: Vec<ProfileProblem>,
}

/// Which ABIs a profile names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Architectures {
    /// These, whatever the machine.
    Listed(Vec<Architecture>),
    /// Those that belong to the machine's own.
    Mapped(Vec<(Architecture, Vec<Architecture>)>),
}

/// An architecture in a profile.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Architecture {
    /// One that is judged here.
    Known(Abi),
    /// Another one of libseccomp's, `SCMP_ARCH_S390X`.
    Other(String),
}

/// A rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rule {
    /// Call names.
    pub names: Vec<String>,
    /// What happens with them.
    pub action: Action,
    /// Conditions on arguments, as written.
    pub arguments: Vec<Argument>,
    /// When the rule is used at all.
    pub includes: Selection,
    /// When it is not.
    pub excludes: Selection,
    /// What its author says about it.
    pub comment: String,
}

/// A condition on an argument.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Argument {
    /// Which, 0 to 5.
    pub index: u8,
    /// What it is compared with; the mask of a masked comparison.
    pub value: u64,
    /// What the masked argument must be.
    pub value_two: u64,
    /// How.
    pub operator: Operator,
}

/// Comparison of libseccomp, unsigned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Operator {
    /// `SCMP_CMP_NE`
    NotEqual,
    /// `SCMP_CMP_LT`
    Less,
    /// `SCMP_CMP_LE`
    LessOrEqual,
    /// `SCMP_CMP_EQ`
    Equal,
    /// `SCMP_CMP_GE`
    GreaterOrEqual,
    /// `SCMP_CMP_GT`
    Greater,
    /// `SCMP_CMP_MASKED_EQ`
    Masked,
}

/// Circumstances that a rule asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Selection {
    /// Capabilities, `CAP_SYS_ADMIN`.
    pub capabilities: Vec<String>,
    /// Machines by the engine's names, `amd64`.
    pub architectures: Vec<String>,
    /// Lowest kernel.
    pub kernel: Option<KernelVersion>,
}

/// Something in a profile that its author should know.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProfileProblem {
    /// The rule, from 1; none when it is about the whole profile.
    pub rule: Option<usize>,
    /// What is wrong and what the engine does with it.
    pub message: String,
}

impl ProfileProblem {
    pub(crate) fn new(rule: Option<usize>, message: impl Into<String>) -> Self {
        Self { rule, message: message.into() }
    }
}

impl std::fmt::Display for ProfileProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.rule {
            Some(rule) => write!(f, "rule {rule}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}
