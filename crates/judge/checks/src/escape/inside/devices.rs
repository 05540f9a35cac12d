//! Devices that it may open.

use seaworthy_core::facts::normal_host_path;
use seaworthy_core::findings::Evidence;

use super::Inside;
use crate::escape::chain::Link;

/// Devices as a way out needs them.
#[derive(Clone, Copy, Debug)]
pub(in crate::escape) struct Wanted {
    /// What they are, for evidence.
    pub(in crate::escape) name: &'static str,
    /// `b` or `c`.
    pub(in crate::escape) kind: char,
    /// Major and minor numbers; no minor is any.
    pub(in crate::escape) numbers: &'static [(u32, Option<u32>)],
    /// Beginnings of their names below `/dev/`.
    pub(in crate::escape) names: &'static [&'static str],
}

/// A rule of the device control group.
#[derive(Debug, Eq, PartialEq)]
struct Rule<'r> {
    allow: bool,
    kind: char,
    major: Option<u32>,
    minor: Option<u32>,
    access: &'r str,
}

impl Inside<'_> {
    /// It was handed one of these devices: the node is there, and a rule lets
    /// it be opened.
    pub(in crate::escape) fn handed(&self, wanted: Wanted) -> Link {
        if self.is_privileged() {
            return Link::open(Evidence::new(
                wanted.name,
                "all of the host",
                "HostConfig.Privileged",
            ))
            .closed_by("Run it without --privileged");
        }
        let devices = match self.settings.devices.seen_or_default("devices") {
            Ok(devices) => devices,
            Err(undecided) => return undecided.into(),
        };
        let device = devices.iter().find(|device| {
            let readable = device.permissions.is_empty() || device.permissions.contains('r');
            readable && wanted.is_named(&normal_host_path(&device.host_path))
        });
        if let Some(device) = device {
            let text = format!("{} ({})", device.host_path, device.permissions);
            return Link::open(Evidence::new(wanted.name, text, "HostConfig.Devices"))
                .closed_by(format!("Remove --device {}", device.host_path));
        }
        self.mounted_node(wanted)
    }

    /// A node that was mounted opens where a rule lets it.
    fn mounted_node(&self, wanted: Wanted) -> Link {
        let mounts = match self.host_mounts() {
            Ok(mounts) => mounts,
            Err(undecided) => return undecided.into(),
        };
        let node = mounts
            .iter()
            .find(|each| each.path == "/dev" || each.path == "/" || wanted.is_named(&each.path));
        let Some(node) = node else {
            return Link::Closed(Evidence::new(wanted.name, "none", "HostConfig.Devices, Mounts"));
        };
        let text = format!("{} at {}", node.path, node.mount.destination);
        Link::all([
            Link::open(Evidence::new(wanted.name, text, "Mounts"))
                .closed_by(format!("Leave out the mount of {}", node.path)),
            self.device_rule(wanted),
        ])
    }

    /// A rule of its control group lets it open such a device, once there is a
    /// node.
    pub(in crate::escape) fn device_rule(&self, wanted: Wanted) -> Link {
        let fact = format!("device rule for {}", wanted.name);
        if let Some((rules, source)) = self.rules_in_force() {
            let allowed = wanted.numbers.iter().find(|(major, minor)| {
                is_allowed(rules.iter().map(String::as_str), wanted.kind, *major, *minor)
            });
            return match allowed {
                Some((major, _)) => {
                    let text = format!("{} {major}:* may be opened", wanted.kind);
                    Link::open(Evidence::new(fact, text, source)).closed_by(self.narrowing())
                }
                None => Link::Closed(Evidence::new(fact, "refused", source)),
            };
        }
        if self.is_privileged() {
            return Link::open(Evidence::new(fact, "every device", "HostConfig.Privileged"))
                .closed_by("Run it without --privileged");
        }
        let rules = match self.settings.device_cgroup_rules.seen_or_default("device rules") {
            Ok(rules) => rules,
            Err(undecided) => return undecided.into(),
        };
        let given = rules.iter().find(|rule| {
            wanted.numbers.iter().any(|(major, minor)| {
                is_allowed(
                    std::iter::once(format!("allow {rule}").as_str()),
                    wanted.kind,
                    *major,
                    *minor,
                )
            })
        });
        match given {
            Some(rule) => Link::open(Evidence::new(fact, rule.as_str(), rules.source.as_ref()))
                .closed_by(self.narrowing()),
            None => Link::Closed(Evidence::new(fact, "none", rules.source.as_ref())),
        }
    }

    /// Rules of the kernel, else of the runtime's instructions.
    fn rules_in_force(&self) -> Option<(&[String], &str)> {
        let live = self.live()?;
        if let seaworthy_core::facts::Observed::Known { value, source } = &live.controls.devices {
            return Some((value, source.as_str()));
        }
        let rules = &live.oci.value()?.device_rules;
        (!rules.is_empty()).then_some((rules.as_slice(), "config.json linux.resources.devices"))
    }

    fn narrowing(&self) -> String {
        self.without("the --device-cgroup-rule that allows it")
    }
}

