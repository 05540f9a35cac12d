//! Mitigations that stop at the border of a core: its other thread still sees.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "sibling-thread-leak",
    title: "processor leaks between the threads of a core",
    severity: Severity::Low,
    section: Section::Kernel,
    cis: &[],
    tags: &["kernel"],
    reads: &[FactGroup::Kernel],
    explanation: include_str!("sibling_thread_leak.md"),
    fix: Fix {
        summary: "Start the kernel with mitigations=auto,nosmt, or give strangers' containers cores of their own (--cpuset-cpus).",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let reports = host.kernel.vulnerabilities.seen("processor vulnerabilities")?;
    let mut leaks =
        reports.iter().filter(|(_, report)| report.contains("SMT vulnerable")).peekable();
    if leaks.peek().is_none() {
        let counted = format!("{} reports, none leaves the other thread open", reports.len());
        return Ok(pass().because(Evidence::new(reports.fact, counted, reports.source.as_ref())));
    }
    let verdict = fail(
        "what one thread of a core computes leaks to the other, which may run another container",
    );
    Ok(leaks.fold(verdict, |verdict, (name, report)| {
        verdict.because(Evidence::new(name.as_str(), report.as_str(), reports.source.as_ref()))
    }))
}
