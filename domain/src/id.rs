//! Ids: 128 random bits in hexadecimal, typed by what they name.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

use crate::hex;

/// Digits of an id.
const DIGITS: usize = 32;

/// Id of one `Of`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String", bound = "Of: Clone")]
pub struct Id<Of>(String, PhantomData<Of>);

/// Error for text that isn't an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is {DIGITS} lower-case hexadecimal digits")]
pub struct InvalidId;

impl<Of> Id<Of> {
    /// Makes an id out of 16 random bytes.
    pub fn draw(entropy: [u8; 16]) -> Self {
        Self(hex::encode(&entropy), PhantomData)
    }

    /// Parses an id.
    ///
    /// # Errors
    ///
    /// Returns an error if the text isn't 32 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == DIGITS && text.bytes().all(is_digit) {
            Ok(Self(text.to_owned(), PhantomData))
        } else {
            Err(InvalidId)
        }
    }

    /// Returns the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<Of> TryFrom<String> for Id<Of> {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        Self::parse(&text)
    }
}

impl<Of> From<Id<Of>> for String {
    fn from(id: Id<Of>) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_are_ids() {
        let id = Id::<()>::draw([0xa5; 16]);
        assert_eq!(Id::parse(id.as_str()), Ok(id));
        for wrong in ["", "a5", &"A5".repeat(16), &"a5".repeat(17), &"g".repeat(32), "../../../etc"]
        {
            assert_eq!(Id::<()>::parse(wrong), Err(InvalidId), "{wrong}");
        }
    }
}
