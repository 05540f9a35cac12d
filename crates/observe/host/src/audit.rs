//! Rules of the kernel's audit: from the kernel itself when it answers, else
//! from the files that a service would load.

mod fields;
mod rule_data;
mod rule_file;

use rustix::io::Errno;
use seaworthy_core::facts::{AuditRule, AuditRules, AuditSource, Observed, Problem, Reason};

pub(crate) use rule_data::parse as parse_rule_data;
pub(crate) use rule_file::parse as parse_rule_file;

use crate::netlink::{Netlink, Protocol};
use crate::root::Root;

const AUDIT_GET: u16 = 1000;
const AUDIT_LIST_RULES: u16 = 1013;
const LIMIT: u64 = 4 << 20;

/// What is audited.
pub(crate) fn rules(root: &Root, problems: &mut Vec<Problem>) -> Observed<AuditRules> {
    if root.is_live() {
        match from_kernel() {
            Ok(rules) => return Observed::known(rules, "netlink AUDIT_LIST_RULES"),
            // The kernel has no audit: then nothing is recorded.
            Err(Errno::PROTONOSUPPORT) => return Observed::Absent,
            Err(errno) => problems.push(
                Problem::new("kernel audit", std::io::Error::from(errno).to_string())
                    .hint("run as root in the first user namespace to see the loaded rules"),
            ),
        }
    }
    from_files(root)
}

fn from_kernel() -> Result<AuditRules, Errno> {
    let netlink = Netlink::open(Protocol::Audit)?;
    let enabled = netlink.ask(AUDIT_GET).map(|status| is_enabled(&status))?;
    let rules = netlink.dump(AUDIT_LIST_RULES, &[])?;
    Ok(AuditRules {
        source: AuditSource::Kernel,
        enabled: match enabled {
            Some(on) => Observed::known(on, "netlink AUDIT_GET"),
            None => Observed::Unreadable(Reason::Malformed),
        },
        rules: rules.iter().filter_map(|rule| parse_rule_data(rule)).collect(),
    })
}

/// `struct audit_status`: a mask, then `enabled` (2 is on and locked).
fn is_enabled(status: &[u8]) -> Option<bool> {
    let bytes = status.get(4..8)?.try_into().ok()?;
    Some(u32::from_ne_bytes(bytes) != 0)
}

fn from_files(root: &Root) -> Observed<AuditRules> {
    let mut found: Vec<AuditRule> = Vec::new();
    let mut read = false;
    let mut refused = None;
    for path in rule_files(root) {
        match root.text(&path, LIMIT) {
            Observed::Known { value, .. } => {
                read = true;
                for rule in parse_rule_file(&value) {
                    if !found.contains(&rule) {
                        found.push(rule);
                    }
                }
            }
            Observed::Absent => {}
            Observed::Unreadable(reason) => refused = Some(reason),
        }
    }
    match refused {
        Some(reason) => Observed::Unreadable(reason),
        None if !read => Observed::Unreadable(Reason::NotCollected),
        None => Observed::known(
            AuditRules { source: AuditSource::Files, rules: found, ..AuditRules::default() },
            "/etc/audit/audit.rules, /etc/audit/rules.d",
        ),
    }
}

fn rule_files(root: &Root) -> Vec<String> {
    let names = root.names("/etc/audit/rules.d");
    let parts = names.value().cloned().unwrap_or_default();
    let parts = parts.into_iter().filter(|name| name.ends_with(".rules"));
    std::iter::once("/etc/audit/audit.rules".to_owned())
        .chain(parts.map(|name| format!("/etc/audit/rules.d/{name}")))
        .collect()
}
