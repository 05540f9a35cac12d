//! Names of images.

/// A name taken apart; `debian` is `docker.io/library/debian`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Reference {
    /// Registry and repository, `ghcr.io/acme/app`.
    pub(crate) name: String,
    /// Tag, when it has one.
    pub(crate) tag: Option<String>,
    /// Digest, when it has one.
    pub(crate) digest: Option<String>,
}

impl Reference {
    /// Takes a name apart.
    pub(crate) fn parse(text: &str) -> Self {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest.to_owned())),
            None => (text, None),
        };
        let (name, tag) = match rest.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag.to_owned())),
            _ => (rest, None),
        };
        Self { name: qualified(name), tag, digest }
    }

    /// Whether a registry, or a part of one, holds it: `ghcr.io`, `ghcr.io/acme`.
    pub(crate) fn is_in(&self, registry: &str) -> bool {
        let registry = registry.trim_end_matches('/');
        let registry =
            if has_host(registry) { registry.to_owned() } else { format!("docker.io/{registry}") };
        self.name
            .strip_prefix(&registry)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether it is this image, in any version when that names none.
    pub(crate) fn is(&self, image: &str) -> bool {
        let wanted = Self::parse(image);
        self.name == wanted.name
            && (wanted.tag.is_none() || wanted.tag == self.tag)
            && (wanted.digest.is_none() || wanted.digest == self.digest)
    }
}

fn qualified(name: &str) -> String {
    match (has_host(name) && name.contains('/'), name.contains('/')) {
        (true, _) => name.to_owned(),
        (false, true) => format!("docker.io/{name}"),
        (false, false) => format!("docker.io/library/{name}"),
    }
}

/// The part before the first slash is a host when it has a dot or a port.
fn has_host(name: &str) -> bool {
    let first = name.split('/').next().unwrap_or(name);
    first.contains(['.', ':']) || first == "localhost"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_mean_docker_hub() {
        let of = |text| Reference::parse(text);
        assert_eq!(of("debian:12").name, "docker.io/library/debian");
        assert_eq!(of("acme/app").name, "docker.io/acme/app");
        let own = of("reg:5000/a/b:1@sha256:ab");
        assert_eq!((own.name.as_str(), own.tag.as_deref()), ("reg:5000/a/b", Some("1")));
        assert_eq!(of("reg:5000/a").tag, None);
    }

    #[test]
    fn trust_ends_at_a_slash() {
        let image = Reference::parse("ghcr.io/acme/app:1");
        assert!(image.is_in("ghcr.io") && image.is_in("ghcr.io/acme"));
        assert!(!image.is_in("ghcr.io/ac") && !image.is_in("acme"));
        assert!(Reference::parse("debian:12").is_in("library"));
        assert!(Reference::parse("debian:12").is("docker.io/library/debian"));
        assert!(!Reference::parse("debian:12").is("debian:11"));
    }
}
