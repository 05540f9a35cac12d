//! The release of a kernel in the texts that people save.

use super::architecture;

/// What a text told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Release {
    /// As `uname -r` prints it, `6.1.0-18-amd64`.
    pub(crate) release: String,
    /// As `uname -m` prints it, when the text has it.
    pub(crate) machine: Option<&'static str>,
}

/// Reads `uname -r`, `uname -a` or `/proc/version`.
pub(crate) fn parse(text: &str) -> Option<Release> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let release = match words.as_slice() {
        // `Linux version RELEASE (…`; a host may be called "version" too.
        ["Linux", _, release, ..] => release,
        [release] => release,
        _ => return None,
    };
    if !is_release(release) {
        return None;
    }
    // `uname -a` ends with machine, processor, platform and "GNU/Linux".
    let machine = if words.get(1) == Some(&"version") {
        None
    } else {
        words.iter().skip(3).rev().find_map(|word| architecture::machine(word))
    };
    Some(Release { release: (*release).to_owned(), machine })
}

/// Two numbers, and what build systems put behind them.
pub(super) fn is_release(word: &str) -> bool {
    let mut numbers = word.splitn(3, ['.', '-', '+']);
    let is_number = |part: Option<&str>| part.is_some_and(|part| part.parse::<u16>().is_ok());
    word.len() <= 128
        && is_number(numbers.next())
        && is_number(numbers.next())
        && word.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"._+~:-".contains(&letter))
}

/// The first two numbers.
pub(super) fn branch(release: &str) -> (Option<u16>, Option<u16>) {
    let mut numbers = release.split(['.', '-', '+']).map(|part| part.parse().ok());
    (numbers.next().flatten(), numbers.next().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_texts_that_hold_it() {
        for (text, release, machine) in [
            ("6.1.0-18-amd64\n", "6.1.0-18-amd64", None),
            (
                "Linux version 6.8.5-301.fc40.x86_64 (mockbuild@x) (gcc) #1 SMP\n",
                "6.8.5-301.fc40.x86_64",
                None,
            ),
            (
                "Linux web1 5.15.0-91-generic #101-Ubuntu SMP Tue x86_64 x86_64 x86_64 GNU/Linux",
                "5.15.0-91-generic",
                Some("x86_64"),
            ),
            (
                "\nLinux pi 6.6.51+rpt-rpi-v8 #1 SMP PREEMPT Debian 1:6.6.51-1 aarch64 GNU/Linux\n",
                "6.6.51+rpt-rpi-v8",
                Some("aarch64"),
            ),
            (
                "Linux alpine 6.12.1-0-virt #1-Alpine SMP riscv64 Linux",
                "6.12.1-0-virt",
                Some("riscv64"),
            ),
        ] {
            assert_eq!(
                parse(text),
                Some(Release { release: release.to_owned(), machine }),
                "{text}"
            );
        }
    }

    #[test]
    fn what_holds_none() {
        for text in
            ["", "\n", "amd64", "6", "Linux", "Linux web1", "six.one", "6.1 2", "Darwin x 23.1.0 y"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&format!("6.1.{}", "9".repeat(200))), None);
        assert_eq!(parse("6.1/../../etc"), None);
    }
}
