//! Whoever may write to the engine's socket is root, with no password asked.

use seaworthy_core::facts::{HostFacts, Located, Observed, SudoersEntry};
use seaworthy_core::findings::{
    Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass, review,
};

use super::place::{self, Place};
use super::sudo_rule;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "untrusted-daemon-user",
    title: "untrusted account can control the daemon",
    severity: Severity::High,
    section: Section::Host,
    cis: &["1.1.2"],
    tags: &["root-equivalent"],
    reads: &[FactGroup::HostFiles, FactGroup::DaemonProcess],
    explanation: include_str!("untrusted_daemon_user.md"),
    fix: Fix {
        summary: "Take accounts that need not control the engine out of the group of its socket, or name them as trusted.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

/// Groups whose members are root through another daemon.
const OTHER_ROOT_GROUPS: [&str; 2] = ["lxd", "incus-admin"];

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let powers = Powers::of(host, context)?;
    let trusted = &context.settings.trusted.users;
    let doubtful: Vec<&str> = powers
        .accounts
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| !trusted.iter().any(|trusted| trusted == name))
        .collect();
    let verdict = if !doubtful.is_empty() {
        let names = doubtful.join(", ");
        match (powers.open_to_all, trusted.is_empty()) {
            (true, _) => fail("every account of this machine can control the engine").rated(
                Severity::Critical,
                "no group or password stands between any account and root",
            ),
            (false, false) => fail(format!("{names} can control the engine and is not trusted")),
            (false, true) => review(format!("{names} can control the engine and so become root")),
        }
    } else if let Some(why) = powers.undecided {
        return Err(why);
    } else if powers.other_daemons.is_empty() {
        pass()
    } else {
        review("members of groups of other container daemons can become root through those")
    };
    let ways = powers.accounts.iter().chain(&powers.other_daemons);
    let verdict = ways.fold(verdict, |verdict, (name, evidence)| {
        let trust = if trusted.contains(name) { "trusted, " } else { "" };
        let value = format!("{trust}{}", evidence.value);
        verdict.because(Evidence::new(name.as_str(), value, evidence.source.as_str()))
    });
    let leave = |remedy: Remedy, name: &&str| remedy.command(format!("gpasswd -d {name} GROUP"));
    Ok(verdict.fix(doubtful.iter().fold(Remedy::from(CHECK.fix), leave)))
}

/// Accounts other than root and how each came to its power.
struct Powers {
    accounts: Vec<(String, Evidence)>,
    other_daemons: Vec<(String, Evidence)>,
    open_to_all: bool,
    undecided: Option<Undecided>,
}

impl Powers {
    fn of(host: &HostFacts, context: &Context<'_>) -> Result<Self, Undecided> {
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
        for name in OTHER_ROOT_GROUPS {
            for group in host.groups.value().into_iter().flatten().filter(|g| g.name == name) {
                powers.other_daemons.extend(members(host, group.gid)?.into_iter().map(|user| {
                    (user, Evidence::new("", format!("member of {name}"), "/etc/group"))
                }));
            }
        }
        Ok(powers)
    }

    fn through(&mut self, host: &HostFacts, socket: &Located) -> Result<(), Undecided> {
        let (path, file) = (&socket.path, &socket.file);
        if file.mode & 0o002 != 0 {
            self.open_to_all = true;
            self.add(
                "every account".to_owned(),
                format!("{path} has mode {:04o}", file.mode),
                "lstat",
            );
        }
        if file.uid != 0 {
            let name = host.user_name(file.uid).map_or_else(|| file.uid.to_string(), str::to_owned);
            self.add(name, format!("owns {path}"), "lstat");
        }
        let own = (file.mode & 0o020 != 0 && file.gid != 0).then_some(file.gid);
        let granted = |kind: &'static str| {
            file.acl.iter().filter(move |entry| entry.kind == kind && entry.permissions & 2 != 0)
        };
        for gid in own.into_iter().chain(granted("group").map(|entry| entry.id)) {
            let group = host.group_name(gid).map_or_else(|| gid.to_string(), str::to_owned);
            for user in members(host, gid)? {
                self.add(
                    user,
                    format!("in group {group}, which may write to {path}"),
                    "/etc/group",
                );
            }
        }
        for entry in granted("user").filter(|entry| entry.id != 0) {
            let name = host.user_name(entry.id).map_or_else(|| entry.id.to_string(), str::to_owned);
            self.add(name, format!("ACL of {path}"), "system.posix_acl_access");
        }
        Ok(())
    }

    fn by_sudo(&mut self, host: &HostFacts, rules: &[SudoersEntry]) {
        for rule in rules.iter().filter(|rule| rule.who != "root" && sudo_rule::gives_root(rule)) {
            let group = rule.who.strip_prefix('%');
            let records = host.groups.value().into_iter().flatten();
            let gid = records.filter(|record| Some(record.name.as_str()) == group).map(|g| g.gid);
            let users: Vec<String> =
                gid.flat_map(|gid| members(host, gid).unwrap_or_default()).collect();
            let users = if users.is_empty() { vec![rule.who.clone()] } else { users };
            for user in users {
                self.add(user, format!("sudo {}", rule.command), &rule.source);
            }
        }
    }

    fn add(&mut self, name: String, how: String, source: &str) {
        if name != "root" && !self.accounts.iter().any(|(known, _)| *known == name) {
            self.accounts.push((name, Evidence::new("", how, source)));
        }
    }
}

/// Users of a group: those that it lists and those whose primary group it is.
fn members(host: &HostFacts, gid: u32) -> Result<Vec<String>, Undecided> {
    let groups = host.groups.seen("groups")?;
    let users = host.users.seen("users")?;
    let listed = groups.iter().filter(|group| group.gid == gid).flat_map(|g| g.members.clone());
    let primary = users.iter().filter(|user| user.gid == gid).map(|user| user.name.clone());
    Ok(listed.chain(primary).collect())
}
