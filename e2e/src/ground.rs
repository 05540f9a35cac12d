//! The ground an engine stands on: a folder, a network namespace, a cgroup.

mod leftovers;
mod processes;

use crate::Trouble;
use crate::docker::output;
use leftovers::Leftovers;
pub(crate) use leftovers::remove_cgroup;
use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Grounds in use, for the one who interrupts.
static LIVE: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder, a network namespace and a cgroup of the same unique name. Dropping it ends
/// every process that belongs to it and removes all three.
#[derive(Debug)]
pub struct Ground {
    name: String,
}

impl Ground {
    /// Makes the folder (entered, not read, by everyone: user namespaces need that) and
    /// the namespace with its loopback up.
    ///
    /// # Errors
    /// One of them could not be made.
    pub fn new() -> Result<Self, Trouble> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("sw-{}-{number}", std::process::id());
        let ground = Self { name };
        LIVE.lock().unwrap_or_else(PoisonError::into_inner).insert(ground.name.clone());
        let folder = ground.folder();
        fs::create_dir(&folder).map_err(Trouble::file(&folder))?;
        fs::set_permissions(&folder, Permissions::from_mode(0o711))
            .map_err(Trouble::file(&folder))?;
        output(Command::new("ip").args(["netns", "add", &ground.name]))?;
        output(Command::new("ip").args(["-n", &ground.name, "link", "set", "lo", "up"]))?;
        Ok(ground)
    }

    /// Name of the namespace and of the cgroup.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `/tmp/sw-…`: short, because socket paths have a limit of 104 bytes.
    pub fn folder(&self) -> PathBuf {
        folder_of(&self.name)
    }

    /// A path in the folder.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder().join(file)
    }

    /// Writes a file into the folder and gives its path.
    ///
    /// # Errors
    /// It could not be written.
    pub fn write(&self, file: &str, text: &str) -> Result<PathBuf, Trouble> {
        let path = self.path(file);
        fs::write(&path, text).map_err(Trouble::file(&path))?;
        Ok(path)
    }

    /// A command in the network namespace. Not `ip netns exec`, which hides the cgroups.
    pub fn enter(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--net=/run/netns/{}", self.name)).arg(program.as_ref());
        command
    }

    /// Arguments of `unshare` for a program that finds the ground's folder `run` at `/run`,
    /// in a mount namespace of its own. The program and its arguments follow.
    pub fn over_run<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let script = "mount --bind \"$0\" /run && exec \"$@\"";
        command.args(["--mount", "--propagation=private", "sh", "-c", script]);
        command.arg(self.path("run"))
    }

    /// A daemon in the network namespace, its output in `log`. It ends when this
    /// program does, however that ends.
    ///
    /// # Errors
    /// It could not start.
    pub fn daemon(
        &self,
        program: &str,
        set_up: impl FnOnce(&mut Command),
    ) -> Result<Child, Trouble> {
        let path = self.path("log");
        let log = File::create(&path).map_err(Trouble::file(&path))?;
        let twin = log.try_clone().map_err(Trouble::file(&path))?;
        let mut command = self.enter("setpriv");
        command.args(["--pdeathsig", "TERM", program]);
        set_up(&mut command);
        command.stdin(Stdio::null()).stdout(log).stderr(twin).process_group(0);
        command.spawn().map_err(|source| Trouble::Spawn { program: program.to_owned(), source })
    }

    /// Waits until `ready` or until the daemon died or 20 seconds passed.
    ///
    /// # Errors
    /// [`Trouble::NotReady`] with the end of the log.
    pub fn wait_until(
        &self,
        engine: &'static str,
        child: &mut Child,
        ready: impl Fn() -> bool,
    ) -> Result<(), Trouble> {
        let end = Instant::now() + Duration::from_secs(20);
        while !ready() {
            let died = child.try_wait().is_ok_and(|status| status.is_some());
            if died || Instant::now() > end {
                return Err(Trouble::NotReady { engine, log: self.log_end() });
            }
            thread::sleep(Duration::from_millis(30));
        }
        Ok(())
    }

    /// Makes a folder, with those above it, and gives its path.
    ///
    /// # Errors
    /// It could not be made.
    pub fn make_folder(&self, path: &str) -> Result<PathBuf, Trouble> {
        let folder = self.path(path);
        fs::create_dir_all(&folder).map_err(Trouble::file(&folder))?;
        Ok(folder)
    }

    /// Makes the archive of a root folder with busybox in it, once a ground.
    ///
    /// # Errors
    /// Busybox is missing or a file could not be written.
    pub fn busybox_archive(&self) -> Result<PathBuf, Trouble> {
        let archive = self.path("bb.tar");
        if archive.exists() {
            return Ok(archive);
        }
        let programs = self.path("root/bin");
        fs::create_dir_all(&programs).map_err(Trouble::file(&programs))?;
        let source = crate::needs::find_program("busybox")
            .ok_or_else(|| Trouble::Skip("busybox is not installed".to_owned()))?;
        let busybox = programs.join("busybox");
        fs::copy(&source, &busybox).map_err(Trouble::file(source))?;
        for applet in ["sh", "sleep", "true", "cat", "id", "wget", "nc"] {
            let link = programs.join(applet);
            std::os::unix::fs::symlink("busybox", &link).map_err(Trouble::file(link))?;
        }
        let root = self.path("root");
        output(Command::new("tar").arg("-C").arg(root).arg("-cf").arg(&archive).arg("."))?;
        Ok(archive)
    }

    fn log_end(&self) -> String {
        let log = fs::read_to_string(self.path("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(8).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        clear(&self.name);
    }
}

/// Clears every ground in use, for the one who interrupts.
pub(crate) fn clear_all() {
    let names: Vec<String> =
        LIVE.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
    names.iter().for_each(|name| clear(name));
}

/// Clears what earlier runs left that were killed: grounds whose maker is gone.
pub fn sweep() {
    let entries = fs::read_dir("/tmp").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| stale(name))
        .for_each(|name| clear(&name));
    crate::engines::sweep_users(orphaned);
}

