//! Commands of remedies.

use seaworthy_core::facts::ContainerFacts;

/// `docker COMMAND NAME`. A name that a shell would not read as one plain word
/// did not come from an engine and is replaced.
pub(super) fn docker_command(command: &str, container: &ContainerFacts) -> String {
    let name = container.name.as_str();
    let plain = name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.chars().all(|each| each.is_ascii_alphanumeric() || "_.-".contains(each));
    format!("docker {command} {}", if plain { name } else { "CONTAINER" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_smuggle_a_command() {
        let named = |name: &str| ContainerFacts { name: name.into(), ..Default::default() };
        assert_eq!(docker_command("stop", &named("web-1")), "docker stop web-1");
        for name in ["", "-f", "a;reboot", "$(id)", "a b"] {
            assert_eq!(docker_command("stop", &named(name)), "docker stop CONTAINER");
        }
    }
}
