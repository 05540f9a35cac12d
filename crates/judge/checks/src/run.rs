//! Judges facts with the catalogue.

use std::sync::Arc;

use seaworthy_core::facts::{
    ContainerFacts, EngineFacts, EngineKind, Facts, HostFacts, ImageFacts, Locality, NetworkFacts,
    Observed, SwarmFacts,
};
use seaworthy_core::findings::{
    Finding, Header, Payload, Subject, SubjectKind, Undecided, Verdict,
};

use crate::catalogue::{self, Entry};
use crate::{Context, FactGroup, Family, FilterMemo, Judge, Row, Section, Settings};

/// Judges everything the selection admits; each check gives at least one
/// result, so that totals compare between runs.
///
/// `now` is seconds since 1970. Targets of the findings are the host (0) and
/// then the engines in order.
pub fn run(
    facts: &Facts,
    settings: &Settings,
    now: i64,
    selects: impl Fn(&Header) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let filters = FilterMemo::default();
    let subjects = Subjects::of(facts);
    for entry in catalogue::entries() {
        let header = entry.header();
        if selects(&header) {
            judge_entry(
                &entry,
                &header,
                &subjects,
                &Context { facts, engine: None, settings, now, filters: Some(&filters) },
                &mut findings,
            );
        }
    }
    findings
}

/// Judges one container with every container check: what a guard asks of a
/// create request.
pub fn judge_container(container: &ContainerFacts, context: &Context<'_>) -> Vec<Finding> {
    let subject = Arc::new(container_subject(container));
    let judged = |entry: &Entry| match (entry.check.judge, entry.row) {
        (Judge::Container(judge), _) => Some(judge(container, context)),
        (Judge::ContainerFamily(family), Some(row)) => {
            Some((family.judge)(row, container, context))
        }
        _ => None,
    };
    catalogue::entries()
        .filter_map(|entry| Some(finding(&entry.header(), &subject, judged(&entry)?)))
        .collect()
}

/// The subjects of one run, each made once and shared by its findings.
struct Subjects<'a> {
    host: Arc<Subject>,
    engines: Vec<EngineSubjects<'a>>,
}

struct EngineSubjects<'a> {
    engine: &'a EngineFacts,
    subject: Arc<Subject>,
    swarm: Arc<Subject>,
    containers: Items<'a, ContainerFacts>,
    images: Items<'a, ImageFacts>,
    networks: Items<'a, NetworkFacts>,
}

impl<'a> Subjects<'a> {
    fn of(facts: &'a Facts) -> Self {
        let name = facts.host.value().map_or_else(|| "this host".into(), HostFacts::display_name);
        Self {
            host: Arc::new(Subject::new(SubjectKind::Host, name)),
            engines: facts.engines.iter().map(EngineSubjects::of).collect(),
        }
    }
}

impl<'a> EngineSubjects<'a> {
    fn of(engine: &'a EngineFacts) -> Self {
        Self {
            engine,
            subject: Arc::new(engine_subject(engine)),
            swarm: Arc::new(Subject::new(SubjectKind::Swarm, engine.endpoint.as_str())),
            containers: paired(&engine.containers, container_subject),
            images: paired(&engine.images, image_subject),
            networks: paired(&engine.networks, |network| {
                let mut subject = Subject::new(SubjectKind::Network, network.name.as_str());
                subject.id.clone_from(&network.id);
                subject
            }),
        }
    }
}

fn paired<T>(observed: &Observed<Vec<T>>, subject: impl Fn(&T) -> Subject) -> Items<'_, T> {
    Items(match observed {
        Observed::Known { value, source } => Observed::Known {
            value: value.iter().map(|item| (item, Arc::new(subject(item)))).collect(),
            source: source.clone(),
        },
        Observed::Absent => Observed::Absent,
        Observed::Unreadable(reason) => Observed::Unreadable(*reason),
    })
}

