//! Files of each format, with and without a place, whole and damaged.

use proptest::prelude::*;

use super::{
    base_media::tests::{film_of, heif_in_order, heif_of},
    comments::tests::comments_of,
    exif::tests::tiff_with_place,
    flac::tests::flac_of,
    gif::tests::{extension, gif_of, gif_with},
    id3::tests::mp3_of,
    jpeg::tests::{jpeg_of, jpeg_with},
    matroska::tests::webm_of,
    ogg::tests::ogg_of,
    png::tests::{chunk_of, png_of},
    riff::tests::{wav_of, webp_of},
    sound::tests::{with_ape, with_id3v1},
    *,
};

pub(super) fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Runs a scrubber. Checks that it took linear time and bounded memory.
fn run(mut scrubber: Scrubber, file: &[u8], chunk: usize) -> (Vec<u8>, Result<Found, NotAccepted>) {
    let mut out = Vec::new();
    for bytes in file.chunks(chunk) {
        scrubber.push(bytes, &mut out);
        // No block is longer than the file that it stands in.
        assert!(scrubber.held.len() <= HELD_MAX.min(file.len()));
    }
    let ceiling = Budget::LEAST + file.len() as u64 + 1;
    assert!(scrubber.scan.budget.spent <= ceiling, "{} steps", scrubber.scan.budget.spent);
    let found = scrubber.finish(&mut out);
    (out, found)
}

/// Scrubs a file as the edge does with small ones: in one run, and the rest afterwards.
pub(super) fn looked_at(
    media_type: &str,
    file: &[u8],
    chunk: usize,
) -> (Vec<u8>, Result<bool, NotAccepted>) {
    let (mut out, found) = run(Scrubber::of(media_type).unwrap(), file, chunk);
    if let Ok(found) = &found {
        found.behind.overwrite(&mut out, 0);
    }
    (out, found.map(|found| found.tells_place()))
}

pub(super) fn scrubbed(media_type: &str, file: &[u8], chunk: usize) -> (Vec<u8>, bool) {
    let (out, changed) = looked_at(media_type, file, chunk);
    (out, changed.unwrap())
}

/// Scrubs a file as the edge does with large ones, in two runs, and compares with one.
pub(super) fn scrubbed_twice(media_type: &str, file: &[u8], chunk: usize) -> Vec<u8> {
    let found = run(Scrubber::of(media_type).unwrap(), file, chunk).1.unwrap();
    let (out, second) = run(Scrubber::again(media_type, found.behind).unwrap(), file, chunk);
    assert!(second.is_ok());
    assert_eq!(out, scrubbed(media_type, file, chunk).0);
    out
}

fn files(content: &[u8], xmp: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let itxt = [b"XML:com.adobe.xmp\0\0\0\0\0", xmp].concat();
    let spoken = [b"LOCATION=", xmp].concat();
    vec![
        ("video/mp4", film_of(false)),
        ("video/quicktime", film_of(true)),
        ("audio/mpeg", mp3_of(3, b"TXXX", &[b"\0Location\0", PLACE].concat())),
        ("audio/mpeg", mp3_of(2, b"GEO", &[b"\0text/plain\0gps\0", PLACE].concat())),
        ("audio/aac", mp3_of(4, b"PRIV", &[b"XMP\0<x exif:GPS='", PLACE].concat())),
        ("audio/flac", flac_of(4, &comments_of(&[b"TITLE=Park", &spoken]))),
        ("audio/ogg", ogg_of(&[b"TITLE=Park", &spoken], 50)),
        ("audio/wav", wav_of(*b"LIST", &[b"INFOILOC", xmp].concat())),
        ("audio/wav", wav_of(*b"_PMX", xmp)),
        ("audio/webm", webm_of(b"LOCATION", PLACE)),
        (
            "image/jpeg",
            [jpeg_of(b"Exif\0\0"), b"\0\0\0\x14ftypmp42".to_vec(), PLACE.to_vec()].concat(),
        ),
        ("image/jpeg", jpeg_of(&[b"http://ns.adobe.com/xmp/extension/\0", xmp].concat())),
        ("image/png", png_of(&[chunk_of(*b"tEXt", &[b"exif:GPSLatitude\0", PLACE].concat())])),
        ("image/png", [png_of(&[]), PLACE.to_vec()].concat()),
        ("image/jpeg", jpeg_of(&[b"Exif\0\0", content].concat())),
        ("image/jpeg", jpeg_of(&[b"http://ns.adobe.com/xap/1.0/\0", xmp].concat())),
        ("image/png", png_of(&[chunk_of(*b"eXIf", content)])),
        ("image/png", png_of(&[chunk_of(*b"tEXt", b"Title\0Park"), chunk_of(*b"iTXt", &itxt)])),
        ("image/webp", webp_of(*b"EXIF", content)),
        ("image/webp", webp_of(*b"XMP ", xmp)),
        ("image/gif", gif_of(xmp)),
        ("image/gif", gif_with(&extension(b"\x21\xfe", xmp, 50))),
        ("image/gif", gif_with(&extension(b"\x21\xff\x0bMGK8BIM0000", xmp, 50))),
        ("image/jpeg", jpeg_with(0xeb, content)),
        ("image/png", png_of(&[chunk_of(*b"caBX", content)])),
        ("audio/mpeg", with_ape(b"Location", PLACE, true)),
        ("audio/mpeg", with_ape(b"Location", PLACE, false)),
        ("audio/mpeg", with_id3v1(&[b"GPS ", PLACE].concat())),
        (
            "audio/flac",
            [b"ID3\x04\0\0\0\0\0\0", &flac_of(4, &comments_of(&[&spoken]))[..]].concat(),
        ),
        ("audio/ogg", ogg_of(&[&[b"METADATA_BLOCK_PICTURE=", PLACE].concat()], 50)),
        ("image/heif", heif_of(&[&[0; 4], content].concat(), b"<x:xmpmeta/>")),
        ("image/avif", heif_of(b"\0\0\0\0II", xmp)),
    ]
}

