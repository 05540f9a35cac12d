//! What `profile show` and `profile ask` write, format 1.
//!
//! Names never change within format 1 and nothing that is null is left out;
//! fields may be added. The JSON Schemas are `docs/schema/profile-1.json` and
//! `docs/schema/profile-answer-1.json`. Values of arguments are hexadecimal
//! text: JSON numbers lose the upper bits of 64.

mod answer;
mod text;

use std::io;

use serde::{Deserialize, Serialize};

pub use answer::{ANSWER_FORMAT, ANSWER_SCHEMA, Answer, Reason, Warning};

use super::text::TextOptions;
use super::v1::Tool;

/// Value of [`ProfileView::format`].
pub const FORMAT: &str = "seaworthy-profile/1";

/// JSON Schema of the format, draft 2020-12.
pub const SCHEMA: &str = include_str!("../../../../docs/schema/profile-1.json");

/// What a seccomp filter makes of every call.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ProfileView {
    /// [`FORMAT`].
    pub format: String,
    /// Who wrote it.
    pub tool: Tool,
    /// What was looked at.
    pub target: Target,
    /// What the rules were chosen for; null for a filter that is already so.
    pub environment: Option<Environment>,
    /// What in the profile has no meaning, or another one than it seems.
    pub problems: Vec<Problem>,
    /// One entry an ABI.
    pub abis: Vec<AbiView>,
}

/// What was looked at.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Target {
    /// `builtin`, `profile`, `config`, `programs` or `container`.
    pub kind: String,
    /// Name, path or container.
    pub name: String,
    /// Whether there is a filter at all.
    pub filtered: bool,
}

/// What a profile's rules were chosen for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Environment {
    /// ABI of the machine, `x86_64`.
    pub machine: String,
    /// Kernel, `6.1`.
    pub kernel: String,
    /// Bounding set, `CAP_CHOWN`.
    pub capabilities: Vec<String>,
}

/// Something that the author of the profile should know.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Problem {
    /// The rule, from 1; null when it is about the whole profile.
    pub rule: Option<usize>,
    /// What.
    pub message: String,
}

/// One ABI.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AbiView {
    /// `x86_64`, `x32`, `i386`, `arm64`, `arm`.
    pub abi: String,
    /// Numbers of calls.
    pub counts: Counts,
    /// Calls by number.
    pub calls: Vec<Call>,
}

/// Numbers of calls.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Counts {
    /// Calls that the ABI has.
    pub total: usize,
    /// Always made.
    pub allowed: usize,
    /// Made for some arguments.
    pub conditional: usize,
    /// Never made: an error other than ENOSYS.
    pub refused: usize,
    /// Never made: ENOSYS.
    pub missing: usize,
    /// The caller dies or gets SIGSYS.
    pub killed: usize,
    /// Another process or a tracer decides.
    pub asked: usize,
    /// Sum of the risk weights of the calls that can be made.
    pub weight: u32,
}

/// One call.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Call {
    /// Name.
    pub name: String,
    /// Number, as a filter sees it.
    pub number: u32,
    /// First kernel that has it on this ABI.
    pub since: String,
    /// `allowed`, `conditional`, `refused`, `missing`, `killed`, `trapped`,
    /// `notified`, `traced`, `logged`.
    pub outcome: String,
    /// What happens when no case matches; null when the filter is too involved to
    /// be told.
    pub otherwise: Option<Action>,
    /// The first that matches decides.
    pub cases: Vec<Case>,
    /// Group of dangerous calls that it belongs to.
    pub group: Option<Group>,
}

/// What the kernel does.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Action {
    /// `allow`, `errno`, `kill-process`, `kill-thread`, `trap`, `notify`,
    /// `trace`, `log`.
    pub action: String,
    /// Error number of `errno`.
    pub errno: Option<u16>,
    /// Its name, `EPERM`.
    pub errno_name: Option<String>,
}

/// Arguments with one outcome.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Case {
    /// What then happens.
    pub outcome: Action,
    /// All of them hold.
    pub when: Vec<Condition>,
}

/// `operand & mask`, compared.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Condition {
    /// `arg0` to `arg5`, or `instruction-pointer`.
    pub operand: String,
    /// Bits that count, hexadecimal.
    pub mask: String,
    /// `eq`, `ne`, `lt`, `le`, `gt`, `ge`, unsigned.
    pub test: String,
    /// What it is compared with, hexadecimal.
    pub value: String,
    /// In words, `family ≠ AF_VSOCK(40)`.
    pub text: String,
}

/// A group of dangerous calls.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Group {
    /// `kernel-modules` …
    pub id: String,
    /// `raised`, `high`, `extreme`.
    pub risk: String,
    /// Why.
    pub reason: String,
}

impl Action {
    /// For people: `EPERM(1)`, `allow`.
    pub(super) fn words(&self) -> String {
        match (self.errno, &self.errno_name) {
            (Some(errno), Some(name)) => format!("{name}({errno})"),
            // Programs take it for success.
            (Some(0), None) => "not made, returns 0".to_owned(),
            (Some(errno), None) => format!("errno {errno}"),
            (None, _) => self.action.clone(),
        }
    }
}

impl ProfileView {
    /// For a terminal.
    ///
    /// # Errors
    /// When `out` does not take it.
    pub fn write_text(&self, options: TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
        text::view(self, options, out)
    }

    /// As JSON.
    ///
    /// # Errors
    /// When `out` does not take it.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        super::write_pretty(self, out)
    }
}
