//! Command lines and shell text: where a secret stands beside a flag.

use super::{SecretClass, classify, classify_value, is_secret_name, mask, masked};

/// A command line as it may be stored: the values of `--password=x`,
/// `--password x`, `mysql -px` and of tokens that look like secrets are replaced,
/// also inside a shell line that is one argument.
pub fn masked_arguments<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut line = Line::default();
    arguments.into_iter().map(|argument| line.stored(argument)).collect()
}

/// A free text (a shell line, a build step) as it may be stored.
pub fn masked_words(text: &str) -> String {
    let mut line = Line::default();
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        out.push_str(&line.stored(bare));
        out.push_str(&word[bare.len()..]);
    }
    out
}

/// A short flag whose value is a secret, for some programs only: `-p` is a port
/// to others.
struct ShortFlag {
    programs: &'static [&'static str],
    flag: &'static str,
    /// Whether the next word may be the value; to `mysql` it is a database.
    takes_next: bool,
}

const SHORT_FLAGS: &[ShortFlag] = &[
    ShortFlag {
        programs: &[
            "mysql",
            "mysqladmin",
            "mysqlcheck",
            "mysqldump",
            "mysqlimport",
            "mysqlsh",
            "mariadb",
            "mariadb-admin",
            "mariadb-dump",
        ],
        flag: "-p",
        takes_next: false,
    },
    // `docker login`, `az login`, …
    ShortFlag {
        programs: &["login", "mongo", "mongodump", "mongorestore", "mongosh", "sshpass"],
        flag: "-p",
        takes_next: true,
    },
    ShortFlag { programs: &["redis-cli"], flag: "-a", takes_next: true },
    ShortFlag { programs: &["curl"], flag: "-u", takes_next: true },
    ShortFlag { programs: &["curl"], flag: "-U", takes_next: true },
    ShortFlag { programs: &["ldapadd", "ldapmodify", "ldapsearch"], flag: "-w", takes_next: true },
    ShortFlag { programs: &["mosquitto_pub", "mosquitto_sub"], flag: "-P", takes_next: true },
];

/// What came before on a command line.
#[derive(Default)]
struct Line<'a> {
    program: &'a str,
    secret_next: bool,
}

impl<'a> Line<'a> {
    fn stored(&mut self, word: &'a str) -> String {
        // Words of a list in JSON, and quoted words, keep their marks.
        let bare = word.trim_start_matches(['"', '\'', '[', '(', '{', ',']);
        if bare.is_empty() {
            return word.to_owned();
        }
        if self.secret_next && !bare.starts_with('-') {
            self.secret_next = is_scheme(bare);
            return if self.secret_next {
                word.to_owned()
            } else {
                mask(SecretClass::NamedSecret, word.len())
            };
        }
        if let Some(stored) = self.short_flag(word, bare) {
            return stored;
        }
        self.secret_next = announces_secret(bare);
        self.remember_program(bare);
        stored_word(word)
    }

    fn short_flag(&mut self, word: &str, bare: &str) -> Option<String> {
        let known = SHORT_FLAGS.iter().find(|short| {
            short.programs.contains(&self.program)
                && bare.starts_with(short.flag)
                && !bare.starts_with("--")
        })?;
        let value = bare[known.flag.len()..].trim_end_matches(['"', '\'', ',', ']', ';']);
        self.secret_next = known.takes_next && value.is_empty();
        let marks = &word[..word.len() - bare.len()];
        let flag = known.flag;
        if word.ends_with([';', '|', '&']) {
            self.program = "";
        }
        if value.is_empty() {
            return Some(word.to_owned());
        }
        Some(format!("{marks}{flag}{}", mask(SecretClass::NamedSecret, value.len())))
    }

    /// The last word that names a program with flags of its own, until the next
    /// command begins.
    fn remember_program(&mut self, word: &'a str) {
        let name = word.rsplit('/').next().unwrap_or_default();
        let name = name.trim_end_matches(['"', '\'', ',']);
        if SHORT_FLAGS.iter().any(|short| short.programs.contains(&name)) {
            self.program = name;
        } else if word.ends_with([';', '|', '&']) {
            self.program = "";
        }
    }
}

