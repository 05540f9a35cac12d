//! Real engines, started and stopped.

pub(crate) mod authorization;
mod dockerd;
mod podman;
mod rootless;
mod tls;

pub use dockerd::{Dockerd, DockerdOptions};
pub use podman::Podman;
pub use rootless::Rootless;
pub(crate) use rootless::sweep_users;

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// Whether an engine answers on its socket.
pub(crate) fn answers(socket: &Path) -> bool {
    ping(socket).is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

/// The whole answer to `GET /_ping`.
pub(crate) fn ping(socket: &Path) -> Option<String> {
    let mut stream = UnixStream::connect(socket).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    stream.write_all(b"GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}
