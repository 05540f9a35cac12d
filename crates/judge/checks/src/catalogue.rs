//! All checks, in the order of reports.

use std::sync::Arc;

use seaworthy_core::findings::{Benchmark, Header, Remedy};

use crate::{
    Check, Judge, Row, container, engine, escape, host, image, kernel, network, os, recommendation,
    swarm,
};

/// Every check, section by section.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    host::CHECKS
        .iter()
        .chain(kernel::CHECKS)
        .chain(os::CHECKS)
        .chain(engine::CHECKS)
        .chain(image::CHECKS)
        .chain(container::CHECKS)
        .copied()
        .chain(escape::checks())
        .chain(network::CHECKS.iter().chain(swarm::CHECKS).copied())
}

/// What `explain` shows: a check, or a row of a family.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The check.
    pub check: &'static Check,
    /// The row, when the check is a family.
    pub row: Option<&'static Row>,
}

/// Every id that a result can have: checks and the rows of families.
pub fn entries() -> impl Iterator<Item = Entry> {
    let rows_of = |check, rows: fn() -> &'static [Row]| {
        rows().iter().map(|row| Entry { check, row: Some(row) }).collect()
    };
    checks().flat_map(move |check| match check.judge {
        Judge::Family(family) => rows_of(check, family.rows),
        Judge::ContainerFamily(family) => rows_of(check, family.rows),
        _ => vec![Entry { check, row: None }],
    })
}

/// An entry by id.
pub fn entry(id: &str) -> Option<Entry> {
    entries().find(|entry| entry.id() == id)
}

impl Entry {
    /// The id of its results.
    pub fn id(&self) -> &'static str {
        self.row.map_or(self.check.id, |row| &row.id)
    }

    /// The recommendations of CIS Docker 1.8.0 that it covers.
    pub fn cis(&self) -> &'static [&'static str] {
        self.row.map_or(self.check.cis, |row| row.cis)
    }

    /// The constant part of its findings.
    pub fn header(&self) -> Arc<Header> {
        let recommendations = || self.cis().iter().filter_map(|id| recommendation(id));
        let benchmarks: Vec<Benchmark> =
            recommendations().flat_map(|each| each.benchmarks()).collect();
        let mut tags: Vec<String> = self.check.tags.iter().map(|tag| (*tag).to_owned()).collect();
        for tag in recommendations().flat_map(|each| each.tags()) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        Arc::new(Header {
            id: self.id().to_owned(),
            title: self.row.map_or(self.check.title, |row| &row.title).to_owned(),
            section: self.check.section.as_str().to_owned(),
            tags,
            severity: self.row.map_or(self.check.severity, |row| row.severity),
            benchmarks,
            remedy: Remedy::from(self.check.fix),
        })
    }
}
