//! From facts and findings to hardened configuration.
//!
//! [`plan`] gathers the changes that findings propose and shows them the way an
//! administrator reviews changes: unified differences for files, commands for
//! modes and owners, each with what it may break. Nothing here writes: the plan
//! is text.
//!
//! A [`Fragment`] holds all failed recommendations of one kind for the kernel, to be
//! merged into its configuration, its parameters or its command line.
//!
//! A file is edited, not rewritten: keys that stay keep their place and their
//! spelling, so the difference shows only what changes.

mod fragment;
mod json_edit;
mod plan;
mod render;

pub use fragment::{Fragment, FragmentKind, UnknownFragment};
pub use json_edit::{EditJsonError, set_key};
pub use plan::{Plan, Step, StepKind, plan};
pub use render::write_plan;
