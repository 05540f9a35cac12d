//! What is wrong with the settings that hold for a connection.

use std::collections::BTreeMap;

use seaworthy_core::facts::{SshFacts, SshSetting};

/// Settings of one kind of connection: those of its block first, then those for
/// everybody.
pub(super) struct Scope<'a> {
    /// Criteria of the block, empty for everybody.
    criteria: &'a str,
    own: Option<&'a BTreeMap<String, SshSetting>>,
    all: &'a BTreeMap<String, SshSetting>,
}

/// A weak setting.
pub(super) struct Fault {
    pub(super) says: String,
    pub(super) keyword: &'static str,
    pub(super) value: String,
    pub(super) source: String,
}

/// A value in force, set or built in.
pub(super) struct InForce<'a> {
    pub(super) value: &'a str,
    pub(super) source: &'a str,
    /// The scope itself says so.
    own: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn all(ssh: &'a SshFacts) -> Vec<Self> {
        let everybody = Self { criteria: "", own: None, all: &ssh.settings };
        let blocks = ssh.matches.iter().map(|block| Self {
            criteria: &block.criteria,
            own: Some(&block.settings),
            all: &ssh.settings,
        });
        std::iter::once(everybody).chain(blocks).collect()
    }

    /// ` for Match User deploy`, empty for everybody.
    pub(super) fn words(&self) -> String {
        if self.criteria.is_empty() {
            return String::new();
        }
        format!(" for connections that match {}", self.criteria)
    }

    /// The value in force. A block's value counts before the one for everybody.
    pub(super) fn value(&self, keyword: &str, default: &'static str) -> InForce<'a> {
        let own = self.own.and_then(|own| own.get(keyword));
        match own.or_else(|| self.all.get(keyword)) {
            Some(setting) => InForce {
                value: &setting.value,
                source: &setting.source,
                own: own.is_some() || self.own.is_none(),
            },
            None => InForce { value: default, source: "default", own: self.own.is_none() },
        }
    }

    fn is(&self, keyword: &str, default: &'static str, wanted: &str) -> bool {
        self.value(keyword, default).value.eq_ignore_ascii_case(wanted)
    }
}

impl InForce<'_> {
    /// A fault of this setting; a block that repeats nobody's fault has none of
    /// its own.
    pub(super) fn fault(&self, keyword: &'static str, says: impl Into<String>) -> Option<Fault> {
        self.own.then(|| Fault {
            says: says.into(),
            keyword,
            value: self.value.to_owned(),
            source: self.source.to_owned(),
        })
    }
}

pub(super) fn root_login(scope: &Scope<'_>) -> Option<Fault> {
    let found = scope.value("permitrootlogin", "prohibit-password");
    if !found.value.eq_ignore_ascii_case("yes") {
        return None;
    }
    let (_, password) = password_ways(scope)?;
    // Either half in a block makes the pair that block's.
    let found = InForce { own: found.own || password.own, ..found };
    found.fault("PermitRootLogin", "root may log in with a password")
}

pub(super) fn password_login(scope: &Scope<'_>) -> Option<Fault> {
    let (keyword, found) = password_ways(scope)?;
    found.fault(keyword, "passwords are accepted")
}

/// The first way in which a password is asked for.
fn password_ways<'a>(scope: &Scope<'a>) -> Option<(&'static str, InForce<'a>)> {
    let methods = scope.value("authenticationmethods", "any").value;
    let needs_key = !methods.eq_ignore_ascii_case("any")
        && methods.split_whitespace().all(|list| list.contains("publickey"));
    if needs_key {
        return None;
    }
    let password = scope.value("passwordauthentication", "yes");
    if !password.value.eq_ignore_ascii_case("no") {
        return Some(("PasswordAuthentication", password));
    }
    // Older servers have the second name for the same thing.
    let old = scope.value("challengeresponseauthentication", "yes").value;
    let interactive = scope.value("kbdinteractiveauthentication", "yes");
    let asks = !interactive.value.eq_ignore_ascii_case("no") && !old.eq_ignore_ascii_case("no");
    (asks && scope.is("usepam", "no", "yes"))
        .then_some(("KbdInteractiveAuthentication", interactive))
}

pub(super) fn empty_passwords(scope: &Scope<'_>) -> Option<Fault> {
    let found = scope.value("permitemptypasswords", "no");
    let weak = found.value.eq_ignore_ascii_case("yes");
    weak.then(|| found.fault("PermitEmptyPasswords", "an empty password lets in")).flatten()
}

pub(super) fn forwarding(scope: &Scope<'_>) -> Option<Fault> {
    if scope.is("disableforwarding", "no", "yes") {
        return None;
    }
    for (keyword, key, what) in [
        ("AllowStreamLocalForwarding", "allowstreamlocalforwarding", "sockets, the engine's too,"),
        ("AllowTcpForwarding", "allowtcpforwarding", "ports"),
    ] {
        let found = scope.value(key, "yes");
        if !found.value.eq_ignore_ascii_case("no")
            && let Some(fault) = found.fault(keyword, format!("{what} may be forwarded"))
        {
            return Some(fault);
        }
    }
    None
}

pub(super) fn x11_forwarding(scope: &Scope<'_>) -> Option<Fault> {
    let found = scope.value("x11forwarding", "no");
    let weak =
        found.value.eq_ignore_ascii_case("yes") && !scope.is("disableforwarding", "no", "yes");
    weak.then(|| found.fault("X11Forwarding", "X11 is forwarded")).flatten()
}
