//! Which TLS material goes with an endpoint, as the docker CLI decides it.

use std::path::{Path, PathBuf};

use crate::Environment;

/// Files for a TLS connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TlsMaterial {
    /// CA certificates that may have signed the server's; the system's when absent.
    pub ca: Option<PathBuf>,
    /// Client certificate and its key.
    pub client: Option<(PathBuf, PathBuf)>,
    /// Whether the server must prove who it is.
    pub verification: Verification,
}

/// Whether a server's certificate is checked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verification {
    /// Chain and name are checked.
    Required,
    /// Nothing is checked: `DOCKER_TLS` without `DOCKER_TLS_VERIFY`, or a context
    /// with `SkipTLSVerify`. Whoever sits between reads and changes everything.
    DangerouslySkipped,
}

impl TlsMaterial {
    /// What lies in a folder under the CLI's names; a file that is not there is
    /// not used, as in the CLI.
    pub(super) fn in_folder(folder: &Path, verification: Verification) -> Self {
        let existing = |name: &str| Some(folder.join(name)).filter(|path| path.is_file());
        Self {
            ca: existing("ca.pem"),
            client: existing("cert.pem").zip(existing("key.pem")),
            verification,
        }
    }

    /// `DOCKER_TLS_VERIFY` and `DOCKER_TLS` (set at all, even to 0) turn TLS on;
    /// `DOCKER_CERT_PATH`, else the CLI's configuration folder, holds the files.
    pub(super) fn of_environment(environment: &Environment) -> Option<Self> {
        let verification = if environment.variable("DOCKER_TLS_VERIFY").is_some() {
            Verification::Required
        } else if environment.variable("DOCKER_TLS").is_some() {
            Verification::DangerouslySkipped
        } else {
            return None;
        };
        let folder = environment
            .variable("DOCKER_CERT_PATH")
            .map(PathBuf::from)
            .or_else(|| environment.docker_config());
        Some(match folder {
            Some(folder) => Self::in_folder(&folder, verification),
            None => Self { ca: None, client: None, verification },
        })
    }

    /// What `https://` means without any further word.
    pub(super) fn of_scheme(environment: &Environment) -> Self {
        match environment.variable("DOCKER_CERT_PATH") {
            Some(folder) => Self::in_folder(Path::new(folder), Verification::Required),
            None => Self { ca: None, client: None, verification: Verification::Required },
        }
    }
}
