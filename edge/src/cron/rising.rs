//! Rising words: once a day the words of each entity that stand out among what it received lately.
//! Names are left out: those of authors are known by their blind index, those of staff are listed.

use domain::{
    Timestamp,
    search::{
        matches_names,
        rising::{EARLIER_DAYS, LATEST_DAYS, RisingWord, rising},
    },
    slug::Slug,
};

use crate::{
    error::ApiError,
    middleware::access_log,
    state::App,
    store::{self, Database, figures::rising as words},
};

/// Entities in one run. The job runs every hour, so that all are counted each day.
const ENTITIES: u32 = 8;

/// Most texts of each time that are read.
const TEXTS: u32 = 500;

/// Most words that are kept for an entity.
const WORDS: usize = 20;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Counts the words of some entities that weren't counted today.
pub(crate) async fn count(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let day = app.calendar().local(app.now).date().to_string();
    let entities = words::uncounted(&db, &day, ENTITIES).await?;
    if entities.is_empty() {
        return Ok(0);
    }
    let staff = words::staff_names(&db).await?;
    let staff: Vec<&str> = staff.iter().map(String::as_str).collect();
    let mut counted = 0;
    for entity in &entities {
        let outcome = match of_entity(app, &db, entity, &staff).await {
            Ok(found) => words::write(&db, entity, &day, &found).await.map_err(ApiError::from),
            Err(error) => Err(error),
        };
        match outcome {
            Ok(()) => counted += 1,
            Err(error) => {
                access_log::failed(&format!("rising words of {entity}"), &error);
                // It keeps its words until tomorrow, and its place isn't taken from another.
                words::put_off(&db, entity, &day).await?;
            }
        }
    }
    Ok(counted)
}

/// Returns the words of an entity that rise and are no names.
async fn of_entity(
    app: &App,
    db: &Database,
    entity: &Slug,
    staff: &[&str],
) -> Result<Vec<RisingWord>, ApiError> {
    let ago = |days: u16| {
        let seconds = app.now.as_second() - i64::from(days) * DAY;
        Timestamp::from_second(seconds).unwrap_or(Timestamp::MIN)
    };
    let (latest, earliest) = (ago(LATEST_DAYS), ago(LATEST_DAYS + EARLIER_DAYS));
    let now = words::texts(db, entity, [latest, app.now], TEXTS).await?;
    let before = words::texts(db, entity, [earliest, latest], TEXTS).await?;
    let mut found = rising(&now, &before);
    found.truncate(2 * WORDS);
    let blind = app.blind();
    let codes = found.iter().flat_map(|it| blind.typed(&it.word)).collect();
    let authors = store::search::known(db, &codes).await?;
    found.retain(|it| !blind.typed(&it.word).iter().any(|code| authors.contains_key(code)));
    Ok(kept(found, staff))
}

/// Returns the words that are kept: the most frequent ones that are in no name of staff.
fn kept(mut found: Vec<RisingWord>, staff: &[&str]) -> Vec<RisingWord> {
    found.retain(|it| !matches_names(&it.word, staff));
    found.truncate(WORDS);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_staff_are_left_out_in_each_spelling_and_other_words_are_not() {
        let word = |word: &str| RisingWord { word: word.to_owned(), now: 9, before: 1 };
        let found = ["هاشمي", "سلمي", "salma", "بلدية", "art", "lift"].map(word);
        let kept = kept(found.into(), &["سلمى الهاشمي", "Salma Martin"]);
        let kept: Vec<_> = kept.iter().map(|it| &*it.word).collect();
        assert_eq!(kept, ["بلدية", "art", "lift"]);
    }
}