/// Number of [`files`].
const COUNT: usize = 32;

pub(super) const PLACE: &[u8] = b"25.2048N";
const XMP: &[u8] = b"<x:xmpmeta><rdf exif:GPSLatitude='25.2048N'/></x:xmpmeta>";

#[test]
fn the_place_goes_and_the_rest_stays_in_its_place() {
    let files = files(&tiff_with_place(PLACE), XMP);
    assert_eq!(files.len(), COUNT);
    for (media_type, picture) in files {
        let (out, changed) = scrubbed(media_type, &picture, picture.len());
        assert!(changed && out.len() == picture.len(), "{media_type}");
        assert!(!out.windows(PLACE.len()).any(|window| window == PLACE), "{media_type}");
        assert_eq!(
            scrubbed(media_type, &out, 1_000).0,
            out,
            "{media_type}: twice is the same as once"
        );
    }
}

#[test]
fn a_container_that_hides_what_is_said_is_not_accepted() {
    let picture = heif_of(&tiff_with_place(PLACE), XMP);
    let mut broken = picture.clone();
    let place = broken.windows(4).position(|window| window == b"iloc").unwrap();
    broken[place..place + 4].copy_from_slice(b"free");
    let (out, outcome) = looked_at("image/heif", &broken, 9);
    assert_eq!((out.len(), outcome), (broken.len(), Err(NotAccepted::Kind)));
}

#[test]
fn what_is_not_cleaned_is_a_document_or_holds_no_place() {
    assert!(may_remain("application/pdf") && may_remain("application/msword"));
    assert!(!may_remain("image/jpeg") && !may_remain("text/plain") && !may_remain("audio/amr"));
    for media_type in MediaType::all().map(MediaType::as_str) {
        let holds_none = matches!(media_type, "text/plain" | "audio/amr" | "audio/amr-wb");
        let is_cleaned = Scrubber::of(media_type).is_some();
        assert!(is_cleaned != (may_remain(media_type) || holds_none), "{media_type}");
    }
}

#[test]
fn metadata_before_the_box_that_names_them_go_in_a_second_run() {
    let picture = heif_in_order(&tiff_with_place(PLACE), XMP, true);
    let kept = scrubbed_twice("image/heif", &picture, 9);
    assert!(!has(&kept, PLACE) && kept.len() == picture.len());
}

#[test]
fn a_picture_without_a_place_is_not_touched() {
    let plain = b"<x:xmpmeta><dc:title>Park</dc:title></x:xmpmeta>";
    let picture = jpeg_of(&[b"http://ns.adobe.com/xap/1.0/\0", &plain[..]].concat());
    assert_eq!(scrubbed("image/jpeg", &picture, 3), (picture, false));
    let png = png_of(&[chunk_of(*b"tEXt", b"Comment\0Park"), chunk_of(*b"gAMA", &[0; 4])]);
    assert_eq!(scrubbed("image/png", &png, 3), (png, false));
}

const TYPES: [&str; 12] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/heif",
    "video/mp4",
    "audio/mpeg",
    "audio/flac",
    "audio/ogg",
    "audio/wav",
    "video/webm",
    "video/3gpp",
];

