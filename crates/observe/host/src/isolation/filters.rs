//! Seccomp filters as the kernel holds them.

use rustix::process::Pid;
use seaworthy_core::facts::{BpfProgram, Observed, Problem, Reason};

use super::ptrace::{Fault, Stopped};

/// More filters than fit the kernel's limit of instructions together.
const MOST_FILTERS: usize = 1024;

/// Filters of the main thread, the newest first. The process stands still while
/// they are copied.
pub(super) fn dump(pid: u32, problems: &mut Vec<Problem>) -> Observed<Vec<BpfProgram>> {
    // A thread of its own: when it ends, the kernel frees what it stopped.
    let ask = move || ask(i32::try_from(pid).ok().and_then(Pid::from_raw));
    let asked = std::thread::Builder::new().name("filters".to_owned()).spawn(ask);
    match asked
        .map_err(|_| Fault::Timeout)
        .and_then(|asked| asked.join().unwrap_or(Err(Fault::Ended)))
    {
        Ok(programs) => Observed::known(programs, "PTRACE_SECCOMP_GET_FILTER"),
        Err(fault) => {
            let (reason, message, hint) = meaning(fault);
            let source = format!("seccomp filters of process {pid}");
            problems.push(Problem::new(source, message).hint(hint));
            Observed::Unreadable(reason)
        }
    }
}

fn ask(pid: Option<Pid>) -> Result<Vec<BpfProgram>, Fault> {
    let stopped = Stopped::of(pid.ok_or(Fault::Ended)?)?;
    let mut programs = Vec::new();
    while programs.len() < MOST_FILTERS {
        match stopped.filter(programs.len()) {
            Ok(program) => programs.push(BpfProgram(hexadecimal(&program))),
            // There is no filter of this number.
            Err(Fault::Errno(libc::ENOENT)) => break,
            Err(fault) => return Err(fault),
        }
    }
    // Number 0 is the one that was installed first.
    programs.reverse();
    Ok(programs)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Why, for the facts, and what a person can do.
fn meaning(fault: Fault) -> (Reason, String, &'static str) {
    let errno = match fault {
        Fault::Timeout => {
            let message = "the process did not stop in time".to_owned();
            return (Reason::Timeout, message, "it is paused, or waits inside the kernel");
        }
        Fault::Ended => {
            return (Reason::NotStarted, "the process ended".to_owned(), "ask again");
        }
        Fault::Errno(errno) => errno,
    };
    let message = std::io::Error::from_raw_os_error(errno).to_string();
    match errno {
        libc::ESRCH => (Reason::NotStarted, message, "the process ended meanwhile"),
        libc::EPERM => (
            Reason::Permission,
            message,
            "run as root with CAP_SYS_PTRACE; a process that is traced already, or \
             kernel.yama.ptrace_scope=3, allows nobody",
        ),
        libc::EACCES => (
            Reason::Permission,
            message,
            "run as root with CAP_SYS_ADMIN, and not under a seccomp filter of your own",
        ),
        libc::EMEDIUMTYPE => (
            Reason::NotCollected,
            message,
            "this filter is no classic BPF program, so the kernel cannot show it",
        ),
        libc::EINVAL | libc::EIO => (
            Reason::NotCollected,
            message,
            "the kernel is built without CONFIG_CHECKPOINT_RESTORE and keeps no programs",
        ),
        _ => (Reason::Malformed, message, "an error that ptrace(2) does not name"),
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Child, Command};

    use super::*;

    /// A child that waits; its end is not left to chance.
    struct Waiting(Child);

    impl Waiting {
        fn new() -> Self {
            Self(Command::new("sleep").arg("60").spawn().unwrap())
        }

        fn wait_for(&self, state: &str) {
            let end = std::time::Instant::now() + std::time::Duration::from_secs(5);
            while self.state() != state && std::time::Instant::now() < end {
                std::thread::yield_now();
            }
        }

        fn state(&self) -> String {
            let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
            stat.rsplit_once(')').unwrap().1.trim().chars().take(1).collect()
        }
    }

    impl Drop for Waiting {
        fn drop(&mut self) {
            self.0.kill().unwrap();
            self.0.wait().unwrap();
        }
    }

    #[test]
    fn a_process_is_let_go_whatever_the_answer() {
        let child = Waiting::new();
        let mut problems = Vec::new();
        for _ in 0..3 {
            let found = dump(child.0.id(), &mut problems);
            assert!(!found.is_known(), "it has no filter: {found:?}");
            let status = std::fs::read_to_string(format!("/proc/{}/status", child.0.id())).unwrap();
            assert!(status.contains("TracerPid:\t0\n"), "{status}");
            assert!(!["T", "t"].contains(&child.state().as_str()));
        }
        assert_eq!(problems.len(), 3);
    }

    #[test]
    fn a_stopped_process_stays_stopped() {
        let child = Waiting::new();
        let pid = Pid::from_raw(i32::try_from(child.0.id()).unwrap()).unwrap();
        rustix::process::kill_process(pid, rustix::process::Signal::STOP).unwrap();
        child.wait_for("T");
        dump(child.0.id(), &mut Vec::new());
        // It wakes to stop again.
        child.wait_for("T");
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert_eq!(child.state(), "T");
    }

    #[test]
    fn a_process_that_is_gone() {
        let found = dump(u32::MAX >> 1, &mut Vec::new());
        assert_eq!(found, Observed::Unreadable(Reason::NotStarted));
    }

    #[test]
    fn every_error_says_what_would_be_needed() {
        for (errno, reason, word) in [
            (libc::EPERM, Reason::Permission, "CAP_SYS_PTRACE"),
            (libc::EACCES, Reason::Permission, "CAP_SYS_ADMIN"),
            (libc::EINVAL, Reason::NotCollected, "CONFIG_CHECKPOINT_RESTORE"),
            (libc::EMEDIUMTYPE, Reason::NotCollected, "classic BPF"),
        ] {
            let (found, _, hint) = meaning(Fault::Errno(errno));
            assert_eq!(found, reason);
            assert!(hint.contains(word), "{hint}");
        }
    }
}
