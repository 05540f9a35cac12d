//! Where a result lies, for viewers that can only show files.

use super::super::v1::{Entry, Subject};
use super::log::{ArtifactLocation, Location, LogicalLocation, PhysicalLocation, Region};

/// The root below which absolute paths are given relative.
pub(super) const ROOT: &str = "ROOT";

/// A file when the evidence names one, else a path made of kind and name: code
/// scanning shows nothing without a path, and the same subject must keep it.
pub(super) fn location(entry: &Entry) -> Location<'_> {
    let (artifact_location, start_line) = match file(entry) {
        Some((path, line)) => {
            let uri = encoded(path.trim_start_matches('/'));
            (ArtifactLocation { uri, uri_base_id: Some(ROOT) }, line)
        }
        None => (ArtifactLocation { uri: pseudo_path(&entry.subject), uri_base_id: None }, 1),
    };
    Location {
        physical_location: PhysicalLocation { artifact_location, region: Region { start_line } },
        logical_locations: [logical(&entry.subject)],
    }
}

fn logical(subject: &Subject) -> LogicalLocation<'_> {
    LogicalLocation {
        name: &subject.name,
        fully_qualified_name: format!("{}/{}", subject.kind.as_str(), subject.name),
        kind: subject.kind.as_str(),
    }
}

/// Path and line of a file, from `/etc/docker/daemon.json:12`. The kernel's own
/// file systems are interfaces, not files that a reader could open.
fn file(entry: &Entry) -> Option<(&str, u32)> {
    let is_file = |path: &&str| {
        path.starts_with('/')
            && path.len() > 1
            && !["/proc/", "/sys/", "/run/"].iter().any(|root| path.starts_with(root))
            && !path.contains(char::is_whitespace)
    };
    let sources = entry.evidence.iter().map(|evidence| evidence.source.as_str());
    let source = sources.chain([entry.subject.name.as_str()]).find(is_file)?;
    let line = source.rsplit_once(':').and_then(|(path, line)| {
        line.parse::<u32>().ok().filter(|line| *line > 0).map(|line| (path, line))
    });
    Some(line.unwrap_or((source, 1)))
}

fn pseudo_path(subject: &Subject) -> String {
    let name = if subject.name.is_empty() { "none" } else { &subject.name };
    format!("{}s/{}", subject.kind.as_str(), encoded(name))
}

/// Percent-encoded, with slashes kept and no step upwards.
fn encoded(path: &str) -> String {
    let segment = |segment: &str| match segment {
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        plain => plain.bytes().map(encoded_byte).collect(),
    };
    path.split('/').filter(|part| !part.is_empty()).map(segment).collect::<Vec<_>>().join("/")
}

fn encoded_byte(byte: u8) -> String {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::SubjectKind;

    fn path_of(name: &str) -> String {
        pseudo_path(&Subject {
            kind: SubjectKind::Container,
            name: name.to_owned(),
            id: String::new(),
        })
    }

    #[test]
    fn a_name_cannot_leave_its_folder() {
        assert_eq!(path_of("web"), "containers/web");
        assert_eq!(path_of("../../etc/passwd"), "containers/%2E%2E/%2E%2E/etc/passwd");
        assert_eq!(path_of("a b?<c>:ü"), "containers/a%20b%3F%3Cc%3E%3A%C3%BC");
        assert_eq!(path_of(""), "containers/none");
    }
}
