//! The words that rows are written in.

pub(super) use seaworthy_core::findings::Severity::{High, Low, Medium, Negligible};

pub(super) use crate::Architecture::{Arm, Arm64, I386, Riscv64, X86_64};
pub(super) use crate::Probe::{ActiveModules, Lockdown, Module, Vulnerability};
pub(super) use crate::Source::{Cis, ClipOs, Distributions, Docker, Kernel, Kspp};
pub(super) use crate::Want::{
    AtLeast, AtMost, Between, BitsWithin, HasLetters, HasWord, Is, LacksWord, Maximum, No, Not,
    Off, On, OneOf, Present, Yes,
};
pub(super) use crate::recommendation::{alt, boot, config, flaw, sysctl};
pub(super) use crate::{Alternative, Architectures, Recommendation, Version};

use crate::{Probe, Want};

/// 64-bit x86 and 64-bit Arm.
pub(super) const LARGE: Architectures = Architectures::only(X86_64).and(Arm64);

/// An option of the build that decides, or is as good.
pub(super) const fn built(name: &'static str, want: Want) -> Alternative {
    alt(Probe::Config(name), want)
}

/// A parameter of the command line that decides, or is as good.
pub(super) const fn booted(name: &'static str, want: Want) -> Alternative {
    alt(Probe::CommandLine(name), want)
}

/// A run-time parameter that decides, or is as good.
pub(super) const fn set(name: &'static str, want: Want) -> Alternative {
    alt(Probe::Sysctl(name), want)
}

/// The processor has this flaw, mitigated or not.
pub(super) const fn affected(name: &'static str) -> Alternative {
    alt(Vulnerability(name), Not(&["Not affected"]))
}

/// The name of an option before a version.
pub(super) const fn before(major: u16, minor: u16, name: &'static str) -> (&'static str, Version) {
    (name, Version::new(major, minor))
}
