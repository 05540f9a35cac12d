//! A short name that is looked up in several registries is whichever of them has it.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unqualified-search-registries",
    title: "short image names are searched in several places",
    severity: Severity::Medium,
    section: Section::Registries,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("unqualified_search_registries.md"),
    fix: Fix {
        summary: "Search one registry, or none, and write full names.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let registries = host.unqualified_search_registries.seen_or_default("search registries")?;
    match registries.as_slice() {
        [] => Ok(pass().because(&registries)),
        [only] => Ok(pass().because(Evidence::new(
            "a short name such as app:1 means",
            format!("{only}/app:1"),
            registries.source.as_ref(),
        ))),
        [first, .., last] => {
            let names = registries.iter().map(|registry| format!("{registry}/app:1"));
            let names: Vec<String> = names.collect();
            Ok(fail(format!(
                "a short name that {first} does not have is taken from others, {last} last"
            ))
            .because(Evidence::new(
                "a short name such as app:1 means",
                names.join(", then "),
                registries.source.as_ref(),
            )))
        }
    }
}
