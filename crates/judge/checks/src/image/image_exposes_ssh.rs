//! Engines give a shell in a container; an SSH server adds keys, users and flaws.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "image-exposes-ssh",
    title: "image declares an SSH port",
    severity: Severity::Medium,
    section: Section::Images,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Images],
    explanation: include_str!("image_exposes_ssh.md"),
    fix: Fix {
        summary: "Take the SSH server out and use exec of the engine.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let ports = image.exposed_ports.seen_or_default("declared ports")?;
    let ssh = |port: &String| matches!(port.as_str(), "22" | "22/tcp" | "2222/tcp");
    if ports.iter().any(ssh) {
        return Ok(fail("it declares the port of an SSH server").because(&ports));
    }
    Ok(pass().because(&ports))
}
