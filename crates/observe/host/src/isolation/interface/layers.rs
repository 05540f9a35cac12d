//! Set-user-id programs of an overlay, layer by layer: containers of one image
//! share its layers, so each is walked once; what a layer above replaces or
//! removes is found by looking there, as the kernel does.

use std::collections::HashMap;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::sync::Arc;

use rustix::fs::{AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;
use seaworthy_core::facts::MountPoint;

use super::setuid::{Programs, search};
use crate::root::Root;

/// The kernel takes 500.
const MOST_LAYERS: usize = 512;

/// Layers that were walked.
#[derive(Debug)]
pub(super) struct Layers<'a> {
    root: &'a Root,
    /// Programs of one layer.
    walked: HashMap<String, Option<Arc<Programs>>>,
    /// Programs of a stack of layers, by the paths from the uppermost down.
    stacked: HashMap<Vec<String>, Arc<Programs>>,
}

impl<'a> Layers<'a> {
    pub(super) fn new(root: &'a Root) -> Self {
        Self { root, walked: HashMap::new(), stacked: HashMap::new() }
    }

    /// What the overlay shows; `None` when the mount is none, or when a layer is
    /// not where it says.
    pub(super) fn programs(&mut self, mount: &MountPoint) -> Option<Programs> {
        if mount.fs_type != "overlay" {
            return None;
        }
        let layers = layers_of(&mount.super_options);
        if layers.is_empty() || layers.len() > MOST_LAYERS {
            return None;
        }
        // From the lowest up: the lower part is the image, which others share.
        let mut below = Arc::new(Programs::default());
        for at in (0..layers.len()).rev() {
            let stack = layers.get(at..)?;
            below = match self.stacked.get(stack) {
                Some(known) => Arc::clone(known),
                None => {
                    let merged = Arc::new(self.merge(stack.first()?, &below)?);
                    self.stacked.insert(stack.to_vec(), Arc::clone(&merged));
                    merged
                }
            };
        }
        Some(Programs::clone(&below))
    }

    /// One more layer above others.
    fn merge(&mut self, layer: &str, below: &Programs) -> Option<Programs> {
        let own = self.layer(layer)?;
        let folder = self.root.open_folder(layer).ok()?;
        let mut merged = Programs::clone(&own);
        merged.cut_off |= below.cut_off;
        let shown = below.paths.iter().filter(|path| !hides(&folder, path));
        merged.paths.extend(shown.cloned());
        Some(merged)
    }

    fn layer(&mut self, path: &str) -> Option<Arc<Programs>> {
        if let Some(known) = self.walked.get(path) {
            return known.clone();
        }
        let walked = self.root.open_folder(path).ok().map(|start| Arc::new(search(start)));
        self.walked.insert(path.to_owned(), walked.clone());
        walked
    }
}

/// Folders from the uppermost down, from the options of the mount: `upperdir=`,
/// `lowerdir=A:B`, and `lowerdir+=A` of later kernels.
fn layers_of(options: &[String]) -> Vec<String> {
    let upper = options.iter().filter_map(|option| option.strip_prefix("upperdir="));
    let mut layers: Vec<String> = upper.map(str::to_owned).collect();
    for option in options {
        if let Some(list) = option.strip_prefix("lowerdir=") {
            layers.extend(split(list));
        } else if let Some(one) = option.strip_prefix("lowerdir+=") {
            layers.push(one.to_owned());
        }
    }
    // A path that is relative to where somebody mounted says nothing here.
    if layers.iter().any(|layer| !layer.starts_with('/')) {
        return Vec::new();
    }
    layers
}

/// A colon of a path is written `\:`. Behind `::` are layers of data alone.
fn split(list: &str) -> Vec<String> {
    let list = list.split("::").next().unwrap_or_default();
    let mut parts = vec![String::new()];
    let mut letters = list.chars();
    while let Some(letter) = letters.next() {
        match (letter, parts.last_mut()) {
            (':', _) => parts.push(String::new()),
            ('\\', Some(part)) => part.extend(letters.next()),
            (letter, Some(part)) => part.push(letter),
            (_, None) => {}
        }
    }
    parts
}

/// Whether a layer hides a path of the layers below: by an entry of its own, by
/// a mark that removes it or a folder above it, or by a folder that begins anew.
fn hides(layer: &OwnedFd, path: &str) -> bool {
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
    let mut here: Option<OwnedFd> = None;
    while let Some(part) = parts.next() {
        let folder = here.as_ref().map_or_else(|| layer.as_fd(), |folder| folder.as_fd());
        match rustix::fs::openat(folder, part, flags, Mode::empty()) {
            Err(Errno::NOENT) => return false,
            Err(_) => return true,
            Ok(_) if parts.peek().is_none() => return true,
            Ok(next) if !is_folder(&next) || begins_anew(&next) => {
                // What is below an opaque folder is this layer's alone.
                return true;
            }
            Ok(next) => here = Some(next),
        }
    }
    false
}

fn is_folder(file: &OwnedFd) -> bool {
    rustix::fs::statat(file, "", AtFlags::EMPTY_PATH)
        .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Directory)
}

fn begins_anew(folder: &OwnedFd) -> bool {
    let path = format!("/proc/self/fd/{}", folder.as_raw_fd());
    let is_set = |name: &str| {
        let mut value = [0; 4];
        rustix::fs::getxattr(&*path, name, &mut value[..]) == Ok(1) && value[0] == b'y'
    };
    is_set("trusted.overlay.opaque") || is_set("user.overlay.opaque")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn layers_in_all_spellings() {
        let options =
            |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let found = layers_of(&options(&["rw", "lowerdir=/a\\:b:/c::/data", "upperdir=/u"]));
        assert_eq!(found, ["/u", "/a:b", "/c"]);
        assert_eq!(layers_of(&options(&["lowerdir+=/a", "lowerdir+=/b"])), ["/a", "/b"]);
        assert!(layers_of(&options(&["lowerdir=l/ABC:l/DEF"])).is_empty());
    }

    #[test]
    fn a_layer_above_replaces_and_removes() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, mode: u32| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "").unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        for path in ["bin/su", "bin/mount", "opt/x/tool", "usr/bin/passwd", "old/sub/gone"] {
            write(&format!("low/{path}"), 0o4755);
        }
        // Replaced by a plain program; a folder that became a file; a folder
        // that begins anew.
        write("up/bin/su", 0o755);
        write("up/opt/x", 0o644);
        write("up/bin/new", 0o4755);
        std::fs::create_dir_all(folder.path().join("up/old")).unwrap();
        let opaque = rustix::fs::setxattr(
            folder.path().join("up/old"),
            "user.overlay.opaque",
            b"y",
            rustix::fs::XattrFlags::empty(),
        );
        let root = Root::open(folder.path()).unwrap();
        let mount = MountPoint {
            path: "/".to_owned(),
            fs_type: "overlay".to_owned(),
            super_options: vec!["lowerdir=/low".to_owned(), "upperdir=/up".to_owned()],
            ..MountPoint::default()
        };
        let found = Layers::new(&root).programs(&mount).unwrap();
        let mut expected = vec!["/bin/mount", "/bin/new", "/usr/bin/passwd"];
        if opaque.is_err() {
            // A temporary folder without user attributes cannot say "anew".
            expected.insert(2, "/old/sub/gone");
        }
        assert_eq!(found.paths.into_iter().collect::<Vec<_>>(), expected);
        let gone = MountPoint { super_options: vec!["lowerdir=/none".to_owned()], ..mount };
        assert_eq!(Layers::new(&root).programs(&gone), None);
    }
}
