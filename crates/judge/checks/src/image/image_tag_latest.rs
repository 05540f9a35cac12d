//! `latest` is another image tomorrow, and nobody can say which one ran yesterday.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use super::reference::Reference;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "image-tag-latest",
    title: "image named by a tag that moves",
    severity: Severity::Low,
    section: Section::Images,
    cis: &[],
    tags: &["supply-chain"],
    reads: &[FactGroup::Images],
    explanation: include_str!("image_tag_latest.md"),
    fix: Fix { summary: "Name images by version and digest.", commands: &[], risk: Risk::Review },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let name = Evidence::new("names", image.tags.join(", "), "RepoTags");
    if image.tags.is_empty() {
        return Err(Undecided::not_applicable("the image has no name"));
    }
    let moving = |tag: &&String| Reference::parse(tag).tag.is_none_or(|tag| tag == "latest");
    if let Some(tag) = image.tags.iter().find(moving) {
        return Ok(fail(format!("{tag} is whatever was pushed last")).because(name));
    }
    if image.digests.is_empty() {
        return Ok(review("no registry knows it by digest, so its origin rests on its name alone")
            .because(name));
    }
    Ok(pass().because(name).because(Evidence::new(
        "digests",
        image.digests.join(", "),
        "RepoDigests",
    )))
}
