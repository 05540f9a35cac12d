//! A report with every verdict, every kind of finding, waivers, a baseline and
//! names that attack each format.

mod names;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use seaworthy_core::facts::Problem;
use seaworthy_core::findings::{
    BaselineState, Benchmark, Confidence, Cvss, Evidence, Finding, FixState, Header,
    LicencePayload, PackageRef, Payload, Remedy, Risk, SecretPayload, Severity, Subject,
    SubjectKind, Verdict, VulnerabilityPayload, Waiver, fail, pass, review,
};
use seaworthy_core::policy::GateOutcome;
use seaworthy_core::report::{Explanation, Parts, build, v1};

pub(crate) use names::HOSTILE;

/// The report.
pub(crate) fn report() -> v1::Report {
    let mut report = build(findings(), parts());
    report.fixed = build(
        vec![finding(
            header(
                "userns-remap-disabled",
                "container root is host root: no user remapping",
                "daemon",
                Severity::Medium,
                &[("2.10", "2.9")],
            ),
            subject(SubjectKind::Engine, "docker"),
            fail("user namespaces are not remapped"),
        )],
        parts(),
    )
    .results;
    report.summary.fixed = report.fixed.len();
    report
}

/// The long text of two checks; the others have none.
pub(crate) fn explain(id: &str) -> Option<Explanation> {
    let markdown = match id {
        "privileged-container" => include_str!("../testdata/privileged-container.md"),
        "hostile-name" => {
            "Raw <script>alert(1)</script> and [a link](javascript:alert(1)) \
             ![image](http://evil.example/x.png) <https://evil.example>."
        }
        _ => return None,
    };
    Some(Explanation { markdown: Cow::Borrowed(markdown) })
}

fn parts() -> Parts {
    let target = |kind: &str, name: &str, id: &str, description: &str| v1::Target {
        kind: kind.to_owned(),
        name: name.to_owned(),
        id: id.to_owned(),
        description: description.to_owned(),
    };
    Parts {
        version: "0.1.0".to_owned(),
        created: "2026-03-14T09:26:53Z".to_owned(),
        targets: vec![
            target("host", "harbour-1", "6f1c", "Debian GNU/Linux 13, kernel 6.12.41, x86_64"),
            target(
                "engine",
                "docker",
                "K7QX:9",
                "Docker 29.1.2, API 1.52, containerd 2.2.0, runc 1.4.0",
            ),
            target(
                "image",
                "registry.example/shop/web:2.4",
                "sha256:0c1d",
                "linux/amd64, 142 packages",
            ),
        ],
        fixed: Vec::new(),
        views: BTreeMap::from([
            ("isolation".to_owned(), serde_json::json!({"format": "seaworthy-isolation/1"})),
            ("operating-system".to_owned(), operating_system()),
        ]),
        problems: vec![
            Problem::new("/var/lib/docker", "permission denied")
                .hint("run as root to decide 21 more"),
            Problem::new("GET /v1.52/swarm", "503 Service Unavailable: <b>not a manager</b>"),
        ],
        gate: GateOutcome {
            holds: false,
            because: vec!["5 failed at high or above".to_owned()],
            rules: vec!["fail-on high".to_owned()],
        },
    }
}

fn findings() -> Vec<Finding> {
    let mut all = containers();
    all.extend(host_and_engine());
    all.extend(images());
    all.extend(names::findings());
    all
}

/// A finding of a plain misconfiguration.
fn finding(header: Header, subject: Subject, verdict: Verdict) -> Finding {
    Finding::new(Arc::new(header), Arc::new(subject), verdict, Payload::Misconfiguration)
}

fn subject(kind: SubjectKind, name: &str) -> Subject {
    Subject::new(kind, name)
}

fn on(target: usize, mut finding: Finding) -> Finding {
    finding.target = target;
    finding
}

fn header(
    id: &str,
    title: &str,
    section: &str,
    severity: Severity,
    cis: &[(&'static str, &'static str)],
) -> Header {
    let benchmark = |version, id| Benchmark { name: "cis-docker", version, id, level: 1 };
    Header {
        id: id.to_owned(),
        title: title.to_owned(),
        section: section.to_owned(),
        tags: Vec::new(),
        severity,
        benchmarks: cis
            .iter()
            .flat_map(|(now, before)| [benchmark("1.8.0", *now), benchmark("1.6.0", *before)])
            .collect(),
        remedy: remedy(id),
    }
}

