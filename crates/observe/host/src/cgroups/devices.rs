//! `devices.list` of version 1: what may be opened; everything else may not.

/// A cgroup with thousands of rules is somebody's joke.
const MOST_RULES: usize = 4096;

/// Rules as `allow c 1:3 rwm`; `None` when a line is no rule.
///
/// `a *:* rwm` means that the list of exceptions, which this file does not
/// show, is of what is refused: nothing, unless somebody refused single devices.
pub(crate) fn parse(text: &str) -> Option<Vec<String>> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(MOST_RULES);
    lines.map(|line| parse_line(line).map(|rule| format!("allow {rule}"))).collect()
}

/// `c 1:3 rwm`.
fn parse_line(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [kind, numbers, access] = words.as_slice() else { return None };
    let is_number = |part: &str| {
        part == "*" || (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let numbered = numbers.split_once(':').is_some_and(|(a, b)| is_number(a) && is_number(b));
    let accessed = access.bytes().all(|byte| b"rwm".contains(&byte));
    let is_rule = matches!(*kind, "a" | "b" | "c") && numbered && accessed;
    is_rule.then(|| format!("{kind} {numbers} {access}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_a_container_and_of_everybody() {
        assert_eq!(
            parse("c 136:* rwm\nc 1:3 rwm\nb *:* m\n").unwrap(),
            ["allow c 136:* rwm", "allow c 1:3 rwm", "allow b *:* m"]
        );
        assert_eq!(parse("a *:* rwm\n").unwrap(), ["allow a *:* rwm"]);
        assert_eq!(parse("").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn what_is_no_rule_is_malformed() {
        for text in ["c 1:3", "d 1:3 r", "c 1 r", "c 1:x r", "c 1:3 rx", "c 1:3 r r"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
