//! The table against itself, against published recommendations, and against a
//! machine.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it is wrong")]

mod published;
mod table;
