//! A member of `syscalls`.

use seaworthy_core::facts::CapabilitySets;
use serde_json::Value;

use super::{Fields, ProfileError, unknown};
use crate::action::Action;
use crate::profile::{Argument, Operator, ProfileProblem, Rule, Selection, words};
use crate::syscalls::is_known_name;
use crate::version::KernelVersion;

/// Conditions of one rule. Nobody writes that many by hand, and every one of
/// them costs instructions.
const MOST_ARGUMENTS: usize = 256;

/// The last argument that a filter sees.
const LAST_ARGUMENT: u64 = 5;

pub(super) fn parse(
    value: &Value,
    number: usize,
    problems: &mut Vec<ProfileProblem>,
) -> Result<Rule, ProfileError> {
    let rule = Some(number);
    let mut fields = Fields::of(value, rule, "")?;
    let errno = fields.errno("errnoRet", "errno")?;
    let action = match fields.text("action")? {
        Some(name) => {
            words::action(&name, errno).ok_or_else(|| unknown(rule, "action", &name, "action"))?
        }
        None => return Err(fields.error("action", "missing")),
    };
    let names = names(&mut fields)?;
    if action == Action::Notify && names.iter().any(|name| name == "write") {
        // runc answers over the connection that the listener would stop.
        return Err(fields.error("action", "runc refuses SCMP_ACT_NOTIFY for `write`"));
    }
    let arguments = arguments(&mut fields, number, problems)?;
    let read = Rule {
        action,
        arguments,
        includes: selection(&mut fields, "includes", number, problems)?,
        excludes: selection(&mut fields, "excludes", number, problems)?,
        comment: fields.text("comment")?.unwrap_or_default(),
        names,
    };
    if errno.is_some() && !matches!(action, Action::Errno(_) | Action::Trace(_)) {
        problems.push(ProfileProblem::new(rule, "errnoRet says nothing for this action"));
    }
    check_names(&read, number, problems);
    fields.rest(problems);
    Ok(read)
}

fn names(fields: &mut Fields<'_>) -> Result<Vec<String>, ProfileError> {
    let names = fields.texts("names")?;
    match fields.text("name")? {
        Some(name) if !name.is_empty() => {
            if names.is_empty() {
                Ok(vec![name])
            } else {
                Err(fields.error("name", "a rule has either `name` or `names`"))
            }
        }
        _ => Ok(names),
    }
}

fn check_names(rule: &Rule, number: usize, problems: &mut Vec<ProfileProblem>) {
    if rule.names.is_empty() {
        problems.push(ProfileProblem::new(Some(number), "names no call, so it does nothing"));
    }
    for name in &rule.names {
        let elsewhere =
            ["s390_", "riscv_", "ppc_", "spu_", "swapcontext", "pciconfig_", "subpage_"];
        if !is_known_name(name) && !elsewhere.iter().any(|start| name.starts_with(start)) {
            let shown: String = name.chars().take(60).collect();
            let message = format!("no call is named `{shown}`, so runtimes ignore it");
            problems.push(ProfileProblem::new(Some(number), message));
        }
    }
}

fn arguments(
    fields: &mut Fields<'_>,
    number: usize,
    problems: &mut Vec<ProfileProblem>,
) -> Result<Vec<Argument>, ProfileError> {
    let values = fields.list("args")?;
    super::within("conditions in one rule", values.len(), MOST_ARGUMENTS)?;
    // Old profiles have a null for "no condition".
    values
        .iter()
        .filter(|value| !value.is_null())
        .map(|value| argument(value, number, problems))
        .collect()
}

fn argument(
    value: &Value,
    number: usize,
    problems: &mut Vec<ProfileProblem>,
) -> Result<Argument, ProfileError> {
    let rule = Some(number);
    let mut fields = Fields::of(value, rule, "args.")?;
    let index = fields.number("index")?.unwrap_or_default();
    if index > LAST_ARGUMENT {
        return Err(fields.error("index", format!("{index} is past the last argument, 5")));
    }
    let operator = fields.text("op")?.unwrap_or_default();
    let read = Argument {
        index: u8::try_from(index).unwrap_or_default(),
        value: fields.number("value")?.unwrap_or_default(),
        value_two: fields.number("valueTwo")?.unwrap_or_default(),
        operator: words::operator(&operator)
            .ok_or_else(|| unknown(rule, "args.op", &operator, "comparison"))?,
    };
    if read.operator == Operator::Masked {
        if read.value_two & !read.value != 0 {
            let message = "valueTwo has bits outside the mask; libseccomp drops them";
            problems.push(ProfileProblem::new(rule, message));
        }
    } else if read.value_two != 0 {
        let message = "valueTwo says nothing for this comparison";
        problems.push(ProfileProblem::new(rule, message));
    }
    fields.rest(problems);
    Ok(read)
}

fn selection(
    fields: &mut Fields<'_>,
    name: &'static str,
    number: usize,
    problems: &mut Vec<ProfileProblem>,
) -> Result<Selection, ProfileError> {
    let prefix = if name == "includes" { "includes." } else { "excludes." };
    let Some(value) = fields.take(name) else { return Ok(Selection::default()) };
    let mut inner = Fields::of(value, Some(number), prefix)?;
    let kernel = match inner.text("minKernel")?.filter(|text| !text.is_empty()) {
        Some(text) => Some(
            min_kernel(&text)
                .ok_or_else(|| inner.error("minKernel", format!("`{text:.40}` is not like 4.8")))?,
        ),
        None => None,
    };
    let read = Selection {
        capabilities: inner.texts("caps")?,
        architectures: inner.texts("arches")?,
        kernel,
    };
    let strange = read.capabilities.iter().filter(|name| !is_capability(name));
    for name in strange.take(16) {
        let message = format!("no container has a capability `{name:.60}`");
        problems.push(ProfileProblem::new(Some(number), message));
    }
    let foreign = read.architectures.iter().filter(|name| !words::is_engine_architecture(name));
    for name in foreign.take(16) {
        let message = format!("no machine is named `{name:.60}`");
        problems.push(ProfileProblem::new(Some(number), message));
    }
    inner.rest(problems);
    Ok(read)
}

/// Exactly two numbers, not both zero.
fn min_kernel(text: &str) -> Option<KernelVersion> {
    let (major, minor) = text.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(major) || !digits(minor) || (major == "0" && minor == "0") {
        return None;
    }
    KernelVersion::parse(text)
}

fn is_capability(name: &str) -> bool {
    let Some(bare) = name.strip_prefix("CAP_") else { return false };
    CapabilitySets::names(u64::MAX).contains(bare) && !bare.starts_with("BIT_")
}
