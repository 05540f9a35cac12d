//! Old images are old programs with known holes, one typing error away from
//! running again.

use std::collections::BTreeSet;

use seaworthy_core::facts::{EngineFacts, ImageFacts};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "image-sprawl",
    title: "unused images pile up",
    severity: Severity::Low,
    section: Section::Operations,
    cis: &["6.1"],
    tags: &[],
    reads: &[FactGroup::Images, FactGroup::Containers],
    explanation: include_str!("image_sprawl.md"),
    fix: Fix {
        summary: "Remove images that no container uses.",
        commands: &["docker image prune --all --filter until=720h"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

/// Fewer unused images than this are ordinary work.
const ORDINARY: usize = 10;

fn judge(engine: &EngineFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let images = engine.images.seen("images")?;
    let containers = engine.containers.seen("containers")?;
    let used: BTreeSet<&str> = containers
        .iter()
        .flat_map(|each| {
            each.image_id.value().map(String::as_str).into_iter().chain([each.image.as_str()])
        })
        .collect();
    let in_use = |image: &ImageFacts| {
        image.containers.value().is_some_and(|count| *count > 0)
            || used.contains(image.id.as_str())
            || image.tags.iter().chain(&image.digests).any(|name| used.contains(name.as_str()))
    };
    let unused: Vec<&ImageFacts> = images.iter().filter(|image| !in_use(image)).collect();
    let bytes: u64 = unused.iter().filter_map(|image| image.size.value()).sum();
    let counts = Evidence::new(
        "images",
        format!("{} unused of {}, {} MB", unused.len(), images.len(), bytes / 1_000_000),
        images.source.as_ref(),
    );
    let names: Vec<&str> = unused.iter().map(|image| image.name()).collect();
    Ok(if unused.len() > ORDINARY && unused.len() * 2 > images.len() {
        fail(format!("{} of {} images belong to no container", unused.len(), images.len()))
            .because(counts)
            .because(Evidence::new("unused images", names.join(", "), "/images/json"))
    } else {
        pass().because(counts)
    })
}
