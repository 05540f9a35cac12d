//! Where the engine's files are on this machine, and whose they should be.

use seaworthy_core::facts::{
    DaemonProcess, HostFacts, Located, Observed, PROGRAM_FOLDERS, SystemdUnit, is_below,
};
use seaworthy_core::findings::Undecided;

use crate::Context;

/// A file, or several of one purpose, that rules about files speak of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    /// A systemd unit with its drop-ins and environment files.
    Unit(&'static str),
    /// The folder of the daemon's configuration.
    ConfigFolder,
    /// The daemon's configuration file.
    DaemonFile,
    /// Certificates and keys for registries.
    RegistryCertificates,
    /// TLS material of the daemon, by configuration key.
    Tls(&'static str),
    /// Sockets that answer the engine's API.
    DockerSocket,
    /// Sockets of containerd.
    ContainerdSocket,
    /// Where the engine keeps images and containers.
    DataRoot,
    /// A program, wherever it is installed.
    Program(&'static str),
    /// A path that nothing moves.
    Fixed(&'static str),
}

/// One path of a place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Spot {
    /// Path as configured.
    pub(crate) path: String,
    /// User that may own it beside root.
    pub(crate) owner: u32,
    /// Name of the group that may own it beside root's and the owner's.
    pub(crate) group: Option<String>,
}

impl Spot {
    fn root(path: impl Into<String>) -> Self {
        Self { path: path.into(), owner: 0, group: None }
    }

    fn of(daemon: &DaemonProcess, path: impl Into<String>) -> Self {
        Self { path: path.into(), owner: daemon.uid, group: None }
    }
}

const CONFIG_FILE: &str = "/etc/docker/daemon.json";

impl Place {
    /// Its paths on this machine, whether they exist or not.
    pub(crate) fn spots(
        self,
        host: &HostFacts,
        context: &Context<'_>,
    ) -> Result<Vec<Spot>, Undecided> {
        let mut spots = match self {
            Self::Unit(name) => unit_files(host, name)?,
            Self::ConfigFolder => config_files(host)
                .into_iter()
                .map(|spot| Spot { path: folder_of(&spot.path).to_owned(), ..spot })
                .collect(),
            Self::DaemonFile => config_files(host),
            Self::RegistryCertificates => registry_certificates(host)?,
            Self::Tls(key) => tls_files(host, key)?,
            Self::DockerSocket => docker_sockets(host)?,
            Self::ContainerdSocket => containerd_sockets(host, context),
            Self::DataRoot => data_roots(host, context),
            Self::Program(name) => programs(host, name),
            Self::Fixed(path) => vec![Spot::root(path)],
        };
        for spot in &mut spots {
            spot.path = host.followed(&spot.path);
        }
        spots.sort_by(|a, b| a.path.cmp(&b.path));
        spots.dedup_by(|a, b| a.path == b.path);
        Ok(spots)
    }
}

/// What stands at a path, by whichever part of the facts recorded it.
pub(crate) fn stat(host: &HostFacts, path: &str) -> Observed<Located> {
    let located = host.located(path);
    if located != Observed::default() {
        return located;
    }
    let same = |other: &str| host.followed(other) == path;
    let daemons = || host.daemons.value().into_iter().flatten();
    let listener = daemons()
        .flat_map(|daemon| daemon.listeners.value().into_iter().flatten())
        .find(|listener| listener.family == "unix" && same(&listener.address))
        .map(|listener| listener.stat.clone());
    let file = || daemons().find(|daemon| same(&daemon.file.path)).map(|d| d.file.stat.clone());
    let certificate = || {
        let mut certificates = host.certificates.value().into_iter().flatten();
        certificates.find(|each| same(&each.path)).map(|each| each.stat.clone())
    };
    let socket = || {
        let (_, file) = host.runtime_sockets.iter().find(|(other, _)| same(other))?;
        Some(Observed::known(file.clone(), "lstat"))
    };
    listener
        .or_else(file)
        .or_else(certificate)
        .or_else(socket)
        .unwrap_or_default()
        .map(|file| Located { path: path.to_owned(), file })
}

/// The folder above a path.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("/", |(folder, _)| if folder.is_empty() { "/" } else { folder })
}

fn dockerds(host: &HostFacts) -> impl Iterator<Item = &DaemonProcess> {
    host.daemons.value().into_iter().flatten().filter(|daemon| !daemon.exe.contains("podman"))
}

/// The running daemons, or one at its defaults when none was seen.
fn each_daemon<T>(host: &HostFacts, of: impl Fn(&DaemonProcess) -> Vec<T>) -> Vec<T> {
    let seen: Vec<T> = dockerds(host).flat_map(&of).collect();
    if dockerds(host).next().is_some() { seen } else { of(&DaemonProcess::default()) }
}

fn unit<'a>(host: &'a HostFacts, name: &str) -> Result<Option<&'a SystemdUnit>, Undecided> {
    match &host.units {
        Observed::Known { value, .. } => Ok(value.iter().find(|unit| unit.name == name)),
        Observed::Absent => Ok(None),
        Observed::Unreadable(reason) => Err(Undecided::unknown(format!("systemd units: {reason}"))),
    }
}

