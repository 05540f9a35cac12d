//! Words that users of docker-bench-security have in their fingers.

use std::fmt;

use anyhow::bail;
use glob::Pattern;
use seaworthy_checks::catalogue;
use seaworthy_core::findings::Subject;
use seaworthy_core::policy::Selection;

/// Groups of docker-bench by the section or tag that they are here.
const GROUPS: &[(&str, &str)] = &[
    ("host_configuration", "host"),
    ("docker_daemon_configuration", "daemon"),
    ("docker_daemon_files", "files"),
    ("container_images", "images"),
    ("container_runtime", "containers"),
    ("docker_security_operations", "operations"),
    ("docker_swarm_configuration", "swarm"),
    ("cis", "cis-docker"),
    ("cis_level1", "cis-docker-level-1"),
    ("cis_level2", "cis-docker-level-2"),
    ("cis_controls_v8_ig1", "cis-controls-v8-ig1"),
    ("cis_controls_v8_ig2", "cis-controls-v8-ig2"),
    ("cis_controls_v8_ig3", "cis-controls-v8-ig3"),
];

/// The same words as Seaworthy knows them: groups by their section or tag,
/// `check_2_1` by the number it had in CIS Docker 1.6.
pub(super) fn words(given: &[String]) -> Vec<String> {
    given.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).map(translated).collect()
}

fn translated(word: &str) -> String {
    if let Some((_, here)) = GROUPS.iter().find(|(group, _)| *group == word) {
        return (*here).to_owned();
    }
    match word.strip_prefix("check_") {
        Some(number) => format!("cis-docker-1.6.0:{}", number.replace('_', ".")),
        None => word.to_owned(),
    }
}

/// Refuses a word that selects nothing: a typo must not pass a gate.
pub(super) fn check_words(selection: &Selection) -> anyhow::Result<()> {
    for word in selection.only.iter().chain(&selection.skip) {
        let one = Selection { only: vec![word.clone()], skip: Vec::new() };
        if !catalogue::entries().any(|entry| one.admits(&entry.header())) {
            bail!("`{word}` selects no check; `seaworthy explain` lists them");
        }
    }
    Ok(())
}

/// `--include`, `--exclude` and `--label`.
#[derive(Debug)]
pub(super) struct Names {
    include: Vec<NamePattern>,
    exclude: Vec<NamePattern>,
    labels: Vec<(String, Option<String>)>,
}

/// A glob when it has a star, a question mark or a bracket; else a part of the
/// name, as docker-bench takes it.
#[derive(Debug)]
enum NamePattern {
    Part(String),
    Glob(Pattern),
}

impl fmt::Display for NamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(part) => f.write_str(part),
            Self::Glob(glob) => f.write_str(glob.as_str()),
        }
    }
}

impl NamePattern {
    fn parse(text: &str) -> anyhow::Result<Self> {
        if text.contains(['*', '?', '[']) {
            return Ok(Self::Glob(
                Pattern::new(text)
                    .map_err(|error| anyhow::anyhow!("`{text}` is not a glob: {error}"))?,
            ));
        }
        Ok(Self::Part(text.to_owned()))
    }

    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Part(part) => name.contains(part),
            Self::Glob(glob) => glob.matches(name),
        }
    }
}

impl Names {
    pub(super) fn parse(
        include: &[String],
        exclude: &[String],
        labels: &[String],
    ) -> anyhow::Result<Self> {
        let patterns = |texts: &[String]| -> anyhow::Result<Vec<NamePattern>> {
            texts
                .iter()
                .filter(|text| !text.is_empty())
                .map(|text| NamePattern::parse(text))
                .collect()
        };
        let label = |text: &String| match text.split_once('=') {
            Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
            None => (text.clone(), None),
        };
        Ok(Self {
            include: patterns(include)?,
            exclude: patterns(exclude)?,
            labels: labels.iter().map(label).collect(),
        })
    }

    /// Refuses an include or a label that no subject has, as a misspelt check is
    /// refused: it must not pass a gate. An exclusion may well find nothing.
    pub(super) fn check<'a>(
        &self,
        subjects: impl Iterator<Item = &'a Subject> + Clone,
    ) -> anyhow::Result<()> {
        let named =
            subjects.filter(|subject| super::has_name(subject.kind) && !subject.name.is_empty());
        for pattern in &self.include {
            if !named.clone().any(|subject| pattern.matches(&subject.name)) {
                bail!("no container or image has `{pattern}` in its name");
            }
        }
        for (key, value) in &self.labels {
            if !named.clone().any(|subject| has_label(subject, key, value.as_deref())) {
                let value = value.as_ref().map_or_else(String::new, |value| format!("={value}"));
                bail!("no container has the label `{key}{value}`");
            }
        }
        Ok(())
    }

    /// Whether results on a subject are wanted; only containers and images
    /// have names to choose by.
    pub(super) fn admit(&self, subject: &Subject) -> bool {
        if !super::has_name(subject.kind) || subject.name.is_empty() {
            return true;
        }
        let named = |patterns: &[NamePattern]| {
            patterns.iter().any(|pattern| pattern.matches(&subject.name))
        };
        (self.include.is_empty() || named(&self.include))
            && !named(&self.exclude)
            && self.has_labels(subject)
    }

    fn has_labels(&self, subject: &Subject) -> bool {
        subject.kind != seaworthy_core::findings::SubjectKind::Container
            || self.labels.iter().all(|(key, value)| has_label(subject, key, value.as_deref()))
    }
}

fn has_label(subject: &Subject, key: &str, value: Option<&str>) -> bool {
    subject.labels.iter().any(|(have, held)| have == key && value.is_none_or(|value| value == held))
}

#[cfg(test)]
mod tests {
    use super::*;
    use seaworthy_core::findings::SubjectKind;

    #[test]
    fn groups_and_numbers_of_docker_bench_are_understood() {
        let given: Vec<String> =
            ["cis_level1", "check_2_7", "5.5", "container_runtime"].map(str::to_owned).into();
        assert_eq!(
            words(&given),
            ["cis-docker-level-1", "cis-docker-1.6.0:2.7", "5.5", "containers"]
        );
    }

    #[test]
    fn a_name_with_nil_inside_is_not_excluded_by_default() {
        let names = Names::parse(&[], &[], &[]).unwrap();
        assert!(names.admit(&Subject::new(SubjectKind::Container, "vanilla-priv")));
        let names = Names::parse(&[], &["vani".to_owned()], &[]).unwrap();
        assert!(!names.admit(&Subject::new(SubjectKind::Container, "vanilla-priv")));
        assert!(names.admit(&Subject::new(SubjectKind::Host, "vanilla")));
    }
}
