//! Waiting for what an engine does in its own time.

use crate::Trouble;
use crate::trouble::ensure;
use std::thread;
use std::time::{Duration, Instant};

/// Waits until the condition holds.
///
/// # Errors
/// It cannot be told, or does not hold within 10 seconds.
pub(crate) fn until(
    what: &str,
    condition: impl Fn() -> Result<bool, Trouble>,
) -> Result<(), Trouble> {
    let end = Instant::now() + Duration::from_secs(10);
    while !condition()? {
        ensure(Instant::now() < end, || format!("does not come: {what}"))?;
        thread::sleep(Duration::from_millis(30));
    }
    Ok(())
}

/// Tells the story up to four times: other engines of the machine come and go between two
/// audits that must agree, a defect stays.
///
/// # Errors
/// It never held; the last trouble.
pub(crate) fn at_last(story: impl Fn() -> Result<(), Trouble>) -> Result<(), Trouble> {
    let mut outcome = story();
    for _ in 0..3 {
        if outcome.is_ok() {
            break;
        }
        outcome = story();
    }
    outcome
}
