//! The filter of a container, from the best fact there is.

use std::collections::HashMap;
use std::sync::Arc;

use seaworthy_core::facts::{BpfProgram, ContainerFacts, LiveFacts, Observed};
use seaworthy_core::findings::Undecided;

use crate::filter::Filter;

/// The filter that the kernel holds for a running container.
///
/// The programs that the kernel gave win; then what the runtime was told; then
/// the kernel's word that there is none. Everything else is undecided and says
/// what would be needed.
///
/// # Errors
/// When no fact decides.
pub fn for_container(container: &ContainerFacts) -> Result<Filter, Undecided> {
    choose(container)?.read()
}

/// Filters of many containers: equal ones are read once.
#[derive(Debug, Default)]
pub struct Filters {
    known: HashMap<Key, Answer>,
    /// The same by where a profile's text is, which is held so that no other text
    /// comes there: a hundred checks ask about each container, and to compare 30 kB
    /// each time takes longer than they do.
    profiles: HashMap<usize, (Arc<str>, Answer)>,
}

type Answer = Result<Arc<Filter>, Undecided>;

impl Filters {
    /// As [`for_container`].
    ///
    /// # Errors
    /// When no fact decides.
    pub fn of(&mut self, container: &ContainerFacts) -> Result<Arc<Filter>, Undecided> {
        let chosen = choose(container)?;
        let Chosen::Profile(text) = chosen else { return self.read(&chosen) };
        let place = text.as_ptr().addr();
        if let Some((_, answer)) = self.profiles.get(&place) {
            return answer.clone();
        }
        let answer = self.read(&chosen);
        self.profiles.insert(place, (Arc::clone(text), answer.clone()));
        answer
    }

    fn read(&mut self, chosen: &Chosen<'_>) -> Answer {
        let read = self.known.entry(chosen.key()).or_insert_with(|| chosen.read().map(Arc::new));
        read.clone()
    }
}

#[derive(Debug, Eq, Hash, PartialEq)]
enum Key {
    None,
    Profile(Arc<str>),
    Programs(Vec<String>),
}

/// The fact that decides.
#[derive(Debug)]
enum Chosen<'a> {
    None,
    Profile(&'a Arc<str>),
    Programs(&'a [BpfProgram]),
}

impl Chosen<'_> {
    fn key(&self) -> Key {
        match self {
            Self::None => Key::None,
            Self::Profile(profile) => Key::Profile(Arc::clone(profile)),
            Self::Programs(programs) => {
                Key::Programs(programs.iter().map(|program| program.0.clone()).collect())
            }
        }
    }

    fn read(&self) -> Result<Filter, Undecided> {
        let unknown = |what: &str, error: &dyn std::fmt::Display| {
            Undecided::unknown(format!("{what}: {error}"))
        };
        match self {
            Self::None => Ok(Filter::none()),
            Self::Profile(profile) => {
                Filter::from_oci(profile).map_err(|error| unknown("seccomp profile", &error))
            }
            Self::Programs(programs) => {
                Filter::from_programs(programs).map_err(|error| unknown("seccomp filter", &error))
            }
        }
    }
}

/// Seccomp modes of `/proc/PID/status`.
const MODE_NONE: u8 = 0;
const MODE_FILTER: u8 = 2;

fn choose(container: &ContainerFacts) -> Result<Chosen<'_>, Undecided> {
    let live: &LiveFacts = match &container.live {
        Observed::Known { value, .. } => value,
        Observed::Absent => return Err(Undecided::unknown("seccomp filter: it does not run")),
        Observed::Unreadable(reason) => {
            return Err(Undecided::unknown(format!("seccomp filter: {reason}")));
        }
    };
    let mode = live.seccomp_mode.value().copied();
    if mode == Some(MODE_NONE) {
        return Ok(Chosen::None);
    }
    if let Observed::Known { value, .. } = &live.seccomp.programs {
        return Ok(Chosen::Programs(value));
    }
    match &live.seccomp.profile {
        Observed::Known { value, .. } if filters_of_its_own(live) == 0 => {
            Ok(Chosen::Profile(value))
        }
        Observed::Known { .. } => Err(Undecided::unknown(
            "seccomp filter: the program inside added filters of its own; ask the kernel with \
             --ptrace",
        )),
        Observed::Absent if mode == Some(MODE_FILTER) => Err(Undecided::unknown(
            "seccomp filter: there is one that the runtime was not told of; ask the kernel with \
             --ptrace",
        )),
        Observed::Absent => Ok(Chosen::None),
        Observed::Unreadable(reason) => Err(Undecided::unknown(format!(
            "seccomp filter: {reason}; run as root to read the runtime's instructions, or ask the \
             kernel with --ptrace"
        ))),
    }
}

/// Filters beyond the runtime's one: it installs a single one.
fn filters_of_its_own(live: &LiveFacts) -> u32 {
    live.seccomp.filters.value().map_or(0, |filters| filters.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use seaworthy_core::facts::SeccompFacts;

    use super::*;

    fn running(profile: &Arc<str>) -> ContainerFacts {
        let live = LiveFacts {
            seccomp_mode: Observed::known(MODE_FILTER, "t"),
            seccomp: SeccompFacts {
                profile: Observed::known(Arc::clone(profile), "t"),
                ..SeccompFacts::default()
            },
            ..LiveFacts::default()
        };
        ContainerFacts { live: Observed::known(Box::new(live), "t"), ..ContainerFacts::default() }
    }

    #[test]
    fn equal_texts_are_one_filter_and_a_place_is_not_taken_for_another_text() {
        let profile = |action: &str| -> Arc<str> {
            format!(r#"{{"defaultAction":"{action}","architectures":["SCMP_ARCH_X86_64"]}}"#).into()
        };
        let mut filters = Filters::default();
        let first = profile("SCMP_ACT_ALLOW");
        let one = filters.of(&running(&first)).unwrap();
        assert!(Arc::ptr_eq(&one, &filters.of(&running(&first)).unwrap()));
        assert!(Arc::ptr_eq(&one, &filters.of(&running(&profile("SCMP_ACT_ALLOW"))).unwrap()));
        // Each text is dropped before the next is made, mostly in its place.
        for _ in 0..99 {
            let mut reach = |action: &str| {
                filters.of(&running(&profile(action))).unwrap().reach(crate::Abi::X86_64, "read")
            };
            assert!(reach("SCMP_ACT_ALLOW").is_reachable());
            assert!(!reach("SCMP_ACT_ERRNO").is_reachable());
        }
    }
}
