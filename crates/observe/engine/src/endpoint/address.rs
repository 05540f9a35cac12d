//! Addresses as the docker CLI writes them.

use std::fmt;
use std::path::PathBuf;

use super::EndpointError;

const PLAIN_PORT: u16 = 2375;
const TLS_PORT: u16 = 2376;

/// Where an engine listens.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Address {
    /// A unix socket.
    Unix(PathBuf),
    /// A TCP port.
    Tcp {
        /// Name or address, IPv6 without brackets.
        host: String,
        /// Port.
        port: u16,
        /// Path before every API path, empty or `/prefix`.
        base: String,
    },
}

/// An address, and whether its scheme alone demands TLS.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Parsed {
    pub(super) address: Address,
    pub(super) https: bool,
}

/// Reads `unix://`, `tcp://`, `http://`, `https://`, an absolute path, or the
/// docker CLI's bare `host:port`. TLS decides TCP's default port, as it does there.
pub(super) fn parse(text: &str, tls: bool) -> Result<Parsed, EndpointError> {
    let text = text.trim();
    if text.starts_with('/') {
        return Ok(Parsed { address: Address::Unix(PathBuf::from(text)), https: false });
    }
    let (scheme, rest) = text.split_once("://").unwrap_or(("tcp", text));
    match scheme {
        "unix" if rest.starts_with('/') => {
            Ok(Parsed { address: Address::Unix(PathBuf::from(rest)), https: false })
        }
        "unix" => Err(malformed(text, "the path of a unix socket is absolute")),
        "tcp" | "http" | "https" => {
            let https = scheme == "https";
            Ok(Parsed { address: tcp(text, rest, tls || https)?, https })
        }
        other => {
            Err(EndpointError::Scheme { address: without_user(text), scheme: other.to_owned() })
        }
    }
}

fn tcp(text: &str, rest: &str, tls: bool) -> Result<Address, EndpointError> {
    let (authority, base) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, ""),
    };
    if authority.contains('@') {
        return Err(malformed(text, "an engine knows no user names"));
    }
    let (host, port) = split_port(authority).ok_or_else(|| malformed(text, "no host and port"))?;
    let port = match port {
        "" if tls => TLS_PORT,
        "" => PLAIN_PORT,
        digits => digits.parse().map_err(|_| malformed(text, "the port is no number"))?,
    };
    let host = if host.is_empty() { "localhost" } else { host };
    if !host.bytes().all(is_host_byte) || !base.bytes().all(is_base_byte) {
        return Err(malformed(text, "it has characters that no address has"));
    }
    let base = base.trim_end_matches('/').to_owned();
    Ok(Address::Tcp { host: host.to_owned(), port, base })
}

fn split_port(authority: &str) -> Option<(&str, &str)> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, after) = rest.split_once(']')?;
        return match after {
            "" => Some((host, "")),
            _ => Some((host, after.strip_prefix(':')?)),
        };
    }
    match authority.split_once(':') {
        Some((_, port)) if port.contains(':') => None,
        Some(parts) => Some(parts),
        None => Some((authority, "")),
    }
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'%')
}

fn is_base_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~')
}

fn malformed(text: &str, reason: &'static str) -> EndpointError {
    EndpointError::Address { address: without_user(text), reason }
}

/// The text without what may be a password.
fn without_user(text: &str) -> String {
    match (text.split_once("://"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        (None, Some((_, host))) => format!("…@{host}"),
        (_, None) => text.to_owned(),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{}", path.display()),
            Self::Tcp { host, port, base } if host.contains(':') => {
                write!(f, "tcp://[{host}]:{port}{base}")
            }
            Self::Tcp { host, port, base } => write!(f, "tcp://{host}:{port}{base}"),
        }
    }
}
