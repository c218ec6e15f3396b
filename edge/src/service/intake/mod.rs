//! Intake of submissions from every channel: decide, write one batch, answer.

mod replay;

use std::slice;

use domain::{
    access::live::Signal,
    case::{
        Case,
        receipt::{self, Circumstances, Received},
    },
    entity::policy::EntityPolicies,
    input::{InputError, Reason},
    intake::{
        channel::Channel, idempotency::IdempotencyKey, origin, rate_limit::Limit,
        submission::Submission,
    },
    media::file_digest::FileDigests,
    profile::ProfileId,
    reference::Reference,
    staff::StaffId,
    wire,
};

use crate::{
    crypto::seal::Sealed,
    error::ApiError,
    live,
    platform::random,
    service::{
        contact::{self, address},
        entity_policies, file_digests,
        mention::Taking,
        notices, place,
        rate_limit::{self, ClientKind, SolvedChallenge},
        scans, system, transcription, webhook,
    },
    state::App,
    store::{
        self, Constraint, D1Result, Database, Statement, case::events::Entry,
        intake::limits::Counter, media::attachments::Owner, profile::participations::Origin,
    },
};

/// Number of attempts. A reference has eleven random digits, so it's hardly ever taken, and the
/// cause of a refusal is looked up once.
const TRIES: usize = 4;

/// Sender of a submission: channel, idempotency key, origin, and client for the rate limits.
#[derive(Clone, Copy)]
pub(crate) struct Sender<'a> {
    pub(crate) channel: Channel,
    pub(crate) key: &'a IdempotencyKey,
    /// Origin of the page; `None` if the browser sent none.
    pub(crate) origin: Option<&'a str>,
    /// Salted hash of the address, or of the account at another system that the sender writes from.
    pub(crate) client: &'a str,
    /// Fingerprint of the body, which tells apart two submissions under one key.
    pub(crate) fingerprint: &'a str,
    /// Address at the messenger by which it came.
    pub(crate) address: Option<&'a str>,
    /// Public mention that it is made of.
    pub(crate) mention: Option<Taking<'a>>,
    /// Profile of a sender who is signed in, to which it is added.
    pub(crate) profile: Option<&'a ProfileId>,
}

/// Personal data of a new participation, sealed and bound to it.
struct Private {
    contact: Option<Sealed>,
    place: Option<Sealed>,
    /// Address at a messenger, with its code.
    address: Option<(Sealed, String)>,
}

/// Result of the look-up after a refusal.
struct Found {
    entity: Option<wire::DirectoryEntity>,
    origins: Vec<String>,
    earlier: Option<store::intake::idempotency::Row>,
    finished: Vec<String>,
    by_client: u32,
    to_entity: u32,
}

/// Outcome of a write.
enum Outcome<'a> {
    Written,
    /// The reference was taken.
    SameReference,
    /// The proof of work was used before.
    ProofSpent(SolvedChallenge<'a>),
    /// A constraint refused the batch; the store's message says which.
    Refused(String),
}

/// Limits that a batch enforces: the ceilings for this client and for this entity, and a proof of
/// work to spend.
struct Terms<'a> {
    /// `None` for staff, who aren't counted.
    ceilings: Option<[u32; 2]>,
    proof: Option<SolvedChallenge<'a>>,
}

/// Takes in a plain form's submission; see [`receive`].
pub(crate) async fn submit(
    app: &App,
    sender: &Sender<'_>,
    token: &str,
    sent: wire::Submission,
) -> Result<wire::Acknowledgement, ApiError> {
    receive(app, sender, ClientKind::Form(token), sent).await
}

