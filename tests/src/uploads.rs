//! Resumable uploads (tus 1.0.0) in single steps, so that a test can take a wrong one.

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, header};
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    time::{Duration, sleep},
};

use crate::client::Visitor;

/// Where uploads are created.
pub const UPLOADS: &str = "/api/v1/uploads";

/// The content type of a piece of an upload.
pub const PIECE: &str = "application/offset+octet-stream";

/// An upload that was created.
pub struct Upload {
    visitor: Visitor,
    url: Url,
}

impl Upload {
    /// Creates an upload and wants to hear where it is.
    pub async fn create(visitor: &Visitor, length: usize, name: &str, media_type: &str) -> Self {
        let request = creation(visitor, &length.to_string())
            .header("Upload-Metadata", metadata(name, media_type));
        Self::created(visitor, &request.send().await.expect("the edge answers"))
    }

    /// The upload that the answer to a creation names.
    pub fn created(visitor: &Visitor, response: &Response) -> Self {
        assert_eq!(response.status(), StatusCode::CREATED);
        let location = response
            .headers()
            .get(header::LOCATION)
            .expect("a location")
            .to_str()
            .expect("a readable location");
        Self { visitor: visitor.clone(), url: visitor.address(location) }
    }

    /// Its id: the last part of its address.
    pub fn id(&self) -> &str {
        self.url.path().rsplit('/').next().unwrap_or_default()
    }

    /// A request about it.
    pub fn request(&self, method: Method) -> RequestBuilder {
        self.visitor.request(method, self.url.as_str()).header("Tus-Resumable", "1.0.0")
    }

    /// The request that sends a piece, for a test to change before it goes.
    pub fn piece(&self, offset: usize, bytes: Vec<u8>) -> RequestBuilder {
        self.request(Method::PATCH)
            .header("Upload-Offset", offset)
            .header(header::CONTENT_TYPE, PIECE)
            .body(bytes)
    }

    /// Sends a piece, whatever comes of it.
    pub async fn send(&self, offset: usize, bytes: Vec<u8>) -> Response {
        self.piece(offset, bytes).send().await.expect("the edge answers")
    }

    /// Sends a piece and wants to hear that it was taken.
    pub async fn take(&self, offset: usize, bytes: &[u8]) {
        let response = self.send(offset, bytes.to_vec()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        assert_eq!(status, StatusCode::NO_CONTENT, "{}", response.text().await.unwrap_or_default());
        let told =
            headers.get("Upload-Offset").and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!(told, (offset + bytes.len()).to_string());
    }

    /// Asks how it stands.
    pub async fn head(&self) -> Response {
        self.request(Method::HEAD).send().await.expect("the edge answers")
    }

    /// How many bytes have come.
    pub async fn offset(&self) -> usize {
        let response = self.head().await;
        assert_eq!(response.status(), StatusCode::OK);
        number(&response, "Upload-Offset")
    }

    /// How many bytes have come, once that no longer changes: after a cut the edge may still be storing what it has.
    pub async fn settled_offset(&self) -> usize {
        let mut before = self.offset().await;
        loop {
            sleep(Duration::from_secs(1)).await;
            let now = self.offset().await;
            if now == before {
                return now;
            }
            before = now;
        }
    }

    /// Announces all of `bytes` from the start, sends only the first `sent` of them and hangs up.
    pub async fn cut(&self, bytes: &[u8], sent: usize) {
        drop(self.begin(bytes, sent).await);
    }

    /// Announces all of `bytes` from the start and sends only the first `sent` of them.
    pub async fn begin(&self, bytes: &[u8], sent: usize) -> TcpStream {
        let host = self.url.host_str().expect("a host");
        let port = self.url.port_or_known_default().expect("a port");
        let mut stream =
            TcpStream::connect((host, port)).await.expect("the edge accepts a connection");
        let head = format!(
            "PATCH {} HTTP/1.1\r\nHost: {host}:{port}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: {PIECE}\r\n\
             Content-Length: {}\r\n\r\n",
            self.url.path(),
            bytes.len()
        );
        stream.write_all(head.as_bytes()).await.expect("the head goes out");
        stream.write_all(&bytes[..sent]).await.expect("the first bytes go out");
        stream.flush().await.expect("the first bytes go out");
        // Long enough for them to arrive: what is cut off is the rest.
        sleep(Duration::from_millis(500)).await;
        stream
    }
}

/// The request that creates an upload of this announced length, for a test to change before it goes.
pub fn creation(visitor: &Visitor, length: &str) -> RequestBuilder {
    visitor
        .request(Method::POST, UPLOADS)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", length)
}

/// A file's name and type as tus metadata.
pub fn metadata(name: &str, media_type: &str) -> String {
    format!("filename {},filetype {}", STANDARD.encode(name), STANDARD.encode(media_type))
}

/// A header that holds a number.
pub fn number(response: &Response, name: &str) -> usize {
    let value = response.headers().get(name).unwrap_or_else(|| panic!("no {name}"));
    value
        .to_str()
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or_else(|| panic!("{name} is {value:?}"))
}