/// `--password`, `X-Api-Key:` and `Authorization:` say that a secret follows.
fn announces_secret(word: &str) -> bool {
    let name = word.trim_end_matches(['"', '\'', ',']);
    let is_flag = name.starts_with('-') && !name.contains('=');
    let is_header = name.strip_suffix(':').is_some_and(|name| {
        name.to_ascii_lowercase().ends_with("authorization")
            || (name.contains('-') && is_secret_name(name))
    });
    is_header || (is_flag && is_secret_name(name))
}

/// The word between `Authorization:` and what is secret.
fn is_scheme(word: &str) -> bool {
    ["basic", "bearer", "digest", "token"].contains(&word.to_ascii_lowercase().as_str())
}

/// One word or argument by itself.
fn stored_word(word: &str) -> String {
    match word.split_once('=') {
        Some((name, value)) if !name.contains(char::is_whitespace) => {
            if let Some(class) = classify(name, value) {
                return format!("{name}={}", mask(class, value.len()));
            }
            format!("{name}={}", masked(name, value))
        }
        _ if word.contains(char::is_whitespace) => match classify_value(word) {
            // A key of many lines is one secret; a shell line is many words.
            Some(SecretClass::PrivateKey) => mask(SecretClass::PrivateKey, word.len()),
            _ => masked_words(word),
        },
        _ => classify_value(word).map_or_else(|| word.to_owned(), |class| mask(class, word.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_survives_a_command_line() {
        let stored = masked_arguments([
            "--password",
            "hunter2",
            "--token=abc",
            "-H",
            "tcp://a:b@h:1",
            "API_KEY=zzz",
        ])
        .join(" ");
        for secret in ["hunter2", "abc", "a:b", "zzz"] {
            assert!(!stored.contains(secret), "{stored}");
        }
        assert!(stored.contains("-H"));
    }

    #[test]
    fn a_shell_line_in_one_argument_is_read_word_by_word() {
        for line in [
            "A=b mysql --password=hunter2 shop",
            "A=b; mysql --password hunter2 shop",
            "A=b exec mysql -phunter2 shop",
            "/usr/bin/mysqldump -u root -phunter2",
            "docker login -u me -p hunter2 registry.example",
            "curl -u me:hunter2 https://example.com",
            "curl -H 'X-Api-Key: hunter2' https://example.com",
            "curl -H \"Authorization: Basic hunter2\" https://example.com",
            "curl 'https://example.com/?a=b&token=hunter2'",
            "psql Server=db;User Id=sa;Pwd=hunter2",
        ] {
            let stored = masked_arguments(["sh", "-c", line]).join(" ");
            assert!(!stored.contains("hunter2"), "{stored}");
            assert!(!masked_words(line).contains("hunter2"), "{line}");
        }
    }

    #[test]
    fn an_option_inside_an_option_is_seen() {
        for arguments in [
            ["docker", "build", "--build-arg=TOKEN=hunter2"],
            ["docker", "build", "--env=A=1,DB_PASSWORD=hunter2"],
            ["CMD", "[\"app\"", "\"--password=hunter2\"]"],
        ] {
            let stored = masked_arguments(arguments).join(" ");
            assert!(!stored.contains("hunter2"), "{stored}");
        }
        assert!(!masked_words("CMD [\"app\" \"--password\" \"hunter2\"]").contains("hunter2"));
    }

    #[test]
    fn the_same_short_flag_of_another_program_is_left_alone() {
        for line in [
            "docker run -p 80:80 web",
            "mysql -p shop",
            "curl -o out https://example.com",
            "app --password-stdin next",
        ] {
            assert_eq!(masked_words(line), line);
        }
        assert!(masked_words("mysql -px; ssh -p22 host").ends_with("ssh -p22 host"));
    }

    #[test]
    fn a_build_step_keeps_its_words() {
        assert_eq!(
            masked_words("RUN DB_PASSWORD=x make  all"),
            "RUN DB_PASSWORD=<named-secret, 1 bytes> make  all"
        );
    }

    #[test]
    fn a_pair_behind_a_flag_is_a_pair() {
        let stored = masked_arguments(["--label=DB_PASSWORD=yyy", "make a=b TOKEN=xxx"]).join(" ");
        for secret in ["yyy", "xxx"] {
            assert!(!stored.contains(secret), "{stored}");
        }
    }
}
