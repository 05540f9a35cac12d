//! A larger base device lets one container fill the pool of all.

use seaworthy_core::facts::EngineFacts;
use seaworthy_core::findings::{Risk, Severity, Undecided, Verdict, fail, pass};

use super::setting::{self};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "base-device-size-changed",
    title: "base device size changed without need",
    severity: Severity::Low,
    section: Section::Daemon,
    cis: &["2.12"],
    tags: &[],
    reads: &[FactGroup::EngineInfo, FactGroup::DaemonProcess],
    explanation: include_str!("base_device_size_changed.md"),
    fix: Fix {
        summary: "Remove dm.basesize, or leave devicemapper altogether.",
        commands: &["systemctl restart docker"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(_: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    let driver = context.info()?.driver.seen("storage driver")?;
    if *driver != "devicemapper" {
        return Err(Undecided::not_applicable(format!(
            "only devicemapper has base devices, storage driver is {}",
            *driver
        )));
    }
    let options = setting::list(context, "storage-opts")?;
    let verdict = if options.now.iter().any(|option| option.starts_with("dm.basesize=")) {
        fail("dm.basesize gives every container another size than the default 10 GB")
    } else {
        pass()
    };
    Ok(options.on(verdict.because(&driver)))
}
