//! Whether audit rules record changes of a path.

use seaworthy_core::facts::{AuditRule, AuditRules, HostFacts, is_below};

/// The rule that records, or why none does.
pub(super) enum Cover {
    By(String),
    None(&'static str),
}

/// The kernel takes the first rule that matches, so a rule that never records
/// hides the ones behind it.
pub(super) fn cover(host: &HostFacts, rules: &AuditRules, path: &str, is_folder: bool) -> Cover {
    if rules.rules.iter().any(|rule| !rule.records && rule.path.is_empty()) {
        return Cover::None("a rule for all paths never records");
    }
    let mut why = "no rule watches it";
    let (mut written, mut attributes, mut rules_that_record) = (false, false, Vec::new());
    for rule in rules.rules.iter().filter(|rule| reaches(host, rule, path, is_folder)) {
        let watched = |letter| rule.permissions.is_empty() || rule.permissions.contains(letter);
        if !rule.records && (watched('w') || watched('a')) {
            return Cover::None("a rule that never records stands before all others");
        }
        if rule.records && rule.narrowed {
            why = "its rule records only some accesses";
        } else if rule.records {
            written |= watched('w');
            attributes |= watched('a');
            rules_that_record.push(rule.text.as_str());
            why = "its rule leaves out writing or attribute changes";
        }
        if written && attributes {
            return Cover::By(rules_that_record.join("; "));
        }
    }
    if why == "no rule watches it" && part_is_watched(host, rules, path, is_folder) {
        why = "rules watch only a part of the folder";
    }
    Cover::None(why)
}

/// A folder is covered by a rule for itself or a folder above with all below
/// it; a file also by a rule for just the file.
fn reaches(host: &HostFacts, rule: &AuditRule, path: &str, is_folder: bool) -> bool {
    let watched = host.followed(&rule.path);
    if rule.recursive {
        return is_below(path, &watched);
    }
    !is_folder && watched == path
}

fn part_is_watched(host: &HostFacts, rules: &AuditRules, path: &str, is_folder: bool) -> bool {
    let below = |rule: &AuditRule| is_below(&host.followed(&rule.path), path);
    is_folder && rules.rules.iter().any(below)
}
