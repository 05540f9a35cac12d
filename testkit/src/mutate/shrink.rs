//! Cutting a crashing input down.

/// Tries before giving up: a reader is served by small, not by smallest.
const TRIES: usize = 2_000;

/// Removes what can go while `crashes` still holds: halves first, single bytes last.
pub(super) fn shrink(mut input: Vec<u8>, crashes: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut tries = 0;
    let mut width = input.len();
    while width > 0 && tries < TRIES {
        let mut start = 0;
        let mut shorter = false;
        while start < input.len() && tries < TRIES {
            let mut candidate = input.clone();
            candidate.drain(start..(start + width).min(input.len()));
            tries += 1;
            if crashes(&candidate) {
                input = candidate;
                shorter = true;
            } else {
                start += width;
            }
        }
        if !shorter || width > 1 {
            width /= 2;
        }
    }
    input
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[test]
    fn only_the_needed_bytes_stay() {
        let crashes = |bytes: &[u8]| bytes.contains(&b'x') && bytes.contains(&b'y');
        assert_eq!(shrink(b"aaaaxbbbbbbbbbbyccc".to_vec(), crashes), b"xy");
    }

    #[test]
    fn an_input_that_needs_everything_stays() {
        assert_eq!(shrink(b"abc".to_vec(), |bytes| bytes == b"abc"), b"abc");
    }
}
