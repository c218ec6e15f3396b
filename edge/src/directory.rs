//! Directory that visitors see: all entities with their services, and the registered origins.
//!
//! Every visit needs it and it hardly ever changes, so it's read from D1 at most once a minute for
//! a data centre: from there it comes from the isolate's memory or from the platform's cache. Where
//! the platform caches nothing, D1 answers. Whoever changes settings renews it by [`renew`], and
//! their browser names the time of the change (`request::freshness`), so that they see it at once,
//! whichever isolate answers.

use std::{collections::BTreeMap, rc::Rc};

use domain::{
    Timestamp,
    entity::announcement::Announcement,
    wire::{Directory, DirectoryEntity},
};
use serde::{Deserialize, Serialize};

use crate::{
    error::ApiError,
    platform::{cached::Cached, edge_cache},
    state::App,
    store::{self, entity::directory::All},
};

/// Time to live, in seconds. With the four minutes for which browsers keep an answer, a change
/// shows everywhere within five.
const AGE: i64 = 60;

/// Version of [`Snapshot`]'s JSON. An older one in the cache isn't looked at.
const SHAPE: u8 = 2;

thread_local! {
    static SNAPSHOT: Cached<Snapshot> = const { Cached::new() };
}

/// Directory and origins at one moment.
#[derive(Serialize, Deserialize)]
pub(crate) struct Snapshot {
    read_at: Timestamp,
    pub(crate) directory: Directory,
    /// Origins with their entity.
    origins: Vec<(String, String)>,
    /// Announcements of known problems, by entity.
    announcements: BTreeMap<String, Vec<Announcement>>,
}

impl Snapshot {
    /// Returns an entity.
    pub(crate) fn entity(&self, id: &str) -> Option<&DirectoryEntity> {
        self.directory.entity(id)
    }

    /// Returns the registered patterns of all entities.
    pub(crate) fn origins(&self) -> impl Iterator<Item = &str> {
        self.origins.iter().map(|(origin, _)| origin.as_str())
    }

    /// Returns the patterns that an entity has registered.
    pub(crate) fn origins_of(&self, entity: &str) -> Vec<&str> {
        let of = self.origins.iter().filter(|(_, owner)| owner == entity);
        of.map(|(origin, _)| origin.as_str()).collect()
    }

    /// Returns the announcements that visitors of an entity's form see now.
    fn announced(&self, entity: &str, now: Timestamp) -> Vec<Announcement> {
        let all = self.announcements.get(entity).into_iter().flatten();
        all.filter(|announcement| announcement.is_shown(now)).cloned().collect()
    }

    /// Returns the entity that alone has registered a pattern; `None` if several have.
    pub(crate) fn only_entity_at(&self, pattern: &str) -> Option<&str> {
        let mut owners = self.origins.iter().filter(|(origin, _)| origin == pattern);
        let (_, owner) = owners.next()?;
        owners.next().is_none().then_some(owner)
    }

    /// Returns whether the snapshot is still good for a reader who knows of a change.
    fn is_good(&self, now: Timestamp, changed: Option<Timestamp>) -> bool {
        let age = now.as_second() - self.read_at.as_second();
        (0..AGE).contains(&age) && changed.is_none_or(|changed| self.read_at >= changed)
    }
}

/// Returns the directory, read after `changed` if the reader knows of a change.
pub(crate) async fn current(
    app: &App,
    changed: Option<Timestamp>,
) -> Result<Rc<Snapshot>, ApiError> {
    let kept = SNAPSHOT.with(|cache| cache.get(app.now, AGE));
    if let Some(kept) = kept.filter(|kept| kept.is_good(app.now, changed)) {
        return Ok(kept);
    }
    let cached = edge_cache::get(&key(app)).await;
    let cached = cached.and_then(|text| serde_json::from_str::<Snapshot>(&text).ok());
    if let Some(cached) = cached.filter(|cached| cached.is_good(app.now, changed)) {
        return Ok(SNAPSHOT.with(|cache| cache.set(cached.read_at, cached)));
    }
    let (snapshot, text) = read(app, changed.is_none()).await?;
    let key = key(app);
    app.in_background(async move { edge_cache::put(&key, &text, AGE).await }).await;
    Ok(snapshot)
}

