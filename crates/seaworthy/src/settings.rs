//! Finds the policy file and reads it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use seaworthy_checks::{KernelProfile, Settings, Trusted};
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

/// Loads the named file, else the first that exists; files are never merged. The
/// working folder is not searched: a hostile checkout could waive what it brings.
pub(crate) fn load(named: Option<&Path>) -> anyhow::Result<Loaded> {
    let Some(path) = named
        .map(Path::to_path_buf)
        .map_or_else(|| first_that_exists(places()), |named| Ok(Some(named)))?
    else {
        return Ok(Loaded::default());
    };
    let bytes = crate::output::read_file(&path, 4 << 20)?;
    let text =
        String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))?;
    let file = PolicyFile::parse(&path.display().to_string(), &text)?;
    Ok(Loaded { path: Some(path), file })
}

/// A place that may not be looked at is an error: passing it over would drop
/// the rules that stand there.
fn first_that_exists(places: Vec<PathBuf>) -> anyhow::Result<Option<PathBuf>> {
    for path in places {
        match std::fs::metadata(&path) {
            Ok(_) => return Ok(Some(path)),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => {
                return Err(error).with_context(|| format!("cannot look for {}", path.display()));
            }
        }
    }
    Ok(None)
}

/// Places that are searched, in order.
pub(crate) fn places() -> Vec<PathBuf> {
    let home = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|folder| Path::new(folder).is_absolute())
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".config")))
        .map(|folder| folder.join("seaworthy").join(NAME));
    home.into_iter().chain([Path::new("/etc/seaworthy").join(NAME)]).collect()
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
            kernel_profile: KernelProfile::default(),
        }
    }
}
