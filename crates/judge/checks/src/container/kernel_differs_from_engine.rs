//! What the engine recorded and what the kernel enforces should agree; where the
//! kernel does less, the record cannot be trusted.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::protection_drift::{Compared, compared_protections};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "kernel-differs-from-engine",
    title: "kernel protects less than engine says",
    severity: Severity::High,
    section: Section::Containers,
    cis: &[],
    tags: &["escape"],
    reads: &[
        FactGroup::Containers,
        FactGroup::Live,
        FactGroup::EngineInfo,
        FactGroup::DaemonProcess,
    ],
    explanation: include_str!("kernel_differs_from_engine.md"),
    fix: Fix {
        summary: "Recreate the container; if it differs again, look for what changes it on this host.",
        commands: &["docker inspect CONTAINER"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let live = container.running()?;
    let compared = compared_protections(container, live, context)?;
    if compared.is_empty() {
        return Err(Undecided::unknown("no protection was seen from both sides"));
    }
    let seen = compared.len().to_string();
    let differences: Vec<Evidence> = compared
        .into_iter()
        .filter_map(|each| match each {
            Compared::Differs(evidence) => Some(evidence),
            Compared::Agrees => None,
        })
        .collect();
    let Some(first) = differences.first() else {
        return Ok(pass().because(Evidence::new("protections compared", seen, "engine, kernel")));
    };
    let message = format!("{} differs: {}", first.fact, first.value);
    Ok(differences.into_iter().fold(fail(message), Verdict::because))
}
