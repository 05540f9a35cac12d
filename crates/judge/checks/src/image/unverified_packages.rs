//! A build that switches verification off installs whatever the network hands it.

use seaworthy_core::facts::ImageFacts;
use seaworthy_core::findings::{
    Confidence, Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review,
};

use super::step::{Step, steps};
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "unverified-packages",
    title: "package installed without verification",
    severity: Severity::Medium,
    section: Section::Images,
    cis: &["4.11"],
    tags: &["supply-chain"],
    reads: &[FactGroup::Images],
    explanation: include_str!("unverified_packages.md"),
    fix: Fix {
        summary: "Leave verification on; add the missing key or certificate instead.",
        commands: &[],
        risk: Risk::Review,
    },
    judge: Judge::Image(judge),
};

/// Words that switch off signatures of packages, or certificates of servers.
const SWITCHES: &[&str] = &[
    "--allow-unauthenticated",
    "--allow-insecure-repositories",
    "--force-yes",
    "--nogpgcheck",
    "--no-gpg-check",
    "--no-gpg-checks",
    "--allow-untrusted",
    "--no-check-certificate",
    "--insecure",
    "--trusted-host",
];
const SETTINGS: &[&str] = &[
    "trusted=yes",
    "gpgcheck=0",
    "gpgcheck=no",
    "sslverify=0",
    "sslverify=false",
    "allowunauthenticated",
    "allowinsecurerepositories=true",
    "node_tls_reject_unauthorized=0",
    "git_ssl_no_verify=",
    "pythonhttpsverify=0",
    "strict-ssl false",
    "strict-ssl=false",
    "http.sslverify false",
];
/// Programs that check what was fetched.
const VERIFIERS: &[&str] = &[
    "sha256sum",
    "sha384sum",
    "sha512sum",
    "shasum",
    "gpg",
    "gpgv",
    "cosign",
    "minisign",
    "openssl",
    "rpmkeys",
];

fn judge(image: &ImageFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let steps = steps(image)?;
    let off: Vec<&Step<'_>> = steps.iter().filter(|step| switches_off(step)).collect();
    if !off.is_empty() {
        let verdict = fail("a build step switches verification off");
        return Ok(off.into_iter().map(Step::evidence).fold(verdict, Verdict::because));
    }
    let blind: Vec<&Step<'_>> = steps.iter().filter(|step| fetches_unchecked(step)).collect();
    if !blind.is_empty() {
        let verdict = review("a build step fetches a file and shows no check of it");
        return Ok(blind.into_iter().map(Step::evidence).fold(verdict, Verdict::because));
    }
    let count = steps.len().to_string();
    let verdict = pass().because(Evidence::new("build steps", count, "/history"));
    Ok(verdict.confidence(Confidence::Medium))
}

fn switches_off(step: &Step<'_>) -> bool {
    if !matches!(step.instruction, "RUN" | "ENV") {
        return false;
    }
    let text = step.text.to_ascii_lowercase();
    SETTINGS.iter().any(|setting| text.contains(setting))
        || step.commands().iter().any(|command| {
            let (program, arguments) = command.program();
            let short = |word: &String| {
                program == "curl"
                    && word.starts_with('-')
                    && !word.starts_with("--")
                    && word.contains('k')
            };
            let long = |word: &String| SWITCHES.contains(&word.split('=').next().unwrap_or(word));
            !matches!(program, "echo" | "printf")
                && arguments.iter().any(|word| short(word) || long(word))
        })
}

fn fetches_unchecked(step: &Step<'_>) -> bool {
    let commands = step.commands();
    let runs = |names: &[&str]| commands.iter().any(|command| names.contains(&command.program().0));
    let fetches = commands.iter().any(|command| {
        let (program, arguments) = command.program();
        matches!(program, "curl" | "wget") && arguments.iter().any(|word| word.contains("://"))
    });
    fetches && !runs(VERIFIERS)
}
