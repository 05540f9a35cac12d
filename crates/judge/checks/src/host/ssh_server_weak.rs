//! Settings of the SSH server, one result a setting.

use std::borrow::Cow;
use std::sync::LazyLock;

use seaworthy_core::facts::{HostFacts, Observed, Seen, SshFacts};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use self::setting::{Fault, Scope};
use crate::{Check, Context, FactGroup, Family, Fix, Judge, Row, Section};

mod algorithms;
mod setting;

pub(crate) const CHECK: Check = Check {
    id: "ssh-server-weak",
    title: "SSH server lets in more than it should",
    severity: Severity::Medium,
    section: Section::Host,
    cis: &[],
    tags: &["ssh"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("ssh_server_weak.md"),
    fix: Fix {
        summary: "Set it in a file of /etc/ssh/sshd_config.d that sorts first, test it, and reload the server.",
        commands: &["sshd -t && systemctl reload ssh"],
        risk: Risk::Review,
    },
    judge: Judge::Family(Family { rows, judge, spelled: None }),
};

/// One setting.
struct Setting {
    id: &'static str,
    title: &'static str,
    severity: Severity,
    text: &'static str,
    /// What is wrong in a scope, if anything.
    fault: fn(&Scope<'_>) -> Option<Fault>,
}

const SETTINGS: &[Setting] = &[
    Setting {
        id: "ssh-root-login",
        title: "root may log in by ssh with a password",
        severity: Severity::High,
        text: "Everybody knows the name of this account. Keys alone (`prohibit-password`) pass; `no` is better.",
        fault: setting::root_login,
    },
    Setting {
        id: "ssh-password-login",
        title: "ssh accepts passwords",
        severity: Severity::Medium,
        text: "Passwords are guessed day and night. Keyboard-interactive login through PAM asks for the same passwords.",
        fault: setting::password_login,
    },
    Setting {
        id: "ssh-empty-passwords",
        title: "ssh accepts accounts without a password",
        severity: Severity::Critical,
        text: "An account with an empty password is open to everybody who reaches the port.",
        fault: setting::empty_passwords,
    },
    Setting {
        id: "ssh-forwarding",
        title: "ssh forwards sockets and ports",
        severity: Severity::Low,
        text: "Who may use the engine's socket carries it to another machine with `ssh -L`; services on the host's loopback are reached the same way.",
        fault: setting::forwarding,
    },
    Setting {
        id: "ssh-x11-forwarding",
        title: "ssh forwards X11",
        severity: Severity::Low,
        text: "A server without a screen does not need it, and a taken-over server can read what is typed on the client's screen.",
        fault: setting::x11_forwarding,
    },
    Setting {
        id: "ssh-weak-algorithms",
        title: "ssh was told to accept weak algorithms",
        severity: Severity::Medium,
        text: "The server's own defaults leave them out; a list in the configuration brought them back.",
        fault: algorithms::weak,
    },
];

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |(index, setting): (usize, &Setting)| Row {
        id: Cow::Borrowed(setting.id),
        title: Cow::Borrowed(setting.title),
        severity: setting.severity,
        cis: &[],
        text: Cow::Borrowed(setting.text),
        subject: None,
        index,
    };
    SETTINGS.iter().enumerate().map(row).collect()
});

fn rows() -> &'static [Row] {
    &ROWS
}

fn judge(row: &Row, host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let setting = SETTINGS.get(row.index).ok_or_else(|| Undecided::unknown("no such setting"))?;
    if host.hardening.ssh == Observed::Absent {
        return Err(Undecided::not_applicable("there is no SSH server"));
    }
    let ssh = host.hardening.ssh.seen("sshd_config")?;
    let scopes = Scope::all(&ssh);
    let faults: Vec<(&Scope<'_>, Fault)> =
        scopes.iter().filter_map(|scope| Some((scope, (setting.fault)(scope)?))).collect();
    let Some((scope, first)) = faults.first() else { return passes(&ssh) };
    let verdict = fail(format!("{}{}", first.says, scope.words()));
    Ok(faults.iter().fold(verdict, |verdict, (scope, fault)| {
        let value = format!("{}{}", fault.value, scope.words());
        verdict.because(Evidence::new(fault.keyword, value, fault.source.as_str()))
    }))
}

/// What a file that could not be read says may be anything.
fn passes(ssh: &Seen<'_, SshFacts>) -> Result<Verdict, Undecided> {
    if let Some(unread) = ssh.unread.first() {
        return Err(Undecided::unknown(format!("an included file could not be read: {unread}")));
    }
    let blocks = format!("{} settings, {} Match blocks", ssh.settings.len(), ssh.matches.len());
    Ok(pass().because(Evidence::new("sshd_config", blocks, ssh.source.as_ref())))
}
