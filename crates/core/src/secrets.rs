//! What looks like a secret, and how to write about it without writing it.
//!
//! Every observer passes environment variables, command lines and
//! configuration text through here before anything is stored.

mod command_line;

use std::borrow::Cow;
use std::fmt;

pub use command_line::{masked_arguments, masked_words};
use serde::{Deserialize, Serialize};

/// What kind of secret something looks like.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretClass {
    /// A value under a name such as `DB_PASSWORD`.
    NamedSecret,
    /// A private key in PEM form.
    PrivateKey,
    /// An access key id of AWS.
    AwsAccessKey,
    /// A token of GitHub.
    GithubToken,
    /// A token of GitLab.
    GitlabToken,
    /// A token of Slack.
    SlackToken,
    /// A secret key of Stripe.
    StripeKey,
    /// An API key of Google.
    GoogleApiKey,
    /// A token of npm.
    NpmToken,
    /// A JSON Web Token.
    JsonWebToken,
    /// A user name and password inside a URL.
    UrlCredentials,
    /// A token with which a machine joins a Swarm, or the key that unlocks it.
    SwarmToken,
}

impl SecretClass {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NamedSecret => "named-secret",
            Self::PrivateKey => "private-key",
            Self::AwsAccessKey => "aws-access-key",
            Self::GithubToken => "github-token",
            Self::GitlabToken => "gitlab-token",
            Self::SlackToken => "slack-token",
            Self::StripeKey => "stripe-key",
            Self::GoogleApiKey => "google-api-key",
            Self::NpmToken => "npm-token",
            Self::JsonWebToken => "json-web-token",
            Self::UrlCredentials => "url-credentials",
            Self::SwarmToken => "swarm-token",
        }
    }
}

impl fmt::Display for SecretClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A token told by its beginning and by how many token characters follow.
struct Shape {
    class: SecretClass,
    prefix: &'static str,
    at_least: usize,
}

const SHAPES: &[Shape] = &[
    Shape { class: SecretClass::AwsAccessKey, prefix: "AKIA", at_least: 16 },
    Shape { class: SecretClass::AwsAccessKey, prefix: "ASIA", at_least: 16 },
    Shape { class: SecretClass::GithubToken, prefix: "ghp_", at_least: 36 },
    Shape { class: SecretClass::GithubToken, prefix: "gho_", at_least: 36 },
    Shape { class: SecretClass::GithubToken, prefix: "ghs_", at_least: 36 },
    Shape { class: SecretClass::GithubToken, prefix: "github_pat_", at_least: 40 },
    Shape { class: SecretClass::GitlabToken, prefix: "glpat-", at_least: 20 },
    Shape { class: SecretClass::SlackToken, prefix: "xoxb-", at_least: 20 },
    Shape { class: SecretClass::SlackToken, prefix: "xoxp-", at_least: 20 },
    Shape { class: SecretClass::StripeKey, prefix: "sk_live_", at_least: 20 },
    Shape { class: SecretClass::StripeKey, prefix: "rk_live_", at_least: 20 },
    Shape { class: SecretClass::GoogleApiKey, prefix: "AIza", at_least: 35 },
    Shape { class: SecretClass::NpmToken, prefix: "npm_", at_least: 36 },
    Shape { class: SecretClass::SwarmToken, prefix: "SWMTKN-", at_least: 40 },
    Shape { class: SecretClass::SwarmToken, prefix: "SWMKEY-", at_least: 30 },
];

/// Words of a name that make its value a secret, and words after which it is
/// only about one (`PASSWORD_FILE`, `TOKEN_URL`).
const SECRET_WORDS: &[&str] = &[
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "CREDENTIAL",
    "CREDENTIALS",
    "PWD",
    "PASS",
    "DBPASS",
    "KEYPASS",
    "SSHPASS",
    "STOREPASS",
];
const SECRET_PAIRS: &[(&str, &str)] = &[
    ("API", "KEY"),
    ("ACCESS", "KEY"),
    ("PRIVATE", "KEY"),
    ("SECRET", "KEY"),
    ("ENCRYPTION", "KEY"),
    ("AUTH", "KEY"),
    ("SIGNING", "KEY"),
    ("ACCOUNT", "KEY"),
    ("MASTER", "KEY"),
    ("SHARED", "KEY"),
];
const HARMLESS_LAST: &[&str] = &[
    "FILE", "PATH", "DIR", "URL", "URI", "ENDPOINT", "NAME", "ID", "TTL", "EXPIRY", "LENGTH",
    "POLICY", "ENABLED", "TIMEOUT", "TYPE", "HEADER", "FIELD", "STDIN",
];

