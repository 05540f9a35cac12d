//! A container of a tenant, with everything that two of them could share.

use seaworthy_core::facts::{IdMapRange, NamespaceMode, Observed};
use seaworthy_core::findings::{Finding, Severity};
use seaworthy_core::report::isolation::{MountReach, Reading, Resource};
use seaworthy_core::report::v1::Verdict;

use crate::compare::Place;
use crate::{boundary, escapes, mounts, namespaces};

/// One container.
pub(super) struct Member<'a> {
    place: Place<'a>,
    /// The host's kernel answers its calls.
    pub(super) shares_kernel: Option<bool>,
    pub(super) mounts: Reading<Vec<MountReach>>,
    /// Checks that found a grave way out.
    pub(super) ways_out: Vec<String>,
}

impl<'a> Member<'a> {
    pub(super) fn of(place: &Place<'a>, findings: &[Finding]) -> Self {
        let ways = escapes::escapes(place.container, findings);
        let grave = ways
            .into_iter()
            .filter(|way| way.verdict == Verdict::Fail && way.severity >= Severity::High);
        Self {
            place: *place,
            shares_kernel: boundary::container(place).shares_kernel.value,
            mounts: mounts::of_container(place).mounts,
            ways_out: grave.map(|way| way.id).collect(),
        }
    }

    pub(super) fn name(&self) -> &'a str {
        &self.place.container.name
    }

    pub(super) fn namespace(&self, kind: &str) -> Option<u64> {
        namespaces::inode(&self.place.live()?.namespaces, kind)
    }

    /// It is configured to use the host's.
    pub(super) fn uses_host(&self, kind: &str) -> Option<bool> {
        let settings = self.place.container.settings().ok()?;
        let mode = match kind {
            "net" => &settings.network_mode,
            "pid" => &settings.pid_mode,
            "ipc" => &settings.ipc_mode,
            _ => return None,
        };
        match mode {
            Observed::Known { value, .. } => Some(*value == NamespaceMode::Host),
            Observed::Absent => Some(false),
            Observed::Unreadable(_) => None,
        }
    }

    pub(super) fn ids(&self) -> Option<&'a [IdMapRange]> {
        self.place.live()?.uid_map.value().map(Vec::as_slice)
    }

    /// Networks on which neighbours can speak to each other.
    pub(super) fn networks(&self) -> Option<Vec<&'a str>> {
        let names = self.place.container.settings().ok()?.networks.value()?;
        let engine = self.place.engine;
        let silent = |name: &str| {
            let networks = engine.networks.value();
            networks.into_iter().flatten().any(|network| {
                network.name == name
                    && network.options.value().is_some_and(|options| {
                        options.get("com.docker.network.bridge.enable_icc").map(String::as_str)
                            == Some("false")
                    })
            })
        };
        let joined = names.iter().map(String::as_str);
        Some(joined.filter(|name| !matches!(*name, "none" | "host") && !silent(name)).collect())
    }

    pub(super) fn engine(&self) -> &'a str {
        &self.place.engine.endpoint
    }

    pub(super) fn commands_engine(&self) -> Option<bool> {
        let mounts = self.mounts.value.as_ref()?;
        Some(mounts.iter().any(|mount| {
            mount.resource == Resource::EngineSocket || mount.resource == Resource::HostRoot
        }))
    }

    /// Parent of its cgroup; empty for the engine's default.
    pub(super) fn cgroup_parent(&self) -> Option<&'a str> {
        let settings = self.place.container.settings().ok()?;
        match &settings.cgroup_parent {
            Observed::Known { value, .. } => Some(value.as_str()),
            Observed::Absent => Some(""),
            Observed::Unreadable(_) => None,
        }
    }

    /// Limits that it lacks and by which it can starve its neighbours.
    pub(super) fn unlimited(&self) -> Option<Vec<&'static str>> {
        let limits = &self.place.live()?.limits;
        let mut lacking = Vec::new();
        for (what, absent, unread) in [
            ("RAM", limits.memory == Observed::Absent, !limits.memory.is_known()),
            ("processes", limits.pids == Observed::Absent, !limits.pids.is_known()),
        ] {
            if absent {
                lacking.push(what);
            } else if unread {
                return None;
            }
        }
        Some(lacking)
    }

    pub(super) fn image(&self) -> Option<&'a str> {
        self.place.container.image_id.value().map(String::as_str)
    }
}
