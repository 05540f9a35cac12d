//! Every format of one real report.

use crate::docker::output;
use crate::trouble::ensure;
use crate::{Dockerd, DockerdOptions, Seaworthy, Trouble};
use serde_json::Value;
use std::fs;

const FORMATS: &[&str] =
    &["text", "json", "sarif", "junit", "html", "markdown", "csv", "docker-bench-json"];

/// One run writes them all; each is whole, and tells of the failing container.
pub(super) fn all_formats(seaworthy: &Seaworthy) -> Result<(), Trouble> {
    let engine = Dockerd::start(&DockerdOptions::default())?;
    // Words that each format has to escape.
    engine.docker().keep("web", &["--network=host", "--label=note=</td>\"&,;\n\u{1b}[31m"])?;
    engine.docker().privileged("privileged")?;
    let mut command = seaworthy.command();
    command.args(["audit", "--host", &engine.host()]);
    for format in FORMATS {
        let path = engine.ground().path(format);
        command.arg("--output").arg(format!("{format}={}", path.display()));
    }
    output(&mut command)?;
    for format in FORMATS {
        let path = engine.ground().path(format);
        let text = fs::read_to_string(&path).map_err(Trouble::file(&path))?;
        expect_whole(format, &text)
            .map_err(|trouble| Trouble::Wrong(format!("{format}: {trouble}")))?;
    }
    Ok(())
}

fn expect_whole(format: &str, text: &str) -> Result<(), Trouble> {
    // docker-bench-security writes the container's name, the others its id as well.
    ensure(text.contains("privileged"), || "does not name the container".to_owned())?;
    match format {
        "json" => expect_json(text, "/results"),
        "sarif" => expect_json(text, "/runs/0/results"),
        "docker-bench-json" => expect_json(text, "/tests"),
        "junit" => expect_xml(text, b"testcase"),
        "csv" => expect_table(text),
        "html" => expect_alone(text),
        _ => Ok(()),
    }
}

fn expect_json(text: &str, list: &str) -> Result<(), Trouble> {
    let value: Value = serde_json::from_str(text)
        .map_err(|source| Trouble::Json { what: "the report".to_owned(), source })?;
    let entries = value.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
    ensure(entries > 0, || format!("{list} is empty"))
}

fn expect_xml(text: &str, element: &[u8]) -> Result<(), Trouble> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut elements = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                elements += u32::from(tag.name().as_ref() == element);
                let broken = tag.attributes().find_map(Result::err);
                ensure(broken.is_none(), || format!("{broken:?}"))?;
            }
            Ok(_) => {}
            Err(error) => return Err(Trouble::Wrong(error.to_string())),
        }
    }
    ensure(elements > 10, || format!("{elements} test cases"))
}

fn expect_table(text: &str) -> Result<(), Trouble> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().collect::<Result<Vec<_>, _>>();
    let rows = rows.map_err(|error| Trouble::Wrong(error.to_string()))?;
    ensure(rows.len() > 10, || format!("{} rows", rows.len()))
}

/// A page that fetches nothing: links to read on are no references.
fn expect_alone(text: &str) -> Result<(), Trouble> {
    let fetches = ["<script src", "<link", "<img", "<iframe", "@import", "url(", "src=\"http"];
    let found: Vec<&&str> = fetches.iter().filter(|fetch| text.contains(**fetch)).collect();
    ensure(found.is_empty(), || format!("fetches by {found:?}"))?;
    ensure(text.contains("</html>"), || "cut off".to_owned())
}
