//! systemd starts units for whoever speaks to it as root, over its own socket
//! or over D-Bus.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::Inside;
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-systemd-socket",
        title: "container gives orders to systemd of the host",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("systemd_socket.md"),
        fix: Fix {
            summary: "Remove the mount of /run/systemd or /run/dbus.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the socket of systemd or D-Bus mounted; root of the host inside",
    closed_by: "leave out the mount",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let bus = inside.host_socket(&["/run/systemd/private", "/run/dbus/system_bus_socket"])?;
    Ok(inside
        .chain(&PATH)
        .needs(bus.link)
        .needs(inside.host_root())
        .needs(inside.shares_kernel())
        .needs(inside.systemd_runs())
        .leads(format!(
            "asks systemd through {} to start a unit → systemd runs it as root on the host",
            bus.path
        )))
}
