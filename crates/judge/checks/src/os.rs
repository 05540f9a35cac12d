//! Checks of the operating system: whether it is made for containers, kept up
//! to date, and how much of it there is to attack.

use crate::Check;

mod end_of_life;
mod general_purpose_os;
mod listening_services;
mod no_automatic_updates;
mod no_verified_boot;
mod operating_system_discontinued;
mod operating_system_end_of_life;
mod property;
mod recognised;
mod root_filesystem_writable;
mod score;
mod secure_boot_off;
mod setuid_files_on_host;
mod shell_and_package_manager_present;
mod view;

pub use view::operating_system_view;

/// In report order.
pub(crate) const CHECKS: &[&Check] = &[
    &operating_system_end_of_life::CHECK,
    &operating_system_discontinued::CHECK,
    &general_purpose_os::CHECK,
    &root_filesystem_writable::CHECK,
    &no_verified_boot::CHECK,
    &no_automatic_updates::CHECK,
    &secure_boot_off::CHECK,
    &shell_and_package_manager_present::CHECK,
    &listening_services::CHECK,
    &setuid_files_on_host::CHECK,
];
