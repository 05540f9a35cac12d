//! Writing answers, right ones and faulty ones.

use super::catalogue::Reply;
use super::fault::Fault;
use super::listen::Shared;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::time::Duration;

/// What becomes of the connection after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    KeepAlive,
    Close,
}

/// One answer being written.
pub(super) struct Answer<'a> {
    pub(super) shared: &'a Shared,
    pub(super) out: &'a mut dyn Write,
    /// HEAD: everything but the body.
    pub(super) head_only: bool,
}

impl Answer<'_> {
    /// Answers as an engine in order would.
    pub(super) fn plain(&mut self, reply: Reply) -> io::Result<After> {
        match reply {
            Reply::Document(text) => self.text(200, &text),
            Reply::Text(text) => self.body(200, "text/plain; charset=utf-8", text.as_bytes()),
            Reply::Refusal { status, message } => self.json(status, &json!({"message": message})),
            Reply::Events { values, endless } => self.events(&values, endless),
        }
    }

    /// Answers with a fault.
    pub(super) fn faulty(&mut self, fault: &Fault, reply: Reply) -> io::Result<After> {
        match fault {
            Fault::Status(status) => {
                self.json(*status, &json!({"message": format!("fault {status}")}))
            }
            Fault::Delay(time) => {
                self.shared.pause(*time);
                self.plain(reply)
            }
            Fault::Trickle(pause) => self.trickle(&reply, *pause),
            Fault::CutOff => self.cut_off(&reply),
            Fault::HangUp => Ok(After::Close),
            Fault::Silent => {
                self.shared.pause(Duration::MAX);
                Ok(After::Close)
            }
            Fault::Huge(bytes) => self.huge(document(reply), *bytes),
            Fault::WrongType => self.json(200, &wrong_type(document(reply))),
            Fault::Replace(value) => self.json(200, value),
            Fault::Field(path, value) => {
                let mut document = document(reply);
                crate::documents::Edit::set(path, value.clone()).apply(&mut document);
                self.json(200, &document)
            }
            Fault::NotJson => self.body(200, "application/json", b"<html>502 \xff\xfe</html>"),
            Fault::Nested(depth) => self.body(200, "application/json", &b"[".repeat(*depth)),
            Fault::HeaderFlood(bytes) => self.header_flood(*bytes),
            Fault::Chunked => self.chunked(&reply),
            Fault::BadChunk => {
                self.head(200, "application/json", None)?;
                self.out.write_all(b"zz\r\n{}\r\n")?;
                Ok(After::Close)
            }
        }
    }

    fn json(&mut self, status: u16, document: &Value) -> io::Result<After> {
        self.text(status, &document.to_string())
    }

    fn text(&mut self, status: u16, json: &str) -> io::Result<After> {
        self.body(status, "application/json", json.as_bytes())
    }

    fn body(&mut self, status: u16, kind: &str, bytes: &[u8]) -> io::Result<After> {
        self.head(status, kind, Some(bytes.len()))?;
        if !self.head_only {
            self.out.write_all(bytes)?;
        }
        Ok(After::KeepAlive)
    }

    /// The status line and headers; no length means chunked.
    fn head(&mut self, status: u16, kind: &str, length: Option<usize>) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
        for (name, value) in self.shared.headers() {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let framing = match length {
            Some(length) => format!("Content-Length: {length}"),
            None => "Transfer-Encoding: chunked".to_owned(),
        };
        head.push_str(&format!("Content-Type: {kind}\r\n{framing}\r\n\r\n"));
        self.out.write_all(head.as_bytes())
    }

    fn chunk(&mut self, bytes: &[u8]) -> io::Result<()> {
        write!(self.out, "{:x}\r\n", bytes.len())?;
        self.out.write_all(bytes)?;
        self.out.write_all(b"\r\n")
    }

    fn events(&mut self, values: &[Value], endless: bool) -> io::Result<After> {
        self.head(200, "application/json", None)?;
        for value in values {
            self.chunk(format!("{value}\n").as_bytes())?;
        }
        if endless {
            self.out.flush()?;
            self.shared.pause(Duration::MAX);
            return Ok(After::Close);
        }
        self.out.write_all(b"0\r\n\r\n")?;
        Ok(After::KeepAlive)
    }

    fn trickle(&mut self, reply: &Reply, pause: Duration) -> io::Result<After> {
        let bytes = bytes(reply);
        self.head(200, "application/json", Some(bytes.len()))?;
        for byte in bytes {
            self.shared.pause(pause);
            self.out.write_all(&[byte])?;
            self.out.flush()?;
        }
        Ok(After::KeepAlive)
    }

    fn cut_off(&mut self, reply: &Reply) -> io::Result<After> {
        let bytes = bytes(reply);
        self.head(200, "application/json", Some(bytes.len()))?;
        self.out.write_all(&bytes[..bytes.len() / 2])?;
        Ok(After::Close)
    }

    fn chunked(&mut self, reply: &Reply) -> io::Result<After> {
        self.head(200, "application/json", None)?;
        for part in bytes(reply).chunks(700) {
            self.chunk(part)?;
        }
        self.out.write_all(b"0\r\n\r\n")?;
        Ok(After::KeepAlive)
    }

    /// Valid JSON of the right kind to its very end, so that only a limit stops it.
    fn huge(&mut self, document: Value, bytes: u64) -> io::Result<After> {
        let (open, padding, close) = match &document {
            Value::Array(items) => {
                let item = items.first().cloned().unwrap_or_else(|| json!({}));
                ("[".to_owned(), format!("{item},"), format!("{item}]"))
            }
            other => {
                let text = other.to_string();
                let rest = text.strip_prefix('{').unwrap_or("}");
                let comma = if rest == "}" { "" } else { "," };
                let open = "{\"Padding\":[".to_owned();
                (open, format!("\"{}\",", "x".repeat(1000)), format!("0]{comma}{rest}"))
            }
        };
        let block = padding.repeat(1 + 65_536 / padding.len());
        self.head(200, "application/json", None)?;
        self.chunk(open.as_bytes())?;
        for _ in 0..=bytes / block.len() as u64 {
            self.chunk(block.as_bytes())?;
        }
        self.chunk(close.as_bytes())?;
        self.out.write_all(b"0\r\n\r\n")?;
        Ok(After::KeepAlive)
    }

    fn header_flood(&mut self, bytes: u64) -> io::Result<After> {
        self.out.write_all(b"HTTP/1.1 200 OK\r\n")?;
        let line = format!("X-Flood: {}\r\n", "x".repeat(1000));
        for _ in 0..=bytes / line.len() as u64 {
            self.out.write_all(line.as_bytes())?;
        }
        self.out.write_all(b"Content-Length: 2\r\n\r\n{}")?;
        Ok(After::Close)
    }
}

fn document(reply: Reply) -> Value {
    match reply {
        Reply::Document(text) => serde_json::from_str(&text).unwrap_or(Value::Null),
        Reply::Text(text) => json!(text),
        Reply::Events { values, .. } => Value::Array(values),
        Reply::Refusal { message, .. } => json!({"message": message}),
    }
}

fn bytes(reply: &Reply) -> Vec<u8> {
    match reply {
        Reply::Text(text) => text.as_bytes().to_vec(),
        Reply::Document(text) => text.as_bytes().to_vec(),
        other => document(other.clone()).to_string().into_bytes(),
    }
}

fn wrong_type(document: Value) -> Value {
    match document {
        Value::Array(_) => json!({"unexpected": "object"}),
        other => json!([other]),
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
