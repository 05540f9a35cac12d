//! Words for arguments and their values, so that conditions can be read.

use crate::abi::Abi;

use super::syscall;

/// The name of an argument, `family`.
pub(crate) fn argument_name(abi: Abi, call: &str, index: usize) -> Option<&'static str> {
    let parameter = syscall(abi, call)?.arguments.get(index)?;
    Some(parameter.name).filter(|name| !name.is_empty())
}

/// The kernel's word for a value of an argument, `AF_VSOCK`.
pub fn value_named(call: &str, argument: &str, value: u64) -> Option<&'static str> {
    let table: &[(u64, &str)] = match (call, argument) {
        ("socket" | "socketpair", "family") => FAMILIES,
        ("socket" | "socketpair", "type") => SOCKET_TYPES,
        ("personality", "personality") => PERSONAS,
        ("clone" | "unshare", "flags" | "unshare_flags") => NAMESPACE_FLAGS,
        ("socketcall", "call") => SOCKET_CALLS,
        _ => return None,
    };
    table.iter().find(|(known, _)| *known == value).map(|(_, name)| *name)
}

/// `linux/socket.h`.
const FAMILIES: &[(u64, &str)] = &[
    (0, "AF_UNSPEC"),
    (1, "AF_UNIX"),
    (2, "AF_INET"),
    (3, "AF_AX25"),
    (4, "AF_IPX"),
    (5, "AF_APPLETALK"),
    (6, "AF_NETROM"),
    (7, "AF_BRIDGE"),
    (8, "AF_ATMPVC"),
    (9, "AF_X25"),
    (10, "AF_INET6"),
    (11, "AF_ROSE"),
    (12, "AF_DECnet"),
    (13, "AF_NETBEUI"),
    (14, "AF_SECURITY"),
    (15, "AF_KEY"),
    (16, "AF_NETLINK"),
    (17, "AF_PACKET"),
    (18, "AF_ASH"),
    (19, "AF_ECONET"),
    (20, "AF_ATMSVC"),
    (21, "AF_RDS"),
    (22, "AF_SNA"),
    (23, "AF_IRDA"),
    (24, "AF_PPPOX"),
    (25, "AF_WANPIPE"),
    (26, "AF_LLC"),
    (27, "AF_IB"),
    (28, "AF_MPLS"),
    (29, "AF_CAN"),
    (30, "AF_TIPC"),
    (31, "AF_BLUETOOTH"),
    (32, "AF_IUCV"),
    (33, "AF_RXRPC"),
    (34, "AF_ISDN"),
    (35, "AF_PHONET"),
    (36, "AF_IEEE802154"),
    (37, "AF_CAIF"),
    (38, "AF_ALG"),
    (39, "AF_NFC"),
    (40, "AF_VSOCK"),
    (41, "AF_KCM"),
    (42, "AF_QIPCRTR"),
    (43, "AF_SMC"),
    (44, "AF_XDP"),
    (45, "AF_MCTP"),
];

/// `linux/net.h`.
const SOCKET_TYPES: &[(u64, &str)] = &[
    (1, "SOCK_STREAM"),
    (2, "SOCK_DGRAM"),
    (3, "SOCK_RAW"),
    (4, "SOCK_RDM"),
    (5, "SOCK_SEQPACKET"),
    (10, "SOCK_PACKET"),
];

/// `linux/personality.h`.
const PERSONAS: &[(u64, &str)] = &[
    (0, "PER_LINUX"),
    (0x8, "PER_LINUX32"),
    (0x2_0000, "UNAME26"),
    (0x2_0008, "PER_LINUX32 | UNAME26"),
    (0xffff_ffff, "only ask"),
];

/// `linux/sched.h`.
const NAMESPACE_FLAGS: &[(u64, &str)] = &[
    (0x80, "CLONE_NEWTIME"),
    (0x2_0000, "CLONE_NEWNS"),
    (0x200_0000, "CLONE_NEWCGROUP"),
    (0x400_0000, "CLONE_NEWUTS"),
    (0x800_0000, "CLONE_NEWIPC"),
    (0x1000_0000, "CLONE_NEWUSER"),
    (0x2000_0000, "CLONE_NEWPID"),
    (0x4000_0000, "CLONE_NEWNET"),
    (0x7e02_0000, "any new namespace"),
];

/// `linux/net.h`, arguments of `socketcall`.
const SOCKET_CALLS: &[(u64, &str)] = &[
    (1, "socket"),
    (2, "bind"),
    (3, "connect"),
    (4, "listen"),
    (5, "accept"),
    (8, "socketpair"),
    (9, "send"),
    (10, "recv"),
    (18, "accept4"),
    (19, "recvmmsg"),
    (20, "sendmmsg"),
];
