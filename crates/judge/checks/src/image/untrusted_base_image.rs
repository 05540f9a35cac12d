//! Whoever makes the base image is root in every container built on it.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use super::reference::Reference;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "untrusted-base-image",
    title: "base image comes from an untrusted source",
    severity: Severity::Medium,
    section: Section::Images,
    cis: &["4.2"],
    tags: &["supply-chain"],
    reads: &[FactGroup::Images],
    explanation: include_str!("untrusted_base_image.md"),
    fix: Fix {
        summary: "Build on images of registries that you trust, and name those in the policy.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let base = base_of(image, context);
    let declared = &context.settings.trusted;
    let name = Evidence::new("image", image.name(), "/images/json");
    let shown = |verdict: Verdict| match &base {
        Some(base) => verdict.because(name.clone()).because(Evidence::new(
            "base image",
            base.name.as_str(),
            base.source,
        )),
        None => verdict.because(name.clone()),
    };
    if image.tags.is_empty() && image.digests.is_empty() && base.is_none() {
        return Err(Undecided::unknown("neither a name nor a base image is recorded"));
    }
    if declared.registries.is_empty() && declared.base_images.is_empty() {
        return Ok(shown(review("whether its origin is trusted is for you to say")));
    }
    let trusted = |name: &str| {
        let name = Reference::parse(name);
        declared.registries.iter().any(|registry| name.is_in(registry))
            || declared.base_images.iter().any(|image| name.is(image))
    };
    let pulled = !image.digests.is_empty();
    if image.digests.iter().any(|digest| trusted(digest)) {
        return Ok(shown(pass()));
    }
    match &base {
        // A label proves nothing in an image that somebody else published.
        Some(base) if trusted(&base.name) && (base.proven || !pulled) => Ok(shown(pass())),
        Some(base) if !pulled => Ok(shown(fail(format!("{} is not trusted", base.name)))),
        _ if pulled => Ok(shown(fail("it comes from a registry that is not trusted"))),
        _ => Err(Undecided::unknown("its base image is not recorded")),
    }
}

struct Base {
    name: String,
    source: &'static str,
    proven: bool,
}

/// The largest other image whose layers this one begins with, else what the
/// builder wrote into a label.
fn base_of(image: &ImageFacts, context: &Context<'_>) -> Option<Base> {
    let layers = image.layers.value().map(Vec::as_slice).unwrap_or_default();
    let others = context.engine.and_then(|engine| engine.images.value()).into_iter().flatten();
    let below = others
        .filter_map(|other| Some((other, other.layers.value()?)))
        .filter(|(other, below)| {
            !below.is_empty()
                && below.len() < layers.len()
                && layers.starts_with(below)
                && !(other.tags.is_empty() && other.digests.is_empty())
        })
        .max_by_key(|(_, below)| below.len());
    if let Some((other, _)) = below {
        return Some(Base { name: other.name().to_owned(), source: "layers", proven: true });
    }
    let label = image.labels.value()?.get("org.opencontainers.image.base.name")?;
    Some(Base { name: label.clone(), source: "label", proven: false })
}