/// Files that ffmpeg and `SoX` wrote, most of them with a place in what they call it by, and in a
/// comment.
const SAMPLES: [(&str, &[u8]); 18] = [
    ("film.3gp", include_bytes!("samples/film.3gp")),
    ("film.mkv", include_bytes!("samples/film.mkv")),
    ("film.mov", include_bytes!("samples/film.mov")),
    ("film.mp4", include_bytes!("samples/film.mp4")),
    ("film.webm", include_bytes!("samples/film.webm")),
    ("fragments.mp4", include_bytes!("samples/fragments.mp4")),
    ("picture.gif", include_bytes!("samples/picture.gif")),
    ("picture.jpg", include_bytes!("samples/picture.jpg")),
    ("picture.png", include_bytes!("samples/picture.png")),
    ("picture.webp", include_bytes!("samples/picture.webp")),
    ("sound.flac", include_bytes!("samples/sound.flac")),
    ("sound.m4a", include_bytes!("samples/sound.m4a")),
    ("sound.mp3", include_bytes!("samples/sound.mp3")),
    ("sound4.mp3", include_bytes!("samples/sound4.mp3")),
    ("sound.opus", include_bytes!("samples/sound.opus")),
    ("sound.wav", include_bytes!("samples/sound.wav")),
    ("sox.ogg", include_bytes!("samples/sox.ogg")),
    ("vorbis.ogg", include_bytes!("samples/vorbis.ogg")),
];

/// Pictures as telephones write them, with position, time, camera and XMP: Pillow and libheif wrote
/// them.
const PHOTOS: [(&str, &[u8]); 5] = [
    ("photo.avif", include_bytes!("samples/photos/photo.avif")),
    ("photo.heic", include_bytes!("samples/photos/photo.heic")),
    ("photo.jpg", include_bytes!("samples/photos/photo.jpg")),
    ("photo.png", include_bytes!("samples/photos/photo.png")),
    ("photo.webp", include_bytes!("samples/photos/photo.webp")),
];

/// Returns the type by which a sample is accepted.
fn type_of((name, file): (&str, &[u8])) -> &'static str {
    MediaType::sniff(&file[..file.len().min(8192)], "", name).unwrap().as_str()
}

#[test]
fn files_of_other_programs_lose_their_place_and_nothing_else_of_length() {
    for (name, file) in SAMPLES {
        let media_type = type_of((name, file));
        let (out, changed) = scrubbed(media_type, file, file.len());
        assert_eq!(changed, has(file, b"25.2048"), "{name}");
        assert!(!has(&out, b"25.2048") && out.len() == file.len(), "{name}");
        assert_eq!(scrubbed_twice(media_type, file, 100), out, "{name}");
    }
}

#[test]
fn photos_lose_the_position_in_each_place_that_has_it() {
    // Degrees, minutes and seconds of the latitude, as EXIF's rational numbers.
    let latitude: Vec<u8> =
        [25, 1, 12, 1, 432, 25].into_iter().flat_map(u32::to_be_bytes).collect();
    for (name, file) in PHOTOS {
        let media_type = type_of((name, file));
        let (out, changed) = scrubbed(media_type, file, file.len());
        assert!(changed && out.len() == file.len() && has(file, &latitude), "{name}");
        for place in [&latitude[..], b"25.2048", b"25,12.2880N"] {
            assert!(!has(&out, place), "{name}: {}", String::from_utf8_lossy(place));
        }
        assert_eq!(scrubbed_twice(media_type, file, 100), out, "{name}");
    }
}

proptest! {
    #[test]
    fn a_damaged_file_of_another_program_takes_linear_time_and_bounded_memory(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut: prop::sample::Index,
        sample in prop::sample::select([&SAMPLES[..], &PHOTOS].concat()),
        chunk in prop::sample::select(&[13_usize, 10_000][..]),
    ) {
        let (media_type, mut file) = (type_of(sample), sample.1.to_vec());
        for (place, byte) in damage {
            let place = place.index(file.len());
            file[place] = byte;
        }
        // Many uploads end too early.
        file.truncate(file.len().min(cut.index(2 * file.len())));
        prop_assert_eq!(looked_at(media_type, &file, chunk).0.len(), file.len());
    }

    #[test]
    fn the_size_of_chunks_makes_no_difference(chunk in 1..200_usize, which: prop::sample::Index) {
        let (media_type, file) = files(&tiff_with_place(PLACE), XMP).swap_remove(which.index(COUNT));
        prop_assert_eq!(scrubbed(media_type, &file, chunk), scrubbed(media_type, &file, file.len()));
    }

    #[test]
    fn anything_at_all_comes_out_as_long_as_it_went_in(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        chunk in 1..50_usize,
        media_type in prop::sample::select(&TYPES[..]),
    ) {
        prop_assert_eq!(looked_at(media_type, &bytes, chunk).0.len(), bytes.len());
    }

    #[test]
    fn a_damaged_file_takes_linear_time_and_keeps_its_length(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        which: prop::sample::Index,
        chunk in prop::sample::select(&[1_usize, 11, 10_000][..]),
    ) {
        let (media_type, mut file) = files(&tiff_with_place(PLACE), XMP).swap_remove(which.index(COUNT));
        for (place, byte) in damage {
            let place = place.index(file.len());
            file[place] = byte;
        }
        prop_assert_eq!(looked_at(media_type, &file, chunk).0.len(), file.len());
    }
}
