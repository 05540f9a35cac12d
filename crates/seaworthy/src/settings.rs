//! Finds the policy file and reads it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use seaworthy_checks::{Settings, Trusted};
use seaworthy_core::policy::PolicyFile;

/// Name of the policy file.
const NAME: &str = "seaworthy.toml";

/// The policy in force and where it came from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loaded {
    /// The file read, `None` for built-in defaults.
    pub(crate) path: Option<PathBuf>,
    /// Its content.
    pub(crate) file: PolicyFile,
}

/// Whether the working folder is searched. `audit`, `guard`, `serve` and
/// `trust` never do: a hostile checkout could waive what it brings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum WorkingFolder {
    /// Look there first.
    #[allow(dead_code, reason = "the first command that may read it comes with image scanning")]
    Trusted,
    /// Never look there.
    Untrusted,
}

/// Loads the named file, else the first that exists; files are never merged.
pub(crate) fn load(named: Option<&Path>, working_folder: WorkingFolder) -> anyhow::Result<Loaded> {
    let Some(path) = named
        .map(Path::to_path_buf)
        .or_else(|| places(working_folder).into_iter().find(|path| path.is_file()))
    else {
        return Ok(Loaded::default());
    };
    let bytes = crate::output::read_file(&path, 4 << 20)?;
    let text =
        String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
    let file = PolicyFile::parse(&path.display().to_string(), &text)?;
    Ok(Loaded { path: Some(path), file })
}

/// Places that are searched, in order.
pub(crate) fn places(working_folder: WorkingFolder) -> Vec<PathBuf> {
    let here = (working_folder == WorkingFolder::Trusted).then(|| PathBuf::from(NAME));
    let home = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|folder| Path::new(folder).is_absolute())
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".config")))
        .map(|folder| folder.join("seaworthy").join(NAME));
    here.into_iter().chain(home).chain([Path::new("/etc/seaworthy").join(NAME)]).collect()
}

impl Loaded {
    /// What checks need to know of it; `users` come from the command line.
    pub(crate) fn settings(&self, users: &[String]) -> Settings {
        let trusted = &self.file.trusted;
        Settings {
            trusted: Trusted {
                users: trusted.users.iter().chain(users).cloned().collect(),
                registries: trusted.registries.clone(),
                base_images: trusted.base_images.clone(),
                packages: trusted.packages.clone(),
            },
        }
    }
}
