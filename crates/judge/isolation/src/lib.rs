//! How isolated a container really is.
//!
//! [`isolation`] puts a plain process, every container and a virtual machine
//! side by side: namespaces with whom they are shared, ids, privileges, limits,
//! what mounts reach, and how much of the kernel each can call. All of it is
//! told from facts and none by trying; what could not be read is unknown, with
//! what would be needed to know it. There is no single score: a number that
//! hides its terms cannot be acted on.
//!
//! [`defence_matrix`] asks of classes of kernel bugs and attacks what stops
//! them on this machine. It deliberately separates a defence that is switched
//! off from one that could never stop the class: SELinux does not mend a
//! use-after-free in the kernel that enforces it.
//!
//! Start with `compare.rs`, then `namespaces.rs`; `defence/` is a table with
//! one row a class.

mod boundary;
mod compare;
mod defence;
mod escapes;
mod limits;
mod mounts;
mod namespaces;
mod network;
mod platform;
mod privileges;
mod reach;
mod tenancy;
mod user;
mod view;

pub use compare::{From, Question, isolation, strangers};
pub use defence::defence_matrix;
