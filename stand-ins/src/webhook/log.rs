//! Log of deliveries, for tests and for the pages.

use std::collections::{BTreeSet, VecDeque};

use serde::Serialize;
use serde_json::Value;

/// Capacity; the oldest deliveries are dropped above it.
const MOST: usize = 500;

/// One request, and how it was answered.
#[derive(Clone, Serialize)]
pub(crate) struct Delivery {
    number: u64,
    messages: Vec<String>,
    /// Status of each attempt; null if there was no answer.
    pub(crate) statuses: Vec<Option<u16>>,
    pub(crate) body: Value,
}

#[derive(Default)]
pub(super) struct Log {
    next: u64,
    deliveries: VecDeque<Delivery>,
    answered: BTreeSet<String>,
}

impl Log {
    /// Adds a delivery and returns its number.
    pub(super) fn add(&mut self, messages: &[String], body: &[u8]) -> u64 {
        let number = self.next;
        self.next += 1;
        self.deliveries.push_back(Delivery {
            number,
            messages: messages.to_vec(),
            statuses: Vec::new(),
            body: serde_json::from_slice(body).unwrap_or_default(),
        });
        if self.deliveries.len() > MOST {
            self.deliveries.pop_front();
        }
        number
    }

    /// Notes the answer to an attempt.
    pub(super) fn note(&mut self, number: u64, status: Option<u16>) {
        let Some(delivery) = self.deliveries.iter_mut().find(|kept| kept.number == number) else {
            return;
        };
        delivery.statuses.push(status);
        if status == Some(200) {
            self.answered.extend(delivery.messages.iter().cloned());
        }
    }

    pub(super) fn is_answered(&self, message: &str) -> bool {
        self.answered.contains(message)
    }

    pub(super) fn latest(&self) -> Vec<Delivery> {
        self.deliveries.iter().cloned().collect()
    }
}
