//! Layers of isolation as a picture: towers that stand on one kernel.

use super::words::counted;
use super::{
    Basis, BoundaryKind, CallCounts, Column, ColumnKind, Isolation, NamespaceState, Reach,
};
use crate::report::html::shown;

const WIDTH: usize = 1200;
/// Height of a layer with the gap below it.
const STEP: usize = 50;
const FIRST_LAYER: usize = 74;
const LAYERS: usize = 6;

/// The whole drawing, in the units of its view box.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) slab: usize,
    /// Height of a tower without facts.
    pub(super) empty: usize,
    pub(super) slab_width: usize,
    pub(super) slab_text: usize,
    pub(super) slab_note: usize,
    pub(super) kernel: String,
    pub(super) shared: String,
    pub(super) text: String,
    pub(super) towers: Vec<Tower>,
}

/// One column.
#[derive(Debug)]
pub(super) struct Tower {
    pub(super) class: &'static str,
    pub(super) x: usize,
    pub(super) inner: usize,
    pub(super) middle: usize,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) layers: Vec<Layer>,
    pub(super) door: Option<Door>,
    pub(super) own_kernel: Option<Own>,
    /// From where to where its calls go down; none for a tower without facts.
    pub(super) arrow: Option<(usize, usize)>,
}

/// One thing that may part it from the host.
#[derive(Debug)]
pub(super) struct Layer {
    pub(super) class: &'static str,
    pub(super) y: usize,
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) what: &'static str,
    pub(super) said: String,
}

/// How much of the kernel's calls get through.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) class: &'static str,
    pub(super) y: usize,
    pub(super) open: usize,
    pub(super) number_y: usize,
    pub(super) number: String,
    pub(super) of_y: usize,
    pub(super) of: String,
    pub(super) lines: Vec<Line>,
}

/// A line of small text.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) y: usize,
    pub(super) text: String,
}

/// A kernel between the tower and the shared one.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) y: usize,
    pub(super) text_y: usize,
    pub(super) name: &'static str,
}

impl Picture {
    pub(super) fn of(isolation: &Isolation) -> Self {
        let columns = chosen(isolation);
        let each = (WIDTH - 20) / columns.len().max(1);
        let towers: Vec<Tower> = columns
            .iter()
            .enumerate()
            .map(|(place, column)| Tower::of(column, 10 + place * each, each))
            .collect();
        let slab = FIRST_LAYER + LAYERS * STEP + 170;
        let release = isolation.kernel.release.value.as_deref().unwrap_or("of unknown release");
        let machine = isolation.kernel.architecture.value.as_deref().unwrap_or_default();
        Self {
            width: WIDTH,
            height: slab + 100,
            slab,
            empty: slab - FIRST_LAYER - 20,
            slab_width: WIDTH - 20,
            slab_text: slab + 36,
            slab_note: slab + 62,
            kernel: shown(format!("One kernel: Linux {release} {machine}").trim_end()),
            shared: shared(isolation),
            text: towers.iter().map(Tower::told).collect::<Vec<_>>().join(" "),
            towers,
        }
    }
}

fn shared(isolation: &Isolation) -> String {
    let containers = isolation.columns.iter().filter(|one| one.kind == ColumnKind::Container);
    let sharing = containers.filter(|one| one.boundary.shares_kernel.value == Some(true)).count();
    format!(
        "{} on this machine and every process of the host call it directly; a bug in it is theirs \
         all",
        counted(sharing, "container")
    )
}

/// The process, the weakest and the strongest container, the hardened one, the
/// machine: a slide holds no more.
fn chosen(isolation: &Isolation) -> Vec<&Column> {
    let of = |kind: ColumnKind| isolation.columns.iter().filter(move |one| one.kind == kind);
    let strength = |column: &&&Column| {
        let layers = layers(column);
        let count = |class: &str| layers.iter().filter(|(_, own, _)| *own == class).count();
        (count("full"), count("some"))
    };
    let containers: Vec<&Column> = of(ColumnKind::Container).collect();
    let mut two: Vec<&Column> =
        containers.iter().min_by_key(strength).copied().into_iter().collect();
    let strongest = containers.iter().rev().max_by_key(strength).copied();
    two.extend(strongest.filter(|one| two.iter().all(|have| !std::ptr::eq(*have, *one))));
    of(ColumnKind::Process)
        .chain(two)
        .chain(of(ColumnKind::HardenedContainer))
        .chain(of(ColumnKind::VirtualMachine))
        .collect()
}

