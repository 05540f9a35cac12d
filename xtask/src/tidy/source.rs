//! Reading Rust as far as the rules need it: without comments and strings, in lines and
//! functions. Not a parser: rustfmt'ed code of this repository is what it must read.

/// A source file.
#[derive(Debug)]
pub(super) struct Source {
    /// In the repository.
    pub(super) path: String,
    /// Below `src/`.
    pub(super) module: String,
    text: String,
    /// Comments and literals blanked, so that words in it are code.
    code: String,
    production: usize,
}

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) name: String,
    /// Counted from one.
    pub(super) line: usize,
    pub(super) lines: usize,
    /// Without `self`.
    pub(super) parameters: usize,
}

impl Source {
    pub(super) fn new(path: &str, module: String, text: &str) -> Self {
        let code = blank(text);
        let whole = module.ends_with("tests.rs") || module.contains("tests/");
        let production = if whole { 0 } else { production_lines(&code) };
        Self { path: path.to_owned(), module, text: text.to_owned(), code, production }
    }

    /// Whether the file begins with a page of documentation.
    pub(super) fn has_page(&self) -> bool {
        self.text.trim_start().starts_with("//!")
    }

    /// Number of lines before the tests.
    pub(super) fn production_lines(&self) -> usize {
        self.production
    }

    /// Code before the tests, with line numbers.
    pub(super) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().take(self.production).enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Functions that begin before the tests.
    pub(super) fn functions(&self) -> Vec<Function> {
        let mut functions = Vec::new();
        for (start, _) in self.code.match_indices("fn ") {
            let before = self.code[..start].bytes().next_back();
            if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                continue;
            }
            let line = 1 + self.code[..start].matches('\n').count();
            if line <= self.production {
                functions.extend(function(&self.code[start..], line));
            }
        }
        functions
    }
}

/// Lines before the first `#[cfg(test)]` on an item with a body: one on a declaration,
/// `mod tests;` or `use …;`, hides nothing behind it.
fn production_lines(code: &str) -> usize {
    let lines: Vec<&str> = code.lines().collect();
    let cut = lines.iter().enumerate().position(|(index, line)| {
        let next = lines.get(index + 1).map_or("", |next| next.trim());
        line.trim_start().starts_with("#[cfg(test)]") && !next.ends_with(';')
    });
    cut.unwrap_or(lines.len())
}

fn function(code: &str, line: usize) -> Option<Function> {
    let rest = code["fn ".len()..].trim_start();
    let end = rest.find(|character: char| !character.is_alphanumeric() && character != '_')?;
    let name = rest[..end].to_owned();
    let mut rest = &rest[end..];
    if rest.starts_with('<') {
        rest = &rest[closing(rest)?..];
    }
    rest = &rest[rest.find('(')?..];
    let close = closing(rest)?;
    let parameters = count_parameters(&rest[1..close - 1]);
    let after = &rest[close..];
    let body = after.char_indices().scan(0_i32, |depth, (index, character)| {
        *depth += match character {
            '(' | '[' => 1,
            ')' | ']' => -1,
            _ => 0,
        };
        Some((index, character, *depth))
    });
    let (open, character, _) = body
        .into_iter()
        .find(|(_, character, depth)| *depth == 0 && matches!(character, '{' | ';'))?;
    if character == ';' {
        return None;
    }
    let end = closing(&after[open..])?;
    let whole = code.len() - after.len() + open + end;
    Some(Function { name, line, lines: 1 + code[..whole].matches('\n').count(), parameters })
}

/// Where the bracket that the text begins with is closed: the index after it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut previous = ' ';
    for (index, character) in text.char_indices() {
        let angle = text.starts_with('<');
        depth += match character {
            '(' | '[' | '{' => 1,
            ')' | ']' | '}' => -1,
            '<' if angle => 1,
            '>' if angle && !matches!(previous, '-' | '=') => -1,
            _ => 0,
        };
        if depth == 0 {
            return Some(index + character.len_utf8());
        }
        previous = character;
    }
    None
}

