//! Live connections: the Durable Object that holds the connections of a room, and the calls to
//! it.
//!
//! `http::console::live` opens a connection. `service::case`, `service::intake` and erasure tell of
//! changes by [`tell`] after their batch has been committed; whatever ends a session or changes a
//! person's rights closes their connections by [`close`]. `domain::access::live` decides who is
//! told, and `domain::wire` holds the messages. Nothing here may change a case, and no request
//! fails because a room can't be reached: a page that is told nothing asks by itself, seldom.

mod call;
mod listener;
mod room;

use std::collections::BTreeMap;

use domain::access::{
    live::{Signal, room_of},
    policy::Scope,
};
use worker::{Headers, Request, RequestInit, Response, WebSocket};

use crate::{error::ApiError, middleware::access_log, state::App};
use call::Call;
pub(crate) use call::Whose;
pub(crate) use listener::Listener;

/// Address of a call to a room. Only its body counts.
const ADDRESS: &str = "https://live/";

/// Header of the call that opens a connection.
const LISTENER: &str = "listener";

/// Opens a connection in the room for a listener, and returns the socket for the browser.
pub(crate) async fn connect(app: &App, listener: &Listener) -> Result<WebSocket, ApiError> {
    let room = room_of(&listener.scope).ok_or(ApiError::Forbidden)?;
    let headers = Headers::new();
    headers.set("upgrade", "websocket")?;
    headers.set(LISTENER, &listener.header()?)?;
    let mut init = RequestInit::new();
    init.with_headers(headers);
    let request = Request::new_with_init(ADDRESS, &init)?;
    let answer = app.live()?.get_by_name(room)?.fetch_with_request(request).await?;
    answer.websocket().ok_or(ApiError::Busy)
}

/// Tells connections of changes that have been committed: after the answer, or at once in a job. A
/// failure is logged.
pub(crate) async fn tell(app: &App, signals: Vec<Signal>) {
    let rooms = by_room(&signals);
    let calls = rooms.into_iter().map(|(room, signals)| (room, Call::Tell(signals))).collect();
    send(app, calls).await;
}

/// Closes connections, of one session or of a person, in the room for `scope`. A failure is logged:
/// then the connection is closed when the room checks its session.
pub(crate) async fn close(app: &App, scope: &Scope, whose: Whose) {
    let room = room_of(scope).map(|room| (room.to_owned(), Call::Close(whose)));
    send(app, room.into_iter().collect()).await;
}

async fn send(app: &App, calls: Vec<(String, Call)>) {
    if calls.is_empty() {
        return;
    }
    let namespace = app.live();
    let work = async move {
        for (room, call) in calls {
            let answer = match &namespace {
                Ok(namespace) => call.send(namespace, &room).await.map(drop),
                Err(error) => return access_log::failed("live", error),
            };
            if let Err(error) = answer {
                access_log::failed("live", &error);
            }
        }
    };
    app.in_background(work).await;
}

/// Returns the signals for each room.
fn by_room(signals: &[Signal]) -> BTreeMap<String, Vec<Signal>> {
    let mut rooms = BTreeMap::<String, Vec<Signal>>::new();
    for signal in signals {
        for room in signal.rooms() {
            rooms.entry(room.to_owned()).or_default().push(signal.clone());
        }
    }
    rooms
}

/// Reads the body of a room's answer.
async fn body(mut answer: Response) -> worker::Result<String> {
    answer.text().await
}

#[cfg(test)]
mod tests {
    use domain::{access::live::Signal, reference::Reference, slug::Slug};

    use super::by_room;

    #[test]
    fn each_room_is_called_once_whatever_the_number_of_cases() {
        let signal = |number, entity| {
            Signal::received(Reference::draw([number; 8]), &Slug::parse(entity).unwrap())
        };
        let rooms = by_room(&[signal(1, "rta"), signal(2, "rta"), signal(3, "dm")]);
        let counts: Vec<_> =
            rooms.iter().map(|(room, signals)| (room.as_str(), signals.len())).collect();
        assert_eq!(counts, [("*", 3), ("dm", 1), ("rta", 2)]);
    }
}
