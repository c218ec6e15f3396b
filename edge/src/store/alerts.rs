//! Figures that alerts follow from, runs of the schedules, and the levels that were told.

use domain::{
    Timestamp,
    alert::{Condition, FAILURES_AWAY, Level, Observed, Runs, Standing},
};
use serde::Deserialize;

use super::{Database, Result, statement, unreadable};

/// Largest number that is counted exactly. Counting more would cost rows and say nothing new.
const COUNTED: u32 = 1_000;

/// Schedule of cron jobs.
#[derive(Clone, Copy)]
pub(crate) enum Schedule {
    Often,
    Hourly,
}

impl Schedule {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Often => "often",
            Self::Hourly => "hourly",
        }
    }
}

#[derive(Deserialize)]
struct Figures {
    dead: u64,
    failing: u64,
    unscanned: u64,
    stopped: u64,
    unheard: u64,
}

#[derive(Deserialize)]
struct RunRow {
    schedule: String,
    first_at: Timestamp,
    latest_at: Timestamp,
}

/// Change of level that the webhook hasn't taken yet.
#[derive(Deserialize)]
pub(crate) struct Untold {
    pub(crate) condition: Condition,
    pub(crate) level: Level,
    pub(crate) changed_at: Timestamp,
}

/// Reads the figures of the installation and the stored levels. `limit` is the database's limit of
/// size in bytes; `scans` and `transcripts` say that there is a malware scanner, and a machine that
/// transcribes.
pub(crate) async fn observe(
    db: &Database,
    now: Timestamp,
    limit: u64,
    [scans, transcripts]: [bool; 2],
) -> Result<(Observed, Vec<Standing>)> {
    // A file that was tried has a time of its next scan; only these are looked through.
    // So are recordings, by an index of those that the machine has failed often.
    let unheard = if transcripts {
        format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM machine_transcripts WHERE state = 'waiting'
                                   AND failures >= {FAILURES_AWAY} LIMIT :counted)"
        )
    } else {
        "SELECT 0".to_owned()
    };
    let figures = format!(
        "SELECT
        (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE outcome = 'dead' LIMIT :counted)) AS dead,
        (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE due_at IS NOT NULL
                               AND failures >= :away LIMIT :counted)) AS failing,
        (SELECT COUNT(*) FROM (SELECT 1 FROM attachments WHERE scan = 'waiting'
                               AND scan_due_at > '' AND scan_failures >= :away
                               LIMIT :counted)) AS unscanned,
        ({unheard}) AS unheard,
        (SELECT COUNT(*) FROM stopped_channels) AS stopped"
    );
    let statements = vec![
        statement(db, &figures, [("counted", COUNTED.into()), ("away", FAILURES_AWAY.into())])?,
        statement(db, "SELECT schedule, first_at, latest_at FROM runs", [])?,
        statement(db, "SELECT condition, level FROM alerts", [])?,
    ];
    let results = db.batch(statements).await?;
    let [figures, runs, stored] = &results[..] else { return Err(unreadable("figures")) };
    let bytes = figures.size_after().unwrap_or_default();
    let figures: Figures = figures.results()?.pop().ok_or_else(|| unreadable("figures"))?;
    let runs: Vec<RunRow> = runs.results()?;
    let of = |schedule: Schedule| {
        let row = runs.iter().find(|row| row.schedule == schedule.as_str());
        row.map(|row| Runs { first: row.first_at, latest: row.latest_at })
    };
    let observed = Observed {
        now,
        dead: figures.dead,
        failing: figures.failing,
        unscanned: if scans { figures.unscanned } else { 0 },
        stopped: figures.stopped,
        unheard: figures.unheard,
        often: of(Schedule::Often),
        hourly: of(Schedule::Hourly),
        bytes,
        limit,
    };
    Ok((observed, stored.results()?))
}

/// Records the end of a run without a failed job.
pub(crate) async fn ran(db: &Database, schedule: Schedule, now: Timestamp) -> Result<()> {
    let sql =
        "INSERT INTO runs (schedule, first_at, latest_at) VALUES (:schedule, :first_at, :latest_at)
               ON CONFLICT DO UPDATE SET latest_at = max(latest_at, excluded.latest_at)";
    let values = [
        ("schedule", schedule.as_str().into()),
        ("first_at", now.into()),
        ("latest_at", now.into()),
    ];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Stores changed levels. A change that another run has stored meanwhile keeps its time, so that
/// both runs tell the same.
pub(crate) async fn change(db: &Database, changes: &[Standing], now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO alerts (condition, level, changed_at)
               VALUES (:condition, :level, :changed_at)
               ON CONFLICT DO UPDATE SET level = excluded.level, changed_at = excluded.changed_at
               WHERE level <> excluded.level";
    let statements = changes.iter().map(|change| {
        let values = [
            ("condition", change.condition.as_str().into()),
            ("level", change.level.as_str().into()),
            ("changed_at", now.into()),
        ];
        statement(db, sql, values)
    });
    let statements = statements.collect::<Result<Vec<_>>>()?;
    if !statements.is_empty() {
        db.batch(statements).await?;
    }
    Ok(())
}

/// Returns the changes that the webhook hasn't taken yet.
pub(crate) async fn untold(db: &Database) -> Result<Vec<Untold>> {
    let sql = "SELECT condition, level, changed_at FROM alerts WHERE level <> told
               ORDER BY changed_at, condition";
    statement(db, sql, [])?.run().await?.results()
}

/// Records that the webhook has taken a change.
pub(crate) async fn told(db: &Database, change: &Untold) -> Result<()> {
    let sql = "UPDATE alerts SET told = :level WHERE condition = :condition";
    let values =
        [("condition", change.condition.as_str().into()), ("level", change.level.as_str().into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::FAILURES_AWAY;

    #[test]
    fn the_index_of_recordings_has_those_that_the_alert_counts() {
        let index = format!("WHERE state = 'waiting' AND failures >= {FAILURES_AWAY}");
        assert!(include_str!("../../schema.sql").contains(&index), "{index}");
    }
}
