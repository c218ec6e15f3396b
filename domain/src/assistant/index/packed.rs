//! Index as bytes: names of services, then features, their services and counts as bit streams.

use super::{COUNT_MAX, Index, IndexError, IndexedService, Posting};
use crate::assistant::{
    bits::{BitReader, BitWriter, low_bits},
    features::HASH_BITS,
    kind::Kinds,
    lexicon::Lexicon,
};

/// Bits of a length or a number in the header.
const NUMBER: u32 = 32;

/// Bits of a service's number of phrases of a kind, and of its place.
const SMALL: u32 = 16;

impl Index {
    /// Packs the index.
    pub fn pack(&self) -> Vec<u8> {
        let mut out = BitWriter::default();
        self.lexicon.pack(&mut out);
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        out.bits(number(self.services.len()), NUMBER);
        for service in &self.services {
            for name in [&service.entity, &service.service] {
                out.bits(number(name.len()), 8);
                for byte in name.bytes() {
                    out.bits(byte.into(), 8);
                }
            }
            for count in service.kinds.counts() {
                out.bits(count.into(), SMALL);
            }
        }
        out.bits(number(self.features.len()), NUMBER);
        let low = feature_bits(self.features.len());
        let mut last = 0;
        for (place, &feature) in self.features.iter().enumerate() {
            out.rice(feature - last, low);
            last = feature;
            let postings = self.postings_at(place);
            out.rice(number(postings.len()).saturating_sub(1), 2);
            write_postings(&mut out, postings, number(self.services.len()));
        }
        out.finish()
    }

    /// Unpacks an index.
    ///
    /// # Errors
    ///
    /// Returns an error if the bytes aren't those of an index.
    pub fn unpack(bytes: &[u8]) -> Result<Self, IndexError> {
        let mut input = BitReader::new(bytes);
        let lexicon = Lexicon::unpack(&mut input).ok_or(IndexError::Lexicon)?;
        let services = read_services(&mut input)?;
        let length = input.bits(NUMBER) as usize;
        // Each feature takes at least three bits.
        if input.is_past_end() || length > bytes.len() * 3 {
            return Err(IndexError::Cut);
        }
        let (mut features, mut starts) = (Vec::with_capacity(length), vec![0]);
        let (mut postings, mut last) = (Vec::new(), 0_u32);
        let low = feature_bits(length);
        let count = u32::try_from(services.len()).unwrap_or(u32::MAX);
        for _ in 0..length {
            last = last.wrapping_add(input.rice(low));
            features.push(last);
            let shared = input.rice(2).saturating_add(1);
            if shared > count || input.is_past_end() {
                return Err(if input.is_past_end() { IndexError::Cut } else { IndexError::Place });
            }
            read_postings(&mut input, &mut postings, shared, count)?;
            starts.push(u32::try_from(postings.len()).unwrap_or(u32::MAX));
        }
        Ok(Self::assemble(services, features, starts, postings, lexicon))
    }

    fn postings_at(&self, place: usize) -> &[Posting] {
        self.features.get(place).map_or(&[], |&feature| self.postings_of(feature))
    }
}

fn feature_bits(features: usize) -> u32 {
    low_bits((1 << HASH_BITS) / u32::try_from(features.max(1)).unwrap_or(u32::MAX))
}

/// Writes the services of a feature: gaps between their places, and their counts in unary.
fn write_postings(out: &mut BitWriter, postings: &[Posting], services: u32) {
    let low = gap_bits(u32::try_from(postings.len()).unwrap_or(u32::MAX), services);
    let mut next = 0;
    for posting in postings {
        out.rice(u32::from(posting.place) - next, low);
        out.rice(u32::from(posting.count) - 1, 0);
        next = u32::from(posting.place) + 1;
    }
}

fn read_postings(
    input: &mut BitReader<'_>,
    postings: &mut Vec<Posting>,
    shared: u32,
    services: u32,
) -> Result<(), IndexError> {
    let low = gap_bits(shared, services);
    let mut next = 0_u32;
    for _ in 0..shared {
        let place = next.saturating_add(input.rice(low));
        let count = input.rice(0).saturating_add(1).min(u32::from(COUNT_MAX));
        if place >= services {
            return Err(IndexError::Place);
        }
        let count = u8::try_from(count).unwrap_or(COUNT_MAX);
        postings.push(Posting { place: u16::try_from(place).unwrap_or_default(), count });
        next = place + 1;
    }
    Ok(())
}

fn gap_bits(shared: u32, services: u32) -> u32 {
    // The median of a geometric distribution is ln 2 of its mean.
    low_bits(services * 7 / 10 / shared.max(1))
}

fn read_services(input: &mut BitReader<'_>) -> Result<Vec<IndexedService>, IndexError> {
    let length = input.bits(NUMBER);
    let mut services = Vec::new();
    for _ in 0..length {
        let mut name = || {
            let length = input.bits(8);
            let bytes = (0..length).map(|_| u8::try_from(input.bits(8)).unwrap_or_default());
            String::from_utf8(bytes.collect()).map_err(|_| IndexError::Name)
        };
        let (entity, service) = (name()?, name()?);
        let kinds = [(); 3].map(|()| u16::try_from(input.bits(SMALL)).unwrap_or_default());
        if input.is_past_end() {
            return Err(IndexError::Cut);
        }
        services.push(IndexedService { entity, service, kinds: Kinds::new(kinds) });
    }
    Ok(services)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assistant::phrases;

    const PHRASES: &str = "rta/parking\tcomplaint\tthe machine ate my coins\n\
        rta/bus\tcomplaint\tthe bus never came\n\
        dm/parks\tobservation\tbroken swing near the pond\n";

    fn lexicon() -> Lexicon {
        let mut lexicon = Lexicon::default();
        lexicon.add("bus\tबस বাস\nwater\tвод").unwrap();
        lexicon
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let index = Index::build(&phrases(PHRASES).unwrap(), lexicon());
        let copy = Index::unpack(&index.pack()).unwrap();
        assert_eq!(copy.services, index.services);
        assert_eq!(copy.features, index.features);
        assert_eq!(copy.starts, index.starts);
        assert_eq!(copy.postings, index.postings);
        assert_eq!(copy.lexicon, index.lexicon);
    }

    #[test]
    fn every_cut_index_is_refused() {
        let bytes = Index::build(&phrases(PHRASES).unwrap(), lexicon()).pack();
        for length in 0..bytes.len() - 1 {
            assert!(Index::unpack(&bytes[..length]).is_err(), "{length}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = Index::unpack(&bytes);
        }
    }
}
