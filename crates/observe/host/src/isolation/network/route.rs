//! `/proc/PID/net/route`: the IPv4 routes of the main table, words in the byte
//! order of the machine.

use std::net::Ipv4Addr;

use seaworthy_core::facts::Route;

/// `RTF_REJECT` of `linux/route.h`: a refusal, not a way.
const REJECT: u32 = 0x200;

/// One route.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Ipv4Route {
    pub(crate) interface: String,
    pub(crate) destination: Ipv4Addr,
    pub(crate) prefix: u32,
    pub(crate) gateway: Ipv4Addr,
}

impl Ipv4Route {
    /// Whether the link itself is this network.
    pub(crate) fn is_link(&self) -> bool {
        self.gateway.is_unspecified() && self.prefix > 0
    }

    /// Whether an address is in the destination.
    pub(crate) fn holds(&self, address: Ipv4Addr) -> bool {
        within(address, self.destination, self.prefix)
    }

    pub(crate) fn into_route(self) -> Route {
        let gateway = match self.gateway.is_unspecified() {
            true => String::new(),
            false => self.gateway.to_string(),
        };
        Route {
            destination: format!("{}/{}", self.destination, self.prefix),
            gateway,
            interface: self.interface,
        }
    }
}

/// Whether the first `prefix` bits are the same.
pub(super) fn within(address: Ipv4Addr, network: Ipv4Addr, prefix: u32) -> bool {
    let mask = u32::MAX.checked_shl(32_u32.saturating_sub(prefix)).unwrap_or(0);
    (address.to_bits() ^ network.to_bits()) & mask == 0
}

pub(crate) fn parse(text: &str) -> Vec<Ipv4Route> {
    text.lines().skip(1).filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<Ipv4Route> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let word = |at: usize| u32::from_str_radix(fields.get(at)?, 16).ok();
    let address = |at: usize| word(at).map(|word| Ipv4Addr::from(word.to_ne_bytes()));
    if word(3)? & REJECT != 0 {
        return None;
    }
    Some(Ipv4Route {
        interface: (*fields.first()?).to_owned(),
        destination: address(1)?,
        prefix: word(7)?.count_ones(),
        gateway: address(2)?,
    })
}

#[cfg(test)]
#[cfg(target_endian = "little")]
mod tests {
    use super::*;

    #[test]
    fn a_default_route_a_network_and_a_refusal() {
        let routes = parse(
            "Iface Destination Gateway Flags RefCnt Use Metric Mask\n\
             eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\n\
             eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\n\
             *\t0000000A\t00000000\t0200\t0\t0\t0\t000000FF\nbroken 1\n",
        );
        assert_eq!(routes.len(), 2);
        assert_eq!(routes[0].gateway, Ipv4Addr::new(192, 0, 2, 1));
        assert!(!routes[0].is_link() && routes[1].is_link());
        assert!(routes[1].holds(Ipv4Addr::new(192, 0, 2, 200)));
        assert!(!routes[1].holds(Ipv4Addr::new(192, 0, 3, 200)));
        assert!(routes[0].holds(Ipv4Addr::BROADCAST));
    }
}
