//! What a value should be.

use std::fmt;

/// A condition on a value as the kernel shows it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Want {
    /// `y` or `m`: part of the kernel.
    On,
    /// `n` or missing: not part of the kernel, not on the command line.
    Off,
    /// Exactly this text.
    Is(&'static str),
    /// One of these texts; the first is what a fragment sets.
    OneOf(&'static [&'static str]),
    /// Anything but these texts, and also nothing at all.
    Not(&'static [&'static str]),
    /// A number of at least this.
    AtLeast(i64),
    /// A number of at most this.
    AtMost(i64),
    /// A number between these two, both included.
    Between(i64, i64),
    /// A number without other bits than these; 1 means "everything" to the
    /// parameters that use this and is refused.
    BitsWithin(i64),
    /// A list, separated by commas or spaces, with this word in it.
    HasWord(&'static str),
    /// A list of words without this one, and also nothing at all.
    LacksWord(&'static str),
    /// A text that holds all of these letters.
    HasLetters(&'static str),
    /// A switch that is on, however it is spelt: `1`, `y`, `on`.
    Yes,
    /// A switch that is off, however it is spelt: `0`, `n`, `off`.
    No,
    /// Given, with any value or none.
    Present,
    /// The greatest value that the kernel was built to take.
    Maximum {
        /// Option that names it.
        of: &'static str,
        /// What it is on most kernels, when the option cannot be read.
        otherwise: i64,
    },
    /// A report of the kernel that does not begin with "Vulnerable".
    Mitigated,
}

impl Want {
    /// Whether a value is as wanted. `greatest` looks up another option for
    /// [`Want::Maximum`].
    pub(crate) fn accepts(self, value: &str, greatest: impl Fn(&str) -> Option<i64>) -> bool {
        let value = value.trim();
        let words = || value.split([',', ' ', '\t']);
        match self {
            Self::On => matches!(value, "y" | "m"),
            Self::Off => matches!(value, "n" | ""),
            Self::Is(wanted) => value == wanted,
            Self::OneOf(wanted) => wanted.contains(&value),
            Self::Not(refused) => !refused.contains(&value),
            Self::AtLeast(least) => number(value).is_some_and(|value| value >= least),
            Self::AtMost(most) => number(value).is_some_and(|value| value <= most),
            Self::Between(least, most) => {
                number(value).is_some_and(|value| (least..=most).contains(&value))
            }
            Self::BitsWithin(bits) => {
                number(value).is_some_and(|value| value != 1 && value & !bits == 0)
            }
            Self::HasWord(wanted) => words().any(|word| word == wanted),
            Self::LacksWord(refused) => words().all(|word| word != refused),
            Self::HasLetters(wanted) => wanted.chars().all(|letter| value.contains(letter)),
            Self::Yes => matches!(value, "1" | "y" | "Y" | "on" | "true"),
            Self::No => matches!(value, "0" | "n" | "N" | "off" | "false"),
            Self::Present => true,
            Self::Maximum { of, otherwise } => {
                number(value).is_some_and(|value| value >= greatest(of).unwrap_or(otherwise))
            }
            Self::Mitigated => !(value.starts_with("Vulnerable") || value.contains("no microcode")),
        }
    }

    /// Whether "not given" is as wanted: what must only not be switched off.
    pub(crate) fn accepts_nothing(self) -> bool {
        matches!(self, Self::Off | Self::Not(_) | Self::LacksWord(_))
    }

    /// Whether it compares numbers, so that a text can be neither good nor bad.
    pub(crate) fn is_number(self) -> bool {
        matches!(
            self,
            Self::AtLeast(_)
                | Self::AtMost(_)
                | Self::Between(..)
                | Self::BitsWithin(_)
                | Self::Maximum { .. }
        )
    }

    /// The value that a fragment sets; `None` when the way out is to take
    /// something away.
    pub fn setting(self) -> Option<String> {
        Some(match self {
            Self::On => "y".to_owned(),
            Self::Is(value) | Self::HasWord(value) | Self::HasLetters(value) => value.to_owned(),
            Self::OneOf(values) => (*values.first()?).to_owned(),
            Self::AtLeast(number)
            | Self::AtMost(number)
            | Self::Between(_, number)
            | Self::BitsWithin(number)
            | Self::Maximum { otherwise: number, .. } => number.to_string(),
            Self::Yes => "1".to_owned(),
            Self::No => "0".to_owned(),
            Self::Present => String::new(),
            Self::Off | Self::Not(_) | Self::LacksWord(_) | Self::Mitigated => return None,
        })
    }
}

/// The first number of a value, decimal or hexadecimal.
pub(crate) fn number(value: &str) -> Option<i64> {
    let word = value.split_whitespace().next()?;
    match word.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

impl fmt::Display for Want {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On => f.write_str("y"),
            Self::Off => f.write_str("not set"),
            Self::Is("") => f.write_str("an empty text"),
            Self::Is(value) => f.write_str(value),
            Self::OneOf(values) => f.write_str(&values.join(" or ")),
            Self::Not(values) => write!(f, "anything but {}", values.join(", ")),
            Self::AtLeast(number) => write!(f, "at least {number}"),
            Self::AtMost(number) => write!(f, "at most {number}"),
            Self::Between(least, most) => write!(f, "{least} to {most}"),
            Self::BitsWithin(bits) => write!(f, "0 or only bits of {bits}"),
            Self::HasWord(word) => write!(f, "a list with {word}"),
            Self::LacksWord(word) => write!(f, "a list without {word}"),
            Self::HasLetters(letters) => write!(f, "with {letters}"),
            Self::Yes => f.write_str("1"),
            Self::No => f.write_str("0"),
            Self::Present => f.write_str("given"),
            Self::Maximum { of, .. } => write!(f, "the value of {of}"),
            Self::Mitigated => f.write_str("not vulnerable"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(want: Want, value: &str) -> bool {
        want.accepts(value, |_| None)
    }

    #[test]
    fn every_condition_takes_what_it_should_and_refuses_the_rest() {
        let cases: &[(Want, &[&str], &[&str])] = &[
            (Want::On, &["y", "m"], &["n", "", "1"]),
            (Want::Off, &["n", ""], &["y", "m"]),
            (Want::Is("none"), &["none", " none\n"], &["emulate", ""]),
            (Want::Is(""), &[""], &["/sbin/helper"]),
            (Want::OneOf(&["a", "b"]), &["a", "b"], &["c", "a,b"]),
            (Want::Not(&["off"]), &["on", "", "auto"], &["off"]),
            (Want::AtLeast(2), &["2", "3", "0x10"], &["1", "-1", "many", ""]),
            (Want::AtMost(0), &["0", "-1"], &["1", "none"]),
            (Want::Between(1, 100), &["1", "100"], &["0", "101", ""]),
            (Want::BitsWithin(176), &["0", "176", "0xb0", "16"], &["1", "438", "0x01", "-1"]),
            (Want::HasWord("yama"), &["yama", "lockdown,yama,bpf"], &["yamaha", ""]),
            (Want::LacksWord("off"), &["", "auto,nosmt"], &["off", "auto,off"]),
            (Want::HasLetters("FZ"), &["FZ", "FZP", "ZF"], &["F", ""]),
            (Want::Yes, &["1", "on", "Y"], &["0", "off", ""]),
            (Want::No, &["0", "off", "n"], &["1", "on", ""]),
            (Want::Present, &["", "force"], &[]),
            (Want::Maximum { of: "X", otherwise: 32 }, &["32", "33"], &["28", ""]),
            (
                Want::Mitigated,
                &["Not affected", "Mitigation: PTI"],
                &["Vulnerable", "Vulnerable: Clear CPU buffers attempted, no microcode"],
            ),
        ];
        for (want, good, bad) in cases {
            for value in *good {
                assert!(accepts(*want, value), "{want:?} refuses `{value}`");
            }
            for value in *bad {
                assert!(!accepts(*want, value), "{want:?} takes `{value}`");
            }
        }
    }

    #[test]
    fn the_greatest_value_of_this_kernel_beats_the_usual_one() {
        let want = Want::Maximum { of: "CONFIG_ARCH_MMAP_RND_BITS_MAX", otherwise: 32 };
        assert!(want.accepts("24", |_| Some(24)));
        assert!(!want.accepts("24", |_| Some(33)));
    }

    #[test]
    fn what_a_fragment_sets_is_accepted() {
        for want in [
            Want::On,
            Want::Is("none"),
            Want::OneOf(&["a", "b"]),
            Want::AtLeast(2),
            Want::AtMost(0),
            Want::Between(1, 100),
            Want::BitsWithin(176),
            Want::HasWord("yama"),
            Want::HasLetters("FZ"),
            Want::Yes,
            Want::No,
            Want::Present,
            Want::Maximum { of: "X", otherwise: 32 },
        ] {
            let setting = want.setting().unwrap();
            assert!(accepts(want, &setting), "{want:?} refuses its own `{setting}`");
        }
    }
}
