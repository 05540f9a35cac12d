//! Flaws of runc, containerd and the engine that lead out of a container.

mod table;

use std::sync::LazyLock;

use seaworthy_core::facts::{ContainerFacts, EngineKind, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::flaw::{self, Flaw, Part};
use super::{EscapePath, READS, TAGS};
use crate::{Check, ContainerFamily, Context, Fix, Judge, Row, Section};

use table::{CONTAINERD, ENGINE, RUNC};

/// Component as `/version` names it, and its flaws.
pub(super) const PARTS: [(&str, &[Flaw]); 3] =
    [("runc", RUNC), ("containerd", CONTAINERD), ("Engine", ENGINE)];

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-runtime-flaw",
        title: "container reaches a known flaw of the runtime",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("runtime_flaw.md"),
        fix: Fix {
            summary: "Update runc, containerd and the engine, and restart the containers.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::ContainerFamily(ContainerFamily { rows, judge }),
    },
    needs: "",
    closed_by: "update the part",
    known_as: "",
};

fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
        let mut rows: Vec<Row> = PARTS.iter().flat_map(|(_, flaws)| flaw::rows(flaws)).collect();
        rows.iter_mut().enumerate().for_each(|(index, row)| row.index = index);
        rows
    });
    &ROWS
}

fn judge(
    row: &Row,
    container: &ContainerFacts,
    context: &Context<'_>,
) -> Result<Verdict, Undecided> {
    let mut all =
        PARTS.iter().flat_map(|(part, flaws)| flaws.iter().map(move |flaw| (*part, flaw)));
    let (part, flaw) = all.nth(row.index).ok_or_else(|| Undecided::unknown("no such flaw"))?;
    flaw::judge(flaw, component(part, context), container, context)
}

/// A part by the name that `/version` gives it. Podman names its runtimes
/// otherwise, and has neither containerd nor this engine.
fn component<'a>(name: &'a str, context: &Context<'a>) -> Result<Part<'a>, Undecided> {
    let engine = context.engine()?;
    let version = match &engine.version {
        Observed::Known { value, .. } => value,
        Observed::Absent => return Err(Undecided::unknown("engine /version: not set")),
        Observed::Unreadable(reason) => {
            return Err(Undecided::unknown(format!("engine /version: {reason}")));
        }
    };
    let told = version.components.get(name).map(String::as_str);
    let own =
        (name == "Engine" && engine.kind == EngineKind::Docker).then_some(version.version.as_str());
    match told.or(own).filter(|version| !version.is_empty()) {
        Some(version) => Ok(Part {
            name: if name == "Engine" { "Docker Engine" } else { name },
            version,
            source: "/version",
        }),
        None => Err(Undecided::not_applicable(format!(
            "the engine uses no {name}, or does not tell its version"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_sound() {
        PARTS.iter().for_each(|(_, flaws)| flaw::ranges_are_sound(flaws));
    }
}
