//! A command as root in a container whose program is not undoes its USER.

use seaworthy_core::facts::{ContainerFacts, ExecFacts};
use seaworthy_core::findings::{Evidence, Risk, Severity, Undecided, Verdict, fail, pass, review};

use super::exec_history::remembered;
use crate::configured_user::is_root;
use crate::{Check, Context, FactGroup, Fix, Judge, Section};

pub(crate) const CHECK: Check = Check {
    id: "root-exec",
    title: "exec into container as root",
    severity: Severity::Medium,
    section: Section::Containers,
    cis: &["5.24"],
    tags: &[],
    reads: &[FactGroup::Containers],
    explanation: include_str!("root_exec.md"),
    fix: Fix {
        summary: "Run commands as the container's user; leave --user root out of docker exec.",
        commands: &["docker exec --user 1000 CONTAINER COMMAND"],
        risk: Risk::Review,
    },
    judge: Judge::Container(judge),
};

fn judge(container: &ContainerFacts, context: &Context<'_>) -> Result<Verdict, Undecided> {
    if container.configured.is_none() && container.requested.is_some() {
        return Err(Undecided::not_applicable("the container was not started yet"));
    }
    let execs = container.execs.seen_or_default("commands run in it")?;
    let user = container.settings()?.user.seen_or_default("user")?;
    let own_is_root = is_root(&user) == Some(true);
    let user_of = |exec: &ExecFacts| shown(&exec.user, &user).to_owned();
    if let Some(exec) = execs.iter().find(|exec| is_root(&user_of(exec)) == Some(true)) {
        let text = format!("{} as {}", exec.program, shown(&exec.user, "the container's user"));
        let verdict = fail(format!("{} was run in it as root", exec.program))
            .because(Evidence::new("command", text, "/exec/{id}/json"))
            .because(&user);
        return Ok(if own_is_root {
            verdict.rated(Severity::Low, "its own program runs as root as well")
        } else {
            verdict
        });
    }
    if let Some(exec) = execs.iter().find(|exec| is_root(&user_of(exec)).is_none()) {
        let name = user_of(exec);
        return Err(Undecided::unknown(format!("user {name}: its id in the image is not known")));
    }
    match remembered(container, context) {
        Some(past) => Ok(review("commands were run in it, as which user is not recorded")
            .because(past)
            .rated(Severity::Low, "the engine remembers the command, not its user")),
        None => Ok(pass()),
    }
}

fn shown<'a>(user: &'a str, otherwise: &'a str) -> &'a str {
    if user.is_empty() { otherwise } else { user }
}
