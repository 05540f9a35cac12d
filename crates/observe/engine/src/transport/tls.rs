//! TLS as a client: the CA and client certificate that the endpoint names.

use std::error::Error as _;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::EngineError;
use crate::{Address, Endpoint, TlsMaterial, Verification};

/// TLS settings of one endpoint.
#[derive(Debug)]
pub(super) struct Tls {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl Tls {
    /// `None` when the endpoint speaks no TLS.
    pub(super) fn new(endpoint: &Endpoint) -> Result<Option<Self>, EngineError> {
        let (Some(material), Address::Tcp { host, .. }) = (&endpoint.tls, &endpoint.address) else {
            return Ok(None);
        };
        let name = ServerName::try_from(host.clone())
            .map_err(|_| EngineError::ServerName { host: host.clone() })?;
        let failed = |source| EngineError::TlsSetup { endpoint: endpoint.to_string(), source };
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(failed)?;
        let builder = match material.verification {
            Verification::Required => builder.with_root_certificates(roots(material, endpoint)?),
            Verification::DangerouslySkipped => {
                builder.dangerous().with_custom_certificate_verifier(Arc::new(Unverified(provider)))
            }
        };
        let config = match &material.client {
            Some((certificate, key)) => {
                let chain = certificates(certificate)?;
                let key = PrivateKeyDer::from_pem_file(key).map_err(|e| unusable(key, e))?;
                builder.with_client_auth_cert(chain, key).map_err(failed)?
            }
            None => builder.with_no_client_auth(),
        };
        Ok(Some(Self { config: Arc::new(config), name }))
    }

    /// The handshake over a connected stream.
    pub(super) async fn wrap(
        &self,
        stream: TcpStream,
        endpoint: &Endpoint,
    ) -> Result<TlsStream<TcpStream>, EngineError> {
        TlsConnector::from(Arc::clone(&self.config))
            .connect(self.name.clone(), stream)
            .await
            .map_err(|source| EngineError::Handshake { endpoint: endpoint.to_string(), source })
    }
}

/// The TLS error behind an HTTP error, if there is one.
pub(super) fn refusal(error: &hyper::Error) -> Option<rustls::Error> {
    let mut cause = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(tls) = io.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            return Some(tls.clone());
        }
        cause = error.source();
    }
    None
}

/// `ca.pem` alone when there is one; the docker CLI adds the system's CAs to it,
/// which would let any public CA vouch for an engine with a private one.
fn roots(material: &TlsMaterial, endpoint: &Endpoint) -> Result<RootCertStore, EngineError> {
    let mut roots = RootCertStore::empty();
    match &material.ca {
        Some(path) => {
            for certificate in certificates(path)? {
                roots.add(certificate).map_err(|source| EngineError::TlsSetup {
                    endpoint: endpoint.to_string(),
                    source,
                })?;
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    Ok(roots)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, EngineError> {
    CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|source| unusable(path, source))
}

fn unusable(path: &Path, source: pem::Error) -> EngineError {
    EngineError::TlsFile { path: path.to_owned(), source }
}

/// Takes any certificate, because the user's docker CLI is set to do so too.
#[derive(Debug)]
struct Unverified(Arc<CryptoProvider>);

impl ServerCertVerifier for Unverified {
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
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
