//! Another machine's kernel, from files that somebody saved there.

use std::collections::BTreeMap;

use seaworthy_core::facts::{CommandLine, HostFacts, KernelConfig, KernelFacts, Observed, Problem};

use super::architecture;
use super::release::{self, Release};
use super::unpack::{UnpackError, unpack};
use super::{LARGEST_COMMAND_LINE, LARGEST_CONFIG, config, dump};

/// A file that was read.
#[derive(Clone, Debug, Default)]
pub struct SavedFile {
    /// What evidence calls it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What was saved; what was not stays not-collected.
#[derive(Clone, Debug, Default)]
pub struct SavedKernel {
    /// Configuration, plain or packed with gzip.
    pub config: Option<SavedFile>,
    /// `/proc/cmdline`.
    pub command_line: Option<SavedFile>,
    /// Output of `sysctl -a`.
    pub sysctls: Option<SavedFile>,
    /// `/proc/version`, or output of `uname -r` or `uname -a`.
    pub version: Option<SavedFile>,
    /// Architecture under any of its names.
    pub architecture: Option<String>,
}

/// Why saved files cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// A configuration that cannot be unpacked.
    #[error("cannot unpack {file}")]
    Unpack {
        /// Its name.
        file: String,
        /// What is wrong.
        #[source]
        source: UnpackError,
    },
    /// A file in which nothing is what it was named as.
    #[error("{file} is no {wanted}")]
    Other {
        /// Its name.
        file: String,
        /// What it was named as.
        wanted: &'static str,
    },
    /// A name that no architecture has.
    #[error("`{name}` is no architecture that is judged: {}", architecture::KNOWN)]
    Architecture {
        /// The name.
        name: String,
    },
    /// The files are of different machines.
    #[error("{one} says {first}, {other} says {second}: they are of different kernels")]
    Contradiction {
        /// Where the first is from.
        one: String,
        /// What it says.
        first: String,
        /// Where the second is from.
        other: String,
        /// What it says.
        second: String,
    },
}

/// Facts of a machine that is not here. Nothing of this machine is looked at.
///
/// Lines that could not be read are added to `problems`.
///
/// # Errors
/// When a file cannot be read as what it was named, or two contradict.
pub fn observe_saved_kernel(
    saved: &SavedKernel,
    problems: &mut Vec<Problem>,
) -> Result<HostFacts, SavedError> {
    let version = saved.version.as_ref().map(version).transpose()?;
    let config = saved.config.as_ref().map(|file| read_config(file, problems)).transpose()?;
    problems.extend(differing_versions(version.as_ref(), config.as_ref()));
    let command_line = saved.command_line.as_ref().map(command_line).transpose()?;
    let files = [&saved.config, &saved.command_line, &saved.sysctls, &saved.version];
    let facts = HostFacts {
        saved_files: files.into_iter().flatten().map(|file| file.name.clone()).collect(),
        kernel_release: release(version.as_ref(), config.as_ref()),
        architecture: architecture(saved, version.as_ref(), config.as_ref())?,
        sysctls: match &saved.sysctls {
            Some(file) => read_sysctls(file, problems)?,
            None => BTreeMap::new(),
        },
        kernel: KernelFacts {
            command_line: known(command_line),
            config: known(config.map(|one| (one.value, one.name))),
            ..KernelFacts::default()
        },
        ..HostFacts::default()
    };
    Ok(facts)
}

/// Something and the name of the file that told it.
struct Told<T> {
    value: T,
    name: String,
}

fn known<T>(told: Option<(T, String)>) -> Observed<T> {
    told.map_or_else(Observed::default, |(value, name)| Observed::known(value, name))
}

fn version(file: &SavedFile) -> Result<Told<Release>, SavedError> {
    let text = String::from_utf8_lossy(&file.bytes);
    let value = release::parse(&text).ok_or_else(|| SavedError::Other {
        file: file.name.clone(),
        wanted: "kernel version, /proc/version or output of uname",
    })?;
    Ok(Told { value, name: file.name.clone() })
}

