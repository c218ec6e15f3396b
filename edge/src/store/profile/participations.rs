//! Participations in a profile.

use domain::{
    Timestamp,
    case::{stage::Stage, timeline},
    intake::{kind::Kind, tracking::TrackingKey},
    profile::{ProfileId, file::PARTICIPATIONS_MAX},
    reference::Reference,
};
use serde::Deserialize;

use crate::store::{
    Database, Result, Statement,
    intake::{link_keys, participations::Whole},
    list as json_list, statement,
};

/// Participation in the list of its author.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) reference: Reference,
    pub(crate) kind: Kind,
    /// Entity with custody.
    pub(crate) entity: String,
    pub(crate) stage: Stage,
    is_merged: u8,
    is_unread: u8,
    pub(crate) text: Option<String>,
    pub(crate) received_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) first_response_due: Timestamp,
    pub(crate) resolution_due: Timestamp,
}

impl Row {
    /// Takes what the author is told, instead of what a message led to that can still be taken
    /// back.
    pub(crate) fn tell(&mut self, whole: &Whole) {
        self.is_merged = timeline::is_merged(&whole.history).into();
        self.stage = whole.row.stage;
        self.entity.clone_from(&whole.row.entity);
        self.first_response_due = whole.row.first_response_due;
        self.resolution_due = whole.row.resolution_due;
    }

    /// Returns whether it was merged into another one.
    pub(crate) const fn is_merged(&self) -> bool {
        self.is_merged == 1
    }

    /// Returns whether the entity wrote something since its author opened it here.
    pub(crate) const fn is_unread(&self) -> bool {
        self.is_unread == 1
    }
}

/// Returns the participations of a profile, the latest change first. Messages count as unread if
/// they came until `told`, from when on customers are told of them.
pub(crate) async fn list(db: &Database, profile: &ProfileId, told: Timestamp) -> Result<Vec<Row>> {
    let sql = "SELECT p.reference, p.kind, coalesce(p.turn, p.entity) AS entity, p.stage,
                      p.merged_into IS NOT NULL AS is_merged, p.text, p.received_at, p.updated_at,
                      p.first_response_due, p.resolution_due,
                      EXISTS (SELECT 1 FROM messages m
                              WHERE m.participation = p.reference AND m.audience = 'everyone'
                              AND m.author = 'entity' AND m.at > coalesce(own.seen_at, '')
                              AND m.at <= :told) AS is_unread
               FROM profile_participations own
               CROSS JOIN participations p ON p.reference = own.participation
               WHERE own.profile = :profile ORDER BY p.updated_at DESC, p.reference LIMIT :limit";
    let values = [
        ("profile", profile.as_str().into()),
        ("told", told.into()),
        ("limit", PARTICIPATIONS_MAX.into()),
    ];
    statement(db, sql, values)?.run().await?.results()
}

/// Returns the reference numbers of a profile's participations.
pub(crate) async fn references(db: &Database, profile: &ProfileId) -> Result<Vec<Reference>> {
    let sql = "SELECT participation FROM profile_participations
               WHERE profile = :profile";
    numbers(statement(db, sql, [("profile", profile.as_str().into())])?).await
}

/// Returns participations of a profile whose content isn't erased yet.
pub(crate) async fn to_erase(
    db: &Database,
    profile: &ProfileId,
    at_most: u32,
) -> Result<Vec<Reference>> {
    let sql = "SELECT participation FROM profile_participations own
               CROSS JOIN participations p ON p.reference = own.participation
               WHERE own.profile = :profile AND p.erased_at IS NULL LIMIT :limit";
    let values = [("profile", profile.as_str().into()), ("limit", at_most.into())];
    numbers(statement(db, sql, values)?).await
}

async fn numbers(statement: Statement) -> Result<Vec<Reference>> {
    #[derive(Deserialize)]
    struct Found {
        participation: Reference,
    }
    let rows = statement.run().await?.results::<Found>()?;
    Ok(rows.into_iter().map(|row| row.participation).collect())
}

/// Reason why a participation comes into a profile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It was sent from the profile.
    Sent,
    /// Somebody showed its tracking key, which may have been stolen.
    Key,
}

/// Result of adding participations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Added {
    /// All of them are in the profile now.
    There,
    /// The profile has no room.
    Full,
    /// One was taken back from the profile.
    Barred,
}

/// Returns the statement that adds a participation. One that is there already stays as it is, a
/// full profile takes no more, and what was taken back from a profile doesn't come again.
pub(crate) fn add(
    db: &Database,
    profile: &ProfileId,
    (reference, origin): (Reference, Origin),
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO profile_participations (profile, participation, is_sent, added_at)
               SELECT id, :participation, :is_sent, :added_at FROM profiles
               WHERE id = :profile AND left_at IS NULL
               AND (SELECT COUNT(*) FROM profile_participations WHERE profile = :profile) < :most
               AND NOT EXISTS (SELECT 1 FROM profile_bars
                               WHERE participation = :participation AND profile = :profile)
               ON CONFLICT DO NOTHING";
    let values = [
        ("profile", profile.as_str().into()),
        ("participation", reference.digits().into()),
        ("is_sent", u32::from(origin == Origin::Sent).into()),
        ("added_at", now.into()),
        ("most", PARTICIPATIONS_MAX.into()),
    ];
    statement(db, sql, values)
}

