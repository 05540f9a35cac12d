//! One page for people: no network, no fonts, no libraries, readable without
//! JavaScript and on paper.
//!
//! Every text of a report is escaped by the template and cannot run even if it
//! were not: the page's policy allows only its own style and script, by hash.

mod case;
mod group;
mod operating_system;
mod option;
mod page;
mod prose;
mod tally;

use std::io;

use askama::Template;
use sha2::{Digest, Sha256};

use super::format::Explanation;
use super::isolation::Isolation;
use super::v1::Report;
pub(super) use case::shown;
use page::Page;
pub(super) use page::{Problem, Target, created, title};

/// Style of every page.
pub(super) const STYLE: &str =
    concat!(include_str!("../../templates/report.css"), include_str!("../../templates/views.css"));
const SCRIPT: &str =
    concat!(include_str!("../../templates/theme.js"), include_str!("../../templates/report.js"));
/// What every page needs: its colours.
pub(super) const THEME: &str = include_str!("../../templates/theme.js");

/// Writes the report as one page of HTML.
pub fn write_html(
    report: &Report,
    explain: &dyn Fn(&str) -> Option<Explanation>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    if let Some(isolation) = Isolation::of(report) {
        return isolation.write_page(report, out);
    }
    let page = Page::new(report, explain).render().map_err(io::Error::other)?;
    out.write_all(page.as_bytes())?;
    out.write_all(b"\n")
}

/// The content security policy of a page with one style and one script.
pub(super) fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; \
         base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(style)),
        base64(&Sha256::digest(script)),
    )
}

/// Base64 with padding (RFC 4648, section 4), for two hashes.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place)) & 0b11_1111;
            let letter = ALPHABET.get(index as usize).copied().unwrap_or(b'=');
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let examples = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (length, encoded) in examples.iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), *encoded);
        }
    }
}
