//! The parts of the crate against each other, and against the machine.
#![allow(clippy::unwrap_used, reason = "a test stops where it is wrong")]

mod generated;
#[cfg(test)]
mod headers;
mod model_and_program;
mod mutation;
mod runtime;
