//! Listener: the person at the other end of a connection. It's attached to the WebSocket, since a
//! room loses its memory whenever nothing happens for some seconds.

use std::collections::BTreeSet;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    Timestamp,
    access::{
        live::{News, Signal, room_of, rooms_of},
        policy::Scope,
    },
    reference::Reference,
    slug::Slug,
    staff::StaffId,
    wire::{LiveMessage, Viewer},
};
use serde::{Deserialize, Serialize};
use worker::{Error, Result, WebSocket};

/// Largest attachment of a WebSocket, in bytes. Somebody with roles at a hundred entities has no
/// connection, and their console asks by itself.
const ATTACHED_MAX: usize = 2_000;

/// Person at the other end of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Listener {
    /// Hash of the session's token.
    pub(super) digest: String,
    pub(super) person: StaffId,
    pub(super) name: String,
    /// Entities whose cases the person is told of.
    pub(crate) scope: Scope,
    /// Time at which the room checks the session again.
    pub(super) ends_at: Timestamp,
    /// Case that the page shows.
    #[serde(default)]
    pub(super) viewing: Option<Viewing>,
    /// Number of changes of [`Self::viewing`], by which a late answer of the store is recognised.
    #[serde(default)]
    pub(super) turn: u32,
}

/// Case that a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Viewing {
    pub(super) reference: Reference,
    pub(super) is_writing: bool,
    /// Entities that see the case.
    pub(super) holders: BTreeSet<Slug>,
}

impl Listener {
    /// Returns the listener of a connection that is about to be opened.
    pub(crate) fn new(
        digest: String,
        person: StaffId,
        name: String,
        scope: Scope,
        ends_at: Timestamp,
    ) -> Self {
        Self { digest, person, name, scope, ends_at, viewing: None, turn: 0 }
    }

    /// Returns the listener as a header's value.
    pub(super) fn header(&self) -> Result<String> {
        Ok(STANDARD.encode(self.text()?))
    }

    /// Parses a header's value.
    pub(super) fn parse(header: &str) -> Option<Self> {
        serde_json::from_slice(&STANDARD.decode(header).ok()?).ok()
    }

    /// Returns the listener of a connection.
    pub(super) fn of(socket: &WebSocket) -> Option<Self> {
        let text: String = socket.deserialize_attachment().ok()??;
        serde_json::from_str(&text).ok()
    }

    /// Attaches the listener to its connection.
    pub(super) fn attach(&self, socket: &WebSocket) -> Result<()> {
        socket.serialize_attachment(self.text()?)
    }

    fn text(&self) -> Result<String> {
        let text = serde_json::to_string(self)?;
        if text.len() > ATTACHED_MAX {
            return Err(Error::RustError("a listener with too many entities".into()));
        }
        Ok(text)
    }

    /// Returns the news that a signal is for this listener. It also updates or ends the viewing of
    /// the case.
    pub(super) fn hear(&mut self, signal: &Signal) -> Option<LiveMessage> {
        let news = signal.news_for(&self.scope)?;
        if let Some(viewing) = self.viewed(signal.reference) {
            viewing.holders.clone_from(&signal.after);
        }
        if news == News::Gone && self.viewed(signal.reference).is_some() {
            self.viewing = None;
        }
        Some(LiveMessage::of(news, signal.reference))
    }

    fn viewed(&mut self, reference: Reference) -> Option<&mut Viewing> {
        self.viewing.as_mut().filter(|viewing| viewing.reference == reference)
    }

    /// Returns the listener as a viewer of this case, if the page shows it.
    pub(super) fn viewer_of(&self, reference: Reference) -> Option<Viewer> {
        let viewing = self.viewing.as_ref().filter(|viewing| viewing.reference == reference)?;
        Some(Viewer {
            person: self.person.clone(),
            name: self.name.clone(),
            is_writing: viewing.is_writing,
        })
    }

    /// Returns the rooms besides the listener's own in which people may be viewing a case that
    /// these entities see.
    pub(super) fn other_rooms(&self, holders: &BTreeSet<Slug>) -> Vec<String> {
        let own = room_of(&self.scope);
        let others = rooms_of(holders).into_iter().filter(|room| Some(*room) != own);
        others.map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slugs(names: &str) -> BTreeSet<Slug> {
        names.split_whitespace().map(|name| Slug::parse(name).unwrap()).collect()
    }

    fn listener(scope: Scope) -> Listener {
        Listener {
            digest: "0".repeat(64),
            person: StaffId::draw([1; 16]),
            name: "منى".repeat(30),
            scope,
            ends_at: Timestamp::UNIX_EPOCH,
            viewing: Some(Viewing {
                reference: Reference::draw([1; 8]),
                is_writing: true,
                holders: slugs("here"),
            }),
            turn: 1,
        }
    }

    #[test]
    fn a_listener_travels_in_a_header_whatever_the_name() {
        let listener = listener(Scope::Of(slugs("here there")));
        let header = listener.header().unwrap();
        assert!(header.is_ascii());
        assert_eq!(Listener::parse(&header), Some(listener));
        assert_eq!(Listener::parse("no listener"), None);
    }

    #[test]
    fn a_listener_that_does_not_fit_is_refused() {
        let many: Vec<String> = (0..300).map(|number| format!("entity-{number}")).collect();
        assert!(listener(Scope::Of(slugs(&many.join(" ")))).header().is_err());
        let some: Vec<String> = (0..60).map(|number| format!("entity-{number}")).collect();
        assert!(listener(Scope::Of(slugs(&some.join(" ")))).header().is_ok());
    }

    #[test]
    fn a_case_that_moves_on_is_still_viewed_by_those_who_see_it() {
        let reference = Reference::draw([1; 8]);
        let mut viewer = listener(Scope::Of(slugs("here")));
        let moved = Signal { reference, before: slugs("here"), after: slugs("here there") };
        assert_eq!(viewer.hear(&moved), Some(LiveMessage::Changed { reference }));
        assert_eq!(viewer.viewing.as_ref().unwrap().holders, slugs("here there"));
        assert_eq!(viewer.other_rooms(&slugs("here there")), ["*", "there"]);
        let lost = Signal { reference, before: slugs("here there"), after: slugs("there") };
        assert_eq!(viewer.hear(&lost), Some(LiveMessage::Gone { reference }));
        assert_eq!(viewer.viewer_of(reference), None);
    }

    #[test]
    fn news_of_another_case_changes_no_viewing() {
        let mut looking = listener(Scope::All);
        let before = looking.clone();
        let reference = Reference::draw([9; 8]);
        let gone = Signal { reference, before: slugs("here"), after: BTreeSet::new() };
        assert_eq!(looking.hear(&gone), Some(LiveMessage::Gone { reference }));
        assert_eq!(looking, before);
        let viewed = looking.viewer_of(Reference::draw([1; 8])).unwrap();
        assert!(viewed.is_writing && looking.viewer_of(reference).is_none());
    }
}
