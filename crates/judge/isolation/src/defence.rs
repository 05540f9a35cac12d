//! Class of kernel bug or attack against what stops it on this machine.

mod classes;
mod confined;
mod kernel;
mod mandatory;
mod measure;

use seaworthy_core::facts::Facts;
use seaworthy_core::report::defence::{Cell, Class, Defence, DefenceMatrix, Defender, FORMAT};
use seaworthy_core::report::v1::Evidence;

use classes::{CLASSES, Row};
use confined::Confined;
use kernel::Machine;

const WHY: &str = "All containers of a machine call the same kernel. Access control decides who may \
    ask it for what; it runs inside the kernel that it relies on and does not stop a bug in that \
    kernel's own code. One such bug, reached by one container, gives its user everything that all \
    of them have. So two things count: how much of the kernel a container can call, and what the \
    kernel does when one of its own parts goes wrong.";

/// Judges every class. Columns for seccomp, capabilities and user namespaces
/// tell of the containers that run now, not of what an engine could do.
pub fn defence_matrix(facts: &Facts) -> DefenceMatrix {
    let machine = Machine::of(facts.host.value());
    let confined = Confined::all(facts, &machine);
    DefenceMatrix {
        format: FORMAT.to_owned(),
        why: WHY.to_owned(),
        kernel: machine.release().to_owned(),
        containers: confined.len(),
        defenders: Defender::ALL.to_vec(),
        classes: CLASSES.iter().map(|row| class(row, &machine, &confined)).collect(),
    }
}

fn class(row: &Row, machine: &Machine<'_>, confined: &[Confined<'_>]) -> Class {
    let judged = |defender: Defender| match defender {
        Defender::Kernel => kernel::cell(row.kernel, machine),
        Defender::Selinux => mandatory::selinux(&row.selinux, machine, confined),
        Defender::Apparmor => mandatory::apparmor(&row.apparmor, machine, confined),
        Defender::Seccomp => confined::seccomp(&row.seccomp, confined),
        Defender::Capabilities => confined::capabilities(&row.capabilities, confined),
        Defender::UserNamespace => confined::user_namespace(&row.user_namespace, confined),
    };
    let cells = Defender::ALL.into_iter().map(|defender| Cell { defender, ..judged(defender) });
    Class {
        id: row.id.to_owned(),
        title: row.title.to_owned(),
        attack: row.attack.to_owned(),
        cells: cells.collect(),
    }
}

/// A kind of defence that cannot stop the class anywhere.
fn by_design(why: &str) -> Cell {
    Cell { state: Defence::Absent, by_design: true, because: why.to_owned(), ..Cell::default() }
}

fn cell(state: Defence, because: impl Into<String>, evidence: Vec<Evidence>) -> Cell {
    Cell { state, because: because.into(), evidence, ..Cell::default() }
}
