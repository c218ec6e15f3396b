//! Ranges of a file that are to be overwritten, and the budget of a parser.

use std::ops::Range;

/// Most ranges of one file.
const RANGES_MAX: usize = 64 * 1024;

/// Ranges in the order of their beginnings, without overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(Vec<Range<u64>>);

impl Marks {
    /// Adds ranges; returns `None` if the file then has too many, or too many out of order.
    pub(super) fn add(&mut self, mut ranges: Vec<Range<u64>>, budget: &mut Budget) -> Option<()> {
        ranges.retain(|range| !range.is_empty());
        ranges.sort_unstable_by_key(|range| range.start);
        let Some(first) = ranges.first() else { return Some(()) };
        if self.0.last().is_some_and(|last| last.start > first.start) {
            // Ranges that come out of their order are sorted among all others, which costs more.
            budget.spend(self.0.len() as u64)?;
            ranges.append(&mut self.0);
            ranges.sort_unstable_by_key(|range| range.start);
        }
        for range in ranges {
            match self.0.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => self.0.push(range),
            }
        }
        (self.0.len() <= RANGES_MAX).then_some(())
    }

    /// Returns whether there is nothing to overwrite.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Overwrites the ranges in `bytes`, which begin at `position` of the file. Returns whether
    /// there was anything but zeros.
    pub fn overwrite(&self, bytes: &mut [u8], position: u64) -> bool {
        let end = position + bytes.len() as u64;
        let first = self.0.partition_point(|range| range.end <= position);
        let within = |at: u64| usize::try_from(at.clamp(position, end) - position).ok();
        let mut changed = false;
        for range in self.0[first..].iter().take_while(|range| range.start < end) {
            if let (Some(from), Some(to)) = (within(range.start), within(range.end)) {
                changed |= blank(&mut bytes[from..to]);
            }
        }
        changed
    }
}

/// Overwrites bytes with zeros. Returns whether there was anything else.
pub(super) fn blank(bytes: &mut [u8]) -> bool {
    let changed = bytes.iter().any(|byte| *byte != 0);
    bytes.fill(0);
    changed
}

/// Steps that a parser may still take. They grow with the bytes that it was given, so that no file
/// takes more than linear time.
pub(super) struct Budget {
    left: u64,
    #[cfg(test)]
    pub(super) spent: u64,
}

impl Budget {
    /// Steps that any file may take.
    pub(super) const LEAST: u64 = 4096;

    pub(super) const fn new() -> Self {
        Self {
            left: Self::LEAST,
            #[cfg(test)]
            spent: 0,
        }
    }

    /// Adds what bytes that arrived are worth: one step each.
    pub(super) const fn grow(&mut self, bytes: u64) {
        self.left = self.left.saturating_add(bytes);
    }

    /// Takes steps; returns `None` if none are left.
    pub(super) const fn spend(&mut self, steps: u64) -> Option<()> {
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                #[cfg(test)]
                {
                    self.spent += steps;
                }
                Some(())
            }
            None => None,
        }
    }
}
