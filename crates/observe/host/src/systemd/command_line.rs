//! Command lines of units: quoting, escapes and variables, systemd.service(5).

use std::collections::BTreeMap;

/// Words of a line, quotes and backslashes applied.
pub(crate) fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut begun = false;
    let mut quote = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                begun = true;
                word.extend(letters.next().map(unescaped));
            }
            _ if quote == Some(letter) => quote = None,
            '"' | '\'' if quote.is_none() => {
                begun = true;
                quote = Some(letter);
            }
            _ if letter.is_whitespace() && quote.is_none() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            _ => {
                begun = true;
                word.push(letter);
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

fn unescaped(letter: char) -> char {
    match letter {
        'n' => '\n',
        't' => '\t',
        's' => ' ',
        other => other,
    }
}

/// Replaces variables: `$X` as a word of its own becomes as many words as its
/// value has, `${X}` stays inside its word, `$$` is a dollar sign. The prefixes
/// of the program (`@-:+!`) are removed.
pub(crate) fn expand(words: &[String], variables: &BTreeMap<String, String>) -> Vec<String> {
    let mut out = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let word =
            if index == 0 { word.trim_start_matches(['@', '-', ':', '+', '!', '|']) } else { word };
        match word.strip_prefix('$') {
            Some(name) if !name.starts_with(['{', '$']) => {
                let value = variables.get(name).map_or("", String::as_str);
                out.extend(split(value));
            }
            _ => out.push(replace(word, variables)),
        }
    }
    out
}

fn replace(word: &str, variables: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        rest = if let Some(plain) = after.strip_prefix('$') {
            out.push('$');
            plain
        } else if let Some((name, tail)) =
            after.strip_prefix('{').and_then(|braced| braced.split_once('}'))
        {
            out.push_str(variables.get(name).map_or("", String::as_str));
            tail
        } else {
            out.push('$');
            after
        };
    }
    out.push_str(rest);
    out.replace("%%", "%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_escapes() {
        assert_eq!(split(r#"a "b c" 'd "e' f\ g "" h"#), ["a", "b c", "d \"e", "f g", "", "h"]);
        assert_eq!(split("\"open end"), ["open end"]);
        assert!(split("  ").is_empty());
    }

    #[test]
    fn a_word_of_its_own_is_split_and_a_braced_one_is_not() {
        let variables = BTreeMap::from([("OPTS".to_owned(), "-D --label 'a b'".to_owned())]);
        let words = split("-/usr/bin/dockerd $OPTS x=${OPTS} $$5 $NONE 100%% a$OPTS ${open");
        assert_eq!(
            expand(&words, &variables),
            [
                "/usr/bin/dockerd",
                "-D",
                "--label",
                "a b",
                "x=-D --label 'a b'",
                "$5",
                "100%",
                "a$OPTS",
                "${open"
            ]
        );
    }
}
