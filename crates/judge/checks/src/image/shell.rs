//! The commands of a shell line, as far as a check of build steps needs them.

/// One simple command.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Command {
    /// Its words, quotes taken off.
    pub(crate) words: Vec<String>,
    /// Its output goes into the next command.
    pub(crate) piped: bool,
}

/// Words that stand before a command without being one.
const BEFORE: &[&str] =
    &["sudo", "env", "exec", "time", "nice", "if", "then", "else", "elif", "while", "do", "!", "{"];

impl Command {
    /// Name of the program without its folder, and its arguments.
    pub(crate) fn program(&self) -> (&str, &[String]) {
        let before = |word: &String| {
            BEFORE.contains(&word.as_str()) || (word.contains('=') && !word.starts_with('-'))
        };
        let start = self.words.iter().position(|word| !before(word));
        match start.and_then(|start| self.words.get(start..)).and_then(<[String]>::split_first) {
            Some((program, arguments)) => {
                (program.rsplit('/').next().unwrap_or(program), arguments)
            }
            None => ("", &[]),
        }
    }
}

/// Splits at `;`, `&`, `|`, line ends and parentheses outside quotes.
pub(crate) fn commands(script: &str) -> Vec<Command> {
    let mut splitter = Splitter::default();
    let mut letters = script.chars().peekable();
    while let Some(letter) = letters.next() {
        match (splitter.quote, letter) {
            (Some(quote), _) if letter == quote => splitter.quote = None,
            (None | Some('"'), '\\') => match letters.next() {
                Some('\n') | None => splitter.end_word(),
                Some(escaped) => splitter.push(escaped),
            },
            (Some(_), _) => splitter.push(letter),
            (None, '\'' | '"') => {
                splitter.quote = Some(letter);
                splitter.in_word = true;
            }
            (None, '#') if !splitter.in_word => {
                while letters.next_if(|letter| *letter != '\n').is_some() {}
            }
            (None, '|') => {
                let or = letters.next_if_eq(&'|').is_some();
                splitter.end_command(!or);
            }
            (None, ';' | '&' | '\n' | '(' | ')') => splitter.end_command(false),
            (None, _) if letter.is_whitespace() => splitter.end_word(),
            (None, _) => splitter.push(letter),
        }
    }
    splitter.end_command(false);
    splitter.commands
}

#[derive(Default)]
struct Splitter {
    commands: Vec<Command>,
    words: Vec<String>,
    word: String,
    in_word: bool,
    quote: Option<char>,
}

impl Splitter {
    fn push(&mut self, letter: char) {
        self.word.push(letter);
        self.in_word = true;
    }

    fn end_word(&mut self) {
        if self.in_word {
            self.words.push(std::mem::take(&mut self.word));
        }
        self.in_word = false;
    }

    fn end_command(&mut self, piped: bool) {
        self.end_word();
        if !self.words.is_empty() {
            self.commands.push(Command { words: std::mem::take(&mut self.words), piped });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(script: &str) -> Vec<(String, bool)> {
        let join = |command: Command| (command.words.join(" "), command.piped);
        commands(script).into_iter().map(join).collect()
    }

    #[test]
    fn commands_end_at_operators_outside_quotes() {
        assert_eq!(
            split("set -eux; a 'b;c' \"d && e\" && f || g | h # && i\nj \\\n k"),
            [
                ("set -eux".to_owned(), false),
                ("a b;c d && e".to_owned(), false),
                ("f".to_owned(), false),
                ("g".to_owned(), true),
                ("h".to_owned(), false),
                ("j k".to_owned(), false),
            ]
        );
    }

    #[test]
    fn the_program_stands_behind_assignments_and_sudo() {
        let commands = commands("DEBIAN_FRONTEND=noninteractive sudo /usr/bin/apt-get update");
        assert_eq!(commands[0].program().0, "apt-get");
        assert_eq!(commands[0].program().1, ["update"]);
        assert_eq!(Command::default().program(), ("", [].as_slice()));
    }

    #[test]
    fn broken_quoting_still_ends() {
        assert_eq!(split("a 'b && c"), [("a b && c".to_owned(), false)]);
        assert_eq!(split("a \\"), [("a".to_owned(), false)]);
    }
}
