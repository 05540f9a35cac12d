//! `seaworthy profile ask`

use anyhow::bail;
use clap::Args;
use seaworthy_confinement::{
    Abi, Because, Decision, Syscall, Width, syscall, syscall_numbered, value_named,
};
use seaworthy_core::report::profile::{ANSWER_FORMAT, Answer, Reason, Warning};

use super::subject::{self, Subject, SubjectArguments};
use super::{Format, circumstances, view};
use crate::printer::Printer;

/// Arguments of `profile ask`.
#[derive(Args, Debug)]
pub(super) struct AskArguments {
    #[command(flatten)]
    subject: SubjectArguments,
    /// ABI of the call: x86_64, x32, i386, arm64, arm; the machine's own otherwise
    #[arg(long, value_name = "ABI", value_parser = circumstances::abi)]
    abi: Option<Abi>,
    /// The call, by name or number: socket, 41, 0x29
    #[arg(long, value_name = "NAME|NUMBER")]
    call: String,
    /// Its arguments, decimal, hexadecimal or negative: 2,1,0; missing ones are 0
    #[arg(
        long,
        value_name = "NUMBER",
        value_delimiter = ',',
        value_parser = number,
        allow_hyphen_values = true
    )]
    args: Vec<u64>,
    /// Format on stdout
    #[arg(short, long, value_enum, default_value_t, help_heading = "Output")]
    format: Format,
}

/// A register: negative numbers are two's complement.
fn number(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let read = match hexadecimal(text) {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok().or_else(|| Some(text.parse::<i64>().ok()?.cast_unsigned())),
    };
    read.ok_or_else(|| "arguments are numbers of 64 bits: 16, 0x10, -1".to_owned())
}

fn hexadecimal(text: &str) -> Option<&str> {
    text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))
}

/// A call that is asked about.
#[derive(Debug)]
struct Question {
    abi: Abi,
    number: u32,
    syscall: Option<&'static Syscall>,
    arguments: [u64; 6],
}

pub(super) fn run(arguments: &AskArguments, printer: &Printer) -> anyhow::Result<()> {
    let subject = subject::read(&arguments.subject)?;
    let question = question(arguments, arguments.abi.unwrap_or(subject.native))?;
    let decision = subject.filter.decide(question.abi, question.number, question.arguments);
    let answer = Answer {
        format: ANSWER_FORMAT.to_owned(),
        tool: view::tool(),
        target: view::target(&subject),
        environment: view::environment(&subject),
        abi: question.abi.to_string(),
        call: question.syscall.map(|syscall| syscall.name.to_owned()),
        number: question.number,
        arguments: question.arguments.iter().map(|argument| format!("{argument:#x}")).collect(),
        text: question.text(),
        outcome: view::action(decision.action),
        reason: reason(&question, &decision),
        warnings: warnings(&subject, &question, &decision),
    };
    printer.data(|out| match arguments.format {
        Format::Text => answer.write_text(printer.text_options(), out),
        Format::Json => answer.write_json(out),
    })?;
    Ok(())
}

fn question(arguments: &AskArguments, abi: Abi) -> anyhow::Result<Question> {
    let name = &arguments.call;
    let told = match hexadecimal(name) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => name.parse::<u32>(),
    };
    let abi = told.as_ref().map_or(abi, |number| abi.of_number(*number));
    let (number, syscall) = match told {
        Ok(number) => (number, syscall_numbered(abi, number)),
        Err(_) if name.starts_with(|first: char| first.is_ascii_digit()) => {
            bail!("a call's number has 32 bits: 41, 0x29; `{name}` is none")
        }
        Err(_) => match syscall(abi, name) {
            Some(syscall) => (syscall.number, Some(syscall)),
            None => {
                let others: Vec<&str> = Abi::ALL
                    .into_iter()
                    .filter(|other| syscall(*other, name).is_some())
                    .map(Abi::name)
                    .collect();
                if others.is_empty() {
                    bail!("there is no system call `{name}`");
                }
                bail!("{abi} has no system call `{name}`; it is one of {}", others.join(", "));
            }
        },
    };
    let mut registers = [0; 6];
    if arguments.args.len() > registers.len() {
        bail!("a system call has six arguments, not {}", arguments.args.len());
    }
    for (register, value) in registers.iter_mut().zip(&arguments.args) {
        *register = *value;
    }
    Ok(Question { abi, number, syscall, arguments: registers })
}

