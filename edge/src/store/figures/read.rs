//! Reading of tallies and measured times.

use domain::{
    figures::{
        contribution::Measure,
        counts::Counts,
        tally::{Span, TallyKey, TallyRow, TimesKey, TimesRow},
    },
    slug::Slug,
};

use crate::store::{D1Result, Database, Result, Statement, list, statement, unreadable};

/// Part of the tallies to read.
pub(crate) struct Wanted<'a> {
    /// Property that the cases are divided by, as `Slice::dimension` names it.
    pub(crate) dimension: &'a str,
    /// Periods.
    pub(crate) periods: &'a [Span],
    /// One entity, or all.
    pub(crate) entity: Option<&'a Slug>,
}

/// Returns the statement that reads tallies, for a batch. It reads the rows that it returns and no
/// others.
pub(crate) fn tallies(db: &Database, wanted: &Wanted<'_>) -> Result<Statement> {
    let periods: Vec<_> = wanted.periods.iter().map(Span::to_string).collect();
    let periods = list(&periods)?;
    let dimension = wanted.dimension;
    match wanted.entity {
        Some(entity) => statement(
            db,
            "SELECT t.* FROM json_each(:periods) p CROSS JOIN tallies t
             WHERE t.dimension = :dimension AND t.period = p.value AND t.entity = :entity",
            [
                ("periods", (&periods).into()),
                ("dimension", dimension.into()),
                ("entity", entity.as_str().into()),
            ],
        ),
        None => statement(
            db,
            "SELECT t.* FROM json_each(:periods) p CROSS JOIN tallies t
             WHERE t.dimension = :dimension AND t.period = p.value",
            [("periods", (&periods).into()), ("dimension", dimension.into())],
        ),
    }
}

/// Parses the tallies that a statement has read.
pub(crate) fn tallies_of(result: &D1Result) -> Result<Vec<(TallyKey, Counts)>> {
    let rows = result.results::<TallyRow>()?.into_iter().map(TallyRow::read);
    rows.collect::<Option<_>>().ok_or_else(|| unreadable("a tally"))
}

/// Returns the statement that reads measured times of one entity or of all together, for a batch.
pub(crate) fn times(db: &Database, months: &[Span], entity: Option<&Slug>) -> Result<Statement> {
    let months: Vec<_> = months.iter().map(Span::to_string).collect();
    let measures = Measure::ALL.map(Measure::as_str);
    statement(
        db,
        "SELECT t.* FROM json_each(:measures) m CROSS JOIN json_each(:months) p
         CROSS JOIN json_each('[\"suggestion\", \"observation\", \"complaint\"]') k
         CROSS JOIN measured_times t
         WHERE t.measure = m.value AND t.month = p.value AND t.kind = k.value
               AND t.entity = :entity",
        [
            ("measures", list(&measures)?.into()),
            ("months", list(&months)?.into()),
            ("entity", entity.map_or("", Slug::as_str).into()),
        ],
    )
}

/// Parses the measured times that a statement has read.
pub(crate) fn times_of(result: &D1Result) -> Result<Vec<(TimesKey, i64)>> {
    let rows = result.results::<TimesRow>()?.into_iter().map(TimesRow::read);
    rows.collect::<Option<_>>().ok_or_else(|| unreadable("a measured time"))
}

/// Open cases of an entity that are overdue, and actions whose deadline has passed.
#[derive(serde::Deserialize)]
pub(crate) struct Overdue {
    pub(crate) entity: Slug,
    /// Open cases past their due time.
    pub(crate) cases: u32,
    /// Due time of the oldest of them.
    pub(crate) oldest: Option<domain::Timestamp>,
}

/// Returns the statement that counts what is overdue now, by the entity that has custody, for a
/// batch. It reads the overdue cases and no others.
pub(crate) fn overdue(
    db: &Database,
    entity: Option<&Slug>,
    now: domain::Timestamp,
) -> Result<Statement> {
    match entity {
        Some(entity) => statement(
            db,
            "SELECT turn AS entity, COUNT(*) AS cases, MIN(due_at) AS oldest
             FROM participations INDEXED BY participations_by_place
             WHERE turn = :entity AND place < :now GROUP BY turn",
            [("entity", entity.as_str().into()), ("now", now.into())],
        ),
        None => statement(
            db,
            "SELECT turn AS entity, COUNT(*) AS cases, MIN(due_at) AS oldest
             FROM entities e CROSS JOIN participations INDEXED BY participations_by_place
             WHERE turn = e.id AND place < :now GROUP BY e.id",
            [("now", now.into())],
        ),
    }
}

/// Returns the statement that counts the cases with a corrective or preventive action past its
/// deadline, by the entity that has custody, for a batch. `today` is a civil date.
pub(crate) fn overdue_actions(db: &Database, today: &str) -> Result<Statement> {
    statement(
        db,
        "SELECT turn AS entity, COUNT(*) AS cases, NULL AS oldest
         FROM entities e CROSS JOIN participations INDEXED BY participations_by_action
         WHERE turn = e.id AND action_due < :today GROUP BY e.id",
        [("today", today.into())],
    )
}
