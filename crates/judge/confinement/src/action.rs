//! What the kernel does with a call.

use std::fmt;

/// What a filter decides, seccomp(2).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Action {
    /// The whole process dies.
    KillProcess,
    /// The calling thread dies; with it the process when it is the only one.
    KillThread,
    /// The thread gets SIGSYS.
    Trap,
    /// The call is not made and returns this error number.
    Errno(u16),
    /// Another process decides; without one the call returns ENOSYS.
    Notify,
    /// A tracer decides; without one the call returns ENOSYS.
    Trace(u16),
    /// The call is made, and logged.
    Log,
    /// The call is made.
    Allow,
}

/// `SECCOMP_RET_ACTION_FULL` of `linux/seccomp.h`.
const ACTION_MASK: u32 = 0xffff_0000;
const DATA_MASK: u32 = 0x0000_ffff;

/// `MAX_ERRNO`: the kernel returns no higher error number.
pub(crate) const MOST_ERRNO: u16 = 4095;

/// "No such system call".
pub const ENOSYS: u16 = 38;

/// "Operation not permitted".
pub const EPERM: u16 = 1;

impl Action {
    /// What the kernel makes of a program's return value. An action that it does
    /// not know kills the process.
    pub fn from_return(value: u32) -> Self {
        let data = u16::try_from(value & DATA_MASK).unwrap_or_default();
        match value & ACTION_MASK {
            0x0000_0000 => Self::KillThread,
            0x0003_0000 => Self::Trap,
            0x0005_0000 => Self::Errno(data.min(MOST_ERRNO)),
            0x7fc0_0000 => Self::Notify,
            0x7ff0_0000 => Self::Trace(data),
            0x7ffc_0000 => Self::Log,
            0x7fff_0000 => Self::Allow,
            _ => Self::KillProcess,
        }
    }

    /// The return value that makes the kernel do this.
    pub fn return_value(self) -> u32 {
        match self {
            Self::KillProcess => 0x8000_0000,
            Self::KillThread => 0x0000_0000,
            Self::Trap => 0x0003_0000,
            Self::Errno(errno) => 0x0005_0000 | u32::from(errno.min(MOST_ERRNO)),
            Self::Notify => 0x7fc0_0000,
            Self::Trace(message) => 0x7ff0_0000 | u32::from(message),
            Self::Log => 0x7ffc_0000,
            Self::Allow => 0x7fff_0000,
        }
    }

    /// The stricter of two filters' decisions, by the kernel's order; of equal
    /// ones the first.
    pub fn stricter(self, other: Self) -> Self {
        if other.rank() < self.rank() { other } else { self }
    }

    fn rank(self) -> u8 {
        match self {
            Self::KillProcess => 0,
            Self::KillThread => 1,
            Self::Trap => 2,
            Self::Errno(_) => 3,
            Self::Notify => 4,
            Self::Trace(_) => 5,
            Self::Log => 6,
            Self::Allow => 7,
        }
    }

    /// The error number that the caller gets, when the filter gives one.
    pub fn errno(self) -> Option<u16> {
        match self {
            Self::Errno(errno) => Some(errno),
            _ => None,
        }
    }

    /// Word for output: `allow`, `errno`, `kill-process` …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::KillProcess => "kill-process",
            Self::KillThread => "kill-thread",
            Self::Trap => "trap",
            Self::Errno(_) => "errno",
            Self::Notify => "notify",
            Self::Trace(_) => "trace",
            Self::Log => "log",
            Self::Allow => "allow",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Programs take it for success.
            Self::Errno(0) => f.write_str("not made, returns 0"),
            Self::Errno(errno) => match errno_name(*errno) {
                Some(name) => write!(f, "{name}({errno})"),
                None => write!(f, "errno {errno}"),
            },
            other => f.write_str(other.as_str()),
        }
    }
}

/// The C library's name of an error number that filters use, `EPERM`.
pub fn errno_name(errno: u16) -> Option<&'static str> {
    ERRNOS.iter().find(|(number, _)| *number == errno).map(|(_, name)| *name)
}

/// The error number with this name.
pub(crate) fn errno_named(name: &str) -> Option<u16> {
    ERRNOS.iter().find(|(_, known)| *known == name).map(|(number, _)| *number)
}

/// `asm-generic/errno-base.h` and `errno.h`; Podman's profiles name them.
const ERRNOS: &[(u16, &str)] = &[
    (1, "EPERM"),
    (2, "ENOENT"),
    (3, "ESRCH"),
    (4, "EINTR"),
    (5, "EIO"),
    (6, "ENXIO"),
    (7, "E2BIG"),
    (8, "ENOEXEC"),
    (9, "EBADF"),
    (10, "ECHILD"),
    (11, "EAGAIN"),
    (12, "ENOMEM"),
    (13, "EACCES"),
    (14, "EFAULT"),
    (15, "ENOTBLK"),
    (16, "EBUSY"),
    (17, "EEXIST"),
    (18, "EXDEV"),
    (19, "ENODEV"),
    (20, "ENOTDIR"),
    (21, "EISDIR"),
    (22, "EINVAL"),
    (23, "ENFILE"),
    (24, "EMFILE"),
    (25, "ENOTTY"),
    (26, "ETXTBSY"),
    (27, "EFBIG"),
    (28, "ENOSPC"),
    (29, "ESPIPE"),
    (30, "EROFS"),
    (31, "EMLINK"),
    (32, "EPIPE"),
    (33, "EDOM"),
    (34, "ERANGE"),
    (35, "EDEADLK"),
    (36, "ENAMETOOLONG"),
    (37, "ENOLCK"),
    (38, "ENOSYS"),
    (61, "ENODATA"),
    (75, "EOVERFLOW"),
    (93, "EPROTONOSUPPORT"),
    (95, "EOPNOTSUPP"),
    (97, "EAFNOSUPPORT"),
    (99, "EADDRNOTAVAIL"),
    (104, "ECONNRESET"),
    (110, "ETIMEDOUT"),
    (111, "ECONNREFUSED"),
    (125, "ECANCELED"),
    (126, "ENOKEY"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn return_values_go_both_ways() {
        let all = [
            Action::KillProcess,
            Action::KillThread,
            Action::Trap,
            Action::Errno(38),
            Action::Notify,
            Action::Trace(7),
            Action::Log,
            Action::Allow,
        ];
        for action in all {
            assert_eq!(Action::from_return(action.return_value()), action);
        }
        for (stricter, milder) in all.iter().zip(&all[1..]) {
            assert_eq!(stricter.stricter(*milder), *stricter);
            assert_eq!(milder.stricter(*stricter), *stricter);
        }
        assert_eq!(Action::from_return(0x1234_0000), Action::KillProcess);
        assert_eq!(Action::from_return(0x0005_ffff), Action::Errno(4095));
        assert_eq!(Action::Errno(0).to_string(), "not made, returns 0");
        assert_eq!(Action::Errno(1).stricter(Action::Errno(2)), Action::Errno(1));
    }
}
