//! View `kernel`, format 1: what the profile of kernel recommendations changed.
//!
//! The results hold every option; this tells which advice was withheld and which
//! was rated otherwise because of what runs here. Names never change within
//! format 1 and nothing that is null is left out; fields may be added. The JSON
//! Schema is `docs/schema/kernel-1.json`.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use super::text::{Paint, Style};
use super::v1::Report;
use crate::findings::Severity;

/// Value of [`KernelView::format`].
pub const FORMAT: &str = "seaworthy-kernel/1";
/// Name of the view in a report.
pub const VIEW: &str = "kernel";
/// JSON Schema of the view, draft 2020-12.
pub const SCHEMA: &str = include_str!("../../../../docs/schema/kernel-1.json");

/// What the profile changed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct KernelView {
    /// [`FORMAT`].
    pub format: String,
    /// The profile that was asked for.
    pub profile: String,
    /// Results on recommendations of the table.
    pub options: usize,
    /// Class of bug, verdict, number of results.
    pub classes: BTreeMap<String, BTreeMap<String, usize>>,
    /// Advice that would break containers and was not given.
    pub withheld: Vec<WithheldAdvice>,
    /// Failures that are rated otherwise here, and why.
    pub rated: Vec<RatedOption>,
}

/// Advice that was not given.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct WithheldAdvice {
    /// Id of the result.
    pub id: String,
    /// The option as the kernel spells it.
    pub option: String,
    /// What following it would break.
    pub reason: String,
    /// Profiles in which it is given.
    pub given_by: Vec<String>,
}

/// A failure with another severity than its own.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct RatedOption {
    /// Id of the result.
    pub id: String,
    /// The option as the kernel spells it.
    pub option: String,
    /// Severity of the table.
    pub from: Severity,
    /// Severity here.
    pub to: Severity,
    /// Why.
    pub reason: String,
}

/// The line of the text report.
pub(super) fn remark(report: &Report, page: &mut Paint<'_>) -> io::Result<()> {
    let view = report.views.get(VIEW);
    let Some(view) = view.and_then(|view| KernelView::deserialize(view).ok()) else {
        return Ok(());
    };
    if view.withheld.is_empty() {
        return Ok(());
    }
    let count = view.withheld.len();
    let line = format!(
        "kernel profile {}: {count} recommendations withheld, as following them breaks containers",
        view.profile
    );
    page.words(0, 2, &[(Style::Plain, &line), (Style::Dim, "--kernel-profile strict gives them")])?;
    if page.verbose {
        for each in &view.withheld {
            let line = format!("{}: {}", each.option, each.reason);
            page.words(2, 4, &[(Style::Plain, &line), (Style::Dim, &each.id)])?;
        }
    }
    page.blank()
}
