//! Films as phones, cameras and recorders write them.

use super::items::tests::named;
pub(in super::super) use super::items::tests::{heif_in_order, heif_of};
use crate::media::location::{
    Scrubber,
    tests::{PLACE, has, scrubbed, scrubbed_twice},
};

fn long(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_be_bytes()
}

const COORDINATES: &[u8] = b"+25.2048+055.2708/";

/// Builds a track of this kind with one sample of each position, 20 bytes long.
fn track(id: u8, kind: [u8; 4], positions: &[usize], user_data: &[u8]) -> Vec<u8> {
    let header = named(*b"tkhd", &[&[0; 15][..], &[id], &[0; 68]].concat());
    let handler = named(*b"hdlr", &[&[0; 8][..], &kind, &[0; 13]].concat());
    let count = long(positions.len());
    let chunks: Vec<u8> = positions.iter().flat_map(|position| long(*position)).collect();
    let sizes = long(20).repeat(positions.len());
    let table = [
        named(*b"stsc", &[&[0; 4][..], &long(1), &long(1), &long(1), &long(1)].concat()),
        named(*b"stsz", &[&[0; 8][..], &count, &sizes].concat()),
        named(*b"stco", &[&[0; 4][..], &count, &chunks].concat()),
    ];
    let media = named(*b"minf", &named(*b"stbl", &table.concat()));
    let content = [header, named(*b"mdia", &[handler, media].concat()), user_data.to_vec()];
    named(*b"trak", &content.concat())
}

fn user_data() -> Vec<u8> {
    let text = |name: [u8; 4], value: &[u8]| {
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        named(name, &[&length[..], &[0x15, 0xc7], value].concat())
    };
    let place = named(*b"loci", &[&[0; 6][..], b"Dubai\0\0", PLACE].concat());
    let all = [text(*b"\xa9too", b"Camera"), text(*b"\xa9xyz", COORDINATES), place, vec![0; 4]];
    named(*b"udta", &all.concat())
}

/// Builds the metadata of a phone's film.
fn metadata() -> Vec<u8> {
    let key = |name: &[u8]| [&long(name.len() + 8)[..], b"mdta", name].concat();
    let keys = [
        &[0; 4][..],
        &long(2),
        &key(b"com.apple.quicktime.make"),
        &key(b"com.apple.quicktime.location.ISO6709"),
    ];
    let value = |number: usize, text: &[u8]| {
        let data = named(*b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], text].concat());
        [&long(data.len() + 8)[..], &long(number), &data].concat()
    };
    let values = [value(1, b"Camera"), value(2, PLACE)].concat();
    let handler = named(*b"hdlr", &[&[0; 8][..], b"mdta", &[0; 13]].concat());
    let parts = [handler, named(*b"keys", &keys.concat()), named(*b"ilst", &values)];
    named(*b"meta", &parts.concat())
}

/// Builds a film with places in user data, metadata, samples, and a box of its own. Its description
/// comes first or last.
pub(in super::super) fn film_of(is_media_first: bool) -> Vec<u8> {
    let start = named(*b"ftyp", b"qt  \0\0\0\0qt  \0\0\0\0");
    let position = [b"GPMF", COORDINATES, b"\0\0"].concat()[..20].to_vec();
    let media = [&[1; 20][..], &position, &[2; 20], &position, &[3; 20]].concat();
    let description = |at: usize| {
        let tracks = [
            track(1, *b"vide", &[at, at + 40, at + 80], &user_data()),
            track(2, *b"meta", &[at + 20, at + 60], b""),
            user_data(),
            metadata(),
        ];
        named(*b"moov", &[named(*b"mvhd", &[0; 100]), tracks.concat()].concat())
    };
    let extra = [
        named(*b"uuid", &[&[9; 16][..], b"<x exif:GPSLatitude='25.2048N'/>"].concat()),
        named(*b"free", PLACE),
    ]
    .concat();
    let data = named(*b"mdat", &media);
    if is_media_first {
        let description = description(start.len() + 8);
        return [start, data, description, extra].concat();
    }
    let before = start.len() + description(0).len() + extra.len() + 8;
    [start, description(before), extra, data].concat()
}

