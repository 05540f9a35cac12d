//! Every recommendation of the published lists is in the table.

use std::path::Path;

use seaworthy_core::facts::{HostFacts, KernelConfig, Observed};
use seaworthy_core::findings::{Undecided, Verdict};
use seaworthy_kernel::{
    Architecture, Asked, Kind, Profile, Recommendation, Surroundings, judge, recommendations,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Published {
    kind: String,
    arch: String,
    option: String,
    value: String,
    source: String,
    #[serde(default)]
    since: Option<String>,
    #[serde(default)]
    until: Option<String>,
}

#[test]
fn every_published_recommendation_is_represented_and_agreed_with() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let places = ["../shared", "../../shared"].map(|shared| root.join(shared));
    let files = places.map(|shared| shared.join("data/kernel/recommended.json"));
    let Some(text) = files.iter().find_map(|file| std::fs::read_to_string(file).ok()) else {
        println!("skipped: the published lists are not beside the project");
        return;
    };
    let published: Vec<Published> = serde_json::from_str(&text).unwrap();
    assert!(published.len() > 300);
    let missing: Vec<String> = published
        .iter()
        .filter(|each| !recommendations().iter().any(|row| each.is_row(row)))
        .map(|each| format!("{} {} {} = {}", each.source, each.arch, each.option, each.value))
        .collect();
    assert!(missing.is_empty(), "{} missing: {missing:#?}", missing.len());
}

impl Published {
    fn is_row(&self, row: &Recommendation) -> bool {
        let kind = match self.kind.as_str() {
            "kconfig" => Kind::Config,
            "cmdline" => Kind::CommandLine,
            _ => Kind::Sysctl,
        };
        let source = if self.source == "kspp" { "KSPP" } else { "CLIP OS" };
        let named =
            row.name() == self.option || row.was.iter().any(|(name, _)| *name == self.option);
        let here = Architecture::of_machine(&self.arch);
        // CLIP OS is for x86_64 alone, and its list names no architecture.
        let here = here.or_else(|| (source == "CLIP OS").then_some(Architecture::X86_64));
        let applies =
            here.map_or_else(|| row.architectures.is_every(), |one| row.architectures.has(one));
        let applies = applies || (here.is_none() && row.architectures.has(Architecture::X86_64));
        row.kind() == kind
            && named
            && applies
            && (row.asked_by().contains(source) && self.passes(row) || row.dispute.contains(source))
    }

    /// Whether a machine that follows it passes the row in its strictest profile.
    fn passes(&self, row: &Recommendation) -> bool {
        let value = self.value.trim_matches('"');
        let mut host =
            HostFacts { kernel_release: Observed::known(self.version(), ""), ..Default::default() };
        let arch = Architecture::ALL.into_iter().find(|one| row.architectures.has(*one)).unwrap();
        host.architecture = Observed::known(arch.as_str().to_owned(), "");
        let mut config = KernelConfig::default();
        let mut line = String::new();
        match self.kind.as_str() {
            "kconfig" if value == "is not set" => {
                config.options.insert(self.option.clone(), "n".into());
            }
            "kconfig" => {
                config.options.insert(self.option.clone(), value.into());
            }
            "cmdline" if value == "is set" => line.clone_from(&self.option),
            "cmdline" => line = format!("{}={value}", self.option),
            _ => {
                host.sysctls.insert(self.option.clone(), Observed::known(value.into(), ""));
            }
        }
        host.kernel.config = Observed::known(config, "");
        host.kernel.command_line = Observed::known(line, "");
        let bare = Recommendation { given: &[], ..*row };
        let nobody = |_: &[&str]| Asked::default();
        [Profile::ContainerHost, Profile::Strict].into_iter().any(|profile| {
            let judged = judge(&bare, &host, &Surroundings { profile, ask: &nobody });
            match judged {
                Ok(verdict) => matches!(verdict, Verdict::Pass(_)),
                Err(Undecided::NotApplicable(why)) => why.contains("patches"),
                Err(Undecided::Unknown(_)) => false,
            }
        })
    }

    fn version(&self) -> String {
        let old = self.until.as_ref().map(|_| "4.4.0".to_owned());
        old.or_else(|| self.since.clone()).unwrap_or_else(|| "6.1.0".to_owned())
    }
}
