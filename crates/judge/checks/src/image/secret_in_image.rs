//! Whoever can pull the image can read its configuration, its history and every layer.

use std::collections::BTreeSet;

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use seaworthy_core::secrets;

use super::contents::contents;
use super::step::steps;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "secret-in-image",
    title: "secret baked into image build",
    severity: Severity::High,
    section: Section::Images,
    cis: &["4.10"],
    tags: &["secrets"],
    reads: &[FactGroup::Images, FactGroup::ImageContents],
    explanation: include_str!("secret_in_image.md"),
    fix: Fix {
        summary: "Change the secret, take it out of the build, and give it at run time as a file.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let mut found = in_environment(image);
    found.extend(in_history(image));
    if let Some(contents) = image.contents.value() {
        found.extend(contents.secrets.iter().map(|(path, class)| {
            (format!("file {path}"), Evidence::new(path.as_str(), class.as_str(), "layers"))
        }));
    }
    if !found.is_empty() {
        let places: BTreeSet<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        let places: Vec<&str> = places.into_iter().collect();
        let verdict = fail(format!("the image holds a secret: {}", places.join(", ")));
        return Ok(found.into_iter().map(|(_, evidence)| evidence).fold(verdict, Verdict::because));
    }
    image.env.seen_or_default("environment")?;
    steps(image)?;
    contents(image)?;
    Ok(pass().because(Evidence::new("secrets", "none", "configuration, history and layers")))
}

fn in_environment(image: &ImageFacts) -> Vec<(String, Evidence)> {
    let variables = image.env.value().into_iter().flatten();
    variables
        .filter_map(|variable| {
            let class = variable.secret?;
            let place = format!("variable {}", variable.name);
            Some((place, Evidence::new(variable.name.as_str(), class.as_str(), "Config.Env")))
        })
        .collect()
}

fn in_history(image: &ImageFacts) -> Vec<(String, Evidence)> {
    let steps = image.history.value().into_iter().flatten();
    steps
        .flat_map(|step| secrets::masks(&step.created_by))
        .map(|(name, class)| {
            let place = if name.is_empty() {
                "a build step".to_owned()
            } else {
                format!("build step with {name}")
            };
            (place, Evidence::new("build step", format!("{name} {class}"), "/history"))
        })
        .collect()
}
