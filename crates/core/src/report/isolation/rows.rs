//! The comparison as a table: the same rows for text and page.

use super::words::{
    Cell, bytes, count, counted, limit, list, listed, number, reached, switch, text,
};
use super::{
    Basis, BoundaryKind, CallCounts, Column, ColumnKind, NamespaceState, Paths, Present, Reading,
    Resource,
};

/// Names that a cell lists before it counts.
const NAMED: usize = 3;

/// Rows that belong together.
#[derive(Debug)]
pub(in crate::report) struct Section {
    pub(in crate::report) title: &'static str,
    pub(in crate::report) rows: Vec<Row>,
}

/// One question, one answer a column.
#[derive(Debug)]
pub(in crate::report) struct Row {
    pub(in crate::report) label: String,
    pub(in crate::report) cells: Vec<Cell>,
}

/// The name of a row, and what it says of a column.
struct Ask(&'static str, fn(&Column) -> Cell);

const SECTIONS: &[(&str, &[Ask])] = &[
    ("Boundary", &[Ask("boundary", boundary), Ask("kernel", kernel), Ask("basis", basis)]),
    ("What it sees", SEES),
    ("Who it is to the host", WHO),
    ("What it may do", MAY),
    ("What it may use up", LIMITS),
    ("Files of the host", FILES),
    ("Network", NETWORK),
    ("What it takes from this kernel", PLATFORM),
];

const SEES: &[Ask] = &[
    Ask("host name", |column| text(&column.view.hostname)),
    Ask("interfaces", interfaces),
    Ask("routes", |column| count(&column.view.routes, "route")),
    Ask("listening ports", |column| count(&column.view.listeners, "port")),
    Ask("abstract sockets", |column| count(&column.view.abstract_sockets, "socket")),
    Ask("processes", |column| number(&column.view.processes)),
    Ask("mounts", |column| number(&column.view.mounts)),
];

const WHO: &[Ask] =
    &[Ask("user", user), Ask("user ids", user_ids), Ask("shares ids with", overlaps)];

const MAY: &[Ask] = &[
    Ask("capabilities", capabilities),
    Ask("bounding set", |column| count(&column.capabilities.bounding, "capability")),
    Ask("seccomp", seccomp),
    Ask("filter known from", |column| text(&column.seccomp.exact)),
    Ask("no new privileges", |column| switch(&column.no_new_privileges, "yes", "no")),
    Ask("LSM label", lsm),
];

const LIMITS: &[Ask] = &[
    Ask("RAM", |column| limit(&column.limits.memory, |value| bytes(*value))),
    Ask("swap", |column| limit(&column.limits.swap, |value| bytes(*value))),
    Ask("CPUs", |column| limit(&column.limits.cpus, |value| format!("{value:.2}"))),
    Ask("CPU weight", |column| number(&column.limits.cpu_weight)),
    Ask("CPU set", |column| text(&column.limits.cpuset)),
    Ask("processes", |column| limit(&column.limits.pids, u64::to_string)),
    Ask("I/O", |column| limit(&column.limits.io, |rules| rules.join(", "))),
    Ask("device rules", |column| count(&column.limits.devices, "rule")),
];

const FILES: &[Ask] = &[
    Ask("root", |column| switch(&column.files.read_only_root, "read-only", "writable")),
    Ask("host paths", host_paths),
    Ask("engine sockets", engine_sockets),
    Ask("masked paths", |column| guard(&column.files.masked)),
    Ask("read-only paths", |column| guard(&column.files.read_only_paths)),
];

const NETWORK: &[Ask] = &[
    Ask("host's loopback", |column| reached(&column.network.host_loopback, "not reached")),
    Ask("other networks", beyond),
    Ask("neighbours", |column| list(&column.network.neighbours, NAMED)),
    Ask("published ports", |column| list(&column.network.published, 2)),
];

const PLATFORM: &[Ask] = &[
    Ask("release", |column| text(&column.platform.kernel)),
    Ask("architecture", architecture),
    Ask("features", needs),
];

/// All rows over some of the columns but those of the kernel's interface, the
/// only ones that a computed column has.
pub(in crate::report) fn sections(columns: &[&Column]) -> Vec<Section> {
    let row = |Ask(label, say): &Ask| Row {
        label: (*label).to_owned(),
        cells: columns.iter().map(|column| say(column)).collect(),
    };
    let mut sections: Vec<Section> = SECTIONS
        .iter()
        .map(|(title, rows)| Section { title, rows: rows.iter().map(row).collect() })
        .collect();
    sections.insert(1, Section { title: "Namespaces", rows: namespaces(columns) });
    sections
}

/// What the kernel answers to, in numbers.
pub(in crate::report) fn reach(columns: &[&Column]) -> Section {
    let mut abis: Vec<&str> = Vec::new();
    for counts in columns.iter().flat_map(|column| column.reach.calls.value.iter().flatten()) {
        if !abis.contains(&counts.abi.as_str()) {
            abis.push(&counts.abi);
        }
    }
    let calls = |abi: &str| Row {
        label: format!("{abi} calls"),
        cells: columns.iter().map(|column| calls(column, abi)).collect(),
    };
    let mut rows: Vec<Row> = abis.iter().map(|abi| calls(abi)).collect();
    if rows.is_empty() {
        rows.push(calls("system"));
    }
    let files: [Ask; 5] = [
        Ask("socket families", |column| count(&column.reach.families, "family")),
        Ask("writable in /proc", |column| paths(&column.reach.writable_proc)),
        Ask("writable in /sys", |column| paths(&column.reach.writable_sys)),
        Ask("device nodes", |column| paths(&column.reach.devices)),
        Ask("setuid programs", |column| paths(&column.reach.setuid)),
    ];
    rows.extend(files.iter().map(|Ask(label, say)| Row {
        label: (*label).to_owned(),
        cells: columns.iter().map(|column| say(column)).collect(),
    }));
    Section { title: "Kernel that it reaches", rows }
}

fn namespaces(columns: &[&Column]) -> Vec<Row> {
    let kinds = ["mnt", "pid", "net", "ipc", "uts", "user", "cgroup", "time"];
    kinds
        .iter()
        .map(|kind| Row {
            label: (*kind).to_owned(),
            cells: columns.iter().map(|column| namespace(column, kind)).collect(),
        })
        .collect()
}

fn namespace(column: &Column, kind: &str) -> Cell {
    let Some(namespace) = column.namespaces.iter().find(|each| each.kind == kind) else {
        return Cell::unknown("not read");
    };
    let with = &namespace.with_containers;
    match namespace.state {
        NamespaceState::Own => Cell::good("own"),
        // A rootless engine, or one in a container, has namespaces of its own.
        NamespaceState::Host if namespace.with_init == Some(false) => {
            Cell::weak("the engine's").detail(with)
        }
        NamespaceState::Host => Cell::weak("the host's").detail(with),
        NamespaceState::Containers => Cell::weak(format!("with {}", listed(with, NAMED))),
        NamespaceState::Unknown => Cell::unknown(&namespace.because),
    }
}

fn boundary(column: &Column) -> Cell {
    let word = column.boundary.kind.as_str();
    match column.boundary.kind {
        BoundaryKind::Unknown => Cell::unknown("the runtime promises a kernel that was not seen"),
        BoundaryKind::Process => Cell::weak(word),
        BoundaryKind::Container => Cell::plain(word),
        _ => Cell::good(word),
    }
}

fn kernel(column: &Column) -> Cell {
    match column.boundary.kind {
        BoundaryKind::VirtualMachine => Cell::good("its own"),
        _ => switch(
            &column.boundary.shares_kernel.clone().map(|shared| !shared),
            "its own",
            "the host's",
        ),
    }
}

fn basis(column: &Column) -> Cell {
    Cell::plain(match column.basis {
        Basis::Measured => "measured",
        Basis::Configured => "configured",
        Basis::Computed => "computed",
        Basis::Stored => "measured elsewhere",
        Basis::NotMeasured => "not measured",
    })
}

/// Loopback is everywhere and says nothing.
fn interfaces(column: &Column) -> Cell {
    Cell::of(&column.view.interfaces, Cell::empty, |all| {
        let others: Vec<String> =
            all.iter().filter(|each| each.split(' ').next() != Some("lo")).cloned().collect();
        let cell = match others.as_slice() {
            [] => Cell::plain("lo only"),
            [only] => Cell::plain(only.split(' ').take(2).collect::<Vec<_>>().join(" ")),
            some => Cell::plain(format!("{} beside lo", some.len())),
        };
        cell.detail(all)
    })
}

fn user(column: &Column) -> Cell {
    Cell::of(&column.user.uid, Cell::empty, |uid| match uid {
        0 => Cell::weak("root of the host"),
        other => Cell::plain(format!("uid {other} of the host")),
    })
}

fn user_ids(column: &Column) -> Cell {
    Cell::of(&column.user.host_ids, Cell::empty, |host| {
        if *host { Cell::weak("the host's") } else { Cell::good(mapped(column)) }
    })
}

fn mapped(column: &Column) -> String {
    let ranges = column.user.uid_map.value.iter().flatten();
    let end = |start: u32, length: u32| u64::from(start) + u64::from(length).saturating_sub(1);
    let ranges: Vec<String> = ranges
        .map(|range| format!("{}-{}", range.outside, end(range.outside, range.length)))
        .collect();
    if ranges.is_empty() { "apart".to_owned() } else { listed(&ranges, NAMED) }
}

fn overlaps(column: &Column) -> Cell {
    if column.kind != ColumnKind::Container {
        return Cell::empty();
    }
    let others = &column.user.overlaps;
    match (&column.user.uid_map.unknown, others.len()) {
        (Some(why), _) => Cell::unknown(why),
        (None, 0) => Cell::good("nobody seen"),
        (None, few) if few <= NAMED => Cell::weak(listed(others, NAMED)),
        (None, many) => Cell::weak(counted(many, "container")).detail(others),
    }
}

fn capabilities(column: &Column) -> Cell {
    Cell::of(&column.capabilities.effective, Cell::empty, |names| match names.len() {
        0 => Cell::good("none"),
        count if names.iter().any(|name| name == "SYS_ADMIN") => {
            Cell::weak(format!("{count}, SYS_ADMIN too")).detail(names)
        }
        count => Cell::plain(format!("{count} in force")).detail(names),
    })
}

fn seccomp(column: &Column) -> Cell {
    let seccomp = &column.seccomp;
    let profile = seccomp.profile.value.as_deref();
    Cell::of(&seccomp.mode, Cell::empty, |mode| match (mode.as_str(), profile) {
        ("none", _) => Cell::weak("no filter"),
        (_, Some("allows everything")) => Cell::weak("filter stops nothing"),
        (_, Some(profile)) => Cell::good(format!("{mode}, {profile}")),
        (mode, None) => Cell::good(mode.to_owned()),
    })
}

fn lsm(column: &Column) -> Cell {
    let label = column.lsm.label.value.as_deref().unwrap_or_default();
    Cell::of(&column.lsm.mode, Cell::empty, |mode| match mode.as_str() {
        "enforce" => Cell::good(if label.is_empty() { "enforced" } else { label }),
        "none" => Cell::weak("no such module"),
        other => Cell::weak(other.to_owned()).detail(&[label.to_owned()]),
    })
}

fn host_paths(column: &Column) -> Cell {
    Cell::of(&column.files.mounts, Cell::empty, |mounts| {
        let of_host = mounts.iter().filter(|mount| mount.resource != Resource::Volume);
        let paths: Vec<String> = of_host
            .map(|mount| {
                let mode = if mount.writable { "rw" } else { "ro" };
                format!("{} {mode}", mount.host_path)
            })
            .collect();
        let volumes = mounts.len() - paths.len();
        let and =
            if volumes > 0 { format!(", {}", counted(volumes, "volume")) } else { String::new() };
        match (column.kind, paths.len()) {
            (ColumnKind::Process, _) => Cell::weak("all of them"),
            (_, 0) => Cell::good(format!("none{and}")),
            (_, few) if few <= 2 => Cell::weak(format!("{}{and}", listed(&paths, 2))),
            (_, many) => Cell::weak(format!("{}{and}", counted(many, "path"))).detail(&paths),
        }
    })
}

fn engine_sockets(column: &Column) -> Cell {
    Cell::of(&column.files.engine_sockets, Cell::empty, |sockets| match sockets.as_slice() {
        [] => Cell::good("none"),
        some => Cell::weak(listed(some, 2)),
    })
}

/// Paths whose covering protects.
fn guard(reading: &Reading<Vec<String>>) -> Cell {
    Cell::of(reading, Cell::empty, |paths| match paths.len() {
        0 => Cell::weak("none"),
        many => Cell::good(counted(many, "path")).detail(paths),
    })
}

fn beyond(column: &Column) -> Cell {
    Cell::of(&column.network.beyond, Cell::empty, |open| {
        if *open {
            Cell::plain(column.network.way.clone())
        } else {
            Cell::good(format!("not reached: {}", column.network.way))
        }
    })
}

fn architecture(column: &Column) -> Cell {
    let emulated = column.platform.emulated.value == Some(true);
    Cell::of(&column.platform.architecture, Cell::empty, |name| {
        Cell::plain(if emulated { format!("{name}, emulated") } else { name.clone() })
    })
}

fn needs(column: &Column) -> Cell {
    let needs = &column.platform.needs;
    let word = |present: Present| match present {
        Present::BuiltIn => "built in",
        Present::Loaded => "module loaded",
        Present::Module => "module",
        Present::Missing => "missing",
        Present::Unknown => "unknown",
    };
    let names: Vec<String> = needs
        .iter()
        .map(|need| format!("{} for {} ({})", need.option, need.purpose, word(need.present)))
        .collect();
    match names.len() {
        0 => Cell::empty(),
        many => Cell::plain(format!("{many} of its options")).detail(&names),
    }
}

fn calls(column: &Column, abi: &str) -> Cell {
    let counts = &column.reach.calls;
    Cell::of(counts, Cell::empty, |all| {
        all.iter().find(|counts| counts.abi == abi).map_or_else(Cell::empty, said)
    })
}

fn said(counts: &CallCounts) -> Cell {
    if let Some(why) = &counts.closed {
        return Cell::good("closed").detail(std::slice::from_ref(why));
    }
    let text = format!("{} of {}", counts.reachable(), counts.total);
    let some =
        (counts.conditional > 0).then(|| format!("{} by their arguments", counts.conditional));
    let cell =
        if counts.reachable() == counts.total { Cell::weak(text) } else { Cell::plain(text) };
    cell.detail(&some.into_iter().collect::<Vec<_>>())
}

fn paths(reading: &Reading<Paths>) -> Cell {
    Cell::of(reading, Cell::empty, |paths| {
        let count = paths.count;
        let text = if paths.cut_off { format!("more than {count}") } else { count.to_string() };
        let cell = if count == 0 { Cell::good("none") } else { Cell::plain(text) };
        cell.detail(&paths.paths)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::isolation::Namespace;

    #[test]
    fn the_namespace_of_a_rootless_engine_is_not_the_hosts() {
        let said = |with_init| {
            let net = Namespace {
                kind: "net".to_owned(),
                state: NamespaceState::Host,
                with_engine: Some(true),
                with_init,
                ..Namespace::default()
            };
            namespace(&Column { namespaces: vec![net], ..Column::default() }, "net").text
        };
        assert_eq!(said(Some(false)), "the engine's");
        assert_eq!(said(Some(true)), "the host's");
        assert_eq!(said(None), "the host's");
    }
}