/// Class of a value under a name: by the value's shape first, by the name else.
/// An empty value, and one that only names a file, is no secret.
pub fn classify(name: &str, value: &str) -> Option<SecretClass> {
    classify_value(value).or_else(|| {
        (!value.is_empty() && !names_a_file(value) && is_secret_name(name))
            .then_some(SecretClass::NamedSecret)
    })
}

/// Class of a text by its shape alone.
pub fn classify_value(value: &str) -> Option<SecretClass> {
    if value.contains("PRIVATE KEY-----") {
        return Some(SecretClass::PrivateKey);
    }
    if let Some(shape) = SHAPES.iter().find(|shape| has_shape(value, shape)) {
        return Some(shape.class);
    }
    if is_json_web_token(value) {
        return Some(SecretClass::JsonWebToken);
    }
    has_url_password(value).then_some(SecretClass::UrlCredentials)
}

/// Whether a variable, key or flag of this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    // The shell's own variables; `Pwd=` of a connection string is a password.
    if matches!(name, "PWD" | "OLDPWD") {
        return false;
    }
    let upper = name.to_ascii_uppercase();
    let words: Vec<&str> = upper
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.last().is_some_and(|last| HARMLESS_LAST.contains(last)) {
        return false;
    }
    words.iter().any(|word| is_secret_word(word))
        || words
            .windows(2)
            .any(|pair| SECRET_PAIRS.iter().any(|(first, second)| pair == [*first, *second]))
}

/// `PASSWORD`, `KEYSTOREPASSWORD`, `PASSWORD2`, `AUTHKEY`.
fn is_secret_word(word: &str) -> bool {
    let word = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let ends = |secret: &&str| word == *secret || (secret.len() > 4 && word.ends_with(secret));
    SECRET_WORDS.iter().any(ends)
        || SECRET_PAIRS.iter().any(|(first, second)| {
            word.strip_suffix(second).is_some_and(|rest| rest.ends_with(first))
        })
}

/// A text in place of a secret: its class and length.
pub fn mask(class: SecretClass, length: usize) -> String {
    format!("<{class}, {length} bytes>")
}

/// The secrets that were masked in a stored text: the name before `=` (empty
/// when there is none) and the class of each.
pub fn masks(text: &str) -> Vec<(&str, &str)> {
    let starts = text.match_indices('<').map(|(at, _)| at);
    starts.filter_map(|at| Some((name_before(&text[..at]), class_in(&text[at + 1..])?))).collect()
}

/// `named-secret` of `named-secret, 8 bytes>…`.
fn class_in(text: &str) -> Option<&str> {
    let (class, length) = text.split_once('>')?.0.strip_suffix(" bytes")?.split_once(", ")?;
    let is_length = !length.is_empty() && length.bytes().all(|digit| digit.is_ascii_digit());
    let is_class = class.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-');
    (is_length && is_class).then_some(class)
}

/// `TOKEN` of `… TOKEN=`.
fn name_before(text: &str) -> &str {
    let Some(text) = text.strip_suffix('=') else { return "" };
    let start = text
        .char_indices()
        .rev()
        .find(|(_, letter)| letter.is_whitespace() || matches!(letter, '"' | '\'' | '?' | '&'))
        .map_or(0, |(at, letter)| at + letter.len_utf8());
    &text[start..]
}

/// The value as it may be stored under its name. A list of options such as
/// `username=app,password=x`, a query and a shell line keep all but their
/// secrets.
pub fn masked<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    match classify(name, value) {
        Some(class) => Cow::Owned(mask(class, value.len())),
        None if value.contains(char::is_whitespace) => {
            let words = masked_words(value);
            if words == value { Cow::Borrowed(value) } else { Cow::Owned(words) }
        }
        None if value.contains('=') => masked_options(value),
        None => Cow::Borrowed(value),
    }
}

/// What separates options of a list, pairs of a query, parts of a connection string.
fn separates(letter: char) -> bool {
    matches!(letter, ',' | ';' | '&')
}

fn masked_options(list: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(list.len());
    for piece in list.split_inclusive(separates) {
        let option = piece.trim_end_matches(separates);
        let pair = option.split_once('=');
        match pair.and_then(|(key, value)| Some((key, value, classify(key, value)?))) {
            Some((key, value, class)) => {
                out.push_str(&format!("{key}={}", mask(class, value.len())));
            }
            None => out.push_str(option),
        }
        out.push_str(&piece[option.len()..]);
    }
    if out == list { Cow::Borrowed(list) } else { Cow::Owned(out) }
}

fn has_shape(value: &str, shape: &Shape) -> bool {
    value.split(|letter: char| !is_token_character(letter)).any(|word| {
        word.strip_prefix(shape.prefix).is_some_and(|rest| rest.len() >= shape.at_least)
    })
}

