//! Network protocols and line disciplines that a container host has no use for.
//! A socket of a family loads its module, also from inside a container.

use super::vocabulary::*;

/// Why a protocol counts for containers.
const SOCKET: &str =
    "a container opens a socket of the family, and the module is loaded into the shared kernel";

pub(super) const ROWS: &[Recommendation] = &[
    config("CONFIG_IP_DCCP", Off, Low).until(6, 16).or(&[alt(Module("dccp"), Is("blocked"))]).shared(Medium, SOCKET).by(&[Cis])
        .why("A protocol that nobody used and that had flaws for root; the kernel has dropped it."),
    config("CONFIG_IP_SCTP", Off, Low).or(&[alt(Module("sctp"), Is("blocked"))]).by(&[Cis])
        .withheld("Ports of services can be published for SCTP, and telephone networks in containers use it.")
        .why("A large protocol that only telephone networks use."),
    config("CONFIG_RDS", Off, Low).or(&[alt(Module("rds"), Is("blocked"))]).shared(Medium, SOCKET).by(&[Cis])
        .why("A protocol of one maker's clusters with a history of flaws for root."),
    config("CONFIG_TIPC", Off, Low).or(&[alt(Module("tipc"), Is("blocked"))]).shared(Medium, SOCKET).by(&[Cis])
        .why("A protocol of clusters with a history of flaws, some of them to be had over the network."),
    config("CONFIG_ATM", Off, Low).or(&[alt(Module("atm"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Networks of the nineties."),
    config("CONFIG_AX25", Off, Low).or(&[alt(Module("ax25"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Amateur radio."),
    config("CONFIG_NETROM", Off, Low).or(&[alt(Module("netrom"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Amateur radio."),
    config("CONFIG_ROSE", Off, Low).or(&[alt(Module("rose"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Amateur radio."),
    config("CONFIG_X25", Off, Low).or(&[alt(Module("x25"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Packet networks of the eighties."),
    config("CONFIG_LAPB", Off, Low).or(&[alt(Module("lapb"), Is("blocked"))]).by(&[Kernel])
        .why("The lower half of X.25."),
    config("CONFIG_DECNET", Off, Low).until(6, 1).or(&[alt(Module("decnet"), Is("blocked"))]).by(&[Kernel])
        .why("Networks of DEC computers; the kernel has dropped it."),
    config("CONFIG_ECONET", Off, Low).until(3, 5).by(&[Kernel])
        .why("Networks of Acorn computers; the kernel has dropped it."),
    config("CONFIG_IPX", Off, Low).until(5, 15).or(&[alt(Module("ipx"), Is("blocked"))]).by(&[Kernel])
        .why("Networks of Novell; the kernel has dropped it."),
    config("CONFIG_ATALK", Off, Low).or(&[alt(Module("appletalk"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Networks of old Macs."),
    config("CONFIG_PHONET", Off, Low).or(&[alt(Module("phonet"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Telephones of one maker."),
    config("CONFIG_IEEE802154", Off, Negligible).or(&[alt(Module("ieee802154"), Is("blocked"))]).by(&[Kernel])
        .why("Radio of small devices."),
    config("CONFIG_6LOWPAN", Off, Negligible).or(&[alt(Module("6lowpan"), Is("blocked"))]).by(&[Kernel])
        .why("Radio of small devices."),
    config("CONFIG_AF_KCM", Off, Low).since(4, 6).or(&[alt(Module("kcm"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Messages on TCP cut by BPF programs; hardly anything uses it."),
    config("CONFIG_AF_RXRPC", Off, Low).or(&[alt(Module("rxrpc"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .breaks("The file system AFS.")
        .why("The protocol of AFS, with several flaws for users."),
    config("CONFIG_CAN", Off, Negligible).or(&[alt(Module("can"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .breaks("Machines that talk to the networks of cars.")
        .why("Networks of cars; users reached root through it more than once."),
    config("CONFIG_NFC", Off, Negligible).or(&[alt(Module("nfc"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Radio of cards, with several flaws for users."),
    config("CONFIG_BT", Off, Negligible).or(&[alt(Module("bluetooth"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .breaks("Bluetooth.")
        .why("Bluetooth on a server is only surface, some of it to be had by radio."),
    config("CONFIG_LLC2", Off, Low).or(&[alt(Module("llc2"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Networks of IBM's large machines."),
    config("CONFIG_L2TP", Off, Negligible).or(&[alt(Module("l2tp_core"), Is("blocked"))]).by(&[Kernel])
        .breaks("Tunnels of telephone companies and some VPNs.")
        .why("Tunnels with several flaws for users."),
    config("CONFIG_SMC", Off, Negligible).since(4, 11).or(&[alt(Module("smc"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .breaks("Fast networks of IBM's large machines.")
        .why("Sockets over memory of the other machine."),
    config("CONFIG_HAMRADIO", Off, Low).by(&[Kernel])
        .why("Opens the menu of amateur radio."),
    config("CONFIG_CAIF", Off, Low).or(&[alt(Module("caif"), Is("blocked"))]).shared(Low, SOCKET).by(&[Kernel])
        .why("Modems of one maker."),
    config("CONFIG_X25_ASY", Off, Low).until(5, 11).by(&[Kernel])
        .why("Packet networks over serial lines."),
    config("CONFIG_N_GSM", Off, Low).or(&[alt(Module("n_gsm"), Is("blocked")), set("dev.tty.ldisc_autoload", No)]).by(&[Kernel])
        .why("Modems as a line discipline; users became root by it."),
    config("CONFIG_N_HDLC", Off, Low).or(&[alt(Module("n_hdlc"), Is("blocked")), set("dev.tty.ldisc_autoload", No)]).by(&[Kernel])
        .why("Synchronous lines as a line discipline; users became root by it."),
    config("CONFIG_SLIP", Off, Low).or(&[alt(Module("slip"), Is("blocked")), set("dev.tty.ldisc_autoload", No)]).by(&[Kernel])
        .why("The internet over serial lines, before PPP."),
    config("CONFIG_PPP", Off, Negligible).or(&[alt(Module("ppp_generic"), Is("blocked"))]).by(&[Kernel])
        .breaks("Modems and some VPNs.")
        .why("Modems and tunnels; a server seldom has either."),
    config("CONFIG_LDISC_AUTOLOAD", Off, Low).since(5, 1).live(&[set("dev.tty.ldisc_autoload", No)]).by(&[Kspp, ClipOs])
        .shared(Medium, "a container has terminals, and by them loads old line disciplines into the shared kernel")
        .why("Users load old line disciplines by asking for them, and several had flaws."),
    sysctl("dev.tty.ldisc_autoload", No, Low).since(5, 1).by(&[Kspp, ClipOs])
        .shared(Medium, "a container has terminals, and by them loads old line disciplines into the shared kernel")
        .why("Users load old line disciplines by asking for them, and several had flaws."),
    config("CONFIG_INET_DIAG", Off, Negligible).by(&[Kspp])
        .withheld("Network plugins close connections to vanished containers through it, and checkpoints of containers read sockets.")
        .why("Tells users of sockets, and once told addresses of kernel memory."),
    config("CONFIG_TCP_SIMULT_CONNECT_DEFAULT_ON", Off, Negligible).patch().by(&[ClipOs])
        .why("Two machines that connect to each other at once: nothing needs it, and it lets connections be disturbed."),
    config("CONFIG_NET_DROP_MONITOR", Off, Negligible).or(&[alt(Module("drop_monitor"), Is("blocked"))]).by(&[Kernel])
        .why("Tells where packets were dropped; for developers."),
    config("CONFIG_NET_PKTGEN", Off, Low).or(&[alt(Module("pktgen"), Is("blocked"))]).by(&[Kernel])
        .why("Root sends packets of any kind at full speed; for tests."),
    config("CONFIG_NET_SCH_ATM", Off, Negligible).by(&[Kernel])
        .why("Queues for networks of the nineties."),
    config("CONFIG_NET_CLS_TCINDEX", Off, Low).until(6, 3).or(&[alt(Module("cls_tcindex"), Is("blocked"))]).by(&[Kernel])
        .why("A classifier with flaws for users with a network namespace; the kernel has dropped it."),
    config("CONFIG_NET_CLS_RSVP", Off, Low).until(6, 3).or(&[alt(Module("cls_rsvp"), Is("blocked"))]).by(&[Kernel])
        .why("A classifier for a dead protocol; the kernel has dropped it."),
    config("CONFIG_BATMAN_ADV", Off, Negligible).or(&[alt(Module("batman_adv"), Is("blocked"))]).by(&[Kernel])
        .breaks("Meshed radio networks.")
        .why("Meshed radio networks."),
];
