//! Client of D1.
//!
//! A batch crosses to the platform as one text, and its results come back as one. Crossing
//! statement by statement and value by value would cost more than all the rest. Round trips, and
//! rows read and written, are counted for the access log.
//!
//! Only files of `store` make statements; handlers and jobs run a batch of them. It knows no table.

mod error;
pub(super) mod named;

use std::{
    borrow::Cow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use domain::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use worker::{D1Database, Delay};

use super::{Parameter, Result};
pub(crate) use error::{Constraint, StoreError};

#[wasm_bindgen(module = "/src/store/database/database.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn batch(
        database: &JsValue,
        statements: &str,
        is_replica: bool,
    ) -> std::result::Result<JsValue, JsValue>;
}

/// Delays between attempts of a batch that found the database locked, in milliseconds.
const WAITS: [u64; 3] = [25, 100, 400];

/// Cost of one request so far, shared by its parts.
#[derive(Clone, Default)]
pub(crate) struct Cost(Arc<[AtomicUsize; 3]>);

impl Cost {
    /// Returns the numbers of round trips, of rows read and of rows written.
    pub(crate) fn so_far(&self) -> [usize; 3] {
        self.0.each_ref().map(|count| count.load(Relaxed))
    }

    fn trip(&self) {
        self.0[0].fetch_add(1, Relaxed);
    }

    fn rows(&self, results: &[D1Result]) {
        for result in results {
            self.0[1].fetch_add(result.rows_read.unwrap_or_default(), Relaxed);
            self.0[2].fetch_add(result.rows_written.unwrap_or_default(), Relaxed);
        }
    }
}

/// Binding of the database, with the cost that its statements add to.
#[derive(Clone)]
pub(crate) struct Database {
    binding: Arc<D1Database>,
    cost: Cost,
    /// True if a replica may answer, which may be some seconds behind.
    is_replica: bool,
}

/// Statement with its values.
#[derive(Clone)]
pub(crate) struct Statement {
    database: Database,
    /// SQL and values, in JSON.
    text: String,
}

/// Result of a statement: its rows and its counts.
#[derive(Deserialize)]
pub(crate) struct D1Result {
    rows: Box<RawValue>,
    changes: Option<usize>,
    rows_read: Option<usize>,
    rows_written: Option<usize>,
    size_after: Option<u64>,
}

impl Database {
    pub(crate) fn new(binding: Arc<D1Database>, cost: Cost) -> Self {
        Self { binding, cost, is_replica: false }
    }

    /// Returns the database for reads that may be some seconds old: a replica near the request
    /// answers them, if the installation has any.
    pub(crate) fn any_replica(self) -> Self {
        Self { is_replica: true, ..self }
    }

    /// Returns a statement with named parameters and their values.
    pub(super) fn statement(&self, sql: &str, parameters: Vec<Parameter<'_>>) -> Result<Statement> {
        let (sql, values) = named::number(sql, parameters)?;
        Ok(Statement {
            database: self.clone(),
            text: serde_json::to_string(&(sql, values)).map_err(|error| unreadable(&error))?,
        })
    }

    /// Runs statements in order, in one transaction and one round trip.
    pub(crate) async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<D1Result>> {
        self.cost.trip();
        let statements: Vec<_> = statements.into_iter().map(|statement| statement.text).collect();
        let answer = self.unlocked(&format!("[{}]", statements.join(","))).await?;
        let results: Vec<D1Result> = serde_json::from_str(&answer.as_string().unwrap_or_default())
            .map_err(|error| unreadable(&error))?;
        self.cost.rows(&results);
        Ok(results)
    }

    /// Runs statements, and retries while another writer holds the lock.
    async fn unlocked(&self, statements: &str) -> Result<JsValue> {
        let run = async || {
            let answer = batch((*self.binding).as_ref(), statements, self.is_replica).await;
            answer.map_err(|error| StoreError::from(worker::Error::from(error)))
        };
        for wait in WAITS {
            match run().await {
                Err(StoreError::Locked(_)) => Delay::from(Duration::from_millis(wait)).await,
                answer => return answer,
            }
        }
        run().await
    }
}

impl Statement {
    /// Runs the statement.
    pub(crate) async fn run(self) -> Result<D1Result> {
        let database = self.database.clone();
        database
            .batch(vec![self])
            .await?
            .pop()
            .ok_or_else(|| StoreError::Other("D1 answered nothing".into()))
    }

    /// Runs the statement, and returns its first row, if there is any.
    pub(crate) async fn first<Row: DeserializeOwned>(self) -> Result<Option<Row>> {
        Ok(self.run().await?.results()?.into_iter().next())
    }
}

impl D1Result {
    /// Parses the rows.
    pub(crate) fn results<Row: DeserializeOwned>(&self) -> Result<Vec<Row>> {
        serde_json::from_str(self.rows.get()).map_err(|error| unreadable(&error))
    }

    /// Returns the size of the database in bytes.
    pub(super) fn size_after(&self) -> Option<u64> {
        self.size_after
    }

    /// Returns the number of rows changed.
    pub(super) fn changes(&self) -> usize {
        self.changes.unwrap_or_default()
    }
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    StoreError::Other(format!("between here and D1: {error}"))
}

/// Value of a statement's parameter.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    /// Integer. Sizes and counts are far below 2^53, above which JavaScript numbers are inexact.
    Number(u64),
    Null,
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(time: Timestamp) -> Self {
        time.to_string().into()
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value<'_> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
