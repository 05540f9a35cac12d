//! Run-time parameters that keep a kernel flaw from becoming an escape.
//!
//! Containers share this kernel, so what it tells and what it lets
//! unprivileged users reach is part of every container's boundary. Each row
//! names the least value that is good; a greater one is stricter.

use std::borrow::Cow;
use std::sync::LazyLock;

use seaworthy_core::facts::{HostFacts, Observed};
use seaworthy_core::findings::{
    Remedy, Risk, Severity, SubjectKind, Undecided, Verdict, fail, pass,
};

use crate::{Check, Context, FactGroup, Family, Fix, Judge, Row, Section};

pub(crate) const CHECK: Check = Check {
    id: "kernel-parameter-weak",
    title: "kernel parameter is weaker than it could be",
    severity: Severity::Medium,
    section: Section::Kernel,
    cis: &[],
    tags: &["kernel"],
    reads: &[FactGroup::Kernel],
    explanation: include_str!("kernel_parameter_weak.md"),
    fix: Fix {
        summary: "Set the parameter now and in a file of /etc/sysctl.d.",
        commands: &[],
        risk: Risk::Safe,
    },
    judge: Judge::Family(Family { rows, judge }),
};

/// A parameter and the least value that is good.
struct Parameter {
    id: &'static str,
    name: &'static str,
    least: i64,
    severity: Severity,
    title: &'static str,
    text: &'static str,
}

const PARAMETERS: &[Parameter] = &[
    Parameter {
        id: "kernel-pointers-shown",
        name: "kernel.kptr_restrict",
        least: 1,
        severity: Severity::Low,
        title: "kernel addresses are shown to everybody",
        text: "Addresses in /proc tell an exploit where to aim. From 1 on only privileged processes see them.",
    },
    Parameter {
        id: "kernel-log-shown",
        name: "kernel.dmesg_restrict",
        least: 1,
        severity: Severity::Low,
        title: "the kernel log is readable without privilege",
        text: "The log holds addresses, device names and traces of other containers.",
    },
    Parameter {
        id: "unprivileged-bpf",
        name: "kernel.unprivileged_bpf_disabled",
        least: 1,
        severity: Severity::Medium,
        title: "every user may load BPF programs",
        text: "The BPF verifier has been a source of privilege escalations. Container engines load their programs as root and do not need this.",
    },
    Parameter {
        id: "ptrace-any-process",
        name: "kernel.yama.ptrace_scope",
        least: 1,
        severity: Severity::Low,
        title: "a process may trace any other of its user",
        text: "One program taken over can read the memory of all others of the same user.",
    },
    Parameter {
        id: "hardlinks-unprotected",
        name: "fs.protected_hardlinks",
        least: 1,
        severity: Severity::Medium,
        title: "hard links to other users' files are allowed",
        text: "Links to files that one may not write trick privileged programs into changing them.",
    },
    Parameter {
        id: "symlinks-unprotected",
        name: "fs.protected_symlinks",
        least: 1,
        severity: Severity::Medium,
        title: "symbolic links in shared folders are followed",
        text: "Links planted in /tmp trick privileged programs into opening other files.",
    },
    Parameter {
        id: "perf-events-open",
        name: "kernel.perf_event_paranoid",
        least: 2,
        severity: Severity::Low,
        title: "every user may profile the kernel",
        text: "Performance events leak kernel addresses and timing, and have been exploited.",
    },
];

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    PARAMETERS
        .iter()
        .enumerate()
        .map(|(index, parameter)| Row {
            id: Cow::Borrowed(parameter.id),
            title: Cow::Borrowed(parameter.title),
            severity: parameter.severity,
            cis: &[],
            text: Cow::Borrowed(parameter.text),
            subject: Some((SubjectKind::KernelOption, Cow::Borrowed(parameter.name))),
            index,
        })
        .collect()
});

fn rows() -> &'static [Row] {
    &ROWS
}

fn judge(row: &Row, host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let parameter =
        PARAMETERS.get(row.index).ok_or_else(|| Undecided::unknown("no such parameter"))?;
    let found = host.sysctls.get(parameter.name).cloned().unwrap_or_default();
    if found == Observed::Absent {
        return Err(Undecided::not_applicable(format!("this kernel has no {}", parameter.name)));
    }
    let found = found.seen(parameter.name)?;
    let value: i64 = found
        .trim()
        .parse()
        .map_err(|_| Undecided::unknown(format!("{} is not a number", parameter.name)))?;
    if value >= parameter.least {
        return Ok(pass().because(&found));
    }
    let setting = format!("{} = {}", parameter.name, parameter.least);
    let fix = Remedy::review("Set it now, and for every start in a file of /etc/sysctl.d.")
        .risk(Risk::Safe)
        .command(format!("sysctl -w {}={}", parameter.name, parameter.least))
        .command(format!("echo '{setting}' >> /etc/sysctl.d/60-seaworthy.conf"));
    Ok(fail(format!("{} is {value}, wanted is at least {}", parameter.name, parameter.least))
        .because(&found)
        .fix(fix))
}
