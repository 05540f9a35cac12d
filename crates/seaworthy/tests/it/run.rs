//! Runs the binary without the person's own settings.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `seaworthy` with these arguments, at a time that does not move.
pub(crate) fn seaworthy(arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    seaworthy_in(folder.path(), arguments)
}

/// The same in a folder of the test's.
pub(crate) fn seaworthy_in(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_seaworthy"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("SOURCE_DATE_EPOCH", "1767225600")
        .env("HOME", folder)
        .output()
        .unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A facts file of the tests.
pub(crate) fn facts(name: &str) -> String {
    let path: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts").join(name).with_extension("json");
    path.to_str().unwrap().to_owned()
}
