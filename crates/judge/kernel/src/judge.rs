//! Compares one recommendation with the facts of a machine.

use std::fmt;

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Confidence, Evidence, Severity, Undecided, Verdict, fail, pass};

use crate::place::{exists, here, look, spelled};
use crate::probe::Found;
use crate::rating::{Asked, rated, remedy};
use crate::want::number;
use crate::{Alternative, Class, Kind, Probe, Profile, Recommendation, Want, recommendations};

/// The fact that holds what an option is.
const FOUND: &str = "found";

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
    let want = in_force(want, host);
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
        Ok(answer) => {
            let counted = match &answer.decider {
                Decider::Live(probe) if !answer.holds => failing(*probe, host, surroundings),
                _ => None,
            };
            match counted {
                Some(other) => Err(Undecided::not_applicable(format!(
                    "{} is {} and decides over {}: it has a result of its own, {}",
                    answer.found.fact,
                    answer.found.value,
                    spelled(row, host),
                    other.identity()
                ))),
                None => Ok(verdict(row, want, answer, host, surroundings)),
            }
        }
    }
}

/// The row that fails for this very place, so that one fault counts once.
fn failing(
    probe: Probe,
    host: &HostFacts,
    surroundings: &Surroundings<'_>,
) -> Option<&'static Recommendation> {
    recommendations()
        .iter()
        // Rows that ask others themselves are left out: nothing goes round in circles.
        .filter(|row| row.probe == probe && row.live.is_empty() && row.otherwise.is_empty())
        .find(|row| matches!(judge(row, host, surroundings), Ok(Verdict::Fail(_))))
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
    decider: Decider,
}

/// What decided.
#[derive(Clone, Copy)]
enum Decider {
    /// The row's own option.
    Own,
    /// What is true at run time.
    Live(Probe),
    /// Something that is as good.
    Other,
    /// The build, where the command line is silent.
    Default,
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
                return Ok(Answer { holds: true, sure, found, decider: Decider::Live(each.probe) });
            }
            Stands::Fails(found) if !is_silent(each, host) => {
                return Ok(Answer {
                    holds: false,
                    sure,
                    found,
                    decider: Decider::Live(each.probe),
                });
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
                return Ok(Answer { holds: true, sure: true, found, decider: Decider::Other });
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
    let answer = |holds, found| Ok(Answer { holds, sure: true, found, decider: Decider::Own });
    let name = spelled(row, host);
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
            answer(holds, Evidence::new(name, shown(&value), source))
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
                return Ok(Answer { holds: true, sure: true, found, decider: Decider::Default });
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
    Ok(Answer { holds: false, sure: true, found, decider: Decider::Default })
}

/// How an alternative stands.
enum Stands {
    Holds(Evidence),
    Fails(Evidence),
    Unseen,
}

fn stands(each: &Alternative, host: &HostFacts) -> Stands {
    let name = each.probe.name();
    let (holds, evidence) = match here(each.probe, host) {
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
    matches!(here(each.probe, host), Found::Nothing { .. })
}

fn accepts(want: Want, value: &str, host: &HostFacts) -> bool {
    want.accepts(value, |option| number(host.kernel.config.value()?.options.get(option)?))
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "given" } else { value }
}

/// The want with the number that "the greatest value" means here.
fn in_force(want: Want, host: &HostFacts) -> Want {
    let Want::Maximum { of, otherwise } = want else { return want };
    let config = host.kernel.config.value();
    let here = config.and_then(|config| number(config.options.get(of)?));
    Want::AtLeast(here.unwrap_or(otherwise))
}

fn verdict(
    row: &Recommendation,
    want: Want,
    answer: Answer,
    host: &HostFacts,
    surroundings: &Surroundings<'_>,
) -> Verdict {
    let name = spelled(row, host);
    let wanted = want.to_string();
    let Evidence { fact, value, .. } = &answer.found;
    let message = match answer.decider {
        _ if answer.holds => String::new(),
        Decider::Own => format!("{name} is {value}, wanted: {wanted}"),
        Decider::Default => format!("{name} is not set and {fact} is {value}, wanted: {wanted}"),
        Decider::Live(_) | Decider::Other => {
            format!("{fact} is {value} and decides over {name}, wanted: {wanted}")
        }
    };
    let start = if answer.holds { pass() } else { fail(message) };
    let sure = if answer.sure { Confidence::High } else { Confidence::Medium };
    let default = answer.found.fact.clone();
    let mut verdict = seen(row, answer.found, answer.decider, host)
        .into_iter()
        .fold(start, Verdict::because)
        .because(Evidence::new("wanted", wanted, row.asked_by()))
        .confidence(sure);
    if answer.holds {
        return verdict;
    }
    if let Some(remedy) = remedy(row, want) {
        verdict = verdict.fix(remedy);
    }
    match answer.decider {
        // The same fault is a result of the build's option: it weighs once.
        Decider::Default => {
            verdict.rated(Severity::Negligible, format!("{default} fails already for the same"))
        }
        _ => rated(verdict, row, surroundings),
    }
}

/// What the row's own place says, and then what decided instead of it.
fn seen(
    row: &Recommendation,
    decided: Evidence,
    decider: Decider,
    host: &HostFacts,
) -> Vec<Evidence> {
    if let Decider::Own = decider {
        return vec![Evidence { fact: FOUND.into(), ..decided }];
    }
    let own = match look(row, host) {
        Found::Value { value, source } => Evidence::new(FOUND, shown(&value), source),
        Found::Nothing { source } => Evidence::new(FOUND, "not set", source),
        Found::Unseen(reason) => Evidence::new(FOUND, "not read", reason),
    };
    vec![own, decided]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recommendation;
    use seaworthy_core::facts::{KernelConfig, Observed};

    fn host(release: &str, option: &str) -> HostFacts {
        let kernel_release = Observed::known(release.into(), "test");
        let mut host = HostFacts { kernel_release, ..HostFacts::default() };
        let options = [(option.to_owned(), "y".to_owned())].into();
        let config = KernelConfig { options, ..KernelConfig::default() };
        host.kernel.config = Observed::known(config, "test");
        host
    }

    #[test]
    fn what_the_build_decides_weighs_once() {
        let mut host = host("6.1.0", "CONFIG_X");
        host.kernel.command_line = Observed::known("quiet".into(), "test");
        let row = recommendation("kernel-boot-init-on-alloc").unwrap();
        let ask = |_: &[&str]| Asked::default();
        let around = Surroundings { profile: Profile::ContainerHost, ask: &ask };
        let Ok(Verdict::Fail(case)) = judge(row, &host, &around) else { panic!("fails") };
        assert_eq!(case.severity.map(|(severity, _)| severity), Some(Severity::Negligible));
        let facts: Vec<_> = case.evidence.iter().map(|each| each.fact.as_str()).collect();
        assert_eq!(facts, ["found", "CONFIG_INIT_ON_ALLOC_DEFAULT_ON", "wanted"]);
    }
}
