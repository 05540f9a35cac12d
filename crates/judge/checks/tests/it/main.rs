//! The catalogue against its folders, and every check against its cases.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it is wrong")]

mod cases;
mod catalogue;
mod defects;
mod escape;
mod keel;
