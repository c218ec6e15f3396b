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

/// Entities whose tallies are read.
#[derive(Clone, Copy)]
pub(crate) enum Of<'a> {
    /// Each entity.
    Each,
    /// One entity.
    One(&'a Slug),
    /// All entities together.
    All,
}

/// Part of the tallies to read.
pub(crate) struct Wanted<'a> {
    /// Property that the cases are divided by, as `Slice::dimension` names it.
    pub(crate) dimension: &'a str,
    /// Periods.
    pub(crate) periods: &'a [Span],
    /// Entities.
    pub(crate) of: Of<'a>,
}

impl<'a> Of<'a> {
    /// Returns one entity, or each.
    pub(crate) fn entity(entity: Option<&'a Slug>) -> Self {
        entity.map_or(Self::Each, Self::One)
    }

    /// Returns the entity in the store; `None` for each.
    fn name(self) -> Option<&'a str> {
        match self {
            Self::Each => None,
            Self::One(entity) => Some(entity.as_str()),
            Self::All => Some(""),
        }
    }
}

/// Returns the statement that reads tallies, for a batch. It reads the rows that it returns and no
/// others.
pub(crate) fn tallies(db: &Database, wanted: &Wanted<'_>) -> Result<Statement> {
    let periods: Vec<_> = wanted.periods.iter().map(Span::to_string).collect();
    let periods = list(&periods)?;
    let dimension = wanted.dimension;
    match wanted.of.name() {
        Some(entity) => statement(
            db,
            "SELECT t.* FROM json_each(:periods) p CROSS JOIN tallies t
             WHERE t.dimension = :dimension AND t.period = p.value AND t.entity = :entity",
            [
                ("periods", (&periods).into()),
                ("dimension", dimension.into()),
                ("entity", entity.into()),
            ],
        ),
        None => statement(
            db,
            "SELECT t.* FROM json_each(:periods) p CROSS JOIN tallies t
             WHERE t.dimension = :dimension AND t.period = p.value AND t.entity > ''",
            [("periods", (&periods).into()), ("dimension", dimension.into())],
        ),
    }
}

/// Returns the statement that reads the tallies of the first months that have any, for a batch:
/// as many as `count`. `months` is a long time that ends before the present month.
pub(crate) fn first_months(
    db: &Database,
    dimension: &str,
    entity: Option<&Slug>,
    (months, count): (&[Span], u32),
) -> Result<Statement> {
    let months: Vec<_> = months.iter().map(Span::to_string).collect();
    let sql = "SELECT t.* FROM json_each(:months) p CROSS JOIN tallies t
               WHERE t.dimension = :dimension AND t.period = p.value AND t.entity = :entity
                     AND p.key BETWEEN :first AND :first + :count - 1";
    let first = "(SELECT f.key FROM json_each(:months) f
                  WHERE EXISTS (SELECT 1 FROM tallies k
                                WHERE k.dimension = :dimension AND k.period = f.value
                                      AND k.entity = :entity)
                  LIMIT 1)";
    let values = [
        ("months", list(&months)?.into()),
        ("dimension", dimension.into()),
        ("entity", entity.map_or("", Slug::as_str).into()),
        ("count", count.into()),
    ];
    statement(db, &sql.replace(":first", first), values)
}

/// Parses the tallies that a statement has read.
pub(crate) fn tallies_of(result: &D1Result) -> Result<Vec<(TallyKey, Counts)>> {
    let rows = result.results::<TallyRow>()?.into_iter().map(TallyRow::read);
    rows.collect::<Option<_>>().ok_or_else(|| unreadable("a tally"))
}

/// Returns the statement that reads measured times of one entity or of all together, for a batch.
pub(crate) fn times(
    db: &Database,
    measures: &[Measure],
    periods: &[Span],
    entity: Option<&Slug>,
) -> Result<Statement> {
    let periods: Vec<_> = periods.iter().map(Span::to_string).collect();
    let measures: Vec<_> = measures.iter().map(|measure| measure.as_str()).collect();
    statement(
        db,
        "SELECT t.* FROM json_each(:measures) m CROSS JOIN json_each(:periods) p
         CROSS JOIN json_each('[\"suggestion\", \"observation\", \"complaint\"]') k
         CROSS JOIN measured_times t
         WHERE t.measure = m.value AND t.month = p.value AND t.kind = k.value
               AND t.entity = :entity",
        [
            ("measures", list(&measures)?.into()),
            ("periods", list(&periods)?.into()),
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
pub(crate) fn overdue_actions(
    db: &Database,
    entity: Option<&Slug>,
    today: &str,
) -> Result<Statement> {
    match entity {
        Some(entity) => statement(
            db,
            "SELECT turn AS entity, COUNT(*) AS cases, NULL AS oldest
             FROM participations INDEXED BY participations_by_action
             WHERE turn = :entity AND action_due < :today GROUP BY turn",
            [("entity", entity.as_str().into()), ("today", today.into())],
        ),
        None => statement(
            db,
            "SELECT turn AS entity, COUNT(*) AS cases, NULL AS oldest
             FROM entities e CROSS JOIN participations INDEXED BY participations_by_action
             WHERE turn = e.id AND action_due < :today GROUP BY e.id",
            [("today", today.into())],
        ),
    }
}