fn is_token_character(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')
}

/// Three base64url parts, the first of which begins as `{"` does.
fn is_json_web_token(value: &str) -> bool {
    let parts: Vec<&str> = value.trim_start_matches("Bearer ").split('.').collect();
    parts.len() == 3
        && parts[0].starts_with("eyJ")
        && parts.iter().all(|part| part.len() >= 4 && part.chars().all(is_token_character))
}

/// Whether any URL in the text is a `scheme://user:password@host`.
fn has_url_password(value: &str) -> bool {
    value.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', '?', '#', ',']).next().unwrap_or_default();
        let user_info = authority.rsplit_once('@').map(|(user_info, _)| user_info);
        user_info
            .and_then(|user| user.split_once(':'))
            .is_some_and(|(_, password)| !password.is_empty())
    })
}

/// `/run/secrets/db` under `DB_PASSWORD` is the good way to do it. Base64 begins
/// with a slash now and then: a long part of mixed letters and digits is no name.
fn names_a_file(value: &str) -> bool {
    let is_random = |part: &str| {
        part.len() >= 16
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'='))
            && part.bytes().any(|byte| byte.is_ascii_uppercase())
            && part.bytes().any(|byte| byte.is_ascii_lowercase())
    };
    value.starts_with('/')
        && !value.contains(char::is_whitespace)
        && !value.split('/').any(is_random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hold_secrets_and_names_that_do_not() {
        for name in [
            "DB_PASSWORD",
            "MYSQL_ROOT_PASSWORD",
            "API_KEY",
            "github.token",
            "--password",
            "PGPASSWORD",
            "SECRET_KEY_BASE",
            "ADMIN_PASS",
            "DB_PASSWORD2",
            "TS_AUTHKEY",
            "accountKey",
            "Pwd",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "PWD",
            "OLDPWD",
            "PASSWORD_FILE",
            "TOKEN_URL",
            "KEYBOARD",
            "MONKEY",
            "PATH",
            "AUTH_TOKEN_TTL",
            "COMPASS",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn values_are_recognised_by_shape_under_any_name() {
        assert_eq!(classify("X", "AKIAIOSFODNN7EXAMPLE"), Some(SecretClass::AwsAccessKey));
        assert_eq!(
            classify("DATABASE_URL", "postgres://app:hunter2@db/app"),
            Some(SecretClass::UrlCredentials)
        );
        assert_eq!(classify("DATABASE_URL", "postgres://db/app"), None);
        assert_eq!(classify("DB_PASSWORD", "/run/secrets/db"), None);
        assert_eq!(classify("DB_PASSWORD", ""), None);
        assert_eq!(
            classify("X", "eyJhbGciOi.eyJzdWIiOi.SflKxwRJSM"),
            Some(SecretClass::JsonWebToken)
        );
    }

    #[test]
    fn masked_secrets_are_found_again() {
        let step = masked_words("RUN |2 NPM_TOKEN=abc WHO=me /bin/sh -c cat <x >y");
        assert_eq!(masks(&step), [("NPM_TOKEN", "named-secret")]);
        assert_eq!(masks(&mask(SecretClass::PrivateKey, 900)), [("", "private-key")]);
        assert!(masks("a <b, c bytes> <, 3 bytes").is_empty());
    }

    #[test]
    fn an_option_list_keeps_all_but_its_secrets() {
        assert_eq!(
            masked("o", "addr=10.0.0.1,username=app,password=x,ro"),
            "addr=10.0.0.1,username=app,password=<named-secret, 1 bytes>,ro"
        );
    }

    #[test]
    fn a_list_a_query_and_a_line_keep_all_but_their_secrets() {
        for value in [
            "Server=db;Database=shop;Password=hunter2",
            "https://example.com/?a=b&token=hunter2",
            "-Xmx1g -Djavax.net.ssl.keyStorePassword=hunter2",
            "http://a.example,http://me:hunter2@b.example",
        ] {
            assert!(!masked("OPTIONS", value).contains("hunter2"), "{}", masked("OPTIONS", value));
        }
        assert!(masked("o", "a=b;password=x;c=d").ends_with(";c=d"));
    }

    #[test]
    fn a_secret_that_begins_with_a_slash_is_no_file() {
        assert!(
            classify("AWS_SECRET_ACCESS_KEY", "/bPxRfiCYEXAMPLEKEYwJalrXUtnFEMI0K7MDENG").is_some()
        );
        assert!(classify("DB_PASSWORD", "/var/lib/app/secrets/Db_Password_2.txt").is_none());
    }
}
