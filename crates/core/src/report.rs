//! Every output format: a report in, bytes out.
//!
//! [`v1`] is the versioned JSON that users and scripts parse; all other formats
//! are written from it, so a saved report converts to any of them.

mod build;
mod json;
mod summary;
mod text;
pub mod v1;

pub use build::{Parts, build};
pub use json::{ReadReportError, read, write_json};
pub use text::{TextOptions, write_text};
