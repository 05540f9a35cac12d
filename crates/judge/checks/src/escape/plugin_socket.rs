//! The engine trusts what serves a plugin socket: a volume plugin names the
//! host path that is mounted.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-plugin-socket",
        title: "container may pose as a plugin of the engine",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("plugin_socket.md"),
        fix: Fix {
            summary: "Remove the mount of the plugin folder, or make it read-only.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "a folder in which the engine looks for plugins mounted writable; root of the host inside",
    closed_by: "mount it read-only, or leave it out",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let folder = inside.host_written(&[
        "/run/docker/plugins/**",
        "/etc/docker/plugins/**",
        "/usr/lib/docker/plugins/**",
    ])?;
    Ok(inside.chain(&PATH).needs(folder.link).needs(inside.host_root()).leads(format!(
        "serves a plugin of its own in {} → the engine asks it where a volume lies → gets `/` of the host mounted",
        folder.path
    )))
}
