//! What looks like a secret, and how to write about it without writing it.
//!
//! Every observer passes environment variables, command lines and
//! configuration text through here before anything is stored.

use std::borrow::Cow;
use std::fmt;

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
];
const SECRET_PAIRS: &[(&str, &str)] = &[
    ("API", "KEY"),
    ("ACCESS", "KEY"),
    ("PRIVATE", "KEY"),
    ("SECRET", "KEY"),
    ("ENCRYPTION", "KEY"),
    ("AUTH", "KEY"),
    ("SIGNING", "KEY"),
];
const HARMLESS_LAST: &[&str] = &[
    "FILE", "PATH", "DIR", "URL", "URI", "ENDPOINT", "NAME", "ID", "TTL", "EXPIRY", "LENGTH",
    "POLICY", "ENABLED", "TIMEOUT", "TYPE", "HEADER", "FIELD",
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
    url_password(value).map(|_| SecretClass::UrlCredentials)
}

/// Whether a variable, key or flag of this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let words: Vec<&str> = upper
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.last().is_some_and(|last| HARMLESS_LAST.contains(last))
        || words == ["PWD"]
        || words == ["OLDPWD"]
    {
        return false;
    }
    words.iter().any(|word| {
        SECRET_WORDS
            .iter()
            .any(|secret| word == secret || (secret.len() > 4 && word.ends_with(secret)))
    }) || words
        .windows(2)
        .any(|pair| SECRET_PAIRS.iter().any(|(first, second)| pair == [*first, *second]))
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
/// `username=app,password=x` keeps all but its secrets.
pub fn masked<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    match classify(name, value) {
        Some(class) => Cow::Owned(mask(class, value.len())),
        None if value.contains(',') && value.contains('=') => masked_options(value),
        None => Cow::Borrowed(value),
    }
}

fn masked_options(list: &str) -> Cow<'_, str> {
    let secret = |option: &&str| {
        option.split_once('=').is_some_and(|(key, value)| classify(key, value).is_some())
    };
    if !list.split(',').any(|option| secret(&option)) {
        return Cow::Borrowed(list);
    }
    let shown = |option: &str| match option.split_once('=') {
        Some((key, value)) => match classify(key, value) {
            Some(class) => format!("{key}={}", mask(class, value.len())),
            None => option.to_owned(),
        },
        None => option.to_owned(),
    };
    Cow::Owned(list.split(',').map(shown).collect::<Vec<_>>().join(","))
}

/// A command line as it may be stored: the values of `--password=x`,
/// `--password x` and of tokens that look like secrets are replaced.
pub fn masked_arguments<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut after_secret_flag = false;
    let mut out = Vec::new();
    for argument in arguments {
        let is_flag = argument.starts_with('-');
        let stored = match argument.split_once('=') {
            _ if after_secret_flag && !is_flag => mask(SecretClass::NamedSecret, argument.len()),
            Some((name, value)) => match masked(name, value) {
                Cow::Owned(mask) => format!("{name}={mask}"),
                // `--label=DB_PASSWORD=x`, `sh -c "a=b DB_PASSWORD=x make"`.
                Cow::Borrowed(value) => format!("{name}={}", masked_words(value)),
            },
            None => masked_words(argument),
        };
        after_secret_flag = is_flag && !argument.contains('=') && is_secret_name(argument);
        out.push(stored);
    }
    out
}

/// A free text (a shell line, a build step) as it may be stored.
pub fn masked_words(text: &str) -> String {
    text.split_inclusive(char::is_whitespace).map(masked_word).collect()
}

fn masked_word(word: &str) -> Cow<'_, str> {
    let bare = word.trim_end();
    let space = &word[bare.len()..];
    let stored = match bare.split_once('=') {
        Some((name, value)) => match masked(name, value) {
            Cow::Owned(mask) => format!("{name}={mask}"),
            Cow::Borrowed(_) => return Cow::Borrowed(word),
        },
        None => match classify_value(bare) {
            Some(class) => mask(class, bare.len()),
            None => return Cow::Borrowed(word),
        },
    };
    Cow::Owned(stored + space)
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

/// The password of `scheme://user:password@host`.
fn url_password(value: &str) -> Option<&str> {
    let (_, rest) = value.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let (user_info, _) = authority.rsplit_once('@')?;
    let (_, password) = user_info.split_once(':')?;
    (!password.is_empty()).then_some(password)
}

/// `/run/secrets/db` under `DB_PASSWORD` is the good way to do it.
fn names_a_file(value: &str) -> bool {
    value.starts_with('/') && !value.contains(char::is_whitespace)
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
    fn no_secret_survives_a_command_line() {
        let stored = masked_arguments([
            "--password",
            "hunter2",
            "--token=abc",
            "-H",
            "tcp://a:b@h:1",
            "API_KEY=zzz",
            "--label=DB_PASSWORD=yyy",
            "make a=b TOKEN=xxx",
        ])
        .join(" ");
        for secret in ["hunter2", "abc", "a:b", "zzz", "yyy", "xxx"] {
            assert!(!stored.contains(secret), "{stored}");
        }
        assert!(stored.contains("-H"));
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
    fn a_build_step_keeps_its_words() {
        assert_eq!(
            masked_words("RUN DB_PASSWORD=x make  all"),
            "RUN DB_PASSWORD=<named-secret, 1 bytes> make  all"
        );
    }
}
