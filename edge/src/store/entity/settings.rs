//! Settings of the entities, and the history of their changes.

use domain::{
    Timestamp,
    bilingual::Named,
    entity::{
        change,
        criteria::NamedCriteria,
        policy::{EntityPolicies, EntityPolicy},
        service::Service,
        settings::{Part, Setting},
    },
    slug::Slug,
    staff::StaffId,
    wire::console::{Settings, SettingsEvent, SettingsHistory, Versioned},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::store::{
    D1Result, Database, Result, Statement, entity::directory, list, statement, unreadable,
};

#[derive(Deserialize)]
struct EntityRow {
    name_ar: String,
    name_en: String,
    retention_days: u32,
}

#[derive(Deserialize)]
struct ServiceRow {
    id: Slug,
    parent: Option<Slug>,
    name_ar: String,
    name_en: String,
    asks_place: u8,
    retired: u8,
}

#[derive(Deserialize)]
struct PartRow {
    part: String,
    version: u32,
    value: Option<String>,
}

/// Parts that are stored as JSON, and the version of every part.
struct Parts(Vec<PartRow>);

impl Parts {
    fn version(&self, part: Part) -> u32 {
        self.row(part).map_or(0, |row| row.version)
    }

    /// Parses a stored part, or returns the default if the entity has not set it. The default also
    /// stands for an unreadable part, since it is in force then, and can be replaced.
    fn versioned<T: DeserializeOwned>(&self, part: Part, default: T) -> Versioned<T> {
        let stored = self.row(part).and_then(|row| row.value.as_deref());
        let value = stored.and_then(|json| serde_json::from_str(json).ok()).unwrap_or(default);
        Versioned { version: self.version(part), value }
    }

    fn row(&self, part: Part) -> Option<&PartRow> {
        self.0.iter().find(|row| row.part == part.as_str())
    }
}

/// Returns all settings of an entity; `common` fills in those that it hasn't set.
pub(crate) async fn read(
    db: &Database,
    entity: &Slug,
    common: EntityPolicy,
) -> Result<Option<Settings>> {
    let id = || entity.as_str().into();
    let statements = vec![
        statement(
            db,
            "SELECT name_ar, name_en, retention_days FROM entities WHERE id = :entity",
            [("entity", id())],
        )?,
        statement(
            db,
            "SELECT id, parent, name_ar, name_en, asks_place, retired FROM services
             WHERE entity = :entity ORDER BY position",
            [("entity", id())],
        )?,
        directory::origins_statement(db, entity.as_str())?,
        statement(
            db,
            "SELECT part, version, value FROM settings WHERE entity = :entity",
            [("entity", id())],
        )?,
    ];
    let results = db.batch(statements).await?;
    let [row, services, origins, parts] = &results[..] else { return Err(unreadable("settings")) };
    let Some(row) = row.results::<EntityRow>()?.pop() else { return Ok(None) };
    let parts = Parts(parts.results()?);
    let kept = |part| parts.version(part);
    Ok(Some(Settings {
        entity: entity.clone(),
        name: Named { ar: row.name_ar, en: row.name_en },
        services: Versioned { version: kept(Part::Services), value: services_of(services)? },
        agreements: parts.versioned(Part::Agreements, common.agreements),
        calendar: parts.versioned(Part::Calendar, common.calendar),
        templates: parts.versioned(Part::Templates, Vec::new()),
        criteria: parts.versioned(
            Part::Criteria,
            NamedCriteria { criteria: common.criteria, names: common.criteria_names },
        ),
        origins: Versioned { version: kept(Part::Origins), value: directory::origins_of(origins)? },
        retention: Versioned { version: kept(Part::Retention), value: row.retention_days },
        announcements: parts.versioned(Part::Announcements, Vec::new()),
        transcription: parts.versioned(Part::Transcription, false),
        transcriber: None,
        may_change: false,
        may_announce: false,
    }))
}

fn services_of(result: &D1Result) -> Result<Vec<Service>> {
    let service = |row: ServiceRow| Service {
        id: row.id,
        parent: row.parent,
        name: Named { ar: row.name_ar, en: row.name_en },
        asks_place: row.asks_place == 1,
        retired: row.retired == 1,
    };
    Ok(result.results::<ServiceRow>()?.into_iter().map(service).collect())
}

/// Returns the names of the entities that have machine transcripts on.
pub(crate) async fn transcribing(db: &Database) -> Result<Vec<Named>> {
    #[derive(Deserialize)]
    struct Row {
        name_ar: String,
        name_en: String,
    }
    let sql = "SELECT name_ar, name_en FROM settings CROSS JOIN entities ON id = entity
               WHERE part = 'transcription' AND value = 'true' ORDER BY entity";
    let rows = statement(db, sql, [])?.run().await?.results::<Row>()?;
    Ok(rows.into_iter().map(|row| Named { ar: row.name_ar, en: row.name_en }).collect())
}

/// Returns the policies of all entities, and the parts that couldn't be read, by entity; `common`
/// fills in the parts that an entity hasn't set.
pub(crate) async fn charters(
    db: &Database,
    common: EntityPolicy,
) -> Result<(EntityPolicies, Vec<String>)> {
    #[derive(Deserialize)]
    struct Row {
        entity: String,
        part: String,
        value: Option<String>,
    }
    let sql = "SELECT entity, part, value FROM settings
               WHERE part IN ('agreements', 'calendar', 'criteria')
               ORDER BY entity";
    let rows = statement(db, sql, [])?.run().await?.results::<Row>()?;
    let (mut policies, mut unreadable) = (EntityPolicies::new(common), Vec::new());
    for Row { entity, part, value } in rows {
        let known = Part::ALL.into_iter().find(|known| known.as_str() == part);
        let set = Slug::parse(&entity).ok().zip(known).map(|(entity, known)| {
            policies.set(entity, known, value.as_deref().unwrap_or_default())
        });
        if !matches!(set, Some(Ok(()))) {
            unreadable.push(format!("{part} of {entity}"));
        }
    }
    Ok((policies, unreadable))
}

/// Change of a setting, as the history records it.
pub(crate) struct Change<'a> {
    /// Entity; `None` for what is set for all entities.
    pub(crate) entity: Option<&'a Slug>,
    pub(crate) part: Part,
    pub(crate) at: Timestamp,
    pub(crate) by: &'a StaffId,
    pub(crate) before: &'a Value,
    pub(crate) after: &'a Value,
}

