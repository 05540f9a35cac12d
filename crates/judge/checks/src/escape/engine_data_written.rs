//! What the engine keeps on disk decides what other containers run, and what it
//! runs itself.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::facts::normal_host_path;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-engine-data-written",
        title: "container writes the engine's own data",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("engine_data_written.md"),
        fix: Fix {
            summary: "Mount the engine's folders read-only, or leave them out.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the engine's data folder, its configuration or containerd's mounted writable; root of the host inside",
    closed_by: "mount it read-only, or leave it out",
    known_as: "",
};

/// Parts of the data folder that decide what runs; single volumes do not.
const PARTS: [&str; 6] =
    ["", "/containers/**", "/overlay2/**", "/image/**", "/plugins/**", "/volumes"];

const FIXED: [&str; 6] = [
    "/etc/docker/**",
    "/etc/containerd/**",
    "/etc/containers/**",
    "/var/lib/containerd",
    "/var/lib/containers/storage",
    "/var/lib/containers",
];

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let root = context.info().ok().and_then(|info| info.root_dir.value());
    let root = root.map_or_else(|| "/var/lib/docker".to_owned(), |path| normal_host_path(path));
    let parts: Vec<String> =
        PARTS.iter().map(|part| format!("{root}{part}")).chain(FIXED.map(str::to_owned)).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let path = inside.host_written(&parts)?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!(
            "changes {} → the engine starts a container or a runtime as it says there → is root on the host",
            path.path
        )))
}
