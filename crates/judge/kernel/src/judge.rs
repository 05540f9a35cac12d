//! Compares one recommendation with the facts of a machine.

use std::fmt;

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Confidence, Evidence, Undecided, Verdict, fail, pass};

use crate::probe::Found;
use crate::rating::{Asked, rated, remedy};
use crate::want::number;
use crate::{
    Alternative, Architecture, Class, Kind, Probe, Profile, Recommendation, Version, Want,
};

/// How the reason of withheld advice begins.
pub const WITHHELD: &str = "withheld: ";

/// What a judgement depends on beside the machine.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// Whom the recommendations are for.
    pub profile: Profile,
    /// What the filters of the running containers say to these system calls.
    pub ask: &'a dyn Fn(&[&str]) -> Asked,
}

impl fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("profile", &self.profile).finish_non_exhaustive()
    }
}

/// Judges one row of the table for a machine.
pub fn judge(
    row: &Recommendation,
    host: &HostFacts,
    surroundings: &Surroundings<'_>,
) -> Result<Verdict, Undecided> {
    let profile = surroundings.profile;
    if profile == Profile::Kspp && !row.sources.contains(&crate::Source::Kspp) {
        return Err(Undecided::not_applicable("the profile kspp does not ask for it"));
    }
    if profile == Profile::Strict && row.class == Class::Containers {
        return Err(Undecided::not_applicable(
            "the profile strict does not ask what containers need",
        ));
    }
    exists(row, host)?;
    let want = match (profile, row.strict) {
        (Profile::Strict | Profile::Kspp, Some(strict)) => strict,
        _ => row.want,
    };
    let decided = given(row, host).and_then(|sure| decide(row, want, host, sure));
    match decided {
        Err(Undecided::Unknown(_)) | Ok(Answer { holds: false, .. })
            if profile == Profile::ContainerHost && row.is_withheld =>
        {
            Err(Undecided::not_applicable(format!(
                "{WITHHELD}{} The profiles strict and kspp give this advice.",
                row.breaks
            )))
        }
        Err(undecided) => Err(undecided),
        Ok(answer) => Ok(verdict(row, want, answer, host, surroundings)),
    }
}

/// Ends the judgement where the option cannot exist.
fn exists(row: &Recommendation, host: &HostFacts) -> Result<(), Undecided> {
    let name = row.name();
    if !row.architectures.is_every() {
        let here = architecture(host)
            .ok_or_else(|| Undecided::unknown("architecture of the kernel: not known"))?;
        if !Architecture::ALL
            .into_iter()
            .any(|each| each.as_str() == here && row.architectures.has(each))
        {
            return Err(Undecided::not_applicable(format!("{here} has no {name}")));
        }
    }
    // Distributions carry options back to older versions: what is there exists.
    if matches!(look(row, host), Found::Value { .. }) {
        return Ok(());
    }
    if row.since.is_none() && row.until.is_none() {
        return Ok(());
    }
    let Some(version) = version(host) else {
        return Err(Undecided::unknown("version of the kernel: not known"));
    };
    match (row.since, row.until) {
        (Some(since), _) if version < since => Err(Undecided::not_applicable(format!(
            "{name} exists from Linux {since} on, this is {version}"
        ))),
        (_, Some(until)) if version >= until => Err(Undecided::not_applicable(format!(
            "{name} is gone since Linux {until}, this is {version}"
        ))),
        _ => Ok(()),
    }
}

/// The known architecture's word, else the machine's own.
fn architecture(host: &HostFacts) -> Option<&str> {
    let of_config = host.kernel.config.value().map(|config| config.architecture.as_str());
    let machine = host
        .architecture
        .value()
        .map(String::as_str)
        .or(of_config)
        .filter(|machine| !machine.is_empty())?;
    Some(Architecture::of_machine(machine).map_or(machine, |known| known.as_str()))
}

fn version(host: &HostFacts) -> Option<Version> {
    let running = host.kernel_release.value().and_then(|release| Version::of_release(release));
    running.or_else(|| Version::of_release(&host.kernel.config.value()?.version))
}

