//! A package with a known flaw stays so until the image is built again.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use super::contents::contents;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "image-unpatched",
    title: "image unscanned or missing security fixes",
    severity: Severity::High,
    section: Section::Images,
    cis: &["4.4"],
    tags: &["supply-chain"],
    reads: &[FactGroup::Images, FactGroup::ImageContents],
    explanation: include_str!("image_unpatched.md"),
    fix: Fix {
        summary: "Build the image again on an up-to-date base, and scan it.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let contents = contents(image)?;
    let fixable = contents.fixable_vulnerabilities.seen("vulnerabilities with a fix")?;
    Ok(match *fixable {
        0 => pass().because(&fixable),
        1 => fail("one vulnerability has a fix that the image lacks").because(&fixable),
        count => fail(format!("{count} vulnerabilities have fixes that the image lacks"))
            .because(&fixable),
    }
    .fix(Remedy::from(CHECK.fix).command(format!("seaworthy scan {}", image.name()))))
}
