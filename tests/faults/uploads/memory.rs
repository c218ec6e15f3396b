//! Memory use of uploads of maximum size: Wasm memory and JavaScript heap together must stay small,
//! because an isolate has 128 MB for all of its requests.

use tests::{
    fixtures::{complaint_with, digest, photograph, picture},
    uploads::Upload,
    workerd::{INSTRUMENTED, Workerd},
};

/// Half of that, in bytes: streams that the platform digests leave garbage until it is collected.
const MOST: u64 = 64 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_megabytes_and_a_photograph_that_is_rewritten_pass_through_little_memory() {
    let edge = Workerd::start(&[INSTRUMENTED]).await;
    let visitor = edge.visitor();
    let heap = edge.watch_heap();
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
    let heap = heap.most();
    assert!(
        heap > 0 && heap + after_photograph < MOST,
        "{heap} bytes on the heap, {after_photograph} of the Wasm"
    );
    println!(
        "Wasm memory: {after_film} bytes after a film, {after_photograph} after a photograph; on the heap at most {heap}"
    );
    let acknowledgement = visitor.submit(&complaint_with(&[upload.id(), taken.id()])).await;
    let mut stored = Vec::new();
    for attachment in visitor.content(&acknowledgement).await.attachments {
        stored.push(visitor.get(&attachment.url).await.bytes().await.unwrap());
    }
    assert_eq!(digest(&stored[0]), digest(&film));
    // The location is removed and the picture is intact.
    assert!(digest(&stored[1]) != digest(&photograph) && stored[1].ends_with(&photograph[1_000..]));
}
