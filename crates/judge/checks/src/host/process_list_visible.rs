//! Command lines hold what people should not put there.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "process-list-visible",
    title: "every account sees all processes of the host",
    severity: Severity::Info,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("process_list_visible.md"),
    fix: Fix {
        summary: "Mount /proc with hidepid=invisible and a group for what must see all.",
        commands: &["mount -o remount,hidepid=2,gid=GROUP /proc"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let mounts = host.mounts.seen("mounts")?;
    let proc = mounts
        .iter()
        .rfind(|mount| mount.path == "/proc" && mount.fs_type == "proc")
        .ok_or_else(|| Undecided::unknown("no mount at /proc"))?;
    let hidden = proc.super_options.iter().find_map(|option| option.strip_prefix("hidepid="));
    let options = Evidence::new("/proc", proc.super_options.join(","), mounts.source.as_ref());
    Ok(match hidden {
        Some("1" | "2" | "4" | "noaccess" | "invisible" | "ptraceable") => pass(),
        _ => fail("/proc is mounted without hidepid"),
    }
    .because(options))
}
