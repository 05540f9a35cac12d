//! The table: constant rows in one file a class of bug.
//!
//! Names and versions are facts of the kernel's sources and documentation; wants
//! are those of the sources that a row names; the sentences are ours. A row's id
//! follows from its name, so rows may move between files.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::{Class, Recommendation};

mod access_control;
mod code_injection;
mod containers;
mod debugging;
mod device_memory;
mod file_systems;
mod hardware;
mod heap;
mod information_leak;
mod interfaces;
mod modules;
mod network;
mod old_interfaces;
mod processor_flaws;
mod protocols;
mod self_protection;
mod stack;
mod user_copy;
mod userspace;
mod vocabulary;

/// All files of rows, in report order.
const FILES: [(Class, &[Recommendation]); 19] = [
    (Class::Hardware, processor_flaws::ROWS),
    (Class::SelfProtection, self_protection::ROWS),
    (Class::CodeInjection, code_injection::ROWS),
    (Class::Stack, stack::ROWS),
    (Class::Heap, heap::ROWS),
    (Class::UserCopy, user_copy::ROWS),
    (Class::InformationLeak, information_leak::ROWS),
    (Class::Hardware, hardware::ROWS),
    (Class::DeviceMemory, device_memory::ROWS),
    (Class::Modules, modules::ROWS),
    (Class::AccessControl, access_control::ROWS),
    (Class::Interfaces, interfaces::ROWS),
    (Class::Debugging, debugging::ROWS),
    (Class::FileSystems, file_systems::ROWS),
    (Class::Protocols, protocols::ROWS),
    (Class::OldInterfaces, old_interfaces::ROWS),
    (Class::Network, network::ROWS),
    (Class::Userspace, userspace::ROWS),
    (Class::Containers, containers::ROWS),
];

static ROWS: LazyLock<Vec<Recommendation>> = LazyLock::new(|| {
    let of_file = |(class, rows): &(Class, &[Recommendation])| {
        let class = *class;
        rows.iter().map(move |row| Recommendation { class, ..*row }).collect::<Vec<_>>()
    };
    FILES.iter().flat_map(of_file).collect()
});

static BY_ID: LazyLock<BTreeMap<String, usize>> = LazyLock::new(|| {
    ROWS.iter().enumerate().map(|(at, row)| (row.identity().into_owned(), at)).collect()
});

/// Every recommendation, class by class.
pub fn recommendations() -> &'static [Recommendation] {
    &ROWS
}

/// A recommendation by the id of its results.
pub fn recommendation(id: &str) -> Option<&'static Recommendation> {
    ROWS.get(*BY_ID.get(id)?)
}
