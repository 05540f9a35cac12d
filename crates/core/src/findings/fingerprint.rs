//! A name for a problem that survives recreation and restart.

use sha2::{Digest, Sha256};

use super::{Payload, Subject};

/// Sixteen hexadecimal digits from what the problem is, never from an id of an
/// instance: the same container recreated has the same findings.
///
/// The parts are id, payload kind, subject kind and stable name, and for a
/// vulnerability the package, each with its length before it so that no two
/// lists of parts read the same.
pub fn fingerprint(id: &str, subject: &Subject, payload: &Payload) -> String {
    let mut hash = Sha256::new();
    for part in [id, payload.kind(), subject.kind.as_str(), &subject.stable_name]
        .into_iter()
        .chain(distinction(payload))
    {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn distinction(payload: &Payload) -> Vec<&str> {
    match payload {
        Payload::Vulnerability(vulnerability) => {
            vec![&vulnerability.package.name, &vulnerability.package.source]
        }
        Payload::Secret(secret) => vec![&secret.class, &secret.location],
        Payload::Licence(licence) => vec![&licence.expression, &licence.package.name],
        Payload::Misconfiguration | Payload::Signature | Payload::Waste | Payload::Behaviour => {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::SubjectKind;

    #[test]
    fn an_instance_id_does_not_change_it() {
        let mut web = Subject::new(SubjectKind::Container, "web");
        let before = fingerprint("privileged-container", &web, &Payload::Misconfiguration);
        web.id = "4f2a".into();
        web.name = "web-2".into();
        assert_eq!(fingerprint("privileged-container", &web, &Payload::Misconfiguration), before);
        web.stable_name = "db".into();
        assert_ne!(fingerprint("privileged-container", &web, &Payload::Misconfiguration), before);
    }
}
