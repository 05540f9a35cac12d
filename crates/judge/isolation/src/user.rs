//! Who a process is to the host.

use seaworthy_core::facts::{IdMapRange, LiveFacts};
use seaworthy_core::report::isolation::{IdRange, Reading, User};

use crate::compare::Place;
use crate::namespaces::Neighbourhood;

pub(crate) fn user(live: &LiveFacts, name: Option<&str>, around: &Neighbourhood<'_>) -> User {
    let maps = live.uid_map.value();
    let overlaps = maps.filter(|_| name.is_some()).map(|map| around.overlapping(map, name));
    User {
        uid: Reading::from(&live.uid),
        gid: Reading::from(&live.gid),
        groups: Reading::from(&live.groups),
        host_ids: Reading::from(&live.uid_map)
            .map(|map: Vec<IdMapRange>| map.iter().any(IdMapRange::is_identity)),
        uid_map: Reading::from(&live.uid_map).map(ranges),
        gid_map: Reading::from(&live.gid_map).map(ranges),
        overlaps: overlaps.unwrap_or_default(),
    }
}

/// What the engine's record says of its ids.
pub(crate) fn configured(place: &Place<'_>) -> User {
    let remapped = Reading::from(place.container.effective(place.info()).remapped());
    let why = place.why_not_live();
    User {
        uid: Reading::unknown(why.clone()),
        gid: Reading::unknown(why.clone()),
        groups: Reading::unknown(why.clone()),
        host_ids: remapped.map(|apart| !apart),
        uid_map: Reading::unknown(why.clone()),
        gid_map: Reading::unknown(why),
        overlaps: Vec::new(),
    }
}

fn ranges(map: Vec<IdMapRange>) -> Vec<IdRange> {
    map.iter()
        .map(|range| IdRange { inside: range.inside, outside: range.outside, length: range.length })
        .collect()
}
