//! Container documents: what `/containers/{id}/json` and the list say.

use super::{Edit, Shape, identifier};
use serde_json::{Value, json};

/// A running container with an engine's defaults; every method makes one difference.
pub fn container(name: &str) -> ContainerDocument {
    ContainerDocument {
        name: name.to_owned(),
        image: "app:1".to_owned(),
        running: true,
        edits: Vec::new(),
        execs: Vec::new(),
    }
}

/// `count` running containers `c0`, `c1` … as a busy host has them: every fifth is
/// privileged, every third binds a host folder, the rest are plain.
pub fn many(count: usize) -> Vec<ContainerDocument> {
    (0..count)
        .map(|index| {
            let document = container(&format!("c{index}")).env("MODE=production");
            match index {
                _ if index % 5 == 0 => document.privileged(true),
                _ if index % 3 == 0 => document.bind("/srv/data", "/data", "rw"),
                _ => document.published("0.0.0.0", 8000, 80),
            }
        })
        .collect()
}

/// The description of a container, turned into JSON once the engine's [`Shape`] is known.
#[derive(Debug, Clone)]
pub struct ContainerDocument {
    name: String,
    image: String,
    running: bool,
    edits: Vec<Edit>,
    execs: Vec<ExecDocument>,
}

/// A command run beside the container's own, as `docker exec` leaves it.
#[derive(Debug, Clone)]
pub struct ExecDocument {
    /// Program and arguments.
    pub command: Vec<String>,
    /// `docker exec --privileged`.
    pub privileged: bool,
    /// `docker exec --user`, empty for the container's own.
    pub user: String,
}

impl ContainerDocument {
    /// Any field by dotted path: `.set("HostConfig.PidMode", json!("host"))`.
    pub fn set(mut self, path: &str, value: Value) -> Self {
        self.edits.push(Edit::set(path, value));
        self
    }

    /// Appends to any list by dotted path.
    pub fn push(mut self, path: &str, value: Value) -> Self {
        self.edits.push(Edit::push(path, value));
        self
    }

    /// Takes a field away, as an engine that does not know it would.
    pub fn without(mut self, path: &str) -> Self {
        self.edits.push(Edit::remove(path));
        self
    }

    /// The image reference it was created from.
    pub fn image(mut self, reference: &str) -> Self {
        reference.clone_into(&mut self.image);
        self
    }

    /// `--privileged`, with what the engine itself changes along with it.
    pub fn privileged(self, on: bool) -> Self {
        let document = self.set("HostConfig.Privileged", json!(on));
        if !on {
            return document;
        }
        document
            .push("HostConfig.SecurityOpt", json!("label=disable"))
            .set("HostConfig.MaskedPaths", Value::Null)
            .set("HostConfig.ReadonlyPaths", Value::Null)
            .set("AppArmorProfile", json!("unconfined"))
    }

    /// `-v SOURCE:DESTINATION:MODE` of a host path.
    pub fn bind(self, source: &str, destination: &str, mode: &str) -> Self {
        let writable = !mode.split(',').any(|option| option == "ro");
        self.push("HostConfig.Binds", json!(format!("{source}:{destination}:{mode}"))).push(
            "Mounts",
            json!({
                "Type": "bind", "Source": source, "Destination": destination,
                "Mode": mode, "RW": writable, "Propagation": "rprivate"
            }),
        )
    }

    /// `-v NAME:DESTINATION` of a named volume.
    pub fn volume(self, name: &str, destination: &str) -> Self {
        let source = format!("/var/lib/docker/volumes/{name}/_data");
        self.push("HostConfig.Binds", json!(format!("{name}:{destination}"))).push(
            "Mounts",
            json!({
                "Type": "volume", "Name": name, "Source": source, "Destination": destination,
                "Driver": "local", "Mode": "z", "RW": true, "Propagation": ""
            }),
        )
    }

    /// `-p ADDRESS:HOST:CONTAINER`, TCP.
    pub fn published(mut self, address: &str, host: u16, inside: u16) -> Self {
        let port = format!("{inside}/tcp");
        let binding = json!([{"HostIp": address, "HostPort": host.to_string()}]);
        for (parent, child, value) in [
            ("HostConfig", "PortBindings", binding.clone()),
            ("NetworkSettings", "Ports", binding),
            ("Config", "ExposedPorts", json!({})),
        ] {
            let path = vec![parent.to_owned(), child.to_owned(), port.clone()];
            self.edits.push(Edit::Set(path, value));
        }
        self
    }

