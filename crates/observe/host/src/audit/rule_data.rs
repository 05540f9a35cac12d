//! `struct audit_rule_data` of `linux/audit.h`: flags (the list), action,
//! number of fields, a mask of 64 words of system calls, then 64 words each of
//! fields, values and operators, then the strings of the fields one by one.

use seaworthy_core::facts::AuditRule;

use super::fields::{Action, Fields};

const MASK_WORDS: usize = 64;
const MOST_FIELDS: usize = 64;
const PERMISSION: u32 = 106;
const WATCH: u32 = 105;
const FOLDER: u32 = 107;
/// Fields whose value is the length of a string: subject and object labels,
/// path, folder, key, executable.
const STRINGS: &[u32] = &[13, 14, 15, 16, 17, 19, 20, 21, 22, 23, WATCH, FOLDER, 112, 210];
const KEY: u32 = 210;
/// Processor architecture: rules come in pairs, one for each.
const ARCHITECTURE: u32 = 11;
const MESSAGE_KIND: u32 = 12;
const EQUAL: u32 = 0x4000_0000;
const NEVER: u32 = 0;
const LISTS: [&str; 8] =
    ["user", "task", "entry", "watch", "exit", "exclude", "filesystem", "io_uring"];

/// The rule, when it is about a path or silences all paths.
pub(crate) fn parse(message: &[u8]) -> Option<AuditRule> {
    let word = |index: usize| {
        let bytes = message.get(index * 4..index * 4 + 4)?.try_into().ok()?;
        Some(u32::from_ne_bytes(bytes))
    };
    let list = usize::try_from(word(0)?).ok()?;
    let count = usize::try_from(word(2)?).ok()?.min(MOST_FIELDS);
    let fields_at = 3 + MASK_WORDS;
    let mut strings = message.get((fields_at + 3 * MOST_FIELDS) * 4 + 4..)?;
    let mut fields = Fields {
        action: if word(1)? == NEVER { Action::Never } else { Action::Always },
        list: LISTS.get(list & 7).map_or("", |name| *name).to_owned(),
        // auditctl leaves the last word of "all calls" empty.
        some_calls: (3..3 + MASK_WORDS - 1).any(|index| word(index) != Some(u32::MAX)),
        ..Fields::default()
    };
    let mut key = String::new();
    for index in 0..count {
        let kind = word(fields_at + index)?;
        let value = word(fields_at + MOST_FIELDS + index)?;
        let is_equal = word(fields_at + 2 * MOST_FIELDS + index)? == EQUAL;
        match kind {
            PERMISSION => fields.permissions = Some(permissions(value)),
            MESSAGE_KIND if is_equal => fields.kind = Some(value),
            WATCH | FOLDER | KEY | ARCHITECTURE => {}
            other => fields.others.push(format!("field {other}")),
        }
        if !STRINGS.contains(&kind) {
            continue;
        }
        let (text, rest) = strings.split_at_checked(usize::try_from(value).ok()?)?;
        strings = rest;
        let text = String::from_utf8_lossy(text).into_owned();
        match kind {
            WATCH => fields.path = Some(text),
            FOLDER => fields.folder = Some(text),
            KEY => key = text,
            _ => {}
        }
    }
    let text = text_of(&fields, &key);
    fields.rule(text)
}

fn permissions(bits: u32) -> String {
    let letters = [(4, 'r'), (2, 'w'), (1, 'x'), (8, 'a')];
    letters.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, letter)| letter).collect()
}

/// As auditctl(8) would list it, without the fields that are not about paths.
fn text_of(fields: &Fields, key: &str) -> String {
    let action = if fields.action == Action::Never { "never" } else { "always" };
    let mut text = format!("-a {action},{}", fields.list);
    let parts = [("path", &fields.path), ("dir", &fields.folder), ("perm", &fields.permissions)];
    for (name, value) in parts {
        if let Some(value) = value {
            text.push_str(&format!(" -F {name}={value}"));
        }
    }
    if !key.is_empty() {
        text.push_str(&format!(" -F key={key}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(action: u32, fields: &[(u32, u32)], strings: &str) -> Vec<u8> {
        let mut words = vec![4, action, u32::try_from(fields.len()).unwrap()];
        words.resize(3 + MASK_WORDS, u32::MAX);
        for part in [0, 1, 2] {
            let start = words.len();
            words.extend(fields.iter().map(|field| match part {
                0 => field.0,
                1 => field.1,
                _ => 0x4000_0000,
            }));
            words.resize(start + MOST_FIELDS, 0);
        }
        words.push(u32::try_from(strings.len()).unwrap());
        let mut bytes: Vec<u8> = words.into_iter().flat_map(u32::to_ne_bytes).collect();
        bytes.extend(strings.as_bytes());
        bytes
    }

    #[test]
    fn a_folder_with_key_and_permissions() {
        let bytes = message(2, &[(FOLDER, 11), (PERMISSION, 10), (KEY, 1)], "/etc/dockerk");
        let rule = parse(&bytes).unwrap();
        assert_eq!((rule.path.as_str(), rule.recursive, rule.records), ("/etc/docker", true, true));
        assert_eq!(rule.permissions, "wa");
        assert_eq!(rule.text, "-a always,exit -F dir=/etc/docker -F perm=wa -F key=k");
    }

    #[test]
    fn a_rule_for_some_accesses_is_narrowed() {
        let narrowed = |bytes: &[u8]| parse(bytes).unwrap().narrowed;
        assert!(!narrowed(&message(2, &[(WATCH, 2), (ARCHITECTURE, 1)], "/x")));
        assert!(narrowed(&message(2, &[(WATCH, 2), (9, 1000)], "/x")));
        let mut one_call = message(2, &[(WATCH, 2)], "/x");
        one_call[12..16].copy_from_slice(&1_u32.to_ne_bytes());
        assert!(narrowed(&one_call));
    }

    #[test]
    fn what_silences_every_path() {
        let listed = |list: u32, action: u32, fields: &[(u32, u32)]| {
            let mut bytes = message(action, fields, "");
            bytes[0..4].copy_from_slice(&list.to_ne_bytes());
            parse(&bytes).map(|rule| (rule.path, rule.records))
        };
        assert_eq!(listed(1, NEVER, &[]), Some((String::new(), false)));
        assert_eq!(listed(1, NEVER, &[(1, 0)]), None);
        assert_eq!(listed(5, 2, &[(MESSAGE_KIND, 1302)]), Some((String::new(), false)));
        assert_eq!(listed(5, 2, &[(MESSAGE_KIND, 1307)]), None);
        assert_eq!(listed(4, NEVER, &[]), Some(("/".to_owned(), false)));
        assert_eq!(listed(4, 2, &[]), None);
    }

    #[test]
    fn never_records_nothing_and_lengths_that_lie_are_refused() {
        let rule = parse(&message(NEVER, &[(WATCH, 2)], "/x")).unwrap();
        assert!(!rule.records && !rule.recursive);
        assert_eq!(parse(&message(2, &[(WATCH, 3)], "/x")), None);
        assert_eq!(parse(&message(2, &[(1, 0)], "")), None);
        assert_eq!(parse(&[0; 100]), None);
    }
}
