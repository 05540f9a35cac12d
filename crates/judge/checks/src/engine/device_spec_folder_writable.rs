//! A CDI specification may name hooks that the runtime runs as root, an NRI plugin
//! is run as root itself.

use seaworthy_core::facts::{EngineFacts, FileFacts, Observed, Reason};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::Value;

use super::setting::{self};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "device-spec-folder-writable",
    title: "others than root may change device specifications",
    severity: Severity::High,
    section: Section::Files,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::HostFiles],
    explanation: include_str!("device_spec_folder_writable.md"),
    fix: Fix {
        summary: "Make the folders writable for root alone.",
        commands: &["chown root:root /etc/cdi", "chmod 755 /etc/cdi"],
        risk: Risk::Safe,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let info = context.info()?;
    let mut folders = match &info.cdi_spec_dirs {
        // Engines that do not tell of CDI (before API 1.44) do not know it.
        Observed::Unreadable(Reason::NotInApi) => Vec::new(),
        told => told.seen_or_default("CDI folders")?.value.into_owned(),
    };
    folders.extend(nri_plugins(context));
    if folders.is_empty() {
        return Err(Undecided::not_applicable(
            "the engine reads no CDI specifications or NRI plugins",
        ));
    }
    let host = context.host()?;
    let owner = context.daemon()?.uid;
    let mut open = Vec::new();
    for folder in &folders {
        let facts = host.files.get(folder.as_str()).or_else(|| host.files.get(canonical(folder)));
        let facts = facts.ok_or_else(|| Undecided::unknown(format!("{folder}: not collected")))?;
        match facts {
            Observed::Known { value, .. } if is_open(value, owner) => open.push((folder, value)),
            Observed::Known { .. } | Observed::Absent => {}
            Observed::Unreadable(reason) => {
                return Err(Undecided::unknown(format!("{folder}: {reason}")));
            }
        }
    }
    let Some((first, _)) = open.first() else { return Ok(pass()) };
    let verdict = fail(format!("users other than root may write to {first}"));
    Ok(open.iter().fold(verdict, |verdict, (folder, facts)| {
        let shown = format!("{folder} {:04o} {}:{}", facts.mode & 0o7777, facts.uid, facts.gid);
        verdict.because(Evidence::new("folder", shown, "lstat"))
    }))
}

fn nri_plugins(context: &Context<'_>) -> Option<String> {
    let options = setting::any(context, "nri-opts").ok()?.now;
    let enabled = options.get("enable").and_then(Value::as_bool).unwrap_or(false);
    let path = options.get("plugin-path")?.as_str()?;
    enabled.then(|| path.to_owned())
}

fn canonical(folder: &str) -> &str {
    if folder.starts_with("/var/run/") { &folder["/var".len()..] } else { folder }
}

fn is_open(facts: &FileFacts, owner: u32) -> bool {
    let by_group = facts.mode & 0o020 != 0 && facts.gid != 0;
    let by_acl = facts.acl.iter().any(|entry| entry.permissions & 2 != 0);
    (facts.uid != 0 && facts.uid != owner) || by_group || facts.mode & 0o002 != 0 || by_acl
}