fn unit_files(host: &HostFacts, name: &str) -> Result<Vec<Spot>, Undecided> {
    let unit = unit(host, name)?
        .ok_or_else(|| Undecided::not_applicable(format!("there is no {name} unit")))?;
    let environment = unit.environment_files.iter().map(|file| &file.path);
    Ok(unit.paths.iter().chain(environment).map(Spot::root).collect())
}

fn config_files(host: &HostFacts) -> Vec<Spot> {
    each_daemon(host, |daemon| {
        let path = if daemon.file.path.is_empty() { CONFIG_FILE } else { &daemon.file.path };
        vec![Spot::of(daemon, path)]
    })
}

fn registry_certificates(host: &HostFacts) -> Result<Vec<Spot>, Undecided> {
    let mut spots = Vec::new();
    for config in config_files(host) {
        let folder = format!("{}/certs.d", folder_of(&config.path));
        let certificates =
            host.certificates.value().into_iter().flatten().map(|each| each.path.as_str());
        let paths = host.files.keys().map(String::as_str).chain(certificates);
        let material = |path: &&str| {
            is_below(path, &folder)
                && [".crt", ".cert", ".key"].iter().any(|suffix| path.ends_with(suffix))
        };
        spots.extend(
            paths.filter(material).map(|path| Spot { path: path.to_owned(), ..config.clone() }),
        );
        if spots.is_empty() && host.located(&folder) != Observed::Absent {
            host.certificates.seen_or_default("registry certificates")?;
        }
    }
    if spots.is_empty() {
        return Err(Undecided::not_applicable("there are no certificates for registries"));
    }
    Ok(spots)
}

/// Files of a daemon that speaks TLS; `~/.docker` of its user by default.
fn tls_files(host: &HostFacts, key: &'static str) -> Result<Vec<Spot>, Undecided> {
    host.daemons.seen_or_default("daemon processes")?;
    let mut spots = Vec::new();
    for daemon in dockerds(host) {
        let configured = daemon.now.text(key);
        // The daemon turns TLS on at any mention of `tlsverify`, even `false`.
        let mentioned = daemon.now.get("tlsverify") != Observed::Absent;
        let on = mentioned || *daemon.now.flag("tls").seen_or("tls", false)?;
        match configured.seen_or_default(key)?.as_str() {
            "" if !on => continue,
            "" => {
                let hidden = daemon.environment.seen_or_default("daemon environment")?;
                if hidden.iter().any(|name| name == "DOCKER_CERT_PATH") {
                    return Err(Undecided::unknown(
                        "DOCKER_CERT_PATH of the daemon moves its TLS files to an unknown folder",
                    ));
                }
                if daemon.uid != 0 {
                    return Err(Undecided::unknown("home folder of the daemon's user"));
                }
                let name = key.trim_start_matches("tls").replace("cacert", "ca");
                spots.push(Spot::root(format!("/root/.docker/{name}.pem")));
            }
            path => spots.push(Spot::of(daemon, path)),
        }
    }
    if spots.is_empty() {
        return Err(Undecided::not_applicable("no daemon here uses TLS files"));
    }
    Ok(spots)
}

