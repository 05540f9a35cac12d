//! The view `operating-system`: how far the machine's system is one made for
//! containers, told by what it does.

use serde::{Deserialize, Serialize};

use super::v1::{Evidence, Report};

/// Name and version of the view.
pub const OPERATING_SYSTEM_FORMAT: &str = "seaworthy-operating-system/1";
/// Its key among a report's views.
pub const OPERATING_SYSTEM_VIEW: &str = "operating-system";

/// The view.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct OperatingSystemView {
    /// [`OPERATING_SYSTEM_FORMAT`].
    pub format: String,
    /// Name that the system gives itself.
    pub name: String,
    /// The container system that it is by name or by facts, empty for none.
    pub recognised: String,
    /// What to know about that system: whether it still lives, what followed.
    pub note: String,
    /// `dedicated`, `partly`, `general-purpose`, `undecided`.
    pub kind: String,
    /// Why it is of that kind, in a sentence.
    pub because: String,
    /// Weight of what is there over the weight of what was decided, 0 to 100;
    /// null when nothing was decided.
    pub score: Option<f64>,
    /// Share of the weight of what applies that was decided, 0 to 1.
    pub decided: f64,
    /// The terms of the score.
    pub properties: Vec<OsProperty>,
    /// How much of the system there is to attack.
    pub measures: Vec<OsMeasure>,
}

/// One term of the score.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct OsProperty {
    /// Kebab-case id.
    pub id: String,
    /// What a dedicated system has.
    pub title: String,
    /// `present`, `partly`, `absent`, `unknown`, `not-applicable`.
    pub state: String,
    /// Points for having it.
    pub weight: u32,
    /// Points gained; half the weight for `partly`.
    pub gained: f64,
    /// What was found, in a few words.
    pub said: String,
    /// What was seen.
    pub evidence: Vec<Evidence>,
}

/// A count.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct OsMeasure {
    /// What was counted.
    pub name: String,
    /// How many; null when that could not be read.
    pub count: Option<usize>,
    /// Where, or why not.
    pub said: String,
}

impl OperatingSystemView {
    /// The view of a report, when it has one that this version can read.
    pub fn of(report: &Report) -> Option<Self> {
        let view = report.views.get(OPERATING_SYSTEM_VIEW)?;
        let view: Self = serde_json::from_value(view.clone()).ok()?;
        (view.format == OPERATING_SYSTEM_FORMAT).then_some(view)
    }

    /// One line: kind, score and how much of it was decided.
    pub fn headline(&self) -> String {
        let kind = match self.kind.as_str() {
            "dedicated" => "a system made for containers",
            "partly" => "has some of what a system made for containers has",
            "general-purpose" => "a general-purpose system",
            _ => "not enough was readable to say what kind of system it is",
        };
        let score = self.score.map_or_else(String::new, |score| {
            format!(", {score} of 100, {} % decided", (self.decided * 100.0).round())
        });
        format!("{kind}{score}")
    }
}
