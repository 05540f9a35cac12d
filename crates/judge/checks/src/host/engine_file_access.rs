//! Who may change or read the engine's own files: whoever may write one of
//! them is root with the next start of the daemon.

use std::borrow::Cow;
use std::sync::LazyLock;

use seaworthy_core::facts::{HostFacts, Observed};
use seaworthy_core::findings::{Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use self::table::{Demand, RULES};
use super::place;
use crate::{Check, Context, FactGroup, Family, Fix, Judge, Row, Section};

mod fault;
mod table;

pub(crate) const CHECK: Check = Check {
    id: "engine-file-access",
    title: "engine file open to others than root",
    severity: Severity::Medium,
    section: Section::Files,
    cis: &[],
    tags: &["files"],
    reads: &[FactGroup::HostFiles, FactGroup::DaemonProcess],
    explanation: include_str!("engine_file_access.md"),
    fix: Fix {
        summary: "Give the file back to root and take away the permissions that others need not have.",
        commands: &["chown root:root PATH", "chmod go-w PATH"],
        risk: Risk::Safe,
    },
    judge: Judge::Family(Family { rows, judge, spelled: None }),
};

fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
        let row = |(index, rule): (usize, &table::Rule)| Row {
            id: Cow::Borrowed(rule.id),
            title: Cow::Borrowed(rule.title),
            severity: rule.severity,
            cis: rule.cis,
            text: Cow::Borrowed(rule.text),
            subject: None,
            index,
        };
        RULES.iter().enumerate().map(row).collect()
    });
    &ROWS
}

fn judge(row: &Row, host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let rule = RULES.get(row.index).ok_or_else(|| Undecided::unknown("no such row"))?;
    let spots = rule.place.spots(host, context)?;
    let (mut faults, mut seen, mut undecided) = (Vec::new(), Vec::new(), None);
    for spot in &spots {
        if let Some(fault) = fault::abstract_socket(&spot.path) {
            faults.push(fault);
            continue;
        }
        match place::stat(host, &spot.path) {
            Observed::Absent => {}
            Observed::Unreadable(reason) => {
                undecided = Some(Undecided::unknown(format!("{}: {reason}", spot.path)));
            }
            Observed::Known { value: located, source } => {
                seen.push(fault::evidence(host, &located, source.as_str()));
                let judged = match rule.demand {
                    Demand::Owner => {
                        fault::owner(host, spot, &located).map(|fault| fault.into_iter().collect())
                    }
                    Demand::Mode(_) | Demand::Secret => {
                        fault::mode(host, rule.demand, spot, &located)
                    }
                };
                match judged {
                    Ok(found) => faults.extend(found),
                    Err(why) => undecided = Some(why),
                }
            }
        }
    }
    if !faults.is_empty() {
        return Ok(verdict(row.severity, faults));
    }
    match (undecided, seen.is_empty()) {
        (Some(why), _) => Err(why),
        (None, true) => Err(Undecided::not_applicable(missing(&spots))),
        (None, false) => Ok(seen.into_iter().fold(pass(), Verdict::because)),
    }
}

fn missing(spots: &[place::Spot]) -> String {
    let paths: Vec<&str> = spots.iter().map(|spot| spot.path.as_str()).collect();
    format!("there is no {}", paths.join(" or "))
}

/// One verdict of all faults, as bad as the worst of them.
fn verdict(severity: Severity, faults: Vec<fault::Fault>) -> Verdict {
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    let mut verdict = fail(messages.join("; "));
    let own = |fault: &fault::Fault| fault.rating.map_or(severity, |(severity, _)| severity);
    if let Some((severity, why)) =
        faults.iter().max_by_key(|fault| own(fault)).and_then(|worst| worst.rating)
    {
        verdict = verdict.rated(severity, why);
    }
    let mut remedy = Remedy::from(CHECK.fix);
    remedy.commands.clear();
    for fault in faults {
        verdict = verdict.because(fault.evidence);
        remedy.commands.extend(fault.commands);
        remedy.changes.extend(fault.changes);
    }
    verdict.fix(remedy)
}
