//! What judges say: a verdict on a subject, with its evidence and the way out.
//!
//! Every problem, whatever its kind, is one [`Finding`]: one header and a
//! payload by kind, so that one policy, one waiver list, one exit rule and one
//! set of output formats serve all of them.

mod evidence;
mod finding;
mod fingerprint;
mod payload;
mod remedy;
mod severity;
mod subject;
mod verdict;

pub use evidence::Evidence;
pub use finding::{BaselineState, Benchmark, Finding, Header, Waiver};
pub use fingerprint::fingerprint;
pub use payload::{
    Cvss, FixState, LicencePayload, PackageRef, Payload, SecretPayload, VulnerabilityPayload,
};
pub use remedy::{Change, Remedy, Risk};
pub use severity::{Confidence, ParseSeverityError, Severity};
pub use subject::{Subject, SubjectKind};
pub use verdict::{Case, Outcome, Undecided, Verdict, fail, pass, review};
