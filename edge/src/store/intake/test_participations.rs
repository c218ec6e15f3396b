//! Tests: participations of web teams that reach nobody. Unlike all others, they are deleted as a
//! whole.

use domain::{Timestamp, reference::Reference};
use serde::Deserialize;

use crate::store::{Database, Result, statement};

/// Returns tests that were received before `until`, each with the suggestion that came with it.
pub(crate) async fn received_before(
    db: &Database,
    until: Timestamp,
    at_most: u32,
) -> Result<Vec<Reference>> {
    #[derive(Deserialize)]
    struct Row {
        reference: Reference,
    }
    let sql = "WITH ended AS (
                   SELECT reference FROM participations
                   WHERE is_test = 1 AND received_at < :until AND complaint IS NULL
                   ORDER BY received_at LIMIT :limit
               )
               SELECT reference FROM ended
               UNION ALL
               SELECT p.reference FROM ended CROSS JOIN participations p
               ON p.complaint = ended.reference";
    let values = [("until", until.into()), ("limit", at_most.into())];
    let rows = statement(db, sql, values)?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.reference).collect())
}

/// Deletes tests with all that belongs to them, in one batch, and leaves their files to the job
/// that deletes media. `references` is a JSON list. What isn't a test stays.
pub(crate) async fn remove(db: &Database, references: &str) -> Result<()> {
    let media = "INSERT INTO garbage (object_key)
                 SELECT object_key FROM json_each(:references)
                 JOIN attachments ON participation = value
                 JOIN participations ON reference = value AND is_test = 1 WHERE true
                 ON CONFLICT DO NOTHING";
    let of = |table: &str, column: &str| {
        format!(
            "DELETE FROM {table} WHERE {column} IN (
                 SELECT reference FROM json_each(:references)
                 JOIN participations ON reference = value AND is_test = 1)"
        )
    };
    let statements = [
        media.to_owned(),
        of("attachments", "participation"),
        of("link_keys", "participation"),
        of("profile_participations", "participation"),
        of("profile_bars", "participation"),
        of("one_time_codes", "participation"),
        of("outbox", "participation"),
        of("idempotency_keys", "reference"),
        of("events", "participation"),
        of("participations", "reference"),
    ];
    let batch =
        statements.iter().map(|sql| statement(db, sql, [("references", references.into())]));
    db.batch(batch.collect::<Result<_>>()?).await?;
    Ok(())
}
