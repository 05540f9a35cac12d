//! Two tenants.

use std::collections::BTreeSet;

use seaworthy_core::facts::{PathRelation, relate};
use seaworthy_core::report::isolation::{Fitness, MountReach, Pair, Resource, Shared, SharedState};

use super::member::Member;
use crate::namespaces::overlap;

/// One question about two tenants.
struct Answer {
    what: &'static str,
    state: SharedState,
    detail: String,
    /// A reason against distrust when shared; images, for one, are none.
    matters: bool,
}

impl Answer {
    fn shared(what: &'static str, detail: impl Into<String>) -> Self {
        Self { what, state: SharedState::Shared, detail: detail.into(), matters: true }
    }

    fn apart(what: &'static str, detail: impl Into<String>) -> Self {
        Self { what, state: SharedState::Apart, detail: detail.into(), matters: true }
    }

    fn unknown(what: &'static str, detail: impl Into<String>) -> Self {
        Self { what, state: SharedState::Unknown, detail: detail.into(), matters: true }
    }
}

pub(super) fn judge(first: (&str, &[Member<'_>]), second: (&str, &[Member<'_>])) -> Pair {
    let (one, other) = (first.1, second.1);
    let answers = [
        engine_socket(one, other),
        namespace("pid-namespace", "pid", one, other),
        namespace("ipc-namespace", "ipc", one, other),
        files(one, other),
        network(one, other),
        kernel(one, other),
        user_range(one, other),
        cgroup_parent(one, other),
        image(one, other),
    ];
    let mut reasons = ways_out(first);
    reasons.extend(ways_out(second));
    let shared = answers.iter().filter(|answer| answer.matters);
    let shared: Vec<&Answer> =
        shared.filter(|answer| answer.state == SharedState::Shared).collect();
    reasons.extend(shared.iter().map(|answer| answer.detail.clone()));
    let open: Vec<&Answer> = answers
        .iter()
        .filter(|answer| answer.matters && answer.state == SharedState::Unknown)
        .collect();
    let verdict = match (reasons.is_empty(), open.is_empty()) {
        (false, _) => Fitness::NotSoFast,
        (true, false) => Fitness::Unknown,
        (true, true) => Fitness::Fit,
    };
    reasons.extend(open.iter().map(|answer| format!("{}: {}", answer.what, answer.detail)));
    Pair {
        first: first.0.to_owned(),
        second: second.0.to_owned(),
        verdict,
        reasons,
        shares: answers
            .into_iter()
            .map(|answer| Shared {
                what: answer.what.to_owned(),
                state: answer.state,
                detail: answer.detail,
            })
            .collect(),
    }
}

/// A tenant that can leave its container is every tenant.
fn ways_out((tenant, members): (&str, &[Member<'_>])) -> Vec<String> {
    let grave = members.iter().filter(|member| !member.ways_out.is_empty());
    grave
        .map(|member| {
            format!("{tenant} can leave {}: {}", member.name(), member.ways_out.join(", "))
        })
        .collect()
}

fn engine_socket(one: &[Member<'_>], other: &[Member<'_>]) -> Answer {
    let what = "engine-socket";
    let all = || one.iter().chain(other);
    if let Some(member) = all().find(|member| member.commands_engine() == Some(true)) {
        return Answer::shared(
            what,
            format!("{} commands the engine that runs both", member.name()),
        );
    }
    match all().find(|member| member.commands_engine().is_none()) {
        Some(member) => {
            Answer::unknown(what, format!("the mounts of {} are not known", member.name()))
        }
        None => Answer::apart(what, "neither reaches the engine"),
    }
}

fn namespace(what: &'static str, kind: &str, one: &[Member<'_>], other: &[Member<'_>]) -> Answer {
    if let (Some(a), Some(b)) = (in_host(kind, one), in_host(kind, other)) {
        return Answer::shared(what, format!("{a} and {b} are in the host's {kind} namespace"));
    }
    // The host's processes are everybody's: one of two in it sees the other.
    if let Some(name) = in_host(kind, one).or_else(|| in_host(kind, other))
        && kind == "pid"
    {
        return Answer::shared(what, format!("{name} sees and signals the processes of both"));
    }
    for a in one {
        for b in other {
            match (a.namespace(kind), b.namespace(kind)) {
                (Some(x), Some(y)) if x == y => {
                    return Answer::shared(
                        what,
                        format!("{} and {} are in one {kind} namespace", a.name(), b.name()),
                    );
                }
                _ => {}
            }
        }
    }
    let blind = one.iter().chain(other).find(|member| member.namespace(kind).is_none());
    match blind {
        Some(member) => {
            Answer::unknown(what, format!("the namespaces of {} were not read", member.name()))
        }
        None => Answer::apart(what, format!("no {kind} namespace in common")),
    }
}

fn in_host<'a>(kind: &str, members: &[Member<'a>]) -> Option<&'a str> {
    members.iter().find(|member| member.uses_host(kind) == Some(true)).map(Member::name)
}

