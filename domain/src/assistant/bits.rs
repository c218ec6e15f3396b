//! Bit streams with Rice codes, which pack gaps between sorted numbers near their entropy.

/// Largest quotient that a Rice code writes in unary; a longer one is written as a whole number.
const UNARY_MAX: u32 = 24;

/// Bits of a number that is written whole.
const WHOLE: u32 = 32;

/// Writer of a bit stream.
#[derive(Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that don't fill a byte yet, lowest first.
    pending: u64,
    length: u32,
}

impl BitWriter {
    /// Writes the lowest `count` bits of a value; at most 32.
    pub(super) fn bits(&mut self, value: u32, count: u32) {
        let kept = u64::from(value) & ((1_u64 << count) - 1);
        self.pending |= kept << self.length;
        self.length += count;
        while self.length >= 8 {
            self.bytes.extend(self.pending.to_le_bytes().first());
            self.pending >>= 8;
            self.length -= 8;
        }
    }

    /// Writes a value as a Rice code with `low` literal bits.
    pub(super) fn rice(&mut self, value: u32, low: u32) {
        let quotient = value >> low;
        if quotient >= UNARY_MAX {
            self.bits((1 << UNARY_MAX) - 1, UNARY_MAX);
            self.bits(value, WHOLE);
        } else {
            self.bits((1 << quotient) - 1, quotient + 1);
            self.bits(value, low);
        }
    }

    /// Returns the stream, filled up to whole bytes.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bits(0, (8 - self.length % 8) % 8);
        self.bytes
    }
}

/// Reader of a bit stream. Past the end it reads zeros and remembers that it did.
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    next: usize,
    pending: u64,
    length: u32,
    is_past_end: bool,
}

impl<'a> BitReader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, next: 0, pending: 0, length: 0, is_past_end: false }
    }

    /// Reads ahead until `count` bits are pending, four bytes at once where there are so many.
    fn fill(&mut self, count: u32) {
        while self.length < count {
            let four =
                self.bytes.get(self.next..self.next + 4).and_then(|four| four.try_into().ok());
            if let Some(four) = four {
                self.pending |= u64::from(u32::from_le_bytes(four)) << self.length;
                self.next += 4;
                self.length += 32;
            } else {
                let byte = self.bytes.get(self.next).copied();
                self.is_past_end |= byte.is_none();
                self.pending |= u64::from(byte.unwrap_or_default()) << self.length;
                self.next += 1;
                self.length += 8;
            }
        }
    }

    /// Reads `count` bits; at most 32.
    pub(super) fn bits(&mut self, count: u32) -> u32 {
        self.fill(count);
        let value = self.pending & ((1_u64 << count) - 1);
        self.pending >>= count;
        self.length -= count;
        u32::try_from(value).unwrap_or_default()
    }

    /// Reads a Rice code with `low` literal bits.
    pub(super) fn rice(&mut self, low: u32) -> u32 {
        self.fill(UNARY_MAX + 1);
        let quotient = (!self.pending).trailing_zeros().min(UNARY_MAX);
        if quotient == UNARY_MAX {
            self.bits(UNARY_MAX);
            return self.bits(WHOLE);
        }
        self.bits(quotient + 1);
        (quotient << low) | self.bits(low)
    }

    /// Returns whether more was read than the stream holds. The look-ahead of a Rice code at the
    /// end of the stream doesn't count.
    pub(super) const fn is_past_end(&self) -> bool {
        // Bytes that were only looked ahead at are still pending.
        self.is_past_end && self.next > self.bytes.len() + (self.length / 8) as usize
    }
}

/// Returns the number of literal bits for gaps of this mean.
pub(super) fn low_bits(mean: u32) -> u32 {
    mean.max(1).ilog2()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(values in prop::collection::vec((any::<u32>(), 0..20_u32), 0..200)) {
            let mut writer = BitWriter::default();
            for &(value, low) in &values {
                writer.rice(value, low);
                writer.rice(value % 100, low);
                writer.bits(value, low);
            }
            let bytes = writer.finish();
            let mut reader = BitReader::new(&bytes);
            for &(value, low) in &values {
                prop_assert_eq!(reader.rice(low), value);
                prop_assert_eq!(reader.rice(low), value % 100);
                prop_assert_eq!(reader.bits(low), value & ((1 << low) - 1));
            }
            prop_assert!(!reader.is_past_end());
            reader.bits(16);
            prop_assert!(reader.is_past_end());
        }
    }
}
