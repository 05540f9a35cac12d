//! `seaworthy.toml`: text in, valid policy out.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{Gate, Policy};
use crate::findings::Severity;

/// The file as written. An unknown key is an error: a rule that is silently
/// ignored is worse than none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PolicyFile {
    /// When the run fails.
    pub gate: GateTable,
    /// Severity by id.
    pub severity: BTreeMap<String, Severity>,
    /// Accepted findings.
    #[serde(deserialize_with = "waivers")]
    pub waive: Vec<WaiverEntry>,
    /// Who and what is trusted.
    pub trusted: TrustedTable,
}

/// `[gate]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct GateTable {
    /// Failures of this severity and above break the gate.
    pub fail_on: Option<Severity>,
    /// Open reviews break it too.
    pub review: bool,
    /// Undecided checks break it too.
    pub unknown: bool,
    /// Unreadable facts make the run incomplete (exit 3).
    pub require_complete: bool,
    /// Vulnerabilities known to be exploited break it whatever their severity.
    pub kev: bool,
    /// Vulnerabilities at least this likely to be exploited break it, 0 to 1.
    #[serde(deserialize_with = "probability")]
    pub epss: Option<f64>,
    /// Vulnerabilities whose fix is older than this many days break it.
    pub fix_age: Option<u32>,
}

/// `[[waive]]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WaiverEntry {
    /// Check, vulnerability or licence; a glob.
    pub id: String,
    /// Kind of finding, empty for any.
    pub kind: String,
    /// `container:web*`, `label:key=value`; empty for any.
    pub subject: String,
    /// Package name, a glob; empty for any.
    pub package: String,
    /// Path in evidence or payload, a glob; empty for any.
    pub path: String,
    /// Why; required.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// Last day, `YYYY-MM-DD`.
    pub expires: String,
    /// File and line, filled in by the reader.
    #[serde(skip)]
    pub file: String,
    /// Where it begins, in bytes of the text.
    #[serde(skip)]
    start: usize,
}

/// Waivers with the place of each, however the list is spelled.
fn waivers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<WaiverEntry>, D::Error> {
    let spanned = Vec::<toml::Spanned<WaiverEntry>>::deserialize(deserializer)?;
    let placed = |entry: toml::Spanned<WaiverEntry>| {
        let start = entry.span().start;
        WaiverEntry { start, ..entry.into_inner() }
    };
    Ok(spanned.into_iter().map(placed).collect())
}

fn probability<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let value = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&value) {
        return Ok(Some(value));
    }
    Err(D::Error::custom(format!("a probability is from 0 to 1, not {value}")))
}

/// `[trusted]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TrustedTable {
    /// Users that may control the engine.
    pub users: Vec<String>,
    /// Registries.
    pub registries: Vec<String>,
    /// Base images.
    pub base_images: Vec<String>,
    /// Packages.
    pub packages: Vec<String>,
}

/// What is wrong with a policy file, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicyError {
    /// The file as named.
    pub path: String,
    /// Line, from 1; 0 when it is about the whole file.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}

impl std::error::Error for PolicyError {}

/// Longest policy file in bytes; a larger one is a mistake or an attack.
const LONGEST: usize = 4 << 20;

impl PolicyFile {
    /// Reads the text of a file named `path`.
    pub fn parse(path: &str, text: &str) -> Result<Self, PolicyError> {
        let error = |line, message| PolicyError { path: path.to_owned(), line, message };
        if text.len() > LONGEST {
            return Err(error(0, format!("is larger than {LONGEST} bytes")));
        }
        let mut file: Self = toml::from_str(text).map_err(|wrong| {
            let line = wrong.span().map_or(0, |span| line_of(text, span.start));
            error(line, wrong.message().replace('\n', " "))
        })?;
        let (mut line, mut at) = (1, 0);
        for waiver in &mut file.waive {
            line += line_of(text.get(at..waiver.start).unwrap_or_default(), usize::MAX) - 1;
            at = waiver.start;
            waiver.check().map_err(|message| error(line, message))?;
            waiver.file = format!("{path}:{line}");
        }
        Ok(file)
    }

