//! Rows of the table of recommendations as rows of a family.

use std::borrow::Cow;

use seaworthy_confinement::Abi;
use seaworthy_core::facts::{ContainerFacts, HostFacts};
use seaworthy_core::findings::{SubjectKind, Undecided, Verdict};
use seaworthy_kernel::{Asked, Recommendation, Surroundings, recommendations};

use crate::{Context, FilterMemo, Row};

/// The rows that a family takes.
pub(super) fn rows(takes: impl Fn(&Recommendation) -> bool) -> Vec<Row> {
    recommendations()
        .iter()
        .enumerate()
        .filter(|(_, each)| takes(each))
        .map(|(index, each)| Row {
            id: each.identity(),
            title: each.title(),
            severity: each.severity,
            cis: &[],
            text: Cow::Owned(each.text()),
            subject: Some((SubjectKind::KernelOption, Cow::Borrowed(each.name()))),
            index,
        })
        .collect()
}

/// The option's name on the kernel that is judged.
pub(super) fn spelled(row: &Row, host: &HostFacts) -> &'static str {
    recommendations().get(row.index).map_or("", |each| seaworthy_kernel::spelled(each, host))
}

/// Judges one of them for the profile that the user chose.
pub(super) fn judge(
    row: &Row,
    host: &HostFacts,
    context: &Context<'_>,
) -> Result<Verdict, Undecided> {
    let recommendation = recommendations()
        .get(row.index)
        .ok_or_else(|| Undecided::unknown("no such recommendation"))?;
    let ask = |calls: &[&str]| asked(calls, host, context);
    let profile = context.settings.kernel_profile;
    seaworthy_kernel::judge(recommendation, host, &Surroundings { profile, ask: &ask })
}

/// What the filters of all running containers on this machine say.
fn asked(calls: &[&str], host: &HostFacts, context: &Context<'_>) -> Asked {
    let mut asked = Asked::default();
    let Some(native) = host.architecture.value().and_then(|machine| Abi::native(machine)) else {
        return asked;
    };
    // Many recommendations ask: a filter is read once for all of them.
    let own = FilterMemo::default();
    let filters = context.filters.unwrap_or(&own);
    for container in running(context) {
        asked.running += 1;
        match filters.of(container) {
            Ok(filter) => {
                let reaches =
                    |abi: &Abi| calls.iter().any(|call| filter.reach(*abi, call).is_reachable());
                let abis = [native];
                let reached = abis.iter().chain(native.compatible()).any(reaches);
                asked.refusing += usize::from(!reached);
            }
            Err(_) => asked.undecided += 1,
        }
    }
    asked
}

/// Containers that run on this machine's kernel.
fn running<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a ContainerFacts> {
    let facts = context.facts;
    facts
        .engines
        .iter()
        .filter(|engine| engine.locality(facts) == seaworthy_core::facts::Locality::Proven)
        .filter_map(|engine| engine.containers.value())
        .flatten()
        .filter(|container| container.is_running())
}