/// Takes in a submission, or returns the acknowledgement of an earlier one under the same key.
///
/// Nothing is looked up beforehand but the digests of attachments, which the first event covers.
/// The one batch that writes a submission also refuses it as a whole if a constraint fails. Only
/// then does a look-up find out which one.
pub(crate) async fn receive(
    app: &App,
    sender: &Sender<'_>,
    client_kind: ClientKind<'_>,
    sent: wire::Submission,
) -> Result<wire::Acknowledgement, ApiError> {
    let fingerprint = &sender.key.bind(sender.fingerprint);
    let submission = sent.parse().map_err(ApiError::Invalid)?;
    let attachments = submission.attachments.clone();
    let db = app.db()?;
    let charters = entity_policies::all(app).await?;
    let mut terms = Terms::of(limits(app, client_kind), client_kind, None);
    let mut refusal = "no free reference number".to_owned();
    let files = file_digests::of(app, &db, &submission.attachments).await?;
    for _ in 0..TRIES {
        let staff = client_kind.staff();
        let received = decide(app, (*sender, staff), submission.clone(), &charters, &files)?;
        match write(app, &db, sender, fingerprint, &terms, (&received, &files)).await? {
            Outcome::Written => {
                notices::dispatch(app, &received.notices).await;
                scans::dispatch(app, &attachments).await;
                transcription::dispatch(app, &attachments).await;
                let new = received.participations.iter().filter(|new| !new.is_test);
                let signals: Vec<_> =
                    new.map(|new| Signal::received(new.reference, &new.entity)).collect();
                let told = signals.iter().map(|signal| signal.reference).collect();
                system::dispatch(app, Vec::clone(&told)).await;
                webhook::dispatch(app, told).await;
                live::tell(app, signals).await;
                return Ok(received.acknowledgement.into());
            }
            Outcome::SameReference => {}
            Outcome::ProofSpent(proof) => {
                return Err(rate_limit::again(app, sender.client, proof)?);
            }
            Outcome::Refused(why) => {
                let found = look_up(app, &db, sender, &submission).await?;
                allowed(app, sender, &found)?;
                if let Some(earlier) = found.earlier {
                    return replay::acknowledgement(app, &db, sender.key, fingerprint, earlier)
                        .await;
                }
                known(&submission, &found)?;
                terms = granted_terms(app, sender, client_kind, &found)?;
                refusal = why;
            }
        }
    }
    Err(ApiError::Internal(format!("a submission is refused again and again: {refusal}")))
}

impl<'a> Terms<'a> {
    /// Returns the limits for a client that shows `proof`, given the limits of a client and of an
    /// entity.
    const fn of(
        [client, entity]: [Limit; 2],
        client_kind: ClientKind<'_>,
        proof: Option<SolvedChallenge<'a>>,
    ) -> Self {
        if client_kind.staff().is_some() {
            return Self { ceilings: None, proof };
        }
        let ceilings = if proof.is_some() || client_kind.is_exempt() {
            // Strangers share an entity's limit, so it has no end that they could reach.
            [client.hard, u32::MAX]
        } else {
            [client.welcome(), entity.welcome()]
        };
        Self { ceilings: Some(ceilings), proof }
    }
}

fn limits(app: &App, client_kind: ClientKind<'_>) -> [Limit; 2] {
    let limits = &app.config.limits;
    let client = match client_kind {
        ClientKind::System => {
            Limit { soft: limits.submissions_per_key, hard: limits.submissions_per_key }
        }
        _ => limits.submissions_per_client,
    };
    [client, limits.submissions_per_entity]
}

/// Returns the limits for a sender whose counts have been looked up.
fn granted_terms<'a>(
    app: &App,
    sender: &Sender<'_>,
    client_kind: ClientKind<'a>,
    found: &Found,
) -> Result<Terms<'a>, ApiError> {
    let [client, entity] = limits(app, client_kind);
    let verdicts = [client.judge(found.by_client), entity.judge_shared(found.to_entity)];
    let proof = rate_limit::pass(app, sender.client, client_kind, &verdicts)?;
    Ok(Terms::of([client, entity], client_kind, proof))
}

/// Checks that the page may send to this entity.
fn allowed(app: &App, sender: &Sender<'_>, found: &Found) -> Result<(), ApiError> {
    let registered =
        |page: &str| found.origins.iter().any(|pattern| origin::matches(pattern, page));
    match sender.origin {
        Some(page) if !app.config.is_own_origin(page) && !registered(page) => {
            Err(ApiError::OriginNotAllowed(page.to_owned()))
        }
        _ => Ok(()),
    }
}