    /// The rules for findings.
    pub fn policy(&self) -> Policy {
        Policy { severity: self.severity.clone(), waivers: self.waive.clone() }
    }

    /// The rules for the exit code.
    pub fn gate(&self) -> Gate {
        Gate {
            fail_on: self.gate.fail_on,
            review: self.gate.review,
            unknown: self.gate.unknown,
            kev: self.gate.kev,
            epss: self.gate.epss,
            fix_age: self.gate.fix_age,
        }
    }
}

impl WaiverEntry {
    fn check(&self) -> Result<(), String> {
        if self.id.is_empty() {
            return Err("a waiver needs the `id` of what it accepts".to_owned());
        }
        if self.reason.trim().is_empty() {
            return Err(format!("the waiver of `{}` needs a `reason`", self.id));
        }
        if !self.expires.is_empty() && !is_date(&self.expires) {
            return Err(format!("`expires` is a date YYYY-MM-DD, not `{}`", self.expires));
        }
        if let Some(bad) = [&self.id, &self.package, &self.path]
            .into_iter()
            .find(|glob| glob::Pattern::new(glob).is_err())
        {
            return Err(format!("`{bad}` is not a glob"));
        }
        super::SubjectGlob::parse(&self.subject).map(|_| ()).map_err(|wrong| wrong.to_string())
    }
}

/// Four, two and two digits that name a day; leap years do not matter here.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    matches!(parts.as_slice(), [year, month, day]
        if number(year, 4).is_some()
            && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
            && number(day, 2).is_some_and(|day| (1..=31).contains(&day)))
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_an_error_with_its_line() {
        let error =
            PolicyFile::parse("p.toml", "[gate]\nfail-on = \"high\"\nfial = 1\n").unwrap_err();
        assert_eq!((error.line, error.path.as_str()), (3, "p.toml"));
        assert!(error.message.contains("fial"), "{error}");
    }

    #[test]
    fn a_waiver_needs_a_reason_and_knows_its_line() {
        let text = "\n[[waive]]\nid = \"a\"\nreason = \"because\"\n\n[[waive]]\nid = \"b\"\n";
        let error = PolicyFile::parse("p.toml", text).unwrap_err();
        assert_eq!(error.line, 6);
        let file =
            PolicyFile::parse("p.toml", &text.replace("\"b\"", "\"b\"\nreason = \"x\"")).unwrap();
        assert_eq!(file.waive[1].file, "p.toml:6");
    }

    #[test]
    fn a_waiver_is_checked_however_the_list_is_spelled() {
        let entry = |id: &str| format!("{{ id = \"{id}\", reason = \"[[waive]]\" }}");
        let text = format!("waive = [\n{},\n{},\n]\n", entry("a"), entry("b"));
        let file = PolicyFile::parse("p.toml", &text).unwrap();
        assert_eq!(file.waive[1].file, "p.toml:3");
        let error = PolicyFile::parse(
            "p.toml",
            "waive = [\n{ id = \"a\", reason = \"r\" },\n{ id = \"b\" },\n]",
        )
        .unwrap_err();
        assert_eq!(error.line, 3, "{error}");
    }

    #[test]
    fn a_probability_beyond_one_is_an_error_with_its_line() {
        let error = PolicyFile::parse("p.toml", "[gate]\nkev = true\nepss = 50.0\n").unwrap_err();
        assert_eq!(error.line, 3, "{error}");
        assert!(PolicyFile::parse("p.toml", "[gate]\nepss = nan\n").is_err());
    }

    #[test]
    fn a_date_that_is_none_is_refused() {
        for (date, good) in
            [("2026-11-24", true), ("2026-13-01", false), ("soon", false), ("2026-1-1", false)]
        {
            let text = format!("[[waive]]\nid = \"a\"\nreason = \"r\"\nexpires = \"{date}\"\n");
            assert_eq!(PolicyFile::parse("p", &text).is_ok(), good, "{date}");
        }
    }
}
