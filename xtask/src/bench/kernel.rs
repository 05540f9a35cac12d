//! `cargo xtask bench kernel`: the time of judging one saved kernel.

use super::measure::measure;
use super::table::Row;
use super::{Format, print, release_binary, repeat};
use crate::Failure;
use crate::workspace::Workspace;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The running kernel's own configuration.
const OWN: &str = "/proc/config.gz";
/// Lines of the made configuration: what distributions ship.
const LINES: usize = 10_000;

/// Builds, measures, prints. The first row starts the program and does nothing: what the
/// others take beyond it is reading, judging and writing the report.
///
/// # Errors
/// The binary cannot be built or an audit fails.
pub(crate) fn run(format: Format) -> Result<(), Failure> {
    let workspace = Workspace::load()?;
    let binary = release_binary(&workspace)?;
    let folder = workspace.target.join("bench-kernel");
    std::fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let mut rows = vec![row(&binary, "program start", &["--version".to_owned()])?];
    let made = write(&folder, "config", &made_config())?;
    let sysctls = write(&folder, "sysctl", &sysctls())?;
    let cmdline = write(&folder, "cmdline", "ro quiet mitigations=auto,nosmt slab_nomerge\n")?;
    rows.push(row(&binary, "10,000 lines", &audit(&made, &[]))?);
    let all = [("--sysctl", sysctls.as_path()), ("--cmdline", cmdline.as_path())];
    rows.push(row(&binary, "10,000 lines and the rest", &audit(&made, &all))?);
    if Path::new(OWN).exists() {
        rows.push(row(&binary, "this kernel", &audit(Path::new(OWN), &[]))?);
        rows.push(row(&binary, "this kernel and the rest", &audit(Path::new(OWN), &all))?);
    } else {
        eprintln!("this kernel does not show its configuration: no {OWN}");
    }
    print(format, &rows);
    Ok(())
}

fn row(binary: &Path, what: &str, arguments: &[String]) -> Result<Row, Failure> {
    measure(binary, arguments)?;
    Ok(Row::new(what.to_owned(), &repeat(binary, arguments)?, None))
}

fn audit(config: &Path, files: &[(&str, &Path)]) -> Vec<String> {
    let mut arguments =
        ["audit", "--only", "kernel", "-f", "json", "--kconfig"].map(str::to_owned).to_vec();
    arguments.push(config.display().to_string());
    for (flag, path) in files {
        arguments.extend([(*flag).to_owned(), path.display().to_string()]);
    }
    arguments
}

fn write(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Failure> {
    let path = folder.join(name);
    std::fs::write(&path, text).map_err(Failure::file(&path))?;
    Ok(path)
}

/// As a distribution's: two thirds set, mostly as modules.
fn made_config() -> String {
    let mut text = "# Linux/x86 6.12.48 Kernel Configuration\nCONFIG_X86_64=y\n".to_owned();
    for line in 0..LINES {
        let written = match line % 6 {
            0 | 1 => writeln!(text, "# CONFIG_MADE_OPTION_{line} is not set"),
            2 => writeln!(text, "CONFIG_MADE_OPTION_{line}=y"),
            3 => writeln!(text, "CONFIG_MADE_OPTION_{line}=\"some text\""),
            _ => writeln!(text, "CONFIG_MADE_OPTION_{line}=m"),
        };
        debug_assert!(written.is_ok());
    }
    text
}

fn sysctls() -> String {
    (0..1_000).map(|line| format!("kernel.made_parameter_{line} = {line}\n")).collect()
}
