//! What a seccomp filter really allows.
//!
//! A profile is not what the kernel enforces: the engine leaves rules out by
//! capability, kernel and machine, the runtime and libseccomp make a program of
//! the rest, with rules of their own, and the kernel runs that program on every
//! call of every ABI. [`Profile`] is the first, [`Environment`] what the engine
//! decides by, and [`Filter`] the last: it answers for one call
//! ([`Filter::decide`]), for all arguments of a call ([`Filter::reach`]) and for
//! all calls ([`Filter::survey`]).
//!
//! A filter comes from a profile, or from programs that the kernel gave or a
//! file holds; those are run by an emulator of classic BPF, and every way
//! through them is explored, so both kinds answer the same questions. For one
//! container [`for_container`] chooses the best fact.
//!
//! It does not install filters, does not look at LSM profiles, and knows
//! nothing of a kernel that was built without a call or an ABI.

mod abi;
mod action;
mod bpf;
mod condition;
mod container;
mod decision;
mod filter;
mod profile;
mod reach;
mod rules;
mod syscalls;
mod version;

pub use abi::Abi;
pub use action::{Action, ENOSYS, EPERM, errno_name};
pub use bpf::{BpfError, Data, MOST_INSTRUCTIONS, Program};
pub use condition::{Condition, Operand, Test};
pub use container::{Filters, for_container};
pub use decision::{Because, Decision};
pub use filter::{Filter, ProgramError};
pub use profile::{
    Architecture, Architectures, Argument, Builtin, BuiltinError, DEFAULT_CAPABILITIES,
    Environment, LARGEST_PROFILE, Operator, Profile, ProfileError, ProfileProblem, Resolved,
    ResolvedRule, Rule, Selection, builtin, builtin_names, is_builtin_name,
};
pub use reach::{Case, Conditional, Counts, Reach, Survey};
pub use syscalls::{
    Group, Parameter, Risk, Syscall, Width, group, groups, is_known_name, syscall,
    syscall_numbered, syscalls, value_named,
};
pub use version::KernelVersion;
