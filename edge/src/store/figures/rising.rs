//! Rising words by entity, which a scheduled job counts once a day.

use std::{cmp::Reverse, collections::BTreeMap};

use domain::{Timestamp, search::rising::RisingWord, slug::Slug};
use serde::{Deserialize, Serialize};

use crate::store::{D1Result, Database, Result, Statement, list, lower_bound, statement};

/// Most words that a page shows.
const SHOWN: usize = 20;

/// Records the day of a count.
const COUNTED: &str = "INSERT INTO rising_days (entity, day) VALUES (:entity, :day)
                       ON CONFLICT DO UPDATE SET day = excluded.day";

#[derive(Deserialize)]
struct Row {
    word: String,
    now: u32,
    before: u32,
}

#[derive(Serialize)]
struct NewRow<'a> {
    word: &'a str,
    now: u32,
    before: u32,
}

/// Returns the entities whose words weren't counted on this day.
pub(crate) async fn uncounted(db: &Database, day: &str, at_most: u32) -> Result<Vec<Slug>> {
    #[derive(Deserialize)]
    struct Row {
        id: Slug,
    }
    let sql = "SELECT id FROM entities LEFT JOIN rising_days ON entity = id
               WHERE day IS NULL OR day < :day LIMIT :limit";
    let values = [("day", day.into()), ("limit", at_most.into())];
    let rows: Vec<Row> = statement(db, sql, values)?.run().await?.results()?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Returns texts that an entity received from one time to another, the latest first.
pub(crate) async fn texts(
    db: &Database,
    entity: &Slug,
    [from, until]: [Timestamp; 2],
    at_most: u32,
) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Row {
        text: String,
    }
    let sql = "SELECT text FROM participations INDEXED BY participations_by_receipt
               WHERE turn = :entity AND received_at >= :from AND received_at < :until
                     AND text IS NOT NULL AND is_test = 0
               ORDER BY received_at DESC LIMIT :limit";
    let values = [
        ("entity", entity.as_str().into()),
        ("from", lower_bound(from).into()),
        ("until", lower_bound(until).into()),
        ("limit", at_most.into()),
    ];
    let rows: Vec<Row> = statement(db, sql, values)?.run().await?.results()?;
    Ok(rows.into_iter().map(|row| row.text).collect())
}

/// Returns the names of staff.
pub(crate) async fn staff_names(db: &Database) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Row {
        name: String,
    }
    let rows: Vec<Row> = statement(db, "SELECT name FROM staff", [])?.run().await?.results()?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Leaves the words of an entity as they are on a day.
pub(crate) async fn put_off(db: &Database, entity: &Slug, day: &str) -> Result<()> {
    statement(db, COUNTED, [("entity", entity.as_str().into()), ("day", day.into())])?
        .run()
        .await?;
    Ok(())
}

/// Replaces the words of an entity.
pub(crate) async fn write(
    db: &Database,
    entity: &Slug,
    day: &str,
    words: &[RisingWord],
) -> Result<()> {
    let rows = words.iter().map(|it| NewRow { word: &it.word, now: it.now, before: it.before });
    let rows = list(&rows.collect::<Vec<_>>())?;
    let remove = "DELETE FROM rising_words WHERE entity = :entity";
    let insert = "INSERT INTO rising_words (entity, word, now, before)
                  SELECT :entity, value ->> 'word', value ->> 'now', value ->> 'before'
                  FROM json_each(:rows)";
    let entity = || entity.as_str().into();
    db.batch(vec![
        statement(db, remove, [("entity", entity())])?,
        statement(db, insert, [("entity", entity()), ("rows", rows.into())])?,
        statement(db, COUNTED, [("entity", entity()), ("day", day.into())])?,
    ])
    .await?;
    Ok(())
}

/// Returns the statement that reads the words of an entity, or of each, for a batch.
pub(crate) fn read(db: &Database, entity: Option<&Slug>) -> Result<Statement> {
    if let Some(entity) = entity {
        let sql = "SELECT word, now, before FROM rising_words WHERE entity = :entity";
        statement(db, sql, [("entity", entity.as_str().into())])
    } else {
        let sql = "SELECT word, now, before FROM entities e CROSS JOIN rising_words r
                       WHERE r.entity = e.id";
        statement(db, sql, [])
    }
}

/// Parses the words that this statement has read, the most frequent first. A word of several
/// entities is one.
pub(crate) fn read_of(result: &D1Result) -> Result<Vec<RisingWord>> {
    let mut words: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for Row { word, now, before } in result.results::<Row>()? {
        let sum = words.entry(word).or_default();
        *sum = (sum.0 + now, sum.1 + before);
    }
    let word = |(word, (now, before))| RisingWord { word, now, before };
    let mut words: Vec<RisingWord> = words.into_iter().map(word).collect();
    words.sort_by_key(|word| Reverse(word.now));
    words.truncate(SHOWN);
    Ok(words)
}
