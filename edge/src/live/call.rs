//! Calls to a room, by the worker and by other rooms. No client can make one.

use domain::{access::live::Signal, reference::Reference, staff::StaffId, wire::Viewer};
use serde::{Deserialize, Serialize};
use worker::{Method, ObjectNamespace, Request, RequestInit};

use super::{ADDRESS, body};

/// Connections to close.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Whose {
    /// Those of the session with this hash.
    Session(String),
    /// Those of a person, in whatever session.
    Person(StaffId),
}

/// Call to a room.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Call {
    /// Tells of changes to cases.
    Tell(Vec<Signal>),
    /// Closes connections.
    Close(Whose),
    /// Tells of a viewer in another room. The answer lists the viewers in this one.
    Viewing(Reference, Viewer),
    /// Tells that somebody in another room doesn't view a case any more.
    Left(Reference, StaffId),
}

impl Call {
    /// Sends the call to a room, and returns the body of the answer.
    pub(super) async fn send(
        &self,
        namespace: &ObjectNamespace,
        room: &str,
    ) -> worker::Result<String> {
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_body(Some(serde_json::to_string(self)?.into()));
        let request = Request::new_with_init(ADDRESS, &init)?;
        body(namespace.get_by_name(room)?.fetch_with_request(request).await?).await
    }
}

impl Whose {
    /// Returns the tag of the connections.
    pub(super) fn tag(&self) -> &str {
        match self {
            Self::Session(digest) => digest,
            Self::Person(id) => id.as_str(),
        }
    }
}
