//! Resumable uploads over tus 1.0.0: an upload is created, then sent in parts; after a cut it goes
//! on where the server says it stands.

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

const VERSION: (&str, &str) = ("Tus-Resumable", "1.0.0");

/// Bytes that the server stores at once. Whole numbers spare the phone the code and the tables that
/// floating-point text needs.
#[allow(clippy::cast_possible_truncation)]
const PART_SIZE: u32 = PART as u32;

/// Pauses before further attempts at the same byte, in milliseconds.
const PAUSES: [u32; 5] = [500, 1_000, 3_000, 8_000, 15_000];

/// Longest time in which no byte leaves, in milliseconds. A stalled request is cut off, and the
/// upload goes on at the offset that the server tells.
const PATIENCE: u32 = 30_000;

/// One upload: where it lies on the edge, and what stops it.
#[derive(Clone, Default)]
pub(crate) struct Upload(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    stopped: bool,
    under_way: Option<XmlHttpRequest>,
    location: Option<String>,
}

impl Upload {
    /// An upload that was begun before.
    pub(crate) fn at(location: Option<String>) -> Self {
        Self(Rc::new(RefCell::new(State { location, ..State::default() })))
    }

    /// Returns its address on the edge, once it has one.
    pub(crate) fn location(&self) -> Option<String> {
        self.0.borrow().location.clone()
    }

    /// Stops it. What has come is kept, to go on from.
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

    /// Stops it and lets the server forget what has come.
    pub(crate) fn stop(&self) {
        self.pause();
        if let Some(location) = self.forget() {
            // The server sweeps what this doesn't reach.
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

    /// Creates it on the server, unless it lies there.
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
            // It was removed while it was being created.
            self.stop();
        }
        Ok(())
    }

    /// Uploads `blob`, going on where it stands, and answers with the upload's id. `progress` hears
    /// how many bytes have arrived.
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
                    self.wait_for_network().await;
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

    /// One step on: creates it, asks where it stands, or sends what comes next. Answers with how
    /// much has arrived.
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
            // The server keeps for a day what nobody sent: after that it begins anew.
            if !matches!(arrived, Err(Failure::Refused(404 | 410))) {
                return arrived;
            }
            self.forget();
        }
        self.create(api, blob, name).await.map(|()| 0)
    }

    /// Without a network there is nothing to try: the attempts are for when there is one.
    async fn wait_for_network(&self) {
        while !clock::is_online() && !self.is_stopped() {
            clock::sleep(1_000).await;
        }
    }

    /// Sends one part; `fetch` can't tell how much of a body has left, so this is an
    /// `XMLHttpRequest`.
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
            // The browser counts from the beginning.
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
        answer_of(&http)
    }
}

/// A text's UTF-8 in base64, which tus wants metadata in. The browser takes a character for each
/// byte.
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

/// A blob's size in bytes; what is larger than 4 GiB was refused before.
pub(crate) fn size_of(blob: &Blob) -> u32 {
    whole(blob.size())
}

/// A count of bytes that JavaScript gave. The cast saturates.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(bytes: f64) -> u32 {
    bytes as u32
}