/// From now on, ctrl-c and a termination request clear every ground before they end us.
///
/// # Errors
/// The handler could not be installed.
pub fn install_interrupt() -> Result<(), Trouble> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])
        .map_err(|source| Trouble::Spawn { program: "the signal handler".to_owned(), source })?;
    // Without this, processes of engines that outlive their parents are never reaped.
    let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            clear_all();
            drop(signal_hook::low_level::emulate_default_handler(signal));
        }
    });
    Ok(())
}

/// Collects what ended after its engine did; we are its parent then, and whoever starts
/// us may reap nothing.
pub fn reap() {
    use rustix::process::{WaitOptions, wait};
    while wait(WaitOptions::NOHANG).is_ok_and(|found| found.is_some()) {}
}

fn clear(name: &str) {
    Leftovers::of(name).clear();
    LIVE.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
}

fn folder_of(name: &str) -> PathBuf {
    Path::new("/tmp").join(name)
}

/// Ours, a real folder, and its maker is gone.
fn stale(name: &str) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = fs::symlink_metadata(folder_of(name))
        .is_ok_and(|data| data.is_dir() && data.uid() == rustix::process::geteuid().as_raw());
    own && orphaned(name)
}

/// The name of a ground whose maker is gone.
fn orphaned(name: &str) -> bool {
    let mut parts = name.split('-');
    let (Some("sw"), Some(pid), Some(number), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let numbers = pid.parse::<u32>().is_ok() && number.parse::<u32>().is_ok();
    numbers && !Path::new("/proc").join(pid).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_ours_whose_maker_is_gone_are_stale() {
        let gone = "sw-4194305-999"; // Beyond the kernel's largest pid.
        assert!(orphaned(gone));
        assert!(!stale(gone), "no folder yet");
        fs::create_dir(folder_of(gone)).unwrap();
        assert!(stale(gone));
        fs::remove_dir(folder_of(gone)).unwrap();
        let own = format!("sw-{}-9999", std::process::id());
        fs::create_dir(folder_of(&own)).unwrap();
        assert!(!stale(&own));
        fs::remove_dir(folder_of(&own)).unwrap();
        assert!(!stale("sw-abc-1") && !stale("other") && !stale("sw-1-2-3"));
    }
}
