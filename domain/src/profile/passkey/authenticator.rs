//! Authenticator data (Web Authentication, section 6.1): the site, flags, a counter, and for a new
//! credential its id and public key.

use super::cbor;
use super::{PasskeyError, key};
use crate::access::oidc::keys::Key;

/// Somebody was there.
const PRESENT: u8 = 0x01;

/// The device knew the person: by finger, face or its own code.
const VERIFIED: u8 = 0x04;

/// A credential follows.
const HAS_CREDENTIAL: u8 = 0x40;

/// Length of the id of a model, which isn't asked for.
const MODEL: usize = 16;

/// Longest id of a credential, in bytes.
const ID_MAX: usize = 1_023;

/// Parsed authenticator data.
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    pub(super) site: &'a [u8],
    pub(super) counter: u32,
    /// Id and key of a new credential.
    pub(super) credential: Option<(&'a [u8], Key)>,
}

impl<'a> AuthenticatorData<'a> {
    /// Parses the data, and demands that the person was there and known to the device.
    pub(super) fn parse(data: &'a [u8]) -> Result<Self, PasskeyError> {
        let malformed = PasskeyError::Malformed;
        let (site, rest) = data.split_at_checked(32).ok_or(malformed)?;
        let (&flags, rest) = rest.split_first().ok_or(malformed)?;
        let (counter, rest) = rest.split_first_chunk::<4>().ok_or(malformed)?;
        if flags & PRESENT == 0 || flags & VERIFIED == 0 {
            return Err(PasskeyError::Unverified);
        }
        let has_credential = flags & HAS_CREDENTIAL != 0;
        let credential =
            if has_credential { Some(credential(rest).ok_or(malformed)?) } else { None };
        Ok(Self { site, counter: u32::from_be_bytes(*counter), credential })
    }
}

fn credential(rest: &[u8]) -> Option<(&[u8], Key)> {
    let (_, rest) = rest.split_at_checked(MODEL)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, rest) = rest.split_at_checked(length)?;
    // What follows the key is extensions, which weren't asked for.
    let (cose, _) = cbor::read(rest)?;
    (1..=ID_MAX).contains(&length).then_some(())?;
    Some((id, key::of_cose(&cose)?))
}
