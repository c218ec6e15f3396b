//! Fault: migrations are killed at random moments. A further run must complete them with the same
//! result.

use std::{
    env, fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde_json::Value;
use tests::{database::Database, schema, workerd::Workerd};
use tokio::time::sleep;

const KILLS: u32 = 6;

/// Starts migrations and seeding, as `cargo xtask dev` and a deployment do.
fn prepare(state: &Path) -> Child {
    preparing(state).spawn().unwrap()
}

fn preparing(state: &Path) -> Command {
    let xtask = env::var_os("SAWTAK_TEST_XTASK").unwrap();
    let mut command = Command::new(xtask);
    command.arg("prepare").arg(state).stdin(Stdio::null());
    command
}

/// Returns the database's whole content except for the times of its migrations.
fn content(state: &Path) -> Vec<(String, Vec<Value>)> {
    content_with(state, "*")
}

/// Returns the content without the keys of entities' systems, which each folder draws itself.
fn content_without_keys(state: &Path) -> Vec<(String, Vec<Value>)> {
    content_with(state, "id, entity, name, scopes, created_at, revoked_at")
}

/// Returns the content, with these columns of the table of API keys.
fn content_with(state: &Path, of_keys: &str) -> Vec<(String, Vec<Value>)> {
    let database = Database::in_state(state);
    let schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name";
    let tables = database.run(&["SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"]);
    let names = tables.iter().map(|table| table["name"].as_str().unwrap());
    let rows = names.map(|name| {
        let columns = match name {
            "d1_migrations" => "name",
            "api_keys" => of_keys,
            _ => "*",
        };
        let mut rows = database.run(&[&format!("SELECT {columns} FROM \"{name}\"")]);
        rows.sort_by_key(Value::to_string);
        (name.to_owned(), rows)
    });
    std::iter::once(("schema".to_owned(), database.run(&[schema]))).chain(rows).collect()
}

#[tokio::test]
async fn migrations_that_are_killed_again_and_again_end_where_they_should() {
    let (complete, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let since = Instant::now();
    assert!(prepare(complete.path()).wait().unwrap().success());
    let length = since.elapsed();
    for round in 0..KILLS {
        let mut child = prepare(killed.path());
        // Kills after the first third, in which wrangler starts; a step later in each round, with
        // random variation.
        let step = length.mul_f64(0.35 + 0.1 * f64::from(round));
        sleep(step + Duration::from_millis(fastrand::u64(0..500))).await;
        kill_all_of(&mut child);
    }
    assert!(prepare(killed.path()).wait().unwrap().success());
    let [complete, killed] = [complete, killed].map(|state| content_without_keys(state.path()));
    assert!(complete.iter().any(|(name, rows)| name == "services" && rows.len() > 100));
    assert_eq!(killed, complete);
}

#[test]
fn migrating_and_seeding_a_second_time_changes_nothing() {
    let edge = Workerd::stopped(&[]);
    edge.database()
        .run(&["INSERT INTO origins (entity, origin) VALUES ('rta', 'https://*.new.example')"]);
    let once = content(edge.state());
    // Removes the stamps, without which the second run would do nothing.
    for stamp in ["migrations.stamp", "seeds.stamp"] {
        fs::remove_file(edge.state().join(stamp)).unwrap();
    }
    assert!(prepare(edge.state()).wait().unwrap().success());
    assert_eq!(content(edge.state()), once);
}

#[test]
fn d1_has_the_schema_that_is_written_down() {
    let edge = Workerd::stopped(&[]);
    let migrated = schema::of_migrations(&schema::migrations());
    assert_eq!(schema::of_database(&edge.database()), migrated);
    edge.database().run(&["DROP INDEX outbox_by_due"]);
    assert_ne!(schema::of_database(&edge.database()), migrated);
}

#[test]
fn a_database_of_other_migrations_is_refused_and_left_as_it_is() {
    let edge = Workerd::stopped(&[]);
    let forget = || fs::remove_file(edge.state().join("migrations.stamp"));
    edge.database().run(&["UPDATE d1_migrations SET name = '0001_directory.sql' WHERE id = 1"]);
    let before = content(edge.state());
    // Unless something has changed, nobody looks.
    assert!(preparing(edge.state()).status().unwrap().success());
    forget().unwrap();
    let output = preparing(edge.state()).output().unwrap();
    assert!(!output.status.success());
    let advice = String::from_utf8(output.stderr).unwrap();
    assert!(advice.contains("(0001_directory.sql)"), "{advice}");
    assert!(advice.contains(&format!("rm -r {}", edge.state().display())), "{advice}");
    assert_eq!(content(edge.state()), before);
    // A newer version of the sources may have made it.
    edge.database().run(&["UPDATE d1_migrations SET name = '0001_entities.sql' WHERE id = 1"]);
    edge.database().run(&["INSERT INTO d1_migrations (name) VALUES ('9999_newer.sql')"]);
    assert!(preparing(edge.state()).status().unwrap().success());
}

/// Kills a process and all its descendants.
fn kill_all_of(child: &mut Child) {
    let mut all = vec![child.id()];
    let mut next = 0;
    while next < all.len() {
        let id = all[next];
        let children =
            fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        all.extend(children.split_whitespace().filter_map(|id| id.parse::<u32>().ok()));
        next += 1;
    }
    for id in all {
        let _ = kill(Pid::from_raw(i32::try_from(id).unwrap()), Signal::SIGKILL);
    }
    let _ = child.wait();
}
