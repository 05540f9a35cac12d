//! Licences and bans over everything in `Cargo.lock`.

use super::Problem;
use crate::workspace::Dependency;

/// Licences that a program under Apache-2.0 can be shipped with. No MPL: its files carry
/// duties into our distribution.
const ALLOWED: [&str; 14] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "0BSD",
    "CC0-1.0",
    "BSL-1.0",
    "OpenSSL",
    "CDLA-Permissive-2.0",
];

/// Packages that must not come in, and why.
const BANNED: [(&str, &str); 5] = [
    ("openssl-sys", "TLS is rustls; a linked OpenSSL is one more thing to patch"),
    ("native-tls", "TLS is rustls"),
    ("ring", "rustls uses aws-lc-rs; two crypto libraries are one too many"),
    ("serde_yaml", "unmaintained"),
    ("unsafe-libyaml", "unmaintained, and C in disguise"),
];

pub(super) fn check(dependencies: &[Dependency]) -> Vec<Problem> {
    dependencies
        .iter()
        .flat_map(|dependency| licence(dependency).into_iter().chain(ban(dependency)))
        .collect()
}

fn licence(dependency: &Dependency) -> Option<Problem> {
    let Dependency { name, version, licence } = dependency;
    if allowed(licence) {
        return None;
    }
    let licence = if licence.is_empty() { "no licence expression" } else { licence };
    Some(Problem::error("licence", name, format!("version {version}: {licence}")))
}

fn ban(dependency: &Dependency) -> Option<Problem> {
    let (name, why) = BANNED.iter().find(|(name, _)| *name == dependency.name)?;
    Some(Problem::error("ban", name, format!("version {}: {why}", dependency.version)))
}

/// Evaluates an SPDX expression; `/` is an old spelling of OR, and an exception (`WITH`)
/// only ever permits more.
fn allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut words = words.as_slice();
    either(&mut words) && words.is_empty()
}

fn either(words: &mut &[&str]) -> bool {
    let mut result = both(words);
    while let ["OR", rest @ ..] = *words {
        *words = rest;
        result |= both(words);
    }
    result
}

fn both(words: &mut &[&str]) -> bool {
    let mut result = term(words);
    while let ["AND", rest @ ..] = *words {
        *words = rest;
        result &= term(words);
    }
    result
}

fn term(words: &mut &[&str]) -> bool {
    match *words {
        ["(", rest @ ..] => {
            *words = rest;
            let result = either(words);
            let [")", rest @ ..] = *words else { return false };
            *words = rest;
            result
        }
        [licence, "WITH", _, rest @ ..] | [licence, rest @ ..] => {
            *words = rest;
            ALLOWED.contains(licence)
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_evaluated() {
        for good in [
            "MIT",
            "MIT-0",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR MPL-2.0",
            "ISC AND (Apache-2.0 OR ISC) AND OpenSSL",
        ] {
            assert!(allowed(good), "{good}");
        }
        for bad in
            ["MPL-2.0", "MIT AND GPL-3.0", "", "(MIT", "MIT MIT", "MIT AND", "LGPL-2.1 WITH x"]
        {
            assert!(!allowed(bad), "{bad}");
        }
    }

    #[test]
    fn bans_and_licences_are_reported_by_package() {
        let package = |name: &str, licence: &str| Dependency {
            name: name.into(),
            version: "1.0.0".into(),
            licence: licence.into(),
        };
        let problems = check(&[package("good", "MIT"), package("ring", "MIT"), package("x", "")]);
        let found: Vec<(&str, &str)> =
            problems.iter().map(|problem| (problem.rule, problem.path.as_str())).collect();
        assert_eq!(found, [("ban", "ring"), ("licence", "x")]);
    }
}
