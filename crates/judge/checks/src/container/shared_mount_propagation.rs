//! With shared propagation a mount made inside appears on the host.

use seaworthy_core::facts::{ContainerFacts, Mount};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "shared-mount-propagation",
    title: "mount propagates back to host",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.20"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live],
    explanation: include_str!("shared_mount_propagation.md"),
    fix: Fix {
        summary: "Use the default private propagation, or rslave where the container must follow the host's mounts.",
        commands: &[
            "docker run --mount type=bind,src=/srv/media,dst=/media,bind-propagation=rslave IMAGE",
        ],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let settings = container.settings()?;
    settings.mounts.seen_or_default("mounts")?;
    let shared: Vec<&Mount> = settings
        .mounts
        .value()
        .into_iter()
        .flatten()
        .filter(|mount| matches!(mount.propagation.as_str(), "shared" | "rshared"))
        .collect();
    let Some(first) = shared.first() else { return Ok(pass()) };
    let shown = |mount: &&Mount| {
        let text = format!("{} at {}, {}", mount.source, mount.destination, mount.propagation);
        Evidence::new("mount", text, "Mounts")
    };
    let verdict = shared.iter().map(shown).fold(
        fail(format!("mounts made below {} appear on the host", first.destination)),
        Verdict::because,
    );
    let capabilities = container.effective(context.info().ok()).capabilities();
    let may_mount = capabilities.is_ok_and(|held| {
        held.value().is_some_and(|held| held.contains("SYS_ADMIN") || held.contains("ALL"))
    });
    if may_mount {
        return Ok(verdict.rated(Severity::High, "its capabilities let it mount"));
    }
    Ok(verdict)
}
