//! What AppArmor and SELinux leave to it.

use seaworthy_core::findings::{Evidence, Undecided};

use super::Inside;
use crate::escape::chain::Link;
use crate::exposure::{apparmor, selinux};

/// What an attacker wants to do, as security modules tell it apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::escape) enum Act {
    /// Mount a file system.
    Mount,
    /// Write switches of the kernel below `/proc` and `/sys`.
    KernelFiles,
    /// Look into processes outside the container.
    Trace,
    /// Load code into the kernel, open files that were not mounted: what
    /// capabilities allow and AppArmor leaves alone.
    HostObjects,
    /// Use files of the host that were mounted.
    HostFiles,
}

/// Profiles of the engines. They deny mounting, writing below `/proc/sys` and
/// `/sys`, and tracing what another profile confines; capabilities and mounted
/// files they leave alone. Source: moby `profiles/apparmor/template.go`,
/// containers/common `pkg/apparmor`.
const ENGINE_PROFILES: &[&str] =
    &["docker-default", "the engine's default", "containers-default", "cri-containerd.apparmor.d"];

/// Types that the policy of containers gives to ordinary containers; they reach
/// nothing that is not labelled for containers.
const CONTAINER_TYPES: &[&str] = &["container_t", "svirt_lxc_net_t", "container_init_t"];

impl Inside<'_> {
    /// No security module stands in the way.
    pub(in crate::escape) fn mandatory(&self, act: Act) -> Link {
        let links = [self.apparmor(act), self.selinux(act)];
        if links.iter().all(Option::is_none) {
            let text = "neither is there";
            let source = "/sys/kernel/security/lsm, /info SecurityOptions";
            return Link::open(Evidence::new("AppArmor, SELinux", text, source));
        }
        Link::all(links.into_iter().flatten())
    }

    /// `None` on a kernel without AppArmor.
    fn apparmor(&self, act: Act) -> Option<Link> {
        const FACT: &str = "AppArmor profile";
        match apparmor::kernel_has_apparmor(self.context) {
            Ok(()) => {}
            Err(Undecided::NotApplicable(_)) => return None,
            Err(undecided) => return Some(undecided.into()),
        }
        let label = match apparmor::label_of(self.container, self.context) {
            Ok(label) => label,
            Err(undecided) => return Some(undecided.into()),
        };
        let label = match label.seen_or(FACT, String::new()) {
            Ok(label) => label,
            Err(undecided) => return Some(undecided.into()),
        };
        let (name, mode) = label.split_once(" (").unwrap_or((label.as_str(), "enforce)"));
        let name = name.trim();
        let evidence = |text: &str| Evidence::new(FACT, text, label.source.as_ref());
        Some(if matches!(name, "" | "unconfined") || mode == "complain)" {
            Link::open(evidence(if name.is_empty() { "none" } else { &label }))
                .closed_by(self.without("--security-opt apparmor=unconfined"))
        } else if ENGINE_PROFILES.iter().any(|known| name.starts_with(known)) {
            let denied = matches!(act, Act::Mount | Act::KernelFiles | Act::Trace);
            if denied { Link::Closed(evidence(name)) } else { Link::given() }
        } else {
            Link::Unseen(format!("what AppArmor profile {name} leaves to it: not read"))
        })
    }

    /// `None` on a kernel without SELinux.
    fn selinux(&self, act: Act) -> Option<Link> {
        const FACT: &str = "SELinux label";
        let enforcing = match selinux::selinux_in_force(self.context) {
            Ok(enforcing) => enforcing,
            Err(Undecided::NotApplicable(_)) => return None,
            Err(undecided) => return Some(undecided.into()),
        };
        let label = match selinux::label_of(self.container, self.context) {
            Ok(label) => label,
            Err(undecided) => return Some(undecided.into()),
        };
        let label = match label.seen_or(FACT, String::new()) {
            Ok(label) => label,
            Err(undecided) => return Some(undecided.into()),
        };
        let kind = label.split(':').nth(2).unwrap_or_default();
        let evidence = |text: &str| Evidence::new(FACT, text, label.source.as_ref());
        Some(if !enforcing {
            Link::open(evidence("SELinux is permissive"))
        } else if kind.is_empty() || selinux::UNCONFINED.contains(&kind) {
            Link::open(evidence(if kind.is_empty() { "none" } else { kind }))
                .closed_by(self.without("--security-opt label=disable"))
        } else if !CONTAINER_TYPES.contains(&kind) {
            Link::Unseen(format!("what SELinux type {kind} leaves to it: not read"))
        } else if act == Act::HostFiles {
            Link::Unseen("whether the mounted files were relabelled (:z, :Z): not seen".to_owned())
        } else {
            Link::Closed(evidence(kind))
        })
    }
}
