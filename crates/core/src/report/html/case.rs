//! What was found on one subject, or the same on several.

use super::super::printable::{printable, printable_lines};
use super::super::v1::{Baseline, Entry, Remedy, Verdict, Waiver};

/// Longer texts are cut: one name must not fill a screen.
const LONGEST: usize = 400;
/// Subjects named in one case.
const NAMED: usize = 500;

/// A text of the report as the page shows it.
pub(in crate::report) fn shown(text: &str) -> String {
    let text = printable(text);
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// Results that say the same of several subjects.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) verdict: &'static str,
    pub(super) verdict_label: &'static str,
    pub(super) severity: &'static str,
    /// Why the severity is not the check's own.
    pub(super) rated: String,
    /// Empty when sure.
    pub(super) doubt: &'static str,
    pub(super) message: String,
    pub(super) is_new: bool,
    pub(super) subjects: Vec<Named>,
    pub(super) unnamed: usize,
    pub(super) evidence: Vec<Row>,
    pub(super) details: Vec<Row>,
    pub(super) waived: Option<Accepted>,
    pub(super) fix: Option<Fix>,
}

/// A subject.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) kind: &'static str,
    pub(super) name: String,
}

/// A line of a table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) source: String,
}

/// A waiver.
#[derive(Debug)]
pub(super) struct Accepted {
    pub(super) reason: String,
    pub(super) owner: String,
    pub(super) expires: String,
    pub(super) file: String,
}

/// A way out.
#[derive(Debug, Default)]
pub(super) struct Fix {
    pub(super) summary: String,
    pub(super) commands: String,
    pub(super) risk: &'static str,
}

impl Case {
    /// A case from results that differ only in their subject.
    pub(super) fn of(entries: &[&Entry], with_fix: bool) -> Option<Self> {
        let first = *entries.first()?;
        let named = |entry: &&Entry| Named {
            kind: entry.subject.kind.as_str(),
            name: shown(&entry.subject.name),
        };
        Some(Self {
            verdict: state(first),
            verdict_label: label(state(first)),
            severity: first.severity.as_str(),
            rated: rated(first),
            doubt: match first.confidence.as_str() {
                "high" => "",
                other => other,
            },
            message: message(first),
            is_new: first.baseline == Some(Baseline::New),
            subjects: entries.iter().take(NAMED).map(named).collect(),
            unnamed: entries.len().saturating_sub(NAMED),
            evidence: first
                .evidence
                .iter()
                .map(|each| row(&each.fact, &each.value, &each.source))
                .collect(),
            details: details(first),
            waived: first.waived.as_ref().map(accepted),
            fix: with_fix.then(|| Fix::of(&first.remedy)),
        })
    }
}

impl Fix {
    /// The remedy as the page shows it.
    pub(super) fn of(remedy: &Remedy) -> Self {
        Self {
            summary: shown(&remedy.summary),
            commands: printable_lines(&remedy.commands.join("\n")),
            risk: match remedy.risk.as_str() {
                "safe" => "Safe: nothing stops working.",
                "restarts" => "Restarts a daemon or a container.",
                _ => "Look first: something may depend on the present state.",
            },
        }
    }
}

/// A verdict, or `waived`.
pub(super) fn state(entry: &Entry) -> &'static str {
    if entry.waived.is_some() { "waived" } else { entry.verdict.as_str() }
}

/// A state in words for people.
pub(super) fn label(state: &str) -> &'static str {
    match state {
        "fail" => "Fails",
        "review" => "To review",
        "unknown" => "Undecided",
        "not-applicable" => "Not applicable",
        "waived" => "Waived",
        _ => "Passes",
    }
}

fn message(entry: &Entry) -> String {
    match (&entry.reason, entry.message.as_str()) {
        (Some(reason), "") => shown(reason),
        (None, "") => shown(&entry.title),
        (_, message) => shown(message),
    }
}

fn rated(entry: &Entry) -> String {
    match &entry.reason {
        Some(why) if entry.verdict == Verdict::Fail => {
            format!("{} by default: {}", entry.severity_default, shown(why))
        }
        _ if entry.severity != entry.severity_default => {
            format!("{} by default", entry.severity_default)
        }
        _ => String::new(),
    }
}

fn accepted(waiver: &Waiver) -> Accepted {
    Accepted {
        reason: shown(&waiver.reason),
        owner: shown(&waiver.owner),
        expires: shown(&waiver.expires),
        file: shown(&waiver.file),
    }
}

fn row(name: &str, value: &str, source: &str) -> Row {
    Row { name: shown(name), value: shown(value), source: shown(source) }
}

/// What only one kind of finding has; what is empty is left out.
fn details(entry: &Entry) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(each) = &entry.vulnerability {
        let fixed = if each.fixed.is_empty() { each.state.clone() } else { each.fixed.clone() };
        rows.push(row("package", &format!("{} {}", each.package.name, each.package.version), ""));
        rows.push(row("package URL", &each.package.purl, ""));
        rows.push(row("fixed in", &fixed, ""));
        for cvss in &each.cvss {
            rows.push(row("CVSS", &format!("{} {}", cvss.score, cvss.vector), &cvss.source));
        }
        if let Some(probability) = each.epss {
            rows.push(row("EPSS", &format!("{:.1} %", probability * 100.0), ""));
        }
        if each.kev {
            rows.push(row("exploited", "known to be exploited", "KEV"));
        }
        rows.push(row("also known as", &each.aliases.join(", "), ""));
        rows.push(row("layer", &each.layer, ""));
        rows.extend(each.because.iter().map(|step| row("matched", step, "")));
    }
    if let Some(secret) = &entry.secret {
        rows.push(row("class", &secret.class, ""));
        rows.push(row("location", &secret.location, ""));
        rows.push(row("length", &format!("{} bytes", secret.length), ""));
    }
    if let Some(licence) = &entry.licence {
        let package = &licence.package;
        rows.push(row("licence", &licence.expression, ""));
        rows.push(row("package", &format!("{} {}", package.name, package.version), ""));
    }
    rows.retain(|row| !row.value.trim().is_empty());
    rows
}
