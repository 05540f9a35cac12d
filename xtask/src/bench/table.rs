//! Showing measurements.

use super::measure::Measurement;
use serde_json::{Value, json};
use std::time::Duration;

/// The runs of one situation, summed up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    what: String,
    runs: usize,
    /// Smallest, middle, largest.
    wall: [Duration; 3],
    cpu: Duration,
    peak: u64,
    /// A run; only the fake engine counts them.
    requests: Option<usize>,
}

impl Row {
    pub(super) fn new(what: String, runs: &[Measurement], requests: Option<usize>) -> Self {
        let mut wall: Vec<Duration> = runs.iter().map(|run| run.wall).collect();
        let mut cpu: Vec<Duration> = runs.iter().map(|run| run.cpu).collect();
        wall.sort_unstable();
        cpu.sort_unstable();
        let at = |times: &[Duration], index: usize| times.get(index).copied().unwrap_or_default();
        let (middle, last) = (runs.len() / 2, runs.len().saturating_sub(1));
        Self {
            what,
            runs: runs.len(),
            wall: [at(&wall, 0), at(&wall, middle), at(&wall, last)],
            cpu: at(&cpu, middle),
            peak: runs.iter().map(|run| run.peak).max().unwrap_or(0),
            requests,
        }
    }
}

/// Aligned columns: milliseconds and mebibytes.
pub(super) fn text(rows: &[Row]) -> String {
    let widest = rows.iter().map(|row| row.what.chars().count()).max().unwrap_or_default().max(24);
    let mut text = format!(
        "{:<widest$} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n",
        "", "min ms", "median", "max", "cpu ms", "peak MiB", "requests"
    );
    for row in rows {
        let [min, median, max] = row.wall.map(milliseconds);
        let requests = row.requests.map_or_else(|| "-".to_owned(), |number| number.to_string());
        text.push_str(&format!(
            "{:<widest$} {min:>9.1} {median:>9.1} {max:>9.1} {:>9.1} {:>9.1} {requests:>9}\n",
            row.what,
            milliseconds(row.cpu),
            mebibytes(row.peak),
        ));
    }
    text
}

/// The same for programs; times in milliseconds, memory in bytes.
pub(super) fn json(rows: &[Row]) -> Value {
    let row = |row: &Row| {
        let [min, median, max] = row.wall.map(milliseconds);
        json!({
            "what": row.what, "runs": row.runs,
            "wall_ms": {"min": min, "median": median, "max": max},
            "cpu_ms": milliseconds(row.cpu), "peak_bytes": row.peak, "requests": row.requests
        })
    };
    Value::Array(rows.iter().map(row).collect())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        let run = |wall, peak| Measurement {
            wall: Duration::from_millis(wall),
            cpu: Duration::from_millis(wall / 2),
            peak,
        };
        Row::new("some".into(), &[run(30, 1), run(10, 3 << 20), run(20, 2)], Some(7))
    }

    #[test]
    fn a_row_has_the_extremes_and_the_middle() {
        let times = [10, 20, 30].map(Duration::from_millis);
        assert_eq!(row().wall, times);
        assert_eq!((row().cpu, row().peak), (times[0], 3 << 20));
    }

    #[test]
    fn both_formats_show_it() {
        let text = text(&[row()]);
        let cells: Vec<&str> = text.lines().nth(1).unwrap().split_whitespace().collect();
        assert_eq!(cells, ["some", "10.0", "20.0", "30.0", "10.0", "3.0", "7"]);
        assert_eq!(json(&[row()])[0]["wall_ms"]["median"], 20.0);
    }
}
