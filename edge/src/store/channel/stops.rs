//! Channels whose other side refuses our access.

use domain::{Timestamp, intake::channel::Channel};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

/// Records that a channel refuses our access. The time of the first refusal is kept.
pub(crate) async fn stop(
    db: &Database,
    channel: Channel,
    code: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO stopped_channels (channel, stopped_at, code)
               VALUES (:channel, :stopped_at, :code)
               ON CONFLICT DO UPDATE SET code = excluded.code";
    let values =
        [("channel", channel.as_str().into()), ("stopped_at", now.into()), ("code", code.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Returns the names of the channels that refuse our access.
pub(crate) async fn all(db: &Database) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Row {
        channel: String,
    }
    let rows = statement(db, "SELECT channel FROM stopped_channels", [])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.channel).collect())
}

/// Returns the statement that records that a channel takes messages.
pub(crate) fn resume(db: &Database, channel: Channel) -> Result<Statement> {
    let sql = "DELETE FROM stopped_channels WHERE channel = :channel";
    statement(db, sql, [("channel", channel.as_str().into())])
}
