//! Whether the firmware verified what it started: the variable `SecureBoot` of
//! the UEFI specification, 3.3.

use seaworthy_core::facts::{Observed, Reason};

use crate::root::Root;

const VARIABLE: &str = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

/// Absent when the machine did not start by EFI: there is nothing to switch on.
pub(super) fn secure_boot(root: &Root) -> Observed<bool> {
    match root.stat("/sys/firmware/efi") {
        Observed::Known { .. } => {}
        Observed::Absent if root.names("/sys/firmware").value().is_none_or(Vec::is_empty) => {
            return Observed::default();
        }
        Observed::Absent => return Observed::Absent,
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    }
    match root.bytes(VARIABLE, 64) {
        // Four bytes of attributes, then the value.
        Observed::Known { value, source } => match value.get(4) {
            Some(0) => Observed::Known { value: false, source },
            Some(1) => Observed::Known { value: true, source },
            _ => Observed::Unreadable(Reason::Malformed),
        },
        // Without efivarfs the variable is not there to read, which says nothing.
        Observed::Absent => {
            let names = root.names("/sys/firmware/efi/efivars");
            if names.value().is_none_or(Vec::is_empty) {
                return Observed::default();
            }
            Observed::known(false, "/sys/firmware/efi/efivars without SecureBoot")
        }
        Observed::Unreadable(reason) => Observed::Unreadable(reason),
    }
}
