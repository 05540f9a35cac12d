//! What of the kernel each column reaches: its system calls under the real
//! filter, socket families, and files.

mod calls;
mod families;
mod machine;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use seaworthy_confinement::{Abi, Environment, Filter, Filters, KernelVersion, builtin};
use seaworthy_core::facts::{
    CapabilitySets, ContainerFacts, DeviceNode, EngineKind, HostFacts, KernelInterface, LiveFacts,
    Observed, PathCount,
};
use seaworthy_core::findings::Undecided;
use seaworthy_core::report::isolation::{BoundaryKind, FilterSurvey, Paths, Reach, Reading};

use crate::compare::Place;
use families::Families;

pub(crate) use calls::Table;
pub(crate) use families::{lets, opens};
pub(crate) use machine::virtual_machine;

/// Profile that a hardened container runs under.
const HARDENED_PROFILE: &str = "docker-default";

/// Filters, each decided once.
pub(crate) struct Surveys<'a> {
    table: Result<Table, String>,
    families: Families<'a>,
    filters: Filters,
    /// Position in `surveyed` by address of a filter that `kept` keeps alive.
    places: BTreeMap<usize, usize>,
    kept: Vec<Arc<Filter>>,
    surveyed: Vec<FilterSurvey>,
    /// Filter of a hardened container and the profile's name, by engine version.
    hardened: BTreeMap<String, Result<(Arc<Filter>, String), String>>,
}

impl<'a> Surveys<'a> {
    pub(crate) fn of(host: Option<&'a HostFacts>) -> Self {
        Self {
            table: Table::of(host),
            families: Families::of(host),
            filters: Filters::default(),
            places: BTreeMap::new(),
            kept: Vec::new(),
            surveyed: Vec::new(),
            hardened: BTreeMap::new(),
        }
    }

    pub(crate) fn of_process(&mut self, own: &LiveFacts) -> Reach {
        let mut reach = Reach { kernel: "host".to_owned(), ..files(&own.interface) };
        // The same rules choose its filter as a container's.
        let container = ContainerFacts {
            live: Observed::known(Box::new(own.clone()), "/proc/self"),
            ..ContainerFacts::default()
        };
        let filter = self.filters.of(&container);
        self.decide(filter, own, &mut reach);
        reach
    }

    /// What it reaches, and what it would under the tightest settings.
    pub(crate) fn of_container(
        &mut self,
        place: &Place<'_>,
        boundary: BoundaryKind,
    ) -> (Reach, Option<Box<Reach>>) {
        let own = boundary >= BoundaryKind::Gvisor;
        let kernel = if own { "own" } else { "host" }.to_owned();
        let Some(live) = place.live() else {
            let why = place.why_not_live();
            return (unread(kernel, &why), None);
        };
        if own {
            // The host sees the monitor, whose calls are not the program's.
            let why = "a kernel of its own answers; ask inside with `isolation --self`";
            let mut reach = unread(kernel, why);
            reach.notes.push(
                "what its monitor needs of the host's kernel is not measured here".to_owned(),
            );
            return (reach, None);
        }
        let mut reach = Reach { kernel, ..files(&live.interface) };
        let filter = self.filters.of(place.container);
        self.decide(filter, live, &mut reach);
        let hardened = self.hardened(place, &reach);
        (reach, Some(Box::new(hardened)))
    }

    pub(crate) fn into_filters(self) -> Vec<FilterSurvey> {
        self.surveyed
    }

    fn decide(
        &mut self,
        filter: Result<Arc<Filter>, Undecided>,
        live: &LiveFacts,
        reach: &mut Reach,
    ) {
        let filter = match filter {
            Ok(filter) => filter,
            Err(Undecided::Unknown(why) | Undecided::NotApplicable(why)) => {
                reach.calls = Reading::unknown(why.clone());
                reach.families = Reading::unknown(why);
                return;
            }
        };
        let source = if filter.is_none() { "no filter" } else { told_by(live) };
        let capabilities =
            live.capabilities.value().map(|sets| CapabilitySets::names(sets.bounding));
        self.survey(&filter, source, reach);
        reach.families = self.families.reached(&filter, self.abis(), capabilities.as_ref());
        self.note_socketcall(&filter, reach);
    }

    /// Counts every call, once a filter.
    fn survey(&mut self, filter: &Arc<Filter>, source: &str, reach: &mut Reach) {
        let table = match &self.table {
            Ok(table) => table,
            Err(why) => {
                reach.calls = Reading::unknown(why.clone());
                return;
            }
        };
        let address = Arc::as_ptr(filter).addr();
        let place = *self.places.entry(address).or_insert_with(|| {
            self.kept.push(Arc::clone(filter));
            self.surveyed.push(table.survey(filter, source));
            self.surveyed.len() - 1
        });
        let counts = self.surveyed.get(place).map(|survey| survey.counts.clone());
        reach.calls = Reading::known(counts.unwrap_or_default(), source);
        reach.filter = Some(place);
    }

