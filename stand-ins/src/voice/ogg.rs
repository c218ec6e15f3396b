//! Writer of Opus packets in Ogg pages (RFC 3533, RFC 7845).

/// Packets in one page: a second of speech.
const PACKETS: usize = 50;
const FIRST: u8 = 2;
const LAST: u8 = 4;

/// Writes a whole stream: header, tags, and the packets.
pub(super) fn write(head: &[u8], packets: &[Vec<u8>]) -> Vec<u8> {
    let mut tags = b"OpusTags".to_vec();
    tags.extend(6_u32.to_le_bytes());
    tags.extend(b"sawtak");
    tags.extend(0_u32.to_le_bytes());
    let mut stream = Vec::new();
    let mut pages = Pages { stream: &mut stream, number: 0 };
    pages.write(FIRST, 0, &[head]);
    pages.write(0, 0, &[&tags]);
    let mut samples = 0;
    let mut rest = packets;
    while !rest.is_empty() {
        let count = fitting(rest);
        let (page, next) = rest.split_at(count);
        samples += page.iter().map(|packet| duration(packet)).sum::<u64>();
        let page: Vec<&[u8]> = page.iter().map(Vec::as_slice).collect();
        pages.write(if next.is_empty() { LAST } else { 0 }, samples, &page);
        rest = next;
    }
    stream
}

/// Returns the number of packets that fit into a page: at least one, and 255 segments in all.
fn fitting(packets: &[Vec<u8>]) -> usize {
    let mut segments = 0;
    let fitting = packets.iter().take(PACKETS).take_while(|packet| {
        segments += packet.len() / 255 + 1;
        segments <= 255
    });
    fitting.count().max(1)
}

/// Returns the samples of a packet at 48 kHz, which its first byte tells (RFC 6716, 3.1).
fn duration(packet: &[u8]) -> u64 {
    let Some(first) = packet.first() else { return 0 };
    let place = usize::from(first >> 3);
    let frame = match place {
        0..12 => [480, 960, 1920, 2880][place % 4],
        12..16 => [480, 960][place % 2],
        _ => [120, 240, 480, 960][place % 4],
    };
    let frames = match first & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(packet.get(1).copied().unwrap_or_default() & 0x3f),
    };
    frame * frames
}

struct Pages<'a> {
    stream: &'a mut Vec<u8>,
    number: u32,
}

impl Pages<'_> {
    fn write(&mut self, flags: u8, samples: u64, packets: &[&[u8]]) {
        let mut lacing = Vec::new();
        for packet in packets {
            lacing.extend(std::iter::repeat_n(255, packet.len() / 255));
            lacing.push(u8::try_from(packet.len() % 255).unwrap_or_default());
        }
        let mut page = b"OggS\0".to_vec();
        page.push(flags);
        page.extend(samples.to_le_bytes());
        // There is one stream, so any number names it.
        page.extend(1_u32.to_le_bytes());
        page.extend(self.number.to_le_bytes());
        page.extend([0; 4]);
        page.push(u8::try_from(lacing.len()).unwrap_or(u8::MAX));
        page.extend(lacing);
        page.extend(packets.concat());
        let checksum = checksum(&page).to_le_bytes();
        page[22..26].copy_from_slice(&checksum);
        self.stream.extend(page);
        self.number += 1;
    }
}

/// Returns Ogg's checksum of a page whose own field is zero: CRC-32 with the polynomial 0x04c11db7,
/// neither reflected nor inverted.
fn checksum(page: &[u8]) -> u32 {
    page.iter().fold(0, |sum: u32, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum, _| {
            if sum & 0x8000_0000 == 0 { sum << 1 } else { sum << 1 ^ 0x04c1_1db7 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_tell_their_duration() {
        assert_eq!(duration(&[0xf8]), 960, "full band, 20 ms, one frame");
        assert_eq!(duration(&[0x08, 0]), 960, "narrow band, 20 ms");
        assert_eq!(duration(&[0xe1, 0]), 2 * 120, "two frames of 2.5 ms");
        assert_eq!(duration(&[0xfb, 3]), 3 * 960, "three frames");
    }

    #[test]
    fn long_packets_take_several_segments_and_pages() {
        let packets = vec![vec![0xf8; 600]; 200];
        let stream = write(b"OpusHead", &packets);
        let pages = stream.windows(5).filter(|window| window == b"OggS\0").count();
        assert_eq!(pages, 2 + 4);
        assert_eq!(fitting(&vec![vec![0; 10_000]; 50]), 6);
    }

    #[test]
    fn the_checksum_is_oggs() {
        assert_eq!(checksum(b"123456789"), 0x89a1_897f);
    }
}
