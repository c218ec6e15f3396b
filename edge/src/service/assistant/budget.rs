//! Budget of each client for messages to the assistant.
//!
//! A message costs computing time and nothing else, so each isolate counts in its memory what a
//! client has spent today. A row for each message would cost more than the message.

use std::{cell::RefCell, collections::HashMap};

use crate::{error::ApiError, state::App};

/// Characters of a message that cost one more unit.
const UNIT: usize = 500;

/// Most clients that an isolate remembers. When they are more, all begin anew.
const CLIENTS_MAX: usize = 10_000;

thread_local! {
    static SPENT: RefCell<Spent> = RefCell::default();
}

/// Units that clients have spent on one day.
#[derive(Default)]
struct Spent {
    day: String,
    by_client: HashMap<String, u32>,
}

impl Spent {
    /// Adds the cost of a message. Returns `false` above the limit, and adds nothing.
    fn spend(&mut self, day: &str, client: &str, cost: u32, limit: u32) -> bool {
        if self.day != day || self.by_client.len() >= CLIENTS_MAX {
            *self = Self { day: day.to_owned(), by_client: HashMap::new() };
        }
        let spent = self.by_client.entry(client.to_owned()).or_default();
        let is_within = spent.saturating_add(cost) <= limit;
        if is_within {
            *spent += cost;
        }
        is_within
    }
}

/// Counts the cost of a message: one unit, and one more for each 500 characters.
///
/// # Errors
///
/// [`ApiError::TooMany`] if the client has spent today's units.
pub(crate) fn spend(app: &App, client: &str, text: &str) -> Result<(), ApiError> {
    let cost = u32::try_from(1 + text.chars().count() / UNIT).unwrap_or(u32::MAX);
    let limit = app.config.limits.assistant_per_client;
    let is_within = SPENT.with_borrow_mut(|spent| spent.spend(&app.day(), client, cost, limit));
    if is_within { Ok(()) } else { Err(ApiError::TooMany(app.seconds_left_today())) }
}

#[cfg(test)]
mod tests {
    use super::{CLIENTS_MAX, Spent};

    #[test]
    fn each_client_has_its_units_each_day() {
        let mut spent = Spent::default();
        assert!(spent.spend("1", "a", 2, 3) && !spent.spend("1", "a", 2, 3));
        assert!(spent.spend("1", "a", 1, 3) && !spent.spend("1", "a", 1, 3));
        assert!(spent.spend("1", "b", 3, 3) && spent.spend("2", "a", 3, 3));
    }

    #[test]
    fn so_many_clients_are_remembered() {
        let mut spent = Spent::default();
        for client in 0..CLIENTS_MAX + 5 {
            assert!(spent.spend("1", &client.to_string(), 1, 1));
        }
        assert!(spent.by_client.len() <= CLIENTS_MAX);
    }
}
