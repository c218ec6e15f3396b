//! Staff and their roles, for those who administer them.

use std::collections::BTreeSet;

use domain::{
    access::staff_update::{StaffMember, StaffUpdate},
    slug::Slug,
    staff::{Role, StaffId},
};
use serde::Deserialize;

use crate::store::{
    Database, Result, Statement,
    access::sessions::{self, read_roles, roles_of},
    list, statement,
};

#[derive(Deserialize)]
struct Row {
    id: StaffId,
    name: String,
    email: String,
    active: u8,
    has_account: u8,
    version: u32,
    roles: String,
}

impl Row {
    fn known(self) -> Result<StaffMember> {
        let Self { id, name, email, version, .. } = self;
        let roles: BTreeSet<Role> = read_roles(&self.roles)?.into_iter().collect();
        Ok(StaffMember {
            id,
            name,
            email,
            roles,
            active: self.active == 1,
            has_account: self.has_account == 1,
            version,
        })
    }
}

fn columns() -> String {
    format!(
        "id, name, email, active, subject IS NOT NULL AS has_account, version, {} AS roles",
        roles_of("staff.id")
    )
}

/// Returns the staff with a role at an entity, or all staff.
pub(crate) async fn all(db: &Database, entity: Option<&Slug>) -> Result<Vec<StaffMember>> {
    let columns = columns();
    let statement = match entity {
        Some(entity) => statement(
            db,
            &format!(
                "SELECT {columns} FROM staff
                 WHERE id IN (SELECT staff FROM roles WHERE entity = :entity) ORDER BY name, id"
            ),
            [("entity", entity.as_str().into())],
        ),
        None => statement(db, &format!("SELECT {columns} FROM staff ORDER BY name, id"), []),
    };
    let rows = statement?.run().await?.results::<Row>()?;
    rows.into_iter().map(Row::known).collect()
}

/// Returns the person with this id.
pub(crate) async fn by_id(db: &Database, id: &StaffId) -> Result<Option<StaffMember>> {
    let sql = format!("SELECT {} FROM staff WHERE id = :id", columns());
    statement(db, &sql, [("id", id.as_str().into())])?
        .first::<Row>()
        .await?
        .map(Row::known)
        .transpose()
}

/// Returns the person with this e-mail address.
pub(crate) async fn by_email(db: &Database, email: &str) -> Result<Option<StaffMember>> {
    let sql = format!("SELECT {} FROM staff WHERE email = :email", columns());
    statement(db, &sql, [("email", email.into())])?
        .first::<Row>()
        .await?
        .map(Row::known)
        .transpose()
}

/// Returns the statement that inserts a person.
pub(crate) fn insert(db: &Database, id: &StaffId, wanted: &StaffUpdate) -> Result<Statement> {
    let sql = "INSERT INTO staff (id, name, email, active) VALUES (:id, :name, :email, :active)";
    statement(
        db,
        sql,
        [
            ("id", id.as_str().into()),
            ("name", (&wanted.name).into()),
            ("email", (&wanted.email).into()),
            ("active", u32::from(wanted.active).into()),
        ],
    )
}

/// Returns the statements that update a person. If the person's version isn't `version` any more,
/// NOT NULL fails and the batch with it. Another e-mail address means another account. A person who
/// was deactivated or has another address is signed out at once.
pub(crate) fn update(
    db: &Database,
    was: &StaffMember,
    wanted: &StaffUpdate,
    version: u32,
) -> Result<Vec<Statement>> {
    let sql = "UPDATE staff
               SET name = :name, active = :active, email = :email,
                   version = CASE WHEN version = :version THEN version + 1 END,
                   issuer = CASE WHEN email = :email THEN issuer END,
                   subject = CASE WHEN email = :email THEN subject END
               WHERE id = :id";
    let values = [
        ("id", was.id.as_str().into()),
        ("name", (&wanted.name).into()),
        ("email", (&wanted.email).into()),
        ("active", u32::from(wanted.active).into()),
        ("version", version.into()),
    ];
    let mut statements = vec![statement(db, sql, values)?];
    if !wanted.active || was.email != wanted.email {
        statements.push(sessions::end_all(db, &was.id)?);
    }
    Ok(statements)
}

/// Returns the statements that replace a person's roles at an entity, or those for all entities.
pub(crate) fn appoint(
    db: &Database,
    id: &StaffId,
    entity: Option<&Slug>,
    roles: &BTreeSet<Role>,
) -> Result<[Statement; 2]> {
    let delete = "DELETE FROM roles WHERE staff = :staff AND entity IS :entity";
    let insert = "INSERT INTO roles (staff, role, entity)
                  SELECT :staff, value, :entity FROM json_each(:roles)";
    let staff = || ("staff", id.as_str().into());
    let entity = || ("entity", entity.map(Slug::as_str).into());
    let names: Vec<&str> = roles.iter().map(Role::name).collect();
    Ok([
        statement(db, delete, [staff(), entity()])?,
        statement(db, insert, [staff(), entity(), ("roles", list(&names)?.into())])?,
    ])
}
