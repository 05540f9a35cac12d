//! Which paths of the host a container reaches.

use super::{
    ContainerFacts, EngineFacts, HostFacts, Mount, MountKind, Reason, VolumeFacts, normal_host_path,
};
use crate::findings::Undecided;

/// A path of the host inside a container.
#[derive(Clone, Debug)]
pub struct HostMount<'a> {
    /// Path on the host in normal spelling, known links followed.
    pub path: String,
    /// The mount that brings it.
    pub mount: &'a Mount,
    /// How it got there: `bind`, `volume NAME`, `volumes of NAME`.
    pub route: String,
}

impl ContainerFacts {
    /// The host paths that its mounts bring in: binds, volumes that are binds
    /// in disguise (`--opt o=bind --opt device=/etc`) and, for a request,
    /// those of the containers whose volumes it takes over. A volume that holds
    /// its own data is no host path, wherever it is mounted.
    pub fn host_mounts<'a>(
        &'a self,
        engine: Option<&'a EngineFacts>,
        host: Option<&HostFacts>,
    ) -> Result<Vec<HostMount<'a>>, Undecided> {
        let mut found = Vec::new();
        collect(self, engine, None, &mut found)?;
        if self.configured.is_none() {
            let settings = self.settings()?;
            for from in settings.volumes_from.seen_or_default("volumes from")?.iter() {
                let name = from.split(':').next().unwrap_or_default();
                let other = engine.and_then(|engine| engine.container(name)).ok_or_else(|| {
                    Undecided::unknown(format!(
                        "container {name}, whose volumes it takes: not seen"
                    ))
                })?;
                collect(other, engine, Some(&other.name), &mut found)?;
            }
        }
        if let Some(host) = host {
            for mount in &mut found {
                mount.path = host.followed(&mount.path);
            }
        }
        Ok(found)
    }
}

fn collect<'a>(
    container: &'a ContainerFacts,
    engine: Option<&'a EngineFacts>,
    owner: Option<&str>,
    found: &mut Vec<HostMount<'a>>,
) -> Result<(), Undecided> {
    let settings = container.settings()?;
    settings.mounts.seen_or_default("mounts")?;
    for mount in settings.mounts.value().into_iter().flatten() {
        let (path, route) = match mount.kind {
            MountKind::Bind => (normal_host_path(&mount.source), "bind".to_owned()),
            MountKind::Volume => match volume_device(mount, engine)? {
                Some(device) => (normal_host_path(&device), format!("volume {}", mount.name)),
                None => continue,
            },
            MountKind::Tmpfs | MountKind::Other => continue,
        };
        let route = owner.map_or(route, |name| format!("volumes of {name}"));
        found.push(HostMount { path, mount, route });
    }
    Ok(())
}

/// The host path that a volume of the `local` driver binds.
fn volume_device(mount: &Mount, engine: Option<&EngineFacts>) -> Result<Option<String>, Undecided> {
    if let Some(device) = bound_device(&mount.driver_options) {
        return Ok(Some(device.to_owned()));
    }
    if mount.name.is_empty() {
        return Ok(None);
    }
    let missing = |why: Reason| Undecided::unknown(format!("volume {}: {why}", mount.name));
    let volumes = match engine.map(|engine| &engine.volumes) {
        Some(super::Observed::Known { value, .. }) => value.as_slice(),
        Some(super::Observed::Absent) => &[],
        Some(super::Observed::Unreadable(reason)) => return Err(missing(*reason)),
        None => return Err(missing(Reason::NotCollected)),
    };
    let volume = volumes.iter().find(|volume| volume.name == mount.name);
    Ok(volume.and_then(VolumeFacts::bound_path).map(str::to_owned))
}

impl VolumeFacts {
    /// The host path that it binds instead of holding data of its own.
    pub fn bound_path(&self) -> Option<&str> {
        bound_device(&self.options)
    }
}

fn bound_device(options: &std::collections::BTreeMap<String, String>) -> Option<&str> {
    let flags = options.get("o").map_or("", String::as_str);
    let binds = flags.split(',').any(|flag| matches!(flag.trim(), "bind" | "rbind"))
        || options.get("type").is_some_and(|kind| kind == "bind");
    let device = options.get("device").map(String::as_str)?;
    (device.starts_with('/') && (binds || device.starts_with("/dev/"))).then_some(device)
}

#[cfg(test)]
mod tests {
    use super::super::{ContainerSettings, Observed};
    use super::*;

    fn container(mounts: Vec<Mount>) -> ContainerFacts {
        let settings =
            ContainerSettings { mounts: Observed::known(mounts, "Mounts"), ..Default::default() };
        ContainerFacts { configured: Some(Box::new(settings)), ..Default::default() }
    }

    fn volume(name: &str) -> Mount {
        Mount { kind: MountKind::Volume, name: name.into(), ..Default::default() }
    }

    fn engine(options: &[(&str, &str)]) -> EngineFacts {
        let options = options.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        let volume = VolumeFacts { name: "conf".into(), options, ..Default::default() };
        EngineFacts { volumes: Observed::known(vec![volume], "/volumes"), ..Default::default() }
    }

    #[test]
    fn a_volume_that_binds_a_host_path_is_one() {
        let engine = engine(&[("type", "none"), ("o", "ro,bind"), ("device", "/etc/")]);
        let container = container(vec![volume("conf")]);
        let mounts = container.host_mounts(Some(&engine), None).unwrap();
        assert_eq!(mounts[0].path, "/etc");
        assert_eq!(mounts[0].route, "volume conf");
    }

    #[test]
    fn a_volume_of_its_own_data_is_not() {
        let container = container(vec![volume("conf")]);
        assert!(container.host_mounts(Some(&engine(&[])), None).unwrap().is_empty());
        let network = engine(&[("type", "nfs"), ("o", "addr=nas"), ("device", ":/export")]);
        assert!(container.host_mounts(Some(&network), None).unwrap().is_empty());
    }

    #[test]
    fn a_volume_nobody_looked_at_is_unknown() {
        assert!(container(vec![volume("conf")]).host_mounts(None, None).is_err());
    }

    #[test]
    fn a_request_inherits_the_mounts_of_another_container() {
        let mut other = container(vec![Mount { source: "/etc".into(), ..Default::default() }]);
        other.name = "store".into();
        let engine = EngineFacts {
            containers: Observed::known(vec![other], "/containers/json"),
            ..Default::default()
        };
        let settings = ContainerSettings {
            mounts: Observed::Absent,
            volumes_from: Observed::known(vec!["store:ro".into()], "HostConfig.VolumesFrom"),
            ..Default::default()
        };
        let request = ContainerFacts { requested: Some(Box::new(settings)), ..Default::default() };
        assert_eq!(request.host_mounts(Some(&engine), None).unwrap()[0].path, "/etc");
        assert!(request.host_mounts(None, None).is_err());
    }
}
