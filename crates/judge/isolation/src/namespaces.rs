//! Which namespaces are its own, and who else is in the others.

use std::collections::BTreeMap;

use seaworthy_core::facts::{
    ContainerSettings, HostFacts, IdMapRange, LiveFacts, NamespaceMode, Observed, SharedNamespace,
};
use seaworthy_core::findings::Undecided;
use seaworthy_core::report::isolation::{Namespace, NamespaceState, Reading};

use crate::boundary::is_host;
use crate::compare::Place;

/// The eight kinds, in the order in which they matter for a container.
const KINDS: [&str; 8] = ["mnt", "pid", "net", "ipc", "uts", "user", "cgroup", "time"];

/// Who else is on the machine.
pub(crate) struct Neighbourhood<'a> {
    /// Containers by namespace.
    members: BTreeMap<(&'static str, u64), Vec<&'a str>>,
    /// Host ranges of user ids by container.
    ranges: Vec<(&'a str, &'a [IdMapRange])>,
    init: BTreeMap<&'static str, u64>,
}

impl<'a> Neighbourhood<'a> {
    pub(crate) fn of(places: &[Place<'a>], host: Option<&HostFacts>) -> Self {
        let mut members: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        let mut ranges = Vec::new();
        for place in places {
            let Some(live) = place.live() else { continue };
            let name = place.container.name.as_str();
            for kind in KINDS {
                if let Some(inode) = inode(&live.namespaces, kind) {
                    members.entry((kind, inode)).or_default().push(name);
                }
            }
            ranges.extend(live.uid_map.value().map(|map| (name, map.as_slice())));
        }
        let init = host.into_iter().flat_map(|host| {
            KINDS.into_iter().filter_map(|kind| Some((kind, inode(&host.init_namespaces, kind)?)))
        });
        Self { members, ranges, init: init.collect() }
    }

    /// Other containers in the namespace.
    pub(crate) fn others(&self, kind: &'static str, inode: u64, own: Option<&str>) -> Vec<String> {
        let all = self.members.get(&(kind, inode)).into_iter().flatten();
        all.filter(|name| Some(**name) != own).map(|name| (*name).to_owned()).collect()
    }

    /// Containers whose ids on the host overlap with these.
    pub(crate) fn overlapping(&self, map: &[IdMapRange], own: Option<&str>) -> Vec<String> {
        let others = self.ranges.iter().filter(|(name, _)| Some(*name) != own);
        others
            .filter(|(_, other)| overlap(map, other))
            .map(|(name, _)| (*name).to_owned())
            .collect()
    }
}

/// Whether two maps give one host id to both.
pub(crate) fn overlap(one: &[IdMapRange], other: &[IdMapRange]) -> bool {
    let end = |range: &IdMapRange| u64::from(range.outside) + u64::from(range.length);
    one.iter().any(|a| {
        other.iter().any(|b| u64::from(a.outside) < end(b) && u64::from(b.outside) < end(a))
    })
}

pub(crate) fn inode(namespaces: &BTreeMap<String, Observed<u64>>, kind: &str) -> Option<u64> {
    namespaces.get(kind)?.value().copied()
}

/// Of the observing process, beside process 1 and the first engine of the machine.
pub(crate) fn of_process(
    own: &LiveFacts,
    host: Option<&HostFacts>,
    around: &Neighbourhood<'_>,
) -> Vec<Namespace> {
    let daemons = host.and_then(|host| host.daemons.value());
    let engine = daemons.into_iter().flatten().find(|daemon| daemon.container.is_none());
    let engine = engine.map(|daemon| &daemon.namespaces);
    KINDS.map(|kind| live(kind, own, engine, around, None)).into()
}

/// Of a container: by inode where the kernel was asked, else as configured.
pub(crate) fn of_container(place: &Place<'_>, around: &Neighbourhood<'_>) -> Vec<Namespace> {
    let engine = place.daemon.map(|daemon| &daemon.namespaces);
    let name = Some(place.container.name.as_str());
    KINDS
        .map(|kind| match place.live() {
            Some(own) if inode(&own.namespaces, kind).is_some() => {
                live(kind, own, engine, around, name)
            }
            _ => configured(kind, place),
        })
        .into()
}

fn live(
    kind: &'static str,
    own: &LiveFacts,
    engine: Option<&BTreeMap<String, Observed<u64>>>,
    around: &Neighbourhood<'_>,
    name: Option<&str>,
) -> Namespace {
    let observed = own.namespaces.get(kind).cloned().unwrap_or_default();
    let mut found = Namespace {
        kind: kind.to_owned(),
        inode: Reading::from(&observed),
        ..Namespace::default()
    };
    let Some(inode) = observed.value().copied() else {
        found.because = found.inode.unknown.clone().unwrap_or_else(|| "the kernel has none".into());
        return found;
    };
    found.with_engine =
        engine.and_then(|engine| self::inode(engine, kind)).map(|other| other == inode);
    found.with_init = around.init.get(kind).map(|other| *other == inode);
    found.with_containers = around.others(kind, inode, name);
    let with_host = found.with_engine == Some(true) || found.with_init == Some(true);
    (found.state, found.because) = if with_host {
        let whom = if found.with_engine == Some(true) { "the engine" } else { "process 1" };
        (NamespaceState::Host, format!("same inode as {whom}"))
    } else if found.with_engine.is_none() && found.with_init.is_none() {
        (NamespaceState::Unknown, "neither the engine's nor process 1's inode was read".to_owned())
    } else if found.with_containers.is_empty() {
        (NamespaceState::Own, "an inode of its own".to_owned())
    } else {
        (NamespaceState::Containers, "same inode as other containers".to_owned())
    };
    found
}

/// What the engine's record says, without the kernel's word.
fn configured(kind: &'static str, place: &Place<'_>) -> Namespace {
    let mut found = Namespace {
        kind: kind.to_owned(),
        inode: Reading::unknown(place.why_not_live()),
        ..Namespace::default()
    };
    let (state, because) = match asked(kind, place) {
        Ok((mode, through)) if is_host(&mode) => {
            found.with_containers = through;
            (NamespaceState::Host, "configured as the host's".to_owned())
        }
        Ok((NamespaceMode::Named(path), _)) if path.starts_with("ns:") => {
            (NamespaceState::Unknown, format!("joins {path}"))
        }
        Ok((_, through)) if through.is_empty() => {
            (NamespaceState::Own, "configured as its own".to_owned())
        }
        Ok((_, through)) => {
            found.with_containers = through;
            (NamespaceState::Containers, "configured to join another container".to_owned())
        }
        Err(Undecided::Unknown(why) | Undecided::NotApplicable(why)) => {
            (NamespaceState::Unknown, why)
        }
    };
    (found.state, found.because) = (state, because);
    found
}

/// The mode at the end of the chain, and the containers on the way.
fn asked(kind: &str, place: &Place<'_>) -> Result<(NamespaceMode, Vec<String>), Undecided> {
    let container = place.container;
    let shared = match kind {
        "mnt" => return Ok((NamespaceMode::Private, Vec::new())),
        "net" => SharedNamespace::Network,
        "pid" => SharedNamespace::Pid,
        "ipc" => SharedNamespace::Ipc,
        "uts" => SharedNamespace::Uts,
        "user" => return user_mode(place).map(|mode| (mode, Vec::new())),
        "cgroup" => {
            return cgroup_mode(container.settings()?, place).map(|mode| (mode, Vec::new()));
        }
        _ => return Err(Undecided::unknown(place.why_not_live())),
    };
    let chain = container.namespace_chain(shared, Some(place.engine))?;
    let through = chain.through.iter().map(|name| (*name).to_owned()).collect();
    Ok(((*chain.mode).clone(), through))
}

fn user_mode(place: &Place<'_>) -> Result<NamespaceMode, Undecided> {
    let remapped = place.container.effective(place.info()).remapped()?;
    let apart = *remapped.seen("user namespace")?;
    Ok(if apart { NamespaceMode::Private } else { NamespaceMode::Host })
}

/// Without a word of its own it is private on cgroup v2 and the host's on v1.
fn cgroup_mode(
    settings: &ContainerSettings,
    place: &Place<'_>,
) -> Result<NamespaceMode, Undecided> {
    let mode = settings.cgroupns_mode.seen_or_default("cgroup namespace")?;
    if *mode != NamespaceMode::Default {
        return Ok((*mode).clone());
    }
    let info = place.info().ok_or_else(|| Undecided::unknown("the engine has no /info"))?;
    let version = info.cgroup_version.seen("cgroup version")?;
    Ok(if *version == "2" { NamespaceMode::Private } else { NamespaceMode::Host })
}
