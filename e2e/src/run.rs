//! Running scenarios, two at a time, and counting what came of them.

use crate::audit::Seaworthy;
use crate::scenarios::Scenario;
use crate::{Need, Trouble};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Engines need memory and start slowly together; more at once only adds time-outs.
const AT_ONCE: usize = 2;

/// What came of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Everything that it asserts holds.
    Passed,
    /// Something does not, and what.
    Failed(String),
    /// It could not run here, and why.
    Skipped(String),
}

impl From<Result<(), Trouble>> for Outcome {
    fn from(result: Result<(), Trouble>) -> Self {
        match result {
            Ok(()) => Self::Passed,
            Err(Trouble::Skip(reason)) => Self::Skipped(reason),
            Err(trouble) => Self::Failed(with_causes(&trouble)),
        }
    }
}

/// How many scenarios ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Those that passed.
    pub passed: usize,
    /// Those that failed.
    pub failed: usize,
    /// Those that could not run here.
    pub skipped: usize,
}

impl Summary {
    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed(_) => self.failed += 1,
            Outcome::Skipped(_) => self.skipped += 1,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(formatter, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// Runs the scenarios and tells `report` of each as it ends.
pub fn run(
    scenarios: &[&Scenario],
    binary: Option<&Path>,
    mut report: impl FnMut(&str, &Outcome, Duration),
) -> Summary {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut summary = Summary::default();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let sender = sender.clone();
            let next = &next;
            scope.spawn(move || {
                while let Some(scenario) = scenarios.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let outcome = run_one(scenario, binary);
                    // The receiver lives as long as this scope.
                    drop(sender.send((scenario.name, outcome, start.elapsed())));
                }
            });
        }
        drop(sender);
        for (name, outcome, time) in receiver {
            summary.count(&outcome);
            report(name, &outcome, time);
        }
    });
    summary
}

fn run_one(scenario: &Scenario, binary: Option<&Path>) -> Outcome {
    let binary_first = scenario.audits.then_some(&Need::Binary);
    let mut needs = binary_first.into_iter().chain(scenario.needs.iter().copied().flatten());
    if let Some(reason) = needs.find_map(|need| need.missing(binary)) {
        return Outcome::Skipped(reason);
    }
    let seaworthy = Seaworthy::new(binary.unwrap_or_else(|| Path::new("seaworthy")));
    match catch_unwind(AssertUnwindSafe(|| (scenario.run)(&seaworthy))) {
        Ok(result) => result.into(),
        Err(_) => Outcome::Failed("the scenario panicked".to_owned()),
    }
}

fn with_causes(trouble: &Trouble) -> String {
    let mut text = trouble.to_string();
    let mut cause = std::error::Error::source(trouble);
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(name: &'static str, run: fn(&Seaworthy) -> Result<(), Trouble>) -> Scenario {
        Scenario { name, needs: &[], audits: false, run }
    }

    #[test]
    fn every_outcome_is_counted_and_shown() {
        let lacking = Scenario {
            needs: &[&[Need::Program("no-such-program-at-all")]],
            ..scenario("lacking", |_| Ok(()))
        };
        let all = [
            scenario("good", |_| Ok(())),
            scenario("bad", |_| Err(Trouble::Wrong("no".into()))),
            scenario("panics", |_| panic!("on purpose")),
            scenario("skips", |_| Err(Trouble::Skip("not here".into()))),
            lacking,
        ];
        let mut shown = Vec::new();
        let summary = run(&all.each_ref(), None, |name, outcome, _| {
            shown.push((name.to_owned(), outcome.clone()));
        });
        assert_eq!(summary.to_string(), "1 passed, 2 failed, 2 skipped");
        assert_eq!(shown.len(), 5);
        assert!(shown.contains(&("bad".into(), Outcome::Failed("no".into()))));
        assert!(shown.contains(&("skips".into(), Outcome::Skipped("not here".into()))));
    }
}
