//! What a kernel lacks, as a file to merge: one kind at a time, with the reason
//! beside each line.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::str::FromStr;

use seaworthy_core::findings::{Finding, Outcome};
use seaworthy_kernel::{Class, Kind, Profile, Recommendation, Want, recommendation};

/// Columns of a comment.
const WIDTH: usize = 78;

/// Which file a fragment is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FragmentKind {
    /// Options of the build, for `scripts/kconfig/merge_config.sh`.
    Kconfig,
    /// Run-time parameters, for `/etc/sysctl.d` and `sysctl --system`.
    Sysctl,
    /// The command line, for GRUB's `/etc/default/grub.d`.
    CommandLine,
}

impl FragmentKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Kconfig, Self::Sysctl, Self::CommandLine];

    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kconfig => "kconfig",
            Self::Sysctl => "sysctl",
            Self::CommandLine => "cmdline",
        }
    }

    fn takes(self, row: &Recommendation) -> bool {
        match self {
            Self::Kconfig => row.kind() == Kind::Config,
            Self::Sysctl => row.kind() == Kind::Sysctl,
            Self::CommandLine => row.kind() == Kind::CommandLine,
        }
    }

    /// How to use the file.
    fn usage(self) -> &'static str {
        match self {
            Self::Kconfig => {
                "Merge with `scripts/kconfig/merge_config.sh .config FILE`, then build. An option \
                 that its dependencies keep out is named by that script."
            }
            Self::Sysctl => {
                "Install as /etc/sysctl.d/60-seaworthy.conf and run `sysctl --system`. A file \
                 whose name sorts behind it wins."
            }
            Self::CommandLine => {
                "Install as /etc/default/grub.d/60-seaworthy.cfg, run `update-grub` (or \
                 `grub-mkconfig -o /boot/grub/grub.cfg`), and start the machine again."
            }
        }
    }
}

/// A word that is no kind of fragment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownFragment(String);

impl fmt::Display for UnknownFragment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = FragmentKind::ALL.map(FragmentKind::as_str).join(", ");
        write!(f, "`{}` is no fragment; there are {known}", self.0)
    }
}

impl std::error::Error for UnknownFragment {}

impl FromStr for FragmentKind {
    type Err = UnknownFragment;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == word);
        found.ok_or_else(|| UnknownFragment(word.to_owned()))
    }
}

/// The failed recommendations of one kind.
#[derive(Clone, Debug)]
pub struct Fragment {
    kind: FragmentKind,
    profile: Profile,
    items: Vec<Item>,
}

/// One recommendation on the kernel that was judged.
#[derive(Clone, Debug)]
struct Item {
    row: &'static Recommendation,
    /// As this kernel spells it.
    name: String,
    want: Want,
}

impl Fragment {
    /// Gathers what failed and nobody accepted.
    pub fn new(kind: FragmentKind, profile: Profile, findings: &[Finding]) -> Self {
        let open = |finding: &&Finding| {
            finding.verdict.outcome() == Outcome::Fail && finding.waived.is_none()
        };
        let item = |finding: &Finding| {
            let row = recommendation(&finding.header.id)?;
            (kind.takes(row) && is_own(row, finding)).then(|| Item::of(row, profile, finding))
        };
        let mut items: Vec<_> = findings.iter().filter(open).filter_map(item).collect();
        items.sort_by_key(|item| item.row.class);
        Self { kind, profile, items }
    }

