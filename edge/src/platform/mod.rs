//! Bridge to the platform: requests and responses, the clock, random bytes, the HTTP client.
//!
//! Each call between Wasm and JavaScript costs more than the work it does, so a request's head or a
//! whole response crosses in one call. Nothing here may know routes or rules.

pub(crate) mod cached;
pub(crate) mod clock;
pub(crate) mod edge_cache;
pub(crate) mod http_client;
pub(crate) mod random;
pub(crate) mod static_file;

use axum::body::{Body, Bytes, to_bytes};
use futures_util::stream;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use js_sys::Uint8Array;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use worker::send::{SendFuture, SendWrapper};
use worker::{WebSocket, web_sys};

#[wasm_bindgen(module = "/src/platform/platform.js")]
extern "C" {
    /// Writes a line into the log.
    pub(crate) fn log(line: &str);

    type Reader;

    fn head(request: &web_sys::Request) -> String;

    fn reader(request: &web_sys::Request) -> Option<Reader>;

    #[wasm_bindgen(catch)]
    async fn next(reader: &Reader) -> Result<JsValue, JsValue>;

    fn cancel(reader: &Reader);

    #[wasm_bindgen(js_name = sha256, catch)]
    async fn digest(stream: &web_sys::ReadableStream) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = answer, catch)]
    fn answer_whole(
        status: u16,
        headers: &str,
        body: Option<Vec<u8>>,
    ) -> Result<web_sys::Response, JsValue>;

    #[wasm_bindgen(js_name = upgrade, catch)]
    fn answer_socket(
        headers: &str,
        socket: &web_sys::WebSocket,
    ) -> Result<web_sys::Response, JsValue>;

    #[wasm_bindgen(js_name = answer, catch)]
    fn answer_stream(
        status: u16,
        headers: &str,
        body: &web_sys::ReadableStream,
    ) -> Result<web_sys::Response, JsValue>;
}

/// Body that the platform sends by itself, without its bytes passing through the Wasm.
#[derive(Clone)]
pub(crate) struct PlatformBody(pub(crate) SendWrapper<web_sys::ReadableStream>);

/// Returns the SHA-256 of all bytes of a stream, which the platform computes.
pub(crate) async fn sha256(stream: &web_sys::ReadableStream) -> worker::Result<[u8; 32]> {
    let digest = Uint8Array::from(digest(stream).await?).to_vec();
    digest.try_into().map_err(|_| worker::Error::RustError("a digest of another length".into()))
}

/// WebSocket that an answer of status 101 hands to the client.
#[derive(Clone)]
pub(crate) struct PlatformSocket(pub(crate) WebSocket);

/// Converts a request of the platform. Returns `None` if its address or method is invalid.
pub(crate) fn received(request: web_sys::Request) -> Option<Request<Body>> {
    let (method, address, headers): (String, String, Vec<(String, String)>) =
        serde_json::from_str(&head(&request)).ok()?;
    let mut received =
        Request::builder().method(method.as_str()).uri(address).body(body(request)).ok()?;
    // Values that aren't ASCII are kept, so that a handler can tell that the header is present.
    let readable = |(name, value): &(String, String)| {
        Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_bytes(value.as_bytes()).ok()?))
    };
    received.headers_mut().extend(headers.iter().filter_map(readable));
    Some(received)
}

/// Returns the body of a request. Its bytes stay with the platform until they are read.
fn body(request: web_sys::Request) -> Body {
    let reading = SendWrapper::new(Reading::NotYet(request));
    Body::from_stream(stream::try_unfold(reading, |reading| SendFuture::new(reading.0.next())))
}

/// Progress of reading a body.
enum Reading {
    NotYet(web_sys::Request),
    Begun(Reader),
    Over,
}

impl Reading {
    /// Returns the next bytes and the state after them.
    async fn next(mut self) -> worker::Result<Option<(Bytes, SendWrapper<Self>)>> {
        if let Self::NotYet(request) = &self {
            self = reader(request).map_or(Self::Over, Self::Begun);
        }
        let Self::Begun(reader) = &self else { return Ok(None) };
        let read = next(reader).await;
        if !read.as_ref().is_ok_and(JsValue::is_truthy) {
            self = Self::Over;
        }
        let bytes = read?;
        let bytes = bytes.is_truthy().then(|| Uint8Array::from(bytes).to_vec().into());
        Ok(bytes.map(|bytes| (bytes, SendWrapper::new(self))))
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Self::Begun(reader) = self {
            cancel(reader);
        }
    }
}

/// Converts a response for the platform. A complete body crosses in one piece, since a stream would
/// cross piece by piece.
pub(crate) async fn sent(mut response: Response<Body>) -> worker::Result<web_sys::Response> {
    let (status, headers) = (response.status().as_u16(), text_of(response.headers())?);
    if let Some(PlatformBody(stream)) = response.extensions_mut().remove() {
        return Ok(answer_stream(status, &headers, &stream)?);
    }
    if let Some(PlatformSocket(socket)) = response.extensions_mut().remove() {
        return Ok(answer_socket(&headers, socket.as_ref())?);
    }
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .map_err(|error| worker::Error::RustError(error.to_string()))?;
    // Responses of some statuses must have no body.
    let body = Some(Vec::from(body)).filter(|body| !body.is_empty());
    Ok(answer_whole(status, &headers, body)?)
}

fn text_of(headers: &HeaderMap) -> worker::Result<String> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| (name.as_str(), text(value))).collect();
    Ok(serde_json::to_string(&headers)?)
}
