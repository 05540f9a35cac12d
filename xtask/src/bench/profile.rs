//! `cargo xtask bench profile`: the time of resolving one seccomp profile for all calls.

use super::measure::measure;
use super::table::Row;
use super::{Format, print, release_binary, repeat};
use crate::Failure;
use crate::workspace::Workspace;

/// Builds, measures, prints. The first row starts the program and does nothing: what the
/// others take beyond it is resolving, answering for every call of three ABIs and writing.
///
/// # Errors
/// The binary cannot be built or fails.
pub(crate) fn run(format: Format) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    let binary = release_binary(&workspace)?;
    let shown = ["profile", "show", "docker-default", "--machine", "x86_64", "--kernel", "6.1"];
    let asked = ["profile", "ask", "docker-default", "--machine", "x86_64", "--kernel", "6.1"];
    let rows = [
        ("program start", vec!["--version"]),
        ("docker-default, all calls of three ABIs, text", shown.to_vec()),
        ("docker-default, all calls of three ABIs, JSON", [&shown[..], &["-f", "json"]].concat()),
        ("docker-default, one call", [&asked[..], &["--call", "socket"]].concat()),
    ];
    let rows = rows.into_iter().map(|(what, arguments)| {
        let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
        measure(&binary, &arguments)?;
        Ok(Row::new(what.to_owned(), &repeat(&binary, &arguments)?, None))
    });
    print(format, &rows.collect::<Result<Vec<_>, Failure>>()?);
    Ok(())
}