fn read_config(
    file: &SavedFile,
    problems: &mut Vec<Problem>,
) -> Result<Told<KernelConfig>, SavedError> {
    let bytes = unpack(file.bytes.clone(), LARGEST_CONFIG)
        .map_err(|source| SavedError::Unpack { file: file.name.clone(), source })?;
    let parsed = config::parse(&bytes).ok_or_else(|| SavedError::Other {
        file: file.name.clone(),
        wanted: "kernel configuration",
    })?;
    problems.extend(parsed.faults.problem(&file.name));
    Ok(Told { value: parsed.config, name: file.name.clone() })
}

/// A command line is any text, but a large file or one with other bytes is
/// something else, whose words would be taken for parameters.
fn command_line(file: &SavedFile) -> Result<(String, String), SavedError> {
    let wrong = || SavedError::Other { file: file.name.clone(), wanted: "kernel command line" };
    let text = str::from_utf8(&file.bytes).map_err(|_| wrong())?;
    let is_plain = |letter: char| !letter.is_control() || letter.is_whitespace() || letter == '\0';
    if text.len() as u64 > LARGEST_COMMAND_LINE || !text.chars().all(is_plain) {
        return Err(wrong());
    }
    Ok((CommandLine::masked(text), file.name.clone()))
}

fn read_sysctls(
    file: &SavedFile,
    problems: &mut Vec<Problem>,
) -> Result<BTreeMap<String, Observed<String>>, SavedError> {
    let dump = dump::parse(&file.bytes, &file.name).ok_or_else(|| SavedError::Other {
        file: file.name.clone(),
        wanted: "output of `sysctl -a`",
    })?;
    problems.extend(dump.faults.problem(&file.name));
    if dump.refused > 0 {
        let message = format!("{} parameters were refused to the user who saved it", dump.refused);
        problems.push(Problem::new(&file.name, message).hint("save it again as root"));
    }
    Ok(dump.values)
}

/// The release that was told, else the version in the configuration's header.
fn release(
    version: Option<&Told<Release>>,
    config: Option<&Told<KernelConfig>>,
) -> Observed<String> {
    if let Some(version) = version {
        return Observed::known(version.value.release.clone(), version.name.clone());
    }
    match config {
        Some(config) if release::is_release(&config.value.version) => {
            Observed::known(config.value.version.clone(), config.name.clone())
        }
        _ => Observed::default(),
    }
}

/// Distributions count releases in their own way behind the first two numbers;
/// those two are the kernel's.
fn differing_versions(
    version: Option<&Told<Release>>,
    config: Option<&Told<KernelConfig>>,
) -> Option<Problem> {
    let (version, config) = (version?, config?);
    let (told, header) = (version.value.release.as_str(), config.value.version.as_str());
    if header.is_empty() || release::branch(told) == release::branch(header) {
        return None;
    }
    let message = format!("is of Linux {header}, but {} says {told}", version.name);
    Some(Problem::new(&config.name, message).hint("save both on the same machine"))
}

/// What was told on the command line, by `uname -a` or by the configuration;
/// all that tell must agree.
fn architecture(
    saved: &SavedKernel,
    version: Option<&Told<Release>>,
    config: Option<&Told<KernelConfig>>,
) -> Result<Observed<String>, SavedError> {
    let mut told: Vec<(String, String)> = Vec::new();
    if let Some(name) = &saved.architecture {
        let machine = architecture::machine(name)
            .ok_or_else(|| SavedError::Architecture { name: name.clone() })?;
        told.push(("--arch".to_owned(), machine.to_owned()));
    }
    if let Some(version) = version
        && let Some(machine) = version.value.machine
    {
        told.push((version.name.clone(), machine.to_owned()));
    }
    if let Some(config) = config
        && !config.value.architecture.is_empty()
    {
        told.push((config.name.clone(), config.value.architecture.clone()));
    }
    let Some((one, first)) = told.first() else { return Ok(Observed::default()) };
    // One build serves all of 32-bit ARM.
    let family =
        |machine: &str| if machine.starts_with("armv") { "arm".into() } else { machine.to_owned() };
    match told.iter().find(|(_, machine)| family(machine) != family(first)) {
        Some((other, second)) => Err(SavedError::Contradiction {
            one: one.clone(),
            first: first.clone(),
            other: other.clone(),
            second: second.clone(),
        }),
        None => Ok(Observed::known(first.clone(), one.clone())),
    }
}

