//! Every runtime on the machine is a way to root, not only the engine that is audited.

use seaworthy_core::facts::{FileFacts, HostFacts, Observed};
use seaworthy_core::findings::{
    Change, Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass,
};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "runtime-socket-exposed",
    title: "socket of a container runtime open to everybody",
    severity: Severity::Critical,
    section: Section::Files,
    cis: &[],
    tags: &["root-equivalent"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("runtime_socket_exposed.md"),
    fix: Fix {
        summary: "Take the permission to write away from all others.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    if host.files.is_empty() {
        return Err(Undecided::unknown("files: not collected"));
    }
    if host.runtime_sockets.is_empty() {
        return Err(Undecided::not_applicable("no socket of a container runtime was found"));
    }
    let open: Vec<(&String, &FileFacts)> =
        host.runtime_sockets.iter().filter(|(path, file)| open_to_all(host, path, file)).collect();
    let evidence = |(path, file): (&String, &FileFacts)| {
        let text = format!("{}:{} {:04o}", file.uid, file.gid, file.mode);
        Evidence::new(path.as_str(), text, "lstat")
    };
    if open.is_empty() {
        return Ok(host.runtime_sockets.iter().map(evidence).fold(pass(), Verdict::because));
    }
    let paths: Vec<&str> = open.iter().map(|(path, _)| path.as_str()).collect();
    let verdict = fail(format!("every account may talk to {}", paths.join(", ")));
    let remedy = open.iter().fold(Remedy::from(CHECK.fix), |remedy, (path, file)| {
        let mode = file.mode & 0o660;
        remedy
            .command(format!("chmod {mode:04o} {path}"))
            .change(Change::Mode { path: (*path).clone(), mode })
    });
    Ok(open.into_iter().map(evidence).fold(verdict, Verdict::because).fix(remedy))
}

/// Connecting takes the permission to write to the socket and to pass through
/// every folder above it.
fn open_to_all(host: &HostFacts, path: &str, file: &FileFacts) -> bool {
    let closed = |folder: &Observed<FileFacts>| {
        folder.value().is_some_and(|folder| folder.mode & 0o001 == 0)
    };
    file.mode & 0o002 != 0 && !host.folders_above(path).iter().any(|(_, folder)| closed(folder))
}
