//! Labels are shown by every listing and kept by every registry.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use seaworthy_core::secrets::masks;

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "secret-in-image-label",
    title: "secret in a label of the image",
    severity: Severity::High,
    section: Section::Images,
    cis: &[],
    tags: &["secrets"],
    reads: &[FactGroup::Images],
    explanation: include_str!("secret_in_image_label.md"),
    fix: Fix {
        summary: "Change the secret and take it out of the labels.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let labels = image.labels.seen_or_default("labels")?;
    let secret: Vec<&String> =
        labels.iter().filter(|(_, value)| !masks(value).is_empty()).map(|(name, _)| name).collect();
    if secret.is_empty() {
        let count = labels.len().to_string();
        return Ok(pass().because(Evidence::new("labels", count, labels.source.as_ref())));
    }
    let names: Vec<&str> = secret.iter().map(|name| name.as_str()).collect();
    let evidence = |name: &&String| {
        let value = labels.get(*name).map(String::as_str).unwrap_or_default();
        Evidence::new(name.as_str(), value, "Config.Labels")
    };
    let verdict = fail(format!("what {} holds looks like a secret", names.join(", ")));
    Ok(secret.iter().map(evidence).fold(verdict, Verdict::because))
}
