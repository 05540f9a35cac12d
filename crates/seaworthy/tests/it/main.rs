//! The binary as a user meets it, on saved facts and a fake engine: no root.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it is wrong")]

mod audit;
mod isolation;
mod kernel_advice;
mod others;
mod profile;
mod run;
mod saved_kernel;
mod systems;
