//! Volumes: transactions of entities by month, and the complaints received in these months.

use domain::{
    Timestamp,
    figures::{tally::Span, volume::Volume},
    slug::Slug,
    staff::StaffId,
};
use serde::{Deserialize, Serialize};

use crate::store::{D1Result, Database, Result, Statement, list, statement, unreadable};

/// Transactions of an entity in a month, and its complaints.
pub(crate) struct Compared {
    pub(crate) entity: Slug,
    pub(crate) month: Span,
    pub(crate) transactions: u64,
    pub(crate) complaints: u64,
}

#[derive(Deserialize)]
struct Row {
    entity: Slug,
    month: String,
    transactions: u64,
    complaints: u64,
}

#[derive(Serialize)]
struct NewRow {
    month: String,
    transactions: u64,
}

/// Returns the statement that reads the volumes of months, of an entity or of all, with the
/// complaints received in them, for a batch. It reads these rows and no others.
pub(crate) fn compared(db: &Database, months: &[Span], entity: Option<&Slug>) -> Result<Statement> {
    let months: Vec<_> = months.iter().map(Span::to_string).collect();
    let months = list(&months)?;
    let select = "SELECT v.entity, v.month, v.transactions, coalesce(t.received, 0) AS complaints
                  FROM json_each(:months) m CROSS JOIN volumes v
                  LEFT JOIN tallies t ON t.dimension = '' AND t.period = v.month
                                     AND t.entity = v.entity AND t.kind = 'complaint'
                                     AND t.member = ''
                  WHERE v.month = m.value";
    match entity {
        Some(entity) => {
            let sql = [select, " AND v.entity = :entity"].concat();
            let values = [("months", months.into()), ("entity", entity.as_str().into())];
            statement(db, &sql, values)
        }
        None => statement(db, select, [("months", months.into())]),
    }
}

/// Parses what this statement has read.
pub(crate) fn compared_of(result: &D1Result) -> Result<Vec<Compared>> {
    let read = |Row { entity, month, transactions, complaints }| {
        let month = Span::parse(&month).ok_or_else(|| unreadable("a volume"))?;
        Ok(Compared { entity, month, transactions, complaints })
    };
    result.results::<Row>()?.into_iter().map(read).collect()
}

/// Writes the volumes of an entity: months that are there are replaced, and removed by a 0.
pub(crate) async fn write(
    db: &Database,
    entity: &Slug,
    volumes: &[Volume],
    by: &StaffId,
    now: Timestamp,
) -> Result<()> {
    let rows = volumes
        .iter()
        .map(|it| NewRow { month: it.month.to_string(), transactions: it.transactions });
    let rows = list(&rows.collect::<Vec<_>>())?;
    let enter = "INSERT INTO volumes (month, entity, transactions, entered_by, entered_at)
                 SELECT value ->> 'month', :entity, value ->> 'transactions', :by, :now
                 FROM json_each(:rows) WHERE value ->> 'transactions' > 0
                 ON CONFLICT DO UPDATE SET transactions = excluded.transactions,
                     entered_by = excluded.entered_by, entered_at = excluded.entered_at";
    let values = [
        ("rows", (&rows).into()),
        ("entity", entity.as_str().into()),
        ("by", by.as_str().into()),
        ("now", now.into()),
    ];
    let enter = statement(db, enter, values)?;
    let remove = "DELETE FROM volumes WHERE entity = :entity AND month IN (
                      SELECT value ->> 'month' FROM json_each(:rows)
                      WHERE value ->> 'transactions' = 0)";
    let values = [("rows", (&rows).into()), ("entity", entity.as_str().into())];
    db.batch(vec![enter, statement(db, remove, values)?]).await?;
    Ok(())
}
