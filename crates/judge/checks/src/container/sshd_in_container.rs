//! Told by the executables of its processes as the kernel names them; nothing is
//! run in the container to find out.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "sshd-in-container",
    title: "SSH server inside container",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.7"],
    tags: &[],
    reads: &[FactGroup::Containers, FactGroup::Live],
    explanation: include_str!("sshd_in_container.md"),
    fix: Fix {
        summary: "Remove the SSH server; use docker exec, or SSH to the host, to look inside.",
        commands: &["docker exec --interactive --tty CONTAINER sh"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

/// Servers that give a shell to whoever logs in over the network.
const SERVERS: &[&str] = &[
    "sshd",
    "sshd-session",
    "sshd-auth",
    "dropbear",
    "dropbearmulti",
    "tinysshd",
    "lshd",
    "in.telnetd",
    "telnetd",
    "in.rshd",
    "in.rlogind",
];

fn judge(container: &ContainerFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let processes = container.running()?.processes.seen("processes")?;
    let mut servers = processes.iter().filter(|process| {
        let exe = process.exe.trim_end_matches(" (deleted)");
        SERVERS.contains(&exe.rsplit('/').next().unwrap_or_default())
    });
    match servers.next() {
        Some(server) => {
            Ok(fail(format!("{} lets users log in", server.exe)).because(Evidence::new(
                "process",
                format!("{}, pid {} on the host", server.exe, server.pid),
                processes.source.as_ref(),
            )))
        }
        None => Ok(pass()),
    }
}
