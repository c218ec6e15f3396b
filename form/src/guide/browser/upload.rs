//! Resumable uploads over tus 1.0.0. An upload is created, then sent in parts. After an
//! interruption it resumes at the offset that the server reports.

use std::{cell::RefCell, rc::Rc};

use domain::media::upload::PART;
use js_sys::Promise;
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ProgressEvent, XmlHttpRequest};

use super::{
    api::{Api, Failure, request},
    clock,
};

/// Progress of an upload that waits for a network. No file is as large.
pub(crate) const WAITING: u32 = u32::MAX;

const VERSION: (&str, &str) = ("Tus-Resumable", "1.0.0");

/// Size of a part, in bytes, which the server stores at once. An integer spares the phone the code
/// and tables that formatting a floating-point number needs.
#[allow(clippy::cast_possible_truncation)]
const PART_SIZE: u32 = PART as u32;

/// Pauses before each retry at the same offset, in milliseconds.
const PAUSES: [u32; 5] = [500, 1_000, 3_000, 8_000, 15_000];

/// Longest time without progress, in milliseconds. A stalled request is aborted and resumes at the
/// server's offset.
const PATIENCE: u32 = 30_000;

/// Upload with its location on the edge. A clone is the same upload.
#[derive(Clone, Default)]
pub(crate) struct Upload(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    stopped: bool,
    under_way: Option<XmlHttpRequest>,
    location: Option<String>,
}

impl Upload {
    /// Resumes an upload that was created before.
    pub(crate) fn at(location: Option<String>) -> Self {
        Self(Rc::new(RefCell::new(State { location, ..State::default() })))
    }

    /// Returns the upload's location on the edge, once it is created.
    pub(crate) fn location(&self) -> Option<String> {
        self.0.borrow().location.clone()
    }

    /// Pauses the upload. It can resume from what has arrived.
    pub(crate) fn pause(&self) {
        let under_way = {
            let mut state = self.0.borrow_mut();
            state.stopped = true;
            state.under_way.take()
        };
        if let Some(under_way) = under_way {
            let _ = under_way.abort();
        }
    }

    /// Stops the upload and deletes on the server what has arrived.
    pub(crate) fn stop(&self) {
        self.pause();
        if let Some(location) = self.forget() {
            // If the request fails, the server's sweep deletes it later.
            spawn_local(async move {
                let _ = request("DELETE", &location, &[VERSION], None).await;
            });
        }
    }

    fn forget(&self) -> Option<String> {
        self.0.borrow_mut().location.take()
    }

    fn is_stopped(&self) -> bool {
        self.0.borrow().stopped
    }

    /// Creates the upload on the server, unless it exists.
    pub(crate) async fn create(&self, api: &Api, blob: &Blob, name: &str) -> Result<(), Failure> {
        if self.location().is_some() {
            return Ok(());
        }
        let metadata = ["filename ", &base64(name), ",filetype ", &base64(&blob.type_())].concat();
        let length = size_of(blob).to_string();
        let headers = [VERSION, ("Upload-Length", &length), ("Upload-Metadata", &metadata)];
        let response = request("POST", &api.address("uploads"), &headers, None).await?;
        let location = response.headers().get("Location").ok().flatten().ok_or(Failure::Server)?;
        self.0.borrow_mut().location = Some(location);
        if self.is_stopped() {
            // The upload was removed while it was being created.
            self.stop();
        }
        Ok(())
    }

