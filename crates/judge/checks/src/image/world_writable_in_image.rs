//! Files that every user may write to undo what USER is for.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "world-writable-in-image",
    title: "build makes files writable for everybody",
    severity: Severity::Low,
    section: Section::Images,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Images],
    explanation: include_str!("world_writable_in_image.md"),
    fix: Fix {
        summary: "Give the files to the user that needs them.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let steps = steps(image)?;
    let open: Vec<&Step<'_>> = steps.iter().filter(|step| opens(step)).collect();
    if open.is_empty() {
        let count = steps.len().to_string();
        return Ok(pass().because(Evidence::new("build steps", count, "/history")));
    }
    let verdict = fail("a build step lets every user write to files of the image");
    Ok(open.into_iter().map(Step::evidence).fold(verdict, Verdict::because))
}

fn opens(step: &Step<'_>) -> bool {
    let by_flag = matches!(step.instruction, "ADD" | "COPY")
        && step
            .text
            .split_whitespace()
            .any(|word| word.strip_prefix("--chmod=").is_some_and(for_everybody));
    by_flag
        || step.commands().iter().any(|command| {
            let (program, arguments) = command.program();
            let mode = arguments.iter().find(|word| !word.starts_with('-'));
            program == "chmod" && mode.is_some_and(|mode| for_everybody(mode))
        })
}

/// `777` and `a+rwx` are for everybody, `1777` is for folders like `/tmp`.
fn for_everybody(mode: &str) -> bool {
    if let Ok(bits) = u32::from_str_radix(mode, 8) {
        return bits & 0o002 != 0 && bits & 0o1000 == 0;
    }
    mode.split(',').any(|part| {
        let Some(at) = part.find(['+', '=']) else { return false };
        let (who, rights) = part.split_at(at);
        (who.is_empty() || who.contains(['a', 'o']))
            && rights.contains('w')
            && !rights.contains('t')
    })
}
