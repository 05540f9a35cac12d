//! Which advice is given for the kernel, and as what.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use clap::Args;
use seaworthy_checks::KernelProfile;
use seaworthy_core::findings::Finding;
use seaworthy_core::report::kernel::VIEW;
use seaworthy_hardening::{Fragment, FragmentKind};
use serde_json::Value;

use crate::exit::ExitStatus;
use crate::printer::Printer;

/// Arguments about recommendations for the kernel.
#[derive(Args, Debug)]
pub(crate) struct AdviceArguments {
    /// Whom kernel recommendations are for: container-host (nothing that breaks containers),
    /// strict (everything), kspp (those of the Kernel Self Protection Project)
    #[arg(
        long,
        value_name = "PROFILE",
        default_value = "container-host",
        value_parser = KernelProfile::from_str,
        env = "SEAWORTHY_KERNEL_PROFILE",
        help_heading = "Policy"
    )]
    pub(super) kernel_profile: KernelProfile,
    /// Print what the kernel lacks as a file to merge: kconfig, sysctl, cmdline; changes nothing
    #[arg(
        long,
        value_name = "KIND",
        value_parser = FragmentKind::from_str,
        conflicts_with_all = ["fix_plan", "output", "baseline", "require_complete"],
        help_heading = "Output"
    )]
    pub(super) fragment: Option<FragmentKind>,
}

impl AdviceArguments {
    /// What the profile changed, as a view of the report.
    pub(super) fn view(&self, findings: &[Finding]) -> anyhow::Result<BTreeMap<String, Value>> {
        let view = seaworthy_kernel::view(findings, self.kernel_profile);
        let value = view.map(serde_json::to_value).transpose()?;
        Ok(value.into_iter().map(|value| (VIEW.to_owned(), value)).collect())
    }

    /// Prints a fragment of all that failed; accepted failures are left out.
    pub(super) fn print(
        &self,
        kind: FragmentKind,
        findings: &[Finding],
        printer: &Printer,
    ) -> anyhow::Result<ExitStatus> {
        let fragment = Fragment::new(kind, self.kernel_profile, findings);
        printer.data(|out| fragment.write(out))?;
        Ok(ExitStatus::Holds)
    }
}
