//! Live connection of a console: a WebSocket to `GET /console/api/live`.

use std::time::Duration;

use domain::wire::{LiveMessage, LiveStatement};
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::{StatusCode, header};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};

use super::Clerk;

/// Path of the live connection.
pub const LIVE: &str = "/console/api/live";

/// Time within which a message must arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// Time after which a message that hasn't arrived was not sent.
const QUIET: Duration = Duration::from_millis(1_500);

/// Open connection.
pub struct Live(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// Opens a connection to the edge at `edge`, with a Cookie header and from a page of `origin`.
///
/// # Errors
///
/// Returns the status with which the edge refuses.
pub async fn connect(
    edge: &str,
    cookie: Option<&str>,
    origin: Option<&str>,
) -> Result<Live, StatusCode> {
    let address = format!("{}{LIVE}", edge.replacen("http", "ws", 1));
    let mut request = address.into_client_request().expect("an address");
    for (name, value) in [(header::COOKIE, cookie), (header::ORIGIN, origin)] {
        if let Some(value) = value {
            request.headers_mut().insert(name, value.parse().expect("a header's value"));
        }
    }
    match connect_async(request).await {
        Ok((stream, _)) => Ok(Live(stream)),
        Err(Error::Http(answer)) => Err(answer.status()),
        Err(error) => panic!("{error}"),
    }
}

impl Clerk {
    /// Opens a live connection, as the console does.
    pub async fn live(&self) -> Live {
        let edge = self.visitor.origin();
        let cookie = self.cookie();
        connect(&edge, Some(&cookie), Some(&edge)).await.expect("a connection")
    }
}

impl Live {
    /// Waits for the next message of the edge.
    pub async fn next(&mut self) -> LiveMessage {
        let message = self.receive(PATIENCE).await.expect("a message in time");
        let text = message.to_text().expect("a text");
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// Waits for a message, and ignores others before it.
    pub async fn hears(&mut self, wanted: &LiveMessage) {
        while self.next().await != *wanted {}
    }

    /// Asserts that no message arrives for a while.
    pub async fn hears_nothing(&mut self) {
        let message = self.receive(QUIET).await;
        assert!(message.is_none(), "{message:?}");
    }

    /// Sends a statement of the page.
    pub async fn says(&mut self, statement: LiveStatement) {
        self.sends(&serde_json::to_string(&statement).expect("JSON")).await;
    }

    /// Sends a text.
    pub async fn sends(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.expect("it is sent");
    }

    /// Waits for a text that is no message of the edge's.
    pub async fn text(&mut self) -> String {
        let message = self.receive(PATIENCE).await.expect("a text in time");
        message.to_text().expect("a text").to_owned()
    }

    /// Waits until the edge closes the connection, and returns the code.
    pub async fn closed(&mut self) -> u16 {
        loop {
            match self.receive(PATIENCE).await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(_) => {}
                None => panic!("the connection stays open"),
            }
        }
    }

    /// Closes the connection, as a page that goes away does.
    pub async fn leave(mut self) {
        self.0.close(None).await.expect("it is closed");
    }

    async fn receive(&mut self, patience: Duration) -> Option<Message> {
        let message = timeout(patience, self.0.next()).await.ok()?;
        Some(message.expect("the connection is open").expect("a message"))
    }
}
