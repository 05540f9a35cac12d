//! The binary as a user meets it, on saved facts: no engine, no root.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it is wrong")]

mod audit;
mod others;
mod run;
