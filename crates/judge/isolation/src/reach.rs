//! What of the kernel each column reaches.

use seaworthy_core::facts::{DeviceNode, HostFacts, KernelInterface, LiveFacts, PathCount};
use seaworthy_core::report::isolation::{
    BoundaryKind, Column, FilterSurvey, Paths, Reach, Reading,
};

use crate::compare::Place;

/// Filters, each decided once.
pub(crate) struct Surveys<'a> {
    _host: Option<&'a HostFacts>,
}

impl<'a> Surveys<'a> {
    pub(crate) fn of(host: Option<&'a HostFacts>) -> Self {
        Self { _host: host }
    }

    pub(crate) fn of_process(&mut self, own: &LiveFacts) -> Reach {
        Reach { kernel: "host".to_owned(), ..files(&own.interface) }
    }

    pub(crate) fn of_container(
        &mut self,
        place: &Place<'_>,
        boundary: BoundaryKind,
    ) -> (Reach, Option<Box<Reach>>) {
        let kernel = if boundary >= BoundaryKind::Gvisor { "own" } else { "host" };
        let Some(live) = place.live() else {
            return (Reach { kernel: kernel.to_owned(), ..Reach::default() }, None);
        };
        (Reach { kernel: kernel.to_owned(), ..files(&live.interface) }, None)
    }

    pub(crate) fn into_filters(self) -> Vec<FilterSurvey> {
        Vec::new()
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

/// The machine that was measured with this code.
pub(crate) fn virtual_machine() -> Option<Column> {
    None
}
