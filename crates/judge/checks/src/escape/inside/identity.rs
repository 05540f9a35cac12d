//! Which user and which capabilities it has, as the host counts them.

use seaworthy_core::facts::{CapabilitySets, Observed};
use seaworthy_core::findings::{Evidence, Severity};

use super::Inside;
use crate::escape::chain::Link;
use crate::exposure::container_user::{User, user_of};

impl Inside<'_> {
    /// A process of it is, or can become, uid 0 of the host.
    pub(in crate::escape) fn host_root(&self) -> Link {
        Link::all([self.host_user_namespace(), self.root_inside()])
    }

    /// A process of it has, or can get, a capability that counts on the host.
    pub(in crate::escape) fn capability(&self, name: &str) -> Link {
        let wielded = if self.wields(name) { Link::given() } else { self.root_inside() };
        Link::all([self.holds(name), self.host_user_namespace(), wielded])
    }

    /// A capability that counts in a namespace of its own will do: held, or had
    /// in a user namespace that it makes.
    pub(in crate::escape) fn namespaced_capability(&self, name: &str) -> Link {
        let wielded = if self.wields(name) { Link::given() } else { self.root_inside() };
        let held = Link::all([self.holds(name), wielded]);
        Link::any([held, self.user_namespaces()], Evidence::new("capabilities", "none", ""))
    }

    /// It may make user namespaces, in which it has every capability.
    pub(in crate::escape) fn user_namespaces(&self) -> Link {
        Link::all([
            self.call_for_user_namespaces(),
            self.unless_sysctl("user.max_user_namespaces", &["0"]),
            self.unless_sysctl("kernel.unprivileged_userns_clone", &["0"]),
            self.unless_sysctl("kernel.apparmor_restrict_unprivileged_userns", &["1"]),
            self.built_with("CONFIG_USER_NS"),
        ])
    }

    /// Whether a capability is in the set that bounds all it can ever have.
    fn holds(&self, name: &str) -> Link {
        let capabilities = match self.effective.capabilities() {
            Ok(capabilities) => capabilities,
            Err(undecided) => return undecided.into(),
        };
        match capabilities.seen("capabilities") {
            Err(undecided) => undecided.into(),
            Ok(held) => {
                let has = held.contains(name) || held.contains("ALL");
                let text = if has { "held" } else { "not held" };
                let fact = format!("capability {name}");
                Link::when(has, Evidence::new(fact, text, held.source.as_ref()))
                    .closed_by(self.dropping(name))
            }
        }
    }

    /// The change that takes a capability away.
    fn dropping(&self, name: &str) -> String {
        let added = |given: &str| {
            self.settings.cap_add.value().is_some_and(|all| all.iter().any(|each| each == given))
        };
        if self.is_privileged() {
            "Run it without --privileged".to_owned()
        } else if added(name) {
            format!("Remove --cap-add={name}")
        } else if added("ALL") {
            format!("Give it the capabilities that it uses instead of ALL, {name} not among them")
        } else {
            format!("Add --cap-drop={name}")
        }
    }

    /// Whether its main process has a capability at this moment, root or not.
    fn wields(&self, name: &str) -> bool {
        let sets = self.live().and_then(|live| live.capabilities.value());
        sets.is_some_and(|sets| CapabilitySets::names(sets.effective).contains(name))
    }

    /// Its user ids are those of the host.
    pub(in crate::escape) fn host_user_namespace(&self) -> Link {
        const FACT: &str = "user namespace";
        match self.effective.remapped() {
            Ok(Observed::Known { value: true, source }) => Link::Closed(Evidence::new(
                FACT,
                "its own: root inside is an ordinary user of the host",
                source.as_str(),
            )),
            Ok(Observed::Known { value: false, source }) => {
                Link::open(Evidence::new(FACT, "the host's", source.as_str()))
            }
            Ok(Observed::Absent) => Link::Unseen(format!("{FACT}: not set")),
            Ok(Observed::Unreadable(reason)) => Link::Unseen(format!("{FACT}: {reason}")),
            Err(undecided) => undecided.into(),
        }
    }

    /// A process of it is root inside, or can become that.
    pub(in crate::escape) fn root_inside(&self) -> Link {
        let evidence = match user_of(self.container, self.context) {
            Ok(User::Root(_, evidence)) => return Link::open(evidence),
            Ok(User::Ordinary(evidence)) => evidence,
            Err(undecided) => return undecided.into(),
        };
        let programs = self.live().and_then(|live| live.interface.setuid.value());
        if programs.is_some_and(|programs| programs.count == 0) {
            return Link::Closed(Evidence::new(
                evidence.fact,
                format!("{}, and no set-user-id program in its files", evidence.value),
                evidence.source,
            ));
        }
        match self.effective.no_new_privileges() {
            Ok(Observed::Known { value: true, .. }) => Link::Closed(Evidence::new(
                evidence.fact,
                format!("{}, which may not gain privileges", evidence.value),
                evidence.source,
            )),
            Ok(Observed::Known { value: false, .. }) => Link::open(evidence).at_most(
                Severity::High,
                "its program is not root: it takes a set-user-id program of the image first",
            ),
            Ok(_) => Link::Unseen("no-new-privileges: not set".to_owned()),
            Err(undecided) => undecided.into(),
        }
    }
}