    /// `-e NAME=value`.
    pub fn env(self, assignment: &str) -> Self {
        self.push("Config.Env", json!(assignment))
    }

    /// `--label KEY=VALUE`; the key may contain dots.
    pub fn label(mut self, key: &str, value: &str) -> Self {
        let path = ["Config", "Labels", key].map(str::to_owned).to_vec();
        self.edits.push(Edit::Set(path, json!(value)));
        self
    }

    /// `--cap-add`.
    pub fn cap_add(self, capability: &str) -> Self {
        self.push("HostConfig.CapAdd", json!(capability))
    }

    /// `--cap-drop`.
    pub fn cap_drop(self, capability: &str) -> Self {
        self.push("HostConfig.CapDrop", json!(capability))
    }

    /// `--security-opt`.
    pub fn security_opt(self, option: &str) -> Self {
        self.push("HostConfig.SecurityOpt", json!(option))
    }

    /// `--user`.
    pub fn user(self, user: &str) -> Self {
        self.set("Config.User", json!(user))
    }

    /// `--network`.
    pub fn network(self, mode: &str) -> Self {
        self.set("HostConfig.NetworkMode", json!(mode))
    }

    /// `--pid`.
    pub fn pid(self, mode: &str) -> Self {
        self.set("HostConfig.PidMode", json!(mode))
    }

    /// `--ipc`.
    pub fn ipc(self, mode: &str) -> Self {
        self.set("HostConfig.IpcMode", json!(mode))
    }

    /// `--uts`.
    pub fn uts(self, mode: &str) -> Self {
        self.set("HostConfig.UTSMode", json!(mode))
    }

    /// `--read-only`.
    pub fn read_only(self, on: bool) -> Self {
        self.set("HostConfig.ReadonlyRootfs", json!(on))
    }

    /// `--memory`, in bytes.
    pub fn memory(self, bytes: u64) -> Self {
        self.set("HostConfig.Memory", json!(bytes))
    }

    /// `--pids-limit`.
    pub fn pids_limit(self, limit: i64) -> Self {
        self.set("HostConfig.PidsLimit", json!(limit))
    }

    /// `--restart NAME:RETRIES`.
    pub fn restart(self, name: &str, retries: u32) -> Self {
        let policy = json!({"Name": name, "MaximumRetryCount": retries});
        self.set("HostConfig.RestartPolicy", policy)
    }

    /// `--device HOST:INSIDE:PERMISSIONS`.
    pub fn device(self, host: &str, inside: &str, permissions: &str) -> Self {
        let device = json!({
            "PathOnHost": host, "PathInContainer": inside, "CgroupPermissions": permissions
        });
        self.push("HostConfig.Devices", device)
    }

    /// A container that has ended.
    pub fn stopped(mut self) -> Self {
        self.running = false;
        self.set("State.Status", json!("exited"))
            .set("State.Running", json!(false))
            .set("State.Pid", json!(0))
    }

    /// A `docker exec` that still runs; `/exec/{id}/json` describes it.
    pub fn exec(mut self, exec: ExecDocument) -> Self {
        let id = self.exec_id(self.execs.len());
        self.execs.push(exec);
        self.push("ExecIDs", json!(id))
    }

    /// Its name, without the engine's leading slash.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its 64-digit id.
    pub fn id(&self) -> String {
        identifier(&self.name)
    }

    pub(crate) fn image_reference(&self) -> &str {
        &self.image
    }

    pub(crate) fn is_running(&self) -> bool {
        self.running
    }

    /// The answer of `/containers/{id}/json`.
    pub fn inspect(&self, shape: Shape) -> Value {
        let id = self.id();
        let mut document = shape.container();
        let identity = [
            Edit::set("Id", json!(id)),
            Edit::set("Name", json!(format!("/{}", self.name))),
            Edit::set("Image", json!(super::image(&self.image).id())),
            Edit::set("Config.Image", json!(self.image)),
            Edit::set("Config.Hostname", json!(id[..12])),
        ];
        identity.iter().chain(&self.edits).for_each(|edit| edit.apply(&mut document));
        document
    }

