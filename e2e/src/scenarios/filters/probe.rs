//! A program that makes system calls inside a container and tells the answers.

use crate::docker::{IMAGE, output};
use crate::trouble::ensure;
use crate::{Docker, Ground, Trouble};
use seaworthy_confinement::Abi;
use std::path::PathBuf;
use std::process::Command;

const SOURCE: &str = include_str!("probe.c");

/// The program, compiled into a folder that containers mount.
pub(in crate::scenarios) struct Probe {
    folder: PathBuf,
}

/// A call: ABI, number and registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) abi: Abi,
    pub(super) number: u32,
    pub(super) registers: [u64; 6],
}

impl Probe {
    /// Compiles it; without a static C library the scenario is skipped.
    pub(in crate::scenarios) fn new(ground: &Ground) -> Result<Self, Trouble> {
        let folder = ground.make_folder("probe")?;
        let source = ground.write("probe/probe.c", SOURCE)?;
        let mut compiler = Command::new("cc");
        compiler.args(["-O1", "-static", "-o"]).arg(folder.join("probe")).arg(source);
        output(&mut compiler)
            .map_err(|trouble| Trouble::Skip(format!("no static C program: {trouble}")))?;
        Ok(Self { folder })
    }

    /// The option that shows the folder to a container.
    pub(in crate::scenarios) fn mount(&self) -> String {
        format!("--volume={}:/probe:ro", self.folder.display())
    }

    /// The answers in a container with these options: 0, an errno, or how it ended.
    pub(super) fn answers(
        &self,
        docker: &Docker,
        (name, options): (&str, &[&str]),
        calls: &[Call],
    ) -> Result<Vec<String>, Trouble> {
        let file = self.folder.join(name);
        let lines: Vec<String> = calls.iter().map(Call::line).collect();
        std::fs::write(&file, lines.concat()).map_err(Trouble::file(&file))?;
        let (mount, question) = (self.mount(), format!("/probe/{name}"));
        let start = ["run", "--rm", "--network=none", &mount];
        let end = [IMAGE, "/probe/probe", &question];
        let printed = docker.run(&[&start, options, &end].concat())?;
        let answers: Vec<String> = printed.lines().map(str::to_owned).collect();
        ensure(answers.len() == calls.len(), || {
            format!("{name}: {} answers to {} calls: {printed}", answers.len(), calls.len())
        })?;
        Ok(answers)
    }
}

impl Call {
    fn line(&self) -> String {
        let registers: Vec<String> =
            self.registers.iter().map(|register| format!(" {register:x}")).collect();
        format!("{} {:x}{}\n", self.abi, self.number, registers.concat())
    }
}
