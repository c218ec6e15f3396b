//! Which idempotency keys are being worked on right now: a second request under one of them is told to wait
//! (IETF draft "The Idempotency-Key HTTP Header Field", section 2.6).
//!
//! Each isolate knows of its own requests only. Two that meet in the store are told apart there, and the slower one gets the faster one's
//! answer.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use domain::{Timestamp, intake::idempotency::IdempotencyKey};

use crate::error::ApiError;

/// A request that shows no end for so many seconds was dropped by the platform in the middle, which nobody tells us.
const PATIENCE: i64 = 5;

thread_local! {
    static UNDER_WAY: RefCell<HashMap<String, (u64, Timestamp)>> = RefCell::default();
    static TURNS: Cell<u64> = const { Cell::new(0) };
}

/// The right to work on a submission; given back when dropped.
pub(crate) struct Turn {
    key: String,
    /// One that was given up for dead may end after all, and must not end the turn of whoever came after it.
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
