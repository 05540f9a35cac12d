//! How a system is updated and looked after.

use seaworthy_core::facts::{HostFacts, MountPoint, Observed, UpdateState};
use seaworthy_core::findings::Evidence;

use super::{Judged, State, is_image, is_read_only, system_mount, update_words};

/// An ostree deployment, a second set of partitions, a snapshot that becomes the
/// next root, or one image.
pub(in crate::os) fn atomic_updates(host: &HostFacts) -> Judged {
    if let Observed::Known { value: true, source } = &host.os.ostree {
        return Judged::new(State::Present, "an ostree deployment").because(Evidence::new(
            "ostree",
            "booted",
            source.as_str(),
        ));
    }
    if let Observed::Known { value, source } = &host.os.partitions
        && let Some((first, second)) = pair(value)
    {
        let value = format!("{first}, {second}");
        return Judged::new(State::Present, "two sets of system partitions")
            .because(Evidence::new("partitions", value, source.as_str()));
    }
    let mount = match system_mount(host) {
        Ok(mount) => mount,
        Err(undecided) => return undecided,
    };
    let has = |program: &str| {
        let tools = host.os.image_updaters.value().into_iter().flatten();
        tools.clone().any(|path| path.rsplit('/').next() == Some(program))
    };
    let evidence = Evidence::new("root of /usr", mount.root.as_str(), "/proc/1/mountinfo");
    if has("transactional-update") && is_snapshot(mount) {
        return Judged::new(State::Present, "snapshots by transactional-update").because(evidence);
    }
    if is_image(mount) && has("snap") {
        return Judged::new(State::Present, "base snaps, of which snapd keeps the one before")
            .because(evidence);
    }
    if is_image(mount) {
        let said = "one image that is replaced as a whole; none to go back to was seen";
        return Judged::new(State::Partly, said).because(evidence);
    }
    let unread = [&host.os.ostree.clone().map(drop), &host.os.partitions.clone().map(drop)]
        .into_iter()
        .find_map(|fact| match fact {
            Observed::Unreadable(reason) => Some(*reason),
            _ => None,
        });
    match unread {
        Some(reason) if is_read_only(mount) => Judged::unread("ostree and partitions", reason),
        _ => Judged::new(State::Absent, "packages are replaced one by one in the running system"),
    }
}

/// Two labels that differ in a last A and B behind a dash: `USR-A` and `USR-B`.
fn pair(labels: &[String]) -> Option<(&str, &str)> {
    labels.iter().find_map(|label| {
        let stem = label.strip_suffix(['A', 'a']).filter(|stem| stem.ends_with(['-', '_']))?;
        let second = labels.iter().find(|other| {
            other.len() == label.len() && other.starts_with(stem) && other.ends_with(['B', 'b'])
        })?;
        Some((label.as_str(), second.as_str()))
    })
}

/// `/@/.snapshots/7/snapshot`, as snapper numbers them.
fn is_snapshot(mount: &MountPoint) -> bool {
    mount.fs_type == "btrfs" && mount.root.contains("/.snapshots/")
}

pub(in crate::os) fn automatic_updates(host: &HostFacts) -> Judged {
    let updates = match &host.os.updates {
        Observed::Known { value, .. } => value,
        Observed::Absent => return Judged::unset("updaters"),
        Observed::Unreadable(reason) => return Judged::unread("updaters", *reason),
    };
    let with = |state: UpdateState| updates.iter().filter(move |update| update.state == state);
    let best = [
        (UpdateState::On, State::Present),
        (UpdateState::Outside, State::Unknown),
        (UpdateState::Prepares, State::Partly),
        (UpdateState::Off, State::Absent),
    ]
    .into_iter()
    .find_map(|(wanted, state)| Some((state, with(wanted).next()?)));
    let judged = match best {
        None => Judged::new(State::Absent, "nothing here installs updates by itself"),
        Some((state, update)) => Judged::new(
            state,
            format!("{} is {}: {}", update.name, update_words(update.state), update.because),
        ),
    };
    updates.iter().fold(judged, |judged, update| {
        let value = format!("{} ({})", update_words(update.state), update.because);
        judged.because(Evidence::new(update.name.as_str(), value, update.source.as_str()))
    })
}

pub(in crate::os) fn no_package_manager(host: &HostFacts) -> Judged {
    let found = match &host.os.package_managers {
        Observed::Known { value, .. } => value,
        Observed::Absent => return Judged::unset("package managers"),
        Observed::Unreadable(reason) => return Judged::unread("package managers", *reason),
    };
    let Some(first) = found.first() else {
        return Judged::new(State::Present, "none found");
    };
    let evidence = Evidence::new("package managers", found.join(", "), "lstat");
    let judged = match system_mount(host) {
        Ok(mount) if is_read_only(mount) => {
            Judged::new(State::Partly, format!("{first} is there and /usr is read-only to it"))
        }
        Ok(_) => Judged::new(State::Absent, format!("{first} installs into the running system")),
        Err(undecided) => undecided,
    };
    judged.because(evidence)
}

pub(in crate::os) fn no_shell(host: &HostFacts) -> Judged {
    match &host.os.shells {
        Observed::Known { value, source } if !value.is_empty() => {
            Judged::new(State::Absent, format!("{} is there", value.join(", ")))
                .because(Evidence::new("shells", value.join(", "), source.as_str()))
        }
        Observed::Known { .. } => Judged::new(State::Present, "none found"),
        Observed::Absent => Judged::unset("shells"),
        Observed::Unreadable(reason) => Judged::unread("shells", *reason),
    }
}
