//! The daemon's seccomp profile is the filter of every container that does not
//! bring its own.

use seaworthy_core::facts::{EngineFacts, EngineKind};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};
use serde_json::Value;

use super::setting::set_key;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "daemon-seccomp-weakened",
    title: "daemon-wide seccomp profile missing or weakened",
    severity: Severity::High,
    section: Section::Daemon,
    cis: &["2.18"],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("daemon_seccomp_weakened.md"),
    fix: Fix {
        summary: "Go back to the engine's own seccomp profile.",
        commands: &["systemctl restart docker"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if engine.kind == EngineKind::Podman {
        return Err(Undecided::unknown("Podman reports the same profile whatever is configured"));
    }
    let info = context.info()?;
    let supported = info.security_option("seccomp");
    let supported = supported.seen("seccomp")?;
    if !*supported {
        return Ok(
            fail("the engine runs containers without any seccomp filter").because(&supported)
        );
    }
    let Some(profile) = info.security_detail("seccomp", "profile") else {
        return Err(Undecided::unknown("the engine does not name its seccomp profile"));
    };
    let seen = Evidence::new("seccomp profile", profile, supported.source.as_ref());
    Ok(match profile {
        "builtin" | "default" => pass().because(seen),
        "unconfined" => fail("containers run without a seccomp filter unless they bring one")
            .because(seen)
            .fix(set_key(
                context,
                "Remove `seccomp-profile`: the engine's own profile is the default.",
                "seccomp-profile",
                Value::Null,
            )),
        path => review(format!(
            "{path} replaces the engine's own profile: does it refuse at least as much"
        ))
        .because(seen),
    })
}