fn docker_sockets(host: &HostFacts) -> Result<Vec<Spot>, Undecided> {
    let mut spots = each_daemon(host, |daemon| {
        let group = daemon.now.text("group").value().cloned();
        let group = Some(group.unwrap_or_else(|| "docker".to_owned()));
        let spot = |path: String| Spot { group: group.clone(), ..Spot::of(daemon, path) };
        api_sockets(daemon).into_iter().map(spot).collect()
    });
    if let Some(socket) = unit(host, "docker.socket").unwrap_or_default() {
        let group = socket.values("Socket", "SocketGroup").last().copied().unwrap_or("root");
        let streams = socket.values("Socket", "ListenStream");
        spots.extend(
            streams
                .into_iter()
                .filter(|path| path.starts_with('/'))
                .map(|path| Spot { group: Some(group.to_owned()), ..Spot::root(path) }),
        );
    }
    if spots.is_empty() {
        return Err(Undecided::not_applicable("no engine here listens on a unix socket"));
    }
    Ok(spots)
}

/// Unix sockets of the API: what the process listens on without its inner
/// sockets, else what it was told to.
fn api_sockets(daemon: &DaemonProcess) -> Vec<String> {
    let hosts = daemon.now.list("hosts");
    let told: Vec<String> = hosts
        .value()
        .into_iter()
        .flatten()
        .filter_map(|host| host.strip_prefix("unix://").map(str::to_owned))
        .collect();
    let Some(listeners) = daemon.listeners.value() else {
        let handed = hosts.value().is_none_or(|hosts| hosts.iter().any(|host| host == "fd://"));
        let default = handed.then(|| "/run/docker.sock".to_owned());
        return told.into_iter().chain(default).collect();
    };
    let inner = exec_root(daemon);
    listeners
        .iter()
        .filter(|listener| listener.family == "unix")
        .map(|listener| listener.address.clone())
        .filter(|path| {
            told.contains(path) || !is_below(&path.replacen("/var/run/", "/run/", 1), &inner)
        })
        .collect()
}

fn exec_root(daemon: &DaemonProcess) -> String {
    let told = daemon.now.text("exec-root").value().cloned();
    told.map_or_else(|| "/run/docker".to_owned(), |path| path.replacen("/var/run/", "/run/", 1))
}

fn containerd_sockets(host: &HostFacts, context: &Context<'_>) -> Vec<Spot> {
    let mut spots = each_daemon(host, |daemon| {
        let managed = format!("{}/containerd/containerd.sock", exec_root(daemon));
        let told = daemon.now.text("containerd").value().cloned();
        let told = told.into_iter().map(|path| Spot::of(daemon, path));
        told.chain([Spot::of(daemon, managed)]).collect()
    });
    spots.push(Spot::root("/run/containerd/containerd.sock"));
    if let Ok(info) = context.info()
        && let Some(address) = info.containerd_address.value().filter(|path| path.starts_with('/'))
    {
        spots.push(Spot::root(address));
    }
    spots
}

fn data_roots(host: &HostFacts, context: &Context<'_>) -> Vec<Spot> {
    if let Ok(info) = context.info()
        && let Some(root) = info.root_dir.value().filter(|path| path.starts_with('/'))
    {
        return vec![Spot::root(root)];
    }
    each_daemon(host, |daemon| {
        let told = daemon.now.text("data-root").value().cloned();
        vec![Spot::of(daemon, told.unwrap_or_else(|| "/var/lib/docker".to_owned()))]
    })
}

/// The executable of a running daemon, else wherever the program was found.
fn programs(host: &HostFacts, name: &str) -> Vec<Spot> {
    let running: Vec<Spot> = dockerds(host)
        .filter(|daemon| daemon.exe.trim_end_matches(" (deleted)").rsplit('/').next() == Some(name))
        .map(|daemon| Spot::root(daemon.exe.trim_end_matches(" (deleted)")))
        .collect();
    if !running.is_empty() {
        return running;
    }
    PROGRAM_FOLDERS.iter().map(|folder| Spot::root(format!("{folder}/{name}"))).collect()
}
