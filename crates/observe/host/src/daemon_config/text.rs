//! The text of a JSON file as it may be stored: every string that looks like a
//! secret is masked, everything else stays byte for byte, so that a plan to fix
//! the file can show its own lines. Works on broken files too.

use std::borrow::Cow;

use seaworthy_core::secrets::masked;

use super::file::decode;

/// The bytes as text with secrets masked.
pub(crate) fn masked_json(bytes: &[u8]) -> String {
    let text = decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    let mut out = String::with_capacity(text.len());
    let mut key = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find('"') {
        let (before, string) = rest.split_at(start + 1);
        out.push_str(before);
        let end = end_of_string(string);
        let (content, after) = string.split_at(end);
        if after.strip_prefix('"').is_some_and(|after| after.trim_start().starts_with(':')) {
            key = meant(content).into_owned();
            out.push_str(content);
        } else {
            out.push_str(&kept_or_masked(&key, content));
        }
        rest = match after.strip_prefix('"') {
            Some(after) => {
                out.push('"');
                after
            }
            None => after,
        };
    }
    out.push_str(rest);
    out
}

/// A string as the daemon reads it, escapes undone: a secret spelled with
/// `\u0070` is one.
fn meant(content: &str) -> Cow<'_, str> {
    if !content.contains('\\') {
        return Cow::Borrowed(content);
    }
    serde_json::from_str(&format!("\"{content}\"")).map_or(Cow::Borrowed(content), Cow::Owned)
}

/// The string as it stands, or masked when what it means is a secret.
fn kept_or_masked(key: &str, content: &str) -> String {
    let meant = meant(content);
    let shown = stored(key, &meant);
    if shown == *meant { stored(key, content) } else { shown }
}

/// A string without its secret: `NAME=value` by its own name, else by the key
/// that it stands under.
pub(super) fn stored(key: &str, content: &str) -> String {
    if let Some((name, value)) = content.split_once('=')
        && let Cow::Owned(mask) = masked(name, value)
    {
        return format!("{name}={mask}");
    }
    masked(key, content).into_owned()
}

/// Where the closing quote is, or the end of the line of a string without one.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' | b'\n' => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_secrets_change() {
        let text = "{ // x\n  \"log-opts\" : {\"splunk-token\":\"hunter2\", \"a\":\"b\\\"c\"},\n \"labels\": [\"API_TOKEN=zzz\"]";
        let stored = masked_json(text.as_bytes());
        assert_eq!(
            stored,
            text.replace("hunter2", "<named-secret, 7 bytes>")
                .replace("zzz", "<named-secret, 3 bytes>")
        );
    }

    #[test]
    fn escapes_hide_nothing() {
        let text = r#"{"\u0070assword": "hunter2", "proxy": "http:\/\/u:hunter2@h", "a": "b\nc"}"#;
        let stored = masked_json(text.as_bytes());
        assert!(!stored.contains("hunter2"), "{stored}");
        assert!(stored.contains(r#""a": "b\nc""#), "{stored}");
    }

    #[test]
    fn broken_strings_end_with_their_line() {
        assert_eq!(
            masked_json(b"{\"password\": \"abc\n\"x\":1}"),
            "{\"password\": \"<named-secret, 3 bytes>\n\"x\":1}"
        );
        assert_eq!(masked_json(b"\"\\"), "\"\\");
    }
}
