//! An authorization plugin: a web server on a unix socket that answers every question
//! of the daemon.

use crate::Trouble;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread;

/// Serves until this program ends; the socket's folder goes with its ground.
///
/// Requests whose path contains `denied` are refused, with a reason that says so.
///
/// # Errors
/// The socket could not be made.
pub(crate) fn serve(socket: &Path, denied: &'static str) -> Result<(), Trouble> {
    let listener = UnixListener::bind(socket).map_err(Trouble::file(socket))?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer_all(stream, denied));
        }
    });
    Ok(())
}

fn answer_all(stream: UnixStream, denied: &str) -> Option<()> {
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    while let Some((head, body)) = request(&mut reader) {
        let answer = if head.contains("/Plugin.Activate") {
            r#"{"Implements": ["authz"]}"#.to_owned()
        } else {
            let body: serde_json::Value = serde_json::from_slice(&body).ok()?;
            let allowed = !body["RequestUri"].as_str().unwrap_or_default().contains(denied);
            serde_json::json!({"Allow": allowed, "Msg": "not for you"}).to_string()
        };
        let kind = "application/vnd.docker.plugins.v1.1+json";
        let length = answer.len();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}");
        writer.write_all(format!("{head}\r\n\r\n{answer}").as_bytes()).ok()?;
    }
    Some(())
}

/// The first line and the body; `None` at the end of the connection.
fn request(reader: &mut impl BufRead) -> Option<(String, Vec<u8>)> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|length| *length > 0)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((first, body))
}
