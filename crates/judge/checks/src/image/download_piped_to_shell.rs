//! `curl | sh` runs whatever arrives, half of it if the connection breaks.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::shell::Command;
use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "download-piped-to-shell",
    title: "build runs a script straight from the network",
    severity: Severity::Medium,
    section: Section::Images,
    cis: &[],
    tags: &["supply-chain"],
    reads: &[FactGroup::Images],
    explanation: include_str!("download_piped_to_shell.md"),
    fix: Fix {
        summary: "Fetch the script, compare its checksum, then run it.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let steps = steps(image)?;
    let piped: Vec<&Step<'_>> = steps.iter().filter(|step| runs_what_it_fetches(step)).collect();
    if piped.is_empty() {
        let count = steps.len().to_string();
        return Ok(pass().because(Evidence::new("build steps", count, "/history")));
    }
    let verdict = fail("a build step runs what it fetches without looking at it");
    Ok(piped.into_iter().map(Step::evidence).fold(verdict, Verdict::because))
}

fn runs_what_it_fetches(step: &Step<'_>) -> bool {
    let commands = step.commands();
    let pairs = commands.iter().zip(commands.iter().skip(1));
    let mut piped = pairs.clone().filter(|(from, _)| from.piped);
    let mut substituted = pairs.filter(|(to, _)| to.words.last().is_some_and(|word| word == "<"));
    let mut inline = commands.iter().filter(|command| interprets(command));
    piped.any(|(from, to)| fetches(from) && interprets(to))
        || substituted.any(|(to, from)| fetches(from) && interprets(to))
        || inline.any(|command| {
            command.words.iter().any(|word| {
                ["$(curl ", "$(wget ", "`curl ", "`wget "].iter().any(|call| word.contains(call))
            })
        })
}

fn fetches(command: &Command) -> bool {
    matches!(command.program().0, "curl" | "wget" | "fetch")
}

fn interprets(command: &Command) -> bool {
    let program = command.program().0;
    let program = program.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    matches!(
        program,
        "sh" | "bash" | "ash" | "dash" | "zsh" | "python" | "perl" | "ruby" | "node" | "php"
    )
}