impl Tower {
    fn of(column: &Column, x: usize, width: usize) -> Self {
        let inner = width - 16;
        let said = layers(column);
        let layers = said.into_iter().enumerate().map(|(place, (what, class, said))| {
            let y = FIRST_LAYER + place * STEP;
            Layer { class, y, first: y + 16, second: y + 33, what, said: cut(&said, inner) }
        });
        Self {
            class: match column.basis {
                Basis::NotMeasured => "blank",
                _ => "told",
            },
            x,
            inner,
            middle: width / 2,
            name: match column.kind {
                ColumnKind::HardenedContainer => "hardened".to_owned(),
                _ => cut(&shown(&column.name), inner * 2 / 3),
            },
            kind: match column.basis {
                Basis::NotMeasured => "not measured".to_owned(),
                Basis::Computed => {
                    let of = column.name.trim_end_matches(" hardened");
                    format!("{}, computed", cut(&shown(of), inner / 2))
                }
                Basis::Stored => "stored measurement".to_owned(),
                _ => column.boundary.kind.as_str().to_owned(),
            },
            layers: layers.collect(),
            door: (column.basis != Basis::NotMeasured).then(|| Door::of(&column.reach, inner)),
            arrow: (column.basis != Basis::NotMeasured).then(|| arrow(column)),
            own_kernel: own_kernel(column),
        }
    }

    /// In words, for who does not see it.
    fn told(&self) -> String {
        let layers: Vec<String> =
            self.layers.iter().map(|layer| format!("{}: {}", layer.what, layer.said)).collect();
        let door = self.door.as_ref().map_or_else(String::new, |door| {
            format!("; system calls: {} {}", door.number, door.of)
        });
        format!("{}: {}{door}.", self.name, layers.join(", "))
    }
}

fn own_kernel(column: &Column) -> Option<Own> {
    let y = FIRST_LAYER + LAYERS * STEP + 124;
    let name = match column.boundary.kind {
        BoundaryKind::Gvisor => "gVisor's kernel in user space",
        BoundaryKind::MicroVm | BoundaryKind::VirtualMachine => "its own guest kernel",
        _ => return None,
    };
    Some(Own { y, text_y: y + 27, name })
}

/// Calls end at the shared kernel, or at the tower's own.
fn arrow(column: &Column) -> (usize, usize) {
    let below = FIRST_LAYER + LAYERS * STEP + 128;
    match own_kernel(column) {
        Some(own) => (own.y.saturating_sub(6), own.y),
        None => (below, below + 38),
    }
}

/// Name, class and words of each layer.
fn layers(column: &Column) -> Vec<(&'static str, &'static str, String)> {
    if column.basis == Basis::NotMeasured {
        return Vec::new();
    }
    if column.kind == ColumnKind::HardenedContainer {
        return vec![
            ("namespaces", "full", "as the container's".to_owned()),
            ("user ids", "open", "as the container's".to_owned()),
            ("capabilities", "full", "none".to_owned()),
            ("system-call filter", "full", "Docker's, tightest".to_owned()),
            ("new privileges", "full", "never".to_owned()),
            ("root file system", "full", "read-only".to_owned()),
        ];
    }
    vec![
        namespaces(column),
        ids(column),
        capabilities(column),
        filter(column),
        switch("new privileges", column.no_new_privileges.value, "never", "by setuid programs"),
        switch("root file system", column.files.read_only_root.value, "read-only", "writable"),
    ]
}

