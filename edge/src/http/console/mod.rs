//! Calls of the console, one file for each resource. They aren't part of the public contract.
//!
//! The router names them. A handler takes the session, asks `access::policy`, and calls a service
//! or the store.

pub(crate) mod attachments;
pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod deeds;
pub(crate) mod entity;
pub(crate) mod head;
pub(crate) mod history;
pub(crate) mod mentions;
pub(crate) mod merge;
mod opened;
pub(crate) mod oversight;
pub(crate) mod people;
pub(crate) mod readings;
pub(crate) mod saved_views;
pub(crate) mod security_events;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod staff_requests;
pub(crate) mod system;
pub(crate) mod transcripts;
mod view;
pub(crate) mod webhooks;

use serde::Serialize;
use serde_json::Value;

use crate::{error::ApiError, store::StoreError};

/// Converts a value to JSON for the history of changes.
fn json(it: &impl Serialize) -> Result<Value, ApiError> {
    Ok(serde_json::to_value(it)?)
}

/// Checks the outcome of a batch. A violated constraint means that another change came first.
fn written<T>(outcome: Result<T, StoreError>) -> Result<(), ApiError> {
    match outcome {
        Ok(_) => Ok(()),
        Err(error) if error.constraint().is_some() => Err(ApiError::Stale),
        Err(error) => Err(error.into()),
    }
}
