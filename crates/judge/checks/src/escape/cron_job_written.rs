//! cron runs what stands in its folders within a minute.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};

use crate::{Check, Context, Fix, Judge, Section};

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-cron-job-written",
        title: "container writes jobs that cron runs as root",
        severity: Severity::Critical,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("cron_job_written.md"),
        fix: Fix {
            summary: "Mount the path read-only, or leave the mount out.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "`/etc/cron.d`, `/etc/crontab`, `/etc/cron.hourly` or the like mounted writable; root of the host inside; SELinux allows it",
    closed_by: "mount it read-only, or leave it out",
    known_as: "CDK mount evaluation (host cron)",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let path = inside.host_written(&[
        "/etc/cron.d/**",
        "/etc/crontab/**",
        "/etc/cron.hourly/**",
        "/etc/cron.daily/**",
        "/etc/cron.weekly/**",
        "/etc/cron.monthly/**",
        "/etc/anacrontab/**",
        "/var/spool/cron/**",
    ])?;
    Ok(inside
        .chain(&PATH)
        .needs(path.link)
        .needs(inside.host_root())
        .needs(inside.mandatory(Act::HostFiles))
        .leads(format!("adds a job to {} → cron runs it as root on the host", path.path)))
}
