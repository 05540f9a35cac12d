//! One connection: unix socket, TCP, or TLS over TCP.

use std::io;

use http_body_util::Empty;
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::rt::{Read, Write};
use hyper_util::rt::TokioIo;
use seaworthy_core::facts::PeerCredentials;
use tokio::net::{TcpStream, UnixStream};

use super::EngineError;
use super::tls::Tls;
use crate::{Address, Endpoint};

/// A connection that is ready for requests.
pub(super) struct Connection {
    pub(super) sender: SendRequest<Empty<Bytes>>,
    pub(super) peer: Option<PeerCredentials>,
}

pub(super) async fn connect(
    endpoint: &Endpoint,
    tls: Option<&Tls>,
) -> Result<Connection, EngineError> {
    let failed = |source| EngineError::Connect { endpoint: endpoint.to_string(), source };
    match &endpoint.address {
        Address::Unix(path) => {
            let stream = UnixStream::connect(path).await.map_err(failed)?;
            let peer = stream.peer_cred().ok().map(|peer| PeerCredentials {
                pid: peer.pid().and_then(|pid| u32::try_from(pid).ok()).unwrap_or(0),
                uid: peer.uid(),
                gid: peer.gid(),
            });
            Ok(Connection { sender: handshake(stream, endpoint).await?, peer })
        }
        Address::Tcp { host, port, .. } => {
            let stream = TcpStream::connect((host.as_str(), *port)).await.map_err(failed)?;
            stream.set_nodelay(true).map_err(failed)?;
            let sender = match tls {
                Some(tls) => handshake(tls.wrap(stream, endpoint).await?, endpoint).await?,
                None => handshake(stream, endpoint).await?,
            };
            Ok(Connection { sender, peer: None })
        }
    }
}

async fn handshake<S>(
    stream: S,
    endpoint: &Endpoint,
) -> Result<SendRequest<Empty<Bytes>>, EngineError>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    TokioIo<S>: Read + Write,
{
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| {
        EngineError::Connect { endpoint: endpoint.to_string(), source: io::Error::other(error) }
    })?;
    // Ends when the sender is dropped; what goes wrong shows at the sender.
    tokio::spawn(connection);
    Ok(sender)
}
