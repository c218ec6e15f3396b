//! The local D1: migrations, then seeds, which may run any number of times.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    fingerprint::{Inputs, files_below, unless_unchanged},
    process,
    progress::note,
    project,
    serve::{api_keys, identity, migration_history},
    tools,
};

/// Returns true if migrations or seeds have changed since this database was brought up to date.
pub(crate) fn is_stale(state: &Path) -> Result<bool> {
    if !state.exists() {
        return Ok(true);
    }
    let is_current = |name: &str, inputs: Inputs| {
        fs::read_to_string(state.join(name)).is_ok_and(|old| old == inputs.hash())
    };
    let migrations = Inputs::default().files(&migrations()?)?;
    Ok(!is_current("migrations.stamp", migrations)
        || !is_current("seeds.stamp", seeding(state, &seeds()?)?))
}

/// Checks that this database can be brought up to date.
///
/// # Errors
///
/// Fails if other migrations made it.
pub(crate) fn check(state: &Path) -> Result<()> {
    if is_stale(state)? { require_own_history(state) } else { Ok(()) }
}

/// Applies new migrations and seeds. Skips wrangler, whose start takes seconds, without changes.
pub(crate) fn prepare(state: &Path) -> Result<()> {
    fs::create_dir_all(state).with_context(|| {
        format!("cannot create {}: set SAWTAK_STATE_DIR to a folder of yours", state.display())
    })?;
    let data = state.join("v3/d1");
    unless_unchanged(
        &state.join("migrations.stamp"),
        &data,
        Inputs::default().files(&migrations()?)?,
        || {
            require_own_history(state)?;
            note("migrating the local database");
            d1(&["migrations", "apply", "DB"], state, None)
        },
    )?;
    let files = seeds()?;
    unless_unchanged(&state.join("seeds.stamp"), &data, seeding(state, &files)?, || {
        note("seeding the local database");
        seed(state, &files)
    })
}

/// Returns the path of D1's SQLite file.
pub(crate) fn file(state: &Path) -> Result<PathBuf> {
    let files = fs::read_dir(state.join("v3/d1/miniflare-D1DatabaseObject"))?
        .flatten()
        .map(|entry| entry.path());
    let is_database = |path: &PathBuf| {
        path.extension().is_some_and(|end| end == "sqlite") && !path.ends_with("metadata.sqlite")
    };
    files.into_iter().find(is_database).context("wrangler has left no database")
}

/// Returns the files that a database is made of.
pub(crate) fn sources() -> Result<Vec<PathBuf>> {
    Ok([migrations()?, seeds()?].concat())
}

/// Returns the migrations in their order. The folder also holds the rules about them.
fn migrations() -> Result<Vec<PathBuf>> {
    let mut files = files_below(&project::root().join("edge/migrations"))?;
    files.retain(|file| is_sql(file));
    Ok(files)
}

fn is_sql(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "sql")
}

fn require_own_history(state: &Path) -> Result<()> {
    match file(state) {
        Ok(file) => migration_history::check(state, &file, &names(&migrations()?)),
        // A new folder.
        Err(_) => Ok(()),
    }
}

fn names(files: &[PathBuf]) -> Vec<String> {
    let names = files.iter().filter_map(|file| file.file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

/// Returns the seeds in SQL and the list of staff who can sign in.
fn seeds() -> Result<Vec<PathBuf>> {
    Ok([files_below(&project::root().join("edge/seeds"))?, vec![identity::people()]].concat())
}

/// Returns all that the seeding depends on: the files, and the API keys of this state folder.
fn seeding(state: &Path, files: &[PathBuf]) -> Result<Inputs> {
    Ok(Inputs::default().files(files)?.text(&api_keys::seed(state)?))
}

/// All seeds in one go, in the order of their names: each start of wrangler costs seconds.
fn seed(state: &Path, files: &[PathBuf]) -> Result<()> {
    let mut all = String::new();
    for file in files.iter().filter(|file| is_sql(file)) {
        all += &fs::read_to_string(file)?;
        all += "\n";
    }
    all += &identity::seed()?;
    all += &api_keys::seed(state)?;
    let joined = state.join("seeds.sql");
    fs::write(&joined, all)?;
    d1(&["execute", "DB", "--yes"], state, Some(&joined))
}

fn d1(words: &[&str], state: &Path, file: Option<&Path>) -> Result<()> {
    let mut command = tools::wrangler();
    command.arg("d1").args(words).arg("--local").arg("--persist-to").arg(state);
    command.env("WRANGLER_LOG_PATH", state.join("logs"));
    if let Some(file) = file {
        command.arg("--file").arg(file);
    }
    process::run_quietly(&mut command)
}
