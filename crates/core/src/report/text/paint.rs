//! One line after the other, wrapped, painted and made harmless.

use std::fmt::Write as _;
use std::io;

use super::super::printable::printable;
use super::TextOptions;
use crate::findings::Severity;

/// How a run of words looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::report) enum Style {
    Plain,
    Strong,
    Dim,
    Good,
    Rated(Severity),
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Dim => "2",
            Self::Good => "32",
            Self::Rated(Severity::Critical) => "1;97;41",
            Self::Rated(Severity::High) => "1;31",
            Self::Rated(Severity::Medium) => "33",
            Self::Rated(Severity::Low) => "36",
            Self::Rated(_) => "2",
        }
    }
}

/// The page being written.
pub(in crate::report) struct Paint<'a> {
    out: &'a mut dyn io::Write,
    pub(in crate::report) verbose: bool,
    width: usize,
    color: bool,
}

impl<'a> Paint<'a> {
    pub(in crate::report) fn new(out: &'a mut dyn io::Write, options: &TextOptions) -> Self {
        Self { out, verbose: options.verbose, width: options.width.max(40), color: options.color }
    }

    pub(in crate::report) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A title with a rule below it.
    pub(in crate::report) fn title(&mut self, title: &str) -> io::Result<()> {
        self.words(0, 0, &[(Style::Strong, title)])
    }

    /// A paragraph of one style: first line behind `first` columns, the rest
    /// behind `rest`.
    pub(in crate::report) fn text(
        &mut self,
        first: usize,
        rest: usize,
        text: &str,
    ) -> io::Result<()> {
        self.words(first, rest, &[(Style::Plain, text)])
    }

    /// A paragraph of several styles, separated by two spaces.
    pub(in crate::report) fn words(
        &mut self,
        first: usize,
        rest: usize,
        runs: &[(Style, &str)],
    ) -> io::Result<()> {
        let mut column = first;
        let mut line = " ".repeat(first);
        let mut at_start = true;
        for (style, text) in runs.iter().filter(|(_, text)| !text.is_empty()) {
            let mut gap = if at_start { "" } else { "  " };
            for word in printable(text).split(' ') {
                let length = textwrap::core::display_width(word);
                if !at_start && column + gap.len() + length > self.width {
                    writeln!(self.out, "{}", line.trim_end())?;
                    line = " ".repeat(rest);
                    column = rest;
                    gap = "";
                }
                line.push_str(gap);
                self.push(&mut line, *style, word);
                column += gap.len() + length;
                gap = " ";
                at_start = false;
            }
        }
        writeln!(self.out, "{}", line.trim_end())
    }

    /// Columns that are left beside something of this width.
    pub(in crate::report) fn room(&self, beside: usize) -> usize {
        self.width.saturating_sub(beside)
    }

    /// One line of a table: cells that are filled to their width, a space
    /// between them.
    pub(in crate::report) fn cells(
        &mut self,
        indent: usize,
        runs: &[(Style, String)],
    ) -> io::Result<()> {
        let mut line = " ".repeat(indent);
        for (style, cell) in runs {
            // Only words are painted, so that the end of a line can be trimmed.
            let word = cell.trim_end();
            self.push(&mut line, *style, &printable(word));
            line += &" ".repeat(cell.len() - word.len() + 1);
        }
        writeln!(self.out, "{}", line.trim_end())
    }

    /// A line that must stay whole, such as a command to copy.
    pub(in crate::report) fn verbatim(&mut self, indent: usize, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}{}", " ".repeat(indent), printable(text))
    }

    fn push(&self, line: &mut String, style: Style, word: &str) {
        let code = style.code();
        if self.color && !code.is_empty() && !word.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(line, "\x1b[{code}m{word}\x1b[0m");
        } else {
            line.push_str(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(width: usize, runs: &[(Style, &str)]) -> String {
        let mut out = Vec::new();
        Paint::new(&mut out, &TextOptions { width, color: false, verbose: false })
            .words(0, 2, runs)
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_stay_within_the_width() {
        let text = painted(40, &[(Style::Plain, &"word ".repeat(40)), (Style::Dim, "tail")]);
        assert!(text.lines().all(|line| line.len() <= 40), "{text}");
        assert!(
            text.lines().skip(1).all(|line| line.starts_with("  word") || line.contains("tail")),
            "{text}"
        );
    }

    #[test]
    fn a_name_cannot_drive_the_terminal() {
        let text = painted(80, &[(Style::Plain, "web\x1b[2J\u{202e}txt\u{7}")]);
        assert_eq!(text, "web\\u{1b}[2J\\u{202e}txt\\u{7}\n");
    }
}
