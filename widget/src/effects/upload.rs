//! Resumable uploads over tus 1.0.0: an upload is created, then sent in parts; after a cut it goes on where the server says it stands.

use std::{cell::RefCell, rc::Rc};

use domain::upload::PART;
use js_sys::Promise;
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use super::{
    api::{Api, Failure, request},
    clock,
};

const VERSION: (&str, &str) = ("Tus-Resumable", "1.0.0");

/// What the server stores at once. Whole numbers spare the phone the code and the tables that floating-point text needs.
#[allow(clippy::cast_possible_truncation)]
const PART_SIZE: u32 = PART as u32;

/// How long to wait before each further attempt at the same byte, in milliseconds.
const PAUSES: [i32; 5] = [500, 1_000, 3_000, 8_000, 15_000];

/// Stops an upload, at once.
#[derive(Clone, Default)]
pub(crate) struct Stop(Rc<RefCell<Stopping>>);

#[derive(Default)]
struct Stopping {
    stopped: bool,
    under_way: Option<XmlHttpRequest>,
    location: Option<String>,
}

impl Stop {
    /// Stops it and lets the server forget what has come.
    pub(crate) fn stop(&self) {
        let (under_way, location) = {
            let mut state = self.0.borrow_mut();
            state.stopped = true;
            (state.under_way.take(), state.location.take())
        };
        if let Some(under_way) = under_way {
            let _ = under_way.abort();
        }
        if let Some(location) = location {
            // The server sweeps what this doesn't reach.
            spawn_local(async move {
                let _ = request("DELETE", &location, &[VERSION], None).await;
            });
        }
    }

    fn is_stopped(&self) -> bool {
        self.0.borrow().stopped
    }
}

/// Uploads `blob` and answers with the upload's id. `progress` hears how many bytes have arrived.
pub(crate) async fn upload(api: &Api, blob: &Blob, name: &str, stop: &Stop, progress: Rc<dyn Fn(u32)>) -> Result<String, Failure> {
    let mut attempts = Attempts(PAUSES.into_iter());
    let location = loop {
        match create(api, blob, name).await {
            Err(failure) => attempts.pause_after(failure, stop).await?,
            Ok(location) => break location,
        }
    };
    stop.0.borrow_mut().location = Some(location.clone());
    if stop.is_stopped() {
        // It was removed while it was being created.
        stop.stop();
        return Err(Failure::Stopped);
    }
    let mut offset = 0;
    while offset < size_of(blob) {
        match send_part(&location, blob, offset, stop, progress.clone()).await {
            Ok(arrived) => {
                offset = arrived;
                attempts = Attempts(PAUSES.into_iter());
            }
            Err(failure) => {
                // 409: someone else's idea of the offset; 423: the attempt before still holds the upload.
                let failure = if matches!(failure, Failure::Refused(409 | 423)) { Failure::Network } else { failure };
                attempts.pause_after(failure, stop).await?;
                offset = standing(&location).await.unwrap_or(offset);
            }
        }
        progress(offset);
    }
    // What has arrived belongs to the participation now, not to the one who could stop it.
    let id = location.rsplit('/').next().unwrap_or_default().to_owned();
    if stop.is_stopped() { Err(Failure::Stopped) } else { Ok(id) }
}

struct Attempts(std::array::IntoIter<i32, 5>);

impl Attempts {
    async fn pause_after(&mut self, failure: Failure, stop: &Stop) -> Result<(), Failure> {
        // Without a network there is nothing to try: the attempts are for when there is one.
        while !clock::is_online() && !stop.is_stopped() {
            clock::sleep(1_000).await;
        }
        if stop.is_stopped() {
            return Err(Failure::Stopped);
        }
        let pause = self.0.next().filter(|_| failure.may_pass()).ok_or(failure)?;
        clock::sleep(pause).await;
        Ok(())
    }
}

async fn create(api: &Api, blob: &Blob, name: &str) -> Result<String, Failure> {
    let metadata = format!("filename {},filetype {}", base64(name), base64(&blob.type_()));
    let length = size_of(blob).to_string();
    let headers = [VERSION, ("Upload-Length", &length), ("Upload-Metadata", &metadata)];
    let response = request("POST", &api.address("uploads"), &headers, None).await?;
    response.headers().get("Location").ok().flatten().ok_or(Failure::Server)
}

/// A text's UTF-8 in base64, which tus wants metadata in. The browser takes a character for each byte.
fn base64(text: &str) -> String {
    let bytes: String = text.bytes().map(char::from).collect();
    web_sys::window().and_then(|window| window.btoa(&bytes).ok()).unwrap_or_default()
}

async fn standing(location: &str) -> Option<u32> {
    let response = request("HEAD", location, &[VERSION], None).await.ok()?;
    response.headers().get("Upload-Offset").ok()??.parse().ok()
}

/// Sends one part; `fetch` can't tell how much of a body has left, so this is an `XMLHttpRequest`.
async fn send_part(location: &str, blob: &Blob, offset: u32, stop: &Stop, progress: Rc<dyn Fn(u32)>) -> Result<u32, Failure> {
    let end = offset.saturating_add(PART_SIZE).min(size_of(blob));
    let part = blob.slice_with_f64_and_f64(offset.into(), end.into()).map_err(|_| Failure::Stopped)?;
    let http = XmlHttpRequest::new().map_err(|_| Failure::Network)?;
    http.open("PATCH", location).map_err(|_| Failure::Network)?;
    for (name, value) in [VERSION, ("Upload-Offset", &offset.to_string()), ("Content-Type", "application/offset+octet-stream")] {
        http.set_request_header(name, value).map_err(|_| Failure::Network)?;
    }
    let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| progress(offset + whole(event.loaded())));
    if let Ok(upload) = http.upload() {
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    }
    stop.0.borrow_mut().under_way = Some(http.clone());
    let ended = Promise::new(&mut |resolve, _| http.set_onloadend(Some(&resolve)));
    http.send_with_opt_blob(Some(&part)).map_err(|_| Failure::Network)?;
    let _ = JsFuture::from(ended).await;
    stop.0.borrow_mut().under_way = None;
    answer_of(&http, stop)
}

fn answer_of(http: &XmlHttpRequest, stop: &Stop) -> Result<u32, Failure> {
    match http.status().unwrap_or_default() {
        _ if stop.is_stopped() => Err(Failure::Stopped),
        0 => Err(Failure::Network),
        200..=299 => {
            let offset = http.get_response_header("Upload-Offset").ok().flatten();
            offset.and_then(|offset| offset.parse().ok()).ok_or(Failure::Server)
        }
        status => Err(Failure::of_status(status)),
    }
}

/// A blob's size in bytes; what is larger than 4 GiB was refused before.
pub(crate) fn size_of(blob: &Blob) -> u32 {
    whole(blob.size())
}

/// A count of bytes that JavaScript gave. The cast saturates.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(bytes: f64) -> u32 {
    bytes as u32
}
