//! The columns that ask the running containers.

use std::collections::BTreeSet;
use std::sync::Arc;

use seaworthy_confinement::{Abi, Filter, Filters, syscall};
use seaworthy_core::facts::{
    CapabilitySets, ContainerFacts, Facts, IdMapRange, LiveFacts, Observed,
};
use seaworthy_core::findings::Undecided;
use seaworthy_core::report::defence::{Cell, Defence};
use seaworthy_core::report::v1::Evidence;

use super::classes::{Calls, Ids, Needs};
use super::kernel::Machine;
use super::{by_design, cell};
use crate::boundary::seen;
use crate::reach::{Table, lets, opens};

/// Containers that evidence names.
const NAMED: usize = 6;

/// A running container.
pub(super) struct Confined<'a> {
    container: &'a ContainerFacts,
    /// What the kernel enforces for it, or why nobody can tell.
    filter: Result<Arc<Filter>, Undecided>,
    /// ABIs that are open on its machine.
    abis: Vec<Abi>,
}

impl<'a> Confined<'a> {
    /// All that run, of all engines.
    pub(super) fn all(facts: &'a Facts, machine: &Machine<'_>) -> Vec<Self> {
        let mut filters = Filters::default();
        let abis = Table::of(machine.host()).map(|table| table.open()).unwrap_or_default();
        let engines = facts.engines.iter();
        engines
            .filter_map(|engine| engine.containers.value())
            .flatten()
            .filter(|container| container.is_running())
            .map(|container| Self { container, filter: filters.of(container), abis: abis.clone() })
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

    /// Whether each call is refused on every open ABI; a call that no table has
    /// does not count.
    fn refused(&self, calls: &[(&str, [u64; 2])]) -> Option<Vec<bool>> {
        let filter = self.filter.as_ref().ok().filter(|_| !self.abis.is_empty())?;
        let on = |abi: Abi, name: &str, [first, second]: [u64; 2]| {
            let call = syscall(abi, name)?;
            Some(!lets(filter.decide(abi, call.number, [first, second, 0, 0, 0, 0]).action))
        };
        let refused = calls.iter().filter_map(|(name, arguments)| {
            let mut answers =
                self.abis.iter().filter_map(|abi| on(*abi, name, *arguments)).peekable();
            answers.peek()?;
            Some(answers.all(|refused| refused))
        });
        Some(refused.collect())
    }

    fn closed_families(&self, families: &[(&str, u64)]) -> Option<Vec<bool>> {
        let filter = self.filter.as_ref().ok().filter(|_| !self.abis.is_empty())?;
        let closed = |number: u64| self.abis.iter().all(|abi| !opens(filter, *abi, number));
        Some(families.iter().map(|(_, number)| closed(*number)).collect())
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
        Calls::Refuse(calls) => {
            let names: Vec<&str> = calls.iter().map(|(name, _)| *name).collect();
            let how = format!("{} refused", names.join(", "));
            shares(confined, &how, |each| each.refused(calls))
        }
        Calls::Families(families) => {
            let names: Vec<&str> = families.iter().map(|(name, _)| *name).collect();
            let how = format!("sockets of {} refused", names.join(", "));
            shares(confined, &how, |each| each.closed_families(families))
        }
    }
}

/// Where one container may have all, some or none of it.
fn shares(
    confined: &[Confined<'_>],
    how: &str,
    asked: impl Fn(&Confined<'_>) -> Option<Vec<bool>>,
) -> Cell {
    let all = |each: &Confined<'_>| asked(each).map(|all| all.iter().all(|closed| *closed));
    let mut judged = tally(confined, how, all);
    let some = |each: &Confined<'_>| asked(each).is_some_and(|all| all.contains(&true));
    if judged.state == Defence::Absent && confined.iter().any(some) {
        judged.state = Defence::Partly;
        judged.because += "; of some a part";
    }
    let mut why: Vec<&str> = confined
        .iter()
        .filter_map(|each| match &each.filter {
            Err(Undecided::Unknown(why) | Undecided::NotApplicable(why)) => Some(why.as_str()),
            Ok(_) => None,
        })
        .collect();
    why.dedup();
    if let Some(first) = why.first() {
        judged.because += &format!("; {first}");
    }
    judged
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
