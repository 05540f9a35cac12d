//! A kernel that nobody mends keeps every flaw that is found from now on, and
//! all containers share it.

mod branch;
mod maker;

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review,
};

use self::branch::State;
use self::maker::Maker;
use crate::calendar::day;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "kernel-unsupported",
    title: "kernel gets no fixes any more",
    severity: Severity::High,
    section: Section::Kernel,
    cis: &[],
    tags: &["kernel"],
    reads: &[FactGroup::Kernel],
    explanation: include_str!("kernel_unsupported.md"),
    fix: Fix {
        summary: "Run a kernel that somebody maintains: your distribution's, or a longterm branch.",
        commands: &[],
        risk: Risk::Restarts,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let release = host.kernel_release.seen("kernel release")?;
    let numbers = branch::numbers(&release)
        .ok_or_else(|| Undecided::unknown(format!("`{}` is no kernel release", *release)))?;
    let today = day(context.now);
    let state = branch::state(numbers, today.get(..7).unwrap_or_default());
    let (major, minor) = numbers;
    let branch = format!("{major}.{minor}");
    if let Some((maker, mark)) = built_by(host, &release) {
        return Ok(of_maker(maker, &branch, state).because(&release).because(mark));
    }
    // A suffix that nobody here knows may still be a vendor's.
    let confidence = if is_bare(&release) { Confidence::High } else { Confidence::Medium };
    let upstream = |month: &str| Evidence::new("end of maintenance", month, "branch table");
    match state {
        State::Maintained { until } => {
            let passed = pass().because(&release);
            Ok(match until {
                Some(month) => passed.because(upstream(month)),
                None => passed,
            })
        }
        State::Ended { since } => {
            Ok(fail(format!("branch {branch} had its last fixes in {since}"))
                .because(&release)
                .because(upstream(since))
                .confidence(confidence))
        }
        State::LongGone => Ok(fail(format!("branch {branch} has had no fixes for years"))
            .because(&release)
            .confidence(confidence)),
        State::Unknown => Err(Undecided::unknown(format!(
            "branch {branch} is not in the table of {}",
            branch::CHECKED
        ))),
    }
}

/// Who built it, and the text that tells: the release, or, where only the header
/// of a configuration gave a bare number, what a build writes into it.
fn built_by(host: &HostFacts, release: &str) -> Option<(&'static Maker, Evidence)> {
    if let Some(maker) = maker::maker(release) {
        return Some((maker, Evidence::new("built by", maker.name, "kernel release")));
    }
    let config = host.kernel.config.value().filter(|_| is_bare(release))?;
    SIGNED.iter().find_map(|option| {
        let text = config.options.get(*option)?;
        // Ubuntu signs with `Ubuntu 5.15.0-91.101-generic 5.15.131`.
        let (signed, maker) = match text.strip_prefix("Ubuntu ") {
            Some(rest) => (rest, maker::maker("0.0.0-0-generic")?),
            None => (text.as_str(), maker::maker(text)?),
        };
        // A configuration that began as a copy of another kernel's keeps its salt.
        let same = branch::numbers(signed) == branch::numbers(release);
        same.then(|| (maker, Evidence::new(*option, text.as_str(), "kernel configuration")))
    })
}

/// Options that hold the whole release: Debian, Fedora and RHEL salt their builds
/// with it.
const SIGNED: [&str; 2] = ["CONFIG_BUILD_SALT", "CONFIG_VERSION_SIGNATURE"];

/// Numbers alone, without what a build puts behind them.
fn is_bare(release: &str) -> bool {
    release.chars().all(|letter| letter.is_ascii_digit() || letter == '.')
}

/// A maker's version number does not tell which fixes are in it.
fn of_maker(maker: &Maker, branch: &str, state: State) -> Verdict {
    let name = maker.name;
    let (upstream, severity) = match state {
        State::Maintained { until: Some(month) } => {
            (format!("upstream mends branch {branch} until {month}"), Severity::Low)
        }
        State::Maintained { until: None } => {
            (format!("upstream mends branch {branch}"), Severity::Low)
        }
        State::Ended { since } => (
            format!("upstream left branch {branch} in {since}, so every fix since is theirs"),
            Severity::Medium,
        ),
        State::LongGone => (
            format!("upstream left branch {branch} years ago, so every fix since is theirs"),
            Severity::Medium,
        ),
        State::Unknown => {
            (format!("branch {branch} is not in the table of {}", branch::CHECKED), Severity::Low)
        }
    };
    review(format!(
        "built by {name}, who put fixes into their own builds; {upstream}: see whether this \
         is their newest build and their release still supported ({})",
        maker.ask
    ))
    .rated(severity, "the number alone does not tell which fixes it holds")
}
