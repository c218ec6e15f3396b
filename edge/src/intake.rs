//! How a submission is taken in, by whatever door it came: look up, decide, write at once, answer.

use domain::{
    idempotency::IdempotencyKey,
    origin,
    participation::{self, Circumstances, Received},
    reference::Reference,
    submission::{InputError, Reason, Submission},
    tracking::TrackingKey,
    wire,
};
use worker::{D1Database, D1PreparedStatement, D1Result};

use crate::{
    chance, contact,
    error::ApiError,
    gate::{self, Passport},
    seal::Sealed,
    state::App,
    store::{self, limits::Counter},
};

/// How often a reference number is drawn before giving up: with eleven digits, twice is next to never.
const DRAWS: usize = 3;

/// What one submission is told by and limited by.
pub(crate) struct Sender<'a> {
    pub(crate) key: &'a IdempotencyKey,
    /// The page's origin; `None` where no browser named one.
    pub(crate) origin: Option<&'a str>,
    /// The salted hash of the address.
    pub(crate) client: &'a str,
    /// Tells two submissions under one key apart.
    pub(crate) fingerprint: &'a str,
}

/// What one look into the store showed.
struct Found {
    entity: Option<wire::DirectoryEntity>,
    origins: Vec<String>,
    earlier: Option<store::idempotency::Row>,
    finished: Vec<String>,
    by_client: u32,
    to_entity: u32,
}

/// What became of a write.
enum Outcome {
    Written,
    /// Somebody was faster with the same key.
    SameKey,
    /// The number was taken.
    SameReference,
    /// The proof of work was used before.
    ProofSpent,
    /// An upload was used or removed meanwhile.
    UploadGone,
}

/// Takes a plain form's submission in; see [`receive`].
pub(crate) async fn submit(app: &App, sender: &Sender<'_>, sent: wire::Submission) -> Result<wire::Acknowledgement, ApiError> {
    receive(app, sender, Passport::Form, sent).await
}

/// Takes a submission in, or finds that it was taken in before.
pub(crate) async fn receive(
    app: &App,
    sender: &Sender<'_>,
    passport: Passport<'_>,
    sent: wire::Submission,
) -> Result<wire::Acknowledgement, ApiError> {
    let fingerprint = &sender.key.bind(sender.fingerprint);
    let submission = Submission::parse(sent).map_err(ApiError::Invalid)?;
    let db = app.db()?;
    let found = look_up(app, &db, sender, &submission).await?;
    let registered = |page: &str| found.origins.iter().any(|pattern| origin::matches(pattern, page));
    if let Some(page) = sender.origin.filter(|page| !app.config.is_own_origin(page) && !registered(page)) {
        return Err(ApiError::OriginNotAllowed(page.to_owned()));
    }
    if let Some(earlier) = found.earlier {
        return replay(app, &db, sender.key, fingerprint, earlier).await;
    }
    known(&submission, &found)?;
    let limits = app.config.limits;
    let counts = [(limits.submissions_per_client, found.by_client), (limits.submissions_per_entity, found.to_entity)];
    let proof = gate::pass(app, sender.client, passport, &counts)?;
    for _ in 0..DRAWS {
        let received = decide(app, sender.key, submission.clone())?;
        match write(app, &db, sender, fingerprint, proof, &received).await? {
            Outcome::Written => return Ok(received.acknowledgement),
            Outcome::SameReference => {}
            Outcome::ProofSpent => return Err(gate::again(app, sender.client)?),
            Outcome::UploadGone => return Err(ApiError::input("/attachments", Reason::UnknownUpload)),
            Outcome::SameKey => {
                let statement = store::idempotency::find(&db, &sender.key.digest())?;
                let earlier = statement.first(None).await?;
                let earlier = earlier.ok_or_else(|| ApiError::Internal("a key is taken and not there".into()))?;
                return replay(app, &db, sender.key, fingerprint, earlier).await;
            }
        }
    }
    Err(ApiError::Internal("no free reference number".into()))
}

async fn look_up(app: &App, db: &D1Database, sender: &Sender<'_>, submission: &Submission) -> Result<Found, ApiError> {
    let entity = submission.entity.as_str();
    let ids = serde_json::to_string(&submission.attachments).unwrap_or_default();
    let day = app.day();
    let [client, to] = counters(sender.client, entity, &day);
    let [row, services] = store::directory::entity_statements(db, entity)?;
    let statements = vec![
        row,
        services,
        store::directory::origins_statement(db, entity)?,
        store::idempotency::find(db, &sender.key.digest())?,
        store::uploads::finished(db, &ids, app.now)?,
        store::limits::find(db, &client)?,
        store::limits::find(db, &to)?,
    ];
    let results: Vec<D1Result> = db.batch(statements).await?;
    let [_, _, origins, earlier, finished, by_client, to_entity] = &results[..] else {
        return Err(ApiError::Internal("a batch answered too little".into()));
    };
    Ok(Found {
        entity: store::directory::entity_of(&results)?,
        origins: store::directory::origins_of(origins)?,
        earlier: earlier.results()?.pop(),
        finished: store::uploads::finished_of(finished)?,
        by_client: store::limits::count_of(by_client)?,
        to_entity: store::limits::count_of(to_entity)?,
    })
}

const fn counters<'a>(client: &'a str, entity: &'a str, day: &'a str) -> [Counter<'a>; 2] {
    [Counter { client, day, what: "submission" }, Counter { client: entity, day, what: "submission to" }]
}

