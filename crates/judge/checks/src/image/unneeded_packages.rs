//! What is not inside cannot be attacked, and need not be updated.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use super::contents::contents;
use super::package_manager::{self, Action};
use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unneeded-packages",
    title: "image carries packages it does not need",
    severity: Severity::Low,
    section: Section::Images,
    cis: &["4.3"],
    tags: &[],
    reads: &[FactGroup::Images, FactGroup::ImageContents],
    explanation: include_str!("unneeded_packages.md"),
    fix: Fix {
        summary: "Leave tools for building and debugging in a build stage, and start from a small base image.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

/// Packages for people and builds, which a service at work does not need.
const TOOLS: [&str; 20] = [
    "build-essential",
    "build-base",
    "gcc",
    "g++",
    "make",
    "cmake",
    "git",
    "vim",
    "nano",
    "emacs",
    "telnet",
    "netcat",
    "netcat-openbsd",
    "ncat",
    "nmap",
    "tcpdump",
    "gdb",
    "strace",
    "man-db",
    "openssh-client",
];

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let history = steps(image);
    let left = history.as_deref().map(tools_left).unwrap_or_default();
    if !left.is_empty() {
        let names: Vec<&str> = left.iter().map(|(name, _)| name.as_str()).collect();
        let verdict = review(format!("{} stays in the image", names.join(", ")));
        return Ok(left.into_iter().map(|(_, evidence)| evidence).fold(verdict, Verdict::because));
    }
    let contents = contents(image)?;
    let count = Evidence::new("packages", contents.packages.to_string(), contents.source.as_ref());
    Ok(match contents.packages {
        0 => pass().because(count),
        _ => review("whether it needs all of its packages is for you to say").because(count),
    })
}

/// Tools that a step installs and neither it nor a later one removes.
fn tools_left(steps: &[Step<'_>]) -> Vec<(String, Evidence)> {
    let mut left: Vec<(String, Evidence)> = Vec::new();
    for step in steps {
        for command in step.commands() {
            match package_manager::action(&command) {
                Some(Action::Installs(names)) => {
                    let tools = names.into_iter().filter(|name| TOOLS.contains(&name.as_str()));
                    left.extend(tools.map(|name| (name, step.evidence())));
                }
                Some(Action::Removes(names)) => left.retain(|(name, _)| !names.contains(name)),
                _ => {}
            }
        }
    }
    left
}
