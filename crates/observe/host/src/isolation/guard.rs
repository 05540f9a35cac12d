//! Reading what a container may hold up: a file system that it serves itself
//! answers when the container likes. Such a reading is left behind.

use std::sync::mpsc;
use std::time::Duration;

/// What `read` gives, unless it takes longer; then its thread stays behind until
/// it is answered or the program ends.
pub(super) fn within<T: Send + 'static>(
    time: Duration,
    read: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    let send = move || drop(sender.send(read()));
    std::thread::Builder::new().name("container files".to_owned()).spawn(send).ok()?;
    receiver.recv_timeout(time).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_time_and_one_that_never_comes() {
        assert_eq!(within(Duration::from_secs(5), || 7), Some(7));
        let (_open, never) = mpsc::channel::<()>();
        assert_eq!(within(Duration::from_millis(20), move || never.recv().is_ok()), None);
    }
}
