//! Updates of staff that wait for a second person.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    access::staff_update::StaffUpdate,
    slug::Slug,
    staff::{Role, StaffId},
};
use serde::{Deserialize, Serialize};

use crate::store::{Database, Result, Statement, statement, unreadable};

/// Update that waits.
pub(crate) struct StaffRequest {
    pub(crate) id: String,
    /// Person to update; the id that a new person will have.
    pub(crate) staff: StaffId,
    /// Entity whose roles are set; `None` for the roles at all entities.
    pub(crate) entity: Option<Slug>,
    pub(crate) asked_by: StaffId,
    pub(crate) asked_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    /// Version of the person that the update is based on; 0 for a new person.
    pub(crate) version: u32,
    pub(crate) update: StaffUpdate,
}

/// Stored form of the update.
#[derive(Serialize, Deserialize)]
struct Value {
    name: String,
    email: String,
    roles: BTreeSet<Role>,
    active: bool,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    staff: StaffId,
    entity: Option<Slug>,
    asked_by: StaffId,
    asked_at: Timestamp,
    expires_at: Timestamp,
    version: u32,
    value: String,
}

impl Row {
    fn read(self) -> Result<StaffRequest> {
        let Self { id, staff, entity, asked_by, asked_at, expires_at, version, value } = self;
        let value = serde_json::from_str(&value).map_err(|_| unreadable("an update of staff"))?;
        let Value { name, email, roles, active } = value;
        let update = StaffUpdate { name, email, roles, active };
        Ok(StaffRequest { id, staff, entity, asked_by, asked_at, expires_at, version, update })
    }
}

const COLUMNS: &str = "id, staff, entity, asked_by, asked_at, expires_at, version, value";

/// Returns the statements that insert a request, and remove an earlier one for the same roles.
pub(crate) fn replace(db: &Database, request: &StaffRequest) -> Result<[Statement; 2]> {
    let delete = "DELETE FROM staff_requests
                  WHERE staff = :staff AND coalesce(entity, '') = coalesce(:entity, '')";
    let insert = "INSERT INTO staff_requests (id, staff, entity, asked_by, asked_at, expires_at,
                                              version, value)
                  VALUES (:id, :staff, :entity, :asked_by, :asked_at, :expires_at, :version, :value)";
    let StaffUpdate { name, email, roles, active } = request.update.clone();
    let value = serde_json::to_string(&Value { name, email, roles, active })
        .map_err(|_| unreadable("an update of staff"))?;
    let staff = || ("staff", request.staff.as_str().into());
    let entity = || ("entity", request.entity.as_ref().map(Slug::as_str).into());
    Ok([
        statement(db, delete, [staff(), entity()])?,
        statement(
            db,
            insert,
            [
                ("id", (&request.id).into()),
                staff(),
                entity(),
                ("asked_by", request.asked_by.as_str().into()),
                ("asked_at", request.asked_at.into()),
                ("expires_at", request.expires_at.into()),
                ("version", request.version.into()),
                ("value", value.into()),
            ],
        )?,
    ])
}

/// Returns the request with this id, unless it has expired.
pub(crate) async fn find(db: &Database, id: &str, now: Timestamp) -> Result<Option<StaffRequest>> {
    let sql = format!("SELECT {COLUMNS} FROM staff_requests WHERE id = :id AND expires_at > :now");
    let row = statement(db, &sql, [("id", id.into()), ("now", now.into())])?.first::<Row>().await?;
    row.map(Row::read).transpose()
}

/// Returns the requests of an entity, or all, the earliest first, at most a hundred.
pub(crate) async fn waiting(
    db: &Database,
    entity: Option<&Slug>,
    now: Timestamp,
) -> Result<Vec<StaffRequest>> {
    let statement = match entity {
        Some(entity) => statement(
            db,
            &format!(
                "SELECT {COLUMNS} FROM staff_requests
                 WHERE entity = :entity AND expires_at > :now ORDER BY asked_at LIMIT 100"
            ),
            [("entity", entity.as_str().into()), ("now", now.into())],
        ),
        None => statement(
            db,
            &format!(
                "SELECT {COLUMNS} FROM staff_requests WHERE expires_at > :now
                 ORDER BY expires_at LIMIT 100"
            ),
            [("now", now.into())],
        ),
    };
    let rows = statement?.run().await?.results::<Row>()?;
    rows.into_iter().map(Row::read).collect()
}

/// Returns the statements that remove a request. They fail if it's gone already: somebody else has
/// confirmed or refused it.
pub(crate) fn settle(db: &Database, id: &str) -> Result<[Statement; 2]> {
    let is_there = "SELECT CASE WHEN EXISTS (SELECT 1 FROM staff_requests WHERE id = :id)
                    THEN 1 ELSE json('settled already') END";
    let delete = "DELETE FROM staff_requests WHERE id = :id";
    Ok([statement(db, is_there, [("id", id.into())])?, statement(db, delete, [("id", id.into())])?])
}

/// Returns the expired requests.
pub(crate) async fn expired(
    db: &Database,
    now: Timestamp,
    at_most: u32,
) -> Result<Vec<StaffRequest>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM staff_requests WHERE expires_at <= :now
         ORDER BY expires_at LIMIT :limit"
    );
    let rows = statement(db, &sql, [("now", now.into()), ("limit", at_most.into())])?
        .run()
        .await?
        .results::<Row>()?;
    rows.into_iter().map(Row::read).collect()
}

/// Returns the number of active administrators who may confirm an update for this entity, or for
/// all entities, besides the people in `except`, a JSON list.
pub(crate) async fn confirmers(db: &Database, entity: Option<&Slug>, except: &str) -> Result<u32> {
    #[derive(Deserialize)]
    struct Count {
        count: u32,
    }
    let sql = "SELECT COUNT(DISTINCT id) AS count FROM roles CROSS JOIN staff ON id = staff
               WHERE (entity IS NULL AND role = 'platform_administrator'
                      OR entity = :entity AND role = 'administrator')
               AND active AND id NOT IN (SELECT value FROM json_each(:except))";
    let values = [("entity", entity.map(Slug::as_str).into()), ("except", except.into())];
    let row = statement(db, sql, values)?.first::<Count>().await?;
    Ok(row.map_or(0, |row| row.count))
}
