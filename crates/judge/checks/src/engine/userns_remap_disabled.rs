//! Without a user namespace, uid 0 in a container is uid 0 of the kernel. Rootless
//! mode is the stronger form of the same separation.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};
use serde_json::json;

use super::setting::{self, set_key};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "userns-remap-disabled",
    title: "container root is host root: no user remapping",
    severity: Severity::Medium,
    section: Section::Daemon,
    cis: &["2.10"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("userns_remap_disabled.md"),
    fix: Fix {
        summary: "Turn on userns-remap, or run the engine in rootless mode.",
        commands: &["systemctl restart docker"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let info = context.info()?;
    let rootless = info.security_option("rootless");
    let rootless = rootless.seen("rootless")?;
    if *rootless {
        return Ok(pass().because(&rootless));
    }
    context.docker_only()?;
    let remapped = info.security_option("userns");
    let remapped = remapped.seen("user remapping in force")?;
    let verdict = if *remapped {
        pass().because(&remapped)
    } else {
        fail("root of a container is root of the host's kernel").because(&remapped).fix(
            set_key(
                context,
                "Remap users; images and containers made so far become invisible until it is undone.",
                "userns-remap",
                json!("default"),
            )
            .risk(Risk::Review),
        )
    };
    let verdict = match setting::text(context, "userns-remap", "") {
        Ok(configured) => configured.on(verdict),
        Err(_) => verdict,
    };
    Ok(if info.is_desktop() {
        verdict.rated(Severity::Low, "it is root of Docker Desktop's virtual machine only")
    } else {
        verdict
    })
}
