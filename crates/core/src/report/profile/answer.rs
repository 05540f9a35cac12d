//! What a filter does with one call.

use std::io;

use serde::{Deserialize, Serialize};

use super::{Action, Condition, Environment, Target};
use crate::report::text::TextOptions;
use crate::report::v1::Tool;

/// Value of [`Answer::format`].
pub const ANSWER_FORMAT: &str = "seaworthy-profile-answer/1";

/// JSON Schema of the format, draft 2020-12.
pub const ANSWER_SCHEMA: &str = include_str!("../../../../../docs/schema/profile-answer-1.json");

/// What a filter does with one call.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Answer {
    /// [`ANSWER_FORMAT`].
    pub format: String,
    /// Who wrote it.
    pub tool: Tool,
    /// What was asked about.
    pub target: Target,
    /// What the rules were chosen for; null for a filter that is already so.
    pub environment: Option<Environment>,
    /// ABI of the call.
    pub abi: String,
    /// Its name; null for a number that no call has.
    pub call: Option<String>,
    /// Its number.
    pub number: u32,
    /// Its arguments, hexadecimal.
    pub arguments: Vec<String>,
    /// The call as a person writes it, `socket(family=AF_UNIX(1), …)`.
    pub text: String,
    /// What the kernel does.
    pub outcome: Action,
    /// What decided.
    pub reason: Reason,
    /// What is surprising about it.
    pub warnings: Vec<Warning>,
}

/// What decided.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Reason {
    /// `no-filter`, `never-asked`, `rule`, `default`, `above-highest`, `foreign-abi`, `program`.
    pub kind: String,
    /// The profile's rule, from 1.
    pub rule: Option<usize>,
    /// The conditions of the rule that held.
    pub when: Vec<Condition>,
    /// Which of the process's filters, from 1.
    pub program: Option<usize>,
    /// The instruction that returned, from 0.
    pub instruction: Option<usize>,
    /// In words.
    pub text: String,
}

/// Something surprising about an answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Warning {
    /// What.
    pub message: String,
}

impl Answer {
    /// For a terminal.
    ///
    /// # Errors
    /// When `out` does not take it.
    pub fn write_text(&self, options: TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
        super::text::answer(self, options, out)
    }

    /// As JSON.
    ///
    /// # Errors
    /// When `out` does not take it.
    pub fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        crate::report::write_pretty(self, out)
    }
}
