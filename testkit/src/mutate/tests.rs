use super::*;
use std::cell::RefCell;

fn inputs(seed: u64) -> Vec<Vec<u8>> {
    let seen = RefCell::new(Vec::new());
    let seeds: &[&[u8]] = &[b"{\"size\": 12}", b"abc"];
    let crash = find_crash(seed, seeds, Bound::Iterations(300), |bytes| {
        seen.borrow_mut().push(bytes.to_vec());
    });
    assert_eq!(crash, None);
    seen.into_inner()
}

#[test]
fn the_same_seed_gives_the_same_inputs() {
    assert_eq!(inputs(1), inputs(1));
    assert_ne!(inputs(1), inputs(2));
}

#[test]
fn seeds_come_first_and_mutations_differ_from_them() {
    let inputs = inputs(3);
    assert_eq!(inputs[0], b"{\"size\": 12}");
    assert_eq!(inputs[1], b"abc");
    let changed = inputs.iter().filter(|input| !inputs[..2].contains(input)).count();
    assert!(changed > 250, "{changed}");
}

#[test]
fn a_parser_that_trusts_a_length_is_caught_and_the_input_is_small() {
    let trusting = |bytes: &[u8]| {
        let Some((length, rest)) = bytes.split_first() else { return };
        assert!(usize::from(*length) <= rest.len(), "length beyond the end");
    };
    let seeds: &[&[u8]] = &[&[3, 1, 2, 3, 0, 0, 0, 0]];
    let crash = find_crash(1, seeds, Bound::Iterations(5_000), trusting).unwrap();
    assert_eq!(crash.input.len(), 1, "{crash:?}");
    assert!(crash.message.contains("length beyond the end"));
    assert_eq!(crash.hex().len(), 2);
}

#[test]
fn number_extremes_and_tokens_are_among_the_mutations() {
    let overflowing = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        assert!(digits.is_empty() || digits.parse::<u32>().is_ok(), "too large");
    };
    let crash = find_crash(1, &[b"{\"size\": 12}"], Bound::Iterations(20_000), overflowing);
    assert!(crash.is_some());
}

#[test]
#[should_panic(expected = "hex  ff")]
fn run_reports_the_input_in_hex() {
    run(1, &[b"\xff"], Bound::Iterations(1), |bytes| assert!(bytes.is_empty(), "not empty"));
}

#[test]
fn a_time_bound_ends() {
    let start = Instant::now();
    let bound = Bound::Time(Duration::from_millis(50));
    assert_eq!(find_crash(1, &[b"a"], bound, |_| {}), None);
    assert!(start.elapsed() < Duration::from_secs(20));
}
