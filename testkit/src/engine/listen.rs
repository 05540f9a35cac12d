//! Threads: one a listener, one a connection, and how all of them end.

use super::Request;
use super::answer::{After, Answer};
use super::catalogue::{Catalogue, Reply};
use super::fault::Rule;
use super::wire::{Head, read_head};
use std::collections::BTreeMap;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What every thread of one fake engine sees.
#[derive(Debug)]
pub(super) struct Shared {
    catalogue: Catalogue,
    rules: Vec<Rule>,
    state: Mutex<State>,
    stopped: Condvar,
}

#[derive(Debug, Default)]
struct State {
    stop: bool,
    requests: Vec<Request>,
    accepted: usize,
    /// Connections by number, so that stopping can cut the ones that wait.
    open: BTreeMap<usize, Connection>,
    threads: Vec<JoinHandle<()>>,
}

impl Shared {
    pub(super) fn new(catalogue: Catalogue, rules: Vec<Rule>) -> Self {
        Self { catalogue, rules, state: Mutex::default(), stopped: Condvar::new() }
    }

    pub(super) fn headers(&self) -> &'static [(&'static str, &'static str)] {
        self.catalogue.shape.headers()
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.lock().requests.clone()
    }

    pub(super) fn connections(&self) -> usize {
        self.lock().accepted
    }

    pub(super) fn forget(&self) {
        let mut state = self.lock();
        state.requests.clear();
        state.accepted = 0;
    }

    /// Waits, but not beyond the end of the server.
    pub(super) fn pause(&self, time: Duration) {
        let end = Instant::now().checked_add(time);
        let mut state = self.lock();
        while !state.stop {
            let left = end.map_or(Duration::from_secs(3600), |end| {
                end.saturating_duration_since(Instant::now())
            });
            if left.is_zero() {
                return;
            }
            state = match self.stopped.wait_timeout(state, left) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }

    /// A thread that panicked is a defect that its test shows; the others go on.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stopping(&self) -> bool {
        self.lock().stop
    }

    fn answer(&self, head: &Head, out: &mut dyn Write) -> io::Result<After> {
        let path = head.target.path.clone();
        let request =
            Request { method: head.method.clone(), target: head.target.raw.clone(), path };
        let fault = self.rules.iter().find_map(|rule| rule.strike(&request.path));
        self.lock().requests.push(request);
        let reply = match head.method.as_str() {
            "GET" | "HEAD" => self.catalogue.reply(&head.target),
            _ => Reply::Refusal { status: 405, message: "the fake engine only reads".into() },
        };
        let mut answer = Answer { shared: self, out, head_only: head.method == "HEAD" };
        match fault {
            Some(fault) => answer.faulty(fault, reply),
            None => answer.plain(reply),
        }
    }

    /// Serves one connection to its end; I/O errors only mean that the client left.
    fn serve(&self, connection: &Connection) -> io::Result<()> {
        let mut reader = BufReader::new(connection.try_clone()?);
        let mut writer = BufWriter::new(connection.try_clone()?);
        while let Some(head) = read_head(&mut reader)? {
            let after = self.answer(&head, &mut writer)?;
            writer.flush()?;
            if after == After::Close || !head.keep_alive || self.stopping() {
                break;
            }
        }
        Ok(())
    }
}

/// The threads that accept, and where to knock so that they wake up.
#[derive(Debug)]
pub(super) struct Server {
    unix: PathBuf,
    tcp: Option<SocketAddr>,
    acceptors: Vec<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(
        shared: &Arc<Shared>,
        (unix, path): (UnixListener, PathBuf),
        tcp: Option<TcpListener>,
    ) -> io::Result<Self> {
        let address = tcp.as_ref().map(TcpListener::local_addr).transpose()?;
        let mut server = Self { unix: path, tcp: address, acceptors: Vec::new() };
        server.acceptor(shared, move || Ok(Connection::Unix(unix.accept()?.0)))?;
        if let Some(tcp) = tcp {
            server.acceptor(shared, move || Ok(Connection::Tcp(tcp.accept()?.0)))?;
        }
        Ok(server)
    }

    fn acceptor(
        &mut self,
        shared: &Arc<Shared>,
        accept: impl Fn() -> io::Result<Connection> + Send + 'static,
    ) -> io::Result<()> {
        let shared = Arc::clone(shared);
        let thread = thread::Builder::new().name("fake-accept".into());
        self.acceptors.push(thread.spawn(move || accept_all(&shared, accept))?);
        Ok(())
    }

    /// Ends every thread; waits for them.
    pub(super) fn stop(&mut self, shared: &Shared) {
        shared.lock().stop = true;
        shared.stopped.notify_all();
        // Knocking wakes `accept`; a refused knock means that it is gone already.
        drop(UnixStream::connect(&self.unix));
        drop(self.tcp.map(TcpStream::connect));
        self.acceptors.drain(..).for_each(join);
        let (open, threads) = {
            let mut state = shared.lock();
            (std::mem::take(&mut state.open), std::mem::take(&mut state.threads))
        };
        open.values().for_each(Connection::shutdown);
        threads.into_iter().for_each(join);
    }
}

/// A panic of the thread has been printed already; there is nothing to add.
fn join(thread: JoinHandle<()>) {
    drop(thread.join());
}

fn accept_all(shared: &Arc<Shared>, accept: impl Fn() -> io::Result<Connection>) {
    loop {
        let accepted = accept();
        if shared.stopping() {
            return;
        }
        match accepted.and_then(|connection| spawn(shared, connection)) {
            Ok(()) => {}
            // Out of descriptors or threads: give the running connections time to end.
            Err(_) => shared.pause(Duration::from_millis(20)),
        }
    }
}

fn spawn(shared: &Arc<Shared>, connection: Connection) -> io::Result<()> {
    let twin = connection.try_clone()?;
    let mut state = shared.lock();
    state.accepted += 1;
    let number = state.accepted;
    state.open.insert(number, twin);
    state.threads.retain(|thread| !thread.is_finished());
    let inner = Arc::clone(shared);
    let thread = thread::Builder::new().name("fake-serve".into()).spawn(move || {
        drop(inner.serve(&connection));
        connection.shutdown();
        inner.lock().open.remove(&number);
    })?;
    state.threads.push(thread);
    Ok(())
}

/// Either kind of stream.
#[derive(Debug)]
enum Connection {
    Unix(UnixStream),
    Tcp(TcpStream),
}

impl Connection {
    fn try_clone(&self) -> io::Result<Self> {
        match self {
            Self::Unix(stream) => stream.try_clone().map(Self::Unix),
            Self::Tcp(stream) => stream.try_clone().map(Self::Tcp),
        }
    }

    /// An error means that the client was faster.
    fn shutdown(&self) {
        drop(match self {
            Self::Unix(stream) => stream.shutdown(Shutdown::Both),
            Self::Tcp(stream) => stream.shutdown(Shutdown::Both),
        });
    }
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Unix(stream) => stream.read(buffer),
            Self::Tcp(stream) => stream.read(buffer),
        }
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Unix(stream) => stream.write(bytes),
            Self::Tcp(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Unix(stream) => stream.flush(),
            Self::Tcp(stream) => stream.flush(),
        }
    }
}
