//! Shells, package managers and log rotation run scripts from fixed folders.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-login-script-written",
        title: "container writes scripts that root runs",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("login_script_written.md"),
        fix: Fix {
            summary: "Mount the path read-only, or leave the mount out.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "`/etc/profile.d`, `/etc/profile`, `/etc/bash.bashrc` or the like mounted writable; root of the host inside; SELinux allows it",
    closed_by: "mount it read-only, or leave it out",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let path = inside.host_written(&[
        "/etc/profile.d/**",
        "/etc/profile/**",
        "/etc/bash.bashrc/**",
        "/root/.bashrc/**",
        "/root/.profile/**",
        "/etc/logrotate.d/**",
        "/etc/apt/apt.conf.d/**",
        "/etc/update-motd.d/**",
        "/etc/NetworkManager/dispatcher.d/**",
    ])?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!(
            "writes a script into {} → it runs as root at the next login, rotation or update",
            path.path
        )))
}
