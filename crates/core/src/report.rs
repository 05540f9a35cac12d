//! Every output format: a report in, bytes out.
//!
//! [`v1`] is the versioned JSON that users and scripts parse; all other formats
//! are written from it, so a saved report converts to any of them.

mod build;
mod csv;
pub mod defence;
mod docker_bench;
mod format;
mod headline;
mod html;
pub mod isolation;
mod json;
mod junit;
pub mod kernel;
mod markdown;
mod operating_system;
mod options;
mod printable;
pub mod profile;
mod sarif;
mod summary;
mod text;
pub mod v1;

pub use build::{Parts, build};
pub use csv::write_csv;
pub use docker_bench::write_docker_bench;
pub use format::{Explanation, Format, ParseFormatError, write};
pub use html::write_html;
pub(crate) use json::write_pretty;
pub use json::{ReadReportError, SCHEMA, read, write_json};
pub use junit::write_junit;
pub use markdown::write_markdown;
pub use operating_system::{
    OPERATING_SYSTEM_FORMAT, OPERATING_SYSTEM_VIEW, OperatingSystemView, OsMeasure, OsProperty,
};
pub use printable::printable;
pub use sarif::write_sarif;
pub use text::{TextOptions, write_text};
