//! Which checks and which subjects a rule is about.

use std::fmt;

use crate::findings::{Benchmark, Header, Subject};

/// `--only` and `--skip`: ids, sections, tags, benchmark ids.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Selection {
    /// Words of which one must match; empty admits all.
    pub only: Vec<String>,
    /// Words of which none may match.
    pub skip: Vec<String>,
}

impl Selection {
    /// Whether a check is wanted.
    pub fn admits(&self, header: &Header) -> bool {
        let named = |words: &[String]| words.iter().any(|word| names(word, header));
        (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
    }
}

/// Whether a word selects a check: its id (a glob), section, a tag, the number
/// of a recommendation of CIS Docker 1.8.0 or of a group of them (`5`, `5.4`),
/// or `cis-docker-1.6.0:2.7` for the number in another edition.
pub(crate) fn names(word: &str, header: &Header) -> bool {
    header.section == word
        || header.tags.iter().any(|tag| tag == word)
        || glob::Pattern::new(word).is_ok_and(|glob| glob.matches(&header.id))
        || header.benchmarks.iter().any(|benchmark| numbers(word, benchmark))
}

fn numbers(word: &str, benchmark: &Benchmark) -> bool {
    let number = match word.split_once(':') {
        Some((edition, number))
            if edition == format!("{}-{}", benchmark.name, benchmark.version) =>
        {
            number
        }
        None if benchmark.version == "1.8.0" => word,
        _ => return false,
    };
    benchmark.id == number
        || benchmark.id.strip_prefix(number).is_some_and(|rest| rest.starts_with('.'))
}

/// `--subject` and a waiver's `subject`.
#[derive(Clone, Debug, Default)]
pub struct SubjectGlob {
    parts: Option<Parts>,
}

#[derive(Clone, Debug)]
enum Parts {
    Name { kind: Option<String>, name: glob::Pattern },
    Label { key: String, value: Option<glob::Pattern> },
}

/// A pattern that is no glob.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SubjectGlobError {
    /// What was given.
    pub given: String,
}

impl fmt::Display for SubjectGlobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is not a subject: `container:web*`, `image:registry/*` or `label:key=value`",
            self.given
        )
    }
}

impl std::error::Error for SubjectGlobError {}

const KINDS: &[&str] = &[
    "host",
    "kernel-option",
    "engine",
    "container",
    "image",
    "network",
    "swarm",
    "file",
    "package",
    "policy",
];

impl SubjectGlob {
    /// Reads `kind:glob`, `label:key=glob`, or a bare glob for any kind; an
    /// empty text admits everything.
    pub fn parse(text: &str) -> Result<Self, SubjectGlobError> {
        let pattern = |glob: &str| {
            glob::Pattern::new(glob).map_err(|_| SubjectGlobError { given: text.to_owned() })
        };
        let parts = match text.split_once(':') {
            _ if text.is_empty() => None,
            Some(("label", rest)) => Some(match rest.split_once('=') {
                Some((key, value)) => {
                    Parts::Label { key: key.to_owned(), value: Some(pattern(value)?) }
                }
                None => Parts::Label { key: rest.to_owned(), value: None },
            }),
            Some((kind, name)) if KINDS.contains(&kind) => {
                Some(Parts::Name { kind: Some(kind.to_owned()), name: pattern(name)? })
            }
            _ => Some(Parts::Name { kind: None, name: pattern(text)? }),
        };
        Ok(Self { parts })
    }

    /// Whether a subject is meant, by name, stable name, id or label.
    pub fn matches(&self, subject: &Subject) -> bool {
        match &self.parts {
            None => true,
            Some(Parts::Label { key, value }) => subject.labels.iter().any(|(have, held)| {
                have == key && value.as_ref().is_none_or(|value| value.matches(held))
            }),
            Some(Parts::Name { kind, name }) => {
                kind.as_deref().is_none_or(|kind| kind == subject.kind.as_str())
                    && (name.matches(&subject.name)
                        || name.matches(&subject.stable_name)
                        || name.matches(&subject.id))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::SubjectKind;

    #[test]
    fn subjects_by_kind_name_and_label() {
        let mut web = Subject::new(SubjectKind::Container, "web-1");
        web.labels.push(("team".into(), "shop".into()));
        for (glob, wanted) in [
            ("", true),
            ("container:web*", true),
            ("image:web*", false),
            ("web-?", true),
            ("label:team=sh*", true),
            ("label:team", true),
            ("label:team=bank", false),
            ("registry.example:5000/*", false),
        ] {
            assert_eq!(SubjectGlob::parse(glob).unwrap().matches(&web), wanted, "{glob}");
        }
        assert!(SubjectGlob::parse("container:[").is_err());
    }
}
