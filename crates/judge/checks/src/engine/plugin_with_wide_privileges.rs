//! A managed plugin is a container of root that nobody lists with the others.

use seaworthy_core::facts::{EngineFacts, PluginFacts};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, pass, review};

use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "plugin-with-wide-privileges",
    title: "engine plugin holds wide privileges",
    severity: Severity::High,
    section: Section::Daemon,
    cis: &[],
    tags: &[],
    reads: &[FactGroup::EngineInfo],
    explanation: include_str!("plugin_with_wide_privileges.md"),
    fix: Fix {
        summary: "Disable plugins that are not needed; pin the rest to a version that was reviewed.",
        commands: &["docker plugin ls"],
        risk: Risk::Review,
    },
    judge: Judge::Engine(judge),
};

const WIDE: [&str; 6] =
    ["sys_admin", "sys_module", "sys_ptrace", "sys_rawio", "dac_read_search", "docker.sock"];

fn judge(engine: &EngineFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    context.docker_only()?;
    let plugins = engine.plugins.seen_or_default("plugins")?;
    let wide: Vec<(&str, Vec<&str>)> = plugins
        .iter()
        .filter(|plugin| plugin.enabled)
        .map(|plugin| (plugin.name.as_str(), wide_privileges(plugin)))
        .filter(|(_, privileges)| !privileges.is_empty())
        .collect();
    let Some((name, _)) = wide.first() else { return Ok(pass()) };
    let verdict = review(match wide.len() {
        1 => format!(
            "plugin {name} may do as it likes on the host: do you trust its publisher that far"
        ),
        many => format!(
            "{many} plugins may do as they like on the host: do you trust their publishers that far"
        ),
    });
    Ok(wide.iter().fold(verdict, |verdict, (name, privileges)| {
        verdict.because(Evidence::new(*name, privileges.join("; "), "/plugins"))
    }))
}

fn wide_privileges(plugin: &PluginFacts) -> Vec<&str> {
    plugin.privileges.iter().map(String::as_str).filter(|privilege| is_wide(privilege)).collect()
}

fn is_wide(privilege: &str) -> bool {
    let lower = privilege.to_ascii_lowercase();
    let (name, value) = lower.split_once(':').unwrap_or((&lower, ""));
    let granted = value.contains("true");
    WIDE.iter().any(|word| lower.contains(word))
        || (name.contains("mount") && value.split([',', '[', ']', ' ']).any(|path| path == "/"))
        || (["allow-all-devices", "host pid namespace", "host ipc namespace"]
            .contains(&name.trim())
            && granted)
}