    fn abis(&self) -> Vec<Abi> {
        self.table.as_ref().map(Table::open).unwrap_or_default()
    }

    /// On 32-bit x86 all socket calls are one, with its arguments in memory.
    fn note_socketcall(&self, filter: &Filter, reach: &mut Reach) {
        if self.abis().contains(&Abi::I386)
            && !filter.is_none()
            && filter.reach(Abi::I386, "socketcall").is_reachable()
        {
            reach.notes.push(
                "32-bit programs open any socket family by socketcall, whose arguments a filter \
                 cannot see"
                    .to_owned(),
            );
        }
    }

    fn hardened(&mut self, place: &Place<'_>, container: &Reach) -> Reach {
        let mut reach = Reach {
            kernel: container.kernel.clone(),
            writable_proc: container.writable_proc.clone(),
            writable_sys: container.writable_sys.clone(),
            devices: container.devices.clone(),
            setuid: Reading::known(Paths::default(), "no-new-privileges: they gain nothing"),
            notes: vec![
                "files and devices are counted as in the container: at most so many".to_owned(),
            ],
            ..Reach::default()
        };
        match self.hardened_filter(place) {
            Ok((filter, profile)) => {
                self.survey(&filter, &format!("computed from {profile}"), &mut reach);
                let none = BTreeSet::new();
                reach.families = self.families.reached(&filter, self.abis(), Some(&none));
                self.note_socketcall(&filter, &mut reach);
            }
            Err(why) => {
                reach.calls = Reading::unknown(why.clone());
                reach.families = Reading::unknown(why);
            }
        }
        reach
    }

    /// The default filter of its engine's version, else of the newest that is
    /// known, as it is for a container without capabilities.
    fn hardened_filter(&mut self, place: &Place<'_>) -> Result<(Arc<Filter>, String), String> {
        let table = self.table.as_ref().map_err(Clone::clone)?;
        let environment = Environment {
            native: table.native,
            kernel: table.kernel,
            capabilities: BTreeSet::new(),
        };
        let docker =
            place.engine.version.value().filter(|_| place.engine.kind == EngineKind::Docker);
        let version = docker.map_or("", |version| version.version.as_str());
        let version = version.split(['+', '-', '~']).next().unwrap_or_default();
        let made = self.hardened.entry(version.to_owned()).or_insert_with(|| {
            let own = builtin(&format!("{HARDENED_PROFILE}@{version}"));
            let found = own.or_else(|_| builtin(HARDENED_PROFILE));
            let found = found.map_err(|error| error.to_string())?;
            Ok((Arc::new(Filter::from_profile(&found.profile, &environment)), found.name))
        });
        made.clone()
    }
}

/// Where the filter was read.
fn told_by(live: &LiveFacts) -> &str {
    match (&live.seccomp.programs, &live.seccomp.profile) {
        (Observed::Known { source, .. }, _) => source.as_str(),
        (_, Observed::Known { source, .. }) => source.as_str(),
        _ => "",
    }
}

fn unread(kernel: String, why: &str) -> Reach {
    Reach {
        kernel,
        calls: Reading::unknown(why),
        families: Reading::unknown(why),
        writable_proc: Reading::unknown(why),
        writable_sys: Reading::unknown(why),
        devices: Reading::unknown(why),
        setuid: Reading::unknown(why),
        ..Reach::default()
    }
}

fn files(interface: &KernelInterface) -> Reach {
    Reach {
        writable_proc: Reading::from(&interface.writable_proc).map(paths),
        writable_sys: Reading::from(&interface.writable_sys).map(paths),
        devices: Reading::from(&interface.devices).map(devices),
        setuid: Reading::from(&interface.setuid).map(paths),
        ..Reach::default()
    }
}

fn paths(counted: PathCount) -> Paths {
    Paths { count: counted.count, paths: counted.paths, cut_off: counted.cut_off }
}

fn devices(nodes: Vec<DeviceNode>) -> Paths {
    Paths {
        count: nodes.len() as u64,
        paths: nodes.into_iter().map(|node| node.path).collect(),
        cut_off: false,
    }
}

/// The version that decides which calls exist.
fn version(host: Option<&HostFacts>) -> Option<KernelVersion> {
    KernelVersion::parse(host?.kernel_release.value()?)
}
