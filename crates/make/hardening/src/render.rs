//! The plan as text that `patch` and a shell understand.

use std::io;

use seaworthy_core::findings::Risk;
use seaworthy_core::report::printable;
use seaworthy_core::secrets::masks;
use similar::TextDiff;

use crate::{Plan, Step, StepKind};

/// Writes the plan: unified differences first within each risk, then commands;
/// all else is behind `#` or no difference, so `patch` can read the whole.
pub fn write_plan(plan: &Plan, out: &mut dyn io::Write) -> io::Result<()> {
    if plan.steps.is_empty() {
        return writeln!(out, "# nothing to change");
    }
    if plan.steps.iter().any(|step| matches!(step.kind, StepKind::File { .. })) {
        writeln!(
            out,
            "# all differences, in this order: patch --strip=1 --directory=/ <THIS-FILE"
        )?;
    }
    for (risk, title) in [
        (Risk::Safe, "safe: nothing stops working"),
        (Risk::Restarts, "restarts: a daemon or container has to restart"),
        (Risk::Review, "review: look first, something may depend on it"),
    ] {
        let steps: Vec<&Step> = plan.steps.iter().filter(|step| step.risk == risk).collect();
        if steps.is_empty() {
            continue;
        }
        writeln!(out, "# ---- {title}")?;
        let mut before: Option<&Step> = None;
        for step in steps {
            if before.is_none_or(|before| before.checks != step.checks) {
                writeln!(out, "\n# for {}", step.checks.join(", "))?;
            }
            write_step(step, out)?;
            before = Some(step);
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_step(step: &Step, out: &mut dyn io::Write) -> io::Result<()> {
    match &step.kind {
        StepKind::File { path, before, after } => {
            write_difference(path, before.as_deref(), after, out)
        }
        StepKind::Command { command } => writeln!(out, "{}", one_line(command)),
        StepKind::Note { text } => writeln!(out, "# {}", one_line(text)),
    }
}

fn write_difference(
    path: &str,
    before: Option<&str>,
    after: &str,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let old = before.map_or("/dev/null", |_| path);
    let difference = TextDiff::from_lines(before.unwrap_or_default(), after);
    let shown = difference.unified_diff().context_radius(3).header(old, path).to_string();
    let hidden = masks(&shown).len();
    if hidden == 0 {
        return out.write_all(shown.as_bytes());
    }
    writeln!(
        out,
        "# {hidden} values near the change are secrets and not shown: `<class, length>` stands for\n\
         # them and must not get into {}. Make this change by hand:",
        one_line(path)
    )?;
    shown.lines().try_for_each(|line| writeln!(out, "# {line}"))
}

/// Names of containers may hold anything: a line break must not become a
/// command of its own, and nothing may hide in a command to copy.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() {
            line.extend(letter.escape_default());
        } else {
            line.push(letter);
        }
    }
    printable(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_differences_and_commands() {
        let plan = Plan {
            steps: vec![
                Step {
                    kind: StepKind::File {
                        path: "/etc/docker/daemon.json".into(),
                        before: Some("{\n  \"debug\": true\n}\n".into()),
                        after: "{\n  \"debug\": true,\n  \"icc\": false\n}\n".into(),
                    },
                    risk: Risk::Restarts,
                    checks: vec!["default-bridge-icc".into()],
                },
                Step {
                    kind: StepKind::Command { command: "chmod 0644 /a\nrm -rf /".into() },
                    risk: Risk::Safe,
                    checks: vec!["mode-daemon-json".into()],
                },
            ],
        };
        let mut out = Vec::new();
        write_plan(&plan, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.find("chmod") < text.find("--- /etc/docker/daemon.json"), "{text}");
        assert!(
            text.contains("-  \"debug\": true\n+  \"debug\": true,\n+  \"icc\": false\n"),
            "{text}"
        );
        assert!(!text.contains("\nrm "), "{text}");
        assert!(text.starts_with("# all differences"), "{text}");
    }

    fn written(before: &str, after: &str) -> String {
        let kind = StepKind::File {
            path: "/etc/docker/daemon.json".into(),
            before: Some(before.into()),
            after: after.into(),
        };
        let step = Step { kind, risk: Risk::Safe, checks: vec!["x".into()] };
        let mut out = Vec::new();
        write_plan(&Plan { steps: vec![step] }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_masked_secret_is_never_offered_to_patch() {
        let before = "{\n  \"splunk-token\": \"<named-secret, 7 bytes>\"\n}\n";
        let text = written(before, &before.replace("\"\n}", "\",\n  \"icc\": false\n}"));
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
        assert!(text.contains("by hand") && text.contains("icc"), "{text}");
    }

    #[test]
    fn a_file_without_a_final_line_break_is_told_so() {
        let text = written("{\n}", "{\n  \"icc\": false\n}");
        assert!(text.contains("+  \"icc\": false\n }\n\\ No newline at end of file\n"), "{text}");
    }

    #[test]
    fn nothing_hides_in_a_command() {
        assert_eq!(one_line("docker rm a\u{202e}b\nc"), "docker rm a\\u{202e}b\\nc");
    }
}
