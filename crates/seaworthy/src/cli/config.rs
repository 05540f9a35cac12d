//! `seaworthy config show`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::exit::ExitStatus;
use crate::printer::Printer;
use crate::settings::{self, Loaded, WorkingFolder};

/// Arguments of `config`.
#[derive(Args, Debug)]
pub(crate) struct ConfigArguments {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print what is in force for `audit`, and where each value came from
    Show {
        /// Policy file
        #[arg(long, value_name = "FILE", env = "SEAWORTHY_CONFIG")]
        config: Option<PathBuf>,
    },
}

pub(crate) fn run(arguments: &ConfigArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let ConfigCommand::Show { config } = &arguments.command;
    let loaded = settings::load(config.as_deref(), WorkingFolder::Untrusted)?;
    printer.data(|out| out.write_all(shown(&loaded).as_bytes()))?;
    Ok(ExitStatus::Holds)
}

fn shown(loaded: &Loaded) -> String {
    let origin = loaded.path.as_ref().map_or_else(|| "default".to_owned(), |path| path.display().to_string());
    let mut lines = Vec::new();
    match &loaded.path {
        Some(path) => lines.push(format!("# policy file: {}", path.display())),
        None => {
            lines.push("# no policy file; searched:".to_owned());
            lines.extend(settings::places(WorkingFolder::Untrusted).iter().map(|path| format!("#   {}", path.display())));
        }
    }
    lines.push("[gate]".to_owned());
    let gate = &loaded.file.gate;
    let mut gate_line = |key: &str, value: Option<String>, variable: &str| {
        let (value, from) = match std::env::var(variable) {
            Ok(value) if !variable.is_empty() => (value, variable.to_owned()),
            _ => match value {
                Some(value) => (value, origin.clone()),
                None => ("(not set)".to_owned(), "default".to_owned()),
            },
        };
        lines.push(format!("{key} = {value}  # {from}"));
    };
    gate_line("fail-on", gate.fail_on.map(|severity| format!("\"{severity}\"")), "SEAWORTHY_FAIL_ON");
    gate_line("review", Some(gate.review.to_string()), "");
    gate_line("unknown", Some(gate.unknown.to_string()), "");
    gate_line("require-complete", Some(gate.require_complete.to_string()), "");
    gate_line("kev", Some(gate.kev.to_string()), "");
    gate_line("epss", gate.epss.map(|epss| epss.to_string()), "");
    gate_line("fix-age", gate.fix_age.map(|days| days.to_string()), "");
    rest(loaded, &origin, &mut lines);
    lines.join("\n") + "\n"
}

fn rest(loaded: &Loaded, origin: &str, lines: &mut Vec<String>) {
    let file = &loaded.file;
    lines.push("[severity]".to_owned());
    lines.extend(file.severity.iter().map(|(id, severity)| format!("{id} = \"{severity}\"  # {origin}")));
    lines.push("[trusted]".to_owned());
    for (key, values) in [
        ("users", &file.trusted.users),
        ("registries", &file.trusted.registries),
        ("base-images", &file.trusted.base_images),
        ("packages", &file.trusted.packages),
    ] {
        let from = if values.is_empty() { "default" } else { origin };
        lines.push(format!("{key} = {values:?}  # {from}"));
    }
    for waiver in &file.waive {
        lines.push("[[waive]]".to_owned());
        lines.push(format!("id = \"{}\"  # {}", waiver.id, waiver.file));
        for (key, value) in [("subject", &waiver.subject), ("reason", &waiver.reason), ("owner", &waiver.owner), ("expires", &waiver.expires)] {
            if !value.is_empty() {
                lines.push(format!("{key} = {value:?}"));
            }
        }
    }
}