    /// Its row in `/containers/json`, told by the inspect document.
    pub fn summary(&self, shape: Shape) -> Value {
        let inspect = self.inspect(shape);
        json!({
            "Id": inspect["Id"],
            "Names": [inspect["Name"]],
            "Image": self.image,
            "ImageID": inspect["Image"],
            "Command": "sleep 600",
            "Created": 1_767_323_045,
            "Ports": [],
            "Labels": inspect["Config"]["Labels"],
            "State": inspect["State"]["Status"],
            "Status": if self.running { "Up 3 minutes" } else { "Exited (0) 3 minutes ago" },
            "HostConfig": {"NetworkMode": inspect["HostConfig"]["NetworkMode"]},
            "NetworkSettings": {"Networks": inspect["NetworkSettings"]["Networks"]},
            "Mounts": inspect["Mounts"],
        })
    }

    /// The answers of `/exec/{id}/json`, by id.
    pub(crate) fn exec_documents(&self) -> Vec<(String, Value)> {
        let template = include_str!("../../templates/engine-20.10/exec.json");
        let describe = |(index, exec): (usize, &ExecDocument)| {
            let id = self.exec_id(index);
            let mut document = super::shape::parse(template);
            [
                Edit::set("ID", json!(id)),
                Edit::set("ContainerID", json!(self.id())),
                Edit::set("ProcessConfig.entrypoint", json!(exec.command.first())),
                Edit::set("ProcessConfig.arguments", json!(exec.command.get(1..))),
                Edit::set("ProcessConfig.privileged", json!(exec.privileged)),
                Edit::set("ProcessConfig.user", json!(exec.user)),
            ]
            .iter()
            .for_each(|edit| edit.apply(&mut document));
            (id, document)
        };
        self.execs.iter().enumerate().map(describe).collect()
    }

    fn exec_id(&self, index: usize) -> String {
        identifier(&format!("{}/exec/{index}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_reach_every_shape() {
        let web = container("web")
            .privileged(true)
            .bind("/var/run", "/x", "ro")
            .env("A=b")
            .cap_add("SYS_ADMIN")
            .label("com.example.team", "blue")
            .set("HostConfig.PidMode", json!("host"));
        for shape in Shape::ALL {
            let document = web.inspect(shape);
            assert_eq!(document["HostConfig"]["Privileged"], true);
            assert_eq!(document["Mounts"][0]["RW"], false);
            assert_eq!(document["HostConfig"]["Binds"][0], "/var/run:/x:ro");
            assert_eq!(document["HostConfig"]["CapAdd"], json!(["SYS_ADMIN"]));
            assert_eq!(document["HostConfig"]["PidMode"], "host");
            assert_eq!(document["Config"]["Labels"]["com.example.team"], "blue");
            assert_eq!(document["Name"], "/web");
            assert_eq!(web.summary(shape)["Names"][0], "/web");
        }
    }

    #[test]
    fn a_plain_container_keeps_the_engine_s_defaults() {
        let document = container("plain").inspect(Shape::Engine20);
        assert_eq!(document["HostConfig"]["Privileged"], false);
        assert_eq!(document["HostConfig"]["Binds"], Value::Null);
        assert_eq!(document["State"]["Running"], true);
    }

    #[test]
    fn many_are_different_containers() {
        let documents = many(50);
        assert_eq!(documents.len(), 50);
        assert_ne!(documents[0].id(), documents[49].id());
        let privileged = documents.iter().filter(|document| {
            document.inspect(Shape::Engine20)["HostConfig"]["Privileged"] == true
        });
        assert_eq!(privileged.count(), 10);
    }

    #[test]
    fn an_exec_is_named_in_the_container_and_described() {
        let shell = ExecDocument {
            command: vec!["sh".into(), "-c".into()],
            privileged: true,
            user: "0".into(),
        };
        let web = container("web").exec(shell);
        let (id, document) = web.exec_documents().remove(0);
        assert_eq!(web.inspect(Shape::Engine20)["ExecIDs"], json!([id]));
        assert_eq!(document["ProcessConfig"]["privileged"], true);
        assert_eq!(document["ProcessConfig"]["arguments"], json!(["-c"]));
    }
}
