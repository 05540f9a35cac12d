//! The few calls of ptrace(2) that no safe interface offers.
//!
//! A traced thread stands still, so it is held by a value whose end lets it go,
//! and the thread that traces ends right after: the kernel frees what an ended
//! tracer held, whatever went wrong before.

#![allow(unsafe_code, reason = "ptrace is a call that only C declares")]

use std::ptr::null_mut;
use std::time::{Duration, Instant};

use rustix::process::{Pid, WaitOptions, waitpid};

/// How long a thread may take to stop: one that sleeps in the kernel for good, or
/// in a frozen cgroup, never does.
const TIME: Duration = Duration::from_millis(200);
const PAUSE: Duration = Duration::from_micros(50);
/// The kernel takes this many instructions, `BPF_MAXINSNS`.
const MOST_INSTRUCTIONS: usize = 4096;
/// `PTRACE_SECCOMP_GET_FILTER` of `linux/ptrace.h`.
const SECCOMP_GET_FILTER: libc::c_uint = 0x420c;
/// Bytes of `struct sock_filter`.
const INSTRUCTION: usize = 8;
/// `PTRACE_EVENT_STOP`: the stop was asked for and holds no signal back.
const EVENT_STOP: i32 = 128;

/// A thread that stands still.
#[derive(Debug)]
pub(super) struct Stopped {
    pid: Pid,
    /// Signal that arrived with the stop, to be handed on.
    signal: i32,
}

/// Why a thread could not be asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fault {
    /// An error of the kernel.
    Errno(i32),
    /// It did not stop in time.
    Timeout,
    /// It ended.
    Ended,
}

impl Stopped {
    /// Stops a thread.
    pub(super) fn of(pid: Pid) -> Result<Self, Fault> {
        call(libc::PTRACE_SEIZE, pid, 0)?;
        // From here on the end of this thread frees it.
        call(libc::PTRACE_INTERRUPT, pid, 0)?;
        let end = Instant::now() + TIME;
        loop {
            match waitpid(Some(pid), WaitOptions::NOHANG) {
                Ok(Some((_, status))) => {
                    let Some(signal) = status.stopping_signal() else { return Err(Fault::Ended) };
                    let asked_for = status.as_raw() >> 16 == EVENT_STOP;
                    return Ok(Self { pid, signal: if asked_for { 0 } else { signal } });
                }
                Ok(None) if Instant::now() < end => std::thread::sleep(PAUSE),
                Ok(None) => return Err(Fault::Timeout),
                Err(errno) => return Err(Fault::Errno(errno.raw_os_error())),
            }
        }
    }

    /// The seccomp filter of a number, in bytes as the kernel holds it.
    pub(super) fn filter(&self, number: usize) -> Result<Vec<u8>, Fault> {
        let mut program = vec![[0_u8; INSTRUCTION]; MOST_INSTRUCTIONS];
        // SAFETY: the kernel writes at most BPF_MAXINSNS instructions of eight
        // bytes, for which there is room; the thread is stopped and ours.
        let length = unsafe {
            libc::ptrace(
                SECCOMP_GET_FILTER,
                self.pid.as_raw_nonzero().get(),
                number,
                program.as_mut_ptr(),
            )
        };
        let length = usize::try_from(length).map_err(|_| last_error())?;
        program.truncate(length);
        Ok(program.concat())
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        let signal = usize::try_from(self.signal).unwrap_or_default();
        // When it was killed meanwhile there is nothing left to free.
        let _ = call(libc::PTRACE_DETACH, self.pid, signal);
    }
}

/// A request that moves no memory.
fn call(request: libc::c_uint, pid: Pid, data: usize) -> Result<(), Fault> {
    // SAFETY: none of these requests reads or writes memory of this process.
    let answer = unsafe {
        libc::ptrace(request, pid.as_raw_nonzero().get(), null_mut::<libc::c_void>(), data)
    };
    if answer < 0 { Err(last_error()) } else { Ok(()) }
}

fn last_error() -> Fault {
    Fault::Errno(std::io::Error::last_os_error().raw_os_error().unwrap_or_default())
}
