//! Names and messages come from containers and images: nothing in them may
//! steer a terminal, break a line or lie about the direction of text.

/// Text on one line, without anything that a terminal obeys: control
/// characters, direction overrides, invisible characters and what XML forbids
/// become escapes.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' => shown.push(' '),
            hidden if hides(hidden) => shown.extend(hidden.escape_unicode()),
            other => shown.push(other),
        }
    }
    shown
}

/// The same for text of several lines, as a command may be.
pub(super) fn printable_lines(text: &str) -> String {
    text.split('\n').map(printable).collect::<Vec<_>>().join("\n")
}

/// Whether a letter steers a terminal, hides, or turns the direction of text.
pub(super) fn hides(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{fffe}'
                | '\u{ffff}'
                // Tags: a whole alphabet that no terminal shows.
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_steers_becomes_an_escape() {
        assert_eq!(printable("web\x1b[2J"), "web\\u{1b}[2J");
        assert_eq!(printable("we\u{ad}b\u{e0041}"), "we\\u{ad}b\\u{e0041}");
        assert_eq!(printable("a\u{202e}b\u{ffff}c\nd"), "a\\u{202e}b\\u{ffff}c d");
        assert_eq!(printable_lines("a\nb\r"), "a\nb\\u{d}");
        assert_eq!(printable("Überprüfung 検査"), "Überprüfung 検査");
    }
}
