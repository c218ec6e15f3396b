//! Shapes of a customer's own file: the calls of the script for passkeys, and the copy of
//! everything.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Status;
use crate::profile::way::{Happening, Level, Provider};

/// Challenge for a passkey. Bytes are in base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyChallenge {
    /// Random bytes to sign.
    pub challenge: String,
    /// Domain that a new passkey is made for.
    pub domain: String,
    /// Random id of the account of a new passkey.
    pub user: String,
}

/// New passkey. Bytes are in base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPasskey {
    /// The browser's `clientDataJSON`.
    pub client_data: String,
    /// The browser's `attestationObject`.
    pub attestation: String,
}

/// Answer of a passkey to a challenge. Bytes are in base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyAnswer {
    /// Id of the credential.
    pub id: String,
    /// The browser's `clientDataJSON`.
    pub client_data: String,
    /// The browser's `authenticatorData`.
    pub authenticator_data: String,
    /// Signature.
    pub signature: String,
}

/// Name of what a passkey did, for the address of the page that says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyTaken {
    /// Name; empty after a sign-in.
    pub said: String,
}

/// Copy of everything in a profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProfileCopy {
    /// Time of the copy. Links to files work for a quarter of an hour from then on.
    pub copied_at: Timestamp,
    /// Ways in.
    pub ways: Vec<CopiedWay>,
    /// Sessions, the latest request first.
    pub sessions: Vec<CopiedSession>,
    /// Whole history, the latest first.
    pub history: Vec<CopiedEntry>,
    /// Participations with their content and messages.
    pub participations: Vec<Status>,
}

/// Way in, in the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CopiedWay {
    /// Provider.
    pub provider: Provider,
    /// Account at the provider.
    pub subject: String,
    /// Level of assurance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Time since when it is a way.
    pub created_at: Timestamp,
    /// Time of its latest use.
    pub used_at: Timestamp,
}

/// Row of the history, in the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CopiedEntry {
    /// Time.
    pub at: Timestamp,
    /// Event.
    pub what: Happening,
    /// Provider of the way that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// Browser and system.
    pub device: String,
}

/// Session, in the copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CopiedSession {
    /// Provider of the sign-in.
    pub provider: Provider,
    /// Browser and system.
    pub device: String,
    /// Time of the sign-in.
    pub created_at: Timestamp,
    /// Time of the latest request.
    pub seen_at: Timestamp,
}
