//! A setuid program is a way from a plain user to root of the container.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::contents::contents;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "setuid-files-in-image",
    title: "setuid or setgid files left in image",
    severity: Severity::Medium,
    section: Section::Images,
    cis: &["4.8"],
    tags: &[],
    reads: &[FactGroup::Images, FactGroup::ImageContents],
    explanation: include_str!("setuid_files_in_image.md"),
    fix: Fix {
        summary: "Take the bits off in the last build stage, and run containers with no-new-privileges.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let contents = contents(image)?;
    let files = &contents.setuid;
    let evidence =
        Evidence::new("setuid or setgid files", files.join(", "), contents.source.as_ref());
    Ok(match files.len() {
        0 => pass().because(Evidence::new(
            "setuid or setgid files",
            "none",
            contents.source.as_ref(),
        )),
        1 => fail("one program changes its user or group").because(evidence),
        count => fail(format!("{count} programs change their user or group")).because(evidence),
    })
}
