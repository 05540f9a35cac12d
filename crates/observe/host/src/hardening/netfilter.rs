//! Rules of the chain `DOCKER-USER`, asked of nftables by netlink.
//!
//! `iptables` of every current distribution writes nftables; the rules of the
//! older tables are not seen, so a missing chain says nothing by itself. The
//! kernel is asked only when it has nftables already: asking would load it.

use rustix::io::Errno;
use seaworthy_core::facts::{FirewallRule, KernelFacts, Observed, Reason};

use super::firewall::CHAIN;
use crate::daemon::parse_namespace;
use crate::netlink::{Attributes, Netlink, Protocol};
use crate::root::Root;

/// `NFNL_SUBSYS_NFTABLES`, in the upper byte of a message's kind.
const NFTABLES: u16 = 10 << 8;
const NEW_CHAIN: u16 = NFTABLES | 3;
const GET_CHAIN: u16 = NFTABLES | 4;
const NEW_RULE: u16 = NFTABLES | 6;
const GET_RULE: u16 = NFTABLES | 7;
/// `struct nfgenmsg`: all families, version 0.
const HEAD: [u8; 4] = [0; 4];
/// Bits of an attribute's kind that are not its number.
const KIND: u16 = 0x3fff;

const CHAIN_NAME: u16 = 3;
const RULE_CHAIN: u16 = 2;
const RULE_EXPRESSIONS: u16 = 4;
const EXPRESSION_NAME: u16 = 1;
const EXPRESSION_DATA: u16 = 2;
const IMMEDIATE_DATA: u16 = 2;
const DATA_VERDICT: u16 = 2;
const VERDICT_CODE: u16 = 1;
const ACCEPT: i32 = 1;
const RETURN: i32 = -5;

/// Absent when nftables has no such chain.
pub(super) fn docker_user_rules(root: &Root, kernel: &KernelFacts) -> Observed<Vec<FirewallRule>> {
    if !root.is_live() {
        return Observed::Unreadable(Reason::NotStarted);
    }
    match has_nftables(root, kernel) {
        Some(true) => {}
        Some(false) => return Observed::Absent,
        None => return Observed::default(),
    }
    if !in_own_network(root) {
        return Observed::default();
    }
    match ask() {
        Ok(Some(rules)) => Observed::known(rules, "netlink NFT_MSG_GETRULE"),
        Ok(None) => Observed::Absent,
        Err(Errno::PERM | Errno::ACCESS) => Observed::Unreadable(Reason::Permission),
        Err(Errno::AGAIN | Errno::TIMEDOUT) => Observed::Unreadable(Reason::Timeout),
        Err(_) => Observed::default(),
    }
}

/// Whether nftables is part of the running kernel now. A built-in one leaves no
/// trace below `/sys/module`, so the configuration must say that it is none.
fn has_nftables(root: &Root, kernel: &KernelFacts) -> Option<bool> {
    if root.stat("/sys/module/nf_tables").is_known() {
        return Some(true);
    }
    let config = kernel.config.value()?;
    let value = config.options.get("CONFIG_NF_TABLES").map(String::as_str);
    Some(value == Some("y"))
}

/// Netlink answers for the observer's network, which may not be the machine's.
fn in_own_network(root: &Root) -> bool {
    let first = root.target("/proc/1/ns/net").value().and_then(|link| parse_namespace(link));
    let own = std::fs::read_link("/proc/self/ns/net").ok();
    let own = own.and_then(|link| parse_namespace(&link.to_string_lossy()));
    first.is_some() && first == own
}

fn ask() -> Result<Option<Vec<FirewallRule>>, Errno> {
    let netlink = Netlink::open(Protocol::Netfilter)?;
    let chains = netlink.dump_as(GET_CHAIN, NEW_CHAIN, &HEAD)?;
    if !chains.iter().any(|chain| text_of(chain, CHAIN_NAME) == Some(CHAIN)) {
        return Ok(None);
    }
    let rules = netlink.dump_as(GET_RULE, NEW_RULE, &HEAD)?;
    Ok(Some(rules.iter().filter_map(|rule| parse_rule(rule)).collect()))
}

/// One rule, when it is of the chain.
pub(crate) fn parse_rule(message: &[u8]) -> Option<FirewallRule> {
    if text_of(message, RULE_CHAIN)? != CHAIN {
        return None;
    }
    let family = match message.first()? {
        1 => "inet",
        2 => "ip",
        10 => "ip6",
        7 => "bridge",
        _ => "other",
    };
    let expressions = attribute(message.get(HEAD.len()..)?, RULE_EXPRESSIONS).unwrap_or_default();
    let restricts = Attributes::new(expressions).any(|(_, expression)| restricts(expression));
    Some(FirewallRule { family: family.to_owned(), restricts })
}

/// Whether an expression does something else with a packet than to let it on.
fn restricts(expression: &[u8]) -> bool {
    let name = attribute(expression, EXPRESSION_NAME).map(trimmed);
    match name {
        Some(b"reject" | b"target" | b"queue") => true,
        Some(b"immediate") => {
            let code = attribute(expression, EXPRESSION_DATA)
                .and_then(|data| attribute(data, IMMEDIATE_DATA))
                .and_then(|data| attribute(data, DATA_VERDICT))
                .and_then(|verdict| attribute(verdict, VERDICT_CODE))
                .and_then(|code| code.try_into().ok())
                .map(i32::from_be_bytes);
            code.is_some_and(|code| code != ACCEPT && code != RETURN)
        }
        _ => false,
    }
}

fn attribute(bytes: &[u8], kind: u16) -> Option<&[u8]> {
    Attributes::new(bytes).find(|(got, _)| got & KIND == kind).map(|(_, value)| value)
}

fn text_of(message: &[u8], kind: u16) -> Option<&str> {
    let value = attribute(message.get(HEAD.len()..)?, kind)?;
    std::str::from_utf8(trimmed(value)).ok()
}

fn trimmed(text: &[u8]) -> &[u8] {
    text.strip_suffix(&[0]).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(kind: u16, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(4 + value.len()).unwrap();
        let mut bytes = length.to_ne_bytes().to_vec();
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(value);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    fn rule(chain: &str, name: &str, verdict: i32) -> Vec<u8> {
        let code = with(VERDICT_CODE, &verdict.to_be_bytes());
        let data = with(0x8000 | IMMEDIATE_DATA, &with(DATA_VERDICT, &code));
        let expression =
            [with(EXPRESSION_NAME, name.as_bytes()), with(EXPRESSION_DATA, &data)].concat();
        let mut message = vec![2, 0, 0, 0];
        message.extend(with(1, b"filter\0"));
        message.extend(with(RULE_CHAIN, format!("{chain}\0").as_bytes()));
        message.extend(with(RULE_EXPRESSIONS, &with(1, &expression)));
        message
    }

    #[test]
    fn only_what_stops_a_packet_restricts() {
        for (name, verdict, wanted) in [
            ("immediate\0", 0, true),
            ("immediate\0", RETURN, false),
            ("immediate\0", ACCEPT, false),
            ("immediate\0", -3, true),
            ("counter\0", 0, false),
            ("reject\0", 0, true),
        ] {
            let found = parse_rule(&rule(CHAIN, name, verdict)).unwrap();
            assert_eq!(
                (found.family.as_str(), found.restricts),
                ("ip", wanted),
                "{name} {verdict}"
            );
        }
        assert_eq!(parse_rule(&rule("DOCKER", "immediate\0", 0)), None);
    }
}
