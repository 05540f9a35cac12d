//! Folders where everybody may leave files, and what the files there may be.

use std::borrow::Cow;
use std::sync::LazyLock;

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Family, Fix, Judge, Row, Section};

pub(crate) const CHECK: Check = Check {
    id: "mount-options-weak",
    title: "shared folder of the host is mounted without limits",
    severity: Severity::Low,
    section: Section::Host,
    cis: &[],
    tags: &["mounts"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("mount_options_weak.md"),
    fix: Fix {
        summary: "Give the folder a file system of its own in /etc/fstab, with nodev and nosuid, and noexec where nothing is run from it.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Family(Family { rows, judge, spelled: None }),
};

/// A folder and the options that it should have.
struct Place {
    id: &'static str,
    title: &'static str,
    path: &'static str,
    wanted: &'static [&'static str],
    /// Good to have; its lack alone is for information.
    better: Option<&'static str>,
    text: &'static str,
}

const PLACES: &[Place] = &[
    Place {
        id: "tmp-mount-options",
        title: "/tmp has no mount with nodev and nosuid",
        path: "/tmp",
        wanted: &["nodev", "nosuid"],
        better: Some("noexec"),
        text: "Everybody may write to /tmp. With noexec installers that unpack programs there (apt's configuration scripts, the JVM's native libraries) need another TMPDIR.",
    },
    Place {
        id: "var-tmp-mount-options",
        title: "/var/tmp has no mount with nodev and nosuid",
        path: "/var/tmp",
        wanted: &["nodev", "nosuid"],
        better: Some("noexec"),
        text: "As /tmp, and what lies there survives a new start. dracut and mkinitramfs build in it and fail with noexec.",
    },
    Place {
        id: "shared-memory-mount-options",
        title: "/dev/shm is mounted without limits",
        path: "/dev/shm",
        wanted: &["nodev", "nosuid"],
        better: Some("noexec"),
        text: "Shared memory that everybody may write to; programs run from it leave no trace on disk. Containers have their own, unless they share the host's IPC namespace.",
    },
    Place {
        id: "home-mount-options",
        title: "/home has no mount with nodev and nosuid",
        path: "/home",
        wanted: &["nodev", "nosuid"],
        better: None,
        text: "Accounts need neither devices nor setuid files at home, and containers often get parts of it as bind mounts. Rootless engines keep images there: nosuid does not harm them, noexec does.",
    },
];

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let row = |(index, place): (usize, &Place)| Row {
        id: Cow::Borrowed(place.id),
        title: Cow::Borrowed(place.title),
        severity: Severity::Low,
        cis: &[],
        text: Cow::Borrowed(place.text),
        subject: None,
        index,
    };
    PLACES.iter().enumerate().map(row).collect()
});

fn rows() -> &'static [Row] {
    &ROWS
}

fn judge(row: &Row, host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let place = PLACES.get(row.index).ok_or_else(|| Undecided::unknown("no such folder"))?;
    let mounts = host.mounts.seen("mounts")?;
    let mount = host
        .mount_of(place.path)
        .ok_or_else(|| Undecided::unknown(format!("no mount holds {}", place.path)))?;
    let value = format!("{} on {} ({})", mount.fs_type, mount.path, mount.options.join(","));
    let evidence = Evidence::new(format!("mount of {}", place.path), value, mounts.source.as_ref());
    let lacks: Vec<&str> =
        place.wanted.iter().copied().filter(|option| !mount.has(option)).collect();
    if lacks.is_empty() {
        return Ok(match place.better.filter(|option| !mount.has(option)) {
            None => pass(),
            Some(option) => fail(format!("{} is mounted without {option}", place.path)).rated(
                Severity::Info,
                "nodev and nosuid are there, and some programs need to run there",
            ),
        }
        .because(evidence));
    }
    let own = mount.path == place.path;
    let message = if own {
        format!("{} is mounted without {}", place.path, lacks.join(" and "))
    } else {
        format!("{} is part of {}, which has no {}", place.path, mount.path, lacks.join(" and no "))
    };
    let verdict = fail(message).because(evidence);
    if !own {
        return Ok(if place.path == "/tmp" { verdict.fix(tmp_mount()) } else { verdict });
    }
    let remedy = Remedy::review("Remount it now, and write the options into /etc/fstab.")
        .command(format!("mount -o remount,{} {}", lacks.join(","), place.path));
    Ok(verdict.fix(remedy))
}

/// systemd brings a unit for this folder alone; Debian keeps it apart.
fn tmp_mount() -> Remedy {
    Remedy::review(
        "Give /tmp a file system of its own: systemd's unit keeps it in memory. What lies there now is hidden from the next start on.",
    )
    .command("test -e /usr/lib/systemd/system/tmp.mount || cp /usr/share/systemd/tmp.mount /etc/systemd/system/")
    .command("systemctl enable tmp.mount")
}
