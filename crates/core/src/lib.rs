//! The vocabulary that observers, judges, makers and services share.
//!
//! Observers write [`facts`]; judges turn facts into verdicts, which become
//! [`findings`]; a [`policy`] says what a finding means here; a [`report`]
//! shows it. [`secrets`] knows what looks like a secret, so that no observer
//! ever writes one down.
//!
//! This crate does no input or output, reads no clock and no environment, and
//! cannot panic on its input: time comes in as a value, text comes in as a
//! string, bytes go out as a `Vec<u8>`. That is what makes every audit
//! replayable from a file. It deliberately knows nothing of Docker's API or of
//! `/proc`: where a fact came from is a [`facts::Source`], not a code path.
//!
//! Start with [`facts::Observed`], then [`findings::Verdict`].

pub mod diff;
pub mod facts;
pub mod findings;
pub mod policy;
pub mod report;
pub mod secrets;
