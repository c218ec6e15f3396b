//! Idempotency keys of the requests in progress. A second request with the same key is told to wait
//! (IETF draft "The Idempotency-Key HTTP Header Field", section 2.6).
//!
//! Each isolate knows only its own requests. Two requests that reach the store at once are told
//! apart there, and the slower one gets the answer of the faster one.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use domain::{Timestamp, intake::idempotency::IdempotencyKey};

use crate::error::ApiError;

/// Time after which a request in progress counts as dropped, in seconds. The platform may drop a
/// request without notice.
const PATIENCE: i64 = 5;

thread_local! {
    static UNDER_WAY: RefCell<HashMap<String, (u64, Timestamp)>> = RefCell::default();
    static TURNS: Cell<u64> = const { Cell::new(0) };
}

/// Permission to work on a submission, released on drop.
pub(crate) struct Turn {
    key: String,
    /// Number of this turn. A request that counted as dropped may still end, and must not release
    /// the turn of its successor.
    number: u64,
}

impl Turn {
    pub(crate) fn take(key: &IdempotencyKey, now: Timestamp) -> Result<Self, ApiError> {
        UNDER_WAY.with_borrow_mut(|under_way| {
            under_way.retain(|_, (_, since)| now.as_second() - since.as_second() < PATIENCE);
            let key = key.as_str().to_owned();
            if under_way.contains_key(&key) {
                return Err(ApiError::InProgress);
            }
            let number = TURNS.get();
            TURNS.set(number.wrapping_add(1));
            under_way.insert(key.clone(), (number, now));
            Ok(Self { key, number })
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        UNDER_WAY.with_borrow_mut(|under_way| {
            if under_way.get(&self.key).is_some_and(|(number, _)| *number == self.number) {
                under_way.remove(&self.key);
            }
        });
    }
}
