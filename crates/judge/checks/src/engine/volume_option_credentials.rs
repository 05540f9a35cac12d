//! Options of a volume are shown to every client and kept in plain text.

use seaworthy_core::facts::{EngineFacts, VolumeFacts};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass};
use seaworthy_core::secrets;

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "volume-option-credentials",
    title: "password among the options of a volume",
    severity: Severity::Medium,
    section: Section::Operations,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("volume_option_credentials.md"),
    fix: Fix {
        summary: "Give the mount a credentials file instead of a password.",
        commands: &["docker volume ls"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

fn judge(engine: &EngineFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let volumes = engine.volumes.seen("volumes")?;
    let telling: Vec<(&str, &str)> = volumes
        .iter()
        .filter_map(|volume| Some((volume.name.as_str(), secret_option(volume)?)))
        .collect();
    let Some((first, _)) = telling.first() else { return Ok(pass()) };
    let verdict = fail(match telling.len() {
        1 => format!("volume {first} shows its password to every client"),
        many => format!("{many} volumes show their passwords to every client"),
    });
    Ok(telling.iter().fold(verdict, |verdict, (volume, option)| {
        verdict.because(Evidence::new(
            "option with a secret",
            format!("{volume}: {option}"),
            "/volumes",
        ))
    }))
}

/// Name of the first option that holds a secret; never its value. `o=` holds a
/// list of mount options.
fn secret_option(volume: &VolumeFacts) -> Option<&str> {
    volume.options.iter().find_map(|(name, value)| {
        if is_secret(name, value) {
            return Some(name.as_str());
        }
        value
            .split(',')
            .filter_map(|option| option.split_once('='))
            .find(|(name, value)| is_secret(name, value))
            .map(|(name, _)| name)
    })
}

fn is_secret(name: &str, value: &str) -> bool {
    secrets::classify(name, value).is_some()
        || (value.starts_with('<') && value.ends_with(" bytes>"))
}
