//! Names and messages as Markdown shows them, never as it obeys them.

use super::super::printable::{printable, printable_lines};

/// Longer texts are cut: one name must not fill a comment.
const LONGEST: usize = 400;

/// Text among other words: no markup, no HTML, and no mention, issue reference
/// or link that the author of a name could plant.
///
/// Character references do it everywhere, in the cells of tables and in HTML
/// blocks too, where a backslash would be shown.
pub(super) fn words(text: &str) -> String {
    // An invisible space keeps services from calling people and linking issues.
    referenced(text).replace('@', "@&#8203;").replace("&#35;", "&#35;&#8203;")
}

/// Text to be read letter by letter and copied.
pub(super) fn code(text: &str) -> String {
    if text.trim().is_empty() {
        return String::from("–");
    }
    format!("<code>{}</code>", referenced(text).replace('@', "&#64;"))
}

fn referenced(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in cut(&printable(text)).chars() {
        match letter {
            '&' | '<' | '>' | '"' | '\'' | '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '('
            | ')' | '|' | '~' | '$' | '#' | '!' => {
                shown.push_str(&format!("&#{};", u32::from(letter)));
            }
            other => shown.push(other),
        }
    }
    shown.replace("://", "&#58;//").replace("www.", "www&#46;")
}

/// A block of commands.
pub(super) fn fenced(text: &str) -> String {
    let text = printable_lines(text);
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}sh\n{text}\n{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_write_markup() {
        assert_eq!(words("<b>|`x`"), "&#60;b&#62;&#124;&#96;x&#96;");
        assert_eq!(words("see: me"), "see: me");
        assert_eq!(words("@all #1"), "@&#8203;all &#35;&#8203;1");
        assert_eq!(words("http://x www.x"), "http&#58;//x www&#46;x");
        assert_eq!(code("a|b"), "<code>a&#124;b</code>");
        assert_eq!(code(""), "–");
        assert_eq!(fenced("```\nx"), "````sh\n```\nx\n````");
    }
}
