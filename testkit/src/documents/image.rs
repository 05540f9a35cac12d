//! Image documents: what `/images/{id}/json`, its history and the list say.

use super::{Edit, Shape, identifier};
use serde_json::{Value, json};

/// An image with one layer, root as its user and no health check.
pub fn image(reference: &str) -> ImageDocument {
    ImageDocument { reference: reference.to_owned(), edits: Vec::new(), steps: Vec::new() }
}

/// The description of an image, turned into JSON once the engine's [`Shape`] is known.
#[derive(Debug, Clone)]
pub struct ImageDocument {
    reference: String,
    edits: Vec<Edit>,
    steps: Vec<String>,
}

impl ImageDocument {
    /// Any field by dotted path.
    pub fn set(mut self, path: &str, value: Value) -> Self {
        self.edits.push(Edit::set(path, value));
        self
    }

    /// `USER`.
    pub fn user(self, user: &str) -> Self {
        self.set("Config.User", json!(user))
    }

    /// `HEALTHCHECK CMD-SHELL`.
    pub fn healthcheck(self, command: &str) -> Self {
        self.set("Config.Healthcheck", json!({"Test": ["CMD-SHELL", command]}))
    }

    /// `ENV`.
    pub fn env(mut self, assignment: &str) -> Self {
        self.edits.push(Edit::push("Config.Env", json!(assignment)));
        self
    }

    /// `EXPOSE`, for example `22/tcp`.
    pub fn expose(mut self, port: &str) -> Self {
        let path = ["Config", "ExposedPorts", port].map(str::to_owned).to_vec();
        self.edits.push(Edit::Set(path, json!({})));
        self
    }

    /// A build step, as the history shows it; oldest first.
    pub fn step(mut self, created_by: &str) -> Self {
        self.steps.push(created_by.to_owned());
        self
    }

    /// The reference it is tagged with.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Its `sha256:` id.
    pub fn id(&self) -> String {
        format!("sha256:{}", identifier(&self.reference))
    }

    /// The answer of `/images/{id}/json`.
    pub fn inspect(&self, shape: Shape) -> Value {
        let mut document = shape.image();
        // The recorded digest is that of another image; shapes without the field keep none.
        if let Some(digests) = document.get_mut("RepoDigests") {
            *digests = json!([]);
        }
        let identity =
            [Edit::set("Id", json!(self.id())), Edit::set("RepoTags", json!([self.reference]))];
        identity.iter().chain(&self.edits).for_each(|edit| edit.apply(&mut document));
        document
    }

    /// Its row in `/images/json`.
    pub fn summary(&self, shape: Shape) -> Value {
        let inspect = self.inspect(shape);
        json!({
            "Containers": -1, "Created": 1_767_323_045, "Id": self.id(),
            "Labels": inspect["Config"]["Labels"], "ParentId": "",
            "RepoDigests": inspect["RepoDigests"], "RepoTags": [self.reference],
            "SharedSize": -1, "Size": inspect["Size"]
        })
    }

    /// The answer of `/images/{id}/history`, newest first.
    pub fn history(&self) -> Value {
        let top = self.steps.len().saturating_sub(1);
        let row = |(index, step): (usize, &String)| {
            json!({
                "Comment": "", "Created": 1_767_323_045, "CreatedBy": step, "Size": 0,
                "Id": if index == top { json!(self.id()) } else { json!("<missing>") },
                "Tags": if index == top { json!([self.reference]) } else { Value::Null }
            })
        };
        Value::Array(self.steps.iter().enumerate().rev().map(row).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_s_image_id_is_the_image_s() {
        let inspect = super::super::container("web").image("nginx:1").inspect(Shape::Engine29);
        assert_eq!(inspect["Image"], image("nginx:1").id());
    }

    #[test]
    fn history_is_newest_first() {
        let history = image("a:1").step("FROM scratch").step("USER 1").history();
        assert_eq!(history[0]["CreatedBy"], "USER 1");
        assert_eq!(history[0]["Tags"], json!(["a:1"]));
        assert_eq!(history[1]["Id"], "<missing>");
    }
}
