//! `/proc/PID/net/{tcp,tcp6,udp,udp6}`, proc_net_tcp(5): addresses are
//! hexadecimal words in the byte order of the machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const LISTEN: &str = "0A";

/// `TCP_CLOSE`, which a UDP socket without a partner is in.
const UNCONNECTED: &str = "07";

/// Listening TCP sockets: address and inode.
pub(crate) fn parse(text: &str) -> Vec<(SocketAddr, u64)> {
    text.lines().filter_map(|line| parse_line(line, LISTEN)).collect()
}

/// UDP sockets that take datagrams from anybody: address and inode.
pub(crate) fn parse_udp(text: &str) -> Vec<(SocketAddr, u64)> {
    text.lines().filter_map(|line| parse_line(line, UNCONNECTED)).collect()
}

fn parse_line(line: &str, state: &str) -> Option<(SocketAddr, u64)> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    if *fields.get(3)? != state {
        return None;
    }
    Some((address(fields.get(1)?)?, fields.get(9)?.parse().ok()?))
}

fn address(field: &str) -> Option<SocketAddr> {
    let (address, port) = field.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let mut bytes = Vec::new();
    for at in (0..address.len()).step_by(8) {
        let word = u32::from_str_radix(address.get(at..at + 8)?, 16).ok()?;
        bytes.extend(word.to_ne_bytes());
    }
    let address = match bytes.len() {
        4 => IpAddr::from(<[u8; 4]>::try_from(bytes).ok().map(Ipv4Addr::from)?),
        16 => IpAddr::from(<[u8; 16]>::try_from(bytes).ok().map(Ipv6Addr::from)?),
        _ => return None,
    };
    Some(SocketAddr::new(address, port))
}

#[cfg(all(test, target_endian = "little"))]
mod tests {
    use super::*;

    #[test]
    fn only_listening_sockets_of_both_families() {
        let head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
        let rest = "00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0";
        let text = format!(
            "{head}   0: 0100007F:0947 00000000:0000 0A {rest}\n   1: 0100007F:0947 0100007F:1111 01 {rest}\n\
             2: 00000000000000000000000000000000:0948 00000000000000000000000000000000:0000 0A {rest}\n 3: 01:02 x 0A {rest}\n"
        );
        let found: Vec<_> =
            parse(&text).into_iter().map(|(address, inode)| (address.to_string(), inode)).collect();
        let udp = text.replace(" 01 ", " 07 ");
        assert_eq!(parse_udp(&udp).len(), 1);
        assert_eq!(found, [("127.0.0.1:2375".to_owned(), 4242), ("[::]:2376".to_owned(), 4242)]);
    }
}
