//! The list of scenarios.

mod authorization;
mod compare;
mod containers;
mod daemon;
mod daemon_file;
mod decoy;
mod escape;
mod facts_file;
mod fake;
mod filters;
mod fix_plan;
mod formats;
mod inside;
mod isolation;
mod kinds;
mod live;
mod others;
mod roots;
mod rough;
mod smoke;
mod swarm;
mod unprivileged;

use crate::{Need, Seaworthy, Trouble};

/// One story about an engine.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What it shows, in kebab-case.
    pub name: &'static str,
    /// What the machine must offer; checked in this order.
    pub needs: &'static [&'static [Need]],
    /// Whether it runs the program under test.
    pub audits: bool,
    /// The story itself.
    pub run: Story,
}

/// Tells with [`Trouble`] what did not happen as it should.
pub type Story = fn(&Seaworthy) -> Result<(), Trouble>;

/// Lists of needs, so that each program is named once.
type Needs = &'static [&'static [Need]];

const NOTHING: Needs = &[];
const ENGINE_ALONE: Needs = &[ENGINE];
const DOCKERD: Needs = &[ENGINE, DAEMON];
const TLS: Needs = &[ENGINE, DAEMON, &[Need::Program("openssl")]];
const PODMAN: Needs = &[ENGINE, &[Need::Program("podman"), Need::Program("runc")]];
const TWO: Needs = &[ENGINE, DAEMON, &[Need::Program("podman"), Need::Program("runc")]];
const PATCH: Needs = &[ENGINE, DAEMON, &[Need::Program("patch")]];
const PROBE: Needs = &[ENGINE, DAEMON, &[Need::Program("cc")]];
const GVISOR: Needs = &[ENGINE, DAEMON, &[Need::Program("runsc")]];
const ROOTLESS: Needs = &[ENGINE, DAEMON, USER_NAMESPACE];

const ENGINE: &[Need] = &[
    Need::Namespaces,
    Need::Program("docker"),
    Need::Program("ip"),
    Need::Program("setpriv"),
    Need::Program("busybox"),
];
const DAEMON: &[Need] = &[Need::Program("dockerd"), Need::Program("iptables")];
const USER_NAMESPACE: &[Need] =
    &[Need::Program("rootlesskit"), Need::Program("newuidmap"), Need::Program("useradd")];

/// Every scenario: first the engines themselves, then what Seaworthy says about them.
pub const ALL: &[Scenario] = &[
    engine("dockerd-runs", DOCKERD, smoke::dockerd_runs),
    engine("dockerd-with-tls-runs", TLS, smoke::dockerd_with_tls_runs),
    engine("dockerd-leaves-nothing", DOCKERD, smoke::dockerd_leaves_nothing),
    engine("podman-runs", PODMAN, smoke::podman_runs),
    engine("rootless-dockerd-runs", ROOTLESS, smoke::rootless_runs),
    audit("audit-only-reads", NOTHING, fake::only_reads),
    audit("audit-of-broken-engines-ends", NOTHING, fake::broken_engines),
    audit("audit-survives-one-bad-container", NOTHING, fake::one_bad_container),
    audit("audit-without-engine-is-an-error", NOTHING, fake::no_engine),
    audit("bad-containers-fail", DOCKERD, containers::bad_containers_fail),
    audit("good-container-passes", DOCKERD, containers::good_container_passes),
    audit("secrets-stay-out-of-the-report", DOCKERD, containers::secrets_stay_out),
    audit("plain-daemon", DOCKERD, daemon::plain_daemon),
    audit("daemon-flags", DOCKERD, daemon::daemon_flags),
    audit("open-seccomp-profile", DOCKERD, daemon::open_seccomp),
    audit("plain-tcp-listener", DOCKERD, daemon::plain_tcp),
    audit("mutual-tls", TLS, daemon::mutual_tls),
    audit("userns-remap", DOCKERD, daemon::userns_remap),
    audit("swarm-of-one", DOCKERD, swarm::one_manager),
    audit("authorization-plugin", DOCKERD, authorization::plugin),
    audit("changes-wait-for-a-restart", DOCKERD, daemon_file::changes_wait_for_a_restart),
    audit("reloaded-keys-are-in-force", DOCKERD, daemon_file::reloaded_keys_are_in_force),
    audit("files-that-stop-a-start", DOCKERD, daemon_file::files_that_stop_a_start),
    audit("fix-plan-holds", PATCH, fix_plan::plan_holds),
    audit("replay-is-the-audit", DOCKERD, facts_file::replay_is_the_audit),
    audit("secrets-stay-out-of-facts", DOCKERD, facts_file::secrets_stay_out_of_facts),
    audit("nobody-with-the-socket", DOCKERD, unprivileged::with_the_socket),
    audit("nobody-without-the-socket", DOCKERD, unprivileged::without_the_socket),
    audit("nobody-named-the-socket", DOCKERD, unprivileged::refused_socket),
    audit("decoy-daemons", DOCKERD, decoy::decoy_daemons),
    audit("ways-out-open-and-close", DOCKERD, escape::ways_out),
    audit("kernel-decides", DOCKERD, live::kernel_decides),
    audit("sshd-is-an-executable", DOCKERD, live::sshd_is_an_executable),
    audit("filters-as-the-kernel-answers", PROBE, filters::kernel_answers),
    audit("filters-as-the-kernel-holds-them", PROBE, filters::held),
    audit("isolation-side-by-side", DOCKERD, isolation::side_by_side),
    audit("isolation-as-seen-inside", PROBE, inside::as_seen_inside),
    audit("isolation-looks-at-itself", DOCKERD, inside::looks_at_itself),
    audit("isolation-of-tenants", DOCKERD, isolation::tenants),
    audit("bad-profiles-are-refused", ENGINE_ALONE, rough::bad_profiles),
    audit("containers-that-die-meanwhile", DOCKERD, rough::containers_that_die),
    audit("processes-that-are-hidden", ENGINE_ALONE, rough::hidden_processes),
    audit("isolation-of-gvisor", GVISOR, kinds::gvisor),
    audit("isolation-under-userns-remap", DOCKERD, kinds::remapped),
    audit("root-elsewhere", DOCKERD, roots::mounted_root),
    audit("two-engines", TWO, roots::two_engines),
    audit("all-formats", DOCKERD, formats::all_formats),
    audit("podman", PODMAN, others::podman),
    audit("rootless", ROOTLESS, others::rootless),
];

const fn engine(name: &'static str, needs: Needs, run: Story) -> Scenario {
    Scenario { name, needs, audits: false, run }
}

const fn audit(name: &'static str, needs: Needs, run: Story) -> Scenario {
    Scenario { name, needs, audits: true, run }
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<&str> = ALL.iter().map(|scenario| scenario.name).collect();
        assert_eq!(names.len(), ALL.len());
    }
}
