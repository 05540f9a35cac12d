//! Without an audit rule nobody can say later who changed the engine's files.

use std::borrow::Cow;
use std::sync::LazyLock;

use seaworthy_core::facts::{AuditRules, AuditSource, FileKind, HostFacts, Observed};
use seaworthy_core::findings::{
    Change, Confidence, Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass,
};

use self::cover::{Cover, cover};
use self::table::WATCHES;
use super::place;
use crate::{Check, Context, FactGroup, Family, Fix, Judge, Row, Section};

mod cover;
mod table;

pub(crate) const CHECK: Check = Check {
    id: "audit-rule-missing",
    title: "no audit rule watches an engine file",
    severity: Severity::Low,
    section: Section::Host,
    cis: &[],
    tags: &["audit"],
    reads: &[FactGroup::Audit, FactGroup::HostFiles, FactGroup::DaemonProcess],
    explanation: include_str!("audit_rule_missing.md"),
    fix: Fix {
        summary: "Add a watch for writing and attribute changes to a file in /etc/audit/rules.d and load it.",
        commands: &["augenrules --load"],
        risk: Risk::Safe,
    },
    judge: Judge::Family(Family { rows, judge, spelled: None }),
};

fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
        let row = |(index, watch): (usize, &table::Watch)| Row {
            id: Cow::Borrowed(watch.id),
            title: Cow::Borrowed(watch.title),
            severity: CHECK.severity,
            cis: watch.cis,
            text: Cow::Borrowed(watch.text),
            subject: None,
            index,
        };
        WATCHES.iter().enumerate().map(row).collect()
    });
    &ROWS
}

fn judge(row: &Row, host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let watch = WATCHES.get(row.index).ok_or_else(|| Undecided::unknown("no such row"))?;
    let (mut targets, mut unseen) = (Vec::new(), None);
    let spots = watch.place.spots(host, context)?;
    for spot in &spots {
        match place::stat(host, &spot.path) {
            Observed::Known { value, .. } => {
                targets.push((value.path, value.file.kind == FileKind::Directory));
            }
            Observed::Absent => {}
            Observed::Unreadable(reason) => {
                unseen = Some(Undecided::unknown(format!("{}: {reason}", spot.path)));
            }
        }
    }
    if targets.is_empty() {
        let paths: Vec<&str> = spots.iter().map(|spot| spot.path.as_str()).collect();
        let none = || Undecided::not_applicable(format!("there is no {}", paths.join(" or ")));
        return Err(unseen.unwrap_or_else(none));
    }
    let verdict = match &host.audit {
        Observed::Absent => fail("the kernel has no audit system to watch it")
            .because(Evidence::new("audit", "absent", "audit netlink")),
        Observed::Unreadable(reason) => {
            return Err(Undecided::unknown(format!("audit rules: {reason}")));
        }
        Observed::Known { value, source } => judged(host, value, source.as_str(), &targets)?,
    };
    match unseen {
        Some(why) if matches!(verdict, Verdict::Pass(_)) => Err(why),
        _ => Ok(verdict),
    }
}

fn judged(
    host: &HostFacts,
    rules: &AuditRules,
    source: &str,
    targets: &[(String, bool)],
) -> Result<Verdict, Undecided> {
    let place = match rules.source {
        AuditSource::Kernel => "rules in the kernel",
        AuditSource::Files => "rules in files",
    };
    if rules.enabled.value() == Some(&false) {
        return Ok(fail("auditing is switched off, so no rule has any effect")
            .because(Evidence::new("audit enabled", "0", source))
            .fix(switching_on(host, rules, targets)));
    }
    let mut verdict = pass();
    let (mut wrong, mut missing) = (Vec::new(), Vec::new());
    for (path, is_folder) in targets {
        match cover(host, rules, path, *is_folder) {
            Cover::By(rule) => verdict = verdict.because(Evidence::new(place, rule, source)),
            Cover::None(why) => {
                wrong.push(format!("{path}: {why}"));
                missing.push(path);
            }
        }
    }
    if !wrong.is_empty() {
        let count = format!("{} that watch a path", rules.rules.len());
        let verdict = fail(wrong.join("; ")).because(Evidence::new(place, count, source));
        let sure = match rules.source {
            AuditSource::Kernel => Confidence::High,
            AuditSource::Files => Confidence::Medium,
        };
        return Ok(verdict.confidence(sure).fix(watching(&missing)));
    }
    match rules.source {
        AuditSource::Kernel => {
            rules.enabled.seen("audit enabled")?;
            Ok(verdict)
        }
        AuditSource::Files => Err(Undecided::unknown(
            "rule files watch it, but whether the kernel has loaded them was not readable",
        )),
    }
}

fn watching(paths: &[&String]) -> Remedy {
    let mut remedy = Remedy::from(CHECK.fix);
    remedy.commands.clear();
    for path in paths {
        let rule = format!("-w {path} -p wa -k docker");
        remedy.commands.push(format!("echo '{rule}' >>/etc/audit/rules.d/docker.rules"));
        remedy.changes.push(Change::AuditRule { rule });
    }
    remedy.command("augenrules --load")
}

/// Auditing alone records nothing: the rules that are missing go with it.
fn switching_on(host: &HostFacts, rules: &AuditRules, targets: &[(String, bool)]) -> Remedy {
    let unwatched = |(path, is_folder): &&(String, bool)| {
        matches!(cover(host, rules, path, *is_folder), Cover::None(_))
    };
    let missing: Vec<&String> = targets.iter().filter(unwatched).map(|(path, _)| path).collect();
    let mut remedy = watching(&missing);
    remedy.summary = "Switch auditing on, with a rule for what none watches.".to_owned();
    remedy.commands.insert(0, "echo '-e 1' >>/etc/audit/rules.d/docker.rules".to_owned());
    remedy.change(Change::AuditRule { rule: "-e 1".to_owned() })
}
