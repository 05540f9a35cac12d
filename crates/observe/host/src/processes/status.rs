//! `/proc/PID/status`, proc(5).

use seaworthy_core::facts::CapabilitySets;

/// The lines that are read; `None` where the kernel does not have them.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Status {
    /// Real and effective user id.
    pub(crate) uid: Option<(u32, u32)>,
    /// Real and effective group id.
    pub(crate) gid: Option<(u32, u32)>,
    /// Supplementary groups.
    pub(crate) groups: Option<Vec<u32>>,
    /// Parent process.
    pub(crate) parent: Option<u32>,
    /// Process id in each process namespace, the innermost last.
    pub(crate) pids: Vec<u32>,
    /// Capability sets.
    pub(crate) capabilities: Option<CapabilitySets>,
    /// Seccomp mode.
    pub(crate) seccomp: Option<u8>,
    /// No-new-privileges bit.
    pub(crate) no_new_privileges: Option<bool>,
    /// Number of seccomp filters, Linux 5.9 and later.
    pub(crate) filters: Option<u32>,
    /// CPUs that it may run on, `0-3,8`.
    pub(crate) cpus: Option<String>,
}

impl Status {
    /// Process id in its own namespace.
    pub(crate) fn innermost_pid(&self) -> Option<u32> {
        self.pids.last().copied()
    }
}

pub(crate) fn parse(text: &str) -> Status {
    let mut status = Status::default();
    let mut sets = [None; 5];
    for line in text.lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        let hexadecimal = || u64::from_str_radix(value, 16).ok();
        match key {
            "Uid" => status.uid = real_and_effective(value),
            "Gid" => status.gid = real_and_effective(value),
            "Groups" => {
                status.groups = value.split_whitespace().map(|id| id.parse().ok()).collect();
            }
            "PPid" => status.parent = value.parse().ok(),
            "NSpid" => {
                let pids: Option<_> = value.split_whitespace().map(|id| id.parse().ok()).collect();
                status.pids = pids.unwrap_or_default();
            }
            "CapInh" => sets[0] = hexadecimal(),
            "CapPrm" => sets[1] = hexadecimal(),
            "CapEff" => sets[2] = hexadecimal(),
            "CapBnd" => sets[3] = hexadecimal(),
            "CapAmb" => sets[4] = hexadecimal(),
            "Seccomp" => status.seccomp = value.parse().ok(),
            "Seccomp_filters" => status.filters = value.parse().ok(),
            "Cpus_allowed_list" => status.cpus = Some(value.to_owned()),
            "NoNewPrivs" => status.no_new_privileges = value.parse::<u8>().ok().map(|bit| bit != 0),
            _ => {}
        }
    }
    if let [Some(inheritable), Some(permitted), Some(effective), Some(bounding), ambient] = sets {
        let ambient = ambient.unwrap_or_default();
        status.capabilities =
            Some(CapabilitySets { inheritable, permitted, effective, bounding, ambient });
    }
    status
}

fn real_and_effective(value: &str) -> Option<(u32, u32)> {
    let mut ids = value.split_whitespace().map(str::parse);
    Some((ids.next()?.ok()?, ids.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_container() {
        let status = parse(
            "Name:\tsh\nUid:\t1000\t0\t0\t0\nGid:\t5\t6\t6\t6\nGroups:\t6 44 \nNSpid:\t4242\t1\nCapInh:\t0\n\
             CapPrm:\t00000000a80425fb\nCapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\n\
             CapAmb:\t0\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n",
        );
        assert_eq!(status.uid, Some((1000, 0)));
        assert_eq!(status.innermost_pid(), Some(1));
        assert_eq!((status.groups, status.filters), (Some(vec![6, 44]), Some(1)));
        assert_eq!(status.capabilities.unwrap().bounding, 0xa804_25fb);
        assert_eq!((status.seccomp, status.no_new_privileges), (Some(2), Some(true)));
    }

    #[test]
    fn a_kernel_without_seccomp_says_nothing() {
        let status = parse("CapBnd:\tzz\nUid:\t1\nGroups:\t1 x\n");
        assert_eq!(status, Status::default());
    }
}
