//! A GPU or CDI request lets a hook of the host edit the container before it
//! starts: devices, mounts and environment that no other field shows.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "gpu-or-cdi-device-requested",
    title: "device driver changes the container",
    severity: Severity::Low,
    section: Section::Containers,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("gpu_or_cdi_device_requested.md"),
    fix: Fix {
        summary: "Request the one device that is needed by id, and keep the vendor's toolkit up to date.",
        commands: &["docker run --gpus device=0 IMAGE"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let requests = container.settings()?.device_requests.seen_or_default("device requests")?;
    if requests.is_empty() {
        return Ok(pass().because(&requests));
    }
    let all = requests.iter().any(|request| {
        request.count < 0 || request.device_ids.iter().any(|id| id == "all" || id.ends_with("=all"))
    });
    let shown = requests.iter().map(|request| {
        let driver = if request.driver.is_empty() { "any driver" } else { &request.driver };
        let ids = match request.device_ids.as_slice() {
            [] if request.count < 0 => "all devices".to_owned(),
            [] => format!("{} devices", request.count),
            ids => ids.join(", "),
        };
        let text = format!("{driver}: {ids} {}", request.capabilities.join(", "));
        Evidence::new("device request", text.trim(), "HostConfig.DeviceRequests")
    });
    let message = "a device driver of the host edits it before it starts";
    let verdict = shown.fold(review(message), Verdict::because);
    if all {
        return Ok(verdict.rated(Severity::Medium, "it asks for every device of the driver"));
    }
    Ok(verdict)
}
