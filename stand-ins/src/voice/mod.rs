//! Voice messages as `WhatsApp`'s app sends them: Opus in Ogg.
//!
//! Chromium records Opus in WebM, so the same packets are put into another container: `webm` reads
//! them, `ogg` writes them. Nothing is encoded anew.

mod ogg;
mod webm;

/// The type of a voice message.
pub(crate) const MIME_TYPE: &str = "audio/ogg; codecs=opus";

/// Returns a recording in Ogg, or nothing if it isn't Opus in WebM.
pub(crate) fn from_webm(recording: &[u8]) -> Option<Vec<u8>> {
    let track = webm::read(recording)?;
    Some(ogg::write(&track.head, &track.packets))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An element of EBML whose size takes one byte, or is unknown.
    fn element(id: &[u8], content: Option<&[u8]>) -> Vec<u8> {
        let Some(content) = content else { return [id, &[0xff]].concat() };
        let size = 0x80 | u8::try_from(content.len()).unwrap();
        [id, &[size], content].concat()
    }

    fn recording(codec: &[u8]) -> Vec<u8> {
        let head = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00";
        let entry = [element(&[0x86], Some(codec)), element(&[0x63, 0xa2], Some(head))].concat();
        let tracks = element(&[0x16, 0x54, 0xae, 0x6b], Some(&element(&[0xae], Some(&entry))));
        // Track 1, time 0, a key frame, then a packet of 20 ms: configuration 31, one frame.
        let block = |packet: &[u8]| element(&[0xa3], Some(&[&[0x81, 0, 0, 0x80], packet].concat()));
        [
            element(&[0x1a, 0x45, 0xdf, 0xa3], Some(b"header")),
            element(&[0x18, 0x53, 0x80, 0x67], None),
            tracks,
            element(&[0x1f, 0x43, 0xb6, 0x75], None),
            block(&[0xf8, 1, 2]),
            block(&[0xf8; 110]),
        ]
        .concat()
    }

    #[test]
    fn the_packets_of_a_recording_are_in_ogg() {
        let ogg = from_webm(&recording(b"A_OPUS")).unwrap();
        assert!(ogg.starts_with(b"OggS\0\x02"));
        let find = |bytes: &[u8]| ogg.windows(bytes.len()).position(|window| window == bytes);
        assert_eq!(find(b"OpusHead"), Some(28));
        assert!(find(b"OpusTags").is_some() && find(&[0xf8; 110]).is_some());
        // The last page ends the stream after two packets of 960 samples.
        let last = ogg.windows(4).rposition(|window| window == b"OggS").unwrap();
        assert_eq!(ogg[last + 5], 4);
        assert_eq!(ogg[last + 6..last + 14], 1920_u64.to_le_bytes());
    }

    #[test]
    fn what_is_not_opus_in_webm_is_left() {
        assert!(from_webm(&recording(b"A_VORBIS")).is_none());
        assert!(from_webm(b"OggS").is_none() && from_webm(b"").is_none());
        let whole = recording(b"A_OPUS");
        for end in 0..whole.len() {
            // Cut short anywhere, it is what came until there, or nothing.
            let _ = from_webm(&whole[..end]);
        }
    }
}
