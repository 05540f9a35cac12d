//! The table of calls against the machine's own headers.

use std::path::Path;

use seaworthy_confinement::{Abi, syscall};

/// `#define __NR_name number`, `(__X32_SYSCALL_BIT + number)` on x32.
fn defined(text: &str) -> Vec<(String, u32)> {
    let number = |text: &str| {
        let text = text.trim_matches(['(', ')']);
        let digits = text.strip_prefix("__X32_SYSCALL_BIT + ").unwrap_or(text);
        let bit = if digits.len() == text.len() { 0 } else { Abi::X32_BIT };
        Some(digits.parse::<u32>().ok()? | bit)
    };
    let define = |line: &str| {
        let (name, value) = line.strip_prefix("#define __NR_")?.split_once(char::is_whitespace)?;
        Some((name.to_owned(), number(value.trim())?))
    };
    text.lines().filter_map(define).collect()
}

fn compare(abi: Abi, path: &str, numbers: impl Fn(&str) -> Vec<(String, u32)>) {
    if !Path::new(path).exists() {
        eprintln!("not compared: {path} is not on this machine");
        return;
    }
    let numbers = numbers(&std::fs::read_to_string(path).unwrap());
    assert!(numbers.len() > 250, "{path} has {} calls", numbers.len());
    for (name, number) in numbers {
        let known = syscall(abi, &name).map(|call| call.number);
        assert_eq!(known, Some(number), "{name} on {abi}");
    }
}

#[test]
fn x86_headers_agree() {
    let folder = "/usr/include/x86_64-linux-gnu/asm";
    compare(Abi::X86_64, &format!("{folder}/unistd_64.h"), defined);
    compare(Abi::X32, &format!("{folder}/unistd_x32.h"), defined);
    compare(Abi::I386, &format!("{folder}/unistd_32.h"), defined);
}

#[test]
fn the_generic_header_agrees_with_arm64() {
    compare(Abi::Arm64, "/usr/include/asm-generic/unistd.h", generic);
}

/// The header of new 64-bit machines. Names that it keeps for 32-bit ones, and
/// the placeholder for calls of a machine's own, are left out; arm64 has
/// everything else.
fn generic(text: &str) -> Vec<(String, u32)> {
    let mut numbers = Vec::new();
    let mut only_32_bit = Vec::new();
    for line in text.lines() {
        if line.starts_with("#if") {
            only_32_bit.push(line.contains("__BITS_PER_LONG == 32"));
        } else if line.starts_with("#endif") {
            only_32_bit.pop();
        } else if line.starts_with("#else") {
            if let Some(last) = only_32_bit.last_mut() {
                *last = !*last;
            }
        } else if !only_32_bit.contains(&true) {
            numbers.extend(defined(line));
        }
    }
    let placeholders = ["arch_specific_syscall", "syscalls", "sync_file_range2"];
    numbers.retain(|(name, _)| !placeholders.contains(&name.as_str()));
    numbers
}