    /// How many recommendations it holds.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether nothing failed.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Writes the file.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let count = self.items.len();
        let head = format!(
            "Seaworthy: {count} recommendations for the kernel, profile {}. {}",
            self.profile,
            self.kind.usage()
        );
        comment(&head, out)?;
        let mut class: Option<Class> = None;
        let mut written = BTreeSet::new();
        for item in &self.items {
            let row = item.row;
            if class != Some(row.class) {
                class = Some(row.class);
                writeln!(out, "\n## {}", row.class.as_str())?;
            }
            writeln!(out)?;
            comment(&format!("{}: {}", row.identity(), row.why), out)?;
            if !row.breaks.is_empty() {
                comment(&format!("Costs: {}", row.breaks), out)?;
            }
            let line = self.line(item);
            if written.insert(line.clone()) {
                writeln!(out, "{line}")?;
            }
        }
        Ok(())
    }

    fn line(&self, item: &Item) -> String {
        let Item { name, want, .. } = item;
        match (self.kind, want.setting()) {
            (FragmentKind::Kconfig, _) => option(name, *want),
            (FragmentKind::Sysctl, Some(value)) => format!("{name} = {value}"),
            (FragmentKind::CommandLine, Some(value)) => {
                let equals = if value.is_empty() { "" } else { "=" };
                format!("GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX {name}{equals}{value}\"")
            }
            (_, None) => format!("# By hand: {name} must be {want}."),
        }
    }
}

impl Item {
    fn of(row: &'static Recommendation, profile: Profile, finding: &Finding) -> Self {
        let want = match (profile, row.strict) {
            (Profile::Strict | Profile::Kspp, Some(strict)) => strict,
            _ => row.want,
        };
        let want = match want {
            // Only the judge has seen how far this kernel goes.
            Want::Maximum { otherwise, .. } => {
                Want::AtLeast(number_wanted(finding).unwrap_or(otherwise))
            }
            other => other,
        };
        Self { row, name: finding.subject.name.clone(), want }
    }
}

/// The number at the end of what is wanted: `at least 33`.
fn number_wanted(finding: &Finding) -> Option<i64> {
    let evidence = &finding.verdict.case()?.evidence;
    let wanted = evidence.iter().find(|each| each.fact == "wanted")?;
    wanted.value.rsplit(' ').next()?.parse().ok()
}

/// Whether the option itself is wrong, and not something that overrides it.
fn is_own(row: &Recommendation, finding: &Finding) -> bool {
    // Behind what was found stands what decided instead of it, if anything did.
    let next = finding.verdict.case().and_then(|case| case.evidence.get(1));
    row.kind() != Kind::Config || next.is_none_or(|next| next.fact == "wanted")
}

fn option(name: &str, want: Want) -> String {
    match want {
        Want::Off => format!("# {name} is not set"),
        Want::Is(value) => format!("{name}=\"{value}\""),
        Want::OneOf(values) => {
            format!("{name}=\"{}\"", values.first().copied().unwrap_or_default())
        }
        Want::HasWord(word) => format!("# By hand: add {word} to the list {name}."),
        Want::Not(_) if name == "CONFIG_PANIC_TIMEOUT" => format!("{name}=-1"),
        other => match other.setting() {
            Some(value) => format!("{name}={value}"),
            None => format!("# By hand: {name} must be {other}."),
        },
    }
}