/// Checks what only the store knows.
fn known(submission: &Submission, found: &Found) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    let mut add = |pointer: String, reason| errors.push(InputError { pointer, reason });
    match (&found.entity, &submission.service) {
        (None, _) => add("/entity".into(), Reason::UnknownEntity),
        (Some(entity), Some(service)) if entity.service(service.as_str()).is_none() => {
            add("/service".into(), Reason::UnknownService);
        }
        _ => {}
    }
    for (place, id) in submission.attachments.iter().enumerate() {
        if !found.finished.iter().any(|finished| finished == id.as_str()) {
            add(format!("/attachments/{place}"), Reason::UnknownUpload);
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(ApiError::Invalid(errors)) }
}

fn decide(app: &App, key: &IdempotencyKey, submission: Submission) -> Result<Received, ApiError> {
    let circumstances = Circumstances {
        now: app.now,
        reference: Reference::draw(chance::draw()?),
        suggestion_reference: Reference::draw(chance::draw()?),
        salt: chance::name()?,
        idempotency_key: key,
        tracking_secret: &app.config.tracking_keys.secret(),
        calendar: &app.calendar(),
        base_url: &app.config.base_url,
    };
    Ok(participation::receive(submission, &circumstances))
}

async fn write(
    app: &App,
    db: &D1Database,
    sender: &Sender<'_>,
    fingerprint: &str,
    proof: Option<&str>,
    received: &Received,
) -> Result<Outcome, ApiError> {
    let contacts = contacts(app, received).await?;
    let mut batch = statements(app, db, sender, fingerprint, received, &contacts)?;
    if let Some(proof) = proof {
        batch.push(store::proofs::spend(db, proof, gate::memory(app))?);
    }
    let error = match db.batch(batch).await {
        Ok(_) => return Ok(Outcome::Written),
        Err(error) => ApiError::from(error),
    };
    let text = error.to_string();
    match () {
        () if text.contains("idempotency_keys.digest") => Ok(Outcome::SameKey),
        () if text.contains("participations.reference") => Ok(Outcome::SameReference),
        () if store::proofs::was_spent(&text) => Ok(Outcome::ProofSpent),
        () if text.contains("attachments.") => Ok(Outcome::UploadGone),
        () => Err(error),
    }
}

/// The contact of each participation, sealed for it alone.
async fn contacts(app: &App, received: &Received) -> Result<Vec<Option<Sealed>>, ApiError> {
    let mut sealed = Vec::with_capacity(received.participations.len());
    for new in &received.participations {
        sealed.push(match &new.contact {
            Some(contact) => Some(contact::sealed(app, new.reference, contact).await?),
            None => None,
        });
    }
    Ok(sealed)
}

fn statements(
    app: &App,
    db: &D1Database,
    sender: &Sender<'_>,
    fingerprint: &str,
    received: &Received,
    contacts: &[Option<Sealed>],
) -> Result<Vec<D1PreparedStatement>, ApiError> {
    let acknowledgement = &received.acknowledgement;
    let kept = store::idempotency::Kept {
        digest: &sender.key.digest(),
        fingerprint,
        reference: acknowledgement.reference.digits(),
        suggestion_reference: acknowledgement.suggestion_reference.as_ref().map(Reference::digits),
        tracking_secret: app.config.tracking_keys.current(),
        created_at: app.now,
    };
    let mut statements = vec![store::idempotency::insert(db, &kept)?];
    for ((new, first), contact) in received.participations.iter().zip(&received.events).zip(contacts) {
        statements.push(store::participations::insert(db, new, first, contact.as_ref())?);
        for (position, upload) in (1..).zip(&new.attachments) {
            statements.extend(store::attachments::take(db, upload.as_str(), new.reference.digits(), position, app.now)?);
        }
        let day = app.day();
        for counter in counters(sender.client, new.entity.as_str(), &day).iter().take(2) {
            statements.push(store::limits::increment(db, counter)?);
        }
    }
    for event in &received.events {
        statements.push(store::participations::insert_event(db, event)?);
    }
    Ok(statements)
}

/// The acknowledgement of before, made again of what was kept; the tracking key is derived again.
async fn replay(
    app: &App,
    db: &D1Database,
    key: &IdempotencyKey,
    fingerprint: &str,
    earlier: store::idempotency::Row,
) -> Result<wire::Acknowledgement, ApiError> {
    if earlier.fingerprint != fingerprint {
        return Err(ApiError::IdempotencyKeyReused);
    }
    let read = |text: &str| Reference::parse(text).map_err(|error| ApiError::Internal(error.to_string()));
    let reference = read(&earlier.reference)?;
    let suggestion_reference = earlier.suggestion_reference.as_deref().map(read).transpose()?;
    let row = store::participations::find(db, reference).await?;
    let row = row.ok_or_else(|| ApiError::Internal("a key names no participation".into()))?;
    let secret = app.config.tracking_keys.secret_named(&earlier.tracking_secret);
    let secret = secret.ok_or_else(|| ApiError::Internal(format!("no tracking secret {}", earlier.tracking_secret)))?;
    let tracking_key = TrackingKey::derive(&secret, reference, key).encode();
    Ok(wire::Acknowledgement {
        reference,
        tracking_url: format!("{}/p/{reference}#{tracking_key}", app.config.base_url),
        tracking_key,
        received_at: row.received_at,
        first_response_due: row.first_response_due,
        resolution_due: row.resolution_due,
        suggestion_reference,
    })
}
