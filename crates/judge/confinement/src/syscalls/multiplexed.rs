//! Calls that 32-bit x86 makes through one number: `socketcall` and `ipc`.
//!
//! libseccomp adds a rule for the multiplexing number to every rule for a call
//! that can be made through it: the first condition is replaced by the selector,
//! the others stay, although the registers then hold something else.

use crate::abi::Abi;

/// A number that stands for several calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Multiplexer {
    /// Name of the multiplexing call.
    pub(crate) name: &'static str,
    /// Its first argument for this call.
    pub(crate) selector: u64,
}

/// `linux/net.h`.
const SOCKET: [(&str, u64); 20] = [
    ("socket", 1),
    ("bind", 2),
    ("connect", 3),
    ("listen", 4),
    ("accept", 5),
    ("getsockname", 6),
    ("getpeername", 7),
    ("socketpair", 8),
    ("send", 9),
    ("recv", 10),
    ("sendto", 11),
    ("recvfrom", 12),
    ("shutdown", 13),
    ("setsockopt", 14),
    ("getsockopt", 15),
    ("sendmsg", 16),
    ("recvmsg", 17),
    ("accept4", 18),
    ("recvmmsg", 19),
    ("sendmmsg", 20),
];

/// `linux/ipc.h`.
const IPC: [(&str, u64); 12] = [
    ("semop", 1),
    ("semget", 2),
    ("semctl", 3),
    ("semtimedop", 4),
    ("msgsnd", 11),
    ("msgrcv", 12),
    ("msgget", 13),
    ("msgctl", 14),
    ("shmat", 21),
    ("shmdt", 22),
    ("shmget", 23),
    ("shmctl", 24),
];

/// The multiplexing number through which a call can be made as well.
pub(crate) fn companion(abi: Abi, call: &str) -> Option<Multiplexer> {
    if abi != Abi::I386 {
        return None;
    }
    let find = |calls: &[(&str, u64)], name| {
        let (_, selector) = *calls.iter().find(|(each, _)| *each == call)?;
        Some(Multiplexer { name, selector })
    };
    find(&SOCKET, "socketcall").or_else(|| find(&IPC, "ipc"))
}
