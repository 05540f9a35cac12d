//! A certificate in PEM form, RFC 5280 and RFC 7468.

use seaworthy_core::facts::{CertificateFacts, Observed, Reason};
use sha2::{Digest, Sha256};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, ParsedExtension, X509Certificate};
use x509_parser::public_key::PublicKey;

/// What is read of the first certificate of a file.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Certificate {
    not_before: i64,
    not_after: i64,
    key_type: String,
    key_bits: Option<u32>,
    names: Vec<String>,
    usage: Vec<String>,
    public_key_sha256: String,
    is_authority: bool,
}

/// Fills the fields that come out of the file.
pub(super) fn fill(facts: &mut CertificateFacts, bytes: Observed<Vec<u8>>) {
    let read = match bytes {
        Observed::Known { value, source } => match parse(&value) {
            Some(value) => Observed::Known { value, source },
            None => Observed::Unreadable(Reason::Malformed),
        },
        Observed::Absent => Observed::Absent,
        Observed::Unreadable(reason) => Observed::Unreadable(reason),
    };
    facts.not_before = read.clone().map(|read| read.not_before);
    facts.not_after = read.clone().map(|read| read.not_after);
    facts.key_type = read.clone().map(|read| read.key_type);
    facts.key_bits = match &read {
        Observed::Known { value, source } => match value.key_bits {
            Some(bits) => Observed::known(bits, source.clone()),
            None => Observed::Unreadable(Reason::Malformed),
        },
        Observed::Absent => Observed::Absent,
        Observed::Unreadable(reason) => Observed::Unreadable(*reason),
    };
    facts.subject_alternative_names = read.clone().map(|read| read.names);
    facts.extended_key_usage = read.clone().map(|read| read.usage);
    facts.public_key_sha256 = read.clone().map(|read| read.public_key_sha256);
    facts.is_ca = read.map(|read| read.is_authority);
}

/// Reads the first certificate, PEM or bare DER.
pub(crate) fn parse(bytes: &[u8]) -> Option<Certificate> {
    let pem = x509_parser::pem::Pem::iter_from_buffer(bytes)
        .filter_map(Result::ok)
        .find(|pem| pem.label == "CERTIFICATE");
    let der = pem.as_ref().map_or(bytes, |pem| pem.contents.as_slice());
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let key = certificate.public_key();
    let (key_type, key_bits) = key_of(&certificate);
    let mut read = Certificate {
        not_before: certificate.validity().not_before.timestamp(),
        not_after: certificate.validity().not_after.timestamp(),
        key_type,
        key_bits,
        public_key_sha256: hexadecimal(&Sha256::digest(key.raw)),
        is_authority: certificate.is_ca(),
        ..Certificate::default()
    };
    for extension in certificate.extensions() {
        match extension.parsed_extension() {
            ParsedExtension::SubjectAlternativeName(names) => {
                read.names = names.general_names.iter().filter_map(name).collect();
            }
            ParsedExtension::ExtendedKeyUsage(usage) => {
                let kinds = [
                    ("any", usage.any),
                    ("serverAuth", usage.server_auth),
                    ("clientAuth", usage.client_auth),
                    ("codeSigning", usage.code_signing),
                ];
                let given = kinds.iter().filter(|(_, given)| *given);
                read.usage = given.map(|(name, _)| (*name).to_owned()).collect();
            }
            _ => {}
        }
    }
    Some(read)
}

fn key_of(certificate: &X509Certificate<'_>) -> (String, Option<u32>) {
    let key = certificate.public_key();
    let bits = |bits: usize| u32::try_from(bits).ok();
    match key.parsed() {
        Ok(PublicKey::RSA(rsa)) => ("RSA".to_owned(), bits(rsa.key_size())),
        Ok(PublicKey::EC(point)) => ("EC".to_owned(), bits(point.key_size())),
        Ok(PublicKey::DSA(_)) => ("DSA".to_owned(), None),
        _ => match key.algorithm.algorithm.to_id_string().as_str() {
            "1.3.101.112" => ("Ed25519".to_owned(), Some(256)),
            "1.3.101.113" => ("Ed448".to_owned(), Some(456)),
            other => (other.to_owned(), None),
        },
    }
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) | GeneralName::RFC822Name(name) | GeneralName::URI(name) => {
            Some((*name).to_owned())
        }
        GeneralName::IPAddress(bytes) => {
            let v4 = <[u8; 4]>::try_from(*bytes).map(std::net::IpAddr::from);
            let address = v4.or_else(|_| <[u8; 16]>::try_from(*bytes).map(std::net::IpAddr::from));
            address.ok().map(|address| address.to_string())
        }
        _ => None,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 3650 -subj /CN=t
    /// -addext subjectAltName=DNS:d.test,IP:127.0.0.1 -addext extendedKeyUsage=serverAuth`.
    const SERVER: &[u8] = include_bytes!("../../tests/data/server.pem");

    #[test]
    fn a_server_certificate() {
        let read = parse(SERVER).unwrap();
        assert_eq!((read.key_type.as_str(), read.key_bits), ("EC", Some(256)));
        assert_eq!(read.names, ["d.test", "127.0.0.1"]);
        assert_eq!(read.usage, ["serverAuth"]);
        assert_eq!(read.not_after - read.not_before, 3650 * 86_400);
        assert_eq!(read.public_key_sha256.len(), 64);
    }

    #[test]
    fn no_certificate_is_malformed() {
        assert_eq!(parse(b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"), None);
        let mut facts = CertificateFacts::default();
        fill(&mut facts, Observed::known(Vec::new(), "x"));
        assert_eq!(facts.not_after, Observed::Unreadable(Reason::Malformed));
    }
}