/// The row's own place, under today's name or an older one.
fn look<'a>(row: &Recommendation, host: &'a HostFacts) -> Found<'a> {
    let now = row.probe.look(host);
    if !matches!(now, Found::Nothing { .. }) {
        return now;
    }
    let older = row.was.iter().map(|(name, _)| match row.probe {
        Probe::CommandLine(_) => Probe::CommandLine(name).look(host),
        Probe::Sysctl(_) => Probe::Sysctl(name).look(host),
        _ => Probe::Config(name).look(host),
    });
    older.into_iter().find(|found| matches!(found, Found::Value { .. })).unwrap_or(now)
}

/// Whether all that the row presupposes was seen to hold; ends the judgement
/// when something was seen not to.
fn given(row: &Recommendation, host: &HostFacts) -> Result<bool, Undecided> {
    let mut sure = true;
    for each in row.given {
        match stands(each, host) {
            Stands::Holds(_) => {}
            Stands::Fails(_) => {
                let name = each.probe.described();
                return Err(Undecided::not_applicable(format!(
                    "it matters only when {name} is {}",
                    each.want
                )));
            }
            Stands::Unseen => sure = false,
        }
    }
    Ok(sure)
}

/// What decided, and how.
struct Answer {
    holds: bool,
    /// Nothing that could have changed it remained unseen.
    sure: bool,
    found: Evidence,
    /// What decided is not the row's own option.
    by_other: bool,
}

fn decide(
    row: &Recommendation,
    want: Want,
    host: &HostFacts,
    presupposed: bool,
) -> Result<Answer, Undecided> {
    let mut sure = true;
    for each in row.live {
        match stands(each, host) {
            Stands::Holds(found) if !is_silent(each, host) => {
                return Ok(Answer { holds: true, sure, found, by_other: true });
            }
            Stands::Fails(found) if !is_silent(each, host) => {
                return Ok(Answer { holds: false, sure, found, by_other: true });
            }
            Stands::Unseen => sure = false,
            Stands::Holds(_) | Stands::Fails(_) => {}
        }
    }
    let own = own_answer(row, want, host);
    if let Ok(Answer { holds: true, .. }) = own {
        return own.map(|answer| Answer { sure: answer.sure && sure, ..answer });
    }
    for each in row.or {
        match stands(each, host) {
            Stands::Holds(found) => {
                return Ok(Answer { holds: true, sure: true, found, by_other: true });
            }
            Stands::Fails(_) => {}
            Stands::Unseen => sure = false,
        }
    }
    if !presupposed && own.is_ok() {
        return Err(Undecided::unknown(format!(
            "{}: whether it matters here was not seen",
            row.name()
        )));
    }
    own.map(|answer| Answer { sure: answer.sure && sure, ..answer })
}

fn own_answer(row: &Recommendation, want: Want, host: &HostFacts) -> Result<Answer, Undecided> {
    let answer = |holds, found| Ok(Answer { holds, sure: true, found, by_other: false });
    let name = row.name();
    match look(row, host) {
        Found::Value { value, .. } if want.is_number() && number(&value).is_none() => {
            Err(Undecided::unknown(format!("{name} is not a number")))
        }
        Found::Value { value, .. }
            if row.kind() == Kind::Processor && value.starts_with("Unknown") =>
        {
            Err(Undecided::unknown(format!("{name}: the kernel says \"{value}\"")))
        }
        Found::Value { value, source } => {
            let holds = accepts(want, &value, host);
            answer(holds, Evidence::new(spelling(row, host), shown(&value), source))
        }
        Found::Unseen(reason) => Err(Undecided::unknown(reason)),
        Found::Nothing { .. } if row.is_patch => {
            Err(Undecided::not_applicable("only kernels with the linux-hardened patches have it"))
        }
        Found::Nothing { source } => match row.kind() {
            Kind::Sysctl => Err(Undecided::not_applicable(format!("this kernel has no {name}"))),
            Kind::Processor => {
                Err(Undecided::not_applicable(format!("this kernel does not report on {name}")))
            }
            Kind::CommandLine if !want.accepts_nothing() && !row.otherwise.is_empty() => {
                by_default(row, host)
            }
            Kind::Config | Kind::CommandLine => {
                answer(want.accepts_nothing(), Evidence::new(name, "not set", source))
            }
        },
    }
}