fn remedy(id: &str) -> Remedy {
    match id {
        "privileged-container" => Remedy::review(
            "Run it without --privileged and give it only the devices and capabilities that it uses.",
        )
        .command("docker run --cap-drop ALL --cap-add NET_ADMIN …")
        .risk(Risk::Restarts),
        "mode-docker-socket" => Remedy::review("Take the rights of others away.")
            .command("chmod o-rwx /var/run/docker.sock")
            .risk(Risk::Safe),
        "no-memory-limit" => Remedy::review("Give the container a limit it can live with.")
            .command("docker update --memory 512m --memory-swap 512m NAME"),
        _ => Remedy::review("See the explanation of this check."),
    }
}

fn containers() -> Vec<Finding> {
    let privileged = || {
        header(
            "privileged-container",
            "container runs privileged",
            "containers",
            Severity::Critical,
            &[("5.5", "5.5")],
        )
    };
    let memory = || {
        header(
            "no-memory-limit",
            "no memory limit",
            "containers",
            Severity::Low,
            &[("5.11", "5.10")],
        )
    };
    let network = || {
        header(
            "host-network-namespace",
            "container shares host network namespace",
            "containers",
            Severity::High,
            &[("5.10", "5.9")],
        )
    };
    let container = |name: &str| {
        let mut subject = subject(SubjectKind::Container, name);
        subject.id = format!("{:0<12}", name.len());
        subject
    };
    let mut all = Vec::new();
    for name in ["web", "db", "queue", "mail", "metrics"] {
        let verdict = match name {
            "web" => fail("runs with all capabilities, all devices and no confinement")
                .because(Evidence::new("privileged", "true", "HostConfig.Privileged")),
            "mail" => Verdict::Unknown("its settings changed while they were read".to_owned()),
            _ => pass(),
        };
        let mut first = finding(privileged(), container(name), verdict);
        first.baseline = (name == "web").then_some(BaselineState::New);
        all.push(on(1, first));
        let verdict = fail("may use all memory of the host").because(Evidence::new(
            "memory",
            "0",
            "HostConfig.Memory",
        ));
        let mut second = finding(memory(), container(name), verdict);
        second.baseline = Some(BaselineState::Unchanged);
        all.push(on(1, second));
        let verdict = match name {
            "metrics" => fail("sees all traffic of the host and reaches its loopback services")
                .because(Evidence::new("network mode", "host", "HostConfig.NetworkMode"))
                .rated(Severity::Medium, "it listens on no port"),
            _ => pass(),
        };
        let mut third = finding(network(), container(name), verdict);
        if name == "metrics" {
            third.waived = Some(Waiver {
                reason: "measures the host's own interfaces".to_owned(),
                owner: "operations@example.org".to_owned(),
                expires: "2026-09-30".to_owned(),
                file: "/etc/seaworthy/seaworthy.toml:14".to_owned(),
            });
        }
        all.push(on(1, third));
    }
    all
}

fn host_and_engine() -> Vec<Finding> {
    let host = || subject(SubjectKind::Host, "harbour-1");
    vec![
        finding(
            header(
                "mode-docker-socket",
                "docker.sock mode is looser than 660",
                "files",
                Severity::Critical,
                &[("3.16", "3.16")],
            ),
            subject(SubjectKind::File, "/var/run/docker.sock"),
            fail("anyone on this host may control the engine, and so be root")
                .because(Evidence::new("mode", "0666", "/var/run/docker.sock")),
        ),
        finding(
            header(
                "daemon-log-level",
                "daemon log level is not info",
                "daemon",
                Severity::Low,
                &[("2.3", "2.3")],
            ),
            subject(SubjectKind::Engine, "docker"),
            fail("the daemon logs at level debug")
                .because(Evidence::new("log-level", "debug", "/etc/docker/daemon.json:7"))
                .confidence(Confidence::Medium),
        ),
        finding(
            header(
                "host-not-hardened",
                "host system is not hardened",
                "host",
                Severity::Medium,
                &[("1.2.1", "1.2.1")],
            ),
            host(),
            review("compare the services that listen with those that the host needs")
                .because(Evidence::new("listening", "22/tcp, 111/tcp, 2376/tcp", "/proc/net/tcp")),
        ),
        finding(
            header(
                "audit-rule-dockerd",
                "no audit rule watches the dockerd binary",
                "host",
                Severity::Low,
                &[("1.1.3", "1.1.3")],
            ),
            host(),
            Verdict::Unknown("audit rules could not be read: permission denied".to_owned()),
        ),
        finding(
            header(
                "kernel-kexec-allowed",
                "kernel may be replaced by root",
                "kernel",
                Severity::Medium,
                &[],
            ),
            subject(SubjectKind::KernelOption, "kernel.kexec_load_disabled"),
            pass(),
        ),
        on(
            1,
            finding(
                header(
                    "swarm-autolock-disabled",
                    "manager keys not locked at rest",
                    "swarm",
                    Severity::Medium,
                    &[("7.5", "7.5")],
                ),
                Subject::none(SubjectKind::Swarm),
                Verdict::NotApplicable("this engine is in no swarm".to_owned()),
            ),
        ),
    ]
}

