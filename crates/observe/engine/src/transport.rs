//! GET requests over a few kept connections, within limits.

mod connect;
mod error;
mod parallel;
mod tls;

pub use error::EngineError;
pub(crate) use parallel::in_parallel;

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::header::{HOST, HeaderMap};
use hyper::{Request, Response, StatusCode};
use seaworthy_core::facts::PeerCredentials;
use seaworthy_core::secrets;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use crate::{Address, Endpoint, Limits};
use tls::Tls;

/// Connections at once. More gain nothing on an engine that serialises most of
/// its work, and an audit must not crowd out the engine's other clients.
pub(crate) const CONNECTIONS: usize = 4;

/// Characters of an engine's own error message that are worth repeating.
const LONGEST_MESSAGE: usize = 200;

type Sender = SendRequest<Empty<Bytes>>;

/// A client of one engine.
#[derive(Debug)]
pub(crate) struct Client {
    endpoint: Endpoint,
    limits: Limits,
    tls: Option<Tls>,
    deadline: Instant,
    prefix: OnceLock<String>,
    peer: OnceLock<PeerCredentials>,
    places: Semaphore,
    idle: Mutex<Vec<Sender>>,
    requests: AtomicU32,
}

/// A successful answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Client {
    /// Reads the TLS material; connects only when the first request is made.
    pub(crate) fn new(endpoint: &Endpoint, limits: &Limits) -> Result<Self, EngineError> {
        Ok(Self {
            tls: Tls::new(endpoint)?,
            endpoint: endpoint.clone(),
            deadline: Instant::now() + limits.total,
            limits: limits.clone(),
            prefix: OnceLock::new(),
            peer: OnceLock::new(),
            places: Semaphore::new(CONNECTIONS),
            idle: Mutex::new(Vec::new()),
            requests: AtomicU32::new(0),
        })
    }

    /// Where it asks.
    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The limits it keeps.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Requests sent so far.
    pub(crate) fn requests(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }

    /// Peer of the unix socket, once connected.
    pub(crate) fn peer(&self) -> Option<PeerCredentials> {
        self.peer.get().copied()
    }

    /// Puts `/v1.41` before every further path; the first call counts.
    pub(crate) fn speak(&self, version: &str) {
        self.prefix.get_or_init(|| format!("/v{version}"));
    }

    /// An answer about one thing.
    pub(crate) async fn document(&self, path: &str) -> Result<Answer, EngineError> {
        self.get(path, self.limits.document).await
    }

    /// An answer that lists many things.
    pub(crate) async fn list(&self, path: &str) -> Result<Answer, EngineError> {
        self.get(path, self.limits.list).await
    }

    async fn get(&self, path: &str, limit: usize) -> Result<Answer, EngineError> {
        let late = |_| EngineError::Timeout { path: path.to_owned() };
        // Waiting for a place is not the engine's slowness, so only the total counts.
        let _place = timeout_at(self.deadline, self.places.acquire()).await.map_err(late)?;
        let until = self.deadline.min(Instant::now() + self.limits.request);
        timeout_at(until, self.exchange(path, limit)).await.map_err(late)?
    }

    async fn exchange(&self, path: &str, limit: usize) -> Result<Answer, EngineError> {
        let (mut sender, response) = self.send(path).await?;
        let status = response.status();
        let headers = response.headers().clone();
        let body = read(response.into_body(), path, limit).await?;
        // An error here means that the engine closes: the next request connects anew.
        if sender.ready().await.is_ok() {
            self.idle().push(sender);
        }
        if status.is_success() {
            Ok(Answer { headers, body })
        } else {
            Err(refused(path, status, &body))
        }
    }

    /// Sends over a kept connection if there is one that still lives.
    async fn send(&self, path: &str) -> Result<(Sender, Response<Incoming>), EngineError> {
        loop {
            let kept = self.idle().pop();
            let reused = kept.is_some();
            let mut sender = match kept {
                Some(sender) => sender,
                None => self.connect().await?,
            };
            self.requests.fetch_add(1, Ordering::Relaxed);
            match sender.send_request(self.request(path)?).await {
                Ok(response) => return Ok((sender, response)),
                // The engine closed it between two requests: that is its right.
                Err(_) if reused => {}
                Err(source) => return Err(self.broken(path, source)),
            }
        }
    }

    async fn connect(&self) -> Result<Sender, EngineError> {
        let connecting = connect::connect(&self.endpoint, self.tls.as_ref());
        match timeout(self.limits.connect, connecting).await {
            Ok(connection) => {
                let connection = connection?;
                if let Some(peer) = connection.peer {
                    self.peer.get_or_init(|| peer);
                }
                Ok(connection.sender)
            }
            Err(_) => Err(EngineError::ConnectTimeout { endpoint: self.endpoint.to_string() }),
        }
    }

    fn request(&self, path: &str) -> Result<Request<Empty<Bytes>>, EngineError> {
        let (base, host) = match &self.endpoint.address {
            Address::Unix(_) => ("", "docker".to_owned()),
            Address::Tcp { host, port, base } => (base.as_str(), authority(host, *port)),
        };
        let prefix = self.prefix.get().map_or("", String::as_str);
        Request::get(format!("{base}{prefix}{path}"))
            .header(HOST, host)
            .header("User-Agent", concat!("seaworthy/", env!("CARGO_PKG_VERSION")))
            .body(Empty::new())
            .map_err(|source| EngineError::Request { path: path.to_owned(), source })
    }

    /// A server that misses a client certificate may say so only after TLS 1.3's
    /// handshake, in place of the first answer.
    fn broken(&self, path: &str, source: hyper::Error) -> EngineError {
        match tls::refusal(&source) {
            Some(refusal) => EngineError::Handshake {
                endpoint: self.endpoint.to_string(),
                source: io::Error::other(refusal),
            },
            None => EngineError::Protocol { path: path.to_owned(), source },
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Sender>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn authority(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

async fn read(mut body: Incoming, path: &str, limit: usize) -> Result<Vec<u8>, EngineError> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|source| EngineError::Protocol { path: path.to_owned(), source })?;
        if let Some(data) = frame.data_ref() {
            if bytes.len() + data.len() > limit {
                return Err(EngineError::TooLarge { path: path.to_owned(), limit });
            }
            bytes.extend_from_slice(data);
        }
    }
    Ok(bytes)
}

/// The engine's own words, shortened, without control characters and secrets.
fn refused(path: &str, status: StatusCode, body: &[u8]) -> EngineError {
    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct Refusal {
        message: String,
    }
    let words = match serde_json::from_slice::<Refusal>(body) {
        Ok(refusal) => refusal.message,
        // Go's own HTTP server answers in plain text, proxies in HTML.
        Err(_) if body.starts_with(b"<") => String::new(),
        Err(_) => String::from_utf8_lossy(body).trim().to_owned(),
    };
    let message: String = secrets::masked_words(&words)
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(LONGEST_MESSAGE)
        .collect();
    let message = if message.is_empty() { "no explanation".to_owned() } else { message };
    EngineError::Status { path: path.to_owned(), status: status.as_u16(), message }
}