fn engine_subject(engine: &EngineFacts) -> Subject {
    let mut subject = Subject::new(SubjectKind::Engine, engine.endpoint.as_str());
    if let Some(info) = engine.info.value()
        && engine.kind == EngineKind::Docker
    {
        subject.id.clone_from(&info.id);
    }
    subject
}

fn container_subject(container: &ContainerFacts) -> Subject {
    Subject {
        kind: SubjectKind::Container,
        name: container.name.clone(),
        id: container.id.clone(),
        stable_name: container.stable_name(),
        labels: container.labels.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
    }
}

fn image_subject(image: &ImageFacts) -> Subject {
    Subject {
        kind: SubjectKind::Image,
        name: image.name().to_owned(),
        id: image.id.clone(),
        stable_name: image.stable_name().to_owned(),
        labels: Vec::new(),
    }
}

fn finding(
    header: &Arc<Header>,
    subject: &Arc<Subject>,
    judged: Result<Verdict, Undecided>,
) -> Finding {
    let verdict = judged.unwrap_or_else(Verdict::from);
    Finding::new(Arc::clone(header), Arc::clone(subject), verdict, Payload::Misconfiguration)
}

fn judge_entry(
    entry: &Entry,
    header: &Arc<Header>,
    subjects: &Subjects<'_>,
    context: &Context<'_>,
    out: &mut Vec<Finding>,
) {
    let run = Run { header, subjects, context };
    match entry.check.judge {
        Judge::Host(judge) => {
            let judged = collected(entry, context).and_then(|()| on_host(context, judge));
            out.push(finding(header, &subjects.host, judged));
        }
        Judge::Family(family) => out.extend(entry.row.map(|row| run.row(entry, row, family))),
        Judge::Engine(judge) => run.engines(SubjectKind::Engine, out, |each, context, out| {
            out.push(finding(header, &each.subject, judge(each.engine, context)));
        }),
        Judge::Swarm(judge) => run.engines(SubjectKind::Swarm, out, |each, context, out| {
            out.push(finding(header, &each.swarm, on_swarm(each.engine, context, judge)));
        }),
        Judge::Container(judge) => {
            run.items(SubjectKind::Container, out, |each| &each.containers, judge);
        }
        Judge::ContainerFamily(family) => {
            if let Some(row) = entry.row {
                let judge = |container: &ContainerFacts, context: &Context<'_>| {
                    (family.judge)(row, container, context)
                };
                run.items(SubjectKind::Container, out, |each| &each.containers, judge);
            }
        }
        Judge::Image(judge) => run.items(SubjectKind::Image, out, |each| &each.images, judge),
        Judge::Network(judge) => run.items(SubjectKind::Network, out, |each| &each.networks, judge),
    }
}

/// Items of one kind with their subjects.
struct Items<'a, T>(Observed<Vec<(&'a T, Arc<Subject>)>>);

/// One check on its way over all subjects.
struct Run<'r, 'a> {
    header: &'r Arc<Header>,
    subjects: &'r Subjects<'a>,
    context: &'r Context<'r>,
}

