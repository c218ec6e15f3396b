//! What is kept in D1: one file for each table, with its SQL and the shapes of its rows. No rules.

pub(crate) mod attachments;
pub(crate) mod directory;
pub(crate) mod erasure;
pub(crate) mod idempotency;
pub(crate) mod limits;
pub(crate) mod participations;
pub(crate) mod proofs;
pub(crate) mod uploads;

use domain::Timestamp;
use worker::{D1Database, D1PreparedStatement, D1Result, wasm_bindgen::JsValue};

use crate::error::ApiError;

type Result<T> = std::result::Result<T, ApiError>;

/// A value on its way into a statement.
pub(crate) struct Value(JsValue);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(JsValue::from_str(text))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        time.to_string().into()
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self(number.into())
    }
}

impl From<u64> for Value {
    /// Sizes are far below 2^53, where a JavaScript number stops being exact.
    #[expect(clippy::cast_precision_loss, reason = "no upload has 2^53 bytes")]
    fn from(number: u64) -> Self {
        Self(JsValue::from_f64(number as f64))
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(JsValue::NULL), Into::into)
    }
}

fn statement<const COUNT: usize>(db: &D1Database, sql: &str, values: [Value; COUNT]) -> Result<D1PreparedStatement> {
    let values: Vec<JsValue> = values.into_iter().map(|Value(value)| value).collect();
    Ok(db.prepare(sql).bind(&values)?)
}

/// How many rows a statement wrote.
fn written(result: &D1Result) -> Result<usize> {
    Ok(result.meta()?.and_then(|meta| meta.changes).unwrap_or_default())
}

/// Whether the database answers.
pub(crate) async fn answers(db: &D1Database) -> Result<()> {
    db.prepare("SELECT 1").first::<u32>(Some("1")).await?;
    Ok(())
}

/// A value in the store that can't have been written by us.
fn unreadable(what: &str) -> ApiError {
    ApiError::Internal(format!("unreadable in the store: {what}"))
}
