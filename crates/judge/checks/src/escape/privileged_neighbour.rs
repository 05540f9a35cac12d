//! Who shares processes with a privileged container is one step from its
//! rights.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict};

use super::chain::Link;
use super::inside::{Act, Inside};
use super::{EscapePath, READS, TAGS};
use crate::{Check, Context, Fix, Judge, Section};
use seaworthy_core::facts::SharedNamespace;
use seaworthy_core::findings::Evidence;

pub(super) const PATH: EscapePath = EscapePath {
    check: Check {
        id: "escape-privileged-neighbour",
        title: "container joins processes of a privileged one",
        severity: Severity::High,
        section: Section::Escape,
        cis: &[],
        tags: TAGS,
        reads: READS,
        explanation: include_str!("privileged_neighbour.md"),
        fix: Fix {
            summary: "Join no privileged container, or drop SYS_PTRACE.",
            commands: &[],
            risk: Risk::Restarts,
        },
        judge: Judge::Container(judge),
    },
    needs: "the PID namespace of a privileged container; SYS_PTRACE; AppArmor and SELinux allow it",
    closed_by: "join another container, or none",
    known_as: "",
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let inside = Inside::of(container, context)?;
    let chain = inside.container.namespace_chain(SharedNamespace::Pid, context.engine)?;
    let joined =
        chain.through.iter().filter_map(|name| context.engine?.container(name)).find(|other| {
            other.settings().is_ok_and(|settings| settings.privileged.value() == Some(&true))
        });
    let neighbour = match joined {
        Some(other) => {
            let text = format!("of {}, which is privileged", other.name);
            Link::open(Evidence::new("PID namespace", text, chain.mode.source.as_ref()))
                .closed_by(format!("Remove --pid=container:{}", other.name))
        }
        None => Link::Closed(Evidence::new(
            "privileged containers joined",
            "none",
            chain.mode.source.as_ref(),
        )),
    };
    Ok(inside
        .chain(&PATH)
        .needs(neighbour)
        .needs(inside.capability("SYS_PTRACE"))
        .needs(inside.mandatory(Act::Trace))
        .leads("traces a process of the privileged container → acts with its capabilities and devices → is root on the host"))
}