/// Returns the statement that records a change.
pub(crate) fn record(db: &Database, change: &Change<'_>) -> Result<Statement> {
    let sql = "INSERT INTO settings_events (entity, part, at, staff, before, after)
               VALUES (:entity, :part, :at, :staff, :before, :after)";
    let values = [
        ("entity", change.entity.map(Slug::as_str).into()),
        ("part", change.part.as_str().into()),
        ("at", change.at.into()),
        ("staff", change.by.as_str().into()),
        ("before", change.before.to_string().into()),
        ("after", change.after.to_string().into()),
    ];
    statement(db, sql, values)
}

/// Returns the statements that replace a part. If its version isn't `version` any more, NOT NULL
/// fails and the batch with it.
pub(crate) fn replace(
    db: &Database,
    entity: &Slug,
    setting: &Setting,
    part: Part,
    version: u32,
) -> Result<Vec<Statement>> {
    let sql = "INSERT INTO settings (part, entity, version, value)
               SELECT :part, :entity,
                      CASE WHEN coalesce(max(version), 0) = :version THEN :version + 1 END, :value
               FROM settings WHERE part = :part AND entity = :entity
               ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value";
    let json = match setting {
        Setting::Services(_) | Setting::Origins(_) | Setting::Retention(_) => None,
        other => Some(list_of(other)?),
    };
    let mut statements = vec![statement(
        db,
        sql,
        [
            ("part", part.as_str().into()),
            ("entity", entity.as_str().into()),
            ("version", version.into()),
            ("value", json.into()),
        ],
    )?];
    let id = || entity.as_str().into();
    match setting {
        Setting::Services(services) => statements.extend(replace_services(db, entity, services)?),
        Setting::Origins(origins) => {
            statements.push(statement(
                db,
                "DELETE FROM origins WHERE entity = :entity",
                [("entity", id())],
            )?);
            let sql = "INSERT INTO origins (entity, origin)
                       SELECT :entity, value FROM json_each(:origins)";
            statements.push(statement(
                db,
                sql,
                [("entity", id()), ("origins", list(origins)?.into())],
            )?);
        }
        Setting::Retention(days) => {
            statements.push(statement(
                db,
                "UPDATE entities SET retention_days = :days WHERE id = :entity",
                [("entity", id()), ("days", (*days).into())],
            )?);
        }
        _ => {}
    }
    Ok(statements)
}

