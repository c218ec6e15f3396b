//! Resumable uploads (tus 1.0.0): of a whole file, or in single steps, so that a test can send a
//! wrong one.

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, header};
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    time::{Duration, sleep},
};

use crate::client::Visitor;

/// Path at which uploads are created.
pub const UPLOADS: &str = "/api/v1/uploads";

/// Content type of a chunk of an upload.
pub const PIECE: &str = "application/offset+octet-stream";

impl Visitor {
    /// Uploads a whole file and returns the upload's id, ready to be attached.
    pub async fn upload(&self, bytes: &[u8], name: &str, media_type: &str) -> String {
        let upload = Upload::create(self, bytes.len(), name, media_type).await;
        upload.take(0, bytes).await;
        upload.id().to_owned()
    }
}

/// Created upload.
pub struct Upload {
    visitor: Visitor,
    url: Url,
}

impl Upload {
    /// Creates an upload and asserts that the edge accepts it.
    pub async fn create(visitor: &Visitor, length: usize, name: &str, media_type: &str) -> Self {
        let request = creation(visitor, &length.to_string())
            .header("Upload-Metadata", metadata(name, media_type));
        Self::created(visitor, &request.send().await.expect("the edge answers"))
    }

    /// Returns the upload that a response to a creation request names.
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

    /// Returns the upload's id: the last segment of its address.
    pub fn id(&self) -> &str {
        self.url.path().rsplit('/').next().unwrap_or_default()
    }

    /// Begins a request about this upload.
    pub fn request(&self, method: Method) -> RequestBuilder {
        self.visitor.request(method, self.url.as_str()).header("Tus-Resumable", "1.0.0")
    }

    /// Returns the request that sends a chunk, so that a test can change it before sending.
    pub fn piece(&self, offset: usize, bytes: Vec<u8>) -> RequestBuilder {
        self.request(Method::PATCH)
            .header("Upload-Offset", offset)
            .header(header::CONTENT_TYPE, PIECE)
            .body(bytes)
    }

    /// Sends a chunk and returns the response, whatever its status.
    pub async fn send(&self, offset: usize, bytes: Vec<u8>) -> Response {
        self.piece(offset, bytes).send().await.expect("the edge answers")
    }

    /// Sends a chunk and asserts that the edge stored it.
    pub async fn take(&self, offset: usize, bytes: &[u8]) {
        let response = self.send(offset, bytes.to_vec()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        assert_eq!(status, StatusCode::NO_CONTENT, "{}", response.text().await.unwrap_or_default());
        let offset_header =
            headers.get("Upload-Offset").and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!(offset_header, (offset + bytes.len()).to_string());
    }

    /// Sends a HEAD request for the upload's state.
    pub async fn head(&self) -> Response {
        self.request(Method::HEAD).send().await.expect("the edge answers")
    }

    /// Returns the upload's offset: the number of bytes that the edge has stored.
    pub async fn offset(&self) -> usize {
        let response = self.head().await;
        assert_eq!(response.status(), StatusCode::OK);
        number(&response, "Upload-Offset")
    }

    /// Returns the upload's offset once it is stable: the edge may still be storing data after a
    /// broken connection.
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

    /// Announces all of `bytes` from the start, sends only the first `sent` of them and closes the
    /// connection.
    pub async fn cut(&self, bytes: &[u8], sent: usize) {
        drop(self.begin(bytes, sent).await);
    }

    /// Announces all of `bytes` from the start, sends only the first `sent` of them and returns the
    /// open connection.
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
        // Gives the sent bytes time to arrive, so that only the rest is lost when the connection
        // closes.
        sleep(Duration::from_millis(500)).await;
        stream
    }
}

/// Returns the request that creates an upload of this length, so that a test can change it before
/// sending.
pub fn creation(visitor: &Visitor, length: &str) -> RequestBuilder {
    visitor
        .request(Method::POST, UPLOADS)
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", length)
}

/// Returns a file's name and type as tus metadata.
pub fn metadata(name: &str, media_type: &str) -> String {
    format!("filename {},filetype {}", STANDARD.encode(name), STANDARD.encode(media_type))
}

/// Returns a header's value as a number.
pub fn number(response: &Response, name: &str) -> usize {
    let value = response.headers().get(name).unwrap_or_else(|| panic!("no {name}"));
    value
        .to_str()
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or_else(|| panic!("{name} is {value:?}"))
}
