//! One column each, side by side.

use seaworthy_core::facts::{
    ContainerFacts, DaemonProcess, EngineFacts, EngineInfo, Facts, HostFacts, LiveFacts, Observed,
    joined_daemon, joined_host,
};
use seaworthy_core::findings::Finding;
use seaworthy_core::report::isolation::{
    Basis, BoundaryKind, Column, ColumnKind, FORMAT, INSIDE, Isolation, Kernel, NamespaceState,
    OUTSIDE, Reading,
};

use crate::namespaces::Neighbourhood;
use crate::reach::{Surveys, virtual_machine};
use crate::{
    boundary, escapes, limits, mounts, namespaces, network, platform, privileges, tenancy,
};
use crate::{user, view};

/// What to compare.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What was seen.
    pub facts: &'a Facts,
    /// Results of the checks that find ways out.
    pub findings: &'a [Finding],
    /// Containers by name, id or beginning of an id; empty for all that run.
    pub containers: &'a [String],
    /// Label whose value names a tenant.
    pub tenant_label: &'a str,
    /// From where the observing process looked.
    pub from: From,
}

/// From where was looked.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum From {
    /// The machine, at everything that runs on it.
    #[default]
    Outside,
    /// The observing process at itself alone, wherever it is.
    Inside,
}

/// A container with what surrounds it.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) container: &'a ContainerFacts,
    pub(crate) engine: &'a EngineFacts,
    /// The machine, when the engine is proven to run on it.
    pub(crate) host: Option<&'a HostFacts>,
    pub(crate) daemon: Option<&'a DaemonProcess>,
}

impl<'a> Place<'a> {
    pub(crate) fn live(&self) -> Option<&'a LiveFacts> {
        self.container.live.value().map(Box::as_ref)
    }

    pub(crate) fn info(&self) -> Option<&'a EngineInfo> {
        self.engine.info.value()
    }

    /// Why the kernel's view is missing, for a person.
    pub(crate) fn why_not_live(&self) -> String {
        match &self.container.live {
            _ if !self.container.is_running() => "does not run".to_owned(),
            _ if self.host.is_none() => "its engine is not proven to run here".to_owned(),
            Observed::Unreadable(reason) => reason.to_string(),
            Observed::Known { .. } | Observed::Absent => "not read".to_owned(),
        }
    }
}

/// Puts them side by side.
pub fn isolation(question: &Question<'_>) -> Isolation {
    let facts = question.facts;
    let host = facts.host.value();
    let all = places(facts);
    let around = Neighbourhood::of(&all, host);
    let mut surveys = Surveys::of(host);
    let shown: Vec<Place<'_>> =
        all.iter().filter(|place| question.shows(place.container)).copied().collect();
    let mut columns = vec![process(host, &around, &mut surveys)];
    if question.from == From::Inside {
        columns.iter_mut().for_each(|column| told_inside(column, host));
    }
    for place in &shown {
        columns.push(container(place, question, &around, &mut surveys));
    }
    columns.extend(hardened(&columns));
    columns.push(virtual_machine(|guest| {
        let guest = Some(guest);
        process(guest, &Neighbourhood::of(&[], guest), &mut Surveys::of(guest))
    }));
    let stopped = all.iter().filter(|place| !place.container.is_running());
    Isolation {
        format: FORMAT.to_owned(),
        from: match question.from {
            From::Outside => OUTSIDE,
            From::Inside => INSIDE,
        }
        .to_owned(),
        kernel: kernel(host),
        stopped: stopped.map(|place| place.container.name.clone()).collect(),
        tenancy: tenancy::tenancy(&all, question),
        columns,
        filters: surveys.into_filters(),
    }
}

/// Names that no container of these facts answers to.
pub fn strangers<'a>(facts: &Facts, names: &'a [String]) -> Vec<&'a String> {
    let all = places(facts);
    let known = |name: &str| all.iter().any(|place| is_named(place.container, name));
    names.iter().filter(|name| !known(name)).collect()
}

impl Question<'_> {
    fn shows(&self, container: &ContainerFacts) -> bool {
        if self.containers.is_empty() {
            return container.is_running();
        }
        self.containers.iter().any(|name| is_named(container, name))
    }
}

/// An id is known by its first 12 digits, as the engine's own commands know it.
fn is_named(container: &ContainerFacts, name: &str) -> bool {
    container.name == name || (name.len() >= 12 && container.id.starts_with(name))
}

fn places(facts: &Facts) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for engine in &facts.engines {
        let (host, daemon) = (joined_host(facts, engine), joined_daemon(facts, engine));
        let containers = engine.containers.value().into_iter().flatten();
        places.extend(containers.map(|container| Place { container, engine, host, daemon }));
    }
    places
}

fn kernel(host: Option<&HostFacts>) -> Kernel {
    let read = |fact: Option<&Observed<String>>| {
        fact.map_or_else(|| Reading::unknown("the machine was not looked at"), Reading::from)
    };
    Kernel {
        release: read(host.map(|host| &host.kernel_release)),
        architecture: read(host.map(|host| &host.architecture)),
    }
}

