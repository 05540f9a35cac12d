//! What can be wrong with a filter of several programs.

use thiserror::Error;

use crate::bpf::BpfError;

/// A program that the kernel would not have taken.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[error("filter {program}: {problem}")]
pub struct ProgramError {
    /// Which of the process's filters, from 1.
    pub program: usize,
    /// What is wrong.
    pub problem: BpfError,
}
