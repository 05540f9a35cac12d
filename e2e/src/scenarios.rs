//! The list of scenarios.

mod smoke;

use crate::{Need, Seaworthy, Trouble};

/// One story about a real engine.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What it shows, in kebab-case.
    pub name: &'static str,
    /// What the machine must offer; checked in this order.
    pub needs: &'static [Need],
    /// The story itself.
    pub run: fn(&Seaworthy) -> Result<(), Trouble>,
}

const DOCKERD: &[Need] = &[
    Need::Namespaces,
    Need::Program("dockerd"),
    Need::Program("docker"),
    Need::Program("ip"),
    Need::Program("iptables"),
    Need::Program("busybox"),
];

/// Every scenario.
pub const ALL: &[Scenario] = &[
    Scenario { name: "dockerd-runs", needs: DOCKERD, run: smoke::dockerd_runs },
    Scenario { name: "dockerd-with-tls-runs", needs: DOCKERD, run: smoke::dockerd_with_tls_runs },
    Scenario { name: "dockerd-leaves-nothing", needs: DOCKERD, run: smoke::dockerd_leaves_nothing },
    Scenario {
        name: "podman-runs",
        needs: &[
            Need::Namespaces,
            Need::Program("podman"),
            Need::Program("runc"),
            Need::Program("docker"),
        ],
        run: smoke::podman_runs,
    },
    Scenario {
        name: "rootless-dockerd-runs",
        needs: &[
            Need::Namespaces,
            Need::Program("dockerd"),
            Need::Program("rootlesskit"),
            Need::Program("newuidmap"),
            Need::Program("useradd"),
        ],
        run: smoke::rootless_runs,
    },
];
