//! Rising words: once a day the words of each entity that stand out among what it received lately.
//! Names are left out: those of authors are known by their blind index, those of staff are listed.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    search::rising::{EARLIER_DAYS, LATEST_DAYS, RisingWord, rising},
    slug::Slug,
};

use crate::{
    error::ApiError,
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
    for entity in &entities {
        let found = of_entity(app, &db, entity).await?;
        words::write(&db, entity, &day, &found).await?;
    }
    Ok(entities.len())
}

async fn of_entity(app: &App, db: &Database, entity: &Slug) -> Result<Vec<RisingWord>, ApiError> {
    let ago = |days: u16| {
        let seconds = app.now.as_second() - i64::from(days) * DAY;
        Timestamp::from_second(seconds).unwrap_or(Timestamp::MIN)
    };
    let (latest, earliest) = (ago(LATEST_DAYS), ago(LATEST_DAYS + EARLIER_DAYS));
    let now = words::texts(db, entity, [latest, app.now], TEXTS).await?;
    let before = words::texts(db, entity, [earliest, latest], TEXTS).await?;
    let mut found = rising(&now, &before);
    found.truncate(2 * WORDS);
    let names = names(app, db, &found).await?;
    found.retain(|it| !names.contains(&it.word));
    found.truncate(WORDS);
    Ok(found)
}

/// Returns the words that are part of the name of an author or of a member of staff.
async fn names(
    app: &App,
    db: &Database,
    found: &[RisingWord],
) -> Result<BTreeSet<String>, ApiError> {
    let typed: Vec<String> = found.iter().map(|it| it.word.clone()).collect();
    let blind = app.blind();
    let codes = typed.iter().flat_map(|word| blind.typed(word)).collect();
    let known = store::search::known(db, &codes).await?;
    let mut names: BTreeSet<String> = words::staff_names(db, &typed).await?.into_iter().collect();
    let is_name = |word: &&String| blind.typed(word).iter().any(|code| known.contains_key(code));
    names.extend(typed.iter().filter(is_name).cloned());
    Ok(names)
}
