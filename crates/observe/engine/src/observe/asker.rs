//! Asks for one part after the other and keeps what went wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use seaworthy_core::facts::{EngineInfo, EngineKind, Observed, Problem, Reason};
use serde_json::value::RawValue;

use crate::EngineError;
use crate::api::ApiVersion;
use crate::decode::{self, Decoding, entries};
use crate::transport::Client;

/// The client of a greeted engine, and the problems met so far.
#[derive(Debug)]
pub(super) struct Asker {
    client: Client,
    kind: EngineKind,
    api: ApiVersion,
    problems: Mutex<Vec<Problem>>,
    malformed: Mutex<BTreeMap<&'static str, Malformed>>,
}

/// Where a malformed field was met.
#[derive(Debug, Default)]
struct Malformed {
    times: usize,
    first: String,
}

impl Asker {
    pub(super) fn new(client: Client, kind: EngineKind, api: ApiVersion) -> Self {
        Self { client, kind, api, problems: Mutex::default(), malformed: Mutex::default() }
    }

    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn kind(&self) -> EngineKind {
        self.kind
    }

    /// `/info`, and the engine's clock.
    pub(super) async fn info(&self) -> (Observed<EngineInfo>, Option<i64>) {
        let answer = match self.client.document("/info").await {
            Ok(answer) => answer,
            Err(error) => return (self.failed(&error), None),
        };
        let info =
            self.decoded("/info", "the engine", |decoding| decode::info(&answer.body, decoding));
        (self.observed(info, "/info"), decode::system_time(&answer.body))
    }

    /// A part that is a list: entries that make no sense are counted and left out.
    pub(super) async fn list<T>(
        &self,
        path: &'static str,
        read: impl Fn(&RawValue, &Decoding) -> Result<T, serde_json::Error>,
    ) -> Observed<Vec<T>> {
        let listed = match self.client.list(path).await {
            Ok(answer) => self.entries(path, &answer.body, read),
            Err(error) => Err(error),
        };
        self.observed(listed, path)
    }

    fn entries<T>(
        &self,
        path: &'static str,
        body: &[u8],
        read: impl Fn(&RawValue, &Decoding) -> Result<T, serde_json::Error>,
    ) -> Result<Vec<T>, EngineError> {
        let json = |source| EngineError::Json { path: path.to_owned(), source };
        let raw = entries(body).map_err(json)?;
        let limit = self.client.limits().entries;
        if raw.len() > limit {
            return Err(EngineError::TooMany { path: path.to_owned(), limit });
        }
        let total = raw.len();
        let mut broken = None;
        let mut list = Vec::with_capacity(total);
        for entry in raw {
            match self.decoded(path, path, |decoding| read(entry, decoding)) {
                Ok(item) => list.push(item),
                Err(error) => broken = Some(error),
            }
        }
        if let Some(error) = broken {
            let left_out = total - list.len();
            let message = format!("{left_out} of {total} entries left out: {}", error.explained());
            self.problem(path, message, error.hint());
        }
        Ok(list)
    }

    /// Decodes one answer and notes its malformed fields under a name for people.
    pub(super) fn decoded<T>(
        &self,
        path: &str,
        name: &str,
        read: impl FnOnce(&Decoding) -> Result<T, serde_json::Error>,
    ) -> Result<T, EngineError> {
        let decoding = Decoding::new(self.kind, self.api);
        let read = read(&decoding)
            .map_err(|source| EngineError::Json { path: path.to_owned(), source })?;
        self.note(decoding.into_malformed(), name);
        Ok(read)
    }

    fn note(&self, fields: BTreeSet<&'static str>, name: &str) {
        if fields.is_empty() {
            return;
        }
        let mut malformed = lock(&self.malformed);
        for field in fields {
            let seen = malformed.entry(field).or_default();
            if seen.times == 0 {
                seen.first = name.to_owned();
            }
            seen.times += 1;
        }
    }

    pub(super) fn observed<T>(
        &self,
        part: Result<T, EngineError>,
        path: &'static str,
    ) -> Observed<T> {
        match part {
            Ok(value) => Observed::known(value, path),
            Err(error) => self.failed(&error),
        }
    }

    /// The state of a part that gave no answer; a part that this engine does not
    /// have is no problem.
    pub(super) fn failed<T>(&self, error: &EngineError) -> Observed<T> {
        let reason = error.reason();
        if reason != Reason::NotInApi {
            self.problem("", error.explained(), error.hint());
        }
        Observed::Unreadable(reason)
    }

    /// A problem of this engine; `part` is empty when the message names the path.
    pub(super) fn problem(&self, part: &str, message: String, hint: String) {
        let source = format!("{} {part}", self.client.endpoint());
        lock(&self.problems).push(Problem::new(source.trim_end(), message).hint(hint));
    }

    /// All problems, in an order that does not depend on timing.
    pub(super) fn take_problems(&self) -> Vec<Problem> {
        let malformed = std::mem::take(&mut *lock(&self.malformed));
        for (field, seen) in malformed {
            let others = match seen.times - 1 {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message = format!("{field} is not what the API defines ({}{others})", seen.first);
            let hint = "make sure that no proxy changes the engine's answers".to_owned();
            self.problem("", message, hint);
        }
        let mut problems = std::mem::take(&mut *lock(&self.problems));
        problems.sort();
        problems.dedup();
        problems
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
