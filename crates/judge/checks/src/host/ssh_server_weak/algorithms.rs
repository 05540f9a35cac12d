//! Algorithms that no server should accept any more, RFC 9142 and the release
//! notes of OpenSSH.

use super::setting::{Fault, Scope};

/// A list of algorithms.
struct List {
    /// Keyword for people.
    keyword: &'static str,
    key: &'static str,
    is_weak: fn(&str) -> bool,
}

const fn list(keyword: &'static str, key: &'static str, is_weak: fn(&str) -> bool) -> List {
    List { keyword, key, is_weak }
}

const LISTS: &[List] = &[
    list("Ciphers", "ciphers", weak_cipher),
    list("MACs", "macs", weak_mac),
    list("KexAlgorithms", "kexalgorithms", weak_exchange),
    list("HostKeyAlgorithms", "hostkeyalgorithms", weak_signature),
    list("PubkeyAcceptedAlgorithms", "pubkeyacceptedalgorithms", weak_signature),
    list("PubkeyAcceptedKeyTypes", "pubkeyacceptedkeytypes", weak_signature),
];

pub(super) fn weak(scope: &Scope<'_>) -> Option<Fault> {
    LISTS.iter().find_map(|List { keyword, key, is_weak }| {
        let found = scope.value(key, "");
        // `-list` takes away from the defaults.
        if found.value.starts_with('-') {
            return None;
        }
        let list = found.value.trim_start_matches(['+', '^']);
        let weak: Vec<&str> = list.split(',').map(str::trim).filter(|name| is_weak(name)).collect();
        if weak.is_empty() {
            return None;
        }
        found.fault(keyword, format!("{keyword} accepts {}", weak.join(", ")))
    })
}

fn weak_cipher(name: &str) -> bool {
    name.ends_with("-cbc")
        || name.contains("-cbc@")
        || name.starts_with("arcfour")
        || name == "none"
}

fn weak_mac(name: &str) -> bool {
    let name = name.split('@').next().unwrap_or_default();
    name.contains("md5")
        || name.ends_with("-96")
        || name.contains("ripemd")
        || name.starts_with("umac-64")
}

fn weak_exchange(name: &str) -> bool {
    name.ends_with("-sha1") || name.starts_with("diffie-hellman-group1-")
}

fn weak_signature(name: &str) -> bool {
    let plain = name.split('@').next().unwrap_or_default();
    let plain = plain.strip_suffix("-cert-v01").unwrap_or(plain);
    matches!(plain, "ssh-rsa" | "ssh-dss")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strong_names_are_not_weak() {
        for name in ["chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr"] {
            assert!(!weak_cipher(name), "{name}");
        }
        for name in ["hmac-sha2-256-etm@openssh.com", "umac-128@openssh.com", "hmac-sha1"] {
            assert!(!weak_mac(name), "{name}");
        }
        for name in ["rsa-sha2-512", "ssh-ed25519", "rsa-sha2-256-cert-v01@openssh.com"] {
            assert!(!weak_signature(name), "{name}");
        }
        assert!(!weak_exchange("diffie-hellman-group14-sha256"));
        assert!(weak_cipher("rijndael-cbc@lysator.liu.se") && weak_cipher("3des-cbc"));
        assert!(weak_mac("hmac-md5-etm@openssh.com") && weak_mac("hmac-sha1-96"));
        assert!(weak_exchange("diffie-hellman-group-exchange-sha1"));
        assert!(weak_signature("ssh-rsa-cert-v01@openssh.com"));
    }
}