#[test]
fn a_film_loses_every_place_wherever_its_description_lies() {
    for is_media_first in [false, true] {
        for chunk in [7, 100, 10_000] {
            let film = film_of(is_media_first);
            let kept = scrubbed_twice("video/quicktime", &film, chunk);
            assert_eq!(kept.len(), film.len());
            for place in [PLACE, &COORDINATES[..8], b"Dubai", b"GPMF"] {
                assert!(!has(&kept, place), "{}", String::from_utf8_lossy(place));
            }
            assert!(has(&kept, b"Camera") && has(&kept, b"com.apple.quicktime.make"));
            for picture in [1, 2, 3] {
                assert!(has(&kept, &[picture; 20]));
            }
            let again = scrubbed_twice("video/quicktime", &kept, chunk);
            assert_eq!(again, kept);
        }
    }
}

#[test]
fn samples_of_positions_in_fragments_go() {
    let description =
        named(*b"moov", &[track(1, *b"vide", &[], b""), track(2, *b"camm", &[], b"")].concat());
    let run = |track: u8, at: usize, length: usize| {
        let header = named(*b"tfhd", &[&[0, 2, 0, 0][..], &long(track.into())].concat());
        let run = [&[0, 0, 2, 1][..], &long(1), &long(at), &long(length)].concat();
        named(*b"traf", &[header, named(*b"trun", &run)].concat())
    };
    let fragment =
        |at: usize| named(*b"moof", &[run(1, at, 10), run(2, at + 10, PLACE.len())].concat());
    let fragment = fragment(fragment(0).len() + 8);
    let media = named(*b"mdat", &[&[7; 10][..], PLACE].concat());
    let start = named(*b"ftyp", b"isom\0\0\0\0iso5");
    let film = [start, description, fragment.clone(), media.clone(), fragment, media].concat();
    let kept = scrubbed_twice("video/mp4", &film, 50);
    assert!(!has(&kept, PLACE) && has(&kept, &[7; 10]) && kept.len() == film.len());
}

#[test]
fn a_film_without_a_place_is_not_touched() {
    let text = named(*b"udta", &named(*b"\xa9too", b"\0\x06\x15\xc7Camera"));
    let film = [
        named(*b"ftyp", b"isom\0\0\0\0isom"),
        named(*b"moov", &[track(1, *b"soun", &[48], &text), text.clone()].concat()),
        named(*b"mdat", &[5; 90]),
    ]
    .concat();
    assert_eq!(scrubbed("audio/mp4", &film, 9), (film, false));
}

#[test]
fn what_cannot_be_told_is_refused() {
    let endless = [&named(*b"ftyp", b"isom\0\0\0\0isom")[..], b"\0\0\0\0moov\0\0\0\0"].concat();
    let huge = [&named(*b"ftyp", b"isom\0\0\0\0isom")[..], b"\x7f\0\0\0udta\0\0\0\0"].concat();
    for film in [endless, huge] {
        let (mut scrubber, mut out) = (Scrubber::of("video/mp4").unwrap(), Vec::new());
        scrubber.push(&film, &mut out);
        assert!(scrubber.finish(&mut out).is_err());
    }
}

#[test]
fn many_fragments_out_of_order_take_linear_time() {
    let mut film = named(*b"ftyp", b"isom\0\0\0\0iso5");
    film.extend(named(*b"moov", &track(2, *b"camm", &[], b"")));
    for fragment in (1..40_000_u32).rev() {
        let header = [&[0, 0, 0, 1][..], &long(2), &[0; 4], &(fragment * 9).to_be_bytes()];
        let run = named(*b"trun", &[&[0, 0, 2, 1][..], &long(1), &long(0), &long(4)].concat());
        let part = [named(*b"tfhd", &header.concat()), run].concat();
        film.extend(named(*b"moof", &named(*b"traf", &part)));
    }
    // The run checks the count of steps.
    assert!(crate::media::location::tests::looked_at("video/mp4", &film, 65_536).1.is_err());
}
