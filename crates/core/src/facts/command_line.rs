//! The kernel's command line, cut into parameters as the kernel cuts it.

use crate::secrets::{SecretClass, classify, mask, masked_arguments};

/// Parameters of a kernel command line, in its order.
///
/// The rules are those of the kernel's own parser: white space separates,
/// double quotes keep it together, the first `=` of a word ends its name, and
/// all that follows a lone `--` is for process 1. In names `-` and `_` are the
/// same letter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CommandLine {
    parameters: Vec<KernelParameter>,
    for_init: Vec<String>,
}

/// One parameter: `quiet`, `mitigations=auto,nosmt`, `dyndbg="file a.c +p"`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KernelParameter {
    /// Name as written.
    pub name: String,
    /// What follows `=` without its quotes; `None` without `=`.
    pub value: Option<String>,
}

impl CommandLine {
    /// Cuts a command line. Every text is one; a quote that is never closed
    /// reaches to the end, as it does in the kernel.
    pub fn parse(text: &str) -> Self {
        let mut line = Self::default();
        let mut words = words(text);
        for word in words.by_ref() {
            let parameter = KernelParameter::parse(word);
            if parameter.name == "--" && parameter.value.is_none() {
                break;
            }
            line.parameters.push(parameter);
        }
        line.for_init = words.map(str::to_owned).collect();
        line
    }

    /// All parameters before `--`, in order.
    pub fn parameters(&self) -> &[KernelParameter] {
        &self.parameters
    }

    /// Arguments of process 1: what follows `--`.
    pub fn for_init(&self) -> &[String] {
        &self.for_init
    }

    /// Every occurrence of a parameter, in order. Some add up (`console`,
    /// `isolcpus`), of most the last one counts.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a KernelParameter> {
        self.parameters.iter().filter(move |parameter| parameter.is(name))
    }

    /// The last occurrence of a parameter, which is the one that counts for all
    /// parameters that hold a single value.
    pub fn last(&self, name: &str) -> Option<&KernelParameter> {
        self.parameters.iter().rev().find(|parameter| parameter.is(name))
    }

    /// The value of the last occurrence; the empty text for a parameter without
    /// one, `None` without the parameter.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.last(name).map(|parameter| parameter.value.as_deref().unwrap_or_default())
    }

    /// Whether a parameter occurs, with a value or without.
    pub fn has(&self, name: &str) -> bool {
        self.last(name).is_some()
    }

    /// The text as it may be stored: values that look like secrets are replaced
    /// by their class and length, quotes and order stay.
    pub fn masked(text: &str) -> String {
        let mut masked = Vec::new();
        let mut words = words(text);
        for word in words.by_ref() {
            let parameter = KernelParameter::parse(word);
            if parameter.name == "--" && parameter.value.is_none() {
                masked.push(word.to_owned());
                break;
            }
            masked.push(parameter.masked().unwrap_or_else(|| word.to_owned()));
        }
        masked.extend(masked_arguments(words));
        masked.join(" ")
    }
}

impl KernelParameter {
    fn parse(word: &str) -> Self {
        // A quote before the name belongs to the whole word.
        let (word, whole) = match word.strip_prefix('"') {
            Some(rest) => (rest.strip_suffix('"').unwrap_or(rest), true),
            None => (word, false),
        };
        // A name has at least one letter: `=x` is a name.
        let cut = word.char_indices().skip(1).find(|(_, letter)| *letter == '=');
        let Some((name, value)) = cut.and_then(|(at, _)| word.split_at_checked(at)) else {
            return Self { name: word.to_owned(), value: None };
        };
        let value = value.strip_prefix('=').unwrap_or(value);
        let value = match value.strip_prefix('"') {
            Some(rest) if !whole => rest.strip_suffix('"').unwrap_or(rest),
            Some(rest) => rest,
            None => value,
        };
        Self { name: name.to_owned(), value: Some(value.to_owned()) }
    }

    /// Whether this is the parameter of a name.
    pub fn is(&self, name: &str) -> bool {
        let same = |letter: u8| if letter == b'-' { b'_' } else { letter };
        self.name.len() == name.len() && self.name.bytes().map(same).eq(name.bytes().map(same))
    }

    /// The parameter as it may be stored, when its value may not.
    fn masked(&self) -> Option<String> {
        let value = self.value.as_deref()?;
        let class = classify(&self.name, value)
            .or_else(|| has_iscsi_password(value).then_some(SecretClass::UrlCredentials))?;
        let mask = mask(class, value.len());
        // A mask holds a space, and the name may: quotes around all of it keep
        // it one word when the stored text is parsed again.
        Some(format!("\"{}={mask}\"", self.name.replace('"', "")))
    }
}

/// `iscsi:USER:PASSWORD@SERVER…`, the one form of `root=` and `netroot=` that
/// holds a password and is no URL.
fn has_iscsi_password(value: &str) -> bool {
    let account = value.strip_prefix("iscsi:").and_then(|rest| rest.split_once('@'));
    account.is_some_and(|(account, _)| account.contains(':'))
}

/// Words between white space that is not inside double quotes.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut in_quotes = false;
    text.split(move |letter: char| {
        if letter == '"' {
            in_quotes = !in_quotes;
        }
        !in_quotes && (letter.is_ascii_whitespace() || letter == '\0')
    })
    .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(text: &str) -> Vec<(String, Option<String>)> {
        let line = CommandLine::parse(text);
        line.parameters.into_iter().map(|each| (each.name, each.value)).collect()
    }

    fn with(name: &str, value: &str) -> (String, Option<String>) {
        (name.to_owned(), Some(value.to_owned()))
    }

    #[test]
    fn quotes_keep_words_together_and_go_away() {
        assert_eq!(
            parameters("a=\"b c\"  \"d=e f\" quiet g=h=i j=\"open k\n"),
            [
                with("a", "b c"),
                with("d", "e f"),
                ("quiet".to_owned(), None),
                with("g", "h=i"),
                with("j", "open k\n"),
            ]
        );
        assert_eq!(
            parameters("=x k= \"\""),
            [("=x".to_owned(), None), with("k", ""), (String::new(), None),]
        );
    }

    #[test]
    fn the_last_one_counts_and_dashes_are_underscores() {
        let line = CommandLine::parse("slab-nomerge init_on_alloc=0 init-on-alloc=1 -- nosmt x=1");
        assert!(line.has("slab_nomerge"));
        assert_eq!(line.value("init_on_alloc"), Some("1"));
        assert_eq!(line.all("init_on_alloc").count(), 2);
        assert!(!line.has("nosmt"));
        assert_eq!(line.for_init(), ["nosmt", "x=1"]);
        assert_eq!(line.value("slab_nomerge"), Some(""));
    }

    #[test]
    fn secrets_are_masked_and_the_rest_reads_the_same() {
        let text = "quiet rd.iscsi.password=\"hunter2 hunter2\" root=iscsi:joe:hunter2@10.0.0.1::3260 \
                    url=https://u:hunter2@x/ lsm=\"a,b\" -- --token hunter2";
        let masked = CommandLine::masked(text);
        assert!(!masked.contains("hunter2"), "{masked}");
        let line = CommandLine::parse(&masked);
        assert_eq!(line.value("lsm"), Some("a,b"));
        assert_eq!(line.value("rd.iscsi.password"), Some("<named-secret, 15 bytes>"));
        assert!(line.has("quiet") && line.has("url"));
        assert_eq!(line.for_init().first().map(String::as_str), Some("--token"));
    }
}
