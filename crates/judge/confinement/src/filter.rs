//! What the kernel enforces for a process, wherever it is known from.

mod error;

use seaworthy_core::facts::BpfProgram;

pub use error::ProgramError;

use crate::abi::Abi;
use crate::action::Action;
use crate::bpf::{BpfError, Data, Program};
use crate::decision::{Because, Decision};
use crate::profile::{Environment, Profile, ProfileError, ProfileProblem};
use crate::reach::{Reach, Survey};
use crate::rules::{self, Rules};
use crate::syscalls::{syscall, syscalls};

/// `MAX_INSNS_PER_PATH` of `kernel/seccomp.c`: the kernel runs all filters of a
/// process on every call and lets them grow no longer together.
const MOST_TOGETHER: usize = 32_768;

/// Instructions that a filter counts beside its own.
const FILTER_OVERHEAD: usize = 4;

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

    /// What an empty profile asks for.
    pub fn off() -> Self {
        let problem = ProfileProblem::new(None, ProfileError::Empty.to_string());
        Self { kind: Kind::None, problems: vec![problem] }
    }

    /// The filter that a runtime makes of `linux.seccomp`, an already resolved
    /// profile. The machine's own ABI always belongs to a filter; when the
    /// profile lists none, both 64-bit ones are taken for it.
    ///
    /// # Errors
    /// When the runtime would refuse it.
    pub fn from_oci(json: &str) -> Result<Self, ProfileError> {
        let profile = match Profile::parse(json) {
            Err(ProfileError::Empty) => return Ok(Self::off()),
            read => read?,
        };
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
        Self::of_programs(read.collect::<Result<_, _>>()?)
    }

    /// One program.
    pub fn from_program(program: Program) -> Self {
        Self { kind: Kind::Programs(vec![program]), problems: Vec::new() }
    }

    /// Programs that all run, the newest first.
    ///
    /// # Errors
    /// When they are longer together than the kernel allows.
    pub fn of_programs(programs: Vec<Program>) -> Result<Self, ProgramError> {
        let mut together = 0;
        for (number, program) in (1..).zip(&programs) {
            together += program.len() + FILTER_OVERHEAD;
            if together > MOST_TOGETHER {
                return Err(ProgramError { program: number, problem: BpfError::TooManyTogether });
            }
        }
        Ok(Self { kind: Kind::Programs(programs), problems: Vec::new() })
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
        let abi = abi.of_number(number);
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
    pub fn compile(&self) -> Result<Option<Program>, BpfError> {
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