/// Adds participations whose tracking key was shown, and returns whether they are in the profile.
pub(crate) async fn add_by_key(
    db: &Database,
    profile: &ProfileId,
    references: &[Reference],
    now: Timestamp,
) -> Result<Added> {
    #[derive(Deserialize)]
    struct Found {
        there: usize,
        all: u32,
    }
    let sql = "SELECT COUNT(*) AS \"all\",
                      COUNT(*) FILTER (WHERE participation IN
                                       (SELECT value FROM json_each(:references))) AS there
               FROM profile_participations WHERE profile = :profile";
    let digits: Vec<_> = references.iter().map(Reference::digits).collect();
    let digits = json_list(&digits)?;
    let mut batch = Vec::new();
    for reference in references {
        batch.push(add(db, profile, (*reference, Origin::Key), now)?);
    }
    let values = [("references", digits.into()), ("profile", profile.as_str().into())];
    batch.push(statement(db, sql, values)?);
    let results = db.batch(batch).await?;
    let found = match results.last() {
        Some(result) => result.results::<Found>()?.pop(),
        None => None,
    };
    Ok(match found {
        Some(found) if found.there == references.len() => Added::There,
        Some(found) if found.all >= PARTICIPATIONS_MAX => Added::Full,
        _ => Added::Barred,
    })
}

/// Opening of a participation from a profile.
pub(crate) struct Opening<'a> {
    pub(crate) profile: &'a ProfileId,
    /// Hash of the session's token. The key ends with the session.
    pub(crate) session: &'a str,
    pub(crate) key: &'a TrackingKey,
    /// Time up to which the messages are shown.
    pub(crate) shown: Timestamp,
    pub(crate) now: Timestamp,
}

/// Lets a session's key open a participation that is in its profile, marks that as read, and
/// returns whether it is in it.
pub(crate) async fn open(
    db: &Database,
    reference: Reference,
    opening: &Opening<'_>,
) -> Result<bool> {
    let opened = "UPDATE profile_participations SET seen_at = :shown
                  WHERE profile = :profile AND participation = :participation";
    let keyed = "INSERT INTO link_keys (participation, key_hash, created_at, session)
                 SELECT participation, :key_hash, :created_at, :session
                 FROM profile_participations
                 WHERE profile = :profile AND participation = :participation
                 ON CONFLICT DO NOTHING";
    let opened_values = [
        ("profile", opening.profile.as_str().into()),
        ("participation", reference.digits().into()),
        ("shown", opening.shown.into()),
    ];
    let values = [
        ("profile", opening.profile.as_str().into()),
        ("participation", reference.digits().into()),
        ("key_hash", opening.key.hash().into()),
        ("created_at", opening.now.into()),
        ("session", opening.session.into()),
    ];
    let statements = vec![statement(db, opened, opened_values)?, statement(db, keyed, values)?];
    let results = db.batch(statements).await?;
    Ok(results.first().is_some_and(|opened| opened.changes() > 0))
}

/// Returns the statements that take a participation out of a profile, with the keys of its
/// sessions.
pub(crate) fn remove(
    db: &Database,
    profile: &ProfileId,
    reference: Reference,
) -> Result<[Statement; 2]> {
    let keys = "DELETE FROM link_keys WHERE participation = :participation
                AND session IN (SELECT digest FROM profile_sessions WHERE profile = :profile)";
    let row = "DELETE FROM profile_participations
               WHERE profile = :profile AND participation = :participation";
    let values =
        || [("profile", profile.as_str().into()), ("participation", reference.digits().into())];
    Ok([statement(db, keys, values())?, statement(db, row, values())?])
}

/// Key and session of the author who acts. Profiles that these identify keep the participation.
#[derive(Clone, Copy, Default)]
pub(crate) struct Own<'a> {
    /// Hash of the key by which the participation was opened.
    pub(crate) kept: &'a str,
    /// Hash of the token, even of an expired session; empty if there is none.
    pub(crate) session: &'a str,
}

/// SQL condition for rows of other profiles, added by a tracking key. It spares the profiles that
/// sent the participation, the profile of `:session`, and the one whose session has the key
/// `:kept`.
macro_rules! others {
    () => {
        concat!(
            "is_sent = 0 AND participation IN (",
            link_keys::paired!(),
            ") AND profile NOT IN
                 (SELECT profile FROM profile_sessions WHERE digest = :session
                  UNION ALL SELECT s.profile
                  FROM link_keys k JOIN profile_sessions s ON s.digest = k.session
                  WHERE k.key_hash = :kept AND k.participation IN (",
            link_keys::paired!(),
            "))"
        )
    };
}

/// Takes a participation, and the one that it was sent with, out of the profiles of others, and
/// bars them from adding it again. All links to it are withdrawn but for the one in use.
pub(crate) async fn take_back(db: &Database, reference: Reference, own: Own<'_>) -> Result<()> {
    let bars = concat!(
        "INSERT INTO profile_bars (participation, profile)
         SELECT participation, profile FROM profile_participations WHERE ",
        others!(),
        " ON CONFLICT DO NOTHING"
    );
    let batch = vec![
        about_others(db, bars, reference, own)?,
        leave_to(db, reference, own)?,
        link_keys::withdraw(db, reference, own.kept)?,
    ];
    db.batch(batch).await?;
    Ok(())
}

/// Returns the statement that takes a participation, and the one that it was sent with, out of the
/// profiles of others, as of a wrong receiver of its link.
pub(crate) fn leave_to(db: &Database, reference: Reference, own: Own<'_>) -> Result<Statement> {
    let sql = concat!("DELETE FROM profile_participations WHERE ", others!());
    about_others(db, sql, reference, own)
}

fn about_others(db: &Database, sql: &str, reference: Reference, own: Own<'_>) -> Result<Statement> {
    let values = [
        ("participation", reference.digits().into()),
        ("session", own.session.into()),
        ("kept", own.kept.into()),
    ];
    statement(db, sql, values)
}
