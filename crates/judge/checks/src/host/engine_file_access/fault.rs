//! What can be wrong with the owner or the mode of one file.

use seaworthy_core::facts::{AclEntry, FileFacts, FileKind, HostFacts, Located, Observed};
use seaworthy_core::findings::{Change, Evidence, Severity, Undecided};

use super::table::Demand;
use crate::host::place::Spot;

/// One thing wrong with one file.
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) evidence: Evidence,
    pub(super) rating: Option<(Severity, &'static str)>,
    pub(super) commands: Vec<String>,
    pub(super) changes: Vec<Change>,
}

impl Fault {
    fn new(message: String, evidence: Evidence) -> Self {
        let (commands, changes) = (Vec::new(), Vec::new());
        Self { message, evidence, rating: None, commands, changes }
    }

    fn rated(mut self, rating: Option<(Severity, &'static str)>) -> Self {
        self.rating = rating;
        self
    }

    fn fixed_by(mut self, command: String, change: Option<Change>) -> Self {
        self.commands.push(command);
        self.changes.extend(change);
        self
    }
}

/// Owner, group, mode and ACL in the words of `ls`.
pub(super) fn evidence(host: &HostFacts, located: &Located, source: &str) -> Evidence {
    let file = &located.file;
    let owner = host.user_name(file.uid).map_or_else(|| file.uid.to_string(), str::to_owned);
    let group = host.group_name(file.gid).map_or_else(|| file.gid.to_string(), str::to_owned);
    let mut text = format!("{owner}:{group} {:04o}", file.mode & 0o7777);
    for entry in &file.acl {
        text.push_str(&format!(" {}:{}:{}", entry.kind, entry.id, letters(entry.permissions)));
    }
    Evidence::new(located.path.as_str(), text, source)
}

/// A socket without a file, which no permission protects.
pub(super) fn abstract_socket(path: &str) -> Option<Fault> {
    let name = path.trim_start_matches('/');
    name.starts_with('@').then(|| {
        Fault::new(
            format!("{name} is an abstract socket, which no owner or mode protects"),
            Evidence::new("socket", name, "/proc/PID/net/unix"),
        )
        .rated(Some((Severity::Critical, "every process of this network namespace can connect")))
    })
}

/// Owned by others than its place admits.
pub(super) fn owner(
    host: &HostFacts,
    spot: &Spot,
    located: &Located,
) -> Result<Option<Fault>, Undecided> {
    let file = &located.file;
    let own = [0, spot.owner].contains(&file.uid);
    let mut groups = vec![0];
    if spot.owner != 0 {
        let users = host.users.seen("users")?;
        groups.extend(users.iter().filter(|user| user.uid == spot.owner).map(|user| user.gid));
    }
    if let (Some(name), true) = (&spot.group, file.gid != 0) {
        let records = host.groups.seen("groups")?;
        let named = records.iter().filter(|group| group.name == *name).map(|group| group.gid);
        groups.extend(named.chain(name.parse()));
    }
    if own && groups.contains(&file.gid) {
        return Ok(None);
    }
    let group = spot.group.as_deref().unwrap_or("root");
    let wanted = format!("root:{group}");
    let seen = evidence(host, located, "lstat");
    let is = seen.value.split(' ').next().unwrap_or_default().to_owned();
    let rating = (!own).then_some((Severity::High, "its owner can give himself every permission"));
    Ok(Some(
        Fault::new(format!("{} belongs to {is}, not {wanted}", located.path), seen)
            .rated(rating)
            .fixed_by(
                format!("chown {wanted} {}", located.path),
                Some(Change::Owner { path: located.path.clone(), owner: wanted }),
            ),
    ))
}

/// Open to others by mode, by ACL or through a folder above it.
pub(super) fn mode(
    host: &HostFacts,
    demand: Demand,
    spot: &Spot,
    located: &Located,
) -> Result<Vec<Fault>, Undecided> {
    let allowed = demand.allowed(&located.path);
    let mut faults: Vec<Fault> = too_loose(host, allowed, located).into_iter().collect();
    let grants = located.file.acl.iter().filter(|entry| grants_more(entry, allowed, spot, located));
    faults.extend(grants.map(|entry| granted(host, entry, located)));
    match replaceable(host, spot, located) {
        Ok(fault) => faults.extend(fault),
        Err(why) if faults.is_empty() => return Err(why),
        Err(_) => {}
    }
    Ok(faults)
}

fn too_loose(host: &HostFacts, allowed: u32, located: &Located) -> Option<Fault> {
    let (path, file) = (&located.path, &located.file);
    let excess = file.excess(allowed)?;
    let socket = file.kind == FileKind::Socket;
    let rating = match excess {
        _ if socket && excess & 0o006 != 0 => {
            Some((Severity::Critical, "every account of this machine can become root through it"))
        }
        _ if excess & 0o002 != 0 => Some((Severity::High, "every account may write to it")),
        _ if excess & 0o077 == 0 => {
            Some((Severity::Low, "only its owner has more than the rule allows"))
        }
        _ => None,
    };
    let mode = file.mode & allowed;
    let mut fault = Fault::new(
        format!("{path} has mode {:04o}, which is looser than {allowed:04o}", file.mode & 0o7777),
        evidence(host, located, "lstat"),
    )
    .rated(rating)
    .fixed_by(format!("chmod {mode:04o} {path}"), Some(Change::Mode { path: path.clone(), mode }));
    if socket && path.ends_with("/docker.sock") {
        fault.changes.push(Change::UnitDirective {
            unit: "docker.socket".to_owned(),
            section: "Socket".to_owned(),
            line: "SocketMode=0660".to_owned(),
        });
    }
    Some(fault)
}

/// Whether an ACL entry gives somebody more than the mode gives all others, or
/// than it gives the file's own group.
fn grants_more(entry: &AclEntry, allowed: u32, spot: &Spot, located: &Located) -> bool {
    let own_group = entry.kind == "group" && entry.id == located.file.gid;
    let root = entry.id == 0 || (entry.kind == "user" && entry.id == spot.owner);
    let share = if own_group { allowed >> 3 } else { allowed } & 0o7;
    !root && u32::from(entry.permissions) & !share != 0
}

fn granted(host: &HostFacts, entry: &AclEntry, located: &Located) -> Fault {
    let is_user = entry.kind == "user";
    let name = if is_user { host.user_name(entry.id) } else { host.group_name(entry.id) };
    let name = name.map_or_else(|| entry.id.to_string(), str::to_owned);
    let rights = letters(entry.permissions);
    let flag = if is_user { 'u' } else { 'g' };
    Fault::new(
        format!("an ACL of {} gives {} {name} {rights}", located.path, entry.kind),
        evidence(host, located, "system.posix_acl_access"),
    )
    .fixed_by(format!("setfacl -x {flag}:{name} {}", located.path), None)
}

/// A folder above the file in which others may put another file in its place.
fn replaceable(
    host: &HostFacts,
    spot: &Spot,
    located: &Located,
) -> Result<Option<Fault>, Undecided> {
    for (path, folder) in host.folders_above(&located.path) {
        let folder = match folder {
            Observed::Known { value, .. } => value,
            Observed::Absent => continue,
            Observed::Unreadable(reason) => {
                return Err(Undecided::unknown(format!("folder {path}: {reason}")));
            }
        };
        let Some(who) = writer(&folder, spot.owner) else { continue };
        let seen = evidence(host, &Located { path: path.clone(), file: folder }, "lstat");
        let message = format!("{who} may replace {} through its folder {path}", located.path);
        return Ok(Some(
            Fault::new(message, seen)
                .rated(Some((Severity::High, "a replaced file is as good as a written one")))
                .fixed_by(format!("chmod go-w {path}"), None),
        ));
    }
    Ok(None)
}

fn writer(folder: &FileFacts, owner: u32) -> Option<String> {
    let sticky = folder.mode & 0o1000 != 0;
    if ![0, owner].contains(&folder.uid) {
        return Some(format!("user {}", folder.uid));
    }
    if sticky {
        return None;
    }
    let granted = folder.acl.iter().find(|entry| entry.id != 0 && entry.permissions & 2 != 0);
    match (folder.mode & 0o002 != 0, folder.mode & 0o020 != 0 && folder.gid != 0, granted) {
        (true, _, _) => Some("every account".to_owned()),
        (_, true, _) => Some(format!("group {}", folder.gid)),
        (_, _, Some(entry)) => Some(format!("{} {}", entry.kind, entry.id)),
        _ => None,
    }
}

fn letters(permissions: u8) -> String {
    [(4, 'r'), (2, 'w'), (1, 'x')]
        .into_iter()
        .map(|(bit, letter)| if permissions & bit != 0 { letter } else { '-' })
        .collect()
}
