//! The dedicated-system score: points for what is there over points for what
//! could be decided, with every term shown.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::Evidence;

use super::property::{Judged, PROPERTIES, Property, State};

/// What kind of system it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// Read-only and replaced as a whole.
    Dedicated,
    /// One of the two.
    Partly,
    /// Neither.
    GeneralPurpose,
    /// The facts that decide it are missing.
    Undecided,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Dedicated => "dedicated",
            Self::Partly => "partly",
            Self::GeneralPurpose => "general-purpose",
            Self::Undecided => "undecided",
        }
    }
}

/// The score with its terms.
pub(super) struct Score {
    pub(super) terms: Vec<(&'static Property, Judged)>,
}

impl Score {
    pub(super) fn of(host: &HostFacts) -> Self {
        let terms = PROPERTIES.iter().map(|property| (property, (property.judge)(host))).collect();
        Self { terms }
    }

    fn state(&self, id: &str) -> State {
        let found = self.terms.iter().find(|(property, _)| property.id == id);
        found.map_or(State::Unknown, |(_, judged)| judged.state)
    }

    /// The two properties that make a system another kind of thing: nobody can
    /// change it in place, and it changes as a whole.
    pub(super) fn kind(&self) -> Kind {
        let has = |state| matches!(state, State::Present | State::Partly);
        match (self.state("read-only-system"), self.state("atomic-updates")) {
            (State::Unknown, _) | (_, State::Unknown) => Kind::Undecided,
            (read_only, atomic) if has(read_only) && has(atomic) => Kind::Dedicated,
            (read_only, atomic) if has(read_only) || has(atomic) => Kind::Partly,
            _ => Kind::GeneralPurpose,
        }
    }

    /// 0 to 100 with one decimal, `None` when nothing was decided.
    pub(super) fn value(&self) -> Option<f64> {
        let decided: u32 = self.weight(is_decided);
        let gained: f64 =
            self.terms.iter().map(|(property, judged)| gained(property, judged)).sum();
        (decided > 0).then(|| (gained / f64::from(decided) * 1000.0).round() / 10.0)
    }

    /// Share of the weight of what applies that was decided.
    pub(super) fn decided(&self) -> f64 {
        let applies = self.weight(|state| state != State::NotApplicable);
        if applies == 0 {
            return 0.0;
        }
        let share = f64::from(self.weight(is_decided)) / f64::from(applies);
        (share * 1000.0).round() / 1000.0
    }

    fn weight(&self, counts: impl Fn(State) -> bool) -> u32 {
        let counted = self.terms.iter().filter(|(_, judged)| counts(judged.state));
        counted.map(|(property, _)| property.weight).sum()
    }

    /// `41.7 of 100, 80 % decided`.
    pub(super) fn words(&self) -> String {
        let value = self.value().map_or_else(|| "–".to_owned(), |value| value.to_string());
        format!("{value} of 100, {} % decided", (self.decided() * 100.0).round())
    }

    /// Titles of what is not there.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let absent = self.terms.iter().filter(|(_, judged)| judged.state == State::Absent);
        absent.map(|(property, _)| property.title).collect()
    }

    /// One piece of evidence a term.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence> {
        self.terms.iter().map(|(property, judged)| {
            let value = format!("{}: {}", judged.state.as_str(), judged.said);
            let source = judged.evidence.first().map_or("", |evidence| evidence.source.as_str());
            Evidence::new(property.title, value, source)
        })
    }
}

fn is_decided(state: State) -> bool {
    matches!(state, State::Present | State::Partly | State::Absent)
}

pub(super) fn gained(property: &Property, judged: &Judged) -> f64 {
    match judged.state {
        State::Present => f64::from(property.weight),
        State::Partly => f64::from(property.weight) / 2.0,
        State::Absent | State::Unknown | State::NotApplicable => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_add_up_to_a_hundred() {
        assert_eq!(PROPERTIES.iter().map(|property| property.weight).sum::<u32>(), 100);
    }

    #[test]
    fn nothing_read_is_nothing_scored() {
        let score = Score::of(&HostFacts::default());
        assert_eq!((score.kind(), score.value()), (Kind::Undecided, None));
        assert!(score.decided().abs() < f64::EPSILON);
    }
}
