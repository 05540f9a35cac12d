//! Socket families: what the filter lets `socket()` ask for, and what of it
//! this kernel has.

use std::collections::BTreeSet;

use seaworthy_confinement::{Abi, Action, Filter, syscall};
use seaworthy_core::facts::{HostFacts, KernelConfig, Observed};
use seaworthy_core::report::isolation::Reading;

/// A family of `linux/socket.h`.
struct Family {
    name: &'static str,
    number: u64,
    /// Option that brings it.
    option: &'static str,
    /// Capability that opening one needs.
    needs: Option<&'static str>,
}

const fn family(name: &'static str, number: u64, option: &'static str) -> Family {
    Family { name, number, option, needs: None }
}

const fn gated(
    name: &'static str,
    number: u64,
    option: &'static str,
    needs: &'static str,
) -> Family {
    Family { name, number, option, needs: Some(needs) }
}

const FAMILIES: &[Family] = &[
    family("AF_UNIX", 1, "CONFIG_UNIX"),
    family("AF_INET", 2, "CONFIG_INET"),
    family("AF_AX25", 3, "CONFIG_AX25"),
    family("AF_IPX", 4, "CONFIG_IPX"),
    family("AF_APPLETALK", 5, "CONFIG_ATALK"),
    family("AF_NETROM", 6, "CONFIG_NETROM"),
    family("AF_ATMPVC", 8, "CONFIG_ATM"),
    family("AF_X25", 9, "CONFIG_X25"),
    family("AF_INET6", 10, "CONFIG_IPV6"),
    family("AF_ROSE", 11, "CONFIG_ROSE"),
    gated("AF_KEY", 15, "CONFIG_NET_KEY", "NET_ADMIN"),
    family("AF_NETLINK", 16, "CONFIG_NET"),
    gated("AF_PACKET", 17, "CONFIG_PACKET", "NET_RAW"),
    family("AF_RDS", 21, "CONFIG_RDS"),
    family("AF_PPPOX", 24, "CONFIG_PPPOE"),
    family("AF_LLC", 26, "CONFIG_LLC2"),
    family("AF_CAN", 29, "CONFIG_CAN"),
    family("AF_TIPC", 30, "CONFIG_TIPC"),
    family("AF_BLUETOOTH", 31, "CONFIG_BT"),
    family("AF_RXRPC", 33, "CONFIG_AF_RXRPC"),
    family("AF_PHONET", 35, "CONFIG_PHONET"),
    family("AF_IEEE802154", 36, "CONFIG_IEEE802154_SOCKET"),
    family("AF_CAIF", 37, "CONFIG_CAIF"),
    family("AF_ALG", 38, "CONFIG_CRYPTO_USER_API"),
    family("AF_NFC", 39, "CONFIG_NFC"),
    family("AF_VSOCK", 40, "CONFIG_VSOCKETS"),
    family("AF_KCM", 41, "CONFIG_AF_KCM"),
    family("AF_QIPCRTR", 42, "CONFIG_QRTR"),
    family("AF_SMC", 43, "CONFIG_SMC"),
    gated("AF_XDP", 44, "CONFIG_XDP_SOCKETS", "NET_RAW"),
    gated("AF_MCTP", 45, "CONFIG_MCTP", "NET_RAW"),
];

/// `SOCK_STREAM`, `SOCK_DGRAM`, `SOCK_RAW`, `SOCK_SEQPACKET`.
const TYPES: [u64; 4] = [1, 2, 3, 5];

/// Families that the kernel has.
pub(crate) struct Families<'a> {
    config: Result<&'a KernelConfig, String>,
}

impl<'a> Families<'a> {
    pub(crate) fn of(host: Option<&'a HostFacts>) -> Self {
        let config = match host.map(|host| &host.kernel.config) {
            Some(Observed::Known { value, .. }) => Ok(value),
            Some(Observed::Unreadable(why)) => Err(format!("the kernel's configuration: {why}")),
            Some(Observed::Absent) => Err("the kernel's configuration: none found".to_owned()),
            None => Err("the machine was not looked at".to_owned()),
        };
        Self { config }
    }

    /// Families that a process under the filter may open on any of the ABIs.
    pub(crate) fn reached(
        &self,
        filter: &Filter,
        abis: Vec<Abi>,
        capabilities: Option<&BTreeSet<String>>,
    ) -> Reading<Vec<String>> {
        let config = match &self.config {
            Ok(config) => config,
            Err(why) => return Reading::unknown(why.clone()),
        };
        if abis.is_empty() {
            return Reading::unknown("the machine's system calls are not known");
        }
        let may = |family: &Family| {
            family.needs.is_none_or(|needs| capabilities.is_none_or(|held| held.contains(needs)))
        };
        let reached: Vec<String> = FAMILIES
            .iter()
            .filter(|family| config.is_on(family.option) && may(family))
            .filter(|family| abis.iter().any(|abi| opens(filter, *abi, family.number)))
            .map(|family| family.name.to_owned())
            .collect();
        Reading::known(reached, "filter and kernel configuration")
    }
}

/// Whether a socket of the family can be asked for, of any type.
pub(crate) fn opens(filter: &Filter, abi: Abi, family: u64) -> bool {
    let asked = syscall(abi, "socket").is_some_and(|socket| {
        TYPES
            .iter()
            .any(|kind| lets(filter.decide(abi, socket.number, [family, *kind, 0, 0, 0, 0]).action))
    });
    asked || (abi == Abi::I386 && filter.reach(abi, "socketcall").is_reachable())
}

/// Whether the call gets to the kernel's code, or somebody else may let it.
pub(crate) fn lets(action: Action) -> bool {
    matches!(action, Action::Allow | Action::Log | Action::Notify | Action::Trace(_))
}
