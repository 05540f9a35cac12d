//! A way out as a chain of conditions: it is open when every link is.

use seaworthy_core::findings::{
    Confidence, Evidence, Remedy, Severity, Undecided, Verdict, fail, pass, review,
};

use super::EscapePath;

/// One condition of a way out.
#[derive(Clone, Debug)]
pub(super) enum Link {
    /// It holds here.
    Open(Open),
    /// It does not: the way ends here.
    Closed(Evidence),
    /// What would tell could not be seen.
    Unseen(String),
}

/// A condition that holds, and what a person may want to know of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Open {
    evidence: Vec<Evidence>,
    /// The one change after which it does not hold any more.
    closing: Option<String>,
    /// It costs the attacker something: the way is at most this bad.
    at_most: Option<(Severity, String)>,
    unsure: bool,
}

impl From<Undecided> for Link {
    fn from(undecided: Undecided) -> Self {
        match undecided {
            Undecided::Unknown(reason) | Undecided::NotApplicable(reason) => Self::Unseen(reason),
        }
    }
}

impl Link {
    /// It holds, as this shows.
    pub(super) fn open(evidence: Evidence) -> Self {
        Self::Open(Open { evidence: vec![evidence], ..Open::default() })
    }

    /// It holds wherever nothing was done against it, and nothing was.
    pub(super) fn given() -> Self {
        Self::Open(Open::default())
    }

    /// Open or closed, as this shows.
    pub(super) fn when(holds: bool, evidence: Evidence) -> Self {
        if holds { Self::open(evidence) } else { Self::Closed(evidence) }
    }

    /// The same, with the change that closes it.
    pub(super) fn closed_by(self, change: impl Into<String>) -> Self {
        self.with(|open| open.closing = Some(change.into()))
    }

    /// The same, for a way that is at most this bad because of it.
    pub(super) fn at_most(self, severity: Severity, why: impl Into<String>) -> Self {
        self.with(|open| open.at_most = Some((severity, why.into())))
    }

    /// The same, less sure.
    pub(super) fn unsure(self) -> Self {
        self.with(|open| open.unsure = true)
    }

    fn with(mut self, change: impl FnOnce(&mut Open)) -> Self {
        if let Self::Open(open) = &mut self {
            change(open);
        }
        self
    }

    /// Open when all are. One closed link closes, whatever was not seen beside it.
    pub(super) fn all(links: impl IntoIterator<Item = Self>) -> Self {
        let mut open = Open::default();
        let mut unseen: Vec<String> = Vec::new();
        for link in links {
            match link {
                Self::Closed(evidence) => return Self::Closed(evidence),
                Self::Open(next) => open.join(next),
                Self::Unseen(reason) if unseen.contains(&reason) => {}
                Self::Unseen(reason) => unseen.push(reason),
            }
        }
        if unseen.is_empty() { Self::Open(open) } else { Self::Unseen(unseen.join("; ")) }
    }

    /// Open when one is: the first open one, else what was not seen, else what
    /// closes the first.
    ///
    /// Without any alternative it is closed by `nothing`.
    pub(super) fn any(links: impl IntoIterator<Item = Self>, nothing: Evidence) -> Self {
        let mut unseen = None;
        let mut closed = None;
        for link in links {
            match link {
                Self::Open(_) => return link,
                Self::Unseen(_) => unseen = unseen.or(Some(link)),
                Self::Closed(_) => closed = closed.or(Some(link)),
            }
        }
        unseen.or(closed).unwrap_or(Self::Closed(nothing))
    }
}

impl Open {
    fn join(&mut self, next: Self) {
        for evidence in next.evidence {
            if !self.evidence.contains(&evidence) {
                self.evidence.push(evidence);
            }
        }
        if self.closing.is_none() {
            self.closing = next.closing;
        }
        self.at_most = match (self.at_most.take(), next.at_most) {
            (Some(one), Some(other)) => Some(if other.0 < one.0 { other } else { one }),
            (one, other) => one.or(other),
        };
        self.unsure |= next.unsure;
    }
}