impl Question {
    /// The call's name, or its number.
    fn name(&self) -> String {
        self.syscall.map_or_else(|| format!("call {}", self.number), |call| call.name.to_owned())
    }

    fn text(&self) -> String {
        let Some(syscall) = self.syscall else { return self.name() };
        let arguments: Vec<String> = syscall
            .arguments
            .iter()
            .zip(self.arguments)
            .map(|(parameter, value)| {
                let shown =
                    if value < 0x1_0000 { value.to_string() } else { format!("{value:#x}") };
                match value_named(syscall.name, parameter.name, value) {
                    Some(word) => format!("{}={word}({shown})", parameter.name),
                    None => format!("{}={shown}", parameter.name),
                }
            })
            .collect();
        format!("{}({})", syscall.name, arguments.join(", "))
    }
}

fn reason(question: &Question, decision: &Decision) -> Reason {
    let name = question.name();
    let mut reason = Reason {
        kind: String::new(),
        rule: None,
        when: Vec::new(),
        program: None,
        instruction: None,
        text: String::new(),
    };
    (reason.kind, reason.text) = match &decision.because {
        Because::NoFilter => ("no-filter".to_owned(), "because there is no filter".to_owned()),
        Because::NeverAsked => {
            let text = "because the kernel makes this call for its own probes and asks no filter \
                        (Linux 6.14)";
            ("never-asked".to_owned(), text.to_owned())
        }
        Because::Rule { rule, when } => {
            reason.rule = Some(*rule);
            reason.when =
                when.iter().map(|each| view::condition(question.abi, &name, each)).collect();
            let conditions: Vec<&str> =
                reason.when.iter().map(|condition| condition.text.as_str()).collect();
            let when = if conditions.is_empty() {
                String::new()
            } else {
                format!(" when {}", conditions.join(" and "))
            };
            ("rule".to_owned(), format!("because rule {rule} says so for {name}{when}"))
        }
        Because::Default => {
            ("default".to_owned(), "because no rule matches: the default action".to_owned())
        }
        Because::AboveHighest { highest } => {
            let last = syscall_numbered(question.abi, *highest)
                .map_or_else(|| highest.to_string(), |call| format!("{} ({highest})", call.name));
            let text = format!(
                "because its number is above {last}, the highest call that the profile names; \
                 runc answers so that programs try an older call"
            );
            ("above-highest".to_owned(), text)
        }
        Because::ForeignAbi => {
            let text = format!("because the filter does not list {}", question.abi);
            ("foreign-abi".to_owned(), text)
        }
        Because::Program { program, instruction } => {
            reason.program = Some(*program);
            reason.instruction = Some(*instruction);
            let text =
                format!("because filter {program} returns that at instruction {instruction}");
            ("program".to_owned(), text)
        }
    };
    reason
}

/// Bits that the kernel does not read but the filter compares: a program can set
/// them as it likes and still makes the same call.
fn warnings(subject: &Subject, question: &Question, decision: &Decision) -> Vec<Warning> {
    let Some(syscall) = question.syscall else { return Vec::new() };
    let mut warnings = Vec::new();
    for (index, parameter) in syscall.arguments.iter().enumerate() {
        let bits = parameter.width.bits(question.abi);
        let is_narrow = matches!(parameter.width, Width::Int | Width::Unsigned | Width::Half);
        if !is_narrow || matches!(question.abi, Abi::I386 | Abi::Arm) {
            continue;
        }
        let mut arguments = question.arguments;
        let Some(argument) = arguments.get_mut(index) else { continue };
        *argument ^= 1 << bits;
        let value = *argument;
        let other = subject.filter.decide(question.abi, question.number, arguments);
        if other.action != decision.action {
            warnings.push(Warning {
                message: format!(
                    "the kernel reads {bits} bits of {}, the filter more: with {value:#x} in the \
                     register the same call is answered {}",
                    parameter.name, other.action
                ),
            });
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_registers() {
        assert_eq!(number("-1"), Ok(u64::MAX));
        assert_eq!(number("18446744073709551615"), Ok(u64::MAX));
        assert_eq!(number("0x10"), Ok(16));
        assert_eq!(number(" 0X1f"), Ok(31));
        assert!(number("AF_INET").is_err() && number("").is_err());
    }
}
