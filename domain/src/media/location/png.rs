//! PNG: a chain of chunks, each with a checksum. Nothing may follow the last one.

use super::{
    HELD_MAX, Scan, Step, exif,
    marks::{Budget, blank},
    words::{names_place, tells_place},
    xmp,
};

/// Chunks that show the picture and tell no place: its colours, its size, its moving parts.
const HARMLESS: [&[u8]; 21] = [
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs",
    b"sBIT", b"sPLT", b"hIST", b"tIME", b"sTER", b"oFFs", b"sCAL", b"acTL", b"fcTL", b"fdAT",
    b"iDOT",
];

pub(super) fn step(held: &mut [u8], scan: &mut Scan) -> Step {
    if scan.is_ended {
        return Step::BlankRest;
    }
    let Some([a, b, c, d, name @ ..]) = held.first_chunk::<8>().copied() else { return Step::More };
    let length = u32::from_be_bytes([a, b, c, d]) as usize;
    if name == *b"IEND" {
        scan.is_ended = true;
    }
    // The first letter of a chunk without which no picture can be shown is a capital. A name of
    // anything but letters is damage.
    let is_chunk = name.iter().all(u8::is_ascii_alphabetic);
    if !is_chunk || name[0].is_ascii_uppercase() || HARMLESS.contains(&&name[..]) {
        return Step::Pass(length as u64 + 12);
    }
    if length > HELD_MAX - 12 {
        return Step::Blank { pass: 8, blank: length as u64 + 4 };
    }
    let Some(chunk) = held.get_mut(..length + 12) else { return Step::More };
    scan.changed |= blank_location(chunk, &mut scan.budget);
    Step::Edited(chunk.len())
}

/// Overwrites the location in a whole chunk (length, name, content, checksum); returns whether it
/// overwrote anything.
fn blank_location(chunk: &mut [u8], budget: &mut Budget) -> bool {
    let end = chunk.len() - 4;
    let (name, content) = chunk[4..end].split_at_mut(4);
    let changed = match &*name {
        b"eXIf" => exif::blank_location(content, budget),
        b"iTXt" | b"tEXt" | b"zTXt" => text(content),
        // Provenance (C2PA), data of other programs: they may repeat the place.
        _ => blank(content),
    };
    if changed {
        let checksum = crc32fast::hash(&chunk[4..end]).to_be_bytes();
        chunk[end..].copy_from_slice(&checksum);
    }
    changed
}

/// Overwrites the location in text under a keyword; returns whether it overwrote anything.
/// Compressed profiles and XMP are overwritten whole, without being inflated.
fn text(content: &mut [u8]) -> bool {
    let Some(end) = content.iter().position(|byte| *byte == 0) else { return false };
    let (keyword, value) = content.split_at_mut(end);
    let is_plain_xmp = keyword == b"XML:com.adobe.xmp" && value.get(1) == Some(&0);
    if is_plain_xmp {
        return xmp::blank_location(&mut value[1..]);
    }
    let is_profile = keyword.starts_with(b"Raw profile type") || keyword == b"XML:com.adobe.xmp";
    let goes = is_profile || names_place(keyword) || tells_place(value);
    goes && blank(&mut value[1..])
}

#[cfg(test)]
pub(super) mod tests {
    use crate::media::location::{
        exif::tests::tiff_with_place,
        tests::{PLACE, has, scrubbed},
    };

    /// Builds a chunk with this name.
    pub(in super::super) fn chunk_of(name: [u8; 4], content: &[u8]) -> Vec<u8> {
        let named = [&name, content].concat();
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat()
    }

    /// Builds a picture with these chunks before its image data.
    pub(in super::super) fn png_of(chunks: &[Vec<u8>]) -> Vec<u8> {
        let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
        picture.extend(chunk_of(*b"IHDR", &[0; 13]));
        picture.extend(chunks.concat());
        picture.extend([chunk_of(*b"IDAT", &[5; 99]), chunk_of(*b"IEND", &[])].concat());
        picture
    }

    #[test]
    fn checksums_hold_afterwards() {
        let (out, _) =
            scrubbed("image/png", &png_of(&[chunk_of(*b"eXIf", &tiff_with_place(PLACE))]), 7);
        let mut rest = &out[8..];
        while rest.len() >= 12 {
            let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
            assert_eq!(
                crc32fast::hash(&rest[4..8 + length]).to_be_bytes(),
                rest[8 + length..12 + length]
            );
            rest = &rest[12 + length..];
        }
        assert!(rest.is_empty());
    }

    #[test]
    fn chunks_of_other_programs_go_and_colours_stay() {
        let kept = [chunk_of(*b"iCCP", b"colours\0\0x"), chunk_of(*b"pHYs", &[1; 9])];
        let chunks = [kept.concat(), chunk_of(*b"caBX", PLACE), chunk_of(*b"npOL", PLACE)];
        let (out, changed) = scrubbed("image/png", &png_of(&chunks), 9);
        assert!(changed && has(&out, &kept.concat()) && !has(&out, PLACE));
        assert!(has(&out, &chunk_of(*b"caBX", &[0; PLACE.len()])), "its checksum holds");
    }

    #[test]
    fn a_profile_that_is_compressed_goes_whole() {
        let chunk = chunk_of(*b"zTXt", b"Raw profile type exif\0\0compressed");
        assert!(scrubbed("image/png", &png_of(&[chunk]), 5).1);
    }

    #[test]
    fn words_for_a_place_go_from_a_text_and_others_stay() {
        let chunk = |text: &str| chunk_of(*b"tEXt", text.as_bytes());
        let kept = chunk("Title\0Broken lamp");
        let chunks = [kept.clone(), chunk("Comment\0venue: Al Wasl"), chunk("GPS\0Al Wasl")];
        let (out, changed) = scrubbed("image/png", &png_of(&chunks), 6);
        assert!(changed && has(&out, &kept) && !has(&out, b"Al Wasl"));
    }
}
