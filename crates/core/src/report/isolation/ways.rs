//! Ways out, told once for all containers that have them.
//!
//! Containers of one image and one configuration have the same ways; a flaw of
//! the runtime asks the same question of every container that it starts. Told
//! container by container, ten of them would fill ten pages with one sentence.

use super::words::{counted, listed};
use super::{Column, Escape};
use crate::report::v1::{Remedy, Verdict};

/// Containers, by name, and what all of them have.
pub(super) struct Ways<'a> {
    pub(super) containers: Vec<String>,
    pub(super) escapes: Vec<&'a Escape>,
}

impl<'a> Ways<'a> {
    /// Ways that are open: containers with the very same ones stand together,
    /// gravest first.
    pub(super) fn open(columns: &[&'a Column]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for column in columns {
            let escapes: Vec<&Escape> =
                column.escapes.iter().filter(|escape| escape.is_way_out()).collect();
            if escapes.is_empty() {
                continue;
            }
            match all.iter_mut().find(|ways| are_same(&ways.escapes, &escapes)) {
                Some(ways) => ways.containers.push(column.name.clone()),
                None => all.push(Self { containers: vec![column.name.clone()], escapes }),
            }
        }
        all.sort_by_key(|ways| {
            let worst = ways.escapes.iter().map(|escape| escape.severity).max();
            std::cmp::Reverse((worst, ways.escapes.len()))
        });
        all
    }

    /// What a person must decide: each question once, with the containers that it
    /// is asked of.
    pub(super) fn questions(columns: &[&'a Column]) -> Vec<Self> {
        Self::each(columns, Escape::is_question)
    }

    /// What makes another way easier, and what could not be decided: each once.
    pub(super) fn aids(columns: &[&'a Column]) -> Vec<Self> {
        Self::each(columns, Escape::is_aid)
    }

    /// What could not be decided.
    pub(super) fn undecided(columns: &[&'a Column]) -> Vec<Self> {
        Self::each(columns, |escape| escape.verdict == Verdict::Unknown)
    }

    fn each(columns: &[&'a Column], admits: impl Fn(&Escape) -> bool) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for column in columns {
            for escape in column.escapes.iter().filter(|escape| admits(escape)) {
                let known =
                    all.iter_mut().find(|ways| ways.escapes.iter().all(|one| is_same(one, escape)));
                match known {
                    Some(ways) => ways.containers.push(column.name.clone()),
                    None => all.push(Self {
                        containers: vec![column.name.clone()],
                        escapes: vec![escape],
                    }),
                }
            }
        }
        all
    }

    /// The ways by the change that closes them, in order.
    pub(super) fn by_change(&self) -> Vec<(&'a Remedy, Vec<&'a Escape>)> {
        let mut changes: Vec<(&Remedy, Vec<&Escape>)> = Vec::new();
        for escape in &self.escapes {
            match changes.iter_mut().find(|(change, _)| *change == &escape.close) {
                Some((_, ways)) => ways.push(escape),
                None => changes.push((&escape.close, vec![escape])),
            }
        }
        changes
    }

    /// `web, db and 3 more`, or how many when it is everybody.
    pub(super) fn names(&self, everybody: usize, most: usize) -> String {
        if self.containers.len() == everybody && everybody > 2 {
            return format!("all {}", counted(everybody, "container"));
        }
        listed(&self.containers, most)
    }
}

/// Names of containers without an open way, of those that were asked.
pub(super) fn closed(columns: &[&Column]) -> Vec<String> {
    let is_closed = |column: &&&Column| !column.escapes.iter().any(Escape::is_way_out);
    columns.iter().filter(is_closed).map(|column| column.name.clone()).collect()
}

fn are_same(one: &[&Escape], other: &[&Escape]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
}

/// The same story with the same end; evidence may name other files.
fn is_same(one: &Escape, other: &Escape) -> bool {
    one.id == other.id
        && one.verdict == other.verdict
        && one.severity == other.severity
        && one.message == other.message
        && one.close == other.close
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Severity;

    fn escape(id: &str, verdict: Verdict, close: &str) -> Escape {
        Escape {
            id: id.to_owned(),
            title: String::new(),
            verdict,
            severity: Severity::High,
            message: format!("does {id}"),
            chain: Vec::new(),
            close: Remedy {
                summary: close.to_owned(),
                commands: Vec::new(),
                risk: "restarts".to_owned(),
            },
            waived: false,
        }
    }

    fn column(name: &str, escapes: Vec<Escape>) -> Column {
        Column { name: name.to_owned(), escapes, ..Column::default() }
    }

    #[test]
    fn containers_with_the_same_ways_are_told_once() {
        let way = || escape("escape-a", Verdict::Fail, "Remove it.");
        let flaw = || escape("escape-cve", Verdict::Review, "Update it.");
        let columns = [
            column("web", vec![way(), flaw()]),
            column("db", vec![way()]),
            column("job", vec![way(), escape("escape-b", Verdict::Fail, "Remove it.")]),
            column("quiet", vec![flaw()]),
        ];
        let columns: Vec<&Column> = columns.iter().collect();
        let open = Ways::open(&columns);
        let names: Vec<&[String]> = open.iter().map(|ways| &ways.containers[..]).collect();
        assert_eq!(names, [&["job".to_owned()][..], &["web".to_owned(), "db".to_owned()]]);
        assert_eq!(open[0].by_change().len(), 1);
        let questions = Ways::questions(&columns);
        assert_eq!(questions.len(), 1);
        assert_eq!(questions[0].containers, ["web", "quiet"]);
        assert_eq!(closed(&columns), ["quiet"]);
    }
}
