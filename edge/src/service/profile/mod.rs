//! Profiles of customers: sign-in by an account, further ways in, and the list of participations.
//! `leave` ends one.

pub(crate) mod leave;

use domain::{
    Timestamp,
    access::session::Token,
    profile::{
        ProfileId,
        way::{Account, Happening, Provider},
    },
};

use crate::{
    error::ApiError,
    platform::random,
    request::profile_session::ProfileSession,
    service::status,
    state::App,
    store::{
        self, Database, Statement,
        profile::{
            history,
            participations::Row,
            profiles, sessions,
            ways::{self, Removal},
        },
    },
};

/// Number of attempts: two sign-ins at once may both begin the profile of one account.
const TRIES: usize = 2;

/// Public key of a new passkey, as JSON Web Key, and its counter.
pub(crate) type NewKey<'a> = Option<(&'a str, u32)>;

/// Browser that somebody signs in with.
pub(crate) struct Browser<'a> {
    /// Name of the device.
    pub(crate) device: &'a str,
    /// Hash of the token of the session before, which ends.
    pub(crate) earlier: Option<&'a str>,
}

/// Signs in the profile of an account that its provider has proven, and returns the token of its
/// session. An account that has no profile begins one.
pub(crate) async fn sign_in(
    app: &App,
    account: &Account,
    browser: &Browser<'_>,
) -> Result<Token, ApiError> {
    for _ in 0..TRIES {
        if let Some(profile) = ways::profile_of(&app.db()?, account).await? {
            return enter(app, &profile, (account, None), browser).await;
        }
        if let Some(token) = begin(app, account, None, browser).await? {
            return Ok(token);
        }
    }
    Err(ApiError::Busy)
}

/// Begins a session in a profile that the account identifies. A passkey has a counter.
pub(crate) async fn enter(
    app: &App,
    profile: &ProfileId,
    (account, counter): (&Account, Option<u32>),
    browser: &Browser<'_>,
) -> Result<Token, ApiError> {
    let (db, token) = (app.db()?, Token::new(random::draw()?));
    let mut batch = vec![ways::used(&db, account, counter, app.now)?];
    batch.extend(session(app, &db, (profile, &token), account.provider, browser)?);
    db.batch(batch).await?;
    Ok(token)
}

/// Begins a profile of an account, and a session in it; `None` if the account has a profile.
pub(crate) async fn begin(
    app: &App,
    account: &Account,
    key: NewKey<'_>,
    browser: &Browser<'_>,
) -> Result<Option<Token>, ApiError> {
    let (db, now) = (app.db()?, app.now);
    let (profile, token) = (ProfileId::draw(random::draw()?), Token::new(random::draw()?));
    let mut batch = vec![
        profiles::insert(&db, &profile, now)?,
        ways::insert(&db, &profile, account, key, now)?,
    ];
    batch.extend(session(app, &db, (&profile, &token), account.provider, browser)?);
    match db.batch(batch).await {
        Ok(_) => Ok(Some(token)),
        Err(error) if error.constraint().is_some() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Returns the statements that begin a session, and end the one before in this browser.
fn session(
    app: &App,
    db: &Database,
    (profile, token): (&ProfileId, &Token),
    provider: Provider,
    Browser { device, earlier }: &Browser<'_>,
) -> Result<Vec<Statement>, ApiError> {
    let signed_in = (Happening::SignedIn, Some(provider));
    let mut statements = vec![
        sessions::begin(db, &token.hash(), profile, (provider, device), app.now)?,
        history::insert(db, profile, signed_in, device, app.now)?,
    ];
    if let Some(earlier) = earlier {
        statements.push(sessions::end(db, earlier)?);
    }
    Ok(statements)
}

/// Adds an account to a profile as a further way in. Returns whether it was added: an account that
/// has a profile already stays with it.
pub(crate) async fn link(
    app: &App,
    profile: &ProfileId,
    account: &Account,
    key: NewKey<'_>,
    device: &str,
) -> Result<bool, ApiError> {
    let (db, now) = (app.db()?, app.now);
    let linked = (Happening::Linked, Some(account.provider));
    let batch = vec![
        ways::insert(&db, profile, account, key, now)?,
        history::insert(&db, profile, linked, device, now)?,
    ];
    match db.batch(batch).await {
        Ok(_) => Ok(true),
        Err(error) if error.constraint().is_some() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Removes a way in, and ends the sessions but the one in which that is done, since they may have
/// come by that way. Returns whether it was removed: the last one stays.
pub(crate) async fn unlink(
    app: &App,
    ProfileSession { profile, digest, .. }: &ProfileSession,
    way: (Provider, &str),
    device: &str,
) -> Result<bool, ApiError> {
    let removal = Removal { profile, way, session: digest, device, now: app.now };
    Ok(ways::remove(&app.db()?, &removal).await?)
}

/// Returns the time up to which customers are told of messages: later ones can still be taken back.
pub(crate) fn told_until(app: &App) -> Timestamp {
    let hold = 1_000 * i64::from(app.config.hold.seconds());
    // To the millisecond: a message of this second isn't told yet.
    Timestamp::from_millisecond(app.now.as_millisecond() - hold).unwrap_or_default()
}

/// Returns the participations of a profile, as their author is told: without the stage to which a
/// message led that can still be taken back.
pub(crate) async fn participations(app: &App, profile: &ProfileId) -> Result<Vec<Row>, ApiError> {
    let db = app.db()?;
    let told_until = told_until(app);
    let mut rows = store::profile::participations::list(&db, profile, told_until).await?;
    let changed = rows.iter().filter(|row| row.updated_at > told_until);
    let changed: Vec<_> = changed.map(|row| row.reference).collect();
    for whole in store::intake::participations::wholes(&db, &changed).await? {
        let whole = status::told(app, whole).await?;
        let row = rows.iter_mut().find(|row| row.reference == whole.row.reference);
        if let Some(row) = row {
            row.tell(&whole);
        }
    }
    Ok(rows)
}
