//! Ids, titles and explanations that follow from a row's data.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::{Alternative, Architecture, Class, Kind, Probe, Recommendation, Want};

impl Recommendation {
    /// Kebab-case id of its results: from kind and name, so that it is as steady
    /// as the kernel's own spelling.
    pub fn identity(&self) -> Cow<'static, str> {
        if !self.own_id.is_empty() {
            return Cow::Borrowed(self.own_id);
        }
        let (prefix, name) = match self.kind() {
            Kind::Config if self.class == Class::Containers => {
                ("container-needs", self.name().trim_start_matches("CONFIG_"))
            }
            Kind::Config => ("kernel-config", self.name().trim_start_matches("CONFIG_")),
            Kind::CommandLine => ("kernel-boot", self.name()),
            Kind::Sysctl => ("sysctl", self.name()),
            Kind::Processor => ("cpu", self.name()),
        };
        let kebab = |letter: char| match letter {
            letter if letter.is_ascii_alphanumeric() => letter.to_ascii_lowercase(),
            _ => '-',
        };
        Cow::Owned(format!("{prefix}-{}", name.chars().map(kebab).collect::<String>()))
    }

    /// What is wrong, at most 60 characters.
    pub fn title(&self) -> Cow<'static, str> {
        if !self.own_title.is_empty() {
            return Cow::Borrowed(self.own_title);
        }
        let name = self.name();
        Cow::Owned(match (self.kind(), self.want) {
            (Kind::Processor, _) => format!("processor is vulnerable: {name}"),
            (Kind::Config, Want::On) => format!("{name} is off"),
            (Kind::Config, Want::Off) => format!("{name} is on"),
            (Kind::CommandLine, Want::Off) => format!("boot parameter {name} is given"),
            (Kind::CommandLine, Want::Not(_) | Want::LacksWord(_)) => {
                format!("boot parameter {name} switches it off")
            }
            (Kind::CommandLine, _) => format!("boot parameter {name} is missing or weak"),
            (Kind::Config | Kind::Sysctl, _) => format!("{name} is weak"),
        })
    }

    /// Its sources, separated by commas.
    pub fn asked_by(&self) -> String {
        self.sources.iter().map(|source| source.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The whole story, for `explain`: why, what is wanted, where and when it
    /// exists, what else decides, and what it costs.
    pub fn text(&self) -> String {
        let mut text = self.why.to_owned();
        // Writing to a string cannot fail, here and below.
        let _ = write!(text, "\n\nWanted: {}", wanted(self.probe, self.want));
        if let Some(strict) = self.strict {
            let _ = write!(text, "; the profiles strict and kspp want {strict}");
        }
        let _ = write!(text, ". Asked for by {}.", self.asked_by());
        if !self.dispute.is_empty() {
            let _ = write!(text, " {}", self.dispute);
        }
        self.existence(&mut text);
        self.deciders(&mut text);
        if !self.breaks.is_empty() {
            let _ = write!(text, "\n\nWhat it costs: {}", self.breaks);
            if self.is_withheld {
                text +=
                    " The profile container-host withholds this advice; strict and kspp give it.";
            }
        }
        if let Some((severity, reason)) = self.raised {
            let _ = write!(text, "\n\nOn a container host the severity is {severity}: {reason}.");
        }
        if !self.calls.is_empty() {
            let _ = write!(
                text,
                "\n\nOn a container host it counts less when the seccomp filter of every running \
                 container refuses {}.",
                self.calls.join(", ")
            );
        }
        text
    }

    fn existence(&self, text: &mut String) {
        let mut parts = Vec::new();
        if self.is_patch {
            parts.push("only in kernels with the linux-hardened patches".to_owned());
        }
        if let Some(since) = self.since {
            parts.push(format!("since Linux {since}"));
        }
        if let Some(until) = self.until {
            parts.push(format!("gone in Linux {until}"));
        }
        if !self.architectures.is_every() {
            let all = Architecture::ALL.into_iter().filter(|each| self.architectures.has(*each));
            parts.push(format!(
                "on {}",
                all.map(Architecture::as_str).collect::<Vec<_>>().join(", ")
            ));
        }
        parts.extend(self.was.iter().map(|(name, version)| format!("`{name}` before {version}")));
        if !parts.is_empty() {
            let _ = write!(text, " Exists {}.", parts.join(", "));
        }
    }

    fn deciders(&self, text: &mut String) {
        let list = |all: &[Alternative]| {
            let each = |one: &Alternative| wanted(one.probe, one.want);
            all.iter().map(each).collect::<Vec<_>>().join(" or ")
        };
        for (all, words) in [
            (self.live, "At run time this decides"),
            (self.otherwise, "When it is not given, this decides"),
            (self.or, "As good is"),
            (self.given, "It matters only with"),
        ] {
            if !all.is_empty() {
                let _ = write!(text, " {words}: {}.", list(all));
            }
        }
    }
}

/// A condition in words: `CONFIG_X=y`, `kernel.kptr_restrict at least 1`.
fn wanted(probe: Probe, want: Want) -> String {
    match (probe, want) {
        (Probe::Module(name), _) => format!("the module {name} cannot be loaded"),
        (Probe::Vulnerability(name), Want::Mitigated) => {
            format!("the kernel does not report {name} as vulnerable")
        }
        (Probe::Config(name) | Probe::CommandLine(name), Want::On | Want::Is(_) | Want::Yes) => {
            format!("`{name}={want}`")
        }
        (Probe::CommandLine(name), Want::Present) => format!("`{name}`"),
        (Probe::Sysctl(name), Want::Is(_) | Want::Yes | Want::No) => format!("`{name} = {want}`"),
        _ => format!("{} {want}", probe.described()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommendation::{alt, boot, config};
    use seaworthy_core::findings::Severity;

    #[test]
    fn a_row_tells_its_whole_story() {
        const ROW: Recommendation =
            config("CONFIG_INIT_ON_ALLOC_DEFAULT_ON", Want::On, Severity::Medium)
                .since(5, 3)
                .live(&[alt(Probe::CommandLine("init_on_alloc"), Want::Yes)])
                .by(&[crate::Source::Kspp])
                .why("Fresh memory holds nothing old.");
        let row = ROW;
        assert_eq!(row.identity(), "kernel-config-init-on-alloc-default-on");
        assert_eq!(row.title(), "CONFIG_INIT_ON_ALLOC_DEFAULT_ON is off");
        assert_eq!(
            row.text(),
            "Fresh memory holds nothing old.\n\nWanted: `CONFIG_INIT_ON_ALLOC_DEFAULT_ON=y`. \
             Asked for by KSPP. Exists since Linux 5.3. At run time this decides: `init_on_alloc=1`."
        );
        let row = boot("page_alloc.shuffle", Want::Yes, Severity::Low);
        assert_eq!(row.identity(), "kernel-boot-page-alloc-shuffle");
    }
}
