//! An image without USER makes every container of it run as root.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass,
};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "image-runs-as-root",
    title: "image runs as root unless told otherwise",
    severity: Severity::Medium,
    section: Section::Images,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Images],
    explanation: include_str!("image_runs_as_root.md"),
    fix: Fix {
        summary: "Create a user in the Dockerfile and name it, by number, in USER.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let user = image.user.seen_or_default("user")?;
    let name = user.split(':').next().unwrap_or_default().trim();
    let verdict = match name.parse::<u32>() {
        Ok(0) => fail("containers of it run as root"),
        Ok(_) => pass(),
        Err(_) if name.is_empty() => fail("it names no user, so containers of it run as root"),
        Err(_) if name == "root" => fail("containers of it run as root"),
        // Its own list of users may give the name the number 0.
        Err(_) => pass().confidence(Confidence::Medium),
    };
    Ok(verdict.because(Evidence::new("USER", user.as_str(), user.source.as_ref())))
}
