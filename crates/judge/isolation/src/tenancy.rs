//! What tenants share, and whether tenants that distrust each other may.

mod member;
mod pair;

use std::collections::BTreeMap;

use seaworthy_core::report::isolation::{Fitness, Pair, Tenancy, Tenant};

use crate::compare::{Place, Question};
use member::Member;

/// Pairs that are listed, the least separated first.
const MOST_LISTED: usize = 100;
/// Pairs that are judged: thousands of tenants on one machine must not take
/// minutes.
const MOST_JUDGED: usize = 50_000;

pub(crate) fn tenancy(places: &[Place<'_>], question: &Question<'_>) -> Tenancy {
    let mut tenants: BTreeMap<&str, Vec<Member<'_>>> = BTreeMap::new();
    let mut unassigned = Vec::new();
    for place in places.iter().filter(|place| place.container.is_running()) {
        match place.container.labels.get(question.tenant_label) {
            Some(name) if !name.is_empty() => {
                tenants.entry(name).or_default().push(Member::of(place, question.findings));
            }
            _ => unassigned.push(place.container.name.clone()),
        }
    }
    let all: Vec<(&str, &[Member<'_>])> =
        tenants.iter().map(|(name, members)| (*name, members.as_slice())).collect();
    let (mut pairs, unjudged) = pairs(&all);
    let verdict = verdict(&pairs, unjudged);
    let because = because(&pairs, all.len(), unjudged);
    let left_out = pairs.len().saturating_sub(MOST_LISTED) + unjudged;
    pairs.truncate(MOST_LISTED);
    Tenancy {
        label: question.tenant_label.to_owned(),
        tenants: all
            .iter()
            .map(|(name, members)| Tenant {
                name: (*name).to_owned(),
                containers: members.iter().map(|member| member.name().to_owned()).collect(),
            })
            .collect(),
        unassigned,
        pairs,
        pairs_left_out: left_out,
        verdict,
        because,
    }
}

/// Every two of them, the least separated first; and how many were not judged.
fn pairs(tenants: &[(&str, &[Member<'_>])]) -> (Vec<Pair>, usize) {
    let total = tenants.len() * tenants.len().saturating_sub(1) / 2;
    let every = tenants.iter().enumerate().flat_map(|(place, first)| {
        tenants.iter().skip(place + 1).map(move |second| (first, second))
    });
    let mut judged: Vec<Pair> =
        every.take(MOST_JUDGED).map(|(first, second)| pair::judge(*first, *second)).collect();
    judged.sort_by(|one, other| {
        (one.verdict, other.reasons.len()).cmp(&(other.verdict, one.reasons.len()))
    });
    let unjudged = total - judged.len();
    (judged, unjudged)
}

fn verdict(pairs: &[Pair], unjudged: usize) -> Option<Fitness> {
    let worst = pairs.iter().map(|pair| pair.verdict).min()?;
    Some(if unjudged > 0 && worst == Fitness::Fit { Fitness::Unknown } else { worst })
}

fn because(pairs: &[Pair], tenants: usize, unjudged: usize) -> String {
    if tenants < 2 {
        return format!("{tenants} tenant: nobody to part from");
    }
    let unfit = pairs.iter().filter(|pair| pair.verdict == Fitness::NotSoFast).count();
    let open = pairs.iter().filter(|pair| pair.verdict == Fitness::Unknown).count();
    let of_all = |some: usize| match (some, pairs.len()) {
        (1, 1) => "the only two tenants".to_owned(),
        (some, all) if some == all => format!("all {all} pairs of tenants"),
        (some, all) => format!("{some} of {all} pairs of tenants"),
    };
    let mut said = if unfit > 0 {
        format!("share too much to distrust each other: {}", of_all(unfit))
    } else if open > 0 {
        format!("too little is known: {}", of_all(open))
    } else {
        "every two tenants are parted by kernels of their own and share nothing else".to_owned()
    };
    if unjudged > 0 {
        said += &format!("; {unjudged} further pairs were not judged");
    }
    said
}