/// A paragraph behind `#`, wrapped.
fn comment(text: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut line = String::from("#");
    for word in text.split_whitespace() {
        if line.len() > 1 && line.len() + 1 + word.len() > WIDTH {
            writeln!(out, "{line}")?;
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    writeln!(out, "{line}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use seaworthy_core::findings::{
        Evidence, Header, Payload, Remedy, Severity, Subject, SubjectKind, fail, pass,
    };
    use seaworthy_kernel::recommendations;

    use super::*;

    /// A finding on the oldest name that the option had.
    fn finding(row: &Recommendation, fails: bool) -> Finding {
        let name = row.was.last().map_or_else(|| row.name(), |(name, _)| *name);
        let header = Header {
            id: row.identity().into_owned(),
            title: row.title().into_owned(),
            section: "kernel".into(),
            tags: Vec::new(),
            severity: Severity::Low,
            benchmarks: Vec::new(),
            remedy: Remedy::default(),
        };
        let subject = Arc::new(Subject::new(SubjectKind::KernelOption, name));
        let verdict = if fails { fail("is weak") } else { pass() };
        let verdict = verdict.because(Evidence::new("found", "n", "/proc/config.gz"));
        Finding::new(Arc::new(header), subject, verdict, Payload::Misconfiguration)
    }

    fn written(kind: FragmentKind, profile: Profile, fails: bool) -> String {
        let findings: Vec<Finding> =
            recommendations().iter().map(|row| finding(row, fails)).collect();
        let mut out = Vec::new();
        Fragment::new(kind, profile, &findings).write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn settings(text: &str) -> impl Iterator<Item = &str> {
        text.lines().filter(|line| !line.is_empty())
    }

    #[test]
    fn every_line_of_a_kconfig_fragment_is_an_option_or_a_comment() {
        let text = written(FragmentKind::Kconfig, Profile::Strict, true);
        assert!(text.contains("\nCONFIG_RETPOLINE=y\n"), "the name before 6.9");
        assert!(text.contains("\n# CONFIG_DEVKMEM is not set\n"));
        assert!(text.contains("\nCONFIG_MODULE_SIG_HASH=\"sha512\"\n"));
        for line in settings(&text).filter(|line| !line.starts_with('#')) {
            let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("{line}"));
            assert!(name.starts_with("CONFIG_") && !name.contains(' '), "{line}");
            let quoted = value.starts_with('"') && value.ends_with('"');
            assert!(quoted || matches!(value, "y" | "n") || value.parse::<i64>().is_ok(), "{line}");
        }
        assert!(text.lines().all(|line| line.len() <= 100), "{text}");
    }

    #[test]
    fn every_line_of_a_sysctl_fragment_is_a_setting_or_a_comment() {
        let text = written(FragmentKind::Sysctl, Profile::ContainerHost, true);
        assert!(text.contains("\nkernel.kptr_restrict = 1\n"));
        for line in settings(&text).filter(|line| !line.starts_with('#')) {
            let (name, value) = line.split_once(" = ").unwrap_or_else(|| panic!("{line}"));
            assert!(name.contains('.') && !value.is_empty(), "{line}");
        }
        let strict = written(FragmentKind::Sysctl, Profile::Strict, true);
        assert!(strict.contains("\nkernel.kptr_restrict = 2\n"));
    }

    #[test]
    fn a_command_line_fragment_is_shell_that_grub_reads() {
        let text = written(FragmentKind::CommandLine, Profile::ContainerHost, true);
        assert!(text.contains("\nGRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX init_on_alloc=1\"\n"));
        assert!(text.contains("\nGRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX slab_nomerge\"\n"));
        assert!(text.contains("$GRUB_CMDLINE_LINUX slub_debug=F\"\n"), "the name before 6.9");
        for line in settings(&text).filter(|line| !line.starts_with('#')) {
            let inner = line
                .strip_prefix("GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX ")
                .and_then(|rest| rest.strip_suffix('"'))
                .unwrap_or_else(|| panic!("{line}"));
            let harmless =
                |letter: char| letter.is_ascii_alphanumeric() || "._,=-".contains(letter);
            assert!(inner.chars().all(harmless), "{line}");
        }
    }

    #[test]
    fn the_greatest_value_is_the_one_that_was_judged() {
        let row = recommendation("sysctl-vm-mmap-rnd-bits").unwrap();
        let mut finding = finding(row, true);
        finding.verdict = fail("").because(Evidence::new("wanted", "at least 24", "kernel"));
        let mut out = Vec::new();
        let profile = Profile::ContainerHost;
        Fragment::new(FragmentKind::Sysctl, profile, &[finding]).write(&mut out).unwrap();
        assert!(String::from_utf8(out).unwrap().ends_with("\nvm.mmap_rnd_bits = 24\n"));
    }

    #[test]
    fn what_passes_is_not_in_it() {
        for kind in FragmentKind::ALL {
            let text = written(kind, Profile::ContainerHost, false);
            assert!(text.lines().all(|line| line.is_empty() || line.starts_with("# ")), "{text}");
            assert!(text.contains("0 recommendations"));
        }
    }

    #[test]
    fn an_option_that_something_overrides_is_not_built_again() {
        let row = recommendation("kernel-config-security-dmesg-restrict").unwrap();
        let mut finding = finding(row, true);
        finding.verdict =
            finding.verdict.because(Evidence::new("lsm", "capability", "/sys/kernel/security/lsm"));
        let profile = Profile::ContainerHost;
        assert!(Fragment::new(FragmentKind::Kconfig, profile, &[finding]).is_empty());
    }
}
