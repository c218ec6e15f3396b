//! Durable Object of a room: it holds the connections, and sleeps while nothing happens.
//!
//! It keeps nothing in memory between two events, since a sleeping object loses it: each listener
//! is attached to its `WebSocket`. An alarm checks each session again when it should have ended.

// The macro exports the class to the platform.
#![allow(unreachable_pub, missing_docs)]

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    access::{
        live::{Signal, sees},
        policy::Scope,
    },
    reference::Reference,
    slug::Slug,
    staff::StaffId,
    wire::{LiveMessage, LiveStatement, PING, PONG, SESSION_ENDED, Viewer},
};
use worker::{
    DurableObject, Env, Error, Request, Response, Result, ScheduledTime, State, WebSocket,
    WebSocketIncomingMessage, WebSocketPair, WebSocketRequestResponsePair, durable_object, js_sys,
};

use super::{
    LISTENER,
    call::Call,
    listener::{Listener, Viewing},
};
use crate::{error::ApiError, middleware::access_log, platform::clock, state::App, store};

/// Maximum number of connections of one session: tabs and windows. Further ones ask by
/// themselves.
const CONNECTIONS: usize = 20;

/// Maximum length of a client's message, in bytes.
const MESSAGE_MAX: usize = 200;

/// Close code of a connection that the client may open again (RFC 6455's registry: service
/// restart).
const AGAIN: u16 = 1012;

#[durable_object]
pub struct LiveRoom {
    state: State,
    env: Env,
}

impl DurableObject for LiveRoom {
    fn new(state: State, env: Env) -> Self {
        // The platform answers pings without waking the object.
        if let Ok(pair) = WebSocketRequestResponsePair::new(PING, PONG) {
            state.set_websocket_auto_response(&pair);
        }
        Self { state, env }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        if let Some(listener) = request.headers().get(LISTENER)? {
            return self.accept(&listener).await;
        }
        match serde_json::from_str(&request.text().await?)? {
            Call::Tell(signals) => self.tell(&signals).await?,
            Call::Close(whose) => {
                for socket in self.state.get_websockets_with_tag(whose.tag()) {
                    self.end(&socket, SESSION_ENDED).await?;
                }
            }
            Call::Viewing(reference, viewer) => {
                return Response::from_json(&self.meet(reference, &viewer));
            }
            Call::Left(reference, person) => self.miss(reference, &person),
        }
        Response::empty()
    }

    async fn alarm(&self) -> Result<Response> {
        let now = clock::now();
        for (socket, listener) in self.listeners() {
            if listener.ends_at > now {
                continue;
            }
            match self.renewed(&listener, now).await {
                Ok(Some(listener)) => listener.attach(&socket)?,
                Ok(None) => self.end(&socket, SESSION_ENDED).await?,
                Err(error) => {
                    access_log::failed("live", &error);
                    self.end(&socket, AGAIN).await?;
                }
            }
        }
        if let Some(next) = self.listeners().map(|(_, listener)| listener.ends_at).min() {
            self.wake_at(next).await?;
        }
        Response::empty()
    }

    async fn websocket_message(
        &self,
        socket: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> Result<()> {
        let WebSocketIncomingMessage::String(text) = message else { return Ok(()) };
        // What can't be read comes from a newer or a foreign page, and means nothing here.
        let statement = Some(text)
            .filter(|text| text.len() <= MESSAGE_MAX)
            .and_then(|text| serde_json::from_str(&text).ok());
        match statement {
            Some(LiveStatement::Viewing { reference, is_writing }) => {
                self.view(&socket, reference, is_writing).await
            }
            Some(LiveStatement::Left { .. }) => self.leave(&socket).await,
            None => Ok(()),
        }
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        _code: usize,
        _reason: String,
        _was_clean: bool,
    ) -> Result<()> {
        self.leave(&socket).await
    }

    async fn websocket_error(&self, socket: WebSocket, _error: Error) -> Result<()> {
        self.leave(&socket).await
    }
}

impl LiveRoom {
    /// Accepts the connection of a listener.
    async fn accept(&self, listener: &str) -> Result<Response> {
        let listener = Listener::parse(listener)
            .ok_or_else(|| Error::RustError("a room was sent no listener".into()))?;
        if self.state.get_websockets_with_tag(&listener.digest).len() >= CONNECTIONS {
            return Response::error("too many connections", 429);
        }
        let pair = WebSocketPair::new()?;
        let tags = [listener.digest.as_str(), listener.person.as_str()];
        self.state.accept_websocket_with_tags(&pair.server, &tags);
        listener.attach(&pair.server)?;
        self.wake_at(listener.ends_at).await?;
        Response::from_websocket(pair.client)
    }

