//! Opening a socket of a rare protocol loads its module, also from a container.

use seaworthy_core::facts::{HostFacts, Observed, RareModule};
use seaworthy_core::findings::{Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "rare-kernel-modules-loadable",
    title: "rarely needed kernel modules can be loaded",
    severity: Severity::Low,
    section: Section::Host,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::HostFiles, FactGroup::Kernel],
    explanation: include_str!("rare_kernel_modules_loadable.md"),
    fix: Fix {
        summary: "Tell modprobe not to load those that nothing here uses.",
        commands: &["echo 'install dccp /bin/false' >> /etc/modprobe.d/seaworthy.conf"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    if host.hardening.rare_modules == Observed::Absent {
        return Err(Undecided::not_applicable("this kernel has no modules on this machine"));
    }
    let modules = host.hardening.rare_modules.seen("kernel modules")?;
    let disabled = host.sysctls.get("kernel.modules_disabled").and_then(Observed::value);
    if disabled.is_some_and(|value| value.trim() == "1") {
        return Ok(pass().because(Evidence::new("kernel.modules_disabled", "1", "/proc/sys")));
    }
    let open: Vec<&RareModule> = modules.iter().filter(|module| !module.blocked).collect();
    let source = modules.source.as_ref();
    let Some(_) = open.first() else {
        let count = modules.len().to_string();
        return Ok(pass().because(Evidence::new("rare modules, all refused", count, source)));
    };
    let names: Vec<&str> = open.iter().map(|module| module.name.as_str()).collect();
    let loaded: Vec<&str> =
        open.iter().filter(|module| module.loaded).map(|module| module.name.as_str()).collect();
    let lines: Vec<String> = open
        .iter()
        .filter(|module| !module.loaded)
        .map(|module| format!("install {} /bin/false", module.name))
        .collect();
    let remedy = Remedy::review(CHECK.fix.summary)
        .command(format!("printf '%s\\n' '{}' > /etc/modprobe.d/rare.conf", lines.join("' '")));
    Ok(fail(format!("{} may be loaded", names.join(", ")))
        .because(Evidence::new("not refused", names.join(", "), source))
        .because(Evidence::new("loaded now", loaded.join(", "), "/proc/modules"))
        .fix(remedy))
}