fn files(one: &[Member<'_>], other: &[Member<'_>]) -> Answer {
    let what = "files";
    let mut read_only = None;
    for a in one {
        for b in other {
            let (Some(mine), Some(theirs)) = (&a.mounts.value, &b.mounts.value) else { continue };
            for (x, y) in mine.iter().flat_map(|x| theirs.iter().map(move |y| (x, y))) {
                if !same_data(x, y) {
                    continue;
                }
                let path = if x.host_path.len() >= y.host_path.len() {
                    &x.host_path
                } else {
                    &y.host_path
                };
                if x.writable || y.writable {
                    return Answer::shared(
                        what,
                        format!("{} and {} share {path}, writable", a.name(), b.name()),
                    );
                }
                read_only.get_or_insert_with(|| {
                    format!("{} and {} both read {path}", a.name(), b.name())
                });
            }
        }
    }
    if let Some(detail) = read_only {
        // Neither can plant anything for the other.
        return Answer { matters: false, ..Answer::shared(what, detail) };
    }
    match one.iter().chain(other).find(|member| member.mounts.value.is_none()) {
        Some(member) => {
            Answer::unknown(what, format!("the mounts of {} are not known", member.name()))
        }
        None => Answer::apart(what, "no volume or host path in common"),
    }
}

fn same_data(x: &MountReach, y: &MountReach) -> bool {
    match (x.resource == Resource::Volume, y.resource == Resource::Volume) {
        (true, true) => x.host_path == y.host_path,
        (false, false) => relate(&x.host_path, &y.host_path) != PathRelation::Apart,
        _ => false,
    }
}

fn network(one: &[Member<'_>], other: &[Member<'_>]) -> Answer {
    let what = "network";
    let shared = namespace(what, "net", one, other);
    if shared.state == SharedState::Shared {
        return shared;
    }
    let named = |members: &[Member<'_>]| -> Option<BTreeSet<(String, String)>> {
        let mut names = BTreeSet::new();
        for member in members {
            let engine = member.engine();
            names.extend(
                member.networks()?.into_iter().map(|name| (engine.to_owned(), name.to_owned())),
            );
        }
        Some(names)
    };
    let (Some(mine), Some(theirs)) = (named(one), named(other)) else {
        return Answer::unknown(what, "the networks of one of them are not known");
    };
    match mine.intersection(&theirs).next() {
        Some((_, name)) => Answer::shared(what, format!("both are on the network {name}")),
        None => Answer::apart(what, "no network in common on which neighbours can speak"),
    }
}

/// Both must bring a kernel: who breaks the host's kernel owns its guests too.
fn kernel(one: &[Member<'_>], other: &[Member<'_>]) -> Answer {
    let what = "kernel";
    let all = || one.iter().chain(other);
    if let Some(member) = all().find(|member| member.shares_kernel == Some(true)) {
        return Answer::shared(
            what,
            format!("one bug in the host's kernel, which {} calls, reaches both", member.name()),
        );
    }
    match all().find(|member| member.shares_kernel.is_none()) {
        Some(member) => {
            Answer::unknown(what, format!("whose kernel {} calls is not known", member.name()))
        }
        None => Answer::apart(what, "each runs on a kernel of its own"),
    }
}

fn user_range(one: &[Member<'_>], other: &[Member<'_>]) -> Answer {
    let what = "user-range";
    for a in one {
        for b in other {
            if let (Some(mine), Some(theirs)) = (a.ids(), b.ids())
                && overlap(mine, theirs)
            {
                return Answer::shared(
                    what,
                    format!("{} and {} are the same users to the host", a.name(), b.name()),
                );
            }
        }
    }
    match one.iter().chain(other).find(|member| member.ids().is_none()) {
        Some(member) => {
            Answer::unknown(what, format!("the ids of {} were not read", member.name()))
        }
        None => Answer::apart(what, "no host id in common"),
    }
}

/// Sharing a parent is no harm while each member is limited.
fn cgroup_parent(one: &[Member<'_>], other: &[Member<'_>]) -> Answer {
    let what = "cgroup-parent";
    let all = || one.iter().chain(other);
    for member in all() {
        if let Some(lacking) = member.unlimited().filter(|lacking| !lacking.is_empty()) {
            let detail = format!(
                "{} has no limit of {} and can starve both",
                member.name(),
                lacking.join(" and ")
            );
            return Answer::shared(what, detail);
        }
    }
    if let Some(member) = all().find(|member| member.unlimited().is_none()) {
        return Answer::unknown(what, format!("the limits of {} were not read", member.name()));
    }
    let parents = |members: &[Member<'_>]| -> BTreeSet<String> {
        members.iter().filter_map(Member::cgroup_parent).map(str::to_owned).collect()
    };
    if parents(one).is_disjoint(&parents(other)) {
        return Answer::apart(what, "parents of their own, and every container is limited");
    }
    Answer {
        matters: false,
        ..Answer::shared(what, "one cgroup parent, and every container is limited")
    }
}

fn image(one: &[Member<'_>], other: &[Member<'_>]) -> Answer {
    let what = "image";
    let ids = |members: &[Member<'_>]| -> BTreeSet<String> {
        members.iter().filter_map(Member::image).map(str::to_owned).collect()
    };
    let answer = match ids(one).intersection(&ids(other)).next() {
        Some(_) => Answer::shared(what, "they run the same image and share its pages in memory"),
        None => Answer::apart(what, "no image in common"),
    };
    Answer { matters: false, ..answer }
}
