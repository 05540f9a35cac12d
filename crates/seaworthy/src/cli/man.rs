//! `seaworthy man`

use clap::CommandFactory as _;

use crate::exit::ExitStatus;
use crate::printer::Printer;

/// One page with all commands, so that `man` needs no further files.
pub(crate) fn run(printer: &Printer) -> anyhow::Result<ExitStatus> {
    let mut command = super::Arguments::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for each in
        command.get_subcommands().filter(|each| !each.is_hide_set() && each.get_name() != "help")
    {
        let man = clap_mangen::Man::new(each.clone());
        page.extend_from_slice(format!(".SH \"{}\"\n", each.get_name().to_uppercase()).as_bytes());
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    printer.data(|out| out.write_all(&page))?;
    Ok(ExitStatus::Holds)
}
