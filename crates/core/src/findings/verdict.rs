//! What a judge says of one subject.

use super::{Confidence, Evidence, Remedy, Severity};

/// The judgement. It has no default: nothing passes by accident.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// As it should be.
    Pass(Case),
    /// Wrong, with evidence.
    Fail(Case),
    /// Only a person can decide; the case holds what they need for it.
    Review(Case),
    /// The question does not arise here.
    NotApplicable(String),
    /// Facts are missing.
    Unknown(String),
}

/// What a decided verdict rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// What is wrong here, in one sentence; empty for a plain pass.
    pub message: String,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// Another severity than the check's own, and why.
    pub severity: Option<(Severity, String)>,
    /// How sure, when not high.
    pub confidence: Confidence,
    /// A remedy for this very subject, instead of the check's general one.
    pub remedy: Option<Box<Remedy>>,
}

/// Why a check could not decide: what `?` returns early.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Undecided {
    /// Facts are missing.
    Unknown(String),
    /// The question does not arise.
    NotApplicable(String),
}

impl Undecided {
    /// Facts are missing.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown(reason.into())
    }

    /// The question does not arise.
    pub fn not_applicable(reason: impl Into<String>) -> Self {
        Self::NotApplicable(reason.into())
    }
}

impl From<Undecided> for Verdict {
    fn from(undecided: Undecided) -> Self {
        match undecided {
            Undecided::Unknown(reason) => Self::Unknown(reason),
            Undecided::NotApplicable(reason) => Self::NotApplicable(reason),
        }
    }
}

/// The five words for a verdict.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Outcome {
    /// `fail`
    Fail,
    /// `review`
    Review,
    /// `unknown`
    Unknown,
    /// `not-applicable`
    NotApplicable,
    /// `pass`
    Pass,
}

impl Outcome {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Review => "review",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
            Self::Pass => "pass",
        }
    }
}

/// As it should be.
pub fn pass() -> Verdict {
    Verdict::Pass(Case::default())
}

/// Wrong: one sentence that names what.
pub fn fail(message: impl Into<String>) -> Verdict {
    Verdict::Fail(Case { message: message.into(), ..Case::default() })
}

/// For a person to decide: one sentence that says what about.
pub fn review(message: impl Into<String>) -> Verdict {
    Verdict::Review(Case { message: message.into(), ..Case::default() })
}

impl Verdict {
    /// The word for it.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Pass(_) => Outcome::Pass,
            Self::Fail(_) => Outcome::Fail,
            Self::Review(_) => Outcome::Review,
            Self::NotApplicable(_) => Outcome::NotApplicable,
            Self::Unknown(_) => Outcome::Unknown,
        }
    }

    /// The case, when it was decided.
    pub fn case(&self) -> Option<&Case> {
        match self {
            Self::Pass(case) | Self::Fail(case) | Self::Review(case) => Some(case),
            Self::NotApplicable(_) | Self::Unknown(_) => None,
        }
    }

    /// The same verdict resting on one more fact.
    #[must_use]
    pub fn because(self, evidence: impl Into<Evidence>) -> Self {
        self.with(|case| case.evidence.push(evidence.into()))
    }

    /// The same verdict at another severity, with the reason.
    #[must_use]
    pub fn rated(self, severity: Severity, why: impl Into<String>) -> Self {
        self.with(|case| case.severity = Some((severity, why.into())))
    }

    /// The same verdict, less sure.
    #[must_use]
    pub fn confidence(self, confidence: Confidence) -> Self {
        self.with(|case| case.confidence = confidence)
    }

    /// The same verdict with a remedy made for this subject.
    #[must_use]
    pub fn fix(self, remedy: Remedy) -> Self {
        self.with(|case| case.remedy = Some(Box::new(remedy)))
    }

    fn with(mut self, change: impl FnOnce(&mut Case)) -> Self {
        if let Self::Pass(case) | Self::Fail(case) | Self::Review(case) = &mut self {
            change(case);
        }
        self
    }
}
