//! Tables beside the results, each shown with the checks that it belongs to.

use std::collections::BTreeMap;

use seaworthy_checks::{catalogue, operating_system_view};
use seaworthy_core::facts::Facts;
use seaworthy_core::policy::Selection;
use seaworthy_core::report::OPERATING_SYSTEM_VIEW;
use seaworthy_core::report::defence::VIEW as DEFENCE_VIEW;
use serde_json::Value;

/// Views by their key in the report.
pub(super) fn views(
    facts: &Facts,
    selection: &Selection,
) -> anyhow::Result<BTreeMap<String, Value>> {
    let asks = |section: &str| {
        let mut headers = catalogue::entries().map(|entry| entry.header());
        headers.any(|header| header.section == section && selection.admits(&header))
    };
    let mut views = BTreeMap::new();
    let Some(host) = facts.host.value() else { return Ok(views) };
    if asks("kernel") {
        let matrix = serde_json::to_value(seaworthy_isolation::defence_matrix(facts))?;
        views.insert(DEFENCE_VIEW.to_owned(), matrix);
    }
    if asks("os") {
        let view = serde_json::to_value(operating_system_view(host))?;
        views.insert(OPERATING_SYSTEM_VIEW.to_owned(), view);
    }
    Ok(views)
}
