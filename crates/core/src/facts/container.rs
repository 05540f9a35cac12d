//! One container, in up to three views.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ContainerSettings, ExecFacts, LiveFacts, Observed};

/// What is known of one container.
///
/// `requested` is the body of a create call, `configured` what the engine says
/// it configured, `live` what the kernel does. [`super::Effective`] chooses.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ContainerFacts {
    /// Full id, 64 hexadecimal digits; empty for a request.
    pub id: String,
    /// Name without the leading slash.
    pub name: String,
    /// Labels; values that look like secrets are masked.
    pub labels: BTreeMap<String, String>,
    /// The image as the user named it.
    pub image: String,
    /// Id (digest) of the image's configuration.
    pub image_id: Observed<String>,
    /// What the engine says of its life.
    pub state: ContainerState,
    /// The create request, seen by a guard.
    pub requested: Option<Box<ContainerSettings>>,
    /// The engine's own record (inspect).
    pub configured: Option<Box<ContainerSettings>>,
    /// The kernel's word; only when the process was proven to be this container.
    pub live: Observed<Box<LiveFacts>>,
    /// Commands that run in it now beside its main process.
    pub execs: Observed<Vec<ExecFacts>>,
}

/// Life of a container as the engine tells it.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ContainerState {
    /// `created`, `running`, `paused`, `exited` …
    pub status: Observed<String>,
    /// Whether its main process runs.
    pub running: Observed<bool>,
    /// Host pid of its main process, 0 when it does not run.
    pub pid: Observed<u32>,
    /// `healthy`, `unhealthy`, `starting`, `none`; absent without a health check.
    pub health: Observed<String>,
    /// When it was created, RFC 3339.
    pub created: Observed<String>,
}

impl ContainerFacts {
    /// A name that survives recreation: the Swarm service, else the Compose
    /// project and service, else the container's name.
    pub fn stable_name(&self) -> String {
        let label = |key: &str| self.labels.get(key).filter(|value| !value.is_empty());
        if let Some(service) = label("com.docker.swarm.service.name") {
            return service.clone();
        }
        match (label("com.docker.compose.project"), label("com.docker.compose.service")) {
            (Some(project), Some(service)) => format!("{project}/{service}"),
            _ => self.name.clone(),
        }
    }

    /// Whether the engine says that it runs; unknown counts as not.
    pub fn is_running(&self) -> bool {
        self.state.running.value().copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compose_container_keeps_its_name_over_recreation() {
        let mut container = ContainerFacts { name: "shop-web-1".into(), ..Default::default() };
        assert_eq!(container.stable_name(), "shop-web-1");
        container.labels.insert("com.docker.compose.project".into(), "shop".into());
        container.labels.insert("com.docker.compose.service".into(), "web".into());
        assert_eq!(container.stable_name(), "shop/web");
    }
}
