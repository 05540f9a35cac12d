//! Asking the kernel by netlink(7), with limits in time and size.

use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::net::netlink::SocketAddrNetlink;
use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType};

const HEADER: usize = 16;
const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
const REQUEST: u16 = 1;
const DUMP: u16 = 0x300;
const TIMEOUT: Duration = Duration::from_millis(500);
/// A kernel has at most some thousand rules, a machine some ten thousand sockets.
const MOST_MESSAGES: usize = 200_000;

/// Which part of the kernel is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Protocol {
    /// sock_diag(7).
    SockDiag,
    /// Kernel audit.
    Audit,
    /// The packet filter.
    Netfilter,
}

/// A socket to the kernel.
#[derive(Debug)]
pub(crate) struct Netlink(OwnedFd);

impl Netlink {
    /// Opens a socket; nothing is sent yet.
    pub(crate) fn open(protocol: Protocol) -> Result<Self, Errno> {
        let protocol = match protocol {
            Protocol::SockDiag => rustix::net::netlink::SOCK_DIAG,
            Protocol::Audit => rustix::net::netlink::AUDIT,
            Protocol::Netfilter => rustix::net::netlink::NETFILTER,
        };
        let socket = rustix::net::socket_with(
            AddressFamily::NETLINK,
            SocketType::RAW,
            SocketFlags::CLOEXEC,
            Some(protocol),
        )?;
        set_socket_timeout(&socket, Timeout::Recv, Some(TIMEOUT))?;
        Ok(Self(socket))
    }

    /// One answer of the asked kind.
    pub(crate) fn ask(&self, kind: u16) -> Result<Vec<u8>, Errno> {
        self.send(kind, REQUEST, &[])?;
        self.collect(kind, 1)?.pop().ok_or(Errno::TIMEDOUT)
    }

    /// All answers of the asked kind.
    pub(crate) fn dump(&self, kind: u16, body: &[u8]) -> Result<Vec<Vec<u8>>, Errno> {
        self.dump_as(kind, kind, body)
    }

    /// As [`Netlink::dump`], where answers are of another kind than the request.
    pub(crate) fn dump_as(
        &self,
        kind: u16,
        answer: u16,
        body: &[u8],
    ) -> Result<Vec<Vec<u8>>, Errno> {
        self.send(kind, REQUEST | DUMP, body)?;
        self.collect(answer, MOST_MESSAGES)
    }

    fn send(&self, kind: u16, flags: u16, body: &[u8]) -> Result<(), Errno> {
        let mut message = Vec::with_capacity(HEADER + body.len());
        let length = u32::try_from(HEADER + body.len()).map_err(|_| Errno::MSGSIZE)?;
        message.extend(length.to_ne_bytes());
        message.extend(kind.to_ne_bytes());
        message.extend(flags.to_ne_bytes());
        message.extend([0; 8]);
        message.extend(body);
        let kernel = SocketAddrNetlink::new(0, 0);
        rustix::net::sendto(&self.0, &message, SendFlags::empty(), &kernel).map(drop)
    }

    /// Messages until there are `most`, or the kernel says that it is done.
    fn collect(&self, kind: u16, most: usize) -> Result<Vec<Vec<u8>>, Errno> {
        let mut found = Vec::new();
        let mut buffer = vec![0; 64 << 10];
        let end = Instant::now() + TIMEOUT;
        while found.len() < most {
            let (length, _) = rustix::net::recv(&self.0, &mut buffer[..], RecvFlags::empty())?;
            for (got, body) in messages(&buffer[..length.min(buffer.len())]) {
                match got {
                    NLMSG_DONE => return Ok(found),
                    NLMSG_ERROR => match error_code(body) {
                        0 => {}
                        code => return Err(Errno::from_raw_os_error(code)),
                    },
                    got if got == kind => found.push(body.to_vec()),
                    _ => {}
                }
            }
            if Instant::now() > end {
                return Err(Errno::TIMEDOUT);
            }
        }
        Ok(found)
    }
}

fn error_code(body: &[u8]) -> i32 {
    let bytes = body.get(..4).and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, i32::from_ne_bytes).saturating_neg()
}

/// Messages of one datagram: kind and body.
pub(crate) fn messages(datagram: &[u8]) -> Vec<(u16, &[u8])> {
    let mut found = Vec::new();
    let mut rest = datagram;
    while let Some((length, kind)) = header(rest) {
        let Some(body) = rest.get(HEADER..length) else { break };
        found.push((kind, body));
        rest = rest.get(length.next_multiple_of(4)..).unwrap_or_default();
    }
    found
}

fn header(bytes: &[u8]) -> Option<(usize, u16)> {
    let length = u32::from_ne_bytes(bytes.get(..4)?.try_into().ok()?);
    let kind = u16::from_ne_bytes(bytes.get(4..6)?.try_into().ok()?);
    // The audit part of the kernel leaves its header out of the length of some answers.
    Some((usize::try_from(length).ok()?, kind))
}

/// Attributes behind the fixed part of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attributes<'a>(&'a [u8]);

impl<'a> Attributes<'a> {
    /// Reads from the first attribute on.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let length = u16::from_ne_bytes(self.0.get(..2)?.try_into().ok()?);
        let kind = u16::from_ne_bytes(self.0.get(2..4)?.try_into().ok()?);
        let length = usize::from(length);
        let value = self.0.get(4..length)?;
        self.0 = self.0.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((kind, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_that_lie_end_the_reading() {
        let mut datagram = 20_u32.to_ne_bytes().to_vec();
        datagram.extend(7_u16.to_ne_bytes());
        datagram.extend([0; 14]);
        assert_eq!(messages(&datagram), [(7, &[0_u8; 4][..])]);
        for lie in [0_u32, 3, 15, 99, u32::MAX] {
            datagram[..4].copy_from_slice(&lie.to_ne_bytes());
            assert!(messages(&datagram).is_empty(), "{lie}");
        }
        assert_eq!(Attributes::new(&[0, 0, 1, 0, 5]).count(), 0);
        assert_eq!(Attributes::new(&[255, 255, 1, 0, 5]).count(), 0);
    }
}
