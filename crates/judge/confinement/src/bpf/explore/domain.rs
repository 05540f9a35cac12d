//! What is known of the words of a call's data on one way through a program.

use std::collections::BTreeMap;

use crate::bpf::JumpTest;
use crate::condition::{Condition, Operand, Test};

/// Per word of `struct seccomp_data`, from 2 on.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Domains(BTreeMap<u8, Domain>);

/// What is known of one word.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Domain {
    least: u32,
    most: u32,
    /// Values that it does not have.
    not: Vec<u32>,
    /// `word & mask == value`, or not.
    masked: Vec<(u32, u32, bool)>,
}

impl Default for Domain {
    fn default() -> Self {
        Self { least: 0, most: u32::MAX, not: Vec::new(), masked: Vec::new() }
    }
}

/// Whether the knowledge that a test gives can be kept: of masked words only
/// equality is, and order where it means "some bit is set".
pub(super) fn is_followed(mask: u32, test: JumpTest, value: u32) -> bool {
    match test {
        JumpTest::Equal | JumpTest::AnyBit => true,
        JumpTest::Greater => mask == u32::MAX || value == 0,
        JumpTest::GreaterOrEqual => mask == u32::MAX || value == 1,
    }
}

impl Domains {
    /// What is known when a test came out one way; none when it cannot.
    pub(super) fn with(
        &self,
        index: u8,
        mask: u32,
        test: JumpTest,
        value: u32,
        holds: bool,
    ) -> Option<Self> {
        let mut domain = self.0.get(&index).cloned().unwrap_or_default();
        domain.restrict(mask, test, value, holds)?;
        domain.is_possible().then(|| {
            let mut domains = self.clone();
            domains.0.insert(index, domain);
            domains
        })
    }

    /// How much is known of a word: what a further test of it costs.
    pub(super) fn known_of(&self, index: u8) -> usize {
        self.0
            .get(&index)
            .map_or(0, |domain| domain.not.len() + domain.masked.len() * domain.masked.len())
    }

    /// The knowledge as conditions, halves of an argument put together where
    /// both are known exactly.
    pub(crate) fn conditions(&self) -> Vec<Condition> {
        let mut conditions = Vec::new();
        let mut words: Vec<(u8, &Domain)> =
            self.0.iter().map(|(index, domain)| (*index, domain)).collect();
        words.sort_unstable_by_key(|(index, _)| *index);
        let mut rest = words.as_slice();
        while let Some(((index, domain), after)) = rest.split_first() {
            rest = after;
            if let Some((next, upper)) = after.first()
                && *next == index + 1
                && index % 2 == 0
                && let (Some(low), Some(high)) = (domain.exact(), upper.exact())
            {
                let value = u64::from(high) << 32 | u64::from(low);
                conditions.push(condition(*index, u64::MAX, Test::Equal, value));
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            domain.conditions(*index, &mut conditions);
        }
        conditions
    }
}

impl Domain {
    fn restrict(&mut self, mask: u32, test: JumpTest, value: u32, holds: bool) -> Option<()> {
        if mask != u32::MAX || test == JumpTest::AnyBit {
            return self.restrict_masked(mask, test, value, holds);
        }
        match (test, holds) {
            (JumpTest::Equal, true) => {
                self.least = self.least.max(value);
                self.most = self.most.min(value);
            }
            (JumpTest::Equal, false) => {
                if !self.not.contains(&value) {
                    self.not.push(value);
                }
            }
            (JumpTest::Greater, true) => self.least = self.least.max(value.checked_add(1)?),
            (JumpTest::Greater, false) => self.most = self.most.min(value),
            (JumpTest::GreaterOrEqual, true) => self.least = self.least.max(value),
            (JumpTest::GreaterOrEqual, false) => self.most = self.most.min(value.checked_sub(1)?),
            (JumpTest::AnyBit, _) => {}
        }
        Some(())
    }

    /// Masked words are followed through equality; [`is_followed`] says so.
    fn restrict_masked(
        &mut self,
        mask: u32,
        test: JumpTest,
        value: u32,
        holds: bool,
    ) -> Option<()> {
        let (mask, value, equal) = match test {
            JumpTest::Equal => (mask, value, holds),
            JumpTest::AnyBit => (mask & value, 0, !holds),
            JumpTest::Greater | JumpTest::GreaterOrEqual => (mask, 0, !holds),
        };
        if value & !mask != 0 {
            return (!equal).then_some(());
        }
        if mask == 0 {
            return equal.then_some(());
        }
        if !self.masked.contains(&(mask, value, equal)) {
            self.masked.push((mask, value, equal));
        }
        Some(())
    }

    fn exact(&self) -> Option<u32> {
        (self.least == self.most).then_some(self.least)
    }

    /// False only when no value is left for sure.
    fn is_possible(&self) -> bool {
        if self.least > self.most {
            return false;
        }
        if let Some(exact) = self.exact() {
            let masked =
                |(mask, value, equal): &(u32, u32, bool)| (exact & mask == *value) == *equal;
            return !self.not.contains(&exact) && self.masked.iter().all(masked);
        }
        let excluded = self.not.iter().filter(|value| (self.least..=self.most).contains(value));
        if u64::from(self.most - self.least) < excluded.count() as u64 {
            return false;
        }
        self.masked.iter().all(|(mask, value, equal)| {
            self.masked.iter().all(|(other, theirs, same)| match (equal, same) {
                (true, true) => value & other == theirs & mask,
                // Bits that are known decide a mask that they cover.
                (true, false) => other & !mask != 0 || value & other != *theirs,
                (false, _) => true,
            })
        })
    }

    fn conditions(&self, index: u8, conditions: &mut Vec<Condition>) {
        let shift = if index.is_multiple_of(2) { 0 } else { 32 };
        let part = |bits: u32| u64::from(bits) << shift;
        let mut add = |mask: u32, test: Test, value: u32| {
            conditions.push(condition(index, part(mask), test, part(value)));
        };
        if let Some(exact) = self.exact() {
            return add(u32::MAX, Test::Equal, exact);
        }
        match self.least {
            0 => {}
            least if self.most == u32::MAX => add(u32::MAX, Test::Greater, least - 1),
            least => add(u32::MAX, Test::GreaterOrEqual, least),
        }
        if self.most != u32::MAX {
            add(u32::MAX, Test::LessOrEqual, self.most);
        }
        for value in self.not.iter().filter(|value| (self.least..=self.most).contains(value)) {
            add(u32::MAX, Test::NotEqual, *value);
        }
        for (mask, value, equal) in &self.masked {
            add(*mask, if *equal { Test::Equal } else { Test::NotEqual }, *value);
        }
    }
}

fn condition(index: u8, mask: u64, test: Test, value: u64) -> Condition {
    let operand = match index {
        2 | 3 => Operand::InstructionPointer,
        _ => Operand::Argument((index - 4) / 2),
    };
    Condition { operand, mask, test, value }
}
