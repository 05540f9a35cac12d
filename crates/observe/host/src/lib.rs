//! What the audit reads from the machine.
//!
//! [`observe`] fills `HostFacts`: files with owners and ACLs, users, mounts,
//! systemd units, the daemon's process with its real arguments and listeners,
//! its configuration now and after a restart, kernel audit, certificates.
//! The kernel's configuration, command line and parameters are among them, and
//! [`observe_saved_kernel`] reads the same from files saved on another machine.
//! [`observe_containers`] fills the kernel's view of running containers.
//! Everything is read below one prefix (`/`, or `/host` inside a container)
//! that symbolic links cannot leave, with a size limit on each read.
//!
//! Nothing is guessed from names: a daemon is a process whose executable is
//! `dockerd`, a container's process is one whose cgroup names the container,
//! and an address is open when a listening socket says so. What may not be read
//! is recorded as unreadable with its reason, never as absent.
//!
//! It deliberately starts no program, changes nothing and judges nothing. The
//! only connections it makes are to TCP ports on which an engine of this
//! machine listens, and only when asked to ([`Probe`]).
//!
//! [`Ahead`] and [`observe_own_process`] are parts of [`observe`], for who asks
//! engines meanwhile.
//!
//! Start with [`observe`], then `root` for how files are read and `daemon` for
//! how a daemon is found.

mod accounts;
mod ahead;
mod audit;
mod certificates;
mod cgroups;
mod clients;
mod containers;
mod daemon;
mod daemon_config;
mod environment_file;
mod files;
mod hardening;
mod isolation;
mod kernel;
mod mounts;
#[cfg(test)]
mod mutation;
mod netlink;
mod observe;
mod operating_system;
mod options;
mod probe;
mod processes;
mod proxies;
mod registries;
mod root;
mod security_modules;
mod sockets;
mod sudoers;
mod system;
mod systemd;

pub use ahead::{Ahead, observe_own_process};
pub use containers::observe_containers;
pub use kernel::{SavedError, SavedFile, SavedKernel, UnpackError, observe_saved_kernel};
pub use observe::{observe, observe_self};
pub use options::{Depth, FilterDump, HostOptions, Probe};
pub use root::{Root, RootError};
