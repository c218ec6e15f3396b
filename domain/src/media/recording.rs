//! Length of a recording, written into the container that a browser's recorder made.
//!
//! A recorder doesn't know the length when it writes the head, and players then show none. The form
//! calls this before a recording is uploaded.

/// Writes the length into the head of a container, whose size stays. Returns whether it found a
/// place.
///
/// In `WebM` (RFC 9559) the name of the writing application gives its place to the duration, in
/// units of the default timestamp scale, and to a void element that fills the rest. In MP4
/// (ISO/IEC 14496-12) the movie header has a field.
pub fn write_length(head: &mut [u8], milliseconds: f32) -> bool {
    for place in 0..head.len() {
        match &mut head[place..] {
            // WritingApp, of 6 to 126 bytes.
            [0x57, 0x41, length @ 0x86..=0xfe, rest @ ..] => {
                let void = *length - 6;
                let [a, b, c, d] = milliseconds.to_be_bytes();
                let Some(name) = rest.get_mut(..usize::from(*length & 0x7f)) else { return false };
                name.fill(0);
                name[..6].copy_from_slice(&[a, b, c, d, 0xec, void]);
                head[place..place + 3].copy_from_slice(&[0x44, 0x89, 0x84]);
                return true;
            }
            // Version 0: flags, two times of four bytes, the time scale, the duration in its units.
            [b'm', b'v', b'h', b'd', 0, rest @ ..] => {
                let Some([s, t, u, v, duration @ ..]) = rest.get_mut(11..19) else { return false };
                let scale = u32::from_be_bytes([*s, *t, *u, *v]);
                duration.copy_from_slice(&units(milliseconds, scale).to_be_bytes());
                return true;
            }
            _ => {}
        }
    }
    false
}

/// Converts a length to units of a time scale; the cast saturates.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn units(milliseconds: f32, scale: u32) -> u32 {
    (milliseconds * scale as f32 / 1_000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_writer_gives_its_place_to_the_length() {
        let mut head = b"\x4d\x80\x86Chrome\x57\x41\x86Chrome\x16\x54\xae\x6b".to_vec();
        assert!(write_length(&mut head, 2_500.0));
        assert_eq!(head, b"\x4d\x80\x86Chrome\x44\x89\x84\x45\x1c\x40\x00\xec\x80\x16\x54\xae\x6b");
        let mut longer = b"\x57\x41\x99QTwritingAppLibWebM-0.0.1\x16".to_vec();
        assert!(write_length(&mut longer, 2_500.0));
        assert_eq!(longer[..9], *b"\x44\x89\x84\x45\x1c\x40\x00\xec\x93");
        assert_eq!((longer.len(), longer[9..28].iter().all(|byte| *byte == 0)), (29, true));
    }

    #[test]
    fn the_header_of_a_film_says_its_length() {
        let mut head = [&b"\0\0\0\x6cmvhd"[..], &[0; 12], &600_u32.to_be_bytes(), &[0; 8]].concat();
        assert!(write_length(&mut head, 2_500.0));
        assert_eq!(head[24..28], 1_500_u32.to_be_bytes());
    }

    #[test]
    fn what_has_no_place_stays_as_it_is() {
        for head in [&b"OggS\0\x02"[..], b"", b"\x57\x41\x86Chro", b"\x57\x41\x83abc", b"mvhd\x01"]
        {
            let mut bytes = head.to_vec();
            assert!(!write_length(&mut bytes, 1.0));
            assert_eq!(bytes, head);
        }
    }
}
