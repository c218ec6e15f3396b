//! What the console asks for: one file for each resource. None of it is part of the public contract.

pub(crate) mod attachments;
pub(crate) mod case;
pub(crate) mod cases;
pub(crate) mod deeds;
pub(crate) mod history;
pub(crate) mod me;
pub(crate) mod people;
pub(crate) mod presence;
pub(crate) mod readings;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod transcripts;
mod view;

use domain::entity::slug::Slug;
use serde::Serialize;
use serde_json::Value;

use crate::{error::ApiError, store::StoreError};

/// The entity that an address names.
fn entity(typed: &str) -> Result<Slug, ApiError> {
    Slug::parse(typed).map_err(|_| ApiError::NotFound)
}

/// Something as its history tells of it.
fn json(it: &impl Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(it).map_err(|error| ApiError::Internal(error.to_string()))
}

/// What became of a batch that nobody else may have been faster than.
fn written<T>(outcome: Result<T, StoreError>) -> Result<(), ApiError> {
    match outcome {
        Ok(_) => Ok(()),
        Err(error) if error.constraint().is_some() => Err(ApiError::Stale),
        Err(error) => Err(error.into()),
    }
}
