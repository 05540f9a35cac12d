//! The first lines of the kernel's log, by which a kernel that is none says who
//! it is. Reading them changes nothing; the call is made only by a process
//! without a seccomp filter, since one might kill for it.

#![allow(unsafe_code, reason = "syslog(2) is a call that only C declares")]

use seaworthy_core::facts::{Observed, Reason};

/// `SYSLOG_ACTION_READ_ALL` and `SYSLOG_ACTION_SIZE_BUFFER` of syslog(2).
const READ_ALL: libc::c_int = 3;
const SIZE_BUFFER: libc::c_int = 10;
/// A kernel may keep more; then what is read are its last lines.
const MOST_BYTES: usize = 1 << 20;
const MOST_LINES: usize = 6;
const MOST_LETTERS: usize = 160;

pub(super) fn first_lines(seccomp_mode: &Observed<u8>) -> Observed<String> {
    if seccomp_mode.value() != Some(&0) {
        return Observed::default();
    }
    // SAFETY: without a buffer the kernel only answers with a number.
    let size = unsafe { libc::klogctl(SIZE_BUFFER, std::ptr::null_mut(), 0) };
    let Ok(size) = usize::try_from(size) else { return refusal() };
    let mut bytes = vec![0_u8; size.min(MOST_BYTES)];
    let room = libc::c_int::try_from(bytes.len()).unwrap_or_default();
    // SAFETY: the kernel writes at most `room` bytes into a buffer of that size.
    let length = unsafe { libc::klogctl(READ_ALL, bytes.as_mut_ptr().cast(), room) };
    let Ok(length) = usize::try_from(length) else { return refusal() };
    bytes.truncate(length);
    Observed::known(excerpt(&String::from_utf8_lossy(&bytes)), "syslog(2)")
}

fn refusal() -> Observed<String> {
    match std::io::Error::last_os_error().raw_os_error() {
        Some(libc::ENOSYS) => Observed::Absent,
        _ => Observed::Unreadable(Reason::Permission),
    }
}

/// A few lines without their stamps; the command line may hold secrets.
pub(crate) fn excerpt(log: &str) -> String {
    let lines = log.lines().filter(|line| !line.to_ascii_lowercase().contains("command line"));
    let text = |line: &str| {
        let line = line.split_once("] ").map_or(line, |(_, text)| text);
        line.chars().filter(|letter| !letter.is_control()).take(MOST_LETTERS).collect::<String>()
    };
    lines.map(text).take(MOST_LINES).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_secrets_and_the_rest_are_left_out() {
        let log = "<5>[    0.000000] Starting gVisor...\n<6>[    0.1] Command line: token=hunter2\n\
                   <6>[    0.2] Checking naughty\u{1b} and nice process list...\n"
            .to_owned() + &"<6>[ 1] more\n".repeat(99);
        let text = excerpt(&log);
        assert!(text.starts_with("Starting gVisor...\nChecking naughty and nice"));
        assert!(!text.contains("hunter2"));
        assert_eq!(text.lines().count(), MOST_LINES);
    }

    #[test]
    fn under_a_filter_the_call_is_not_made() {
        assert_eq!(first_lines(&Observed::known(2, "t")), Observed::default());
        assert_eq!(first_lines(&Observed::default()), Observed::default());
    }
}
