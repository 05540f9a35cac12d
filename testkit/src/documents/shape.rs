//! Which engine the fake one looks like.

use serde_json::Value;

/// The engine whose documents, headers and version limits are imitated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Docker 20.10, API 1.12 to 1.41: every field present, empty ones as null or "".
    #[default]
    Engine20,
    /// Docker 29, API 1.44 to 1.52: empty image fields omitted, containerd image store.
    Engine29,
    /// Podman 4.3's Docker-compatible API, 1.24 to 1.41.
    Podman4,
}

impl Shape {
    /// Every shape, for tests that must hold for each.
    pub const ALL: [Self; 3] = [Self::Engine20, Self::Engine29, Self::Podman4];

    /// Highest API version, as the `Api-Version` header says it.
    pub fn api_version(self) -> &'static str {
        match self {
            Self::Engine20 | Self::Podman4 => "1.41",
            Self::Engine29 => "1.52",
        }
    }

    /// Lowest API version it answers.
    pub fn min_api_version(self) -> &'static str {
        match self {
            Self::Engine20 => "1.12",
            Self::Engine29 => "1.44",
            Self::Podman4 => "1.24",
        }
    }

    /// The headers of every answer.
    pub fn headers(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Engine20 => &[
                ("Api-Version", "1.41"),
                ("Docker-Experimental", "false"),
                ("Ostype", "linux"),
                ("Server", "Docker/20.10.24 (linux)"),
            ],
            Self::Engine29 => &[
                ("Api-Version", "1.52"),
                ("Docker-Experimental", "false"),
                ("Ostype", "linux"),
                ("Server", "Docker/29.0.1 (linux)"),
            ],
            Self::Podman4 => &[
                ("Api-Version", "1.41"),
                ("Docker-Experimental", "true"),
                ("Libpod-Api-Version", "4.3.1"),
                ("Server", "Libpod/4.3.1 (linux)"),
            ],
        }
    }

    pub(crate) fn container(self) -> Value {
        parse(match self {
            Self::Engine20 => include_str!("../../templates/engine-20.10/container.json"),
            Self::Engine29 => include_str!("../../templates/engine-29/container.json"),
            Self::Podman4 => include_str!("../../templates/podman-4.3/container.json"),
        })
    }

    pub(crate) fn image(self) -> Value {
        parse(match self {
            Self::Engine20 => include_str!("../../templates/engine-20.10/image.json"),
            Self::Engine29 => include_str!("../../templates/engine-29/image.json"),
            Self::Podman4 => include_str!("../../templates/podman-4.3/image.json"),
        })
    }

    pub(crate) fn info(self) -> Value {
        parse(match self {
            Self::Engine20 => include_str!("../../templates/engine-20.10/info.json"),
            Self::Engine29 => include_str!("../../templates/engine-29/info.json"),
            Self::Podman4 => include_str!("../../templates/podman-4.3/info.json"),
        })
    }

    pub(crate) fn version(self) -> Value {
        parse(match self {
            Self::Engine20 => include_str!("../../templates/engine-20.10/version.json"),
            Self::Engine29 => include_str!("../../templates/engine-29/version.json"),
            Self::Podman4 => include_str!("../../templates/podman-4.3/version.json"),
        })
    }

    pub(crate) fn networks(self) -> Value {
        parse(match self {
            Self::Engine20 | Self::Engine29 => {
                include_str!("../../templates/engine-20.10/networks.json")
            }
            Self::Podman4 => include_str!("../../templates/podman-4.3/networks.json"),
        })
    }
}

/// A template is part of this crate: a broken one is a defect of ours that its test
/// finds, so `null` in its place is enough here.
pub(crate) fn parse(template: &str) -> Value {
    serde_json::from_str(template).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn templates_parse_and_agree_with_the_headers() {
        for shape in Shape::ALL {
            assert!(shape.container()["HostConfig"].is_object());
            assert!(shape.image()["Config"].is_object());
            assert!(shape.info()["SecurityOptions"].is_array());
            assert!(shape.networks()[0]["Id"].is_string());
            let version = shape.version();
            assert_eq!(version["ApiVersion"], shape.api_version());
            assert_eq!(version["MinAPIVersion"], shape.min_api_version());
            let header = shape.headers().iter().find(|(name, _)| *name == "Api-Version");
            assert_eq!(header.map(|(_, value)| *value), Some(shape.api_version()));
        }
    }

    #[test]
    fn the_29_shape_omits_what_api_1_52_omits() {
        let container = Shape::Engine29.container();
        assert!(container["NetworkSettings"].get("IPAddress").is_none());
        let image = Shape::Engine29.image();
        assert!(image["Config"].get("User").is_none());
        assert!(image.get("VirtualSize").is_none());
    }
}
