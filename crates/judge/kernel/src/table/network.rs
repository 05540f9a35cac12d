//! Run-time parameters of the network.

use super::vocabulary::*;

/// Why all network parameters of the host matter to its containers.
const ROUTER: &str =
    "a container host is a router: its containers sit behind it and in front of it";

pub(super) const ROWS: &[Recommendation] = &[
    sysctl("net.ipv4.ip_forward", No, Low).by(&[Cis])
        .withheld("Packets of containers are forwarded; engines switch this on.")
        .why("A machine that is no router should not forward packets."),
    sysctl("net.ipv4.conf.all.forwarding", No, Low).by(&[Cis])
        .withheld("Packets of containers are forwarded; engines switch this on.")
        .why("A machine that is no router should not forward packets."),
    sysctl("net.ipv6.conf.all.forwarding", No, Low).by(&[Cis])
        .withheld("Packets of containers with IPv6 are forwarded; engines switch this on.")
        .why("A machine that is no router should not forward packets."),
    sysctl("net.ipv4.conf.all.route_localnet", No, Medium).by(&[Kernel]).shared(High, "containers reach services that listen only on the host's loopback address")
        .breaks("Old set-ups of kube-proxy that publish ports on the loopback address.")
        .why("Addresses of 127.0.0.0/8 are routed, so that others reach what listens only there."),
    sysctl("net.ipv4.conf.default.route_localnet", No, Low).by(&[Kernel])
        .why("Addresses of 127.0.0.0/8 are routed on interfaces to come."),
    sysctl("net.ipv4.conf.all.send_redirects", No, Low).shared(Low, ROUTER).by(&[Cis])
        .why("The machine tells others of better routes, which nothing here needs and attackers imitate."),
    sysctl("net.ipv4.conf.default.send_redirects", No, Negligible).by(&[Cis])
        .why("The machine tells others of better routes, on interfaces to come."),
    sysctl("net.ipv4.conf.all.accept_source_route", No, Medium).by(&[Cis])
        .why("A packet says by itself which way it goes, past filters."),
    sysctl("net.ipv4.conf.default.accept_source_route", No, Low).by(&[Cis])
        .why("A packet says by itself which way it goes, on interfaces to come."),
    sysctl("net.ipv6.conf.all.accept_source_route", AtMost(0), Medium).by(&[Cis])
        .why("A packet says by itself which way it goes, past filters."),
    sysctl("net.ipv6.conf.default.accept_source_route", AtMost(0), Low).by(&[Cis])
        .why("A packet says by itself which way it goes, on interfaces to come."),
    sysctl("net.ipv4.conf.all.accept_redirects", No, Medium).shared(Medium, "a container next to others on a bridge could send such messages and take their traffic").by(&[Cis])
        .why("Anybody on the same network changes the machine's routes."),
    sysctl("net.ipv4.conf.default.accept_redirects", No, Low).by(&[Cis])
        .why("Anybody on the same network changes the machine's routes, on interfaces to come: every new bridge is one."),
    sysctl("net.ipv6.conf.all.accept_redirects", No, Medium).by(&[Cis])
        .why("Anybody on the same network changes the machine's routes."),
    sysctl("net.ipv6.conf.default.accept_redirects", No, Low).by(&[Cis])
        .why("Anybody on the same network changes the machine's routes, on interfaces to come."),
    sysctl("net.ipv4.conf.all.secure_redirects", No, Low).by(&[Cis])
        .why("Routers may change the machine's routes; a router that was taken over does."),
    sysctl("net.ipv4.conf.default.secure_redirects", No, Negligible).by(&[Cis])
        .why("Routers may change the machine's routes, on interfaces to come."),
    sysctl("net.ipv4.conf.all.log_martians", Yes, Negligible).by(&[Cis])
        .why("Packets with impossible addresses are written to the log."),
    sysctl("net.ipv4.conf.default.log_martians", Yes, Negligible).by(&[Cis])
        .why("Packets with impossible addresses are written to the log, on interfaces to come."),
    sysctl("net.ipv4.conf.all.rp_filter", OneOf(&["2", "1"]), Low).strictly(Is("1")).by(&[Cis])
        .or(&[set("net.ipv4.conf.default.rp_filter", AtLeast(1))])
        .breaks("1 drops packets of some overlay networks that come back another way; 2 does not and is as good here.")
        .why("A packet whose sender cannot be reached at all is a forgery and is dropped."),
    sysctl("net.ipv4.conf.default.rp_filter", OneOf(&["2", "1"]), Low).strictly(Is("1")).by(&[Cis])
        .breaks("1 drops packets of some overlay networks that come back another way; 2 does not and is as good here.")
        .why("A packet whose sender cannot be reached at all is a forgery and is dropped, on interfaces to come: every new bridge is one."),
    sysctl("net.ipv4.icmp_echo_ignore_broadcasts", Yes, Low).by(&[Cis])
        .why("Nobody uses the machine to flood others by a question to all."),
    sysctl("net.ipv4.icmp_ignore_bogus_error_responses", Yes, Negligible).by(&[Cis])
        .why("Faulty answers do not fill the log."),
    sysctl("net.ipv4.tcp_syncookies", AtLeast(1), Medium).by(&[Cis, Distributions])
        .why("A flood of half-open connections does not shut others out."),
    config("CONFIG_SYN_COOKIES", On, Medium).live(&[set("net.ipv4.tcp_syncookies", AtLeast(1))]).by(&[Kspp, ClipOs])
        .why("A flood of half-open connections does not shut others out."),
    sysctl("net.ipv4.tcp_rfc1337", Yes, Negligible).by(&[Kernel])
        .why("A late reset does not end the waiting of a closed connection, into which a new one could fall."),
    sysctl("net.ipv6.conf.all.accept_ra", No, Low).by(&[Cis])
        .breaks("Machines that learn their IPv6 addresses from a router; with forwarding on the kernel ignores them anyhow.")
        .or(&[set("net.ipv6.conf.all.forwarding", Yes)])
        .why("Anybody on the same network poses as the router for IPv6."),
    sysctl("net.ipv6.conf.default.accept_ra", No, Low).by(&[Cis])
        .breaks("Machines that learn their IPv6 addresses from a router.")
        .or(&[set("net.ipv6.conf.default.forwarding", Yes)])
        .why("Anybody on the same network poses as the router for IPv6, on interfaces to come: a container on a new bridge could."),
    sysctl("net.ipv4.conf.all.bootp_relay", No, Negligible).by(&[Kernel])
        .why("The machine passes on packets of others by an old protocol."),
    sysctl("net.ipv4.conf.all.proxy_arp", No, Low).by(&[Kernel])
        .breaks("Network plugins that answer for their containers, Calico for one, set it on single interfaces.")
        .why("The machine answers for addresses of others and draws their traffic to itself."),
    sysctl("net.bridge.bridge-nf-call-iptables", Yes, Low).by(&[Docker])
        .titled("packets between containers pass no IPv4 filter")
        .shared(Medium, "rules that keep containers of one bridge apart are not asked for packets that the bridge passes on itself")
        .why("Packets that a bridge passes on are shown to the filter, so that rules between containers hold."),
    sysctl("net.bridge.bridge-nf-call-ip6tables", Yes, Low).by(&[Docker])
        .titled("packets between containers pass no IPv6 filter")
        .shared(Medium, "rules that keep containers of one bridge apart are not asked for packets that the bridge passes on itself")
        .why("Packets that a bridge passes on are shown to the filter, so that rules between containers hold."),
    sysctl("net.core.bpf_jit_kallsyms", No, Low).since(4, 11).or(&[set("net.core.bpf_jit_harden", AtLeast(1))]).by(&[Kernel])
        .breaks("Profilers lose the names of BPF programs.")
        .why("Addresses of compiled BPF programs are shown beside those of the kernel."),
    sysctl("net.ipv4.tcp_timestamps", AtLeast(1), Negligible).by(&[Kernel])
        .why("With 2 the times are not masked and tell how long the machine runs; 0 only makes connections worse.")
        .strictly(Is("1")),
    sysctl("net.ipv4.ip_unprivileged_port_start", AtLeast(1), Negligible).since(4, 11).by(&[Kernel])
        .breaks("Rootless engines that publish ports below 1024 are often given 0.")
        .why("At 0 every user may open the ports of the machine's own services while these restart."),
];
