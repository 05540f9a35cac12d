//! ADD fetches from the network and unpacks archives, mostly without being asked to.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "add-instead-of-copy",
    title: "build uses ADD where COPY suffices",
    severity: Severity::Low,
    section: Section::Images,
    cis: &["4.9"],
    tags: &["supply-chain"],
    reads: &[FactGroup::Images],
    explanation: include_str!("add_instead_of_copy.md"),
    fix: Fix {
        summary: "Use COPY for files; fetch in a RUN that checks what it got, or with ADD --checksum.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let steps = steps(image)?;
    let adds = || steps.iter().filter(|step| step.instruction == "ADD");
    let of = |kind: Kind| adds().filter(move |step| kind_of(step) == kind);
    if of(Kind::Remote).next().is_some() {
        let verdict = fail("a build step fetches from the network and checks nothing");
        return Ok(of(Kind::Remote)
            .map(Step::evidence)
            .fold(verdict, Verdict::because)
            .rated(Severity::Medium, "whoever serves the file decides what is in the image"));
    }
    if of(Kind::Local).next().is_some() {
        let verdict = review("ADD takes files of the build for which COPY may do");
        return Ok(of(Kind::Local).map(Step::evidence).fold(verdict, Verdict::because));
    }
    let count = adds().count().to_string();
    Ok(pass().because(Evidence::new("ADD that COPY cannot replace", count, "/history")))
}

#[derive(PartialEq)]
enum Kind {
    /// The root file system of a base image, an archive to unpack, or a file
    /// that is checked.
    Meant,
    Remote,
    Local,
}

fn kind_of(step: &Step<'_>) -> Kind {
    let mut words: Vec<&str> = step.text.split_whitespace().collect();
    let checked = words.iter().any(|word| word.starts_with("--checksum="));
    words.retain(|word| !word.starts_with("--"));
    let target = words.pop().unwrap_or_default();
    let remote = |word: &&str| {
        ["http://", "https://", "ftp://", "git://", "ssh://", "git@"]
            .iter()
            .any(|scheme| word.starts_with(scheme))
    };
    let archive = |word: &&str| {
        [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst"]
            .iter()
            .any(|suffix| word.ends_with(suffix))
    };
    match () {
        () if words.iter().any(remote) && !checked => Kind::Remote,
        () if step.lowest && target == "/" => Kind::Meant,
        () if checked || words.iter().any(archive) => Kind::Meant,
        () => Kind::Local,
    }
}
