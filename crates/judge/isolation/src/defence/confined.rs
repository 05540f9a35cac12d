//! The columns that ask the running containers.

use std::collections::BTreeSet;

use seaworthy_core::facts::{
    CapabilitySets, ContainerFacts, Facts, IdMapRange, LiveFacts, Observed,
};
use seaworthy_core::report::defence::{Cell, Defence};
use seaworthy_core::report::v1::Evidence;

use super::classes::{Calls, Ids, Needs};
use super::{by_design, cell};
use crate::boundary::seen;

/// Containers that evidence names.
const NAMED: usize = 6;

/// A running container.
pub(super) struct Confined<'a> {
    container: &'a ContainerFacts,
}

impl<'a> Confined<'a> {
    /// All that run, of all engines.
    pub(super) fn all(facts: &'a Facts) -> Vec<Self> {
        let engines = facts.engines.iter();
        engines
            .filter_map(|engine| engine.containers.value())
            .flatten()
            .filter(|container| container.is_running())
            .map(|container| Self { container })
            .collect()
    }

    fn name(&self) -> &'a str {
        &self.container.name
    }

    fn live(&self) -> Option<&'a LiveFacts> {
        self.container.live()
    }

    /// Its label; empty when the kernel has none for it.
    pub(super) fn label(&self) -> Option<&'a str> {
        match &self.live()?.lsm_label {
            Observed::Known { value, .. } => Some(value),
            Observed::Absent => Some(""),
            Observed::Unreadable(_) => None,
        }
    }

    fn capabilities(&self) -> Option<BTreeSet<String>> {
        let sets = self.live()?.capabilities.value()?;
        Some(CapabilitySets::names(sets.bounding))
    }

    fn own_ids(&self) -> Option<bool> {
        let map = self.live()?.uid_map.value()?;
        Some(!map.is_empty() && !map.iter().any(IdMapRange::is_identity))
    }
}

/// What a defence that each container has or lacks amounts to.
pub(super) fn tally(
    confined: &[Confined<'_>],
    how: &str,
    holds: impl Fn(&Confined<'_>) -> Option<bool>,
) -> Cell {
    if confined.is_empty() {
        return cell(Defence::Unknown, "no container runs that could be asked", Vec::new());
    }
    let (mut with, mut without, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    for each in confined {
        match holds(each) {
            Some(true) => with.push(each.name()),
            Some(false) => without.push(each.name()),
            None => unread.push(each.name()),
        }
    }
    let state = match (with.is_empty(), without.is_empty(), unread.is_empty()) {
        (false, true, true) => Defence::Present,
        (false, false, _) => Defence::Partly,
        (true, false, true) => Defence::Absent,
        (_, _, false) | (true, true, true) => Defence::Unknown,
    };
    let because = format!("{how}: {} of {} containers", with.len(), confined.len());
    let evidence = [("with", with), ("without", without), ("not read", unread)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(word, names)| named(word, &names));
    cell(state, because, evidence.collect())
}

fn named(word: &str, names: &[&str]) -> Evidence {
    let shown: Vec<&str> = names.iter().take(NAMED).copied().collect();
    let rest = names.len().saturating_sub(NAMED);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    seen(word, &format!("{}{more}", shown.join(", ")), "/proc/PID")
}

pub(super) fn seccomp(calls: &Calls, confined: &[Confined<'_>]) -> Cell {
    let filtered = |each: &Confined<'_>| Some(*each.live()?.seccomp_mode.value()? != 0);
    match calls {
        Calls::Never(why) => by_design(why),
        Calls::Fewer => {
            fewer(tally(confined, "a filter leaves less of the kernel to reach", filtered))
        }
        Calls::Refuse(_) | Calls::Families(_) => {
            cell(Defence::Unknown, "the filters were not decided", Vec::new())
        }
    }
}

pub(super) fn capabilities(needs: &Needs, confined: &[Confined<'_>]) -> Cell {
    let lacks = |each: &Confined<'_>, names: &[&str]| {
        let held = each.capabilities()?;
        Some(!names.iter().any(|name| held.contains(*name)))
    };
    match needs {
        Needs::Never(why) => by_design(why),
        Needs::All(names) => {
            let how = format!("cannot without {}", names.join(", "));
            tally(confined, &how, |each| lacks(each, names))
        }
        Needs::Fewer(names) => {
            let how = format!("code behind {} is out of reach", names.join(", "));
            fewer(tally(confined, &how, |each| lacks(each, names)))
        }
    }
}

pub(super) fn user_namespace(ids: &Ids, confined: &[Confined<'_>]) -> Cell {
    match ids {
        Ids::Never(why) => by_design(why),
        Ids::Apart(how) => tally(confined, how, |each| each.own_ids()),
    }
}

/// Less to attack is no defence of what is left.
fn fewer(mut cell: Cell) -> Cell {
    if cell.state == Defence::Present {
        cell.state = Defence::Partly;
    }
    cell
}
