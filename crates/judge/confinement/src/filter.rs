//! What the kernel enforces for a process, wherever it is known from.

mod error;

use seaworthy_core::facts::BpfProgram;

pub use error::ProgramError;

use crate::abi::Abi;
use crate::action::Action;
use crate::bpf::{Data, Program};
use crate::decision::{Because, Decision};
use crate::profile::{Environment, Profile, ProfileError, ProfileProblem};
use crate::reach::{Reach, Survey};
use crate::rules::{self, Rules};
use crate::syscalls::{syscall, syscalls};

/// A seccomp filter, or none.
#[derive(Clone, Debug)]
pub struct Filter {
    kind: Kind,
    problems: Vec<ProfileProblem>,
}

#[derive(Clone, Debug)]
enum Kind {
    None,
    /// From a profile.
    Rules(Rules),
    /// From the kernel or a file, the newest first.
    Programs(Vec<Program>),
}

impl Filter {
    /// No filter: every call is made.
    pub fn none() -> Self {
        Self { kind: Kind::None, problems: Vec::new() }
    }

    /// The filter that a runtime makes of `linux.seccomp`, an already resolved
    /// profile. The machine's own ABI always belongs to a filter; when the
    /// profile lists none, both 64-bit ones are taken for it.
    ///
    /// # Errors
    /// When the runtime would refuse it.
    pub fn from_oci(json: &str) -> Result<Self, ProfileError> {
        let profile = Profile::parse(json)?;
        let resolved = profile.as_resolved();
        let native: &[Abi] =
            if resolved.architectures.is_empty() { &[Abi::X86_64, Abi::Arm64] } else { &[] };
        let mut problems = profile.problems.clone();
        let rules = rules::build(&resolved, native, &mut problems);
        Ok(Self { kind: Kind::Rules(rules), problems })
    }

    /// The filter that engine and runtime make of a profile for one container.
    pub fn from_profile(profile: &Profile, environment: &Environment) -> Self {
        let mut problems = profile.problems.clone();
        let resolved = profile.resolve(environment);
        let rules = rules::build(&resolved, &[environment.native], &mut problems);
        Self { kind: Kind::Rules(rules), problems }
    }

    /// The filters that a process has, the newest first, as the kernel gave
    /// them. All of them run, and the strictest answer counts.
    ///
    /// # Errors
    /// When one is no program that the kernel would have taken.
    pub fn from_programs(programs: &[BpfProgram]) -> Result<Self, ProgramError> {
        let read = (1..).zip(programs).map(|(number, program)| {
            Program::from_hex(&program.0)
                .map_err(|problem| ProgramError { program: number, problem })
        });
        let programs = read.collect::<Result<_, _>>()?;
        Ok(Self { kind: Kind::Programs(programs), problems: Vec::new() })
    }

    /// One program.
    pub fn from_program(program: Program) -> Self {
        Self::of_programs(vec![program])
    }

    /// Programs that all run, the newest first.
    pub fn of_programs(programs: Vec<Program>) -> Self {
        Self { kind: Kind::Programs(programs), problems: Vec::new() }
    }

    /// What the author of the profile should know.
    pub fn problems(&self) -> &[ProfileProblem] {
        &self.problems
    }

    /// Whether there is no filter at all.
    pub fn is_none(&self) -> bool {
        matches!(self.kind, Kind::None)
    }

    /// What happens with a call. An x32 number under x86_64 is an x32 call. Two calls
    /// never meet a filter.
    pub fn decide(&self, abi: Abi, number: u32, arguments: [u64; 6]) -> Decision {
        let abi = crossed(abi, number);
        match &self.kind {
            Kind::Rules(_) | Kind::Programs(_) if is_never_asked(abi, number) => {
                Decision::new(Action::Allow, Because::NeverAsked)
            }
            Kind::None => Decision::new(Action::Allow, Because::NoFilter),
            Kind::Rules(rules) => rules.decide(abi, number, &arguments),
            Kind::Programs(programs) => {
                decide_programs(programs, &Data::new(abi, number, arguments))
            }
        }
    }

    /// What can happen with a call, over all arguments. A call that the ABI does
    /// not have never reaches the kernel's code.
    pub fn reach(&self, abi: Abi, call: &str) -> Reach {
        let Some(call) = syscall(abi, call) else { return Reach::Missing };
        self.reach_number(abi, call.number)
    }

    pub(crate) fn reach_number(&self, abi: Abi, number: u32) -> Reach {
        match &self.kind {
            Kind::None => Reach::Allowed,
            Kind::Rules(_) | Kind::Programs(_) if is_never_asked(abi, number) => Reach::Allowed,
            Kind::Rules(rules) => Reach::of_rules(rules, abi, number),
            Kind::Programs(programs) => Reach::of_programs(programs, abi, number),
        }
    }

    /// Every call of an ABI.
    pub fn survey(&self, abi: Abi) -> Survey {
        Survey::new(
            abi,
            syscalls(abi).iter().map(|call| (call, self.reach_number(abi, call.number))).collect(),
        )
    }

    /// The profile's filter as a program of our own.
    ///
    /// # Errors
    /// When it has more instructions than the kernel takes.
    pub fn compile(&self) -> Result<Option<Program>, crate::bpf::BpfError> {
        match &self.kind {
            Kind::None => Ok(None),
            Kind::Rules(rules) => crate::bpf::compile(rules).map(Some),
            Kind::Programs(programs) => Ok(programs.first().cloned()),
        }
    }
}

/// Calls that uprobes put into a program unasked: `seccomp_uprobe_exception` of
/// `kernel/seccomp.c`, Linux 6.14, lets `uretprobe` (335) and `uprobe` (336) of
/// x86_64 through every filter. A program that makes one itself gets a signal or
/// an error.
fn is_never_asked(abi: Abi, number: u32) -> bool {
    abi == Abi::X86_64 && matches!(number, 335 | 336)
}

/// The ABI that a number really belongs to.
fn crossed(abi: Abi, number: u32) -> Abi {
    match (abi, number & Abi::X32_BIT != 0) {
        (Abi::X86_64, true) => Abi::X32,
        (Abi::X32, false) => Abi::X86_64,
        (abi, _) => abi,
    }
}

fn decide_programs(programs: &[Program], data: &Data) -> Decision {
    let mut strictest: Option<Decision> = None;
    for (number, program) in (1..).zip(programs) {
        let (value, instruction) = program.run(data);
        let action = Action::from_return(value);
        let decided = Decision::new(action, Because::Program { program: number, instruction });
        strictest = match strictest {
            Some(before) if before.action.stricter(action) == before.action => Some(before),
            _ => Some(decided),
        };
    }
    strictest.unwrap_or_else(|| Decision::new(Action::Allow, Because::NoFilter))
}
