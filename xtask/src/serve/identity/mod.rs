//! The local identity provider, with a person for each role in two entities, and their database
//! rows; beside it the stand-in for UAE PASS, with a customer for each level of assurance.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    project,
    serve::{ports::Ports, secrets},
    tools,
};

/// The client id of the edge at the provider.
pub(crate) const CLIENT: &str = "sawtak";

/// The client id of the edge at the stand-in for UAE PASS.
pub(crate) const CUSTOMERS_CLIENT: &str = "sawtak-customers";

pub(crate) fn command(ports: Ports, state: &Path) -> Result<Command> {
    let mut command = tools::command("node");
    command
        .arg(folder().join("provider.mjs"))
        .env("PORT", ports.identity.to_string())
        .env("ISSUER", ports.identity_origin())
        .env("EDGE", ports.edge_origin())
        .env("OIDC_CLIENT_SECRET", secrets::value(state, "OIDC_CLIENT_SECRET")?)
        .env("UAE_PASS_CLIENT_SECRET", secrets::value(state, "UAE_PASS_CLIENT_SECRET")?);
    Ok(command)
}

/// Returns the path of the list of people who can sign in.
pub(crate) fn people() -> PathBuf {
    folder().join("people.json")
}

/// Returns the same people as SQL for a local database. Existing rows stay as they are.
pub(super) fn seed() -> Result<String> {
    let people = fs::read_to_string(people())
        .context("who can sign in is not written down")?
        .replace('\'', "''");
    Ok(format!(
        "INSERT INTO staff (id, name, email, language)
         SELECT value ->> 'id', value ->> 'name', (value ->> 'account') || '@staff.example', value ->> 'language'
         FROM json_each('{people}') WHERE true ON CONFLICT DO NOTHING;
         INSERT INTO roles (staff, role, entity)
         SELECT person.value ->> 'id', role.value ->> 'role', role.value ->> 'entity'
         FROM json_each('{people}') AS person, json_each(person.value, '$.roles') AS role WHERE true ON CONFLICT DO NOTHING;\n"
    ))
}

fn folder() -> PathBuf {
    project::root().join("xtask/src/serve/identity")
}