/// Returns an entity of the directory. An entity that isn't in it yet is looked up.
pub(crate) async fn entity(
    app: &App,
    id: &str,
    changed: Option<Timestamp>,
) -> Result<DirectoryEntity, ApiError> {
    if let Some(entity) = current(app, changed).await?.entity(id) {
        return Ok(entity.clone());
    }
    store::entity::directory::entity(&app.db()?, id).await?.ok_or(ApiError::NotFound)
}

/// Returns the announcements that visitors of an entity's form see.
pub(crate) async fn announced(
    app: &App,
    entity: &str,
    changed: Option<Timestamp>,
) -> Result<Vec<Announcement>, ApiError> {
    Ok(current(app, changed).await?.announced(entity, app.now))
}

/// Reads the directory again after a change, for this data centre.
pub(crate) async fn renew(app: &App) -> Result<(), ApiError> {
    let (_, text) = read(app, false).await?;
    edge_cache::put(&key(app), &text, AGE).await;
    Ok(())
}

/// Reads the directory from D1, into the isolate's memory and as JSON.
async fn read(app: &App, may_be_old: bool) -> Result<(Rc<Snapshot>, String), ApiError> {
    let db = if may_be_old { app.db()?.any_replica() } else { app.db()? };
    let All { directory, origins, announcements } = store::entity::directory::all(&db).await?;
    let snapshot = Snapshot { read_at: app.now, directory, origins, announcements };
    let text = serde_json::to_string(&snapshot)?;
    Ok((SNAPSHOT.with(|cache| cache.set(app.now, snapshot)), text))
}

fn key(app: &App) -> String {
    format!("{}/.cache/directory/{SHAPE}", app.config.base_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn snapshot() -> Snapshot {
        let origins = [
            ("https://a.example", "rta"),
            ("https://b.example", "rta"),
            ("https://b.example", "dm"),
        ];
        Snapshot {
            read_at: at(100),
            directory: Directory { entities: Vec::new() },
            origins: origins.map(|(origin, owner)| (origin.to_owned(), owner.to_owned())).into(),
            announcements: BTreeMap::new(),
        }
    }

    #[test]
    fn a_snapshot_is_good_for_a_minute_and_not_after_a_change_that_the_reader_knows_of() {
        let snapshot = snapshot();
        assert!(snapshot.is_good(at(100), None) && snapshot.is_good(at(100 + AGE - 1), None));
        assert!(!snapshot.is_good(at(100 + AGE), None) && !snapshot.is_good(at(99), None));
        assert!(snapshot.is_good(at(110), Some(at(100))));
        assert!(!snapshot.is_good(at(110), Some(at(101))));
    }

    #[test]
    fn an_origin_leads_to_its_entity_if_it_has_one_alone() {
        let snapshot = snapshot();
        assert_eq!(snapshot.only_entity_at("https://a.example"), Some("rta"));
        assert_eq!(snapshot.only_entity_at("https://b.example"), None);
        assert_eq!(snapshot.only_entity_at("https://c.example"), None);
        assert_eq!(snapshot.origins_of("dm"), ["https://b.example"]);
        assert_eq!(snapshot.origins().count(), 3);
    }

    #[test]
    fn an_announcement_shows_at_its_entity_until_it_ends() {
        let text = domain::bilingual::Named { ar: "عطل".to_owned(), en: "Down".to_owned() };
        let one = |until| Announcement { service: None, text: text.clone(), until: at(until) };
        let announcements = [("rta".to_owned(), vec![one(150), one(120)])].into();
        let snapshot = Snapshot { announcements, ..snapshot() };
        assert_eq!(snapshot.announced("rta", at(119)).len(), 2);
        assert_eq!(snapshot.announced("rta", at(120)), [one(150)]);
        assert!(snapshot.announced("rta", at(150)).is_empty());
        assert!(snapshot.announced("dm", at(100)).is_empty());
    }
}
