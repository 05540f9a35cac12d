//! `seaworthy completions`

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::exit::ExitStatus;
use crate::printer::Printer;

/// Arguments of `completions`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(
    arguments: &CompletionsArguments,
    printer: &Printer,
) -> anyhow::Result<ExitStatus> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "seaworthy",
        &mut script,
    );
    printer.data(|out| out.write_all(&script))?;
    Ok(ExitStatus::Holds)
}
