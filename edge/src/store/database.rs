//! D1 as the store speaks to it: each round trip is counted, and each row that it read or wrote, so that a request's line in the log can say
//! what it cost.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use domain::Timestamp;
use serde::Deserialize;
use worker::{D1Database, D1PreparedStatement, D1Result, wasm_bindgen::JsValue};

use super::Result;

/// What one request has cost so far. Its parts share it.
#[derive(Clone, Default)]
pub(crate) struct Cost(Arc<[AtomicUsize; 3]>);

impl Cost {
    /// Round trips, rows read, rows written.
    pub(crate) fn so_far(&self) -> [usize; 3] {
        self.0.each_ref().map(|count| count.load(Relaxed))
    }

    fn trip(&self) {
        self.0[0].fetch_add(1, Relaxed);
    }

    fn rows(&self, results: &[D1Result]) -> Result<()> {
        for result in results {
            if let Some(meta) = result.meta()? {
                self.0[1].fetch_add(meta.rows_read.unwrap_or_default(), Relaxed);
                self.0[2].fetch_add(meta.rows_written.unwrap_or_default(), Relaxed);
            }
        }
        Ok(())
    }
}

/// The database.
pub(crate) struct Database {
    inner: D1Database,
    cost: Cost,
}

/// A statement with its values.
pub(crate) struct Statement {
    inner: D1PreparedStatement,
    cost: Cost,
}

impl Database {
    pub(crate) fn new(inner: D1Database, cost: Cost) -> Self {
        Self { inner, cost }
    }

    pub(super) fn prepare(&self, sql: &str) -> Statement {
        Statement { inner: self.inner.prepare(sql), cost: self.cost.clone() }
    }

    /// Runs the statements one after the other in one transaction and one round trip.
    pub(crate) async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<D1Result>> {
        self.cost.trip();
        let results = self.inner.batch(statements.into_iter().map(|statement| statement.inner).collect()).await?;
        self.cost.rows(&results)?;
        Ok(results)
    }
}

impl Statement {
    pub(super) fn bind<const COUNT: usize>(self, values: [Value; COUNT]) -> Result<Self> {
        let values = values.map(|Value(value)| value);
        Ok(Self { inner: self.inner.bind(&values)?, cost: self.cost })
    }

    /// What it gives and what it changes.
    pub(crate) async fn run(&self) -> Result<D1Result> {
        self.cost.trip();
        let result = self.inner.run().await?;
        self.cost.rows(std::slice::from_ref(&result))?;
        Ok(result)
    }

    /// The first row, if there is any.
    pub(crate) async fn first<Row: for<'a> Deserialize<'a>>(&self) -> Result<Option<Row>> {
        Ok(self.run().await?.results()?.into_iter().next())
    }
}

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
