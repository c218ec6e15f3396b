//! The assistant's index, the budget of each client for it, and its hints for staff.

mod budget;
mod hints;

use domain::{
    assistant::{self, Answer, Index, IndexError, Message, emergency_calls},
    channel::conversation::World,
    wire::Directory,
};

use crate::{error::ApiError, state::App};

pub(crate) use hints::{better_place, likeliest_place, speaks_of_danger};

/// Index of phrases, packed by the build script.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/assistant.index"));

thread_local! {
    static INDEX: Result<Index, IndexError> = Index::unpack(PACKED);
}

/// Counts a message, and returns whether the budget of its client had room for it. Whoever is in
/// danger gets the numbers, however much was asked.
///
/// # Errors
///
/// [`ApiError::TooMany`] if the budget is spent and nobody is in danger.
pub(crate) fn admit(app: &App, client: &str, message: &Message<'_>) -> Result<bool, ApiError> {
    match budget::spend(app, client, message.text) {
        Err(spent) if emergency_calls(message).is_empty() => Err(spent),
        counted => Ok(counted.is_ok()),
    }
}

/// Answers a message by the index, which is unpacked for the first one.
pub(crate) fn answer(message: &Message<'_>, directory: &Directory) -> Result<Answer, ApiError> {
    with_index(|index| assistant::answer(index, message, directory))
}

/// Answers a message as a report, whatever else it says.
pub(crate) fn report(message: &Message<'_>, directory: &Directory) -> Result<Answer, ApiError> {
    with_index(|index| assistant::report(index, message, directory))
}

/// Answers a message of a conversation as a report; `None` if the index can't be read.
pub(crate) fn advise(message: &Message<'_>, world: &World) -> Option<Answer> {
    with_index(|index| assistant::report(index, message, world)).ok()
}

/// Asks the index.
fn with_index<T>(ask: impl FnOnce(&Index) -> T) -> Result<T, ApiError> {
    INDEX.with(|index| {
        let index = index.as_ref().map_err(|error| ApiError::Internal(error.to_string()))?;
        Ok(ask(index))
    })
}

#[cfg(test)]
mod tests {
    use domain::assistant::Index;

    use super::PACKED;

    #[test]
    fn the_packed_index_is_one() {
        assert!(Index::unpack(PACKED).unwrap().services().len() > 300);
    }
}
