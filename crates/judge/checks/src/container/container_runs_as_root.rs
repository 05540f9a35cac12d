//! Root inside is root outside unless ids are mapped: the kernel is asked first,
//! the configured user only when it cannot be.

use seaworthy_core::facts::{ContainerFacts, Observed};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use super::configured_user::is_root;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "container-runs-as-root",
    title: "container runs as root",
    severity: Severity::High,
    section: Section::Containers,
    cis: &["4.1"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live, FactGroup::EngineInfo, FactGroup::Images],
    explanation: include_str!("container_runs_as_root.md"),
    fix: Fix {
        summary: "Give the image a USER with a number, or start the container with --user.",
        commands: &["docker run --user 1000:1000 IMAGE"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let user = match in_kernel(container) {
        Some(user) => user,
        None => as_configured(container, context)?,
    };
    let (message, evidence) = match user {
        User::Ordinary(evidence) => return Ok(pass().because(evidence)),
        User::Root(message, evidence) => (message, evidence),
    };
    let verdict = fail(message).because(evidence);
    match container.effective(context.info().ok()).remapped() {
        Ok(Observed::Known { value: true, .. }) => {
            Ok(verdict
                .rated(Severity::Low, "ids are mapped: root inside is an ordinary user outside"))
        }
        _ => Ok(verdict),
    }
}

/// Whom the container runs as, and what says so.
enum User {
    Root(&'static str, Evidence),
    Ordinary(Evidence),
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
