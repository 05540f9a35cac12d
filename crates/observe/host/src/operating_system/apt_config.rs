//! The configuration language of apt, apt.conf(5), as far as `name "value";`
//! and nested scopes go.

use std::collections::BTreeMap;

/// Scopes inside one another beyond which a file means harm.
const DEEPEST: usize = 64;

/// Adds the settings of one file: keys in lower case with `::`, later ones win.
pub(crate) fn parse(text: &str, settings: &mut BTreeMap<String, String>) {
    let mut scopes: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for token in tokens(text) {
        match token {
            Token::Word(word) => words.push(word),
            Token::Open => {
                if scopes.len() >= DEEPEST {
                    return;
                }
                scopes.push(words.drain(..).next().unwrap_or_default());
            }
            Token::Close => {
                words.clear();
                scopes.pop();
            }
            Token::End => {
                let mut drained = words.drain(..);
                if let (Some(name), Some(value)) = (drained.next(), drained.next()) {
                    let parts = scopes.iter().map(String::as_str).filter(|part| !part.is_empty());
                    let key: Vec<&str> = parts.chain([name.as_str()]).collect();
                    settings.insert(key.join("::").to_ascii_lowercase(), value);
                }
            }
        }
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Token {
    Word(String),
    Open,
    Close,
    End,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        if rest.starts_with("//") || letter == '#' {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
        } else if letter == '"' {
            let (word, after) = after.split_once('"').unwrap_or((after, ""));
            tokens.push(Token::Word(word.to_owned()));
            rest = after;
        } else if let Some(token) = mark(letter) {
            tokens.push(token);
            rest = after;
        } else if letter.is_whitespace() {
            rest = after;
        } else {
            let ends = |letter: char| letter.is_whitespace() || "{};\"".contains(letter);
            let at = rest.find(ends).unwrap_or(rest.len());
            let (word, after) = rest.split_at(at);
            tokens.push(Token::Word(word.to_owned()));
            rest = after;
        }
    }
    tokens
}

fn mark(letter: char) -> Option<Token> {
    match letter {
        '{' => Some(Token::Open),
        '}' => Some(Token::Close),
        ';' => Some(Token::End),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_and_the_last_one_wins() {
        let mut settings = BTreeMap::new();
        let first = "// APT::Periodic::Unattended-Upgrade \"0\";\n\
                     APT::Periodic::Unattended-Upgrade \"1\"; # on\n\
                     Unattended-Upgrade::Origins { \"a\"; \"b\"; };\n";
        parse(first, &mut settings);
        assert_eq!(settings["apt::periodic::unattended-upgrade"], "1");
        parse("APT { Periodic { /* off */ Unattended-upgrade \"0\"; }; };", &mut settings);
        assert_eq!(settings["apt::periodic::unattended-upgrade"], "0");
        assert_eq!(settings.len(), 1);
    }

    #[test]
    fn nesting_without_end_ends() {
        let mut settings = BTreeMap::new();
        parse(&"a {".repeat(100_000), &mut settings);
        parse("}}}};;;; \"", &mut settings);
        assert!(settings.is_empty());
    }
}
