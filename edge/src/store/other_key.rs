//! Rows whose sealed column is under another key than the current one, for the job that reseals.

use serde::de::DeserializeOwned;

use super::{Database, Result, statement};

/// Sealed column of a table, and the columns that are read with it.
pub(super) struct SealedColumn {
    pub(super) table: &'static str,
    /// Column that names a row.
    pub(super) id: &'static str,
    /// Column with the key's id, which has an index.
    pub(super) key: &'static str,
    /// Columns to read.
    pub(super) columns: &'static str,
}

impl SealedColumn {
    /// Returns rows under another key than `key`, but for those whose ids are in the JSON list
    /// `except`. Both parts read by the index: inequality alone would read all rows.
    pub(super) async fn otherwise<Row: DeserializeOwned>(
        &self,
        db: &Database,
        key: &str,
        except: &str,
        at_most: u32,
    ) -> Result<Vec<Row>> {
        let values = [("key", key.into()), ("except", except.into()), ("limit", at_most.into())];
        statement(db, &self.sql(), values)?.run().await?.results()
    }

    fn sql(&self) -> String {
        let Self { table, id, key, columns } = self;
        let part = |side: &str| {
            format!(
                "SELECT {columns} FROM {table} WHERE {key} {side} :key
                 AND {id} NOT IN (SELECT value FROM json_each(:except))"
            )
        };
        format!("{} UNION ALL {} LIMIT :limit", part("<"), part(">"))
    }
}
