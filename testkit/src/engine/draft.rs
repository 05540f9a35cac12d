//! Every path the fake engine knows, with its document.

use super::builder::Builder;
use crate::documents::{Edit, Shape, image};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The one list that depends on the query has it in its key.
pub(super) const ALL_CONTAINERS: &str = "/containers/json?all=1";

/// Documents by path, for everything that the builder was told.
pub(super) fn draft(builder: &Builder) -> BTreeMap<String, Value> {
    let mut draft =
        Draft { shape: builder.shape, swarm: builder.swarm.is_some(), documents: BTreeMap::new() };
    draft.add_containers(builder);
    let images = draft.add_images(builder);
    draft.add_daemon(builder, images);
    draft.add_networks(builder);
    draft.add_volumes(builder);
    draft.add_swarm(builder);
    draft.add_overrides(&builder.overrides);
    draft.documents
}

struct Draft {
    shape: Shape,
    swarm: bool,
    documents: BTreeMap<String, Value>,
}

impl Draft {
    fn put(&mut self, path: &str, document: Value) {
        self.documents.insert(path.to_owned(), document);
    }

    fn add_containers(&mut self, builder: &Builder) {
        let shape = self.shape;
        let rows = |all: bool| -> Vec<Value> {
            let shown = builder.containers.iter().filter(|one| all || one.is_running());
            shown.map(|one| one.summary(shape)).collect()
        };
        self.put("/containers/json", rows(false).into());
        self.put(ALL_CONTAINERS, rows(true).into());
        for container in &builder.containers {
            let inspect = container.inspect(shape);
            self.put(&format!("/containers/{}/json", container.id()), inspect.clone());
            self.put(&format!("/containers/{}/json", container.name()), inspect);
            for (id, exec) in container.exec_documents() {
                self.put(&format!("/exec/{id}/json"), exec);
            }
        }
    }

    /// Gives the number of images, which `/info` repeats.
    fn add_images(&mut self, builder: &Builder) -> usize {
        let mut images = builder.images.clone();
        for container in &builder.containers {
            let reference = container.image_reference();
            if !images.iter().any(|known| known.reference() == reference) {
                images.push(image(reference));
            }
        }
        let rows: Vec<Value> = images.iter().map(|one| one.summary(self.shape)).collect();
        self.put("/images/json", rows.into());
        for one in &images {
            let id = one.id();
            for name in [id.as_str(), id.trim_start_matches("sha256:"), one.reference()] {
                self.put(&format!("/images/{name}/json"), one.inspect(self.shape));
                self.put(&format!("/images/{name}/history"), one.history());
            }
        }
        images.len()
    }

    fn add_daemon(&mut self, builder: &Builder, images: usize) {
        let mut info = self.shape.info();
        let running = builder.containers.iter().filter(|one| one.is_running()).count();
        let counts = [
            ("Containers", builder.containers.len()),
            ("ContainersRunning", running),
            ("ContainersStopped", builder.containers.len() - running),
            ("Images", images),
        ];
        for (field, count) in counts {
            Edit::set(field, json!(count)).apply(&mut info);
        }
        if self.swarm {
            Edit::set(
                "Swarm",
                template(include_str!("../../templates/engine-20.10/info-swarm.json")),
            )
            .apply(&mut info);
        }
        builder.info.iter().for_each(|edit| edit.apply(&mut info));
        let mut version = self.shape.version();
        builder.version.iter().for_each(|edit| edit.apply(&mut version));
        self.put("/info", info);
        self.put("/version", version);
        if self.shape != Shape::Podman4 {
            self.put("/plugins", builder.plugins.clone().into());
        }
    }

    fn add_networks(&mut self, builder: &Builder) {
        let mut networks = items(self.shape.networks());
        for network in networks.iter_mut().filter(|network| network["Driver"] == "bridge") {
            builder.bridge.iter().for_each(|edit| edit.apply(network));
        }
        if self.swarm {
            let more = template(include_str!("../../templates/engine-20.10/networks-swarm.json"));
            networks.extend(items(more));
        }
        networks.extend(builder.networks.iter().cloned());
        for network in &networks {
            for key in ["Id", "Name"] {
                let name = network[key].as_str().unwrap_or_default();
                self.put(&format!("/networks/{name}"), network.clone());
            }
        }
        self.put("/networks", networks.into());
    }

    fn add_volumes(&mut self, builder: &Builder) {
        let plain = template(include_str!("../../templates/engine-20.10/volume.json"));
        let volumes: Vec<Value> =
            builder.volumes.iter().map(|volume| overlay(&plain, volume)).collect();
        for volume in &volumes {
            let name = volume["Name"].as_str().unwrap_or_default();
            self.put(&format!("/volumes/{name}"), volume.clone());
        }
        let usage = json!({
            "LayersSize": 0, "Images": self.documents.get("/images/json"),
            "Containers": self.documents.get(ALL_CONTAINERS), "Volumes": volumes,
            "BuildCache": null, "BuilderSize": 0
        });
        self.put("/volumes", json!({"Volumes": volumes, "Warnings": null}));
        self.put("/system/df", usage);
    }

    fn add_swarm(&mut self, builder: &Builder) {
        let Some(edits) = &builder.swarm else { return };
        let mut swarm = template(include_str!("../../templates/engine-20.10/swarm.json"));
        edits.iter().for_each(|edit| edit.apply(&mut swarm));
        self.put("/swarm", swarm);
        for (path, row) in [
            ("/nodes", include_str!("../../templates/engine-20.10/node.json")),
            ("/services", include_str!("../../templates/engine-20.10/service.json")),
            ("/secrets", include_str!("../../templates/engine-20.10/secret.json")),
            ("/configs", include_str!("../../templates/engine-20.10/config.json")),
        ] {
            self.put(path, json!([template(row)]));
        }
        self.put("/tasks", json!([]));
    }

    fn add_overrides(&mut self, overrides: &[(String, Value)]) {
        for (path, document) in overrides {
            self.put(path, document.clone());
            if path == "/containers/json" {
                self.put(ALL_CONTAINERS, document.clone());
            }
        }
    }
}

fn template(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

fn overlay(plain: &Value, changes: &Value) -> Value {
    let mut whole = plain.clone();
    for (key, value) in changes.as_object().into_iter().flatten() {
        Edit::Set(vec![key.clone()], value.clone()).apply(&mut whole);
    }
    whole
}