    /// Sets the alarm to `time`, unless it rings before.
    async fn wake_at(&self, time: Timestamp) -> Result<()> {
        let storage = self.state.storage();
        let time = time.as_millisecond();
        if storage.get_alarm().await?.is_none_or(|alarm| alarm > time) {
            #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are exact")]
            let date = js_sys::Date::new(&js_sys::Number::from(time as f64));
            storage.set_alarm(ScheduledTime::new(date)).await?;
        }
        Ok(())
    }

    /// Returns the listener of a session that still holds for the same cases, with its new end.
    async fn renewed(
        &self,
        listener: &Listener,
        now: Timestamp,
    ) -> std::result::Result<Option<Listener>, ApiError> {
        let app = App::new(self.env.clone(), now)?;
        let found = store::access::sessions::find(&app.db()?, &listener.digest).await?;
        let found = found
            .filter(|found| found.session.holds(now) && Scope::of(&found.person) == listener.scope);
        Ok(found.map(|found| Listener { ends_at: found.session.ends_at(), ..listener.clone() }))
    }

    fn listeners(&self) -> impl Iterator<Item = (WebSocket, Listener)> {
        let sockets = self.state.get_websockets().into_iter();
        sockets.filter_map(|socket| Listener::of(&socket).map(|listener| (socket, listener)))
    }

    /// Tells the listeners of changes to cases.
    async fn tell(&self, signals: &[Signal]) -> Result<()> {
        let mut lost = Vec::new();
        for (socket, before) in self.listeners() {
            let mut listener = before.clone();
            for signal in signals {
                if let Some(message) = listener.hear(signal) {
                    say(&socket, &message);
                }
            }
            if listener == before {
                continue;
            }
            listener.attach(&socket)?;
            if listener.viewing.is_none() {
                lost.push((socket, before));
            }
        }
        for (socket, before) in lost {
            self.part(&socket, &before).await;
        }
        Ok(())
    }

    /// Records that a page shows a case, if its person may see it, and tells those who view it.
    async fn view(&self, socket: &WebSocket, reference: Reference, is_writing: bool) -> Result<()> {
        let Some(before) = Listener::of(socket) else { return Ok(()) };
        let known = before.viewing.as_ref().filter(|viewing| viewing.reference == reference);
        let holders = match known {
            Some(viewing) => Some(viewing.holders.clone()),
            None => self.arrive(socket, &before, reference).await?,
        };
        let (Some(holders), Some(mut listener)) = (holders, Listener::of(socket)) else {
            return Ok(());
        };
        let rooms = listener.other_rooms(&holders);
        listener.viewing = Some(Viewing { reference, is_writing, holders });
        listener.attach(socket)?;
        let Some(viewer) = listener.viewer_of(reference) else { return Ok(()) };
        let mut others = self.meet(reference, &viewer);
        for answer in self.call_all(&rooms, &Call::Viewing(reference, viewer)).await {
            others.extend(serde_json::from_str::<Vec<Viewer>>(&answer).unwrap_or_default());
        }
        for viewer in others {
            say(socket, &LiveMessage::Present { reference, viewer });
        }
        Ok(())
    }

