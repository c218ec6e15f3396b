//! WebSocket to the edge.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{CloseEvent, MessageEvent, WebSocket};

use super::page::window;

/// Something that happens on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SocketEvent {
    /// The connection is open.
    Open,
    /// The edge has sent a text.
    Text(String),
    /// The connection is closed or could not be opened; holds the close code.
    Closed(u16),
}

/// Connection, which is closed when it's dropped.
pub(crate) struct Socket {
    socket: WebSocket,
    _listeners: [EventListener; 3],
}

impl Socket {
    /// Begins a connection to a path below the console's; `None` where the browser refuses it.
    pub(crate) fn open(
        path: &str,
        happened: impl Fn(SocketEvent) + Clone + 'static,
    ) -> Option<Self> {
        let origin = window().location().origin().ok()?;
        let address = format!("{}/console/{path}", origin.replacen("http", "ws", 1));
        let socket = WebSocket::new(&address).ok()?;
        let [opened, received] = [happened.clone(), happened.clone()];
        let listeners = [
            EventListener::new(&socket, "open", move |_| opened(SocketEvent::Open)),
            EventListener::new(&socket, "message", move |event| {
                let text =
                    event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
                if let Some(text) = text {
                    received(SocketEvent::Text(text));
                }
            }),
            // A connection that fails is closed too.
            EventListener::new(&socket, "close", move |event| {
                let code = event.dyn_ref::<CloseEvent>().map_or(0, CloseEvent::code);
                happened(SocketEvent::Closed(code));
            }),
        ];
        Some(Self { socket, _listeners: listeners })
    }

    /// Sends a text, if the connection is open.
    pub(crate) fn send(&self, text: &str) {
        if self.socket.ready_state() == WebSocket::OPEN {
            let _ = self.socket.send_with_str(text);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.socket.close();
    }
}
