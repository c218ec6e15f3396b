//! Inbound message of a person, as an adapter hands it over.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{channel::capability::MediaKind, media::upload::UploadId};

/// Message that came in. Webhooks may bring it more than once, late, and out of order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inbound {
    /// Id that the other side gave it. A second message with the same id changes nothing.
    pub id: String,
    /// Time at which the person sent it, by the other side's clock.
    pub at: Timestamp,
    /// Content of the message.
    pub incoming: Incoming,
}

/// Content of a message that came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Incoming {
    /// Typed text.
    Text(String),
    /// Button or row that was chosen, by the id that [`super::Offered`] gave it.
    Choice(String),
    /// File that is stored already.
    Media(Media),
    /// File that wasn't stored.
    RefusedMedia(MediaRefusal),
    /// Place on the map.
    Location(Spot),
    /// Something that can't be read: a sticker, a contact, a call.
    Unsupported,
}

/// File that a person sent, already stored as an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// Upload that holds it.
    pub upload: UploadId,
    /// Kind of the file.
    pub kind: MediaKind,
    /// Text that the person wrote below it.
    pub caption: Option<String>,
}

/// Reason why a file wasn't stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaRefusal {
    /// Larger than is accepted.
    TooLarge,
    /// Of a type that isn't accepted, or not of the type that it claims.
    Type,
    /// Empty.
    Empty,
    /// The other side didn't hand it out in time.
    Unavailable,
}

/// Place, as a messenger sends it or a person types it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Latitude in degrees (WGS 84).
    pub latitude: Option<f64>,
    /// Longitude in degrees (WGS 84).
    pub longitude: Option<f64>,
    /// Name or address of the place.
    pub address: Option<String>,
}
