//! The virtual machine that was measured with the same code: facts of a process
//! in a guest, kept with Seaworthy.

use seaworthy_core::facts::{Facts, HostFacts};
use seaworthy_core::report::isolation::{
    Basis, Boundary, BoundaryKind, Column, ColumnKind, NamespaceState, Reading,
};

/// Facts that `cargo xtask measure-vm` took.
const MEASURED: &str = include_str!("../../data/virtual-machine.json");

/// The column; `describe` tells of the process in the guest as of any other.
pub(crate) fn virtual_machine(describe: impl FnOnce(&HostFacts) -> Column) -> Column {
    let facts = serde_json::from_str::<Facts>(MEASURED).ok();
    match facts.as_ref().and_then(|facts| Some((facts, facts.host.value()?))) {
        Some((facts, guest)) => as_guest(describe(guest), guest, &facts.collected),
        None => Column {
            kind: ColumnKind::VirtualMachine,
            name: "virtual machine".to_owned(),
            about: "the stored measurement cannot be read".to_owned(),
            ..Column::default()
        },
    }
}

/// What is said of a process, said from the host of its machine.
fn as_guest(mut column: Column, guest: &HostFacts, collected: &str) -> Column {
    column.kind = ColumnKind::VirtualMachine;
    "virtual machine".clone_into(&mut column.name);
    column.basis = Basis::Stored;
    let release = guest.kernel_release.value().map_or("", String::as_str);
    column.about = format!(
        "a process of root in a QEMU guest, Linux {release}, by the same code, {collected}"
    );
    column.boundary = Boundary {
        kind: BoundaryKind::VirtualMachine,
        shares_kernel: Reading::known(false, "a guest kernel answers its system calls"),
        evidence: Vec::new(),
    };
    for namespace in &mut column.namespaces {
        namespace.state = NamespaceState::Own;
        (namespace.with_init, namespace.with_engine) = (None, None);
        "a kernel of its own has namespaces of its own".clone_into(&mut namespace.because);
    }
    column.user.uid = Reading::unknown("its users are the guest's");
    column.user.host_ids = Reading::known(false, "its users are the guest's");
    column.network.host_loopback = Reading::known(false, "its interfaces are the guest's");
    "own".clone_into(&mut column.reach.kernel);
    // Positions are those of the guest's own list.
    column.reach.filter = None;
    column.reach.notes.push(
        "these numbers are of the guest's kernel; what its monitor needs of the host's is not \
         measured"
            .to_owned(),
    );
    column
}
