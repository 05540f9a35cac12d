//! Asked only where the kernel has AppArmor; the label of the running process
//! decides before what the engine says it chose.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::apparmor::{kernel_has_apparmor, label_of};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "apparmor-unconfined",
    title: "container not confined by AppArmor",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.2"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo, FactGroup::HostFiles],
    explanation: include_str!("apparmor_unconfined.md"),
    fix: Fix {
        summary: "Remove apparmor=unconfined and --privileged, so that docker-default or a profile of its own applies.",
        commands: &["docker run --security-opt apparmor=docker-default IMAGE"],
        risk: Risk::Restarts,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    kernel_has_apparmor(context)?;
    let label = label_of(container, context)?;
    let label = label.seen_or("AppArmor profile", String::new())?;
    let (profile, mode) = label.split_once(" (").unwrap_or((label.as_str(), "enforce)"));
    Ok(match (profile.trim(), mode) {
        ("" | "unconfined", _) => {
            let verdict = fail("no AppArmor profile confines it").because(&label);
            let rootless = context.info().ok().map(|info| info.security_option("rootless"));
            match rootless.as_ref().and_then(Observed::value) {
                Some(true) => {
                    verdict.rated(Severity::Low, "a rootless engine cannot load profiles")
                }
                _ => verdict,
            }
        }
        (name, "complain)") => {
            fail(format!("AppArmor profile {name} only complains and stops nothing"))
                .because(&label)
        }
        _ => pass().because(&label),
    })
}