async fn look_up(
    app: &App,
    db: &Database,
    sender: &Sender<'_>,
    submission: &Submission,
) -> Result<Found, ApiError> {
    let entity = submission.entity.as_str();
    let ids = serde_json::to_string(&submission.attachments).unwrap_or_default();
    let day = app.day();
    let [client, to] = counters(sender.client, entity, &day);
    let [row, services] = store::entity::directory::entity_statements(db, entity)?;
    let statements = vec![
        row,
        services,
        store::entity::directory::origins_statement(db, entity)?,
        store::intake::idempotency::find(db, &sender.key.digest())?,
        store::media::uploads::finished(db, &ids, app.now)?,
        store::intake::limits::find(db, &client)?,
        store::intake::limits::find(db, &to)?,
    ];
    let results: Vec<D1Result> = db.batch(statements).await?;
    let [_, _, origins, earlier, finished, by_client, to_entity] = &results[..] else {
        return Err(ApiError::Internal("a batch answered too little".into()));
    };
    Ok(Found {
        entity: store::entity::directory::entity_of(&results)?,
        origins: store::entity::directory::origins_of(origins)?,
        earlier: earlier.results()?.pop(),
        finished: store::media::uploads::finished_of(finished)?,
        by_client: store::intake::limits::count_of(by_client)?,
        to_entity: store::intake::limits::count_of(to_entity)?,
    })
}

const fn counters<'a>(client: &'a str, entity: &'a str, day: &'a str) -> [Counter<'a>; 2] {
    [
        Counter { client, day, what: "submission" },
        Counter { client: entity, day, what: "submission to" },
    ]
}

/// Checks that the entity, the service and the uploads exist.
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

fn decide(
    app: &App,
    (Sender { key, channel, .. }, entered_by): (Sender<'_>, Option<&StaffId>),
    submission: Submission,
    charters: &EntityPolicies,
    files: &FileDigests,
) -> Result<Received, ApiError> {
    let circumstances = Circumstances {
        now: app.now,
        channel,
        entered_by: entered_by.cloned(),
        reference: Reference::draw(random::draw()?),
        suggestion_reference: Reference::draw(random::draw()?),
        salt: random::name()?,
        suggestion_salt: random::name()?,
        notice_id: random::name()?,
        idempotency_key: key,
        tracking_secret: &app.config.tracking_keys.secret(),
        charters,
        files,
        base_url: &app.config.base_url,
    };
    Ok(receipt::receive(submission, &circumstances))
}

async fn write<'a>(
    app: &App,
    db: &Database,
    sender: &Sender<'_>,
    fingerprint: &str,
    terms: &Terms<'a>,
    (received, files): (&Received, &FileDigests),
) -> Result<Outcome<'a>, ApiError> {
    let sealed = sealed(app, sender, received).await?;
    // The idempotency key references the participation, so it's inserted after it. In the other
    // order, SQLite would search all keys for those that waited for the participation.
    let mut batch = changes(app, db, (received, files), sender.channel, &sealed)?;
    batch.extend(conditions(app, db, sender, fingerprint, terms, received)?);
    if let Some(profile) = sender.profile {
        for new in &received.participations {
            let sent = (new.reference, Origin::Sent);
            batch.push(store::profile::participations::add(db, profile, sent, app.now)?);
        }
    }
    if let Some(Taking { mention, by }) = sender.mention {
        let reference = received.acknowledgement.reference;
        batch.push(mention.clone().taken(app, db, by, reference).await?);
    }
    let Err(error) = db.batch(batch).await else { return Ok(Outcome::Written) };
    match (error.constraint(), terms.proof) {
        (Some(Constraint::Reference), _) => Ok(Outcome::SameReference),
        (Some(Constraint::ProofSpent), Some(proof)) => Ok(Outcome::ProofSpent(proof)),
        (Some(_), _) => Ok(Outcome::Refused(error.to_string())),
        (None, _) => Err(error.into()),
    }
}

/// Seals each participation's contact, place and address, bound to that participation.
async fn sealed(
    app: &App,
    sender: &Sender<'_>,
    received: &Received,
) -> Result<Vec<Private>, ApiError> {
    let mut sealed = Vec::with_capacity(received.participations.len());
    for new in &received.participations {
        let contact = match &new.contact {
            Some(contact) => Some(contact::sealed(app, new.reference, contact).await?),
            None => None,
        };
        let place = match &new.place {
            Some(place) => Some(place::sealed(app, new.reference, place).await?),
            None => None,
        };
        let address = match sender.address {
            Some(address) => {
                let sealed = address::sealed(app, new.reference, address).await?;
                Some((sealed, app.blind().address(sender.channel, address)))
            }
            None => None,
        };
        sealed.push(Private { contact, place, address });
    }
    Ok(sealed)
}

