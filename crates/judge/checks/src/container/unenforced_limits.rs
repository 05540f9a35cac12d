//! Engines that accept limits and cannot enforce them.

use seaworthy_core::facts::ContainerFacts;
use seaworthy_core::findings::Evidence;

use crate::Context;

/// Evidence that configured limits do nothing: a rootless engine without
/// delegated cgroups, unless the kernel was asked and knows better.
pub(super) fn unenforced(container: &ContainerFacts, context: &Context<'_>) -> Option<Evidence> {
    let driver = context.info().ok()?.cgroup_driver.value()?;
    (driver == "none" && container.live().is_none())
        .then(|| Evidence::new("cgroup driver", driver.as_str(), "/info CgroupDriver"))
}
