//! What each format looks like, byte for byte. `UPDATE_GOLDEN=1` writes the
//! files anew; the difference is then read by a person.

use std::env;
use std::fs;
use std::path::Path;

use seaworthy_core::report::{Format, TextOptions, v1, write};

use super::sample;

/// The report in a format.
pub(crate) fn written(format: Format, report: &v1::Report) -> Vec<u8> {
    let mut out = Vec::new();
    write(format, report, &TextOptions::default(), &sample::explain, &mut out).unwrap();
    out
}

#[test]
fn every_format_is_as_it_was() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let report = sample::report();
    let mut changed = Vec::new();
    for format in Format::ALL {
        let path = folder.join(format!("{format}.{}", format.extension()));
        let now = written(format, &report);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &now).unwrap();
        } else if fs::read(&path).unwrap_or_default() != now {
            changed.push(path.display().to_string());
        }
    }
    assert!(
        changed.is_empty(),
        "UPDATE_GOLDEN=1 writes these anew; read what changed: {changed:#?}"
    );
}

#[test]
fn a_report_survives_being_saved() {
    let report = sample::report();
    let saved = written(Format::Json, &report);
    let read = seaworthy_core::report::read(&saved).unwrap();
    for format in Format::ALL {
        assert_eq!(written(format, &read), written(format, &report), "{format}");
    }
}