/// Where the command line is silent, the build decides.
fn by_default(row: &Recommendation, host: &HostFacts) -> Result<Answer, Undecided> {
    let mut last = None;
    for each in row.otherwise {
        match stands(each, host) {
            Stands::Holds(found) => {
                return Ok(Answer { holds: true, sure: true, found, by_other: true });
            }
            Stands::Fails(found) => last = Some(found),
            Stands::Unseen => {
                return Err(Undecided::unknown(format!(
                    "{}: the default of this kernel was not seen",
                    row.name()
                )));
            }
        }
    }
    let found = last.unwrap_or_else(|| Evidence::new(row.name(), "not set", ""));
    Ok(Answer { holds: false, sure: true, found, by_other: false })
}

/// How an alternative stands.
enum Stands {
    Holds(Evidence),
    Fails(Evidence),
    Unseen,
}

fn stands(each: &Alternative, host: &HostFacts) -> Stands {
    let name = each.probe.name();
    let (holds, evidence) = match each.probe.look(host) {
        Found::Value { value, source } => {
            (accepts(each.want, &value, host), Evidence::new(name, shown(&value), source))
        }
        Found::Nothing { source } => {
            (each.want.accepts_nothing(), Evidence::new(name, "not set", source))
        }
        Found::Unseen(_) => return Stands::Unseen,
    };
    if holds { Stands::Holds(evidence) } else { Stands::Fails(evidence) }
}

/// Whether the place says nothing, so that something less direct decides.
fn is_silent(each: &Alternative, host: &HostFacts) -> bool {
    matches!(each.probe.look(host), Found::Nothing { .. })
}

fn accepts(want: Want, value: &str, host: &HostFacts) -> bool {
    want.accepts(value, |option| number(host.kernel.config.value()?.options.get(option)?))
}

/// The name under which this kernel has it.
fn spelling(row: &Recommendation, host: &HostFacts) -> &'static str {
    let has = |name: &str| {
        host.kernel.config.value().is_some_and(|config| config.options.contains_key(name))
    };
    let older = row.was.iter().map(|(name, _)| *name).find(|name| has(name));
    if row.kind() == Kind::Config && !has(row.name()) {
        older.unwrap_or_else(|| row.name())
    } else {
        row.name()
    }
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "given" } else { value }
}

/// The want in words, with the number that "the greatest value" means here.
fn in_force(want: Want, host: &HostFacts) -> String {
    let Want::Maximum { of, otherwise } = want else { return want.to_string() };
    let config = host.kernel.config.value();
    let here = config.and_then(|config| number(config.options.get(of)?)).unwrap_or(otherwise);
    format!("at least {here}")
}

fn verdict(
    row: &Recommendation,
    want: Want,
    answer: Answer,
    host: &HostFacts,
    surroundings: &Surroundings<'_>,
) -> Verdict {
    let wanted = Evidence::new("wanted", in_force(want, host), row.asked_by());
    let sure = if answer.sure { Confidence::High } else { Confidence::Medium };
    if answer.holds {
        return pass().because(answer.found).because(wanted).confidence(sure);
    }
    let name = row.name();
    let shown = wanted.value.clone();
    let Evidence { fact, value, .. } = &answer.found;
    let message = if answer.by_other {
        format!("{fact} is {value} and decides over {name}, wanted: {shown}")
    } else {
        format!("{fact} is {value}, wanted: {shown}")
    };
    let mut verdict = fail(message).because(answer.found).because(wanted).confidence(sure);
    if let Some(remedy) = remedy(row, want) {
        verdict = verdict.fix(remedy);
    }
    rated(verdict, row, surroundings)
}
