//! `HostConfig`, `Config`, `Mounts` and `NetworkSettings` of a container.

mod known;
mod parts;

use std::collections::BTreeMap;

use seaworthy_core::facts::{
    ContainerSettings, EnvVar, Healthcheck, NamespaceMode, Observed, SecurityOptions,
};
use seaworthy_core::secrets;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Reader;
use super::ports;

/// Reads all settings of a container out of its inspect answer.
pub(super) fn read(
    top: &mut Reader<'_>,
    mut config: Reader<'_>,
    running: bool,
) -> ContainerSettings {
    let mut host = top.required("HostConfig");
    let mut network = top.required("NetworkSettings");
    let mut settings = ContainerSettings {
        apparmor_profile: top.take("AppArmorProfile"),
        process_label: top.take("ProcessLabel"),
        mounts: top.take_with("Mounts", parts::mounts),
        ..ContainerSettings::default()
    };
    namespaces(&mut settings, &mut host);
    protection(&mut settings, &mut host);
    resources(&mut settings, &mut host);
    devices(&mut settings, &mut host);
    life(&mut settings, &mut host);
    program(&mut settings, &mut config);
    settings.ports = ports::published(&mut host, &mut network, &settings.network_mode, running);
    settings.networks = network
        .take_with("NetworkSettings.Networks", |networks: BTreeMap<String, IgnoredAny>| {
            Some(networks.into_keys().collect())
        });
    host.leftovers("HostConfig.", known::HOST_CONFIG, &mut settings.unknown_fields);
    config.leftovers("Config.", known::CONFIG, &mut settings.unknown_fields);
    settings
}

fn namespaces(settings: &mut ContainerSettings, host: &mut Reader<'_>) {
    let mut mode = |path| host.take_with(path, |text: String| Some(NamespaceMode::parse(&text)));
    settings.network_mode = mode("HostConfig.NetworkMode");
    settings.pid_mode = mode("HostConfig.PidMode");
    settings.ipc_mode = mode("HostConfig.IpcMode");
    settings.uts_mode = mode("HostConfig.UTSMode");
    settings.userns_mode = mode("HostConfig.UsernsMode");
    settings.cgroupns_mode = mode("HostConfig.CgroupnsMode");
    settings.cgroup_parent = host.take("HostConfig.CgroupParent");
}

fn protection(settings: &mut ContainerSettings, host: &mut Reader<'_>) {
    settings.privileged = host.take("HostConfig.Privileged");
    settings.cap_add = host.take_with("HostConfig.CapAdd", capabilities);
    settings.cap_drop = host.take_with("HostConfig.CapDrop", capabilities);
    settings.security = host.take_with("HostConfig.SecurityOpt", |options: Vec<String>| {
        SecurityOptions::parse(options.iter().map(String::as_str)).ok()
    });
    settings.read_only_root = host.take("HostConfig.ReadonlyRootfs");
    settings.masked_paths = host.take("HostConfig.MaskedPaths");
    settings.readonly_paths = host.take("HostConfig.ReadonlyPaths");
    settings.sysctls = host.take("HostConfig.Sysctls");
    settings.group_add = host.take("HostConfig.GroupAdd");
}

fn resources(settings: &mut ContainerSettings, host: &mut Reader<'_>) {
    settings.memory = host.take("HostConfig.Memory");
    settings.memory_swap = host.take("HostConfig.MemorySwap");
    settings.memory_reservation = host.take("HostConfig.MemoryReservation");
    settings.nano_cpus = host.take("HostConfig.NanoCpus");
    settings.cpu_quota = host.take("HostConfig.CpuQuota");
    settings.cpu_period = host.take("HostConfig.CpuPeriod");
    settings.cpu_shares = host.take("HostConfig.CpuShares");
    settings.cpuset_cpus = host.take("HostConfig.CpusetCpus");
    settings.pids_limit = host.take("HostConfig.PidsLimit");
    settings.oom_kill_disable = host.take("HostConfig.OomKillDisable");
    settings.oom_score_adj = host.take("HostConfig.OomScoreAdj");
    settings.ulimits = host.take_with("HostConfig.Ulimits", parts::ulimits);
}

