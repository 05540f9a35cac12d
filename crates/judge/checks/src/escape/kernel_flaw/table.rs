//! The flaws. Ranges are those of kernel.org: the first version with the fault
//! and, for each line of releases that got the fix, the first with it. Source:
//! the stable trees' logs and the advisories on oss-security.

use seaworthy_core::findings::{Evidence, Severity};

use super::super::chain::Link;
use super::super::flaw::Flaw;
use super::super::inside::{Act, Inside};

pub(in crate::escape) const FLAWS: &[Flaw] = &[
    Flaw {
        id: "escape-cve-2016-5195",
        cve: "CVE-2016-5195",
        title: "kernel lets read-only memory be written (Dirty COW)",
        severity: Severity::Critical,
        text: "A race in copy-on-write lets any process write files and memory that it may only read, those of the host that are mapped into every process among them.",
        affected: &[
            ("2.6.22", "3.2.83"),
            ("3.3", "3.10.104"),
            ("3.11", "3.12.66"),
            ("3.13", "3.16.38"),
            ("3.17", "3.18.44"),
            ("3.19", "4.1.35"),
            ("4.2", "4.4.26"),
            ("4.5", "4.7.9"),
            ("4.8", "4.8.3"),
        ],
        needs: "any process; the filter lets madvise through",
        reached: by_madvise,
        waits: false,
        steps: "writes into the vDSO that every process maps → a process of root on the host runs it",
        known_as: "CDK kernel exploit suggester",
    },
    Flaw {
        id: "escape-cve-2020-14386",
        cve: "CVE-2020-14386",
        title: "kernel overruns memory in packet sockets",
        severity: Severity::Critical,
        text: "Arithmetic on the size of a received packet overflows, and memory of the kernel is written out of bounds.",
        affected: &[
            ("4.6", "4.9.236"),
            ("4.10", "4.14.197"),
            ("4.15", "4.19.144"),
            ("4.20", "5.4.64"),
            ("5.5", "5.8.8"),
        ],
        needs: "NET_RAW, which is in the default set, or a user namespace; packet sockets",
        reached: by_packet_socket,
        waits: false,
        steps: "opens a packet socket → overruns memory of the kernel → runs inside it",
        known_as: "CDK kernel exploit suggester",
    },
    Flaw {
        id: "escape-cve-2021-22555",
        cve: "CVE-2021-22555",
        title: "kernel overruns memory in netfilter rules",
        severity: Severity::Critical,
        text: "Translation of 32-bit netfilter rules writes a few bytes too many, which was enough to break out of a Kubernetes cluster with strong isolation.",
        affected: &[
            ("2.6.19", "4.4.267"),
            ("4.5", "4.9.267"),
            ("4.10", "4.14.231"),
            ("4.15", "4.19.188"),
            ("4.20", "5.4.113"),
            ("5.5", "5.10.31"),
            ("5.11", "5.11.15"),
        ],
        needs: "NET_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_net_admin,
        waits: false,
        steps: "loads 32-bit netfilter rules → overruns memory of the kernel → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2021-33909",
        cve: "CVE-2021-33909",
        title: "kernel overruns memory in long paths (Sequoia)",
        severity: Severity::High,
        text: "A path longer than two gigabytes makes the kernel write before its buffer.",
        affected: &[
            ("3.16", "4.4.276"),
            ("4.5", "4.9.276"),
            ("4.10", "4.14.240"),
            ("4.15", "4.19.198"),
            ("4.20", "5.4.134"),
            ("5.5", "5.10.52"),
            ("5.11", "5.12.19"),
            ("5.13", "5.13.4"),
        ],
        needs: "SYS_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_mount,
        waits: false,
        steps: "mounts a path of a gigabyte and reads it from /proc → writes memory of the kernel → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2021-41073",
        cve: "CVE-2021-41073",
        title: "kernel frees foreign memory in io_uring",
        severity: Severity::Critical,
        text: "A read through provided buffers lets io_uring free memory of the kernel at an address that the caller chooses.",
        affected: &[("5.10", "5.10.68"), ("5.11", "5.14.7")],
        needs: "io_uring_setup let through by the filter; io_uring not disabled",
        reached: by_io_uring,
        waits: false,
        steps: "reads through io_uring → frees memory of the kernel that it chose → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2022-0185",
        cve: "CVE-2022-0185",
        title: "kernel overruns memory in mount options",
        severity: Severity::Critical,
        text: "A length in fsconfig(2) wraps, and memory of the kernel is written out of bounds.",
        affected: &[
            ("5.1", "5.4.173"),
            ("5.5", "5.10.93"),
            ("5.11", "5.15.16"),
            ("5.16", "5.16.2"),
        ],
        needs: "SYS_ADMIN inside a namespace: held, or a user namespace that the filter lets it make; fsconfig let through by the filter",
        reached: by_fsconfig,
        waits: false,
        steps: "passes long options to fsconfig → overruns memory of the kernel → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2022-0492",
        cve: "CVE-2022-0492",
        title: "kernel lets anybody name the release agent",
        severity: Severity::Critical,
        text: "The kernel did not ask for a capability of the host before it took a program for release_agent, so one in a new user namespace did.",
        affected: &[
            ("2.6.24", "4.9.301"),
            ("4.10", "4.14.266"),
            ("4.15", "4.19.229"),
            ("4.20", "5.4.177"),
            ("5.5", "5.10.97"),
            ("5.11", "5.15.20"),
            ("5.16", "5.16.6"),
        ],
        needs: "control groups of version 1; root of the host inside; a user namespace that the filter lets it make, no AppArmor or SELinux; or a hierarchy mounted writable",
        reached: by_release_agent,
        waits: false,
        steps: "makes a user and cgroup namespace → mounts a hierarchy → writes a program into release_agent → the kernel runs it as root on the host",
        known_as: "CDK abuse-unpriv-userns",
    },
    Flaw {
        id: "escape-cve-2022-0847",
        cve: "CVE-2022-0847",
        title: "kernel lets read-only files be written (Dirty Pipe)",
        severity: Severity::Critical,
        text: "A flag that is left over in a pipe lets any process write into the cached pages of files that it may only read, of image layers that other containers and the runtime use as well.",
        affected: &[("5.8", "5.10.102"), ("5.11", "5.15.25"), ("5.16", "5.16.11")],
        needs: "any process; the filter lets splice through",
        reached: by_splice,
        waits: false,
        steps: "splices into a pipe → overwrites pages of a program that the host or another container runs → runs there",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2022-0995",
        cve: "CVE-2022-0995",
        title: "kernel overruns memory in watch queues",
        severity: Severity::Critical,
        text: "The filter of a watch queue is checked with one size and copied with another.",
        affected: &[("5.8", "5.10.106"), ("5.11", "5.15.29"), ("5.16", "5.16.15")],
        needs: "any process; a kernel with WATCH_QUEUE",
        reached: by_watch_queue,
        waits: false,
        steps: "sets a filter on a notification pipe → overruns memory of the kernel → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2022-1015",
        cve: "CVE-2022-1015",
        title: "kernel reads and writes beside nf_tables registers",
        severity: Severity::Critical,
        text: "Register numbers of nf_tables expressions are not checked, and the stack of the kernel is read and written.",
        affected: &[("5.12", "5.15.32"), ("5.16", "5.16.18"), ("5.17", "5.17.1")],
        needs: "NET_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_net_admin,
        waits: false,
        steps: "loads an nf_tables rule → writes the stack of the kernel → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2022-2588",
        cve: "CVE-2022-2588",
        title: "kernel uses freed traffic filters (route4)",
        severity: Severity::Critical,
        text: "A filter of the route4 classifier stays in its table after it was freed.",
        affected: &[
            ("2.6.12", "4.14.291"),
            ("4.15", "4.19.256"),
            ("4.20", "5.4.211"),
            ("5.5", "5.10.137"),
            ("5.11", "5.15.61"),
            ("5.16", "5.18.18"),
            ("5.19", "5.19.2"),
        ],
        needs: "NET_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_net_admin,
        waits: false,
        steps: "adds and removes a traffic filter → takes over freed memory of the kernel → becomes root on the host",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2022-25636",
        cve: "CVE-2022-25636",
        title: "kernel overruns memory in nf_tables offload",
        severity: Severity::Critical,
        text: "Rules for hardware offload are counted wrongly, and memory of the kernel is written out of bounds.",
        affected: &[
            ("5.4", "5.4.182"),
            ("5.5", "5.10.103"),
            ("5.11", "5.15.26"),
            ("5.16", "5.16.12"),
        ],
        needs: "NET_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_net_admin,
        waits: false,
        steps: "loads an nf_tables rule with offload → overruns memory of the kernel → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2022-34918",
        cve: "CVE-2022-34918",
        title: "kernel overruns memory in nf_tables sets",
        severity: Severity::Critical,
        text: "A set element of another type is copied with the wrong length.",
        affected: &[("5.8", "5.10.130"), ("5.11", "5.15.54"), ("5.16", "5.18.11")],
        needs: "NET_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_net_admin,
        waits: false,
        steps: "adds an element to an nf_tables set → overruns memory of the kernel → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2023-0179",
        cve: "CVE-2023-0179",
        title: "kernel overruns its stack in nf_tables payloads",
        severity: Severity::Critical,
        text: "A subtraction for VLAN headers wraps, and the stack of the kernel is written.",
        affected: &[("5.5", "5.10.164"), ("5.11", "5.15.89"), ("5.16", "6.1.7")],
        needs: "NET_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_net_admin,
        waits: false,
        steps: "sends a tagged packet through an nf_tables rule → writes the stack of the kernel → runs inside it",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2023-0386",
        cve: "CVE-2023-0386",
        title: "kernel copies foreign set-user-id files (overlayfs)",
        severity: Severity::High,
        text: "overlayfs copies a set-user-id file from a mount whose owner counts only in a user namespace.",
        affected: &[("5.11", "5.15.91"), ("5.16", "6.1.9")],
        needs: "SYS_ADMIN inside a namespace: held, or a user namespace that the filter lets it make; mount let through by the filter",
        reached: by_mount,
        waits: false,
        steps: "copies a set-user-id file up through overlayfs → runs it → is root outside its namespace",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2023-2640",
        cve: "CVE-2023-2640",
        title: "Ubuntu kernel keeps foreign capabilities (overlayfs)",
        severity: Severity::High,
        text: "Changes of Ubuntu to overlayfs let file capabilities through that count only in a user namespace (with CVE-2023-32629, known as GameOver(lay)).",
        affected: &[("5.4", "5.4.1"), ("5.19", "5.19.1"), ("6.2", "6.2.1")],
        needs: "a kernel of Ubuntu; SYS_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: on_ubuntu,
        waits: false,
        steps: "copies a program with capabilities up through overlayfs → runs it → has them on the host",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2023-32233",
        cve: "CVE-2023-32233",
        title: "kernel uses freed nf_tables sets",
        severity: Severity::Critical,
        text: "An anonymous set is changed after a rule of the same batch removed it.",
        affected: &[
            ("3.13", "4.14.315"),
            ("4.15", "4.19.283"),
            ("4.20", "5.4.243"),
            ("5.5", "5.10.180"),
            ("5.11", "5.15.111"),
            ("5.16", "6.1.28"),
            ("6.2", "6.2.15"),
            ("6.3", "6.3.2"),
        ],
        needs: "NET_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_net_admin,
        waits: false,
        steps: "sends a batch to nf_tables → takes over freed memory of the kernel → becomes root on the host",
        known_as: "",
    },
    Flaw {
        id: "escape-cve-2024-1086",
        cve: "CVE-2024-1086",
        title: "kernel frees packets twice in nf_tables verdicts",
        severity: Severity::Critical,
        text: "A verdict with an error code that means drop lets a packet be freed twice; public exploit code works on most kernels of its years.",
        affected: &[
            ("3.15", "4.19.307"),
            ("4.20", "5.4.269"),
            ("5.5", "5.10.210"),
            ("5.11", "5.15.149"),
            ("5.16", "6.1.76"),
            ("6.2", "6.6.15"),
            ("6.7", "6.7.3"),
        ],
        needs: "NET_ADMIN inside a namespace: held, or a user namespace that the filter lets it make",
        reached: by_net_admin,
        waits: false,
        steps: "loads an nf_tables verdict → frees a packet twice → rewrites page tables → becomes root on the host",
        known_as: "",
    },
];