    /// Ends the viewing of another case, and returns the entities that see this one. Returns `None`
    /// if the person doesn't see it, or if the page has shown another one meanwhile.
    async fn arrive(
        &self,
        socket: &WebSocket,
        before: &Listener,
        reference: Reference,
    ) -> Result<Option<BTreeSet<Slug>>> {
        let turn = before.turn + 1;
        Listener { viewing: None, turn, ..before.clone() }.attach(socket)?;
        self.part(socket, before).await;
        let holders = self.holders(reference).await.unwrap_or_else(|error| {
            access_log::failed("live", &error);
            None
        });
        let is_current = Listener::of(socket).is_some_and(|listener| listener.turn == turn);
        Ok(holders.filter(|holders| is_current && sees(&before.scope, holders)))
    }

    /// Returns the entities that see a case; `None` if there is no such case.
    async fn holders(
        &self,
        reference: Reference,
    ) -> std::result::Result<Option<BTreeSet<Slug>>, ApiError> {
        let app = App::new(self.env.clone(), clock::now())?;
        let told = store::case::cases::tell(&app.db()?, reference).await?;
        Ok(told.map(|told| told.case.hands().holders()))
    }

    /// Tells the viewers here of another one, and returns them.
    fn meet(&self, reference: Reference, viewer: &Viewer) -> Vec<Viewer> {
        let mut viewers = Vec::new();
        for (socket, listener) in self.listeners() {
            let here = listener.viewer_of(reference);
            if let Some(here) = here.filter(|here| here.person != viewer.person) {
                say(&socket, &LiveMessage::Present { reference, viewer: viewer.clone() });
                viewers.push(here);
            }
        }
        viewers
    }

    /// Tells the viewers here that somebody has left.
    fn miss(&self, reference: Reference, person: &StaffId) {
        for (socket, listener) in self.listeners() {
            if listener.person != *person && listener.viewer_of(reference).is_some() {
                say(&socket, &LiveMessage::Absent { reference, person: person.clone() });
            }
        }
    }

    /// Ends the viewing of a page's case, if it shows one.
    async fn leave(&self, socket: &WebSocket) -> Result<()> {
        let Some(before) = Listener::of(socket) else { return Ok(()) };
        if before.viewing.is_some() {
            let turn = before.turn + 1;
            // A connection that is being closed may keep no attachment any more.
            let _ = Listener { viewing: None, turn, ..before.clone() }.attach(socket);
            self.part(socket, &before).await;
        }
        Ok(())
    }

    /// Tells the other viewers that a listener has left the case, unless the person still views it
    /// in another tab.
    async fn part(&self, socket: &WebSocket, before: &Listener) {
        let Some(Viewing { reference, holders, .. }) = &before.viewing else { return };
        let is_there = self.listeners().any(|(other, listener)| {
            other != *socket
                && listener.person == before.person
                && listener.viewer_of(*reference).is_some()
        });
        if !is_there {
            self.miss(*reference, &before.person);
            let rooms = before.other_rooms(holders);
            self.call_all(&rooms, &Call::Left(*reference, before.person.clone())).await;
        }
    }

    /// Closes a connection.
    async fn end(&self, socket: &WebSocket, code: u16) -> Result<()> {
        self.leave(socket).await?;
        // It may be closed already.
        let _ = socket.close(Some(code), Some(""));
        Ok(())
    }

    /// Calls other rooms, and returns the answers of those that could be reached.
    async fn call_all(&self, rooms: &[String], call: &Call) -> Vec<String> {
        let mut answers = Vec::new();
        for room in rooms {
            let answer = match self.env.durable_object(crate::state::LIVE) {
                Ok(namespace) => call.send(&namespace, room).await,
                Err(error) => Err(error),
            };
            match answer {
                Ok(answer) => answers.push(answer),
                Err(error) => access_log::failed("live", &error),
            }
        }
        answers
    }
}

fn say(socket: &WebSocket, message: &LiveMessage) {
    // A connection that is being closed takes no message.
    let _ = socket.send(message);
}
