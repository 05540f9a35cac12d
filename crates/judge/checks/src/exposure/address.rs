//! Addresses and registry names, as engines and configuration files spell them.

/// Host and port of a registry, mirror address or image prefix.
pub(crate) fn host(name: &str) -> &str {
    let bare = name.split_once("://").map_or(name, |(_, rest)| rest);
    bare.split('/').next().unwrap_or(bare)
}

/// Whether a registry or address range lies on the machine itself.
pub(crate) fn is_loopback(name: &str) -> bool {
    let host = host(name);
    let bare = host.split_once(':').map_or(host, |(bare, _)| bare);
    bare == "localhost"
        || host.starts_with("[::1]")
        || host == "::1"
        || host.parse::<core::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        || bare.parse::<core::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_in_all_spellings() {
        for name in ["127.0.0.0/8", "::1/128", "localhost:5000", "[::1]:5000", "127.0.0.1:5000"] {
            assert!(is_loopback(name), "{name}");
        }
        for name in ["0.0.0.0/0", "10.0.0.0/8", "127.evil.example", "localhost.evil", "[::]:5000"] {
            assert!(!is_loopback(name), "{name}");
        }
        assert!(is_loopback("http://127.0.0.1:5000/v2"));
    }
}