fn by_net_admin(inside: &Inside<'_>) -> Link {
    Link::all([
        inside.namespaced_capability("NET_ADMIN"),
        inside.built_with("CONFIG_NETFILTER"),
        inside.shares_kernel(),
    ])
}

fn by_packet_socket(inside: &Inside<'_>) -> Link {
    Link::all([
        inside.namespaced_capability("NET_RAW"),
        inside.call("socket"),
        inside.built_with("CONFIG_PACKET"),
        inside.shares_kernel(),
    ])
}

fn by_mount(inside: &Inside<'_>) -> Link {
    Link::all([
        inside.namespaced_capability("SYS_ADMIN"),
        inside.call("mount"),
        inside.mandatory(Act::Mount),
        inside.shares_kernel(),
    ])
}

fn by_fsconfig(inside: &Inside<'_>) -> Link {
    Link::all([
        inside.namespaced_capability("SYS_ADMIN"),
        inside.call("fsconfig"),
        inside.shares_kernel(),
    ])
}

fn on_ubuntu(inside: &Inside<'_>) -> Link {
    Link::all([inside.distribution("ubuntu"), by_mount(inside)])
}

fn by_release_agent(inside: &Inside<'_>) -> Link {
    let mounted = Link::all([inside.user_namespaces(), inside.mandatory(Act::Mount)]);
    Link::all([
        inside.cgroup_version(1),
        inside.host_root(),
        Link::any(
            [mounted, inside.writable_hierarchy()],
            Evidence::new("cgroups", "read-only", ""),
        ),
        inside.shares_kernel(),
    ])
}

fn by_io_uring(inside: &Inside<'_>) -> Link {
    Link::all([
        inside.call("io_uring_setup"),
        inside.unless_sysctl("kernel.io_uring_disabled", &["1", "2"]),
        inside.built_with("CONFIG_IO_URING"),
        inside.shares_kernel(),
    ])
}

fn by_watch_queue(inside: &Inside<'_>) -> Link {
    Link::all([
        inside.call("pipe2"),
        inside.built_with("CONFIG_WATCH_QUEUE"),
        inside.shares_kernel(),
    ])
}

fn by_madvise(inside: &Inside<'_>) -> Link {
    Link::all([inside.call("madvise"), inside.shares_kernel()])
}

fn by_splice(inside: &Inside<'_>) -> Link {
    Link::all([inside.call("splice"), inside.shares_kernel()])
}