impl<'a> Run<'_, 'a> {
    fn row(&self, entry: &Entry, row: &Row, family: Family) -> Finding {
        let subject = row.subject.as_ref().map_or_else(
            || Arc::clone(&self.subjects.host),
            |(kind, name)| {
                let host = self.context.facts.host.value();
                let spelled = family.spelled.zip(host).map(|(spelled, host)| spelled(row, host));
                Arc::new(Subject::new(*kind, spelled.unwrap_or(name)))
            },
        );
        let judged = collected(entry, self.context).and_then(|()| {
            on_host(self.context, |host, context| (family.judge)(row, host, context))
        });
        finding(self.header, &subject, judged)
    }

    /// Judges once an engine; without any, one result says so.
    fn engines(
        &self,
        kind: SubjectKind,
        out: &mut Vec<Finding>,
        judge: impl Fn(&EngineSubjects<'a>, &Context<'_>, &mut Vec<Finding>),
    ) {
        if self.subjects.engines.is_empty() {
            let reason =
                if is_saved_kernel(self.context) { NOT_SAVED } else { "no engine answered" };
            let undecided = Err(Undecided::unknown(reason));
            out.push(finding(self.header, &Arc::new(Subject::none(kind)), undecided));
        }
        for (index, each) in self.subjects.engines.iter().enumerate() {
            let first = out.len();
            judge(each, &Context { engine: Some(each.engine), ..*self.context }, out);
            for finding in &mut out[first..] {
                finding.target = index + 1;
            }
        }
    }

    /// Judges every item of every engine; an engine without any gives one result.
    fn items<T: 'a>(
        &self,
        kind: SubjectKind,
        out: &mut Vec<Finding>,
        items: impl for<'s> Fn(&'s EngineSubjects<'a>) -> &'s Items<'a, T>,
        judge: impl Fn(&T, &Context<'_>) -> Result<Verdict, Undecided>,
    ) {
        self.engines(kind, out, |each, context, out| {
            let undecided = match &items(each).0 {
                Observed::Known { value, .. } if !value.is_empty() => {
                    out.extend(value.iter().map(|(item, subject)| {
                        finding(self.header, subject, judge(item, context))
                    }));
                    return;
                }
                Observed::Known { .. } | Observed::Absent => {
                    Undecided::not_applicable(format!("there is no {}", kind.as_str()))
                }
                Observed::Unreadable(reason) => {
                    Undecided::unknown(format!("{}s: {reason}", kind.as_str()))
                }
            };
            out.push(finding(self.header, &Arc::new(Subject::none(kind)), Err(undecided)));
        });
    }
}

const NOT_SAVED: &str = "not collected: the facts are saved files of a kernel";

fn is_saved_kernel(context: &Context<'_>) -> bool {
    context.facts.host.value().is_some_and(HostFacts::is_saved_kernel)
}

/// Ends a check that asks for more than was saved: an empty list of files or
/// sockets would look like a machine that has none.
fn collected(entry: &Entry, context: &Context<'_>) -> Result<(), Undecided> {
    let of_kernel = entry.check.section == Section::Kernel
        || entry.check.reads.iter().all(|group| *group == FactGroup::Kernel);
    if is_saved_kernel(context) && !of_kernel {
        return Err(Undecided::unknown(NOT_SAVED));
    }
    Ok(())
}

/// Host checks look at the engine's machine: with an engine that is not proven
/// to run here they do not apply, without any engine they do.
fn on_host(
    context: &Context<'_>,
    judge: impl FnOnce(&HostFacts, &Context<'_>) -> Result<Verdict, Undecided>,
) -> Result<Verdict, Undecided> {
    let engines = &context.facts.engines;
    let local = engines.iter().find(|engine| engine.locality(context.facts) == Locality::Proven);
    if local.is_none() && !engines.is_empty() {
        return Err(Undecided::not_applicable("no engine is proven to run on this machine"));
    }
    match &context.facts.host {
        Observed::Known { value, .. } => judge(value, &Context { engine: local, ..*context }),
        Observed::Absent => Err(Undecided::unknown("host: not collected")),
        Observed::Unreadable(reason) => Err(Undecided::unknown(format!("host: {reason}"))),
    }
}

fn on_swarm(
    engine: &EngineFacts,
    context: &Context<'_>,
    judge: impl FnOnce(&SwarmFacts, &Context<'_>) -> Result<Verdict, Undecided>,
) -> Result<Verdict, Undecided> {
    let info = context.info()?;
    match info.swarm_state.seen_or("swarm state", String::new())?.as_str() {
        "active" | "locked" | "pending" | "error" => {}
        _ => return Err(Undecided::not_applicable("Swarm is off")),
    }
    if !*info.swarm_manager.seen_or("swarm manager", false)? {
        return Err(Undecided::not_applicable("this node is not a manager"));
    }
    judge(&engine.swarm, context)
}
