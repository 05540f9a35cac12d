//! `/proc/PID/net/if_inet6` and `ipv6_route`: 32 hexadecimal digits an address.

use std::net::Ipv6Addr;

use seaworthy_core::facts::Route;

/// `RTF_REJECT`, `RTF_ANYCAST` and `RTF_LOCAL` of `linux/ipv6_route.h`: refusals
/// and the kernel's own entries for addresses, which no program routes by.
const NO_WAY: u32 = 0x200 | 0x0010_0000 | 0x8000_0000;

/// Name of the interface and address with prefix length.
pub(crate) fn parse_addresses(text: &str) -> Vec<(String, String)> {
    let line = |line: &str| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let address = address(fields.first()?)?;
        let prefix = prefix(fields.get(2)?)?;
        Some(((*fields.get(5)?).to_owned(), format!("{address}/{prefix}")))
    };
    text.lines().filter_map(line).collect()
}

/// Routes that lead somewhere; those of multicast are every interface's.
pub(crate) fn parse_routes(text: &str) -> Vec<Route> {
    text.lines().filter_map(parse_route).collect()
}

fn parse_route(line: &str) -> Option<Route> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let destination = address(fields.first()?)?;
    let prefix = prefix(fields.get(1)?)?;
    let gateway = address(fields.get(4)?)?;
    let flags = u32::from_str_radix(fields.get(8)?, 16).ok()?;
    if flags & NO_WAY != 0 || destination.is_multicast() {
        return None;
    }
    Some(Route {
        destination: format!("{destination}/{prefix}"),
        gateway: if gateway.is_unspecified() { String::new() } else { gateway.to_string() },
        interface: (*fields.get(9)?).to_owned(),
    })
}

fn address(digits: &str) -> Option<Ipv6Addr> {
    let is_hexadecimal = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hexadecimal {
        return None;
    }
    u128::from_str_radix(digits, 16).ok().map(Ipv6Addr::from_bits)
}

fn prefix(digits: &str) -> Option<u8> {
    u8::from_str_radix(digits, 16).ok().filter(|prefix| *prefix <= 128)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: &str = "00000000000000000000000000000000";

    #[test]
    fn addresses() {
        let found = parse_addresses(
            "fd000000000000000000000000000002 04 40 00 82     eth0\n\
             00000000000000000000000000000001 01 80 10 80       lo\n\
             fd00 04 40 00 82 eth0\nfd000000000000000000000000000002 04 ff 00 82 eth0\n",
        );
        let expected = [("eth0", "fd00::2/64"), ("lo", "::1/128")];
        assert_eq!(found, expected.map(|(name, at)| (name.to_owned(), at.to_owned())));
    }

    #[test]
    fn ways_without_the_kernels_own_entries() {
        let line = |to: &str, bits: &str, by: &str, flags: &str| {
            format!("{to} {bits} {NONE} 00 {by} 00000400 00000002 00000000 {flags}     eth0\n")
        };
        let own = "fd000000000000000000000000000002";
        let routes = parse_routes(
            &[
                line("fd000000000000000000000000000000", "40", NONE, "00000001"),
                line(NONE, "00", "fd000000000000000000000000000001", "00000003"),
                line(own, "80", NONE, "80200001"),
                line("ff000000000000000000000000000000", "08", NONE, "00000001"),
                line(NONE, "00", NONE, "00200200"),
            ]
            .concat(),
        );
        let shown: Vec<(&str, &str)> = routes
            .iter()
            .map(|route| (route.destination.as_str(), route.gateway.as_str()))
            .collect();
        assert_eq!(shown, [("fd00::/64", ""), ("::/0", "fd00::1")]);
    }
}