/// The links of one way out, gathered one by one.
pub(super) struct Chain {
    path: &'static EscapePath,
    links: Vec<Link>,
}

impl Chain {
    /// A way out without conditions yet.
    pub(super) fn of(path: &'static EscapePath) -> Self {
        Self { path, links: Vec::new() }
    }

    /// One more condition. The first that names a change gives the advice.
    pub(super) fn needs(mut self, link: impl Into<Link>) -> Self {
        self.links.push(link.into());
        self
    }

    /// What an attacker does when every link is open, step by step.
    pub(super) fn leads(self, steps: impl Into<String>) -> Verdict {
        self.judged(|| fail(steps))
    }

    /// As [`Chain::leads`], where a person knows what the facts do not tell.
    pub(super) fn may_lead(self, steps: impl Into<String>) -> Verdict {
        self.judged(|| review(steps))
    }

    fn judged(self, open: impl FnOnce() -> Verdict) -> Verdict {
        let path = self.path;
        match Link::all(self.links) {
            Link::Closed(evidence) => pass().because(evidence),
            Link::Unseen(reason) => Verdict::Unknown(reason),
            Link::Open(link) => {
                link.judged(path.check.severity, Remedy::from(path.check.fix), open())
            }
        }
    }
}

impl Open {
    /// The verdict with all that was seen, at most as bad as the weakest link
    /// makes it; `otherwise` is the way out when no link names a change.
    pub(super) fn judged(self, severity: Severity, otherwise: Remedy, verdict: Verdict) -> Verdict {
        let risk = otherwise.risk;
        let mut verdict = self.evidence.into_iter().fold(verdict, Verdict::because);
        if let Some((most, why)) = self.at_most
            && most < severity
        {
            verdict = verdict.rated(most, why);
        }
        if self.unsure {
            verdict = verdict.confidence(Confidence::Medium);
        }
        verdict.fix(match self.closing {
            Some(change) => Remedy::review(format!("{change}.")).risk(risk),
            None => otherwise,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(fact: &str) -> Evidence {
        Evidence::new(fact, "yes", "here")
    }

    fn unseen(why: &str) -> Link {
        Link::Unseen(why.to_owned())
    }

    #[test]
    fn one_closed_link_closes_whatever_was_not_seen() {
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
            let links = [Link::open(seen("a")), unseen("b"), Link::Closed(seen("c"))];
            let joined = Link::all(order.map(|at| links[at].clone()));
            assert!(matches!(joined, Link::Closed(evidence) if evidence.fact == "c"));
        }
    }

    #[test]
    fn all_that_is_missing_is_named_once() {
        let joined = Link::all([unseen("b"), Link::given(), unseen("a"), unseen("b")]);
        assert!(matches!(joined, Link::Unseen(reason) if reason == "b; a"));
    }

    #[test]
    fn one_open_alternative_opens_and_an_unseen_one_keeps_it_undecided() {
        let closed = || Link::Closed(seen("c"));
        let any = |links: Vec<Link>| Link::any(links, seen("nothing"));
        assert!(matches!(any(vec![closed(), unseen("b"), Link::given()]), Link::Open(_)));
        assert!(matches!(any(vec![closed(), unseen("b")]), Link::Unseen(_)));
        assert!(matches!(any(vec![]), Link::Closed(evidence) if evidence.fact == "nothing"));
    }

    #[test]
    fn the_first_change_and_the_lowest_severity_count() {
        let one = Link::open(seen("a")).closed_by("first").at_most(Severity::High, "x");
        let other = Link::open(seen("a")).closed_by("second").at_most(Severity::Medium, "y");
        let Link::Open(open) = Link::all([Link::given(), one, other]) else { panic!("closed") };
        assert_eq!(open.closing.as_deref(), Some("first"));
        assert_eq!(open.at_most, Some((Severity::Medium, "y".to_owned())));
        assert_eq!(open.evidence.len(), 1, "the same is not shown twice");
    }
}
