//! What the Docker daemon makes of its flags and its file.
//!
//! Sources: moby `cmd/dockerd/{config,config_unix,options,daemon}.go` for the
//! flags, `daemon/config/config.go` for the file and the merge. A key stands in
//! the file or among the flags, never in both: then the daemon does not start.

mod arguments;
mod file;
mod flags;
mod merge;
mod text;

pub(crate) use arguments::{Arguments, parse as parse_arguments};
pub(crate) use file::{FileSettings, parse as parse_file};
pub(crate) use merge::{DaemonEnvironment, FileState, conflicts, merge, unreadable};
pub(crate) use text::masked_json;
