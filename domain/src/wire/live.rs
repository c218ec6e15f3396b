//! Messages of a live connection, a WebSocket: `GET /console/api/live` for staff.
//!
//! Each message is a JSON object with a type and the reference number of a case. None contains
//! words of a case: whoever is told of a change fetches the case by the usual call.

use serde::{Deserialize, Serialize};

use crate::{access::live::News, reference::Reference, staff::StaffId};

/// Text by which a client asks whether the connection is alive. The answer is [`PONG`].
pub const PING: &str = "ping";

/// Answer to [`PING`].
pub const PONG: &str = "pong";

/// Code with which the edge closes a connection whose session has ended, or whose person sees other
/// cases than at its beginning.
pub const SESSION_ENDED: u16 = 4401;

/// Message from the edge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LiveMessage {
    /// A case was received, or transferred to an entity of the person.
    New {
        /// Reference number of the case.
        reference: Reference,
    },
    /// Something has happened to a case.
    Changed {
        /// Reference number of the case.
        reference: Reference,
    },
    /// The person doesn't see a case any more.
    Gone {
        /// Reference number of the case.
        reference: Reference,
    },
    /// Somebody else is viewing the case that this page shows, or has begun or ceased to write.
    /// It's repeated while they are.
    Present {
        /// Reference number of the case.
        reference: Reference,
        /// The other person.
        viewer: Viewer,
    },
    /// Somebody else doesn't view the case any more.
    Absent {
        /// Reference number of the case.
        reference: Reference,
        /// Id of the other person.
        person: StaffId,
    },
}

/// Person who is viewing a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Id of the person.
    pub person: StaffId,
    /// Name of the person.
    pub name: String,
    /// True if the person is writing something.
    pub is_writing: bool,
}

/// Message from a page, about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LiveStatement {
    /// The page shows this case, and no other. It's repeated while it does.
    Viewing {
        /// Reference number of the case.
        reference: Reference,
        /// True if the person is writing something.
        #[serde(default)]
        is_writing: bool,
    },
    /// The page doesn't show this case any more.
    Left {
        /// Reference number of the case.
        reference: Reference,
    },
}

impl LiveMessage {
    /// Returns the message that tells news of a case.
    pub const fn of(news: News, reference: Reference) -> Self {
        match news {
            News::New => Self::New { reference },
            News::Changed => Self::Changed { reference },
            News::Gone => Self::Gone { reference },
        }
    }

    /// Returns the reference number of the case.
    pub const fn reference(&self) -> Reference {
        match self {
            Self::New { reference }
            | Self::Changed { reference }
            | Self::Gone { reference }
            | Self::Present { reference, .. }
            | Self::Absent { reference, .. } => *reference,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_has_a_type_and_a_reference_and_nothing_else() {
        let reference = Reference::draw([1; 8]);
        for (news, name) in [(News::New, "new"), (News::Changed, "changed"), (News::Gone, "gone")] {
            let message = LiveMessage::of(news, reference);
            assert_eq!(
                serde_json::to_value(&message).unwrap(),
                serde_json::json!({ "type": name, "reference": reference })
            );
            assert_eq!(message.reference(), reference);
        }
    }

    #[test]
    fn a_page_may_leave_out_that_nobody_writes() {
        let reference = Reference::draw([1; 8]);
        let sent = format!(r#"{{"type":"viewing","reference":"{reference}"}}"#);
        assert_eq!(
            serde_json::from_str::<LiveStatement>(&sent).unwrap(),
            LiveStatement::Viewing { reference, is_writing: false }
        );
    }
}
