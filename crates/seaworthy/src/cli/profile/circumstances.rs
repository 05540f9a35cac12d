//! What decides which rules of a profile are used: machine, kernel,
//! capabilities. Unless told otherwise, this machine's.

use std::collections::BTreeSet;

use clap::Args;
use seaworthy_confinement::{Abi, Environment, KernelVersion};
use seaworthy_core::facts::CapabilitySets;

/// Circumstances of a profile.
#[derive(Args, Debug)]
pub(super) struct CircumstanceArguments {
    /// Capabilities of the container: CAP_SYS_ADMIN, sys_admin, `all`, `none`, `default`; +CAP adds to the default
    #[arg(long, value_name = "CAP", value_delimiter = ',', value_parser = capability, help_heading = "Circumstances")]
    caps: Vec<Word>,
    /// Kernel that the profile is used on, 6.1; this machine's otherwise
    #[arg(long, value_name = "VERSION", value_parser = kernel, help_heading = "Circumstances")]
    kernel: Option<KernelVersion>,
    /// Machine that the profile is used on: x86_64, aarch64, i686, armv7l; this one otherwise
    #[arg(long, value_name = "MACHINE", value_parser = machine, help_heading = "Circumstances")]
    machine: Option<Abi>,
}

/// One word of `--caps`.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Word {
    All,
    None,
    Default,
    Only(String),
    Added(String),
}

/// An ABI by name.
pub(super) fn abi(name: &str) -> Result<Abi, String> {
    let names = || Abi::ALL.map(Abi::name).join(", ");
    Abi::named(&name.to_ascii_lowercase()).ok_or_else(|| format!("ABIs are {}", names()))
}

fn machine(name: &str) -> Result<Abi, String> {
    let abi = Abi::named(&name.to_ascii_lowercase()).filter(|abi| *abi != Abi::X32);
    abi.ok_or_else(|| "machines are x86_64, aarch64, i686, armv7l".to_owned())
}

fn kernel(release: &str) -> Result<KernelVersion, String> {
    KernelVersion::parse(release).ok_or_else(|| "a kernel is like 6.1".to_owned())
}

fn capability(word: &str) -> Result<Word, String> {
    match word.to_ascii_lowercase().as_str() {
        "all" => return Ok(Word::All),
        "none" => return Ok(Word::None),
        "default" => return Ok(Word::Default),
        _ => {}
    }
    let (added, name) = word.strip_prefix('+').map_or((false, word), |name| (true, name));
    let name = name.to_ascii_uppercase();
    let bare = name.strip_prefix("CAP_").unwrap_or(&name);
    if bare.starts_with("BIT_") || !CapabilitySets::names(u64::MAX).contains(bare) {
        return Err("capabilities are like CAP_SYS_ADMIN; `all`, `none`, `default`".to_owned());
    }
    let name = format!("CAP_{bare}");
    Ok(if added { Word::Added(name) } else { Word::Only(name) })
}

impl CircumstanceArguments {
    /// The machine, told or this one.
    pub(super) fn native(&self) -> anyhow::Result<Abi> {
        self.machine.or_else(|| Abi::native(std::env::consts::ARCH)).ok_or_else(|| {
            anyhow::anyhow!(
                "system calls of {} are not known; name another with --machine",
                std::env::consts::ARCH
            )
        })
    }

    /// Whether the user said anything.
    pub(super) fn are_given(&self) -> bool {
        !self.caps.is_empty() || self.kernel.is_some()
    }

    pub(super) fn environment(&self, usual: &[&str]) -> anyhow::Result<Environment> {
        let kernel = match self.kernel {
            Some(kernel) => kernel,
            None => {
                let release = rustix::system::uname().release().to_string_lossy().into_owned();
                KernelVersion::parse(&release).ok_or_else(|| {
                    anyhow::anyhow!("the kernel's release `{release}` is no version; use --kernel")
                })?
            }
        };
        Ok(Environment { native: self.native()?, kernel, capabilities: self.capabilities(usual) })
    }

    fn capabilities(&self, usual: &[&str]) -> BTreeSet<String> {
        let default = || usual.iter().map(|name| (*name).to_owned());
        let named = |word: &Word| matches!(word, Word::Only(_) | Word::All | Word::None);
        let mut set: BTreeSet<String> = BTreeSet::new();
        if !self.caps.iter().any(named) {
            set.extend(default());
        }
        for word in &self.caps {
            match word {
                Word::All => {
                    let names = CapabilitySets::names(u64::MAX);
                    set.extend(names.iter().map(|name| format!("CAP_{name}")));
                    set.retain(|name| !name.starts_with("CAP_BIT_"));
                }
                Word::None => {}
                Word::Default => set.extend(default()),
                Word::Only(name) | Word::Added(name) => {
                    set.insert(name.clone());
                }
            }
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &str) -> Vec<String> {
        let caps = words.split(',').filter(|word| !word.is_empty());
        let caps = caps.map(|word| capability(word).unwrap()).collect();
        let arguments = CircumstanceArguments { caps, kernel: None, machine: None };
        arguments.capabilities(&["CAP_CHOWN"]).into_iter().collect()
    }

    #[test]
    fn capabilities_replace_or_add() {
        assert_eq!(set(""), ["CAP_CHOWN"]);
        assert_eq!(set("sys_admin"), ["CAP_SYS_ADMIN"]);
        assert_eq!(set("+CAP_BPF"), ["CAP_BPF", "CAP_CHOWN"]);
        assert_eq!(set("none"), Vec::<String>::new());
        assert_eq!(set("default,bpf"), ["CAP_BPF", "CAP_CHOWN"]);
        assert_eq!(set("all").len(), 41);
        assert!(capability("ROOT").is_err() && capability("BIT_50").is_err());
    }
}
