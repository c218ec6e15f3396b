//! Progress of polling, one row for each channel that is polled.

use domain::{
    channel::x::polling::{Gap, Progress},
    intake::channel::Channel,
};
use serde::Deserialize;

use crate::store::{Database, Result, statement};

/// Returns the progress of polling a channel.
pub(crate) async fn find(db: &Database, channel: Channel) -> Result<Progress> {
    #[derive(Deserialize)]
    struct Row {
        newest: String,
        gap_after: Option<String>,
        gap_before: Option<String>,
    }
    let sql = "SELECT newest, gap_after, gap_before FROM polled WHERE channel = :channel";
    let row = statement(db, sql, [("channel", channel.as_str().into())])?.first::<Row>().await?;
    Ok(row.map_or_else(Progress::default, |row| Progress {
        newest: Some(row.newest),
        gap: row.gap_after.zip(row.gap_before).map(|(after, before)| Gap { after, before }),
    }))
}

/// Records the progress of polling a channel. Before the first post there is none.
pub(crate) async fn set(db: &Database, channel: Channel, progress: &Progress) -> Result<()> {
    let Some(newest) = &progress.newest else { return Ok(()) };
    let sql = "INSERT INTO polled (channel, newest, gap_after, gap_before)
               VALUES (:channel, :newest, :gap_after, :gap_before)
               ON CONFLICT (channel) DO UPDATE SET newest = excluded.newest,
                   gap_after = excluded.gap_after, gap_before = excluded.gap_before";
    let gap = progress.gap.as_ref();
    let values = [
        ("channel", channel.as_str().into()),
        ("newest", newest.into()),
        ("gap_after", gap.map(|gap| gap.after.as_str()).into()),
        ("gap_before", gap.map(|gap| gap.before.as_str()).into()),
    ];
    statement(db, sql, values)?.run().await?;
    Ok(())
}
