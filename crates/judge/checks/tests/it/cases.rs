//! Facts in, verdict out: one file of cases a check, or a row of a family.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use seaworthy_checks::{KernelProfile, Settings, Trusted, catalogue, run};
use seaworthy_core::facts::{
    ContainerFacts, DaemonProcess, EngineFacts, Facts, HostFacts, ImageFacts, NetworkFacts,
    Observed, PeerCredentials,
};
use seaworthy_core::findings::{Finding, Outcome};
use serde::Deserialize;

/// 2026-01-01T00:00:00Z: the time of every case that does not say another.
const NOW: i64 = 1_767_225_600;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cases {
    pub(crate) case: Vec<Case>,
}

/// One case. Facts that it does not name are not-collected. `host`, `engine`
/// and `daemon` go together: with a `daemon` the engine is proven local.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    verdict: String,
    /// Expected severity, when the case is about it.
    severity: Option<String>,
    /// Text that the message or the reason must hold.
    says: Option<String>,
    /// Text that an evidence value must hold.
    shows: Option<String>,
    /// Row of a family.
    row: Option<String>,
    /// Seconds since 1970.
    now: Option<i64>,
    trusted_users: Vec<String>,
    trusted_registries: Vec<String>,
    trusted_base_images: Vec<String>,
    trusted_packages: Vec<String>,
    /// Defects of other tools that this case shows to be right here: `G6`, `docker-bench 5.15`.
    pub(crate) defect: Option<String>,
    container: Option<ContainerFacts>,
    /// Further containers of the engine, for chains.
    others: Vec<ContainerFacts>,
    image: Option<ImageFacts>,
    network: Option<NetworkFacts>,
    engine: Option<EngineFacts>,
    daemon: Option<DaemonProcess>,
    host: Option<HostFacts>,
    no_engine: bool,
    /// Profile of kernel recommendations.
    profile: Option<String>,
}

#[test]
fn every_case_gets_its_verdict() {
    let mut failures = Vec::new();
    let mut counted = 0;
    for (path, cases) in case_files() {
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for case in &cases.case {
            counted += 1;
            let Err(why) = judge(&id, case) else { continue };
            failures.push(format!("{id}: {}: {why}", case.name));
        }
    }
    assert!(counted > 0);
    assert!(failures.is_empty(), "{} of {counted} cases:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_check_has_a_failing_a_passing_and_an_unknown_case() {
    let files: BTreeMap<String, Cases> = case_files()
        .into_iter()
        .map(|(path, cases)| (path.file_stem().unwrap().to_str().unwrap().to_owned(), cases))
        .collect();
    let mut missing = Vec::new();
    for check in catalogue::checks() {
        let Some(cases) = files.get(check.id) else {
            missing.push(format!("{}: no file of cases", check.id));
            continue;
        };
        let has = |word: &str| cases.case.iter().any(|case| case.verdict == word);
        if !(has("fail") || has("review")) {
            missing.push(format!("{}: no failing case", check.id));
        }
        if !(has("pass") || has("not-applicable")) {
            missing.push(format!("{}: no passing case", check.id));
        }
        if !has("unknown") {
            missing.push(format!("{}: no unknown case", check.id));
        }
    }
    let ids: Vec<&str> = catalogue::checks().map(|check| check.id).collect();
    missing.extend(
        files
            .keys()
            .filter(|id| !ids.contains(&id.as_str()))
            .map(|id| format!("{id}: cases without a check")),
    );
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

pub(crate) fn case_files() -> Vec<(PathBuf, Cases)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let cases =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path, cases)
        })
        .collect()
}

fn judge(id: &str, case: &Case) -> Result<(), String> {
    let facts = facts_of(case);
    let settings = Settings {
        trusted: Trusted {
            users: case.trusted_users.clone(),
            registries: case.trusted_registries.clone(),
            base_images: case.trusted_base_images.clone(),
            packages: case.trusted_packages.clone(),
        },
        kernel_profile: case.profile.as_deref().map_or_else(Default::default, profile),
    };
    let wanted = case.row.as_deref().unwrap_or(id);
    let findings = run(&facts, &settings, case.now.unwrap_or(NOW), |header| header.id == wanted);
    let finding = findings.first().ok_or_else(|| format!("`{wanted}` gives no result"))?;
    compare(case, finding)
}

fn profile(word: &str) -> KernelProfile {
    word.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn compare(case: &Case, finding: &Finding) -> Result<(), String> {
    let got = finding.verdict.outcome().as_str();
    if got != case.verdict {
        return Err(format!("is {got}, not {}: {:?}", case.verdict, finding.verdict));
    }
    if let Some(severity) = &case.severity
        && finding.severity.as_str() != severity
    {
        return Err(format!("severity {} is not {severity}", finding.severity));
    }
    if let Some(says) = &case.says
        && !words(finding).contains(says.as_str())
    {
        return Err(format!("`{}` does not say `{says}`", words(finding)));
    }
    let values: Vec<&str> = finding
        .verdict
        .case()
        .into_iter()
        .flat_map(|case| &case.evidence)
        .map(|each| each.value.as_str())
        .collect();
    if let Some(shows) = &case.shows
        && !values.iter().any(|value| value.contains(shows.as_str()))
    {
        return Err(format!("evidence {values:?} does not show `{shows}`"));
    }
    if finding.verdict.outcome() == Outcome::Fail && values.is_empty() {
        return Err("fails without evidence".to_owned());
    }
    Ok(())
}

fn words(finding: &Finding) -> String {
    use seaworthy_core::findings::Verdict;
    match &finding.verdict {
        Verdict::Unknown(reason) | Verdict::NotApplicable(reason) => reason.clone(),
        Verdict::Pass(case) | Verdict::Fail(case) | Verdict::Review(case) => case.message.clone(),
    }
}

fn facts_of(case: &Case) -> Facts {
    let mut engine = case.engine.clone().unwrap_or_default();
    if case.container.is_some() || !case.others.is_empty() {
        let mut containers: Vec<ContainerFacts> = case.container.clone().into_iter().collect();
        containers.extend(case.others.iter().cloned());
        engine.containers = Observed::known(containers, "/containers/json");
    }
    if let Some(image) = &case.image {
        engine.images = Observed::known(vec![image.clone()], "/images/json");
    }
    if let Some(network) = &case.network {
        engine.networks = Observed::known(vec![network.clone()], "/networks");
    }
    let mut host = case.host.clone();
    if let Some(daemon) = &case.daemon {
        let mut daemon = daemon.clone();
        daemon.pid = daemon.pid.max(2);
        engine.peer =
            Observed::known(PeerCredentials { pid: daemon.pid, uid: 0, gid: 0 }, "SO_PEERCRED");
        host.get_or_insert_default().daemons = Observed::known(vec![daemon], "/proc");
    }
    let engines = if case.no_engine { Vec::new() } else { vec![engine] };
    Facts {
        host: host.map_or_else(Observed::default, |host| Observed::known(host, "/")),
        engines,
        ..Default::default()
    }
}
