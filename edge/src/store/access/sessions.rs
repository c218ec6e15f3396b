//! Sessions of signed-in staff.

use domain::{
    Timestamp,
    access::session::Session,
    staff::{Person, Role, StaffId},
    staff_notice::WantedNotices,
    wire::console::Language,
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement, unreadable};

/// Session, with the person that it belongs to.
pub(crate) struct Found {
    pub(crate) session: Session,
    pub(crate) person: Person,
    pub(crate) name: String,
    pub(crate) language: Language,
    pub(crate) notices: WantedNotices,
}

#[derive(Deserialize)]
struct Row {
    staff: StaffId,
    name: String,
    language: Language,
    told_late: u8,
    told_daily: u8,
    told_monthly: u8,
    created_at: Timestamp,
    seen_at: Timestamp,
    roles: String,
}

/// Returns the SQL expression of a person's roles as JSON; `staff` is the column with their id.
pub(in crate::store) fn roles_of(staff: &str) -> String {
    format!(
        "(SELECT json_group_array(json_object('role', role, 'entity', entity)) FROM roles
         WHERE staff = {staff})"
    )
}

/// Parses the roles that [`roles_of`] reads.
pub(in crate::store) fn read_roles(json: &str) -> Result<Vec<Role>> {
    serde_json::from_str(json).map_err(|_| unreadable("roles"))
}

/// Returns the session with this hash, if the person is still active. `domain` decides whether it
/// has expired.
pub(crate) async fn find(db: &Database, digest: &str) -> Result<Option<Found>> {
    let sql = format!(
        "SELECT sessions.staff, name, language, told_late, told_daily, told_monthly, created_at,
                seen_at, {} AS roles
         FROM sessions JOIN staff ON staff.id = sessions.staff WHERE digest = :digest AND active",
        roles_of("sessions.staff")
    );
    let Some(row) = statement(db, &sql, [("digest", digest.into())])?.first::<Row>().await? else {
        return Ok(None);
    };
    Ok(Some(Found {
        session: Session { created_at: row.created_at, seen_at: row.seen_at },
        person: Person { id: row.staff, roles: read_roles(&row.roles)? },
        name: row.name,
        language: row.language,
        notices: WantedNotices {
            late: row.told_late == 1,
            daily: row.told_daily == 1,
            monthly: Some(row.told_monthly == 1),
        },
    }))
}

/// Returns the statement that starts a session.
pub(crate) fn begin(
    db: &Database,
    digest: &str,
    staff: &StaffId,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO sessions (digest, staff, created_at, seen_at)
               VALUES (:digest, :staff, :created_at, :seen_at)";
    let values = [
        ("digest", digest.into()),
        ("staff", staff.as_str().into()),
        ("created_at", now.into()),
        ("seen_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Records the time of a session's latest request.
pub(crate) async fn see(db: &Database, digest: &str, now: Timestamp) -> Result<()> {
    statement(
        db,
        "UPDATE sessions SET seen_at = :now WHERE digest = :digest",
        [("digest", digest.into()), ("now", now.into())],
    )?
    .run()
    .await?;
    Ok(())
}

/// Returns the statement that ends a session.
pub(crate) fn end(db: &Database, digest: &str) -> Result<Statement> {
    statement(db, "DELETE FROM sessions WHERE digest = :digest", [("digest", digest.into())])
}

/// Returns the statement that ends all sessions of a person.
pub(crate) fn end_all(db: &Database, staff: &StaffId) -> Result<Statement> {
    statement(db, "DELETE FROM sessions WHERE staff = :staff", [("staff", staff.as_str().into())])
}

/// Deletes sessions without a request since `seen`, and returns their number.
pub(crate) async fn forget_before(db: &Database, seen: Timestamp) -> Result<usize> {
    Ok(statement(db, "DELETE FROM sessions WHERE seen_at < :seen", [("seen", seen.into())])?
        .run()
        .await?
        .changes())
}
