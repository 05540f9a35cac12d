//! `/proc/PID/cgroup`, cgroups(7), and the container that it names.

/// One line: version 2 has no controllers and hierarchy 0.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct CgroupLine {
    /// Controllers, `name=systemd` for a named hierarchy.
    pub(crate) controllers: Vec<String>,
    /// Path below the root of the reader's cgroup namespace.
    pub(crate) path: String,
}

pub(crate) fn parse(text: &str) -> Vec<CgroupLine> {
    let line = |line: &str| {
        let mut fields = line.splitn(3, ':');
        let controllers = fields.by_ref().nth(1)?;
        let path = fields.next()?.to_owned();
        let controllers = controllers.split(',').filter(|name| !name.is_empty());
        Some(CgroupLine { controllers: controllers.map(str::to_owned).collect(), path })
    };
    text.lines().filter_map(line).collect()
}

/// The innermost container of a process. The monitor that Podman runs beside a
/// container (`libpod-conmon-ID`) is not in it.
pub(crate) fn container_id(lines: &[CgroupLine]) -> Option<String> {
    let in_path = |path: &str| {
        let named = path.rsplit('/').find_map(|part| Some((part, id_in(part)?)));
        named.filter(|(part, _)| !part.contains("conmon")).map(|(_, id)| id.to_owned())
    };
    lines.iter().find_map(|line| in_path(&line.path))
}

/// 64 hexadecimal digits as engines write them: alone, or between a prefix
/// that ends in `-` or `:` and `.scope`.
fn id_in(part: &str) -> Option<&str> {
    let part = part.strip_suffix(".scope").unwrap_or(part);
    let id = part.rsplit(['-', ':']).next()?;
    let is_id =
        id.len() == 64 && id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    is_id.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id_of(text: &str) -> Option<String> {
        container_id(&parse(text))
    }

    #[test]
    fn every_engine_names_its_containers() {
        let id = "0123456789abcdef".repeat(4);
        let inner = "f".repeat(64);
        for (text, expected) in [
            (format!("0::/system.slice/docker-{id}.scope\n"), Some(&id)),
            (format!("5:memory:/docker/{id}\n1:name=systemd:/docker/{id}\n"), Some(&id)),
            (format!("0::/machine.slice/libpod-{id}.scope/container\n"), Some(&id)),
            (format!("0::/machine.slice/libpod-conmon-{id}.scope\n"), None),
            (format!("0::/system.slice:cri-containerd:{id}\n"), Some(&id)),
            (format!("0::/../docker/{id}/docker/{inner}\n"), Some(&inner)),
            (format!("0::/docker/{id}x\n"), None),
            ("0::/init.scope\nbroken\n".to_owned(), None),
        ] {
            assert_eq!(id_of(&text).as_ref(), expected, "{text}");
        }
    }
}
