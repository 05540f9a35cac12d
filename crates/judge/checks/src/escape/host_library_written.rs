//! Every program of the host loads these files, those of root too.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-host-library-written",
        title: "container writes libraries that root loads",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("host_library_written.md"),
        fix: Fix {
            summary: "Mount the path read-only, or leave the mount out.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "`/etc/ld.so.preload`, `/etc/ld.so.conf.d`, `/lib` or the like mounted writable; root of the host inside; SELinux allows it",
    closed_by: "mount it read-only, or leave it out",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let path = inside.host_written(&[
        "/etc/ld.so.preload/**",
        "/etc/ld.so.conf.d/**",
        "/lib",
        "/lib64/**",
        "/usr/lib",
        "/usr/lib64",
        "/usr/lib/x86_64-linux-gnu/**",
        "/usr/lib/aarch64-linux-gnu/**",
        "/lib/x86_64-linux-gnu/**",
    ])?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!("plants a library through {} → the next program that root starts loads it → runs as root on the host", path.path)))
}
