//! What containers need to be confined, or to run at all. Here the direction is
//! the other one: what is off is missed.

use super::vocabulary::*;

/// Netfilter's newer half, which current tools use through it.
const NFT: Alternative = built("CONFIG_NF_TABLES", On);

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_NAMESPACES", On, High).by(&[Docker]).why("Containers are made of namespaces."),
    config("CONFIG_NET_NS", On, High).by(&[Docker]).why("Every container has a network of its own."),
    config("CONFIG_PID_NS", On, High).by(&[Docker]).why("Every container sees only its own processes."),
    config("CONFIG_IPC_NS", On, High).by(&[Docker]).why("Every container has shared memory and queues of its own."),
    config("CONFIG_UTS_NS", On, Medium).by(&[Docker]).why("Every container has a host name of its own."),
    config("CONFIG_USER_NS", On, Medium).by(&[Docker])
        .why("Root in a container can be somebody harmless outside: remapped users and rootless engines need it."),
    config("CONFIG_TIME_NS", On, Negligible).since(5, 6).by(&[Docker]).why("Containers can have clocks of their own."),
    config("CONFIG_CGROUPS", On, High).by(&[Docker]).why("Limits and counts for groups of processes."),
    config("CONFIG_CGROUP_CPUACCT", On, Low).by(&[Docker]).why("Counts what a container uses of the processors."),
    config("CONFIG_CGROUP_DEVICE", On, High).by(&[Docker])
        .why("On cgroup v1 this is what keeps a container from the machine's devices."),
    config("CONFIG_CGROUP_BPF", On, High).since(4, 10).by(&[Docker])
        .why("On cgroup v2 a BPF program is what keeps a container from the machine's devices."),
    config("CONFIG_CGROUP_FREEZER", On, Low).by(&[Docker]).why("A container can be stopped as a whole, also to kill it surely."),
    config("CONFIG_CGROUP_SCHED", On, Low).by(&[Docker]).why("Shares of the processors for containers."),
    config("CONFIG_CFS_BANDWIDTH", On, Medium).by(&[Docker]).why("Without it a limit on processors is ignored."),
    config("CONFIG_FAIR_GROUP_SCHED", On, Low).by(&[Docker]).why("Containers, not processes, share the processors fairly."),
    config("CONFIG_RT_GROUP_SCHED", Off, Low).id("container-hindered-by-rt-group-sched").by(&[Docker])
        .why("On cgroup v2 it keeps systemd and engines from running real-time processes; distributions have it off."),
    config("CONFIG_CPUSETS", On, Medium).by(&[Docker]).why("A container can be kept to some processors."),
    config("CONFIG_MEMCG", On, High).by(&[Docker]).why("Without it a container takes all the memory there is."),
    config("CONFIG_MEMCG_SWAP", On, Low).until(6, 1).by(&[Docker]).why("Limits count swapped memory as well; newer kernels always do."),
    config("CONFIG_MEMCG_KMEM", On, Medium).until(6, 10).by(&[Docker]).why("Limits count memory that the kernel uses for a container; newer kernels always do."),
    config("CONFIG_CGROUP_PIDS", On, Medium).since(4, 3).by(&[Docker]).why("Without it one container uses up all process numbers (fork bomb)."),
    config("CONFIG_CGROUP_HUGETLB", On, Negligible).by(&[Docker]).why("Limits on huge pages."),
    config("CONFIG_CGROUP_PERF", On, Negligible).by(&[Docker]).why("Performance events can be confined to one container."),
    config("CONFIG_CGROUP_NET_PRIO", On, Negligible).by(&[Docker]).why("Priorities of a container's packets (cgroup v1)."),
    config("CONFIG_NET_CLS_CGROUP", On, Negligible).by(&[Docker]).why("Packets can be told by the container that sent them (cgroup v1)."),
    config("CONFIG_CGROUP_NET_CLASSID", On, Negligible).by(&[Docker]).why("Packets can be told by the container that sent them (cgroup v1)."),
    config("CONFIG_BLK_CGROUP", On, Low).by(&[Docker]).why("Shares of the disks for containers."),
    config("CONFIG_BLK_DEV_THROTTLING", On, Low).by(&[Docker]).why("Without it a limit on disk speed is ignored."),
    config("CONFIG_PSI", On, Negligible).since(4, 20).by(&[Kernel, Distributions]).why("Tells which containers wait for processor, memory or disk before they fail."),
    config("CONFIG_KEYS", On, Low).by(&[Docker]).why("Every container gets a key ring of its own instead of the engine's."),
    config("CONFIG_POSIX_MQUEUE", On, Low).by(&[Docker]).why("Runtimes mount message queues for every container."),
    config("CONFIG_OVERLAY_FS", On, Medium).since(3, 18).by(&[Docker])
        .why("Layers of images are put together by it; what is left without copies whole images or is no longer looked after."),
    config("CONFIG_EXT4_FS_POSIX_ACL", On, Negligible).given(&[built("CONFIG_EXT4_FS", On)]).by(&[Docker])
        .why("Access lists in images are kept."),
    config("CONFIG_EXT4_FS_SECURITY", On, Low).given(&[built("CONFIG_EXT4_FS", On)]).by(&[Docker])
        .why("Labels and file capabilities in images are kept."),
    config("CONFIG_TMPFS_XATTR", On, Negligible).by(&[Docker]).why("Labels on memory file systems of containers are kept."),
    config("CONFIG_VETH", On, Medium).by(&[Docker]).why("The cable between a container and its bridge."),
    config("CONFIG_BRIDGE", On, Medium).by(&[Docker]).why("Networks of containers on one machine."),
    config("CONFIG_BRIDGE_NETFILTER", On, Medium).since(3, 18).by(&[Docker])
        .why("Without it rules that keep containers of one bridge apart are not asked."),
    config("CONFIG_BRIDGE_VLAN_FILTERING", On, Negligible).by(&[Docker]).why("Overlay networks keep their bridges apart by it."),
    config("CONFIG_NF_NAT", On, Medium).by(&[Docker]).why("Published ports and the way out are translated addresses."),
    config("CONFIG_NF_TABLES", On, Low).since(3, 13).by(&[Docker]).or(&[built("CONFIG_IP_NF_FILTER", On)]).why("The packet filter that current tools use."),
    config("CONFIG_IP_NF_FILTER", On, Low).by(&[Docker]).or(&[NFT]).why("Rules that keep networks apart, the older way."),
    config("CONFIG_IP_NF_MANGLE", On, Negligible).by(&[Docker]).or(&[NFT]).why("Rules that change packets, the older way; Swarm's routing mesh needs it."),
    config("CONFIG_IP_NF_NAT", On, Low).by(&[Docker]).or(&[NFT]).why("Published ports, the older way."),
    config("CONFIG_IP_NF_RAW", On, Low).by(&[Docker]).or(&[NFT])
        .why("Newer engines drop packets that come past the host straight for a container, in this table."),
    config("CONFIG_IP_NF_TARGET_MASQUERADE", On, Low).by(&[Docker]).or(&[NFT, built("CONFIG_NETFILTER_XT_TARGET_MASQUERADE", On)]).why("Containers speak to the outside with the host's address, the older way."),
    config("CONFIG_IP_NF_TARGET_REDIRECT", On, Negligible).by(&[Docker]).or(&[NFT, built("CONFIG_NETFILTER_XT_TARGET_REDIRECT", On)]).why("Swarm's inner load balancer sends packets to another port."),
    config("CONFIG_IP6_NF_FILTER", On, Low).by(&[Docker]).or(&[NFT]).why("Rules that keep IPv6 networks apart, the older way."),
    config("CONFIG_IP6_NF_MANGLE", On, Negligible).by(&[Docker]).or(&[NFT]).why("Rules that change IPv6 packets, the older way."),
    config("CONFIG_IP6_NF_NAT", On, Low).by(&[Docker]).or(&[NFT]).why("Published ports of IPv6 networks, the older way."),
    config("CONFIG_IP6_NF_RAW", On, Low).by(&[Docker]).or(&[NFT]).why("Packets straight for a container's IPv6 address are dropped in this table."),
    config("CONFIG_IP6_NF_TARGET_MASQUERADE", On, Low).by(&[Docker]).or(&[NFT, built("CONFIG_NETFILTER_XT_TARGET_MASQUERADE", On)]).why("Containers speak IPv6 to the outside with the host's address, the older way."),
    config("CONFIG_NETFILTER_XT_MATCH_ADDRTYPE", On, Low).by(&[Docker]).or(&[built("CONFIG_NFT_FIB", On)]).why("Rules for published ports tell local addresses by it."),
    config("CONFIG_NETFILTER_XT_MATCH_CONNTRACK", On, Low).by(&[Docker]).or(&[built("CONFIG_NFT_CT", On)]).why("Answers to what a container asked are told from new connections to it."),
    config("CONFIG_NETFILTER_XT_MATCH_IPVS", On, Negligible).by(&[Docker]).why("Swarm's load balancer marks its packets."),
    config("CONFIG_NETFILTER_XT_MARK", On, Negligible).by(&[Docker]).why("Overlay networks mark packets that must be encrypted."),
    config("CONFIG_NETFILTER_XT_MATCH_BPF", On, Low).since(3, 9).by(&[Docker]).or(&[built("CONFIG_NETFILTER_XT_MATCH_U32", On)])
        .why("Encrypted overlay networks tell by it what came in plain and must be dropped."),
    config("CONFIG_IP_VS", On, Negligible).by(&[Docker]).why("Swarm spreads connections over the tasks of a service."),
    config("CONFIG_IP_VS_NFCT", On, Negligible).given(&[built("CONFIG_IP_VS", On)]).by(&[Docker]).why("Swarm's load balancer works together with translated addresses."),
    config("CONFIG_IP_VS_PROTO_TCP", On, Negligible).given(&[built("CONFIG_IP_VS", On)]).by(&[Docker]).why("Swarm spreads TCP connections."),
    config("CONFIG_IP_VS_PROTO_UDP", On, Negligible).given(&[built("CONFIG_IP_VS", On)]).by(&[Docker]).why("Swarm spreads UDP packets."),
    config("CONFIG_IP_VS_RR", On, Negligible).given(&[built("CONFIG_IP_VS", On)]).by(&[Docker]).why("Swarm's load balancer takes turns."),
    config("CONFIG_VXLAN", On, Negligible).by(&[Docker]).why("Overlay networks between machines."),
    config("CONFIG_XFRM_USER", On, Low).by(&[Docker]).why("Encrypted overlay networks hand their keys to the kernel through it."),
    config("CONFIG_XFRM_ALGO", On, Low).by(&[Docker]).why("Encrypted overlay networks."),
    config("CONFIG_INET_ESP", On, Low).by(&[Docker]).why("Encrypted overlay networks."),
    config("CONFIG_CRYPTO_AEAD", On, Low).by(&[Docker]).why("Encrypted overlay networks."),
    config("CONFIG_CRYPTO_GCM", On, Low).by(&[Docker]).why("The cipher of encrypted overlay networks."),
    config("CONFIG_CRYPTO_SEQIV", On, Low).by(&[Docker]).why("Encrypted overlay networks."),
    config("CONFIG_CRYPTO_GHASH", On, Low).by(&[Docker]).or(&[built("CONFIG_CRYPTO_LIB_AESGCM", On)]).why("The cipher of encrypted overlay networks."),
    config("CONFIG_IPVLAN", On, Negligible).since(3, 19).by(&[Docker]).why("Networks that put containers straight on the machine's network."),
    config("CONFIG_MACVLAN", On, Negligible).by(&[Docker]).why("Networks that put containers straight on the machine's network."),
    config("CONFIG_DUMMY", On, Negligible).by(&[Docker]).why("Networks without a way out are built on it."),
];
