//! The catalogue of checks, and the runner that judges facts with it.
//!
//! A [`Check`] is a constant value: what it is called, how bad it is, which
//! benchmarks ask for it, and one pure function from facts to a verdict. The
//! lists in [`catalogue`] are the only registration; a test compares them with
//! the folders. Benchmark numbers are tags, so that a new edition of a
//! benchmark changes one table and no check.
//!
//! A check reads like a sentence: it names the facts it needs, and the `?`
//! behind each of them ends the check as unknown when the fact was not
//! readable. No check does input or output, knows of waivers or baselines, or
//! looks at text that a person wrote for people.
//!
//! To add one: `container/NAME.rs` (what), `container/NAME.md` (why, how to
//! fix), `cases/NAME.toml` (facts in, verdict out), one line in the list of
//! `container.rs`. Ways out of containers are in `escape`, each a chain of
//! conditions. Start reading at `container/privileged_container.rs`.

mod benchmark;
mod calendar;
pub mod catalogue;
mod check;
mod configured_user;
mod container;
mod context;
mod engine;
mod escape;
mod exposure;
mod host;
mod image;
mod kernel;
mod network;
mod os;
mod run;
mod swarm;

pub use benchmark::{Recommendation, recommendation, recommendations};
pub use check::{Check, ContainerFamily, FactGroup, Family, Fix, Judge, Row, Section};
pub use context::{Context, FilterMemo, Settings, Trusted};
pub use escape::{WayOut, ways_out};
pub use os::operating_system_view;
pub use run::{judge_container, run};
pub use seaworthy_kernel::Profile as KernelProfile;
