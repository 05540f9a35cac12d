//! The memory and the ports of the machine as files.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::devices::{MEMORY, PORTS};
use super::inside::Inside;
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-memory-device",
        title: "container reads and writes the memory of the machine",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("memory_device.md"),
        fix: Fix {
            summary: "Remove the device, and drop SYS_RAWIO.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "/dev/mem, /dev/kmem or /dev/port handed over; SYS_RAWIO; no lockdown; for memory a kernel without STRICT_DEVMEM",
    closed_by: "remove the device",
    known_as: "CDK device evaluation",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let memory = Link::all([inside.handed(MEMORY), inside.built_without("CONFIG_STRICT_DEVMEM")]);
    let device = Link::any(
        [memory, inside.handed(PORTS)],
        Evidence::new(MEMORY.name, "none", "HostConfig.Devices"),
    );
    Ok(inside
        .chain(&PATH)
        .needs(device)
        .needs(inside.capability("SYS_RAWIO"))
        .needs(inside.unlocked())
        .needs(inside.shares_kernel())
        .leads("opens the memory or the ports of the machine → changes the running kernel → is root on the host"))
}
