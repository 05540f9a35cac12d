//! Paths of the host as mounts spell them.

use super::HostFacts;
use super::host::is_below;

/// How a mounted path stands to a path that matters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PathRelation {
    /// The very path.
    Same,
    /// A folder that holds it.
    Above,
    /// Something inside it.
    Below,
    /// Neither.
    Apart,
}

/// A path in one spelling: no doubled or trailing slash, no `.` or `..`, and
/// `/var/run` under its real name `/run`, which every distribution links.
pub fn normal_host_path(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    let plain = format!("/{}", parts.join("/"));
    match plain.strip_prefix("/var/run") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("/run{rest}"),
        _ => plain,
    }
}

/// How the path `mounted` stands to `other`; both in normal spelling.
pub fn relate(mounted: &str, other: &str) -> PathRelation {
    if mounted == other {
        PathRelation::Same
    } else if is_below(other, mounted) {
        PathRelation::Above
    } else if is_below(mounted, other) {
        PathRelation::Below
    } else {
        PathRelation::Apart
    }
}

/// As many links as the kernel follows before it gives up.
const MOST_LINKS: usize = 40;

impl HostFacts {
    /// The path with every symbolic link followed that was seen on this host.
    pub fn followed(&self, path: &str) -> String {
        let mut path = normal_host_path(path);
        for _ in 0..MOST_LINKS {
            match self.first_link(&path) {
                Some(next) if next != path => path = next,
                _ => break,
            }
        }
        path
    }

    fn first_link(&self, path: &str) -> Option<String> {
        let ends = path.match_indices('/').map(|(at, _)| at).skip(1).chain([path.len()]);
        ends.filter(|end| *end > 0).find_map(|end| {
            let (prefix, rest) = path.split_at(end);
            let target = self.files.get(prefix)?.value()?.target.as_deref()?;
            let parent = prefix.rsplit_once('/').map_or("", |(parent, _)| parent);
            let start = if target.starts_with('/') { "" } else { parent };
            Some(normal_host_path(&format!("{start}/{target}{rest}")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FileFacts, Observed};
    use super::*;

    #[test]
    fn one_path_has_one_spelling() {
        for (given, normal) in [
            ("/", "/"),
            ("//etc//shadow/", "/etc/shadow"),
            ("/srv/../etc/./", "/etc"),
            ("/../..", "/"),
            ("/var/run/docker.sock", "/run/docker.sock"),
            ("/var/run", "/run"),
            ("/var/running", "/var/running"),
        ] {
            assert_eq!(normal_host_path(given), normal);
        }
    }

    #[test]
    fn relations_compare_whole_names() {
        assert_eq!(relate("/", "/etc/shadow"), PathRelation::Above);
        assert_eq!(relate("/etc/shadow", "/etc"), PathRelation::Below);
        assert_eq!(relate("/etc", "/etc"), PathRelation::Same);
        assert_eq!(relate("/etcetera", "/etc"), PathRelation::Apart);
    }

    fn host(links: &[(&str, &str)]) -> HostFacts {
        let link = |target: &str| FileFacts { target: Some(target.into()), ..Default::default() };
        HostFacts {
            files: links
                .iter()
                .map(|(path, target)| ((*path).into(), Observed::known(link(target), "lstat")))
                .collect(),
            ..Default::default()
        }
    }

    #[test]
    fn links_are_followed_in_the_middle_of_a_path_too() {
        let host = host(&[("/data", "etc"), ("/srv/sock", "../run/docker.sock")]);
        assert_eq!(host.followed("/data/shadow"), "/etc/shadow");
        assert_eq!(host.followed("/srv/sock"), "/run/docker.sock");
        assert_eq!(host.followed("/database"), "/database");
    }

    #[test]
    fn links_in_a_circle_end() {
        let host = host(&[("/a", "/b"), ("/b", "/a")]);
        assert!(["/a", "/b"].contains(&host.followed("/a").as_str()));
    }
}
