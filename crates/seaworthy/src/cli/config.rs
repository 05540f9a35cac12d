//! `seaworthy config show`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use seaworthy_core::policy::WaiverEntry;

use crate::exit::ExitStatus;
use crate::printer::Printer;
use crate::settings::{self, Loaded};

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

/// Environment variables that stand for an option of `audit`.
const VARIABLES: &[&str] = &[
    "SEAWORTHY_COLOR",
    "SEAWORTHY_FAIL_ON",
    "SEAWORTHY_FORMAT",
    "SEAWORTHY_ROOT",
    "SEAWORTHY_TIMEOUT",
];

pub(crate) fn run(arguments: &ConfigArguments, printer: &Printer) -> anyhow::Result<ExitStatus> {
    let ConfigCommand::Show { config } = &arguments.command;
    let loaded = settings::load(config.as_deref())?;
    let page = Page::of(&loaded);
    printer.data(|out| {
        out.write_all(page.lines.join("\n").as_bytes()).and_then(|()| out.write_all(b"\n"))
    })?;
    Ok(ExitStatus::Holds)
}

/// The settings as TOML, the origin of each behind it.
#[derive(Default)]
struct Page {
    lines: Vec<String>,
    file: String,
}

impl Page {
    fn of(loaded: &Loaded) -> Self {
        let mut page = Self::default();
        page.origin(loaded);
        page.gate(loaded);
        page.lines.push("\n[severity]".to_owned());
        for (id, severity) in &loaded.file.severity {
            page.set(id, format!("\"{severity}\""));
        }
        page.trusted(loaded);
        for waiver in &loaded.file.waive {
            page.waiver(waiver);
        }
        page.environment();
        page
    }

    fn origin(&mut self, loaded: &Loaded) {
        if let Some(path) = &loaded.path {
            self.file = path.display().to_string();
            self.lines.push(format!("# policy file: {}", self.file));
            return;
        }
        self.lines.push("# no policy file; searched:".to_owned());
        let places = settings::places();
        self.lines.extend(places.iter().map(|path| format!("#   {}", path.display())));
    }

    fn gate(&mut self, loaded: &Loaded) {
        let gate = &loaded.file.gate;
        self.lines.push("\n[gate]".to_owned());
        self.optional("fail-on", gate.fail_on.map(|severity| format!("\"{severity}\"")));
        self.optional("epss", gate.epss.map(|epss| epss.to_string()));
        self.optional("fix-age", gate.fix_age.map(|days| days.to_string()));
        for (key, on) in [
            ("review", gate.review),
            ("unknown", gate.unknown),
            ("kev", gate.kev),
            ("require-complete", gate.require_complete),
        ] {
            self.optional(key, on.then(|| "true".to_owned()));
        }
    }

    fn trusted(&mut self, loaded: &Loaded) {
        let trusted = &loaded.file.trusted;
        self.lines.push("\n[trusted]".to_owned());
        for (key, values) in [
            ("users", &trusted.users),
            ("registries", &trusted.registries),
            ("base-images", &trusted.base_images),
            ("packages", &trusted.packages),
        ] {
            self.optional(key, (!values.is_empty()).then(|| serde_json::json!(values).to_string()));
        }
    }

    fn waiver(&mut self, waiver: &WaiverEntry) {
        self.lines.push(format!("\n[[waive]]  # {}", waiver.file));
        for (key, value) in [
            ("id", &waiver.id),
            ("kind", &waiver.kind),
            ("subject", &waiver.subject),
            ("package", &waiver.package),
            ("path", &waiver.path),
            ("reason", &waiver.reason),
            ("owner", &waiver.owner),
            ("expires", &waiver.expires),
        ] {
            if !value.is_empty() {
                // A string of JSON is one of TOML.
                self.lines.push(format!("{key} = {}", serde_json::json!(value)));
            }
        }
    }

    fn environment(&mut self) {
        let set: Vec<String> = VARIABLES
            .iter()
            .filter_map(|name| std::env::var(name).ok().map(|value| format!("#   {name}={value}")))
            .collect();
        if !set.is_empty() {
            self.lines
                .push("\n# environment, before the file and after the command line:".to_owned());
            self.lines.extend(set);
        }
    }

    fn set(&mut self, key: &str, value: String) {
        self.lines.push(format!("{key} = {value}  # {}", self.file));
    }

    /// A value of the file, or a remark that the built-in default holds.
    fn optional(&mut self, key: &str, value: Option<String>) {
        match value {
            Some(value) => self.set(key, value),
            None => self.lines.push(format!("# {key}: default")),
        }
    }
}
