//! What a TCP port of an engine lets a stranger do.
//!
//! Asked are only ports on which a daemon of this machine listens, at this
//! machine's own addresses: one plain `GET /_ping`, then, unless that was
//! answered, the same over TLS without a client certificate. Nothing changes on
//! the other side. The server's certificate is not checked, for the question is
//! whether the server checks ours.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use seaworthy_core::facts::{DaemonProcess, ListenerAnswer, Observed, Reason};

use crate::daemon::parse_namespace;
use crate::root::Root;

const TIMEOUT: Duration = Duration::from_millis(1500);
const REQUEST: &[u8] = b"GET /_ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// Head of an answer.
const LIMIT: u64 = 8192;

/// Asks the TCP listeners of daemons that share this network namespace; from
/// any other one the same address would lead elsewhere.
pub(crate) fn ask_daemons(root: &Root, daemons: &mut [DaemonProcess]) {
    let own = root.target("/proc/self/ns/net");
    let own = own.value().and_then(|link| parse_namespace(link));
    for daemon in daemons {
        let there = daemon.namespaces.get("net").and_then(|inode| inode.value().copied());
        if own.is_none() || own != there || !root.is_live() {
            continue;
        }
        for listener in daemon.listeners.value_mut().into_iter().flatten() {
            if let Ok(address) = listener.address.parse() {
                listener.answer = ask(address);
            }
        }
    }
}

/// Asks one address.
fn ask(listening: SocketAddr) -> Observed<ListenerAnswer> {
    let address = reachable(listening);
    match plain(address) {
        Ok(answer) if is_engine(&answer) => {
            return Observed::known(ListenerAnswer::Plain, "GET /_ping");
        }
        Ok(_) => {}
        Err(error) => return unanswered(&error),
    }
    match tls(address) {
        Ok(answer) => Observed::known(answer, "TLS without client certificate, GET /_ping"),
        Err(error) => unanswered(&error),
    }
}

/// A wildcard is reached by loopback.
fn reachable(listening: SocketAddr) -> SocketAddr {
    let ip = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        other => other,
    };
    SocketAddr::new(ip, listening.port())
}

fn unanswered(error: &std::io::Error) -> Observed<ListenerAnswer> {
    Observed::Unreadable(match error.kind() {
        std::io::ErrorKind::PermissionDenied => Reason::Permission,
        std::io::ErrorKind::ConnectionRefused => Reason::NotStarted,
        _ => Reason::Timeout,
    })
}

fn connect(address: SocketAddr) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    Ok(stream)
}

fn plain(address: SocketAddr) -> std::io::Result<Vec<u8>> {
    let mut stream = connect(address)?;
    let mut answer = Vec::new();
    // A server that speaks TLS may hang up at any point; what came counts.
    if stream.write_all(REQUEST).is_ok() {
        let _ = stream.take(LIMIT).read_to_end(&mut answer);
    }
    Ok(answer)
}

fn tls(address: SocketAddr) -> std::io::Result<ListenerAnswer> {
    let name = ServerName::IpAddress(address.ip().into());
    let client = ClientConnection::new(Arc::new(config()?), name).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(client, connect(address)?);
    let mut answer = Vec::new();
    let result = stream
        .write_all(REQUEST)
        .and_then(|()| Read::take(&mut stream, LIMIT).read_to_end(&mut answer).map(drop));
    if is_engine(&answer) {
        return Ok(ListenerAnswer::TlsWithoutClientCertificate);
    }
    match result {
        Err(error) if refused(&error) => Ok(ListenerAnswer::TlsWithClientCertificate),
        _ => Ok(ListenerAnswer::NotAnEngine),
    }
}

fn config() -> std::io::Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = Arc::new(AnyServer(provider.clone()));
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(std::io::Error::other)?;
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

/// Whether the server turned us away by an alert, which is how it says that it
/// wants a certificate.
fn refused(error: &std::io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    matches!(inner, Some(rustls::Error::AlertReceived(_)))
}

/// Headers that only engines send.
fn is_engine(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer).to_ascii_lowercase();
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    head.starts_with("http/1.")
        && head.lines().skip(1).any(|line| {
            line.starts_with("api-version:")
                || line.starts_with("libpod-api-version:")
                || line.starts_with("docker-experimental:")
                || line.starts_with("server: docker/")
                || line.starts_with("server: libpod/")
        })
}

/// Takes any certificate; signatures are still checked.
#[derive(Debug)]
struct AnyServer(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// A server that gives each of two connections one answer.
    fn serve(answer: &'static [u8]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming().take(2).flatten() {
                let mut stream = stream;
                let mut buffer = [0; 512];
                let _ = stream.read(&mut buffer);
                let _ = stream.write_all(answer);
            }
        });
        address
    }

    #[test]
    fn an_open_engine_and_a_web_server() {
        let engine = serve(b"HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n\r\nOK");
        assert_eq!(ask(engine).value(), Some(&ListenerAnswer::Plain));
        let other = serve(b"HTTP/1.1 404 Not Found\r\nServer: nginx\r\n\r\nApi-Version: 1.41");
        assert_eq!(ask(other).value(), Some(&ListenerAnswer::NotAnEngine));
    }

    #[test]
    fn a_wildcard_is_asked_by_loopback() {
        for (listening, asked) in
            [("0.0.0.0:1", "127.0.0.1:1"), ("[::]:2", "[::1]:2"), ("192.0.2.1:3", "192.0.2.1:3")]
        {
            assert_eq!(reachable(listening.parse().unwrap()).to_string(), asked);
        }
    }
}
