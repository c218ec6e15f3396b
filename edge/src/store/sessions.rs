//! Who is signed in.

use domain::{
    Timestamp,
    access::{
        session::Session,
        staff::{Person, Role, StaffId},
    },
    wire::console::Language,
};
use serde::Deserialize;

use super::{Database, Result, Statement, statement, unreadable};

/// A session, and whose it is.
pub(crate) struct Found {
    pub(crate) session: Session,
    pub(crate) person: Person,
    pub(crate) name: String,
    pub(crate) language: Language,
}

#[derive(Deserialize)]
struct Row {
    staff: StaffId,
    name: String,
    language: Language,
    created_at: Timestamp,
    seen_at: Timestamp,
    roles: String,
}

/// Someone's roles, as JSON; `staff` names the column with their id.
pub(super) fn roles_of(staff: &str) -> String {
    format!(
        "(SELECT json_group_array(json_object('role', role, 'entity', entity)) FROM roles WHERE staff = {staff})"
    )
}

/// The roles that [`roles_of`] gave.
pub(super) fn read_roles(json: &str) -> Result<Vec<Role>> {
    serde_json::from_str(json).map_err(|_| unreadable("roles"))
}

/// The session with this hash, unless its owner may not sign in any more; whether its time is over, the rules say.
pub(crate) async fn find(db: &Database, digest: &str) -> Result<Option<Found>> {
    let sql = format!(
        "SELECT sessions.staff, name, language, created_at, seen_at, {} AS roles
         FROM sessions JOIN staff ON staff.id = sessions.staff WHERE digest = ?1 AND active",
        roles_of("sessions.staff")
    );
    let Some(row) = statement(db, &sql, [digest.into()])?.first::<Row>().await? else {
        return Ok(None);
    };
    Ok(Some(Found {
        session: Session { created_at: row.created_at, seen_at: row.seen_at },
        person: Person { id: row.staff, roles: read_roles(&row.roles)? },
        name: row.name,
        language: row.language,
    }))
}

/// Begins one.
pub(crate) fn begin(
    db: &Database,
    digest: &str,
    staff: &StaffId,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO sessions (digest, staff, created_at, seen_at) VALUES (?1, ?2, ?3, ?3)";
    statement(db, sql, [digest.into(), staff.as_str().into(), now.into()])
}

/// Remembers that its owner is there.
pub(crate) async fn see(db: &Database, digest: &str, now: Timestamp) -> Result<()> {
    statement(
        db,
        "UPDATE sessions SET seen_at = ?2 WHERE digest = ?1",
        [digest.into(), now.into()],
    )?
    .run()
    .await?;
    Ok(())
}

/// Ends one.
pub(crate) fn end(db: &Database, digest: &str) -> Result<Statement> {
    statement(db, "DELETE FROM sessions WHERE digest = ?1", [digest.into()])
}

/// Ends all that someone has.
pub(crate) fn end_all(db: &Database, staff: &StaffId) -> Result<Statement> {
    statement(db, "DELETE FROM sessions WHERE staff = ?1", [staff.as_str().into()])
}

/// Removes those that nobody has used since, and says how many there were.
pub(crate) async fn forget_before(db: &Database, seen: Timestamp) -> Result<usize> {
    Ok(statement(db, "DELETE FROM sessions WHERE seen_at < ?1", [seen.into()])?
        .run()
        .await?
        .changes())
}
