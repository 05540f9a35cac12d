//! A program cannot know which ports are needed; the image's own declaration and
//! the published list are what a person needs to say so.

use std::collections::BTreeSet;

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unneeded-port-published",
    title: "port published beyond what is needed",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &["5.9"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Images],
    explanation: include_str!("unneeded_port_published.md"),
    fix: Fix {
        summary: "Remove the ports that no client outside the container's networks uses.",
        commands: &["docker port CONTAINER"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let settings = container.settings()?;
    let published = settings.ports.seen_or_default("published ports")?;
    let all = settings.publish_all.seen_or("publish all", false)?;
    if published.is_empty() && !*all {
        return Ok(pass().because(&published));
    }
    let names: BTreeSet<String> =
        published.iter().map(|port| format!("{}/{}", port.container_port, port.protocol)).collect();
    let list = names.iter().cloned().collect::<Vec<_>>().join(", ");
    let shown = Evidence::new("published ports", list.as_str(), published.source.as_ref());
    if *all {
        return Ok(review("publishes every port that its image declares")
            .because(&all)
            .because(shown)
            .rated(Severity::Medium, "nobody chose the ports"));
    }
    let image = context.engine()?.image_of(container).ok_or_else(|| {
        Undecided::unknown(format!("ports of image {}: not seen", container.image))
    })?;
    let declared = image.exposed_ports.seen_or_default("ports declared by the image")?;
    let beyond: Vec<&str> =
        names.iter().filter(|name| !declared.contains(name)).map(String::as_str).collect();
    if beyond.is_empty() {
        return Ok(review(format!("publishes {list}, which its image declares"))
            .because(shown)
            .because(&declared));
    }
    let message = format!("publishes {}, which its image does not declare", beyond.join(", "));
    Ok(review(message)
        .because(shown)
        .because(&declared)
        .rated(Severity::Medium, "the image does not say that it serves there"))
}
