//! Syntax of unit files, systemd.syntax(7).

/// One `Key=Value` line.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Line {
    /// Section without brackets.
    pub(crate) section: String,
    /// Key.
    pub(crate) key: String,
    /// Value, continued lines joined by a space.
    pub(crate) value: String,
}

pub(crate) fn parse(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut section = String::new();
    for line in joined(text) {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
        } else if let Some((key, value)) = line.split_once('=') {
            lines.push(Line {
                section: section.clone(),
                key: key.trim().to_owned(),
                value: value.trim().to_owned(),
            });
        }
    }
    lines
}

/// Lines without comments; a comment inside a continued line is passed over.
fn joined(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut continues = false;
    for line in text.lines() {
        if line.trim_start().starts_with(['#', ';']) {
            continue;
        }
        let (body, more) = match line.strip_suffix('\\') {
            Some(body) => (format!("{body} "), true),
            None => (line.to_owned(), false),
        };
        match lines.last_mut() {
            Some(last) if continues => last.push_str(&body),
            _ => lines.push(body),
        }
        continues = more;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continued_lines_pass_over_comments() {
        let lines = parse(
            "# x\n[Service]\nExecStart=/usr/bin/dockerd \\\n# comment\n  -D\nEmpty=\n[Install]\nA = b=c\n",
        );
        assert_eq!(lines.len(), 3);
        assert_eq!(
            lines[0].value.split_whitespace().collect::<Vec<_>>(),
            ["/usr/bin/dockerd", "-D"]
        );
        assert_eq!(lines[1].value, "");
        assert_eq!((lines[2].section.as_str(), lines[2].value.as_str()), ("Install", "b=c"));
    }
}
