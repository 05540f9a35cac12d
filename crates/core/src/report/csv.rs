//! One line a result, for spreadsheets.

use std::io;

use ::csv::{QuoteStyle, WriterBuilder};

use super::printable::printable;
use super::v1::{Entry, Evidence, Report};

const COLUMNS: [&str; 33] = [
    "target",
    "kind",
    "id",
    "title",
    "section",
    "subject_kind",
    "subject",
    "subject_id",
    "verdict",
    "severity",
    "severity_default",
    "confidence",
    "message",
    "reason",
    "evidence",
    "benchmarks",
    "fix",
    "commands",
    "risk",
    "fingerprint",
    "baseline",
    "waived_reason",
    "waived_owner",
    "waived_expires",
    "waived_file",
    "package",
    "version",
    "purl",
    "fixed",
    "cvss",
    "epss",
    "kev",
    "aliases",
];

/// Writes the report as CSV (RFC 4180) with a line of column names.
///
/// Every cell is quoted, has no line break, and begins with a quote mark where
/// a spreadsheet would otherwise take it for a formula.
pub fn write_csv(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut table = WriterBuilder::new().quote_style(QuoteStyle::Always).from_writer(out);
    table.write_record(COLUMNS)?;
    for entry in &report.results {
        let target = report.targets.get(entry.target).map_or("", |target| &target.name);
        table.write_record(cells(entry, target).iter().map(|cell| harmless(cell)))?;
    }
    table.flush()
}

fn cells(entry: &Entry, target: &str) -> [String; COLUMNS.len()] {
    let [reason, owner, expires, file] = entry
        .waived
        .as_ref()
        .map_or([""; 4], |waiver| [&waiver.reason, &waiver.owner, &waiver.expires, &waiver.file]);
    let package = entry
        .vulnerability
        .as_ref()
        .map(|each| &each.package)
        .or_else(|| entry.licence.as_ref().map(|each| &each.package));
    let [name, version, purl] =
        package.map_or([""; 3], |package| [&package.name, &package.version, &package.purl]);
    let [fixed, cvss, epss, kev, aliases] = vulnerability(entry);
    let own = |text: &str| text.to_owned();
    [
        own(target),
        own(&entry.kind),
        own(&entry.id),
        own(&entry.title),
        own(&entry.section),
        own(entry.subject.kind.as_str()),
        own(&entry.subject.name),
        own(&entry.subject.id),
        own(entry.verdict.as_str()),
        own(entry.severity.as_str()),
        own(entry.severity_default.as_str()),
        own(entry.confidence.as_str()),
        own(&entry.message),
        entry.reason.clone().unwrap_or_default(),
        joined(&entry.evidence, evidence),
        joined(&entry.benchmarks, |each| format!("{} {} {}", each.name, each.version, each.id)),
        own(&entry.remedy.summary),
        entry.remedy.commands.join("; "),
        own(&entry.remedy.risk),
        own(&entry.fingerprint),
        own(entry.baseline.map_or("", |state| match state {
            super::v1::Baseline::New => "new",
            super::v1::Baseline::Unchanged => "unchanged",
        })),
        own(reason),
        own(owner),
        own(expires),
        own(file),
        own(name),
        own(version),
        own(purl),
        fixed,
        cvss,
        epss,
        kev,
        aliases,
    ]
}

fn vulnerability(entry: &Entry) -> [String; 5] {
    let Some(each) = &entry.vulnerability else { return Default::default() };
    [
        each.fixed.clone(),
        joined(&each.cvss, |cvss| format!("{} {}", cvss.score, cvss.vector)),
        each.epss.map(|probability| probability.to_string()).unwrap_or_default(),
        each.kev.to_string(),
        each.aliases.join("; "),
    ]
}

fn evidence(evidence: &Evidence) -> String {
    format!("{} = {} ({})", evidence.fact, evidence.value, evidence.source)
}

fn joined<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    items.iter().map(show).collect::<Vec<_>>().join("; ")
}

/// A cell that no spreadsheet evaluates (OWASP, "CSV injection"). Blanks do not
/// hide a formula: some programs strip them.
fn harmless(cell: &str) -> String {
    let shown = printable(cell);
    let first = shown.trim_start().chars().next();
    if matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')) {
        return format!("'{shown}");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"] {
            assert!(harmless(formula).starts_with('\''), "{formula}");
        }
        assert_eq!(harmless("web-1"), "web-1");
        assert_eq!(harmless("a\r\nb"), "a\\u{d} b");
    }
}
