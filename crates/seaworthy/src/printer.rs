//! The only door to the terminal: stdout is data, stderr is talk.

use std::io::{self, IsTerminal as _, Write as _};

use clap::{Args, ValueEnum};
use seaworthy_core::report::{TextOptions, printable};

/// How much is said, and in which colours.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Talk {
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, help_heading = "Output")]
    quiet: bool,
    /// Show all subjects, evidence and undecided results
    #[arg(short, long, global = true, help_heading = "Output")]
    verbose: bool,
    /// When to use colours; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, env = "SEAWORTHY_COLOR", help_heading = "Output")]
    color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Writes what the user sees.
#[derive(Debug)]
pub(crate) struct Printer {
    talk: Talk,
}

/// Lines longer than this are hard to read, however wide the window is.
const WIDEST: u16 = 100;

impl Printer {
    pub(crate) fn new(talk: &Talk) -> Self {
        Self { talk: *talk }
    }

    /// How to write text to stdout.
    pub(crate) fn text_options(&self) -> TextOptions {
        let width = terminal_size::terminal_size_of(io::stdout())
            .map_or(80, |(width, _)| width.0.min(WIDEST));
        TextOptions {
            width: usize::from(width),
            color: self.colors(io::stdout().is_terminal()),
            verbose: self.talk.verbose,
        }
    }

    /// How to write text to a file.
    pub(crate) fn plain_options(&self) -> TextOptions {
        TextOptions {
            color: self.talk.color == Color::Always,
            verbose: self.talk.verbose,
            ..TextOptions::default()
        }
    }

    /// Data. A reader that went away, such as `head`, has what it wanted: that is
    /// no error, and it does not decide the exit code.
    pub(crate) fn data(
        &self,
        write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        match write(&mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                // What is left in the buffer has no reader.
                let _ = out.into_parts();
                Ok(())
            }
            written => written,
        }
    }

    /// A remark that `--quiet` silences.
    pub(crate) fn remark(&self, text: &str) {
        if !self.talk.quiet {
            self.say("", "", text);
        }
    }

    /// An error with its causes, and a hint when it has one.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
        self.say("error", "1;31", &causes.join(": "));
        for hint in error.chain().filter_map(crate::hint::hint) {
            self.say("hint", "1;36", &hint);
        }
    }

    fn say(&self, word: &str, code: &str, text: &str) {
        // Errors quote engines and files, which must not drive the terminal.
        let text = &printable(text);
        let mut stderr = io::stderr().lock();
        let colored = !word.is_empty() && self.colors(io::stderr().is_terminal());
        // A terminal that is gone cannot be told so.
        let _ = match (word, colored) {
            ("", _) => writeln!(stderr, "{text}"),
            (word, false) => writeln!(stderr, "{word}: {text}"),
            (word, true) => writeln!(stderr, "\x1b[{code}m{word}:\x1b[0m {text}"),
        };
    }

    fn colors(&self, is_terminal: bool) -> bool {
        match self.talk.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }
}
