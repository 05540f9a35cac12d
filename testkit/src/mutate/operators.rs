//! The mutations.

use super::random::Random;

/// No input grows beyond this: parsers are looked at here, not their size limits.
const LARGEST: usize = 1 << 20;

/// Pieces of the formats that Seaworthy reads.
const TOKENS: [&[u8]; 40] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"\\",
    b":",
    b",",
    b"null",
    b"true",
    b"\n",
    b"\r\n",
    b"\0",
    b"\t",
    b"#",
    b"=",
    b"/",
    b"//",
    b"../",
    b"..",
    b"%",
    b"%s",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x9a\xa2",
    b"\\u0000",
    b"\\ud800",
    b"[[[[[[[[",
    b"{\"a\":{\"a\":",
    b"sha256:",
    b"@",
    b"<a>",
    b"&amp;",
    b"---\n",
    b"- ",
    b"*",
    b"$(",
    b"PK\x03\x04",
    b"\x1f\x8b",
];

/// Numbers on the edge of something.
const NUMBERS: [&[u8]; 16] = [
    b"0",
    b"-0",
    b"-1",
    b"1",
    b"127",
    b"128",
    b"255",
    b"65536",
    b"2147483648",
    b"4294967296",
    b"9223372036854775807",
    b"9223372036854775808",
    b"18446744073709551616",
    b"1e309",
    b"-1e-400",
    b"0x",
];

/// Makes inputs out of seeds.
#[derive(Debug)]
pub(super) struct Mutator<'a> {
    random: Random,
    seeds: &'a [&'a [u8]],
}

impl<'a> Mutator<'a> {
    pub(super) fn new(random: Random, seeds: &'a [&'a [u8]]) -> Self {
        Self { random, seeds }
    }

    /// A seed with one to six mutations.
    pub(super) fn next_input(&mut self) -> Vec<u8> {
        let mut bytes = self.seed().to_vec();
        for _ in 0..=self.random.below(6) {
            self.mutate(&mut bytes);
            bytes.truncate(LARGEST);
        }
        bytes
    }

    fn seed(&mut self) -> &'a [u8] {
        self.random.pick(self.seeds).copied().unwrap_or_default()
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        match self.random.below(10) {
            0 => self.flip_bit(bytes),
            1 => self.replace_byte(bytes),
            2 => bytes.truncate(self.random.below(bytes.len())),
            3 => self.remove_range(bytes),
            4 => self.repeat_range(bytes),
            5 => self.splice(bytes),
            6 => self.replace_number(bytes),
            7 => self.overwrite_word(bytes),
            _ => self.insert_token(bytes),
        }
    }

    fn flip_bit(&mut self, bytes: &mut [u8]) {
        let bit = self.random.below(8);
        let index = self.random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(index) {
            *byte ^= 1 << bit;
        }
    }

    fn replace_byte(&mut self, bytes: &mut [u8]) {
        let value = self.random.byte();
        let index = self.random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(index) {
            *byte = value;
        }
    }

    fn remove_range(&mut self, bytes: &mut Vec<u8>) {
        let range = self.range(bytes.len());
        bytes.drain(range);
    }

    fn repeat_range(&mut self, bytes: &mut Vec<u8>) {
        let range = self.range(bytes.len());
        let most = 1 + LARGEST / 64 / range.len().max(1);
        let times = 1 + self.random.below(most.min(64));
        let copy = bytes[range.clone()].repeat(times);
        bytes.splice(range.end..range.end, copy);
    }

    fn splice(&mut self, bytes: &mut Vec<u8>) {
        let other = self.seed();
        let part = other[self.range(other.len())].to_vec();
        let range = self.range(bytes.len());
        bytes.splice(range, part);
    }

    /// A run of digits becomes an extreme; without digits one is inserted.
    fn replace_number(&mut self, bytes: &mut Vec<u8>) {
        let number = self.random.pick(&NUMBERS).copied().unwrap_or_default();
        let from = self.random.below(bytes.len());
        let start = bytes.iter().skip(from).position(u8::is_ascii_digit);
        let start = start.map_or(from, |offset| from + offset);
        let digits = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
        bytes.splice(start..start + digits, number.iter().copied());
    }

    /// Binary lengths and offsets: four or eight bytes of an extreme, either way round.
    fn overwrite_word(&mut self, bytes: &mut [u8]) {
        let extremes = [0, 1, u64::MAX, 1 << 31, (1 << 31) - 1, 1 << 63, 0xffff_ffff, 0x7fff];
        let value = self.random.pick(&extremes).copied().unwrap_or_default();
        let word =
            if self.random.below(2) == 0 { value.to_le_bytes() } else { value.to_be_bytes() };
        let width = if self.random.below(2) == 0 { 4 } else { 8 };
        let start = self.random.below(bytes.len());
        bytes.iter_mut().skip(start).zip(&word[..width]).for_each(|(byte, new)| *byte = *new);
    }

    fn insert_token(&mut self, bytes: &mut Vec<u8>) {
        let token = self.random.pick(&TOKENS).copied().unwrap_or_default();
        let index = self.random.below(bytes.len() + 1);
        bytes.splice(index..index, token.iter().copied());
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.random.below(length + 1);
        start..start + self.random.below(length - start + 1)
    }
}
