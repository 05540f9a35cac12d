//! A digest says that an image is what it was; only a signature says who made it.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, review};

use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unverified-signature",
    title: "signature of an artefact never checked",
    severity: Severity::Medium,
    section: Section::Images,
    cis: &["4.12"],
    tags: &["supply-chain"],
    reads: &[FactGroup::Images],
    explanation: include_str!("unverified_signature.md"),
    fix: Fix {
        summary: "Verify the signature of the image before it is used, and pin its digest.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    if let Some(digest) = image.digests.first() {
        let remedy = Remedy::from(CHECK.fix).command(format!("cosign verify {digest}"));
        return Ok(review("the engine does not record whether its signature was ever checked")
            .because(Evidence::new("digest", digest.as_str(), "RepoDigests"))
            .fix(remedy));
    }
    let steps = steps(image)?;
    let fetches = |step: &&Step<'_>| {
        let mut commands = step.commands().into_iter();
        commands.any(|command| matches!(command.program().0, "curl" | "wget" | "git"))
    };
    let fetched: Vec<&Step<'_>> = steps.iter().filter(fetches).collect();
    if fetched.is_empty() {
        return Err(Undecided::not_applicable("built here from nothing that was fetched by hand"));
    }
    let verdict =
        review("whether the signatures of what the build fetched were checked is for you to say");
    Ok(fetched.into_iter().map(Step::evidence).fold(verdict, Verdict::because))
}
