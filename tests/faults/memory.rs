//! Uploads as large as they get: the worker's memory stays small. An isolate has 128 MB for all of its requests.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use tests::{
    fixtures::{complaint_with, digest, picture},
    uploads::Upload,
    workerd::{INSTRUMENTED, Workerd},
};

const MOST: u64 = 32 * 1024 * 1024;

/// A JPEG whose metadata say where it was made (EXIF, GPS), and noise.
fn photograph(length: usize) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    let exif = [b"Exif\0\0", &tiff[..]].concat();
    let size = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut bytes = [b"\xff\xd8\xff\xe1", &size[..], &exif, b"\xff\xda\0\x02"].concat();
    // Noise that holds no marker.
    bytes.extend(picture(length - bytes.len() - 2).iter().map(|byte| byte & 0x7f));
    bytes.extend(b"\xff\xd9");
    bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_megabytes_and_a_photograph_that_is_rewritten_pass_through_little_memory() {
    let edge = Workerd::start(&[INSTRUMENTED]).await;
    let visitor = edge.visitor();
    let film = picture(100_000_000);
    let upload = Upload::create(&visitor, film.len(), "film.png", "image/png").await;
    upload.take(0, &film).await;
    let after_film = edge.instruments(0).await;
    assert!(after_film < MOST, "{after_film} bytes after a film");
    let photograph = photograph(30_000_000);
    let taken = Upload::create(&visitor, photograph.len(), "a.jpg", "image/jpeg").await;
    taken.take(0, &photograph).await;
    let after_photograph = edge.instruments(0).await;
    assert!(after_photograph < MOST, "{after_photograph} bytes after a photograph");
    println!("Wasm memory: {after_film} bytes after a film, {after_photograph} after a photograph");
    let acknowledgement = visitor.submit(&complaint_with(&[upload.id(), taken.id()])).await;
    let mut stored = Vec::new();
    for attachment in visitor.content(&acknowledgement).await.attachments {
        stored.push(visitor.get(&attachment.url).await.bytes().await.unwrap());
    }
    assert_eq!(digest(&stored[0]), digest(&film));
    // It was rewritten: the place is gone, the picture is there.
    assert!(digest(&stored[1]) != digest(&photograph) && stored[1].ends_with(&photograph[1_000..]));
}
