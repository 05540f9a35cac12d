//! The kernel: how it was built, how it was started, how it runs.

mod architecture;
mod choice;
mod config;
mod dump;
mod faults;
mod parameters;
mod processor;
mod release;
mod saved;
mod unpack;

use seaworthy_core::facts::{CommandLine, HostFacts, KernelFacts, Observed, Problem};

pub use saved::{SavedError, SavedFile, SavedKernel, observe_saved_kernel};
pub use unpack::UnpackError;

use crate::root::Root;
use crate::security_modules::mounted;

#[cfg(test)]
pub(crate) use {config::parse as parse_config, dump::parse as parse_dump};
#[cfg(test)]
pub(crate) use {processor::parse_flags, release::parse as parse_release, unpack::unpack};

/// Largest configuration, packed or not. Distributions' have 0.3 MB; without a
/// limit a file of 200 MB, or a few kilobytes of gzip that unpack to gigabytes,
/// would take the machine's memory.
const LARGEST_CONFIG: u64 = 16 << 20;
/// Largest command line. The kernels of all architectures stop at 4 KiB or less.
const LARGEST_COMMAND_LINE: u64 = 64 << 10;
/// Largest list of modules or formats.
const LARGEST_LIST: u64 = 4 << 20;

/// Fills everything about the kernel but its release and architecture, which
/// must already be there.
pub(crate) fn describe(root: &Root, facts: &mut HostFacts, problems: &mut Vec<Problem>) {
    let parameters = parameters::read(root, problems);
    facts.sysctls = parameters.values;
    let release = facts.kernel_release.value().map(String::as_str);
    let line = root.text("/proc/cmdline", LARGEST_COMMAND_LINE);
    facts.kernel = KernelFacts {
        config: choice::config(root, release, problems),
        command_line: line.map(|text| CommandLine::masked(&text)),
        lockdown: lockdown(root),
        vulnerabilities: processor::vulnerabilities(root),
        modules: modules(root),
        foreign_formats: foreign_formats(root),
        cpu_flags: processor::flags(root),
        sysctls_complete: parameters.complete,
    };
}

/// `none [integrity] confidentiality`: the word in brackets is in force.
fn lockdown(root: &Root) -> Observed<String> {
    let path = "/sys/kernel/security/lockdown";
    mounted(root, root.parsed(path, LARGEST_LIST, parse_lockdown))
}

fn parse_lockdown(text: &str) -> Option<String> {
    let (_, chosen) = text.split_once('[')?;
    chosen.split_once(']').map(|(word, _)| word.to_owned())
}

/// Absent on a kernel that cannot load modules.
fn modules(root: &Root) -> Observed<Vec<String>> {
    root.text("/proc/modules", LARGEST_LIST).map(|text| {
        let names = text.lines().filter_map(|line| line.split_whitespace().next());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort_unstable();
        names
    })
}

/// Handlers that are switched on. Absent when `binfmt_misc` is not mounted:
/// handlers go with their mount.
fn foreign_formats(root: &Root) -> Observed<Vec<String>> {
    const FOLDER: &str = "/proc/sys/fs/binfmt_misc";
    let is_on = |name: &str| {
        let text = root.text(&format!("{FOLDER}/{name}"), LARGEST_LIST);
        text.map(|text| text.lines().next() == Some("enabled"))
    };
    match is_on("status") {
        Observed::Known { value: true, .. } => {}
        Observed::Known { source, .. } => return Observed::Known { value: Vec::new(), source },
        Observed::Absent => return Observed::Absent,
        Observed::Unreadable(reason) => return Observed::Unreadable(reason),
    }
    root.names(FOLDER).map(|names| {
        let handlers = names.into_iter().filter(|name| name != "status" && name != "register");
        handlers.filter(|name| is_on(name).value() != Some(&false)).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bracketed_word_is_in_force() {
        assert_eq!(parse_lockdown("none [integrity] confidentiality\n").unwrap(), "integrity");
        assert_eq!(parse_lockdown("none integrity"), None);
    }
}
