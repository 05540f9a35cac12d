//! An image without USER makes every container of it run as root.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::configured_user::is_root;
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
    let verdict = match is_root(&user) {
        Some(true) if user.is_empty() => fail("it names no user, so containers of it run as root"),
        Some(true) => fail("containers of it run as root"),
        Some(false) => pass(),
        None => {
            return Err(Undecided::unknown(format!(
                "which number its own list of users gives `{}`",
                *user
            )));
        }
    };
    Ok(verdict.because(Evidence::new("USER", user.as_str(), user.source.as_ref())))
}
