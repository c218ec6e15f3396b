//! Fault: no storage is left, first in D1, then in R2.
//!
//! Either files may not grow beyond a limit, or each store lies on a file system of its own that is
//! small enough to fill. The latter needs root to mount it.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use reqwest::{Response, StatusCode, header};
use tests::{
    assertions::header_of,
    fixtures::{self, complaint, complaint_with, digest, picture},
    uploads::Upload,
    workerd::Workerd,
};
use tokio::time::sleep;

/// Bytes by which a file of D1 may grow under a limit: a few submissions.
const ROOM: u64 = 100_000;

/// Bytes by which a chunk of an upload is longer than a limit. The local R2 never answers one that
/// is far longer.
const BEYOND: usize = 8_000;

/// File system of a few megabytes, mounted over a folder.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn in_the_place_of(folder: PathBuf, megabytes: usize) -> Self {
        let content = tempfile::tempdir().unwrap();
        fs::create_dir_all(&folder).unwrap();
        copy(&folder, content.path());
        run(Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "sawtak-small"])
            .arg(&folder));
        copy(content.path(), &folder);
        Self(folder)
    }

    /// Fills the file system completely.
    fn fill(&self) {
        let mut ballast = File::options().create(true).append(true).open(self.ballast()).unwrap();
        for size in [1 << 20, 1 << 12, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn free(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, because a process may still have a file open there.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Limits the size of each file to that of the database and a little more. Returns the limit in
/// bytes.
fn limit_files(edge: &Workerd) -> usize {
    let database = edge.database();
    // Otherwise its write-ahead log is the longer one.
    database.run(&["PRAGMA wal_checkpoint(TRUNCATE)"]);
    let limit = fs::metadata(database.path()).unwrap().len() + ROOM;
    edge.limit_files(Some(u32::try_from(limit).unwrap()));
    usize::try_from(limit).unwrap()
}

fn copy(from: &Path, to: &Path) {
    run(Command::new("cp").arg("-R").arg(from.join(".")).arg(to));
}

fn run(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}

/// Asserts a response that reports a lack of storage, with `Retry-After`.
fn refuses(response: &Response, edge: &Workerd) {
    let status = response.status();
    let is_known =
        matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::INSUFFICIENT_STORAGE);
    assert!(is_known, "{status}: {}", edge.log());
    assert!(header_of(response, header::RETRY_AFTER).parse::<u32>().is_ok());
}

/// Submits until storage is exhausted, and again once there is space.
async fn submit_until_full_and_on(
    mut edge: Workerd,
    fill: impl FnOnce(&Workerd),
    free: impl FnOnce(&Workerd),
) {
    edge.resume().await;
    let visitor = edge.visitor();
    let before = visitor.submit(&complaint()).await;
    fill(&edge);
    let (mut taken, mut refused) = (1, Vec::new());
    while refused.len() < 3 {
        let key = fixtures::key();
        let response = visitor.submission(&key, &complaint()).send().await.unwrap();
        if response.status() == StatusCode::CREATED {
            // The database had free pages, or its write-ahead log was checkpointed.
            taken += 1;
            assert!(taken < 1_000, "it is never full");
        } else {
            refuses(&response, &edge);
            refused.push(key);
        }
    }
    assert_eq!(visitor.content(&before).await.text, complaint().text);
    free(&edge);
    for key in &refused {
        let response = visitor.submission(key, &complaint()).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::CREATED, "{}", edge.log());
    }
    edge.kill();
    edge.database().assert_whole(taken + refused.len());
    edge.resume().await;
    assert_eq!(visitor.content(&before).await.text, complaint().text);
}

/// Sends a chunk that exceeds the storage, and the whole upload once there is space. `fill` leaves
/// no room for a chunk of the length that it returns.
async fn upload_until_full_and_on(
    mut edge: Workerd,
    fill: impl FnOnce(&Workerd) -> usize,
    free: impl FnOnce(&Workerd),
) {
    edge.resume().await;
    let visitor = edge.visitor();
    let earlier = picture(1_000_000);
    let before = visitor
        .submit(&complaint_with(&[&visitor.upload(&earlier, "kept.png", "image/png").await]))
        .await;
    let bytes = picture(12_000_000);
    let upload = Upload::create(&visitor, bytes.len(), "film.png", "image/png").await;
    let piece = fill(&edge);
    refuses(&upload.send(0, bytes[..piece].to_vec()).await, &edge);
    let attachment = visitor.content(&before).await.attachments.remove(0);
    let stored = visitor.get(&attachment.url).await.bytes().await.unwrap();
    assert_eq!(digest(&stored), digest(&earlier));
    // A submission without attachments needs no space in the media store.
    visitor.submit(&complaint()).await;
    free(&edge);
    sleep(Duration::from_millis(200)).await;
    let offset = upload.settled_offset().await;
    upload.take(offset, &bytes[offset..]).await;
    let after = visitor.submit(&complaint_with(&[upload.id()])).await;
    let attachment = visitor.content(&after).await.attachments.remove(0);
    assert_eq!(digest(&visitor.get(&attachment.url).await.bytes().await.unwrap()), digest(&bytes));
    edge.database().assert_whole(3);
}

#[tokio::test]
async fn when_a_file_of_the_database_may_not_grow_what_is_there_is_readable_and_it_goes_on_when_it_may()
 {
    let fill = |edge: &Workerd| _ = limit_files(edge);
    submit_until_full_and_on(Workerd::stopped(&[]), fill, |edge| edge.limit_files(None)).await;
}

#[tokio::test]
async fn when_a_file_of_the_media_store_may_not_grow_an_upload_waits_and_goes_on_when_it_may() {
    let edge = Workerd::stopped(&[]);
    let fill = |edge: &Workerd| limit_files(edge) + BEYOND;
    upload_until_full_and_on(edge, fill, |edge| edge.limit_files(None)).await;
}

#[tokio::test]
#[ignore = "takes root, to mount a file system that it can fill"]
async fn when_the_database_is_full_what_is_there_is_readable_and_it_goes_on_when_there_is_room() {
    let edge = Workerd::stopped(&[]);
    let disk = SmallDisk::in_the_place_of(edge.state().join("v3/d1"), 16);
    submit_until_full_and_on(edge, |_| disk.fill(), |_| disk.free()).await;
}

#[tokio::test]
#[ignore = "takes root, to mount a file system that it can fill"]
async fn when_the_media_store_is_full_an_upload_waits_and_goes_on_when_there_is_room() {
    let edge = Workerd::stopped(&[]);
    let disk = SmallDisk::in_the_place_of(edge.state().join("v3/r2"), 48);
    // A small chunk, because the local R2 never answers a larger one whose rest doesn't fit.
    let fill = |_: &Workerd| {
        disk.fill();
        20_000
    };
    upload_until_full_and_on(edge, fill, |_| disk.free()).await;
}
