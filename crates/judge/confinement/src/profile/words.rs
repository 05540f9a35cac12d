//! The constants that profiles spell out.

use crate::action::{Action, EPERM, MOST_ERRNO};

use super::{Architecture, Operator};
use crate::abi::Abi;

/// An action as runc understands it; `errno` is 1 when nothing is said. The kernel
/// returns no number above 4095.
pub(super) fn action(name: &str, errno: Option<u16>) -> Option<Action> {
    let errno = errno.unwrap_or(EPERM);
    Some(match name {
        "SCMP_ACT_KILL" | "SCMP_ACT_KILL_THREAD" => Action::KillThread,
        "SCMP_ACT_KILL_PROCESS" => Action::KillProcess,
        "SCMP_ACT_TRAP" => Action::Trap,
        "SCMP_ACT_ERRNO" => Action::Errno(errno.min(MOST_ERRNO)),
        "SCMP_ACT_NOTIFY" => Action::Notify,
        "SCMP_ACT_TRACE" => Action::Trace(errno),
        "SCMP_ACT_LOG" => Action::Log,
        "SCMP_ACT_ALLOW" => Action::Allow,
        _ => return None,
    })
}

pub(super) fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "SCMP_CMP_NE" => Operator::NotEqual,
        "SCMP_CMP_LT" => Operator::Less,
        "SCMP_CMP_LE" => Operator::LessOrEqual,
        "SCMP_CMP_EQ" => Operator::Equal,
        "SCMP_CMP_GE" => Operator::GreaterOrEqual,
        "SCMP_CMP_GT" => Operator::Greater,
        "SCMP_CMP_MASKED_EQ" => Operator::Masked,
        _ => return None,
    })
}

/// Architectures of libseccomp that are not judged here.
const OTHERS: [&str; 16] = [
    "SCMP_ARCH_MIPS",
    "SCMP_ARCH_MIPS64",
    "SCMP_ARCH_MIPS64N32",
    "SCMP_ARCH_MIPSEL",
    "SCMP_ARCH_MIPSEL64",
    "SCMP_ARCH_MIPSEL64N32",
    "SCMP_ARCH_PPC",
    "SCMP_ARCH_PPC64",
    "SCMP_ARCH_PPC64LE",
    "SCMP_ARCH_S390",
    "SCMP_ARCH_S390X",
    "SCMP_ARCH_PARISC",
    "SCMP_ARCH_PARISC64",
    "SCMP_ARCH_RISCV64",
    "SCMP_ARCH_LOONGARCH64",
    "SCMP_ARCH_M68K",
];

pub(super) fn architecture(name: &str) -> Option<Architecture> {
    let known = Abi::ALL.into_iter().find(|abi| abi.profile_name() == name);
    let other = || OTHERS.contains(&name).then(|| Architecture::Other(name.to_owned()));
    known.map(Architecture::Known).or_else(other)
}

/// Names in `includes.arches`: Go's and libseccomp's older ones.
const ENGINE_ARCHITECTURES: [&str; 20] = [
    "amd64",
    "arm",
    "arm64",
    "loong64",
    "loongarch64",
    "mips",
    "mips64",
    "mips64n32",
    "mipsel",
    "mipsel64",
    "mipsel64n32",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv64",
    "s390",
    "s390x",
    "x32",
    "x86",
    "parisc",
];

pub(super) fn is_engine_architecture(name: &str) -> bool {
    ENGINE_ARCHITECTURES.contains(&name)
}

/// Flags that runc hands to the kernel.
const FLAGS: [&str; 4] = [
    "SECCOMP_FILTER_FLAG_TSYNC",
    "SECCOMP_FILTER_FLAG_LOG",
    "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
    "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV",
];

pub(super) fn is_flag(name: &str) -> bool {
    FLAGS.contains(&name)
}
