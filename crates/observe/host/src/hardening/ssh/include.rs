//! Paths that a pattern of `Include` names: `*` and `?` in the last part, as
//! every shipped configuration has it.

use crate::root::Root;

/// Files in the order in which the server reads them. A name without a folder
/// is below `/etc/ssh`.
pub(super) fn matching(root: &Root, pattern: &str) -> Vec<String> {
    let path =
        if pattern.starts_with('/') { pattern.to_owned() } else { format!("/etc/ssh/{pattern}") };
    let Some((folder, name)) = path.rsplit_once('/') else { return Vec::new() };
    if !name.contains(['*', '?']) {
        return vec![path];
    }
    let names = root.names(if folder.is_empty() { "/" } else { folder });
    let found = names.value().into_iter().flatten();
    found
        .filter(|found| !found.starts_with('.') && matches(name.as_bytes(), found.as_bytes()))
        .map(|found| format!("{folder}/{found}"))
        .collect()
}

/// Whether a name is one that the pattern means. Runs in the product of both
/// lengths at most: only the last star is ever tried again.
pub(crate) fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = name.get(seen) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(b'?') => (at, seen) = (at + 1, seen + 1),
            Some(wanted) if wanted == byte => (at, seen) = (at + 1, seen + 1),
            _ => {
                let Some((of_star, from)) = star else { return false };
                star = Some((of_star, from + 1));
                (at, seen) = (of_star + 1, from + 1);
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, name, wanted) in [
            ("*.conf", "10-a.conf", true),
            ("*.conf", "10-a.conf.bak", false),
            ("a*b*c", "aXbbYc", true),
            ("a*b*c", "ac", false),
            ("?.conf", "1.conf", true),
            ("*", "x", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), wanted, "{pattern} {name}");
        }
    }
}
