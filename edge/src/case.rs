//! How something is done to a participation, by whoever does it: told from its history, decided, written at once.

use domain::{
    case::{Circumstances, Command, Decided},
    charter::Charters,
    event::Actor,
    idempotency::IdempotencyKey,
    reference::Reference,
    submission::{InputError, Reason},
};

use crate::{
    chance,
    error::ApiError,
    state::App,
    store::{self, Database, Statement, cases::Times, limits::Counter},
};

/// How often a decision is made anew because something else happened meanwhile.
const TRIES: usize = 4;

/// What tells a repeated request from a new one: the client's key, and what came under it.
pub(crate) struct Once<'a> {
    pub(crate) key: &'a IdempotencyKey,
    pub(crate) fingerprint: &'a str,
}

/// Does it, or finds that it was done before.
pub(crate) async fn act(app: &App, reference: Reference, command: &Command, once: Option<&Once<'_>>) -> Result<(), ApiError> {
    let db = app.db()?;
    let charters = app.charters();
    let mut refusal = String::new();
    for _ in 0..TRIES {
        let told = store::cases::tell(&db, reference).await?.ok_or(ApiError::NotFound)?;
        if let Some(once) = once
            && is_repeated(&db, once).await?
        {
            return Ok(());
        }
        let decided = told.case.decide(command, &Circumstances { now: app.now, charters: &charters, salt: &told.salt })?;
        let Err(error) = db.batch(changes(app, &db, command, &decided, once, &charters)?).await else { return Ok(()) };
        let text = error.to_string();
        match () {
            () if store::limits::is_reached(&text) => return Err(ApiError::TooMany(app.seconds_left_today())),
            () if store::refused(&text) => refusal = text,
            () => return Err(error),
        }
        attached(app, &db, command).await?;
    }
    Err(ApiError::Internal(format!("a deed is refused again and again: {refusal}")))
}

/// Whether the same was sent under this key before; the same key with something else is an error.
async fn is_repeated(db: &Database, once: &Once<'_>) -> Result<bool, ApiError> {
    let earlier: Option<store::idempotency::Row> = store::idempotency::find(db, &once.key.digest())?.first().await?;
    match earlier {
        Some(earlier) if earlier.fingerprint == once.key.bind(once.fingerprint) => Ok(true),
        Some(_) => Err(ApiError::IdempotencyKeyReused),
        None => Ok(false),
    }
}

/// Everything that is written, or nothing of it.
fn changes(
    app: &App,
    db: &Database,
    command: &Command,
    decided: &Decided,
    once: Option<&Once<'_>>,
    charters: &Charters,
) -> Result<Vec<Statement>, ApiError> {
    let reference = decided.event.reference;
    let mut statements = Vec::new();
    if let Some(once) = once {
        let kept = store::idempotency::Kept {
            digest: &once.key.digest(),
            fingerprint: &once.key.bind(once.fingerprint),
            reference: reference.digits(),
            suggestion_reference: None,
            // Nothing is derived again from a deed: whoever does it has the tracking key.
            tracking_secret: "",
            created_at: app.now,
        };
        statements.push(store::idempotency::insert(db, &kept)?);
    }
    if command.actor == Actor::Customer {
        let counter = Counter { client: reference.digits(), day: &app.day(), what: "deed" };
        statements.push(store::limits::add(db, &counter, 1, app.config.limits.deeds_per_participation)?);
    }
    let times = Times { due: decided.case.clocks.due(charters), wake_at: decided.case.alarm(charters).map(|(at, _)| at) };
    statements.extend(store::cases::write(db, command, decided, &times, &chance::name()?)?);
    Ok(statements)
}

/// Says which of the attachments aren't there, if that is what was refused.
async fn attached(app: &App, db: &Database, command: &Command) -> Result<(), ApiError> {
    let ids = serde_json::to_string(&command.attachments).unwrap_or_default();
    let finished = store::uploads::finished(db, &ids, app.now)?.run().await?;
    let finished = store::uploads::finished_of(&finished)?;
    let missing = command.attachments.iter().enumerate().filter(|(_, id)| !finished.iter().any(|known| known == id.as_str()));
    let errors: Vec<_> =
        missing.map(|(place, _)| InputError { pointer: format!("/attachments/{place}"), reason: Reason::UnknownUpload }).collect();
    if errors.is_empty() { Ok(()) } else { Err(ApiError::Invalid(errors)) }
}