/// What a program that nobody put into a container is to this kernel.
fn process(
    host: Option<&HostFacts>,
    around: &Neighbourhood<'_>,
    surveys: &mut Surveys<'_>,
) -> Column {
    let mut column =
        Column { kind: ColumnKind::Process, name: "process".to_owned(), ..Column::default() };
    let own = match host.map(|host| &host.own_process) {
        Some(Observed::Known { value, .. }) => value,
        Some(Observed::Unreadable(reason)) => {
            column.about = format!("the observing process: {reason}");
            return column;
        }
        Some(Observed::Absent) | None => {
            "the observing process was not read".clone_into(&mut column.about);
            return column;
        }
    };
    column.basis = Basis::Measured;
    "the observing process itself, by the same code as containers".clone_into(&mut column.about);
    column.boundary = boundary::process(own);
    column.namespaces = namespaces::of_process(own, host, around);
    column.view = view::view(own);
    column.user = user::user(own, None, around);
    column.capabilities = privileges::capabilities(own);
    column.seccomp = privileges::seccomp(own);
    column.no_new_privileges = Reading::from(&own.no_new_privileges);
    column.lsm = privileges::lsm(&own.lsm_label, host);
    column.limits = limits::limits(own);
    column.files = mounts::of_process(own);
    column.network = network::of_process(own);
    column.platform = platform::of_process(host);
    column.reach = surveys.of_process(own);
    column
}

/// What a process can say of itself without knowing what is around it.
fn told_inside(column: &mut Column, host: Option<&HostFacts>) {
    "this process".clone_into(&mut column.name);
    let Some(own) = host.and_then(|host| host.own_process.value()) else { return };
    "the observing process, from inside".clone_into(&mut column.about);
    column.boundary = boundary::inside(own);
    if column.boundary.kind == BoundaryKind::Process {
        return;
    }
    for namespace in &mut column.namespaces {
        namespace.state = NamespaceState::Unknown;
        namespace.with_init = None;
        "from inside, process 1 may be the container's own".clone_into(&mut namespace.because);
    }
    let why = "from inside nobody knows whose it is";
    column.network.host_loopback = Reading::unknown(why);
    column.network.published = Reading::unknown(why);
    column.network.neighbours = Reading::unknown(why);
    column.files.mounts = Reading::unknown("from inside a path of the host has no name");
    column.platform.emulated = Reading::unknown(why);
}

fn container(
    place: &Place<'_>,
    question: &Question<'_>,
    around: &Neighbourhood<'_>,
    surveys: &mut Surveys<'_>,
) -> Column {
    let container = place.container;
    let live = place.live();
    let effective = container.effective(place.info());
    let (basis, about) = match live {
        Some(live) => (Basis::Measured, format!("process {} in /proc", live.pid)),
        None => (
            Basis::Configured,
            format!("the engine's record; kernel's view: {}", place.why_not_live()),
        ),
    };
    let boundary = boundary::container(place);
    let namespaces = namespaces::of_container(place, around);
    let (reach, hardened) = surveys.of_container(place, boundary.kind);
    Column {
        kind: ColumnKind::Container,
        name: container.name.clone(),
        id: container.id.clone(),
        engine: place.engine.endpoint.clone(),
        basis,
        about,
        network: network::of_container(place, &namespaces),
        namespaces,
        view: live.map_or_else(|| view::unseen(&place.why_not_live()), view::view),
        user: live.map_or_else(
            || user::configured(place),
            |live| user::user(live, Some(&container.name), around),
        ),
        capabilities: live
            .map_or_else(|| privileges::configured(&effective), privileges::capabilities),
        seccomp: privileges::seccomp_of_container(place),
        no_new_privileges: Reading::from(effective.no_new_privileges()),
        lsm: privileges::lsm_of_container(place),
        limits: live.map_or_else(|| limits::configured(container), limits::limits),
        files: mounts::of_container(place),
        platform: platform::of_container(place),
        escapes: escapes::escapes(container, question.findings),
        boundary,
        reach,
        hardened,
    }
}

/// One container's numbers under the tightest settings, as a column: of those
/// with the fewest host paths, which a setting does not take away, the first.
fn hardened(columns: &[Column]) -> Option<Column> {
    let mounts = |column: &&Column| column.files.mounts.value.as_ref().map_or(usize::MAX, Vec::len);
    let first = columns.iter().filter(|column| column.hardened.is_some()).min_by_key(mounts)?;
    Some(Column {
        kind: ColumnKind::HardenedContainer,
        name: format!("{} hardened", first.name),
        basis: Basis::Computed,
        about: format!(
            "computed from {}: read-only, no capabilities, no-new-privileges, the default \
             filter of its engine's version as it is without capabilities",
            first.name
        ),
        boundary: first.boundary.clone(),
        reach: first.hardened.as_deref().cloned().unwrap_or_default(),
        ..Column::default()
    })
}