fn count_parameters(list: &str) -> usize {
    let mut depth = 0_i32;
    let mut previous = ' ';
    let mut parts = vec![String::new()];
    for character in list.chars() {
        depth += match character {
            '(' | '[' | '{' | '<' => 1,
            ')' | ']' | '}' => -1,
            '>' if !matches!(previous, '-' | '=') => -1,
            _ => 0,
        };
        previous = character;
        if character == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    let receiver =
        |part: &str| part == "self" || part.ends_with(" self") || part.ends_with("&self");
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty() && !receiver(part)).count()
}

/// The text with comments, strings and characters replaced by spaces, line for line.
fn blank(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = String::with_capacity(text.len());
    let mut index = 0;
    while index < bytes.len() {
        let rest = &text[index..];
        let length = literal_or_comment(rest, code.bytes().next_back());
        if length == 0 {
            let character = rest.chars().next().unwrap_or(' ');
            code.push(character);
            index += character.len_utf8();
        } else {
            let hidden = &rest[..length];
            code.extend(hidden.chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
            index += length;
        }
    }
    code
}

/// Length of the comment or literal that the text begins with; zero if it is code.
fn literal_or_comment(rest: &str, before: Option<u8>) -> usize {
    let word = before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if rest.starts_with("//") {
        rest.find('\n').unwrap_or(rest.len())
    } else if rest.starts_with("/*") {
        block_comment(rest)
    } else if rest.starts_with('"') {
        string(rest)
    } else if !word
        && ["r\"", "r#", "br\"", "br#", "cr\"", "cr#"].iter().any(|raw| rest.starts_with(raw))
    {
        raw_string(rest)
    } else if rest.starts_with('\'') {
        character(rest)
    } else {
        0
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut index = 0;
    while index < rest.len() {
        let pair = rest.as_bytes().get(index..index + 2).unwrap_or_default();
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                index += 1;
                continue;
            }
        }
        index += 2;
        if depth == 0 {
            return index;
        }
    }
    rest.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `r#type` is no string: zero.
fn raw_string(rest: &str) -> usize {
    let Some(start) = rest.find('#').filter(|index| *index <= 2).or_else(|| rest.find('"')) else {
        return 0;
    };
    let hashes = rest[start..].bytes().take_while(|byte| *byte == b'#').count();
    let open = start + hashes;
    if !rest[open..].starts_with('"') {
        return 0;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    rest[open + 1..].find(&close).map_or(rest.len(), |found| open + 1 + found + close.len())
}

/// A lifetime is no character: zero.
fn character(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => {
            let close = rest.char_indices().skip(3).find(|(_, character)| *character == '\'');
            close.map_or(0, |(index, _)| index + 1)
        }
        Some(_) => match characters.next() {
            Some((index, '\'')) => index + 1,
            _ => 0,
        },
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("crates/x/src/a.rs", "a.rs".to_owned(), text)
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        let text = "a // std::fs\n/* std::net /* x */ */ b \"std::env\\\" c\" r#\"std::fs\"# 'x' '\\'' &'a d";
        let code = blank(text);
        assert!(!code.contains("std"), "{code}");
        assert_eq!(code.split_whitespace().collect::<Vec<_>>(), ["a", "b", "&'a", "d"]);
        assert_eq!(code.matches('\n').count(), 1);
    }

    #[test]
    fn raw_identifiers_stay() {
        assert_eq!(blank("let r#type = br\"x\";"), "let r#type =      ;");
    }

    #[test]
    fn production_ends_at_the_first_test_module_with_a_body() {
        let text = "#[cfg(test)]\nmod tests;\nfn a() {}\n#[cfg(test)]\nmod more {\n}\n";
        assert_eq!(source(text).production_lines(), 3);
        let all = Source::new("p", "engine/tests.rs".to_owned(), text);
        assert_eq!(all.production_lines(), 0);
    }

    #[test]
    fn functions_are_measured() {
        let text = "pub fn long<F: Fn(u8) -> u8>(\n    &mut self,\n    a: Map<u8, u8>,\n    b: fn(u8, u8) -> [u8; 4],\n) -> [u8; 4]\nwhere\n    F: Copy,\n{\n    if x {\n    }\n}\ntrait T { fn no_body(&self, a: u8); }\n";
        let long = Function { name: "long".into(), line: 1, lines: 11, parameters: 2 };
        assert_eq!(source(text).functions(), [long]);
    }
}
