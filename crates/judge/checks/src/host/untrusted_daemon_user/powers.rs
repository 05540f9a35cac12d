//! Which accounts can control a rootful engine, and by what.

use seaworthy_core::facts::{HostFacts, Located, Observed, SudoersEntry};
use seaworthy_core::findings::Undecided;

use crate::Context;
use crate::host::place::{self, Place};
use crate::host::sudo_rule;

/// Groups whose members are root through another daemon.
const OTHER_ROOT_GROUPS: [&str; 2] = ["lxd", "incus-admin"];

/// An account and how it came to its power.
pub(super) struct Account {
    pub(super) name: String,
    pub(super) how: String,
    pub(super) source: String,
    /// The command that ends it.
    pub(super) way_out: String,
}

/// Accounts other than root that can control a rootful engine.
pub(super) struct Powers {
    pub(super) accounts: Vec<Account>,
    /// Those with the same power through another daemon.
    pub(super) other_daemons: Vec<Account>,
    pub(super) open_to_all: bool,
    /// What could not be read.
    pub(super) undecided: Option<Undecided>,
}

impl Powers {
    pub(super) fn of(host: &HostFacts, context: &Context<'_>) -> Result<Self, Undecided> {
        let mut powers = Self {
            accounts: Vec::new(),
            other_daemons: Vec::new(),
            open_to_all: false,
            undecided: None,
        };
        // A rootless engine gives its user nothing that he did not have.
        let spots = Place::DockerSocket.spots(host, context)?;
        for spot in spots.iter().filter(|spot| spot.owner == 0) {
            match place::stat(host, &spot.path) {
                Observed::Known { value, .. } => powers.through(host, &value)?,
                Observed::Absent => {}
                Observed::Unreadable(reason) => {
                    powers.undecided = Some(Undecided::unknown(format!("{}: {reason}", spot.path)));
                }
            }
        }
        match host.sudoers.seen_or_default("sudoers") {
            Ok(rules) => powers.by_sudo(host, &rules),
            Err(why) => powers.undecided = Some(why),
        }
        powers.other_daemons = other_daemons(host)?;
        Ok(powers)
    }

    fn through(&mut self, host: &HostFacts, socket: &Located) -> Result<(), Undecided> {
        let (path, file) = (&socket.path, &socket.file);
        if file.mode & 0o002 != 0 {
            self.open_to_all = true;
            let how = format!("{path} has mode {:04o}", file.mode);
            self.add("every account", how, "lstat", format!("chmod o-w {path}"));
        }
        if file.uid != 0 {
            let how = format!("owns {path}");
            self.add(&user(host, file.uid), how, "lstat", format!("chown root {path}"));
        }
        let own = (file.mode & 0o020 != 0 && file.gid != 0).then_some(file.gid);
        let granted = |kind: &'static str| {
            file.acl.iter().filter(move |entry| entry.kind == kind && entry.permissions & 2 != 0)
        };
        for gid in own.into_iter().chain(granted("group").map(|entry| entry.id)) {
            let group = host.group_name(gid).map_or_else(|| gid.to_string(), str::to_owned);
            for name in members(host, gid)? {
                let how = format!("in group {group}, which may write to {path}");
                self.add(&name, how, "/etc/group", format!("gpasswd -d {name} {group}"));
            }
        }
        for entry in granted("user").filter(|entry| entry.id != 0) {
            let name = user(host, entry.id);
            let way_out = format!("setfacl -x u:{name} {path}");
            self.add(&name, format!("ACL of {path}"), "system.posix_acl_access", way_out);
        }
        Ok(())
    }

    fn by_sudo(&mut self, host: &HostFacts, rules: &[SudoersEntry]) {
        for rule in rules.iter().filter(|rule| rule.who != "root" && sudo_rule::gives_root(rule)) {
            let group = rule.who.strip_prefix('%');
            let records = host.groups.value().into_iter().flatten();
            let gids = records.filter(|record| Some(record.name.as_str()) == group).map(|g| g.gid);
            let names: Vec<String> =
                gids.flat_map(|gid| members(host, gid).unwrap_or_default()).collect();
            let names = if names.is_empty() { vec![rule.who.clone()] } else { names };
            let file = rule.source.split(':').next().unwrap_or_default();
            for name in names {
                let how = format!("sudo {}", rule.command);
                self.add(&name, how, &rule.source, format!("visudo -f {file}"));
            }
        }
    }

    fn add(&mut self, name: &str, how: String, source: &str, way_out: String) {
        if name != "root" {
            let (name, source) = (name.to_owned(), source.to_owned());
            self.accounts.push(Account { name, how, source, way_out });
        }
    }
}

fn other_daemons(host: &HostFacts) -> Result<Vec<Account>, Undecided> {
    let mut accounts = Vec::new();
    for group in host.groups.value().into_iter().flatten() {
        if !OTHER_ROOT_GROUPS.contains(&group.name.as_str()) {
            continue;
        }
        accounts.extend(members(host, group.gid)?.into_iter().map(|name| Account {
            how: format!("member of {}", group.name),
            source: "/etc/group".to_owned(),
            way_out: format!("gpasswd -d {name} {}", group.name),
            name,
        }));
    }
    Ok(accounts)
}

fn user(host: &HostFacts, uid: u32) -> String {
    host.user_name(uid).map_or_else(|| uid.to_string(), str::to_owned)
}

/// Users of a group: those that it lists and those whose primary group it is.
fn members(host: &HostFacts, gid: u32) -> Result<Vec<String>, Undecided> {
    let groups = host.groups.seen("groups")?;
    let users = host.users.seen("users")?;
    let listed = groups.iter().filter(|group| group.gid == gid).flat_map(|g| g.members.clone());
    let primary = users.iter().filter(|user| user.gid == gid).map(|user| user.name.clone());
    let mut names: Vec<String> = listed.chain(primary).collect();
    names.sort();
    names.dedup();
    Ok(names)
}
