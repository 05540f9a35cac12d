//! Without it the first program that the firmware runs may be anybody's.

use seaworthy_core::facts::{HostFacts, Observed};
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "secure-boot-off",
    title: "secure boot is off",
    severity: Severity::Low,
    section: Section::Os,
    cis: &[],
    tags: &["operating-system"],
    reads: &[FactGroup::OperatingSystem],
    explanation: include_str!("secure_boot_off.md"),
    fix: Fix {
        summary: "Switch secure boot on in the firmware; sign what you build yourself, modules too.",
        commands: &["mokutil --sb-state"],
        risk: Risk::Review,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    if host.os.secure_boot == Observed::Absent {
        return Err(Undecided::not_applicable("the machine did not start by EFI"));
    }
    let on = host.os.secure_boot.seen("secure boot")?;
    if *on {
        return Ok(pass().because(&on));
    }
    Ok(fail("the firmware starts whatever lies on the disk").because(&on))
}