fn images() -> Vec<Finding> {
    let image = || subject(SubjectKind::Image, "registry.example/shop/web:2.4");
    let with = |id: &str, title: &str, section: &str, severity, verdict, payload| {
        let header = header(id, title, section, severity, &[]);
        on(2, Finding::new(Arc::new(header), Arc::new(image()), verdict, payload))
    };
    let package = |name: &str, version: &str| PackageRef {
        name: name.to_owned(),
        version: version.to_owned(),
        purl: format!("pkg:deb/debian/{name}@{version}"),
        source: String::new(),
    };
    let vulnerability = Payload::Vulnerability(Box::new(VulnerabilityPayload {
        aliases: vec!["GHSA-0000-1111-2222".to_owned()],
        package: package("libexample3", "3.0.11-1"),
        fixed: "3.0.14-1".to_owned(),
        state: FixState::Fixed,
        fixed_on: "2026-01-09".to_owned(),
        cvss: vec![Cvss {
            source: "nvd".to_owned(),
            vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N".to_owned(),
            score: 7.5,
        }],
        epss: Some(0.912),
        kev: true,
        layer: "sha256:9a51".to_owned(),
        because: vec!["3.0.11-1 is before 3.0.14-1 in Debian 12".to_owned()],
    }));
    let secret = Payload::Secret(SecretPayload {
        class: "aws-access-key".to_owned(),
        location: "/app/.env".to_owned(),
        length: 20,
    });
    let licence = Payload::Licence(LicencePayload {
        expression: "AGPL-3.0-only".to_owned(),
        package: package("ghostcopy", "10.0"),
    });
    vec![
        with(
            "CVE-2026-0001",
            "buffer over-read in libexample",
            "vulnerabilities",
            Severity::High,
            fail("libexample3 3.0.11-1 is affected, 3.0.14-1 is not"),
            vulnerability,
        ),
        with(
            "secret-in-image",
            "secret baked into image build",
            "images",
            Severity::High,
            fail("an AWS access key of 20 characters lies in a layer"),
            secret,
        ),
        with(
            "licence-to-review",
            "licence needs a decision",
            "licences",
            Severity::Low,
            review("AGPL-3.0-only is on neither list"),
            licence,
        ),
        with(
            "unsigned-image",
            "image has no signature",
            "registries",
            Severity::Medium,
            Verdict::Unknown("the registry did not answer in time".to_owned()),
            Payload::Signature,
        ),
        with(
            "wasted-layers",
            "files deleted in a later layer still take room",
            "images",
            Severity::Info,
            fail("88 MB of 240 MB are never seen"),
            Payload::Waste,
        ),
        with(
            "unexpected-listener",
            "program listens where it never did",
            "containers",
            Severity::Negligible,
            pass(),
            Payload::Behaviour,
        ),
    ]
}

/// A system half of whose terms are there.
fn operating_system() -> serde_json::Value {
    let property = |id: &str, state: &str, weight: u32, gained: f64| {
        serde_json::json!({
            "id": id, "title": format!("<b>{id}</b>"), "state": state, "weight": weight,
            "gained": gained, "said": "dm-verity",
            "evidence": [{"fact": "device", "value": "CRYPT-VERITY-1", "source": "/sys"}],
        })
    };
    serde_json::json!({
        "format": "seaworthy-operating-system/1", "name": "Flatcar \u{1b}[2J", "recognised": "",
        "note": "Updates come by update_engine.", "kind": "dedicated",
        "because": "system files are read-only", "score": 57.1, "decided": 0.7,
        "properties": [
            property("read-only-system", "present", 20, 20.0),
            property("no-package-manager", "partly", 10, 5.0),
            property("lockdown", "unknown", 5, 0.0),
        ],
        "measures": [
            {"name": "setuid and setgid files", "count": 12, "said": "/usr/bin"},
            {"name": "installed packages", "count": null, "said": "not collected"},
        ],
    })
}
