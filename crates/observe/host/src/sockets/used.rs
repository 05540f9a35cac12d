//! How many sockets a network namespace has, `/proc/PID/net/sockstat` and
//! `sockstat6`.
//!
//! To list the TCP sockets of one namespace the kernel searches those of all,
//! which takes milliseconds; to count them it does not.

use seaworthy_core::facts::Observed;

use crate::root::Root;

/// A dozen lines.
const LIMIT: u64 = 64 << 10;

/// Sockets in use by protocol.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Used(Vec<(String, u64)>);

impl Used {
    /// Those of the namespace of the process in `folder`.
    pub(crate) fn read(root: &Root, folder: &str) -> Self {
        let text = |name| root.text(&format!("{folder}/net/{name}"), LIMIT);
        let texts = ["sockstat", "sockstat6"].map(text);
        Self(
            texts.iter().filter_map(Observed::value).flat_map(|text| Self::parse(text).0).collect(),
        )
    }

    /// `TCP: inuse 6 orphan 0 …`, `TCP6: inuse 2`.
    pub(crate) fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (protocol, rest) = line.split_once(": inuse ")?;
            let number = rest.split_whitespace().next()?.parse().ok()?;
            Some((protocol.to_ascii_lowercase(), number))
        };
        Self(text.lines().filter_map(line).collect())
    }

    /// Whether it is known that nobody has one.
    pub(crate) fn has_none(&self, protocol: &str) -> bool {
        self.0.iter().any(|(known, number)| known == protocol && *number == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_count_of_zero_is_none() {
        let used =
            Used::parse("sockets: used 9\nTCP: inuse 0 orphan 0\nTCP6: inuse 2\nUDP: inuse\n");
        assert!(used.has_none("tcp") && !used.has_none("tcp6") && !used.has_none("udp"));
    }
}
