//! A private key that others can read is not private.

use seaworthy_core::facts::HostFacts;
use seaworthy_core::findings::{
    Change, Evidence, Remedy, Risk, Severity, Undecided, Verdict, fail, pass,
};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "certificate-folder-readable",
    title: "TLS key readable by other accounts",
    severity: Severity::High,
    section: Section::Files,
    cis: &[],
    tags: &["tls", "secrets"],
    reads: &[FactGroup::HostFiles],
    explanation: include_str!("certificate_folder_readable.md"),
    fix: Fix {
        summary: "Give keys mode 0400 and their folder mode 0700.",
        commands: &[],
        risk: Risk::Safe,
    },
    judge: Judge::Host(judge),
};

fn judge(host: &HostFacts, _: &Context<'_>) -> Result<Verdict, Undecided> {
    let certificates = host.certificates.seen_or_default("certificates")?;
    let keys: Vec<_> = certificates.iter().filter(|each| each.role == "key").collect();
    if keys.is_empty() {
        return Err(Undecided::not_applicable("no private key is in use here"));
    }
    let (mut open, mut evidence) = (Vec::new(), Vec::new());
    let mut remedy = Remedy::from(CHECK.fix);
    for key in keys {
        let file = key.stat.seen("owner and mode of the key")?;
        let by_group = file.mode & 0o040 != 0 && file.gid != 0;
        let by_acl = file.acl.iter().any(|entry| entry.id != 0 && entry.permissions & 4 != 0);
        let text = format!("{}:{} {:04o}", file.uid, file.gid, file.mode);
        evidence.push(Evidence::new(key.path.as_str(), text, file.source.as_ref()));
        if file.mode & 0o004 != 0 || by_group || by_acl {
            let mode = file.mode & 0o400;
            open.push(key.path.as_str());
            remedy = remedy
                .command(format!("chmod {mode:04o} {}", key.path))
                .change(Change::Mode { path: key.path.clone(), mode });
        }
    }
    if open.is_empty() {
        return Ok(evidence.into_iter().fold(pass(), Verdict::because));
    }
    let verdict = fail(format!("others than the owner can read {}", open.join(", ")));
    Ok(evidence.into_iter().fold(verdict, Verdict::because).fix(remedy))
}
