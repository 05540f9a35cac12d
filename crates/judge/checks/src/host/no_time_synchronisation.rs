//! Certificates, logs and tokens rest on the time.

use seaworthy_core::facts::{HostFacts, Observed, Reason, ServiceState};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "no-time-synchronisation",
    title: "nothing keeps the host's clock right",
    severity: Severity::Low,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles, FactGroup::DaemonProcess],
    explanation: include_str!("no_time_synchronisation.md"),
    fix: Fix {
        summary: "Run one time service.",
        commands: &["systemctl enable --now systemd-timesyncd"],
        risk: Risk::Safe,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let services = host.hardening.time_services.seen("time services")?;
    let verdict = if services.iter().any(|service| service.running) {
        pass()
    } else if let Some(service) = services.iter().find(|service| service.enabled) {
        // Only the process table tells, and other machines' roots have none.
        match &host.daemons {
            Observed::Known { .. } => fail(format!("{} is enabled and does not run", service.name)),
            Observed::Unreadable(Reason::Permission) => {
                return Err(Undecided::unknown("processes: permission denied"));
            }
            Observed::Absent | Observed::Unreadable(_) => pass(),
        }
    } else {
        fail("neither chrony, ntpd nor systemd-timesyncd runs or starts by itself")
    };
    let verdict = verdict.because(Evidence::new(
        "time services",
        services.len().to_string(),
        services.source.as_ref(),
    ));
    Ok(services.iter().fold(verdict, |verdict, service| {
        verdict.because(Evidence::new(
            service.name.as_str(),
            words(service),
            services.source.as_ref(),
        ))
    }))
}

fn words(service: &ServiceState) -> &'static str {
    match (service.running, service.enabled) {
        (true, true) => "runs, enabled",
        (true, false) => "runs, not enabled",
        (false, true) => "enabled, does not run",
        (false, false) => "off",
    }
}
