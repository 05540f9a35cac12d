//! Profiles for a terminal: what depends on arguments first, then what is
//! dangerous and allowed, then the rest by outcome.

use std::collections::BTreeMap;
use std::io;

use super::{AbiView, Action, Answer, Call, Case, ProfileView};
use crate::report::printable;
use crate::report::text::TextOptions;

/// Column in which the conditions of a call start.
const MARGIN: usize = 22;

pub(super) fn view(
    view: &ProfileView,
    options: TextOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "{}", heading(view))?;
    for problem in &view.problems {
        let rule = problem.rule.map_or_else(String::new, |rule| format!("rule {rule}: "));
        lines(out, options, "  ! ", "    ", &format!("{rule}{}", problem.message))?;
    }
    for abi in &view.abis {
        writeln!(out)?;
        one_abi(abi, options, out)?;
    }
    Ok(())
}

fn heading(view: &ProfileView) -> String {
    let name = printable(&view.target.name);
    let place = view.environment.as_ref().map_or_else(String::new, |environment| {
        let capabilities = match environment.capabilities.len() {
            1 => "1 capability".to_owned(),
            count => format!("{count} capabilities"),
        };
        format!(" on {}, Linux {}, with {capabilities}", environment.machine, environment.kernel)
    });
    if view.target.filtered {
        format!("{name}: what the kernel does{place}")
    } else {
        format!("{name}: no seccomp filter, every call is made")
    }
}

fn one_abi(abi: &AbiView, options: TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let counts = &abi.counts;
    let parts = [
        (counts.allowed, "allowed"),
        (counts.conditional, "depend on arguments"),
        (counts.refused, "refused"),
        (counts.missing, "answered ENOSYS"),
        (counts.killed, "kill the caller"),
        (counts.asked, "left to another process"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| format!("{count} {words}"))
        .collect();
    let sum = format!("{}: {} calls: {}", abi.abi, counts.total, parts.join(", "));
    lines(out, options, "", "  ", &sum)?;
    let conditional: Vec<&Call> =
        abi.calls.iter().filter(|call| call.outcome == "conditional").collect();
    if !conditional.is_empty() {
        writeln!(out, "\n  depends on arguments")?;
    }
    for call in conditional {
        one_call(call, options, out)?;
    }
    dangerous(abi, options, out)?;
    for (outcome, names) in by_outcome(abi) {
        writeln!(out, "\n  {outcome} ({})", names.len())?;
        lines(out, options, "    ", "    ", &names.join(" "))?;
    }
    Ok(())
}

fn one_call(call: &Call, options: TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let indent = " ".repeat(MARGIN);
    let mut first = format!("    {:<width$}", call.name, width = MARGIN - 4);
    let Some(otherwise) = &call.otherwise else {
        return lines(out, options, &first, &indent, "too involved to be told; ask about one call");
    };
    for (action, when) in told(&call.cases) {
        lines(out, options, &first, &indent, &format!("{}: {when}", action.words()))?;
        first.clone_from(&indent);
    }
    lines(out, options, &first, &indent, &format!("else {}", otherwise.words()))
}

/// Neighbouring cases of one outcome; values of one comparison in one list.
fn told(cases: &[Case]) -> Vec<(&Action, String)> {
    let mut told: Vec<(&Action, Vec<String>)> = Vec::new();
    let mut stem = String::new();
    for case in cases {
        let when: Vec<&str> = case.when.iter().map(|condition| condition.text.as_str()).collect();
        let text = when.join(" and ");
        let (start, value) = text.split_once(" = ").unwrap_or((&text, ""));
        let goes_on = case.when.len() == 1 && !value.is_empty() && start == stem;
        stem = if case.when.len() == 1 { start.to_owned() } else { String::new() };
        match told.last_mut() {
            Some((action, texts)) if **action == case.outcome => {
                match texts.last_mut().filter(|_| goes_on) {
                    Some(last) => *last += &format!(", {value}"),
                    None => texts.push(text),
                }
            }
            _ => told.push((&case.outcome, vec![text])),
        }
    }
    told.into_iter().map(|(action, texts)| (action, texts.join("; or "))).collect()
}

fn dangerous(abi: &AbiView, options: TextOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let mut groups: Vec<(&super::Group, Vec<&str>)> = Vec::new();
    let lets = |action: &Action| {
        !matches!(action.action.as_str(), "errno" | "trap") && !action.action.starts_with("kill")
    };
    for call in &abi.calls {
        let reachable = match call.outcome.as_str() {
            "conditional" => {
                call.otherwise.as_ref().is_none_or(lets)
                    || call.cases.iter().any(|case| lets(&case.outcome))
            }
            outcome => matches!(outcome, "allowed" | "logged" | "notified" | "traced"),
        };
        let Some(group) = call.group.as_ref().filter(|_| reachable) else { continue };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, names)) => names.push(&call.name),
            None => groups.push((group, vec![&call.name])),
        }
    }
    let rank = |risk: &str| ["extreme", "high", "raised"].iter().position(|known| *known == risk);
    groups.sort_by_key(|(group, _)| rank(&group.risk));
    if !groups.is_empty() {
        writeln!(out, "\n  reachable and dangerous")?;
    }
    for (group, names) in groups {
        let first = format!("    {:<width$}", group.risk, width = MARGIN - 4);
        let text = format!("{}: {} ({})", group.id, names.join(" "), group.reason);
        lines(out, options, &first, &" ".repeat(MARGIN), &text)?;
    }
    Ok(())
}

/// Names by what happens, the most frequent outcome last.
fn by_outcome(abi: &AbiView) -> Vec<(String, Vec<&str>)> {
    let mut outcomes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for call in abi.calls.iter().filter(|call| call.outcome != "conditional") {
        let words = call.otherwise.as_ref().map_or_else(String::new, Action::words);
        outcomes.entry(words).or_default().push(&call.name);
    }
    let mut outcomes: Vec<(String, Vec<&str>)> = outcomes.into_iter().collect();
    for (_, names) in &mut outcomes {
        names.sort_unstable();
    }
    outcomes.sort_by_key(|(_, names)| names.len());
    outcomes
}

pub(super) fn answer(
    answer: &Answer,
    options: TextOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "{}", answer.outcome.words())?;
    lines(out, options, "  ", "  ", &format!("{} on {}", answer.text, answer.abi))?;
    lines(out, options, "  ", "  ", &answer.reason.text)?;
    for warning in &answer.warnings {
        lines(out, options, "  ! ", "    ", &warning.message)?;
    }
    Ok(())
}

/// Text in the width of the terminal; names in it must not drive one.
fn lines(
    out: &mut dyn io::Write,
    options: TextOptions,
    first: &str,
    rest: &str,
    text: &str,
) -> io::Result<()> {
    let wrap = textwrap::Options::new(options.width.max(40))
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(&printable(text), wrap).iter().try_for_each(|line| writeln!(out, "{line}"))
}
