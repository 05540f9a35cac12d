//! How much an engine may cost us.

use std::time::Duration;

/// Bounds of one observation. An engine, or what stands between it and us, may be
/// broken or hostile; each bound names what it stops. Two more are built in: JSON
/// nests at most 128 deep (`serde_json`'s own bound, against an overflow of the
/// stack), and a head of more than some 400 kB is refused by `hyper`.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of an answer about one thing. Stops an answer that fills the memory:
    /// parsed JSON of tiny values needs some sixteen times its text.
    pub document: usize,
    /// Bytes of a list. Lists are parsed entry by entry, so they may be longer.
    pub list: usize,
    /// Entries of a list. Stops a list of millions of empty entries, each of which
    /// would cost a record of facts.
    pub entries: usize,
    /// Containers, and images, that are looked at one by one. Stops an engine that
    /// invents names to keep us asking.
    pub inspections: usize,
    /// Commands a container may be running beside its main process.
    pub execs: usize,
    /// Time to connect. Stops a port that drops packets, a full listen queue, a TLS
    /// handshake that never ends.
    pub connect: Duration,
    /// Time for one answer. Stops an engine that hangs, or drips a byte a second.
    pub request: Duration,
    /// Time for everything. Stops many answers, each just within its own limit.
    pub total: Duration,
    /// Answers that may time out before the rest of a part is given up. One locked
    /// container must not hide the others; a locked engine must not cost the whole
    /// time in one part.
    pub timeouts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document: 4 << 20,
            list: 64 << 20,
            entries: 100_000,
            inspections: 10_000,
            execs: 64,
            connect: Duration::from_secs(5),
            request: Duration::from_secs(10),
            total: Duration::from_secs(120),
            timeouts: 8,
        }
    }
}
