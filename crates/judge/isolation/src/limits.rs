//! Effective limits.

use seaworthy_core::facts::{ContainerFacts, LiveFacts, Observed};
use seaworthy_core::report::isolation::{Limits, Reading};

pub(crate) fn limits(live: &LiveFacts) -> Limits {
    let (limits, controls) = (&live.limits, &live.controls);
    Limits {
        version: Reading::from(&controls.version),
        memory: Reading::from(&limits.memory),
        swap: Reading::from(&controls.swap),
        cpus: Reading::from(&limits.cpus),
        cpu_weight: Reading::from(&controls.cpu_weight),
        cpuset: Reading::from(&controls.cpuset),
        pids: Reading::from(&limits.pids),
        io: Reading::from(&controls.io),
        devices: devices(live),
        path: Reading::from(&limits.path),
    }
}

/// Version 2 keeps the rules in a program that nobody can read back; they are
/// then those of the runtime's instructions.
fn devices(live: &LiveFacts) -> Reading<Vec<String>> {
    if live.controls.devices.is_known() {
        return Reading::from(&live.controls.devices);
    }
    match live.oci.value() {
        Some(spec) => Reading::known(spec.device_rules.clone(), "config.json"),
        None => Reading::from(&live.controls.devices),
    }
}

/// As the engine's record has them; what it does not set may still be set above.
pub(crate) fn configured(container: &ContainerFacts) -> Limits {
    let Ok(settings) = container.settings() else { return Limits::default() };
    let above_zero = |observed: &Observed<i64>, source: &str| match observed {
        Observed::Known { value, .. } => match u64::try_from(*value) {
            Ok(0) | Err(_) => Reading::none(source),
            Ok(limit) => Reading::known(limit, source),
        },
        other => Reading::from(other).map(|_| 0),
    };
    let unread = |what: &str| Reading::unknown(format!("{what}: only the kernel knows"));
    Limits {
        version: unread("cgroup version"),
        memory: above_zero(&settings.memory, "HostConfig.Memory"),
        swap: Reading::unknown("only the kernel knows"),
        cpus: above_zero(&settings.nano_cpus, "HostConfig.NanoCpus").map(|nano| nano as f64 / 1e9),
        cpu_weight: Reading::unknown("only the kernel knows"),
        cpuset: Reading::from(&settings.cpuset_cpus),
        pids: above_zero(&settings.pids_limit, "HostConfig.PidsLimit"),
        io: Reading::unknown("only the kernel knows"),
        devices: Reading::unknown("only the kernel knows"),
        path: Reading::unknown("only the kernel knows"),
    }
}
