//! Another machine's kernel, from saved files.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use seaworthy_core::facts::{FORMAT, Facts, Observed};
use seaworthy_host::{SavedFile, SavedKernel, observe_saved_kernel};

use crate::clock::Clock;
use crate::output::read_file;

/// Largest file that is read. A configuration has 0.3 MB and `sysctl -a` prints
/// less; whoever sends a file of 200 MB gets an error, not all memory.
const LARGEST_FILE: u64 = 16 << 20;

/// Everything that asks this machine or an engine.
const LIVE: [&str; 5] = ["host", "context", "all_engines", "facts", "no_probe"];

/// Files of a machine that is not here.
#[derive(Args, Debug)]
pub(crate) struct SavedArguments {
    /// Kernel configuration of another machine, plain or gzip: /proc/config.gz, /boot/config-*
    #[arg(long, value_name = "FILE", conflicts_with_all = LIVE, help_heading = SAVED)]
    kconfig: Option<PathBuf>,
    /// Its /proc/cmdline
    #[arg(long, value_name = "FILE", conflicts_with_all = LIVE, help_heading = SAVED)]
    cmdline: Option<PathBuf>,
    /// Its `sysctl -a`, printed as root
    #[arg(long, value_name = "FILE", conflicts_with_all = LIVE, help_heading = SAVED)]
    sysctl: Option<PathBuf>,
    /// Its release (6.1.0-18-amd64), or a file with /proc/version or `uname -a`; else the one
    /// in the configuration's header
    #[arg(long, value_name = "VERSION|FILE", conflicts_with_all = LIVE, help_heading = SAVED)]
    kernel_version: Option<String>,
    /// Its architecture (x86_64, i386, arm64, arm, riscv64), when the configuration does not tell
    #[arg(long, value_name = "ARCH", conflicts_with_all = LIVE, help_heading = SAVED)]
    arch: Option<String>,
}

const SAVED: &str = "Saved kernel (nothing of this machine is looked at; - is standard input)";

impl SavedArguments {
    /// Whether the machine to judge is one that is not here.
    pub(super) fn any(&self) -> bool {
        self.paths().next().is_some() || self.kernel_version.is_some() || self.arch.is_some()
    }

    /// Facts of the saved files.
    pub(super) fn facts(&self, root: &Path, clock: Clock) -> anyhow::Result<Facts> {
        // The environment may name a root for the audits of this machine; one on
        // the command line was meant for this run.
        let usual = std::env::var_os("SEAWORTHY_ROOT").unwrap_or_else(|| "/".into());
        anyhow::ensure!(root == Path::new(&usual), "--root cannot be used with saved files");
        let version = self.kernel_version.as_deref();
        anyhow::ensure!(
            self.paths().next().is_some() || version.is_some(),
            "--arch alone is nothing to judge; name a file with --kconfig, --cmdline or --sysctl"
        );
        let stdin = Path::new("-");
        let from_stdin =
            self.paths().filter(|path| *path == stdin).count() + usize::from(version == Some("-"));
        anyhow::ensure!(from_stdin <= 1, "standard input (-) can only be one of the files");
        let saved = SavedKernel {
            config: self.kconfig.as_deref().map(read).transpose()?,
            command_line: self.cmdline.as_deref().map(read).transpose()?,
            sysctls: self.sysctl.as_deref().map(read).transpose()?,
            version: version.map(read_version).transpose()?,
            architecture: self.arch.clone(),
        };
        let mut problems = Vec::new();
        let host = observe_saved_kernel(&saved, &mut problems)?;
        let source = host.saved_files.join(", ");
        Ok(Facts {
            format: FORMAT.to_owned(),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            collected: clock.rfc3339(),
            host: Observed::known(host, source),
            engines: Vec::new(),
            problems,
        })
    }

    fn paths(&self) -> impl Iterator<Item = &Path> {
        [&self.kconfig, &self.cmdline, &self.sysctl].into_iter().flatten().map(PathBuf::as_path)
    }
}

fn read(path: &Path) -> anyhow::Result<SavedFile> {
    let name = if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    Ok(SavedFile { name, bytes: read_file(path, LARGEST_FILE)? })
}

/// A release begins with a digit; everything else names a file.
fn read_version(given: &str) -> anyhow::Result<SavedFile> {
    if given.starts_with(|letter: char| letter.is_ascii_digit()) && !given.contains('/') {
        let name = format!("--kernel-version {given}");
        return Ok(SavedFile { name, bytes: given.as_bytes().to_vec() });
    }
    let wanted = || format!("--kernel-version {given}: neither a release such as 6.1.0 nor a file");
    read(Path::new(given)).with_context(wanted)
}