impl Wanted {
    fn is_named(&self, path: &str) -> bool {
        let name = path.strip_prefix("/dev/").unwrap_or_default();
        self.names.iter().any(|prefix| name.starts_with(prefix))
    }
}

/// Whether reading such a device is allowed: the last rule that fits decides,
/// as in the kernel's list and in the runtime's program.
fn is_allowed<'r>(
    rules: impl Iterator<Item = &'r str>,
    kind: char,
    major: u32,
    minor: Option<u32>,
) -> bool {
    let fits = |rule: &Rule<'_>| {
        // A refusal of one number among many leaves the others.
        let whole = rule.allow || rule.minor.is_none() || rule.minor == minor;
        (rule.kind == kind || rule.kind == 'a')
            && rule.major.is_none_or(|have| have == major)
            && (minor.is_none() || rule.minor.is_none() || rule.minor == minor)
            && whole
            && rule.access.contains('r')
    };
    rules.filter_map(parse).filter(fits).last().is_some_and(|rule| rule.allow)
}

/// `allow b 8:* rwm`; `a` without numbers is every device.
fn parse(text: &str) -> Option<Rule<'_>> {
    let mut words = text.split_whitespace();
    let allow = match words.next()? {
        "allow" => true,
        "deny" => false,
        _ => return None,
    };
    let kind = words.next()?.chars().next()?;
    let numbers = words.next().unwrap_or("*:*");
    let (major, minor) = numbers.split_once(':')?;
    let number = |text: &str| match text {
        "*" => Some(None),
        digits => digits.parse().ok().map(Some),
    };
    let access = words.next().unwrap_or("rwm");
    Some(Rule { allow, kind, major: number(major)?, minor: number(minor)?, access })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk(rules: &[&str]) -> bool {
        is_allowed(rules.iter().copied(), 'b', 8, None)
    }

    #[test]
    fn the_last_rule_that_fits_decides() {
        assert!(!disk(&["deny a *:* rwm", "allow c 1:3 rwm", "allow c *:* m", "allow b *:* m"]));
        assert!(disk(&["deny a *:* rwm", "allow b 8:* rwm"]));
        assert!(disk(&["allow a *:* rwm"]) && disk(&["allow a"]));
        assert!(!disk(&["allow b 8:* rwm", "deny b *:* rwm"]));
        assert!(disk(&["allow b 8:* rwm", "deny b 8:1 rwm"]), "other disks of the major stay");
        assert!(!disk(&["allow b 253:* rwm"]) && !disk(&["allow b 8:* w"]));
        assert!(!disk(&[]) && !disk(&["nonsense", "allow b x:y rwm"]));
    }

    #[test]
    fn one_minor_of_a_character_device() {
        let mem = |rules: &[&str]| is_allowed(rules.iter().copied(), 'c', 1, Some(1));
        assert!(mem(&["allow c 1:1 r"]) && mem(&["allow c *:* rwm"]));
        assert!(!mem(&["allow c 1:3 rwm"]) && !mem(&["allow b 1:1 rwm"]));
    }
}
