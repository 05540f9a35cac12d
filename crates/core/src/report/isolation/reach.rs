//! What of a kernel a process reaches, in numbers and by name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Reading;

/// A kernel.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Kernel {
    /// Release, `6.1.0-18-amd64`.
    pub release: Reading<String>,
    /// Machine architecture, `x86_64`.
    pub architecture: Reading<String>,
}

/// What a column reaches of the kernel that it runs on.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Reach {
    /// Whose kernel: `host`, or `own` when the column brings its own.
    pub kernel: String,
    /// System calls by ABI, the native one first.
    pub calls: Reading<Vec<CallCounts>>,
    /// Position in the list of filters; null when it is not known.
    pub filter: Option<usize>,
    /// Families for which `socket()` is let through and that this kernel has.
    pub families: Reading<Vec<String>>,
    /// Files below `/proc`, those of processes left out, that it may write.
    pub writable_proc: Reading<Paths>,
    /// Files below `/sys` that it may write.
    pub writable_sys: Reading<Paths>,
    /// Device nodes.
    pub devices: Reading<Paths>,
    /// Set-user-id, set-group-id and file-capability programs.
    pub setuid: Reading<Paths>,
    /// What limits the meaning of these numbers, in words.
    pub notes: Vec<String>,
}

/// How many paths, and the first of them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Paths {
    /// How many.
    pub count: u64,
    /// The first of them, sorted.
    pub paths: Vec<String>,
    /// The count stopped at a limit: there are more.
    pub cut_off: bool,
}

/// System calls of one ABI that this kernel has, by what the filter says.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct CallCounts {
    /// `x86_64`, `x32`, `i386`, `arm64`, `arm`.
    pub abi: String,
    /// Calls of the table that exist in this release.
    pub total: usize,
    /// Let through whatever their arguments.
    pub allowed: usize,
    /// Let through with some arguments and refused with others.
    pub conditional: usize,
    /// Refused with an error other than ENOSYS.
    pub refused: usize,
    /// Refused with ENOSYS, as if the kernel had no such call.
    pub missing: usize,
    /// Kill, trap, ask a supervisor, or end in a tracer.
    pub stopped: usize,
    /// Refused calls by errno name.
    pub errnos: BTreeMap<String, usize>,
    /// Why programs of this ABI cannot run here at all; null when they can.
    pub closed: Option<String>,
}

impl CallCounts {
    /// Calls that reach the kernel's own code.
    pub fn reachable(&self) -> usize {
        self.allowed + self.conditional
    }
}

/// One distinct filter.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct FilterSurvey {
    /// What it was read from: the runtime's instructions, the kernel, none, or
    /// computed.
    pub source: String,
    /// Counts by ABI.
    pub counts: Vec<CallCounts>,
    /// Every call that is not simply let through.
    pub calls: Vec<CallReach>,
}

/// One call under a filter.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct CallReach {
    /// ABI.
    pub abi: String,
    /// Name.
    pub name: String,
    /// What happens.
    pub reach: ReachWord,
    /// Name of the errno, empty unless refused.
    pub errno: String,
    /// On which arguments it depends, in words.
    pub condition: String,
}

/// What a filter does with a call.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReachWord {
    /// Let through.
    #[default]
    Allowed,
    /// Depends on its arguments.
    Conditional,
    /// Refused with an error.
    Refused,
    /// Refused with ENOSYS.
    Missing,
    /// Kill, trap, supervisor or tracer.
    Stopped,
}