/// Returns the statement that replaces the services. Main services are written first, since the
/// others refer to them.
fn replace_services(db: &Database, entity: &Slug, services: &[Service]) -> Result<[Statement; 1]> {
    let sql =
        "INSERT INTO services (entity, id, parent, position, name_ar, name_en, asks_place, retired)
               SELECT :entity, value ->> 'id', value ->> 'parent', key + 1,
                      value -> 'name' ->> 'ar', value -> 'name' ->> 'en',
                      coalesce(value ->> 'asks_place', 0), value ->> 'retired'
               FROM json_each(:services) WHERE true ORDER BY value ->> 'parent' IS NOT NULL
               ON CONFLICT DO UPDATE SET parent = excluded.parent, position = excluded.position,
                                         name_ar = excluded.name_ar, name_en = excluded.name_en,
                                         asks_place = excluded.asks_place,
                                         retired = excluded.retired";
    Ok([statement(
        db,
        sql,
        [("entity", entity.as_str().into()), ("services", list(services)?.into())],
    )?])
}

fn list_of(setting: &Setting) -> Result<String> {
    serde_json::to_string(setting).map_err(|_| unreadable("a setting"))
}

/// Returns the latest changes of an entity, or those that concern all entities.
pub(crate) async fn history(db: &Database, entity: Option<&Slug>) -> Result<SettingsHistory> {
    #[derive(Deserialize)]
    struct Row {
        at: Timestamp,
        staff: StaffId,
        name: String,
        part: Part,
        before: String,
        after: String,
    }
    // The history of staff holds ids alone; the names are those of today.
    let named = |value: &str| {
        format!(
            "CASE WHEN part = 'people' AND json_type({value}) = 'object'
                  THEN json_set({value}, '$.name', coalesce(
                      (SELECT name FROM introductions
                       WHERE staff = {value} ->> 'id' AND entity = settings_events.entity),
                      (SELECT name FROM staff WHERE id = {value} ->> 'id')))
                  ELSE {value} END AS {value}"
        )
    };
    let sql = format!(
        "SELECT at, settings_events.staff, staff.name, part, {}, {}
         FROM settings_events JOIN staff ON staff.id = settings_events.staff
         WHERE entity IS :entity
         ORDER BY settings_events.id DESC LIMIT 100",
        named("before"),
        named("after")
    );
    let rows = statement(db, &sql, [("entity", entity.map(Slug::as_str).into())])?
        .run()
        .await?
        .results::<Row>()?;
    let json =
        |text: &str| serde_json::from_str(text).map_err(|_| unreadable("a change of settings"));
    let event = |row: Row| {
        let (before, after) = (json(&row.before)?, json(&row.after)?);
        Ok(SettingsEvent {
            at: row.at,
            by: row.staff,
            name: row.name,
            part: row.part,
            changes: change::between(row.part, &before, &after),
            before,
            after,
        })
    };
    Ok(SettingsHistory { events: rows.into_iter().map(event).collect::<Result<_>>()? })
}
