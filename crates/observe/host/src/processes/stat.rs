//! `/proc/PID/stat`, proc(5).

/// What is read of it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Stat {
    /// Parent process.
    pub(crate) parent: u32,
    /// Start, in clock ticks since boot.
    pub(crate) start: u64,
}

/// The name in parentheses may hold spaces and parentheses itself.
pub(crate) fn parse(text: &str) -> Option<Stat> {
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    Some(Stat { parent: fields.get(1)?.parse().ok()?, start: fields.get(19)?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_full_of_parentheses() {
        let text = "77 (a) b) 9 (x) S 5 77 77 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 1 0 4242 1 2";
        assert_eq!(parse(text), Some(Stat { parent: 5, start: 4242 }));
        assert_eq!(parse("77 (short) S 5"), None);
        assert_eq!(parse(""), None);
    }
}
