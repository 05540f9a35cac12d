//! CIS Docker Benchmark: ids, levels and control groups, as data.
//!
//! Only numbers are taken from the benchmark; titles and texts are our own.
//! The groups of the CIS Controls are Seaworthy's own assignment: the
//! benchmark's is not public.

use std::sync::LazyLock;

use seaworthy_core::findings::Benchmark;

/// Name of the benchmark in reports and tags.
const NAME: &str = "cis-docker";

/// One recommendation of CIS Docker 1.8.0.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Recommendation {
    /// Id in 1.8.0.
    pub id: &'static str,
    /// Id in 1.6.0 and 1.7.0, empty when it was new in 1.8.0.
    pub id_before: &'static str,
    /// Profile level, 1 or 2.
    pub level: u8,
    /// Lowest implementation group of CIS Controls v8, 0 for none.
    pub group: u8,
}

const TABLE: &str = include_str!("benchmark/cis-docker-1.8.0.tsv");

static RECOMMENDATIONS: LazyLock<Vec<Recommendation>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(parse).collect());

/// All recommendations, in the order of the benchmark.
pub fn recommendations() -> impl Iterator<Item = Recommendation> {
    RECOMMENDATIONS.iter().copied()
}

/// One recommendation by its id in 1.8.0.
pub fn recommendation(id: &str) -> Option<Recommendation> {
    recommendations().find(|recommendation| recommendation.id == id)
}

fn parse(line: &'static str) -> Option<Recommendation> {
    let mut columns = line.split('\t');
    let id = columns.next()?;
    let id_before = columns.next()?;
    let level = columns.next()?.parse().ok()?;
    let group = columns.next().map_or(0, |group| group.parse().unwrap_or(0));
    Some(Recommendation { id, id_before, level, group })
}

impl Recommendation {
    /// The same recommendation in every edition that has it.
    pub(crate) fn benchmarks(self) -> impl Iterator<Item = Benchmark> {
        let edition = move |version, id| Benchmark { name: NAME, version, id, level: self.level };
        let before = (!self.id_before.is_empty()).then_some(self.id_before);
        [
            Some(edition("1.8.0", self.id)),
            before.map(|id| edition("1.7.0", id)),
            before.map(|id| edition("1.6.0", id)),
        ]
        .into_iter()
        .flatten()
    }

    /// Tags that select it: benchmark, level, and every group that includes it.
    pub(crate) fn tags(self) -> impl Iterator<Item = String> {
        let groups = (1..=3).filter(move |group| self.group != 0 && *group >= self.group);
        [NAME.to_owned(), format!("{NAME}-level-{}", self.level), format!("{NAME}-{}", self.id)]
            .into_iter()
            .chain(groups.map(|group| format!("cis-controls-v8-ig{group}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_all_118_recommendations() {
        let all: Vec<_> = recommendations().collect();
        assert_eq!(all.len(), 118);
        assert_eq!(
            all.iter()
                .filter(|each| each.id_before.is_empty())
                .map(|each| each.id)
                .collect::<Vec<_>>(),
            ["2.7"]
        );
        assert_eq!(recommendation("2.8").unwrap().id_before, "2.7");
        assert!(all.iter().all(|each| matches!(each.level, 1 | 2) && each.group <= 3));
    }

    #[test]
    fn tags_select_a_level_and_its_groups() {
        let tags: Vec<String> =
            Recommendation { id: "9.9", id_before: "", level: 2, group: 2 }.tags().collect();
        assert_eq!(
            tags,
            [
                "cis-docker",
                "cis-docker-level-2",
                "cis-docker-9.9",
                "cis-controls-v8-ig2",
                "cis-controls-v8-ig3"
            ]
        );
    }
}
