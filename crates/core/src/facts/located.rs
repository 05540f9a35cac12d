//! Files of the host looked up by path, as the kernel would walk there.

use serde::Serialize;

use super::{FileFacts, FileKind, HostFacts, Observed, Reason};

/// A path with every symbolic link on it followed, and what stands there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Located {
    /// Path after following links.
    pub path: String,
    /// The file there.
    pub file: FileFacts,
}

impl HostFacts {
    /// What stands at a path after following links; a link to a path that was
    /// not collected leaves it not-collected, a loop of links malformed.
    pub fn located(&self, path: &str) -> Observed<Located> {
        let path = self.followed(path);
        match self.files.get(&path).or_else(|| self.files.get(&spelled_with_var(&path))) {
            Some(Observed::Known { value, .. }) if value.kind == FileKind::Symlink => {
                Observed::Unreadable(Reason::Malformed)
            }
            Some(observed) => observed.clone().map(|file| Located { path, file }),
            None => Observed::default(),
        }
    }

    /// The folders above a path, nearest first, `/` last.
    pub fn folders_above(&self, path: &str) -> Vec<(String, Observed<FileFacts>)> {
        let mut folders = Vec::new();
        let mut path = path;
        while let Some((parent, _)) = path.rsplit_once('/').filter(|_| path != "/") {
            path = if parent.is_empty() { "/" } else { parent };
            folders.push((path.to_owned(), self.files.get(path).cloned().unwrap_or_default()));
        }
        folders
    }
}

fn spelled_with_var(path: &str) -> String {
    format!("/var{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(files: &[(&str, FileFacts)]) -> HostFacts {
        let files = files
            .iter()
            .map(|(path, file)| ((*path).to_owned(), Observed::known(file.clone(), "lstat")))
            .collect();
        HostFacts { files, ..Default::default() }
    }

    fn link(target: &str) -> FileFacts {
        FileFacts { kind: FileKind::Symlink, target: Some(target.to_owned()), ..Default::default() }
    }

    #[test]
    fn links_are_followed_also_in_the_middle_of_a_path() {
        let host = host(&[
            ("/bin", link("usr/bin")),
            ("/usr/bin/dockerd", FileFacts { mode: 0o755, ..Default::default() }),
            ("/usr/bin/docker", link("../bin/./dockerd")),
        ]);
        assert_eq!(host.located("/bin/docker").value().unwrap().file.mode, 0o755);
    }

    #[test]
    fn a_socket_recorded_below_var_run_is_found() {
        let host = host(&[("/var/run/docker.sock", FileFacts::default())]);
        assert!(host.located("/run/docker.sock").is_known());
    }

    #[test]
    fn a_loop_ends_and_an_unseen_target_is_not_collected() {
        let host = host(&[("/a", link("/b")), ("/b", link("/a")), ("/c", link("/unseen"))]);
        assert_eq!(host.located("/a"), Observed::Unreadable(Reason::Malformed));
        assert_eq!(host.located("/c"), Observed::Unreadable(Reason::NotCollected));
    }

    #[test]
    fn folders_above_end_at_the_root() {
        let folders: Vec<String> =
            HostFacts::default().folders_above("/etc/docker/x").into_iter().map(|f| f.0).collect();
        assert_eq!(folders, ["/etc/docker", "/etc", "/"]);
    }
}
