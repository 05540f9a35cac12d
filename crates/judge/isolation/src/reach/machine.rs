//! The virtual machine that was measured with the same code.

use seaworthy_core::report::isolation::{Basis, Column, ColumnKind};

/// The column; until a machine was measured it says so.
pub(crate) fn virtual_machine() -> Column {
    Column {
        kind: ColumnKind::VirtualMachine,
        name: "virtual machine".to_owned(),
        basis: Basis::NotMeasured,
        about: "no measurement of a guest comes with this version".to_owned(),
        ..Column::default()
    }
}
