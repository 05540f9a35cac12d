//! Whom a container runs as.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Undecided};

use crate::Context;
use crate::configured_user::is_root;

/// Whom the container runs as, and what says so.
pub(crate) enum User {
    /// A process has the id that root of the container has; the sentence says which.
    Root(&'static str, Evidence),
    /// None has.
    Ordinary(Evidence),
}

/// The kernel's word where the container runs, else what was configured.
pub(crate) fn user_of(
    container: &ContainerFacts,
    context: &Context<'_>,
) -> Result<User, Undecided> {
    in_kernel(container).map_or_else(|| as_configured(container, context), Ok)
}

/// Whether a process has the host id that root of this container has.
fn in_kernel(container: &ContainerFacts) -> Option<User> {
    let live = container.live()?;
    let main = *live.uid.value()?;
    let root = match live.uid_map.value() {
        Some(map) => map.iter().find(|range| range.inside == 0).map(|range| range.outside),
        None if main == 0 => Some(0),
        None => return None,
    };
    if Some(main) == root {
        let evidence = Evidence::new("user id", format!("{main} on the host"), "/proc/PID/status");
        return Some(User::Root("its program runs as root", evidence));
    }
    let processes = live.processes.value().into_iter().flatten();
    let rooted: Vec<&str> = processes
        .filter(|process| Some(process.uid) == root)
        .map(|process| process.exe.as_str())
        .collect();
    if rooted.is_empty() {
        let evidence = Evidence::new("user id", format!("{main} on the host"), "/proc/PID/status");
        return Some(User::Ordinary(evidence));
    }
    let evidence = Evidence::new("root processes", rooted.join(", "), "/proc/PID/status");
    Some(User::Root("a process beside its program runs as root", evidence))
}

fn as_configured(container: &ContainerFacts, context: &Context<'_>) -> Result<User, Undecided> {
    let mut user = container.settings()?.user.seen_or_default("user")?;
    if user.is_empty() && container.configured.is_none() {
        let image = context.engine()?.image_of(container).ok_or_else(|| {
            Undecided::unknown(format!("user of image {}: not seen", container.image))
        })?;
        user = image.user.seen_or_default("user of the image")?;
    }
    let root = is_root(&user).ok_or_else(|| {
        Undecided::unknown(format!("user {}: a name, whose id in the image is not known", *user))
    })?;
    let shown = if user.is_empty() { "none, which is root" } else { user.as_str() };
    let evidence = Evidence::new(user.fact, shown, user.source.as_ref());
    Ok(if root {
        User::Root("its program starts as root", evidence)
    } else {
        User::Ordinary(evidence)
    })
}
