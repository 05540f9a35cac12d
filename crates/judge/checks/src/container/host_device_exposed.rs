//! Devices by what they are for, from --device, from a mount of a device node
//! and from privileged mode, which hands over all of them.

use seaworthy_core::facts::{ContainerFacts, Device, normal_host_path};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::exposure::device_meaning::device_meaning;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "host-device-exposed",
    title: "host device handed to container",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.18"],
    tags: &["escape"],
    reads: &[FactGroup::Containers, FactGroup::HostFiles],
    explanation: include_str!("host_device_exposed.md"),
    fix: Fix {
        summary: "Remove the device, or hand over the one that is needed with r only.",
        commands: &["docker run --device /dev/ttyUSB0:/dev/ttyUSB0:r IMAGE"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let settings = container.settings()?;
    let privileged = settings.privileged.seen_or("privileged", false)?;
    if *privileged {
        return Ok(fail("has every device of the host")
            .because(&privileged)
            .rated(Severity::Critical, "disks and memory of the host among them"));
    }
    let mut found = handed_over(&settings.devices.seen_or_default("devices")?);
    for mount in container.host_mounts(context.engine, context.host().ok())? {
        if !(mount.path == "/dev" || mount.path.starts_with("/dev/")) {
            continue;
        }
        let Some(meaning) = device_meaning(&mount.path) else { continue };
        // A mounted node opens only where a device rule lets it.
        let severity = meaning.severity.min(Severity::Medium);
        let text = format!("{} at {}, mounted", mount.path, mount.mount.destination);
        found.push((severity, meaning.is, Evidence::new("device", text, "Mounts")));
    }
    let Some((severity, is)) = found.iter().map(|(severity, is, _)| (*severity, *is)).max() else {
        return Ok(pass());
    };
    let verdict = found
        .into_iter()
        .fold(fail(format!("was handed {is}")), |verdict, (_, _, shown)| verdict.because(shown));
    Ok(verdict.rated(severity, is))
}

/// Severity, meaning and evidence of each device of `--device`.
fn handed_over(devices: &[Device]) -> Vec<(Severity, &'static str, Evidence)> {
    devices
        .iter()
        .filter_map(|device| {
            let meaning = device_meaning(&normal_host_path(&device.host_path))?;
            let writes = device.permissions.is_empty() || device.permissions.contains('w');
            let severity =
                if writes { meaning.severity } else { meaning.severity.min(Severity::High) };
            let text = format!("{} ({})", device.host_path, device.permissions);
            Some((severity, meaning.is, Evidence::new("device", text, "HostConfig.Devices")))
        })
        .collect()
}
