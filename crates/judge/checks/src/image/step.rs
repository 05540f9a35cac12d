//! Build steps, read from the history of an image.
//!
//! The classic builder, BuildKit, Buildah and Kaniko each record the same
//! instruction in another spelling.

use seaworthy_core::facts::{HistoryEntry, ImageFacts};
use seaworthy_core::findings::{Evidence, Undecided};

use super::shell::{self, Command};

/// One step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Step<'a> {
    /// `RUN`, `ADD` …; empty when the entry is no instruction.
    pub(crate) instruction: &'a str,
    /// What follows the instruction; for `RUN` without shell and arguments.
    pub(crate) text: &'a str,
    /// It made the lowest layer of the image.
    pub(crate) lowest: bool,
}

const INSTRUCTIONS: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

const SHELLS: &[&str] =
    &["/bin/sh -", "/bin/bash -", "/usr/bin/bash -", "/bin/ash -", "/bin/dash -"];

/// The steps of an image, oldest first; unknown when it keeps none.
pub(crate) fn steps(image: &ImageFacts) -> Result<Vec<Step<'_>>, Undecided> {
    image.history.seen("build history")?;
    let entries = image.history.value().map(Vec::as_slice).unwrap_or_default();
    if entries.iter().all(|entry| entry.created_by.trim().is_empty()) {
        return Err(Undecided::unknown("build history: the image keeps none"));
    }
    let lowest = entries.iter().position(|entry| !entry.empty_layer);
    let step = |(index, entry)| Step { lowest: Some(index) == lowest, ..parse(entry) };
    Ok(entries.iter().enumerate().map(step).collect())
}

impl Step<'_> {
    /// The commands of a `RUN`; none of other instructions.
    pub(crate) fn commands(&self) -> Vec<Command> {
        if self.instruction == "RUN" { shell::commands(self.text) } else { Vec::new() }
    }

    /// The step as evidence.
    pub(crate) fn evidence(&self) -> Evidence {
        Evidence::new("build step", format!("{} {}", self.instruction, self.text), "/history")
    }
}

fn parse(entry: &HistoryEntry) -> Step<'_> {
    let text = entry.created_by.trim();
    let text = text.strip_suffix("# buildkit").unwrap_or(text).trim_end();
    let (text, nop) = match text.split_once("#(nop)") {
        Some((_, rest)) => (rest.trim_start(), true),
        None => (text, false),
    };
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let (instruction, text) = match INSTRUCTIONS.iter().find(|name| **name == first) {
        Some(&"RUN") => ("RUN", without_shell(rest.trim())),
        Some(name) => (*name, rest.trim()),
        None if !nop && (text.starts_with('|') || starts_shell(text)) => {
            ("RUN", without_shell(text))
        }
        None => ("", text),
    };
    Step { instruction, text, lowest: false }
}

fn starts_shell(text: &str) -> bool {
    SHELLS.iter().any(|shell| text.starts_with(shell))
}

/// The script of `|1 NAME=value /bin/sh -o pipefail -c SCRIPT`.
fn without_shell(text: &str) -> &str {
    let shell = SHELLS.iter().filter_map(|shell| Some((text.find(shell)?, shell.len() - 1))).min();
    let Some((at, length)) = shell.filter(|(at, _)| *at == 0 || text.starts_with('|')) else {
        return text;
    };
    let mut rest = text.get(at + length..).unwrap_or_default();
    while let Some((flag, after)) = rest.split_once(char::is_whitespace) {
        if !(flag.starts_with('-') || flag == "pipefail") {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builder_records_in_its_own_way() {
        for (recorded, instruction, text) in [
            ("/bin/sh -c apt-get update", "RUN", "apt-get update"),
            ("|1 A=b c /bin/sh -c make", "RUN", "make"),
            ("RUN /bin/sh -c make all # buildkit", "RUN", "make all"),
            ("RUN |1 A=b /bin/bash -eo pipefail -c make # buildkit", "RUN", "make"),
            ("RUN make /bin/sh -c", "RUN", "make /bin/sh -c"),
            ("/bin/sh -c #(nop) ADD file:ab12 in / ", "ADD", "file:ab12 in /"),
            ("ADD rootfs.tar.xz / # buildkit", "ADD", "rootfs.tar.xz /"),
            ("/bin/sh -c #(nop)  CMD [\"bash\"]", "CMD", "[\"bash\"]"),
            ("# debian.sh --arch 'amd64' out/", "", "# debian.sh --arch 'amd64' out/"),
            ("", "", ""),
        ] {
            let entry = HistoryEntry { created_by: recorded.to_owned(), ..Default::default() };
            let step = parse(&entry);
            assert_eq!((step.instruction, step.text), (instruction, text), "{recorded}");
        }
    }
}
