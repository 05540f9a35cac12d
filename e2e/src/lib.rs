//! End-to-end scenarios: real engines, audited by the real binary.
//!
//! Each scenario starts the engines it needs, in their own network namespaces and
//! folders, and asserts what `seaworthy` says about them. Whatever ends a scenario (its
//! last line, a panic, ctrl-c), its [`Ground`] takes every process, mount, namespace,
//! cgroup and file of it away; what a killed run left is swept by the next one.
//!
//! - [`Ground`] is the folder, namespace and cgroup of one engine.
//! - [`Dockerd`], [`Podman`] and [`Rootless`] start engines.
//! - [`Audit`] runs the binary and looks verdicts up.
//! - [`scenarios::ALL`] is the list; add one there.
//!
//! What the machine does not offer makes a scenario *skipped* with a reason, counted and
//! shown. Checks of many container options belong to data tests of the checks; here
//! stands what only a real engine can prove. Start with `scenarios/smoke.rs`.

mod audit;
mod docker;
mod engines;
mod ground;
mod needs;
mod patience;
mod run;
pub mod scenarios;
mod trouble;

pub use audit::{Audit, End, Seaworthy};
pub use docker::Docker;
pub use engines::{Dockerd, DockerdOptions, Podman, Rootless};
pub use ground::{Ground, install_interrupt, reap, sweep};
pub use needs::Need;
pub use run::{Outcome, Summary, run};
pub use trouble::Trouble;
