//! A port below 1024 makes people run the program as root.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "image-exposes-privileged-port",
    title: "image declares a port below 1024",
    severity: Severity::Low,
    section: Section::Images,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Images],
    explanation: include_str!("image_exposes_privileged_port.md"),
    fix: Fix {
        summary: "Listen on a high port in the container and map it when publishing.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let ports = image.exposed_ports.seen_or_default("declared ports")?;
    let low: Vec<&str> =
        ports.iter().map(String::as_str).filter(|port| reaches_below_1024(port)).collect();
    if low.is_empty() {
        return Ok(pass().because(&ports));
    }
    Ok(fail(format!("it declares {}", low.join(", "))).because(&ports))
}

/// Of `80/tcp` or a range `80-90/tcp`, by its first port.
fn reaches_below_1024(port: &str) -> bool {
    let first = port.split(['/', '-']).next().unwrap_or(port);
    first.parse::<u32>().is_ok_and(|port| port < 1024)
}
