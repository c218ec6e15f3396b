//! Past cases that an entity imports.

use domain::{
    Timestamp,
    case::{Case, event::Event, queue_order, receipt::Participation},
    intake::kind::Mood,
    reference::Reference,
};
use serde::Deserialize;
use serde_json::json;

use crate::store::{
    Database, Result, Statement,
    case::events::{self, Entry},
    intake::participations,
    list, search, statement,
};

/// Returns those of the references that are taken.
pub(crate) async fn there(db: &Database, references: &[Reference]) -> Result<Vec<Reference>> {
    #[derive(Deserialize)]
    struct Row {
        reference: Reference,
    }
    let digits: Vec<_> = references.iter().map(Reference::digits).collect();
    let sql = "SELECT reference FROM json_each(:references)
               CROSS JOIN participations ON reference = value";
    let rows = statement(db, sql, [("references", list(&digits)?.into())])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.reference).collect())
}

/// Returns the statements that insert past cases, for a batch. `ended` is the time at which each
/// one ended, from which its retention counts.
pub(crate) fn insert(
    db: &Database,
    cases: &[(Participation, Event, Case, Timestamp)],
) -> Result<Vec<Statement>> {
    let mut statements = Vec::new();
    let (mut entries, mut settled) = (Vec::new(), Vec::new());
    for (new, first, case, ended) in cases {
        statements.push(participations::insert(db, new, first, [None, None])?);
        statements.push(search::insert_new(db, new, String::new())?);
        entries.push(Entry::imported(first, case, &new.facts()));
        settled.push(json!({
            "reference": new.reference.digits(),
            "place": queue_order::place(case, None, new.due.resolution, *ended),
            "updated_at": ended,
            "rating": case.rating.map(Mood::as_str),
        }));
    }
    let ended = "UPDATE participations
                 SET place = value ->> 'place', due_at = NULL, rating = value ->> 'rating',
                     updated_at = value ->> 'updated_at'
                 FROM json_each(:cases) WHERE reference = value ->> 'reference'";
    statements.push(statement(db, ended, [("cases", list(&settled)?.into())])?);
    statements.extend(events::insert(db, &entries)?);
    Ok(statements)
}