#[cfg(test)]
mod tests {
    use seaworthy_core::facts::Reason;

    use super::*;

    fn file(name: &str, text: &str) -> Option<SavedFile> {
        Some(SavedFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() })
    }

    const CONFIG: &str = "# Linux/arm64 6.6.51 Kernel Configuration\nCONFIG_ARM64=y\n";

    #[test]
    fn what_was_not_saved_is_not_collected() {
        let saved = SavedKernel { config: file("c", CONFIG), ..SavedKernel::default() };
        let facts = observe_saved_kernel(&saved, &mut Vec::new()).unwrap();
        assert_eq!(facts.kernel_release.value().unwrap(), "6.6.51");
        assert_eq!(facts.architecture.value().unwrap(), "aarch64");
        assert_eq!(facts.kernel.command_line, Observed::default());
        assert_eq!(
            facts.sysctl("kernel.kptr_restrict"),
            Observed::Unreadable(Reason::NotCollected)
        );
        assert_eq!(facts.hostname, Observed::default());
        assert_eq!(facts.display_name(), "c");
    }

    #[test]
    fn a_told_version_beats_the_header_and_all_sources_are_named() {
        let saved = SavedKernel {
            config: file("c", CONFIG),
            command_line: file("l", "quiet mitigations=off\n"),
            sysctls: file("s", "kernel.kptr_restrict = 2\n"),
            version: file("v", "Linux pi 6.6.51+rpt-rpi-v8 #1 SMP aarch64 GNU/Linux\n"),
            architecture: Some("arm64".to_owned()),
        };
        let facts = observe_saved_kernel(&saved, &mut Vec::new()).unwrap();
        assert_eq!(facts.kernel_release, Observed::known("6.6.51+rpt-rpi-v8".to_owned(), "v"));
        assert_eq!(facts.architecture, Observed::known("aarch64".to_owned(), "--arch"));
        assert_eq!(facts.sysctls["kernel.kptr_restrict"], Observed::known("2".to_owned(), "s"));
        let line = Observed::known("quiet mitigations=off".to_owned(), "l");
        assert_eq!(facts.kernel.command_line, line);
        assert_eq!(facts.saved_files, ["c", "l", "s", "v"]);
    }

    #[test]
    fn files_of_two_machines_are_refused() {
        let saved = SavedKernel {
            config: file("c", CONFIG),
            architecture: Some("amd64".to_owned()),
            ..SavedKernel::default()
        };
        let error = observe_saved_kernel(&saved, &mut Vec::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "--arch says x86_64, c says aarch64: they are of different kernels"
        );
    }

    #[test]
    fn files_in_the_wrong_place_are_refused() {
        let sysctls = "kernel.kptr_restrict = 2\n";
        for saved in [
            SavedKernel { config: file("x", sysctls), ..SavedKernel::default() },
            SavedKernel { sysctls: file("x", CONFIG), ..SavedKernel::default() },
            SavedKernel { version: file("x", CONFIG), ..SavedKernel::default() },
            SavedKernel { command_line: file("x", "\u{7f}ELF\u{1}"), ..SavedKernel::default() },
        ] {
            let error = observe_saved_kernel(&saved, &mut Vec::new()).unwrap_err();
            assert!(matches!(error, SavedError::Other { .. }), "{error}");
        }
    }
}