    /// Uploads `blob` from the server's offset on and returns the upload's id. `progress` receives
    /// the number of bytes that have arrived, or [`WAITING`].
    pub(crate) async fn send(
        &self,
        api: &Api,
        blob: &Blob,
        name: &str,
        progress: Rc<dyn Fn(u32)>,
    ) -> Result<String, Failure> {
        let mut attempts = PAUSES.into_iter();
        let (mut offset, mut farthest) = (None, 0);
        while offset < Some(size_of(blob)) {
            match self.advance(api, blob, name, offset, progress.clone()).await {
                Ok(arrived) => {
                    offset = Some(arrived);
                    progress(arrived);
                    if arrived > farthest {
                        farthest = arrived;
                        attempts = PAUSES.into_iter();
                    }
                }
                Err(failure) => {
                    offset = None;
                    self.wait_for_network(&*progress).await;
                    let pause = attempts
                        .next()
                        .filter(|_| failure.may_pass() && !self.is_stopped())
                        .ok_or(failure)?;
                    clock::sleep(pause).await;
                }
            }
            if self.is_stopped() {
                return Err(Failure::Stopped);
            }
        }
        Ok(self.location().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// Takes one step: creates the upload, asks for its offset, or sends the next part. Returns the
    /// number of bytes that have arrived.
    async fn advance(
        &self,
        api: &Api,
        blob: &Blob,
        name: &str,
        offset: Option<u32>,
        progress: Rc<dyn Fn(u32)>,
    ) -> Result<u32, Failure> {
        if let Some(location) = self.location() {
            let arrived = match offset {
                Some(offset) => self.send_part(&location, blob, offset, progress).await,
                None => standing(&location).await,
            };
            // The server deletes an unsent upload after a day: create a new one then.
            if !matches!(arrived, Err(Failure::Refused(404 | 410))) {
                return arrived;
            }
            self.forget();
        }
        self.create(api, blob, name).await.map(|()| 0)
    }

    /// Waits while there is no network, so that no retry is wasted.
    async fn wait_for_network(&self, progress: &dyn Fn(u32)) {
        while !clock::is_online() && !self.is_stopped() {
            progress(WAITING);
            clock::sleep(1_000).await;
        }
    }

    /// Sends one part. It uses `XMLHttpRequest`, since `fetch` can't report how much of a body has
    /// been sent.
    async fn send_part(
        &self,
        location: &str,
        blob: &Blob,
        offset: u32,
        progress: Rc<dyn Fn(u32)>,
    ) -> Result<u32, Failure> {
        let end = offset.saturating_add(PART_SIZE).min(size_of(blob));
        let part =
            blob.slice_with_f64_and_f64(offset.into(), end.into()).map_err(|_| Failure::Stopped)?;
        let http = XmlHttpRequest::new().map_err(|_| Failure::Network)?;
        http.open("PATCH", location).map_err(|_| Failure::Network)?;
        for (name, value) in [
            VERSION,
            ("Upload-Offset", &offset.to_string()),
            ("Content-Type", "application/offset+octet-stream"),
        ] {
            http.set_request_header(name, value).map_err(|_| Failure::Network)?;
        }
        http.set_timeout(PATIENCE);
        let (began, watched) = (clock::now(), http.clone());
        let on_progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            // The timeout counts from the beginning of the request.
            watched.set_timeout(clock::milliseconds_since(began).saturating_add(PATIENCE));
            progress(offset + whole(event.loaded()));
        });
        if let Ok(upload) = http.upload() {
            upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
        }
        self.0.borrow_mut().under_way = Some(http.clone());
        let ended = Promise::new(&mut |resolve, _| http.set_onloadend(Some(&resolve)));
        http.send_with_opt_blob(Some(&part)).map_err(|_| Failure::Network)?;
        let _ = JsFuture::from(ended).await;
        self.0.borrow_mut().under_way = None;
        let answer = answer_of(&http);
        // The browser can't read a folder, nor a file that was moved or changed after it was chosen.
        if answer == Err(Failure::Network) && JsFuture::from(part.array_buffer()).await.is_err() {
            return Err(Failure::Unreadable);
        }
        answer
    }
}

/// Encodes a text's UTF-8 in base64, as tus requires for metadata. The browser's `btoa` takes one
/// character for each byte.
fn base64(text: &str) -> String {
    let bytes: String = text.bytes().map(char::from).collect();
    web_sys::window().and_then(|window| window.btoa(&bytes).ok()).unwrap_or_default()
}

async fn standing(location: &str) -> Result<u32, Failure> {
    let response = request("HEAD", location, &[VERSION], None).await?;
    response
        .headers()
        .get("Upload-Offset")
        .ok()
        .flatten()
        .and_then(|offset| offset.parse().ok())
        .ok_or(Failure::Server)
}

fn answer_of(http: &XmlHttpRequest) -> Result<u32, Failure> {
    match http.status().unwrap_or_default() {
        0 => Err(Failure::Network),
        200..=299 => {
            let offset = http.get_response_header("Upload-Offset").ok().flatten();
            offset.and_then(|offset| offset.parse().ok()).ok_or(Failure::Server)
        }
        status => Err(Failure::of_status(status)),
    }
}

/// Returns a blob's size in bytes. Blobs larger than 4 GiB were refused before.
pub(crate) fn size_of(blob: &Blob) -> u32 {
    whole(blob.size())
}

/// Converts a number of bytes from JavaScript to an integer. The cast saturates.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(bytes: f64) -> u32 {
    bytes as u32
}
