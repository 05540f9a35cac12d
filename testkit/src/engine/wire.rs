//! Reading requests: as much HTTP/1.1 as clients of the Engine API speak.

use std::io::{self, BufRead, Read};

/// A hostile client must not fill the memory of the test.
const HEAD_LIMIT: u64 = 64 * 1024;
/// Bodies are thrown away; a larger one ends the connection.
const BODY_LIMIT: u64 = 1024 * 1024;

/// A request's first line and the one header that matters to us.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) method: String,
    pub(super) target: Target,
    pub(super) keep_alive: bool,
}

/// A request target taken apart.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) raw: String,
    /// Percent-decoded, without the version prefix.
    pub(super) path: String,
    /// `(1, 41)` of `/v1.41/…`.
    pub(super) version: Option<(u32, u32)>,
    query: Vec<(String, String)>,
}

impl Target {
    pub(super) fn parse(raw: &str) -> Self {
        let (path, query) = raw.split_once('?').unwrap_or((raw, ""));
        let (version, path) = version_prefix(path);
        let pair = |pair: &str| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        };
        let query = query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect();
        Self { raw: raw.to_owned(), path: decode(path), version, query }
    }

    pub(super) fn query(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// What the engine takes for true: everything but these.
    pub(super) fn truthy(&self, key: &str) -> bool {
        let value = self.query(key).unwrap_or_default().trim().to_ascii_lowercase();
        !["", "0", "no", "false", "none"].contains(&value.as_str())
    }
}

/// The next request; `None` when the client is done or talks no HTTP.
pub(super) fn read_head(reader: &mut impl BufRead) -> io::Result<Option<Head>> {
    let mut limited = reader.take(HEAD_LIMIT);
    let Some(first) = line(&mut limited)? else { return Ok(None) };
    let mut words = first.split_ascii_whitespace();
    let (Some(method), Some(target), Some(protocol)) = (words.next(), words.next(), words.next())
    else {
        return Ok(None);
    };
    let (method, target) = (method.to_owned(), Target::parse(target));
    let mut keep_alive = protocol == "HTTP/1.1";
    let mut length = 0_u64;
    loop {
        let Some(header) = line(&mut limited)? else { return Ok(None) };
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "connection" if value.trim().eq_ignore_ascii_case("close") => keep_alive = false,
            "content-length" => length = value.trim().parse().unwrap_or(u64::MAX),
            // Nothing that we answer needs a body: the rest of it cannot be told from
            // the next request, so this is the last one.
            "transfer-encoding" => keep_alive = false,
            _ => {}
        }
    }
    if length > BODY_LIMIT {
        return Ok(None);
    }
    io::copy(&mut limited.into_inner().take(length), &mut io::sink())?;
    Ok(Some(Head { method, target, keep_alive }))
}

fn line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    reader.read_until(b'\n', &mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn version_prefix(path: &str) -> (Option<(u32, u32)>, &str) {
    let parsed = path.strip_prefix("/v").and_then(|rest| {
        let (version, _) = rest.split_once('/')?;
        let (major, minor) = version.split_once('.')?;
        let number = (major.parse().ok()?, minor.parse().ok()?);
        Some((number, &rest[version.len()..]))
    });
    match parsed {
        Some((version, rest)) => (Some(version), rest),
        None => (None, path),
    }
}

fn decode(text: &str) -> String {
    let mut rest = text.as_bytes();
    let mut decoded = Vec::with_capacity(rest.len());
    while let Some((&byte, tail)) = rest.split_first() {
        match escaped(rest) {
            Some(value) => {
                decoded.push(value);
                rest = &rest[3..];
            }
            None => {
                decoded.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The byte that `%41` at the start stands for.
fn escaped(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_loses_prefix_and_query() {
        let target = Target::parse("/v1.41/images/a%3A1/json?all=1&x");
        assert_eq!(target.path, "/images/a:1/json");
        assert_eq!(target.version, Some((1, 41)));
        assert!(target.truthy("all"));
        assert!(!target.truthy("x"));
        assert_eq!(Target::parse("/volumes").version, None);
    }

    #[test]
    fn requests_follow_each_other_on_one_connection() {
        let mut bytes: &[u8] =
            b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nxyzGET /b HTTP/1.0\r\n\r\n";
        let first = read_head(&mut bytes).unwrap().unwrap();
        assert_eq!((first.target.path.as_str(), first.keep_alive), ("/a", true));
        let second = read_head(&mut bytes).unwrap().unwrap();
        assert_eq!((second.target.path.as_str(), second.keep_alive), ("/b", false));
        assert!(read_head(&mut bytes).unwrap().is_none());
    }

    #[test]
    fn an_endless_head_ends_the_connection() {
        let endless = io::repeat(b'a');
        assert!(read_head(&mut io::BufReader::new(endless)).unwrap().is_none());
    }

    #[test]
    fn broken_percent_signs_stay() {
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%2F"), "/");
    }
}