fn namespaces(column: &Column) -> (&'static str, &'static str, String) {
    let of =
        |state: NamespaceState| column.namespaces.iter().filter(|each| each.state == state).count();
    let own = of(NamespaceState::Own);
    let class = match (own, of(NamespaceState::Unknown)) {
        (0, unknown) if unknown > 4 => "open",
        (0, _) => "none",
        (own, _) if own >= 7 => "full",
        _ => "some",
    };
    let said = match class {
        "open" => "not known".to_owned(),
        "none" => "all the host's".to_owned(),
        _ => format!("{own} of {} its own", column.namespaces.len()),
    };
    ("namespaces", class, said)
}

fn ids(column: &Column) -> (&'static str, &'static str, String) {
    let root = column.user.uid.value == Some(0);
    match column.user.host_ids.value {
        Some(true) if root => ("user ids", "none", "root of the host".to_owned()),
        Some(true) => ("user ids", "some", "the host's, not root".to_owned()),
        Some(false) => ("user ids", "full", "apart from the host's".to_owned()),
        None => ("user ids", "open", "not known".to_owned()),
    }
}

fn capabilities(column: &Column) -> (&'static str, &'static str, String) {
    let name = "capabilities";
    let Some(held) = &column.capabilities.effective.value else {
        return (name, "open", "not known".to_owned());
    };
    match held.len() {
        0 => (name, "full", "none".to_owned()),
        many if held.iter().any(|one| one == "SYS_ADMIN") => {
            (name, "none", format!("{many}, SYS_ADMIN too"))
        }
        many => (name, "some", format!("{many} of 41")),
    }
}

fn filter(column: &Column) -> (&'static str, &'static str, String) {
    let name = "system-call filter";
    let profile = column.seccomp.profile.value.as_deref();
    match column.seccomp.mode.value.as_deref() {
        None => (name, "open", "not known".to_owned()),
        Some("none") => (name, "none", "none".to_owned()),
        Some(_) if profile == Some("allows everything") => {
            (name, "none", "stops nothing".to_owned())
        }
        Some(_) => {
            let said = match profile {
                Some("builtin") => "the engine's",
                Some("custom") => "its own",
                _ => "in force",
            };
            (name, "full", said.to_owned())
        }
    }
}

fn switch(
    what: &'static str,
    on: Option<bool>,
    yes: &str,
    no: &str,
) -> (&'static str, &'static str, String) {
    match on {
        Some(true) => (what, "full", yes.to_owned()),
        Some(false) => (what, "none", no.to_owned()),
        None => (what, "open", "not known".to_owned()),
    }
}

impl Door {
    fn of(reach: &Reach, inner: usize) -> Self {
        let y = FIRST_LAYER + LAYERS * STEP + 6;
        let native = reach.calls.value.as_ref().and_then(|all| all.first());
        let (class, open, number, of) = match native {
            Some(counts) => known(counts, inner),
            None => ("unknown", 0, "?".to_owned(), "system calls are not known".to_owned()),
        };
        let lines = surface(reach).into_iter().enumerate();
        Self {
            class,
            y,
            open,
            number_y: y + 60,
            number,
            of_y: y + 80,
            of,
            lines: lines
                .map(|(place, text)| Line { y: y + 98 + place * 17, text: cut(&text, inner + 20) })
                .collect(),
        }
    }
}

fn known(counts: &CallCounts, inner: usize) -> (&'static str, usize, String, String) {
    let open = (inner * counts.reachable()).checked_div(counts.total).unwrap_or_default();
    let of = format!("of {} system calls get through", counts.total);
    ("known", open, counts.reachable().to_string(), of)
}

/// What it reaches beside system calls.
fn surface(reach: &Reach) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(families) = &reach.families.value {
        lines.push(format!("{} socket families", families.len()));
    }
    if let (Some(proc), Some(sys)) = (&reach.writable_proc.value, &reach.writable_sys.value) {
        lines.push(format!("{} writable kernel files", proc.count + sys.count));
    }
    lines
}

/// Cut to what fits into so many units at the size of a layer's words.
fn cut(text: &str, units: usize) -> String {
    let most = (units / 8).max(6);
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}
