//! Who may write where root looks for commands decides what root runs.

use seaworthy_core::facts::{FileFacts, HostFacts, Observed};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "root-path-writable",
    title: "others may write where root looks for commands",
    severity: Severity::High,
    section: Section::Host,
    cis: &[],
    tags: &["root-equivalent"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("root_path_writable.md"),
    fix: Fix {
        summary: "Give the folder to root and take the write permission of others away.",
        commands: &["chown root:root FOLDER && chmod go-w FOLDER"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let folders = host.hardening.root_path.seen("root's PATH")?;
    let mut faults = Vec::new();
    let mut unread = None;
    for folder in folders.iter() {
        if !folder.starts_with('/') {
            faults.push((folder.as_str(), "is relative: the current folder decides".to_owned()));
            continue;
        }
        match host.files.get(folder) {
            Some(Observed::Known { value, .. }) => {
                // A link has mode 777 and says nothing; its target is in the map too.
                let folder_itself =
                    value.target.as_ref().and_then(|target| target_of(host, folder, target));
                let file = folder_itself.unwrap_or(value);
                faults.extend(fault(host, file).map(|fault| (folder.as_str(), fault)));
            }
            Some(Observed::Absent) | None => {}
            Some(Observed::Unreadable(reason)) => unread = Some((folder, *reason)),
        }
    }
    if faults.is_empty() {
        if let Some((folder, reason)) = unread {
            return Err(Undecided::unknown(format!("{folder}: {reason}")));
        }
        return Ok(pass().because(&folders));
    }
    let names: Vec<&str> = faults.iter().map(|(folder, _)| *folder).collect();
    let verdict = fail(format!("root finds commands in {}", names.join(", ")));
    Ok(faults.into_iter().fold(verdict, |verdict, (folder, fault)| {
        let name = if folder.is_empty() { "(empty)" } else { folder };
        verdict.because(Evidence::new(name, fault, folders.source.as_ref()))
    }))
}

fn target_of<'a>(host: &'a HostFacts, folder: &str, target: &str) -> Option<&'a FileFacts> {
    let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    let path =
        if target.starts_with('/') { target.to_owned() } else { format!("{parent}/{target}") };
    host.files.get(&path)?.value()
}

/// The group of root may write, and on Debian `staff` may write to `/usr/local`:
/// only its members count.
fn fault(host: &HostFacts, file: &FileFacts) -> Option<String> {
    if file.target.is_some() {
        return None;
    }
    let mode = format!("{:04o} {}:{}", file.mode, file.uid, file.gid);
    if file.mode & 0o002 != 0 {
        return Some(format!("{mode}: everybody may write"));
    }
    if file.uid != 0 {
        let owner = host.user_name(file.uid).map_or_else(|| file.uid.to_string(), str::to_owned);
        return Some(format!("{mode}: belongs to {owner}"));
    }
    let groups = host.groups.value().into_iter().flatten();
    let members = groups
        .filter(|group| group.gid == file.gid && group.gid != 0)
        .flat_map(|group| &group.members)
        .filter(|member| *member != "root");
    let members: Vec<&str> = members.map(String::as_str).collect();
    (file.mode & 0o020 != 0 && !members.is_empty())
        .then(|| format!("{mode}: {} may write by their group", members.join(", ")))
}
