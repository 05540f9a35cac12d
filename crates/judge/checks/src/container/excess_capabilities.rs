//! What a container may ever do as root, by the kernel's bounding set where it
//! can be read: privileged mode and `ALL` count, and so does the default set.

use seaworthy_core::facts::{ContainerFacts, EngineKind, NamespaceMode, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use super::capability_danger::{CapabilityDanger, DANGERS};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "excess-capabilities",
    title: "container holds excess capabilities",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.4"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live],
    explanation: include_str!("excess_capabilities.md"),
    fix: Fix {
        summary: "Drop all capabilities and add back the few that the program needs.",
        commands: &["docker run --cap-drop ALL --cap-add NET_BIND_SERVICE IMAGE"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let effective = container.effective(context.info().ok());
    let capabilities = effective.capabilities()?;
    let held = capabilities.seen("capabilities")?;
    if held.contains("ALL") {
        return Ok(fail("holds every capability")
            .because(&held)
            .rated(Severity::Critical, "all capabilities together are root on the host"));
    }
    let isolated = container
        .settings()
        .is_ok_and(|settings| settings.network_mode.value() == Some(&NamespaceMode::None));
    let harmless =
        |name: &str| name == "NET_RAW" && (isolated || is_not_default(container, context));
    let excess: Vec<&CapabilityDanger> =
        DANGERS.iter().filter(|each| held.contains(each.name) && !harmless(each.name)).collect();
    let Some(worst) = excess.iter().max_by_key(|each| each.severity) else {
        return Ok(pass().because(&held));
    };
    let names: Vec<&str> = excess.iter().map(|each| each.name).collect();
    let verdict = fail(format!("holds {}", names.join(", "))).because(&held);
    if is_out_of_reach(container) {
        return Ok(verdict
            .rated(Severity::Low, "its program holds none of them and may not gain privileges"));
    }
    Ok(match effective.remapped() {
        Ok(Observed::Known { value: true, .. }) if worst.severity > Severity::Medium => {
            verdict.rated(Severity::Medium, "they count in its own user namespace only")
        }
        _ => verdict.rated(worst.severity, format!("{} allows {}", worst.name, worst.allows)),
    })
}

/// No process has them, and no set-uid program can give them.
fn is_out_of_reach(container: &ContainerFacts) -> bool {
    container.live().is_some_and(|live| {
        live.no_new_privileges.value() == Some(&true)
            && live
                .capabilities
                .value()
                .is_some_and(|sets| sets.permitted | sets.inheritable | sets.ambient == 0)
    })
}

/// Podman's default set has no `NET_RAW`: only who asked for it has it.
fn is_not_default(container: &ContainerFacts, context: &Context<'_>) -> bool {
    let podman = context.engine.is_some_and(|engine| engine.kind == EngineKind::Podman);
    let asked = container.settings().is_ok_and(|settings| {
        settings.cap_add.value().is_some_and(|added| added.iter().any(|name| name == "NET_RAW"))
    });
    podman && !asked && container.live().is_none()
}
