//! The same work for many things, a few at a time, results in the order given.

use std::future::Future;
use std::iter::Enumerate;
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::vec;

use tokio::task::JoinSet;

use super::CONNECTIONS;

/// Runs `work` on every item with one worker a connection.
pub(crate) async fn in_parallel<I, O, W, F>(items: Vec<I>, work: W) -> Vec<O>
where
    I: Send + 'static,
    O: Send + 'static,
    W: Fn(I) -> F + Clone + Send + 'static,
    F: Future<Output = O> + Send,
{
    let queue = Arc::new(Mutex::new(items.into_iter().enumerate()));
    let mut workers = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (queue, work) = (Arc::clone(&queue), work.clone());
        workers.spawn(async move {
            let mut done = Vec::new();
            while let Some((place, item)) = next(&queue) {
                done.push((place, work(item).await));
            }
            done
        });
    }
    let mut results = Vec::new();
    while let Some(joined) = workers.join_next().await {
        match joined {
            Ok(done) => results.extend(done),
            Err(error) => match error.try_into_panic() {
                // A result that silently went missing would read as "all well".
                Ok(payload) => panic::resume_unwind(payload),
                Err(_) => break,
            },
        }
    }
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

fn next<I>(queue: &Mutex<Enumerate<vec::IntoIter<I>>>) -> Option<(usize, I)> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).next()
}
