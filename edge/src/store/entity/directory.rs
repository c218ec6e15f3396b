//! Entities, their services, and the origins whose pages may send to them.

use std::collections::BTreeMap;

use domain::{
    bilingual::Named,
    entity::announcement::Announcement,
    wire::{Directory, DirectoryEntity, DirectoryService},
};
use serde::Deserialize;

use crate::store::{D1Result, Database, Result, Statement, list, statement, unreadable};

#[derive(Deserialize)]
struct EntityRow {
    id: String,
    name_ar: String,
    name_en: String,
}

#[derive(Deserialize)]
struct OwnedOriginRow {
    origin: String,
    entity: String,
}

#[derive(Deserialize)]
struct ServiceRow {
    entity: String,
    id: String,
    parent: Option<String>,
    name_ar: String,
    name_en: String,
    asks_place: u8,
}

#[derive(Deserialize)]
struct OriginRow {
    origin: String,
}

/// The whole directory, and what belongs to each entity besides: registered origins, and the
/// announcements of known problems.
pub(crate) struct All {
    pub(crate) directory: Directory,
    /// Origins with their entities.
    pub(crate) origins: Vec<(String, String)>,
    pub(crate) announcements: BTreeMap<String, Vec<Announcement>>,
}

/// Reads the whole directory. Announcements that can't be read are left out.
pub(crate) async fn all(db: &Database) -> Result<All> {
    #[derive(Deserialize)]
    struct Row {
        entity: String,
        value: String,
    }
    let statements = vec![
        statement(db, "SELECT id, name_ar, name_en FROM entities ORDER BY id", [])?,
        statement(
            db,
            "SELECT entity, id, parent, name_ar, name_en, asks_place FROM services
             WHERE NOT retired ORDER BY entity, position",
            [],
        )?,
        statement(db, "SELECT origin, entity FROM origins ORDER BY entity, origin", [])?,
        statement(db, "SELECT entity, value FROM settings WHERE part = 'announcements'", [])?,
    ];
    let results = db.batch(statements).await?;
    let [named, services, origins, announcements] = &results[..] else {
        return Err(unreadable("entities"));
    };
    let announced = announcements.results::<Row>()?.into_iter();
    let announced =
        announced.filter_map(|row| Some((row.entity, serde_json::from_str(&row.value).ok()?)));
    let origins = origins.results::<OwnedOriginRow>()?.into_iter();
    let origins = origins.map(|row| (row.origin, row.entity)).collect();
    let directory = Directory { entities: entities(named, services)? };
    Ok(All { directory, origins, announcements: announced.collect() })
}

/// Returns the statements that read one entity, for a batch; [`entity_of`] reads their results.
pub(crate) fn entity_statements(db: &Database, id: &str) -> Result<[Statement; 2]> {
    Ok([
        statement(
            db,
            "SELECT id, name_ar, name_en FROM entities WHERE id = :id",
            [("id", id.into())],
        )?,
        statement(
            db,
            "SELECT entity, id, parent, name_ar, name_en, asks_place FROM services
             WHERE entity = :entity AND NOT retired ORDER BY position",
            [("entity", id.into())],
        )?,
    ])
}

/// Parses the results of [`entity_statements`].
pub(crate) fn entity_of(results: &[D1Result]) -> Result<Option<DirectoryEntity>> {
    let [entity, services, ..] = results else { return Ok(None) };
    Ok(entities(entity, services)?.pop())
}

/// Returns one entity with its services.
pub(crate) async fn entity(db: &Database, id: &str) -> Result<Option<DirectoryEntity>> {
    entity_of(&db.batch(entity_statements(db, id)?.into()).await?)
}

/// Returns the names of entities, and all services of one of them. Retired services are included,
/// since participations may name them.
pub(crate) async fn names(
    db: &Database,
    entities: &[&str],
    of: &str,
) -> Result<Vec<DirectoryEntity>> {
    let called = "SELECT e.id, e.name_ar, e.name_en FROM json_each(:entities) AS named
                  CROSS JOIN entities AS e ON e.id = named.value";
    let services = "SELECT entity, id, parent, name_ar, name_en, asks_place
                    FROM services WHERE entity = :entity ORDER BY position";
    let statements = vec![
        statement(db, called, [("entities", list(entities)?.into())])?,
        statement(db, services, [("entity", of.into())])?,
    ];
    let results = db.batch(statements).await?;
    let [called, services] = &results[..] else { return Err(unreadable("names")) };
    self::entities(called, services)
}

/// Returns the statement that reads an entity's origins, for a batch; [`origins_of`] reads its
/// result.
pub(crate) fn origins_statement(db: &Database, entity: &str) -> Result<Statement> {
    statement(db, "SELECT origin FROM origins WHERE entity = :entity", [("entity", entity.into())])
}

/// Parses the result of [`origins_statement`].
pub(crate) fn origins_of(result: &D1Result) -> Result<Vec<String>> {
    Ok(result.results::<OriginRow>()?.into_iter().map(|row| row.origin).collect())
}

/// Returns a statement that fails its batch unless one of these patterns is registered for the
/// entity. `patterns` is a JSON list.
pub(crate) fn require_origin(db: &Database, entity: &str, patterns: &str) -> Result<Statement> {
    let sql = "SELECT CASE WHEN EXISTS (SELECT 1 FROM origins WHERE entity = :entity
               AND origin IN (SELECT value FROM json_each(:patterns)))
                           THEN 1 ELSE json('not registered') END";
    statement(db, sql, [("entity", entity.into()), ("patterns", patterns.into())])
}

fn entities(entities: &D1Result, services: &D1Result) -> Result<Vec<DirectoryEntity>> {
    let services = services.results::<ServiceRow>()?;
    let entities = entities.results::<EntityRow>()?.into_iter().map(|row| DirectoryEntity {
        services: under(&services, &row.id, None),
        id: row.id,
        name: Named { ar: row.name_ar, en: row.name_en },
    });
    Ok(entities.collect())
}

/// Returns an entity's services under a main service, or its main services.
fn under(rows: &[ServiceRow], entity: &str, parent: Option<&str>) -> Vec<DirectoryService> {
    let here = rows.iter().filter(|row| row.entity == entity && row.parent.as_deref() == parent);
    here.map(|row| DirectoryService {
        id: row.id.clone(),
        name: Named { ar: row.name_ar.clone(), en: row.name_en.clone() },
        asks_place: row.asks_place == 1,
        // Nesting has one level: a service with a parent has no children.
        services: if parent.is_none() { under(rows, entity, Some(&row.id)) } else { Vec::new() },
    })
    .collect()
}
