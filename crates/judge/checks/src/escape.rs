//! Ways out: concrete chains that lead from a container to its host.
//!
//! The checks of containers judge a setting; these judge what an attacker who
//! took over the container can make of all settings together. A way is open
//! when every condition of its chain holds: each is one line of evidence, and
//! one change closes it. A chain ends as passed at the first condition that does
//! not hold, as unknown when a condition could not be seen and none is closed.

use seaworthy_core::findings::Severity;

use crate::{Check, FactGroup};

mod binfmt_interpreter;
mod chain;
mod core_pattern;
mod cron_job_written;
mod device_filter_detached;
mod device_list_rewritten;
mod devices;
mod disk_node_made;
mod engine_data_written;
mod engine_socket;
mod engine_tcp;
mod file_handle_opened;
mod firmware_variables_written;
mod flaw;
mod host_account_written;
mod host_boot_written;
mod host_configuration_written;
mod host_credentials_read;
mod host_disk;
mod host_library_written;
mod host_memory_shared;
mod host_namespaces_entered;
mod host_program_written;
mod host_root_through_proc;
mod host_root_written;
mod host_traffic_read;
mod host_traffic_redirected;
mod input_injected;
mod inside;
mod io_uring_reachable;
mod kernel_debugged;
mod kernel_flaw;
mod kernel_memory_read;
mod kernel_module;
mod kernel_probe;
mod kernel_replaced;
mod login_script_written;
mod loopback_service;
mod lxcfs_written;
mod memory_device;
mod modprobe_path;
mod mount_propagated;
mod network_plugin_written;
mod plugin_socket;
mod privileged_exec_hijacked;
mod privileged_neighbour;
mod proc_remounted;
mod process_traced;
mod proxied_engine_socket;
mod raw_ports;
mod release;
mod release_agent;
mod route_localnet;
mod runtime_flaw;
mod runtime_hook_written;
mod runtime_socket;
mod setuid_program_planted;
mod ssh_key_planted;
mod static_pod_written;
mod systemd_socket;
mod systemd_unit_written;
mod udev_rule_written;
mod uevent_helper;
mod user_namespace_made;
mod user_process_entered;

/// A way out, and what people want to know of it before it is judged.
#[derive(Clone, Copy, Debug)]
struct EscapePath {
    check: Check,
    /// Conditions in words, separated by semicolons; empty for a family, whose
    /// rows have their own.
    needs: &'static str,
    /// The change that ends it.
    closed_by: &'static str,
    /// What other tools call it, empty where they do not know it.
    known_as: &'static str,
}

/// A way out in words.
#[derive(Clone, Copy, Debug)]
pub struct WayOut {
    /// Id of its results.
    pub id: &'static str,
    /// What an attacker gets.
    pub title: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Conditions, separated by semicolons.
    pub needs: &'static str,
    /// The change that ends it.
    pub closed_by: &'static str,
    /// What CDK and deepce call it, empty where they do not know it.
    pub known_as: &'static str,
}

const TAGS: &[&str] = &["escape"];
const READS: &[FactGroup] = &[
    FactGroup::Containers,
    FactGroup::Live,
    FactGroup::EngineInfo,
    FactGroup::HostFiles,
    FactGroup::DaemonProcess,
    FactGroup::Kernel,
];

/// In report order.
const PATHS: &[&EscapePath] = &[
    &engine_socket::PATH,
    &runtime_socket::PATH,
    &engine_tcp::PATH,
    &proxied_engine_socket::PATH,
    &systemd_socket::PATH,
    &plugin_socket::PATH,
    &host_root_written::PATH,
    &host_configuration_written::PATH,
    &cron_job_written::PATH,
    &systemd_unit_written::PATH,
    &host_account_written::PATH,
    &host_library_written::PATH,
    &host_program_written::PATH,
    &ssh_key_planted::PATH,
    &host_boot_written::PATH,
    &static_pod_written::PATH,
    &runtime_hook_written::PATH,
    &network_plugin_written::PATH,
    &udev_rule_written::PATH,
    &login_script_written::PATH,
    &engine_data_written::PATH,
    &host_credentials_read::PATH,
    &host_disk::PATH,
    &disk_node_made::PATH,
    &memory_device::PATH,
    &raw_ports::PATH,
    &input_injected::PATH,
    &kernel_module::PATH,
    &kernel_replaced::PATH,
    &kernel_probe::PATH,
    &file_handle_opened::PATH,
    &release_agent::PATH,
    &device_list_rewritten::PATH,
    &device_filter_detached::PATH,
    &proc_remounted::PATH,
    &mount_propagated::PATH,
    &lxcfs_written::PATH,
    &core_pattern::PATH,
    &modprobe_path::PATH,
    &binfmt_interpreter::PATH,
    &uevent_helper::PATH,
    &kernel_memory_read::PATH,
    &kernel_debugged::PATH,
    &firmware_variables_written::PATH,
    &process_traced::PATH,
    &host_root_through_proc::PATH,
    &host_namespaces_entered::PATH,
    &user_process_entered::PATH,
    &privileged_neighbour::PATH,
    &privileged_exec_hijacked::PATH,
    &host_traffic_read::PATH,
    &host_traffic_redirected::PATH,
    &loopback_service::PATH,
    &route_localnet::PATH,
    &host_memory_shared::PATH,
    &setuid_program_planted::PATH,
    &user_namespace_made::PATH,
    &io_uring_reachable::PATH,
    &kernel_flaw::PATH,
    &runtime_flaw::PATH,
];

/// Every way out, in the order of reports.
pub fn ways_out() -> impl Iterator<Item = WayOut> {
    let single = PATHS.iter().filter(|path| !path.needs.is_empty()).map(|path| WayOut {
        id: path.check.id,
        title: path.check.title,
        severity: path.check.severity,
        needs: path.needs,
        closed_by: path.closed_by,
        known_as: path.known_as,
    });
    let runtime = runtime_flaw::PARTS.iter().flat_map(|(_, flaws)| flaws.iter());
    let flaws = kernel_flaw::FLAWS.iter().map(|flaw| (flaw, "update the kernel"));
    let flaws = flaws.chain(runtime.map(|flaw| (flaw, "update the part that has it")));
    single.chain(flaws.map(|(flaw, closed_by)| WayOut {
        id: flaw.id,
        title: flaw.title,
        severity: flaw.severity,
        needs: flaw.needs,
        closed_by,
        known_as: flaw.known_as,
    }))
}

/// Their checks.
pub(crate) fn checks() -> impl Iterator<Item = &'static Check> {
    PATHS.iter().map(|path| &path.check)
}