/// Returns the statements that fail the batch unless the page may send, the key is new, no limit is
/// exceeded and the proof is unused.
fn conditions(
    app: &App,
    db: &Database,
    sender: &Sender<'_>,
    fingerprint: &str,
    terms: &Terms<'_>,
    received: &Received,
) -> Result<Vec<Statement>, ApiError> {
    let acknowledgement = &received.acknowledgement;
    let entity = received.participations.first().map_or("", |first| first.entity.as_str());
    let mut statements = Vec::new();
    if let Some(page) = sender.origin.filter(|page| !app.config.is_own_origin(page)) {
        let patterns = serde_json::to_string(&origin::patterns(page))?;
        statements.push(store::entity::directory::require_origin(db, entity, &patterns)?);
    }
    let kept = store::intake::idempotency::Kept {
        digest: &sender.key.digest(),
        fingerprint,
        reference: acknowledgement.reference.digits(),
        suggestion_reference: acknowledgement.suggestion_reference.as_ref().map(Reference::digits),
        tracking_secret: app.config.tracking_keys.current(),
        created_at: app.now,
    };
    statements.push(store::intake::idempotency::insert(db, &kept)?);
    let more = u32::try_from(received.participations.len()).unwrap_or(u32::MAX);
    let day = app.day();
    let counted = counters(sender.client, entity, &day);
    // Tests don't use up what strangers share of an entity's limit.
    let applied = if acknowledgement.is_test { 1 } else { counted.len() };
    let ceilings = terms.ceilings.into_iter().flatten();
    for (counter, ceiling) in counted.iter().zip(ceilings).take(applied) {
        statements.push(store::intake::limits::add(db, counter, more, ceiling)?);
    }
    if let Some(proof) = terms.proof {
        statements.push(store::intake::proofs::spend(db, proof.id, proof.until)?);
    }
    Ok(statements)
}

/// Returns the statements that insert a submission. An entity, service or upload that doesn't exist
/// fails the batch too.
fn changes(
    app: &App,
    db: &Database,
    (received, files): (&Received, &FileDigests),
    channel: Channel,
    sealed: &[Private],
) -> Result<Vec<Statement>, ApiError> {
    let mut statements = Vec::new();
    for ((new, first), sealed) in received.participations.iter().zip(&received.events).zip(sealed) {
        let Private { contact, place, address } = sealed;
        let private = [contact.as_ref(), place.as_ref()];
        statements.push(store::intake::participations::insert(db, new, first, private)?);
        if let Some((address, code)) = address {
            statements.push(store::channel::addresses::insert(
                db,
                new.reference,
                channel,
                code,
                address,
            )?);
        }
        let codes =
            new.contact.as_ref().map(|contact| app.blind().contact(contact)).unwrap_or_default();
        if !new.is_test {
            statements.push(store::search::insert_new(db, new, codes)?);
        }
        let owner = Owner {
            participation: new.reference.digits(),
            sequence: first.sequence,
            message: None,
        };
        statements.extend(store::media::attachments::take(
            db,
            &new.attachments,
            files,
            &owner,
            app.now,
        )?);
        let entry = match Case::tell(slice::from_ref(first)) {
            Ok(case) if !new.is_test => {
                Entry::counted(first, None, &case, &new.facts(), app.config.hold)
            }
            _ => Entry::uncounted(first),
        };
        statements.extend(store::case::events::insert(db, &[entry])?);
    }
    for notice in &received.notices {
        statements.push(store::outbox::insert(db, notice, None, [app.now, notices::due(app)])?);
    }
    Ok(statements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_client_that_cannot_show_a_proof_passes_the_soft_limit_without_one() {
        let limits = [Limit { soft: 10, hard: 100 }, Limit { soft: 20, hard: 200 }];
        let ceilings = |client_kind| Terms::of(limits, client_kind, None).ceilings;
        assert_eq!(ceilings(ClientKind::Program(None)), Some([10, 20]));
        assert_eq!(ceilings(ClientKind::Form("token")), Some([10, 20]));
        assert_eq!(ceilings(ClientKind::Exempt), Some([100, u32::MAX]));
        assert_eq!(ceilings(ClientKind::Staff(&StaffId::draw([1; 16]))), None);
    }
}