fn devices(settings: &mut ContainerSettings, host: &mut Reader<'_>) {
    settings.devices = host.take_with("HostConfig.Devices", parts::devices);
    settings.device_cgroup_rules = host.take("HostConfig.DeviceCgroupRules");
    settings.device_requests = host.take_with("HostConfig.DeviceRequests", parts::device_requests);
    settings.tmpfs = host.take("HostConfig.Tmpfs");
    settings.volumes_from = host.take("HostConfig.VolumesFrom");
}

fn life(settings: &mut ContainerSettings, host: &mut Reader<'_>) {
    settings.runtime = host.take("HostConfig.Runtime");
    settings.restart_policy = host.take_with("HostConfig.RestartPolicy", parts::restart_policy);
    let mut log = host.object("HostConfig.LogConfig");
    settings.log_driver = log.take("HostConfig.LogConfig.Type");
    settings.log_options = options(&mut log, "HostConfig.LogConfig.Config");
    settings.publish_all = host.take("HostConfig.PublishAllPorts");
    settings.init = host.take("HostConfig.Init");
    settings.extra_hosts = host.take("HostConfig.ExtraHosts");
}

fn program(settings: &mut ContainerSettings, config: &mut Reader<'_>) {
    settings.user = config.take("Config.User");
    settings.env = config.take_with("Config.Env", environment);
    settings.healthcheck = healthcheck(config, "Config.Healthcheck");
    settings.exposed_ports = config.take_with("Config.ExposedPorts", keys);
    settings.command = command(
        config.take_with("Config.Entrypoint", parts::words),
        config.take_with("Config.Cmd", parts::words),
    );
}

/// Entrypoint and arguments as one command line. Masked as a whole: the flag may
/// stand in the one and its secret in the other.
fn command(
    entrypoint: Observed<Vec<String>>,
    arguments: Observed<Vec<String>>,
) -> Observed<Vec<String>> {
    let words = match (entrypoint, arguments) {
        (Observed::Unreadable(reason), _) | (_, Observed::Unreadable(reason)) => {
            return Observed::Unreadable(reason);
        }
        (Observed::Absent, Observed::Absent) => return Observed::Absent,
        (Observed::Known { mut value, .. }, Observed::Known { value: arguments, .. }) => {
            value.extend(arguments);
            value
        }
        (Observed::Known { value, .. }, Observed::Absent)
        | (Observed::Absent, Observed::Known { value, .. }) => value,
    };
    let masked = secrets::masked_arguments(words.iter().map(String::as_str));
    Observed::known(masked, "Config.Entrypoint, Config.Cmd")
}

/// A health check in force; without a test there is none.
pub(super) fn healthcheck(config: &mut Reader<'_>, path: &'static str) -> Observed<Healthcheck> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(rename = "Test", default)]
        test: Option<Vec<String>>,
    }
    let check = config.take_with(path, |answer: Answer| {
        let test = answer.test.unwrap_or_default();
        Some(Healthcheck { test: secrets::masked_arguments(test.iter().map(String::as_str)) })
    });
    if check.value().is_some_and(|check| check.test.is_empty()) { Observed::Absent } else { check }
}

/// `NAME=value` pairs, without the values.
pub(super) fn environment(pairs: Vec<String>) -> Option<Vec<EnvVar>> {
    let variables = pairs.iter().map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        EnvVar {
            name: name.to_owned(),
            length: value.len(),
            secret: secrets::classify(name, value),
        }
    });
    Some(variables.collect())
}

/// The keys of an object whose values say nothing, such as `ExposedPorts`.
pub(super) fn keys(object: BTreeMap<String, IgnoredAny>) -> Option<Vec<String>> {
    Some(object.into_keys().collect())
}

/// A map of options with secret-looking values masked.
pub(super) fn options(
    reader: &mut Reader<'_>,
    path: &'static str,
) -> Observed<BTreeMap<String, String>> {
    reader.take_with(path, |map| Some(masked_map(map)))
}

/// A map of texts, or of nulls, with secret-looking values masked.
pub(super) fn masked_map(map: BTreeMap<String, Option<String>>) -> BTreeMap<String, String> {
    map.into_iter()
        .map(|(name, value)| {
            let masked = secrets::masked(&name, value.as_deref().unwrap_or_default()).into_owned();
            (name, masked)
        })
        .collect()
}

fn capabilities(names: Vec<String>) -> Option<Vec<String>> {
    let bare = names.iter().map(|name| {
        let upper = name.to_ascii_uppercase();
        upper.strip_prefix("CAP_").map(str::to_owned).unwrap_or(upper)
    });
    Some(bare.collect())
}
