//! Actions on a case, by author, staff or cron job: the case is replayed, the domain decides, and
//! one batch writes the result.

pub(crate) mod alike;
pub(crate) mod joined;

use domain::{
    access::{
        live::Signal,
        policy::{self, Permission},
    },
    case::{Case, Circumstances, Command, Decided, action::Action, event::Actor, head::CaseHead},
    entity::policy::EntityPolicies,
    input::{InputError, Reason},
    intake::idempotency::IdempotencyKey,
    media::file_digest::FileDigests,
    reference::Reference,
    sla::escalation::Level,
    slug::Slug,
    staff::Person,
    staff_notice::{Recipients, StaffNoticeKind},
    wire,
};

use crate::{
    error::ApiError,
    live,
    platform::random,
    service::contact,
    service::{
        absence, entity_policies, file_digests, notices, scans, system, transcription, webhook,
    },
    state::App,
    store::{
        self, Constraint, Database, Statement, case::cases::Told, intake::limits::Counter,
        profile::participations::Own,
    },
};

/// Number of attempts. A decision is repeated if another event was added meanwhile.
const TRIES: usize = 4;

/// Identity of a request that may be repeated: the client's idempotency key and a fingerprint of
/// the body.
pub(crate) struct Once<'a> {
    pub(crate) key: &'a IdempotencyKey,
    pub(crate) fingerprint: &'a str,
}

/// Author, as a request shows them.
#[derive(Clone, Copy)]
pub(crate) struct Author<'a> {
    /// Tracking key and session; `None` for an author whom a channel or an entity's system vouches
    /// for.
    pub(crate) own: Option<&'a Own<'a>>,
    /// Idempotency key, if the request may be repeated.
    pub(crate) once: Option<&'a Once<'a>>,
}

/// Actor of a command.
#[derive(Clone, Copy)]
pub(crate) enum By<'a> {
    Clock,
    /// Rule for deputies, and the head of the case by which it chose one.
    Deputy(&'a str),
    /// Author who shows the tracking key.
    Customer(Author<'a>),
    /// Member of staff, and the head of the case that they have seen, if the request names one.
    Staff(&'a Person, Option<&'a str>),
    /// Own system of an entity.
    EntitySystem(&'a Slug, &'a Once<'a>),
}

impl<'a> By<'a> {
    /// Returns the identity of a request that may be repeated.
    const fn once(self) -> Option<&'a Once<'a>> {
        match self {
            Self::Customer(Author { once, .. }) => once,
            Self::EntitySystem(_, once) => Some(once),
            Self::Clock | Self::Deputy(_) | Self::Staff(..) => None,
        }
    }
}

/// Executes a command on a case, and returns the case's head after it. A repetition of an earlier
/// request changes nothing.
pub(crate) async fn act(
    app: &App,
    reference: Reference,
    command: &Command,
    by: By<'_>,
) -> Result<CaseHead, ApiError> {
    let db = app.db()?;
    let deed = command.deed.clone().with_nonce(random::name()?);
    let command = &Command { deed, ..command.clone() };
    let charters = entity_policies::all(app).await?;
    let mut refusal = String::new();
    for _ in 0..TRIES {
        let told = store::case::cases::tell(&db, reference).await?.ok_or(ApiError::NotFound)?;
        let here = &told.case.standing.entity;
        let command = &absence::redirected(app, &db, here, command).await?;
        if let Some(once) = by.once()
            && is_repeated(&db, once).await?
        {
            return Ok(told.case.standing);
        }
        let into = match by {
            By::EntitySystem(entity, _) => {
                admit_system(&db, &told.case, command, entity).await?;
                None
            }
            By::Staff(person, seen) => admit(&db, &told.case, command, person, seen).await?,
            // Somebody else may have assigned the case meanwhile.
            By::Deputy(seen) if seen != told.case.standing.head => return Err(ApiError::Stale),
            By::Customer(_) | By::Clock | By::Deputy(_) => None,
        };
        let files = file_digests::of(app, &db, &command.attachments).await?;
        let salt = &told.salt;
        let notice = notices::of(app, &told, command).await?;
        let is_told = notice.is_some();
        let decided = told.case.decide(
            command,
            &Circumstances { now: app.now, charters: &charters, salt, files: &files, is_told },
        )?;
        let mut batch = changes(app, &db, &told, (command, &files, &decided), by, &charters)?;
        batch.extend(corrected(app, &db, &told, command, by).await?);
        batch.extend(joined::untold(&db, &told.case, &decided)?);
        if let Some(notice) = &notice {
            // Whoever reads the old contact is told of the new one, and nobody else.
            let to = told.contact.as_ref().filter(|_| command.contact.is_some());
            let times = [decided.event.at, notices::due(app)];
            batch.push(store::outbox::insert(&db, notice, to, times)?);
        }
        if let Action::Escalate { level, .. } = &command.deed {
            batch.push(escalation(app, &db, &told.case, *level).await?);
        }
        if command.deed == Action::Retract {
            batch.extend(store::intake::participations::retract(&db, reference)?);
        }
        if command.deed == Action::RequestDelay {
            batch.push(delay_request(app, &db, &told.case)?);
        }
        if let Some(CaseHead { reference, head, .. }) = into.as_ref().map(|into| &into.standing) {
            batch.push(store::case::joined::is_unchanged(&db, *reference, head)?);
        }
        let words = command.words.as_ref();
        let mut passed = joined::pass_on(app, &db, &told.case, &decided, words, &charters).await?;
        batch.append(&mut passed.statements);
        let Err(error) = db.batch(batch).await else {
            passed.notices.extend(notice);
            notices::dispatch(app, &passed.notices).await;
            scans::dispatch(app, &command.attachments).await;
            transcription::dispatch(app, &command.attachments).await;
            passed.signals.push(Signal::changed(&told.case, &decided.case));
            let changed = passed.signals.iter().map(|signal| signal.reference).collect();
            system::dispatch(app, Vec::clone(&changed)).await;
            webhook::dispatch(app, changed).await;
            passed.signals.extend(into.map(|into| Signal::changed(&into, &into)));
            live::tell(app, passed.signals).await;
            return Ok(decided.case.standing);
        };
        match error.constraint() {
            Some(Constraint::Limit) => return Err(ApiError::TooMany(app.seconds_left_today())),
            Some(_) => refusal = error.to_string(),
            None => return Err(error.into()),
        }
        attached(app, &db, command).await?;
    }
    Err(ApiError::Internal(format!("a deed is refused again and again: {refusal}")))
}

/// Assigns a case whose owner is away to whoever stands in, and returns whether it was.
pub(crate) async fn hand_over(app: &App, reference: Reference) -> Result<bool, ApiError> {
    let db = app.db()?;
    let Some(told) = store::case::cases::tell(&db, reference).await? else { return Ok(false) };
    let Some(owner) = &told.case.owner else { return Ok(false) };
    let to = absence::stand_in(app, &db, &told.case.standing.entity, owner).await?;
    if to == *owner {
        return Ok(false);
    }
    let command = Command::plain(Actor::System, Action::Assign { to });
    match act(app, reference, &command, By::Deputy(&told.case.standing.head)).await {
        Ok(_) => Ok(true),
        // It has ended, moved or changed meanwhile. The job looks again.
        Err(ApiError::Refused(_) | ApiError::Stale) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Corrects the contact of the suggestion that came with a complaint: it was sent with the same
/// one. A suggestion that was withdrawn or erased by itself stays as it is.
pub(crate) async fn correct_paired(
    app: &App,
    suggestion: Reference,
    command: &Command,
    author: Author<'_>,
) -> Result<(), ApiError> {
    let by = By::Customer(Author { once: None, ..author });
    match act(app, suggestion, command, by).await {
        Ok(_) | Err(ApiError::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Checks permission, the expected head, and that referenced ids exist. Returns the case that this
/// one is merged into, if it is.
async fn admit(
    db: &Database,
    case: &Case,
    command: &Command,
    person: &Person,
    seen: Option<&str>,
) -> Result<Option<Case>, ApiError> {
    if !policy::may(person, Permission::SeeCase(case.hands())) {
        return Err(ApiError::Unseen);
    }
    if !policy::may_take(person, &command.deed, case) {
        return Err(ApiError::Forbidden);
    }
    if seen.is_some_and(|seen| seen != case.standing.head) {
        return Err(ApiError::Stale);
    }
    if let Action::Merge { into } = &command.deed {
        return joined::merge_target(db, case.standing.reference, *into, person).await.map(Some);
    }
    named(db, case, command, "/deed").await?;
    Ok(None)
}

/// Checks that an entity's system sees the case and may act on it, and that referenced ids exist.
async fn admit_system(
    db: &Database,
    case: &Case,
    command: &Command,
    entity: &Slug,
) -> Result<(), ApiError> {
    if !policy::system_sees(entity, case.hands()) {
        return Err(ApiError::NotFound);
    }
    if !policy::system_may(entity, command.deed.verb(), case.hands()) {
        return Err(ApiError::Forbidden);
    }
    named(db, case, command, "").await
}

/// Checks that the people and entities that an action names exist. `pointer` leads to the action.
async fn named(
    db: &Database,
    case: &Case,
    command: &Command,
    pointer: &str,
) -> Result<(), ApiError> {
    let here = case.standing.entity.as_str();
    let wrong = |member: &str, reason| Err(ApiError::input(&format!("{pointer}{member}"), reason));
    match &command.deed {
        Action::Assign { to } if !store::case::detail::answers_for(db, to, here).await? => {
            wrong("/to", Reason::UnknownPerson)
        }
        Action::Act { plan }
            if !store::case::detail::answers_for(db, &plan.owner, here).await? =>
        {
            wrong("/plan/owner", Reason::UnknownPerson)
        }
        Action::Transfer { to } | Action::Classify { to, .. }
            if store::entity::directory::entity(db, to.as_str()).await?.is_none() =>
        {
            wrong("/to", Reason::UnknownEntity)
        }
        _ => Ok(()),
    }
}

/// Returns the statement that inserts the notices of an escalation. For an owner who is away the
/// deputy is told.
async fn escalation(
    app: &App,
    db: &Database,
    case: &Case,
    level: Level,
) -> Result<Statement, ApiError> {
    let entity = &case.standing.entity;
    let owner = match &case.owner {
        Some(owner) => Some(absence::stand_in(app, db, entity, owner).await?),
        None => None,
    };
    let recipients = Recipients::of(level, owner.as_ref());
    let kind = StaffNoticeKind::of(level);
    let about = (case.standing.reference, entity);
    Ok(store::outbox::insert_for_staff(db, about, kind, recipients, app.now)?)
}

/// Returns the statement that inserts the notices of a request for a delay.
fn delay_request(app: &App, db: &Database, case: &Case) -> Result<Statement, ApiError> {
    let about = (case.standing.reference, &case.standing.entity);
    let kind = StaffNoticeKind::DelayRequested;
    let recipients = Recipients::of_delay_request();
    Ok(store::outbox::insert_for_staff(db, about, kind, recipients, app.now)?)
}

/// Returns the statements that replace the author's contact, if the command has another one. Links
/// that were sent to the replaced one open nothing any more, but for the one in use, and files that
/// they added the participation to lose it.
async fn corrected(
    app: &App,
    db: &Database,
    told: &Told,
    command: &Command,
    by: By<'_>,
) -> Result<Vec<Statement>, ApiError> {
    let (Some(new), By::Customer(author)) = (&command.contact, by) else { return Ok(Vec::new()) };
    let reference = told.case.standing.reference;
    let old = match &told.contact {
        Some(sealed) => contact::opened(app, reference, sealed).await?.kept(),
        None => None,
    };
    let sealed = contact::sealed(app, reference, new).await?;
    let codes = contact::codes(app, &wire::Contact::from(new));
    let mut statements =
        Vec::from(store::intake::participations::correct_contact(db, reference, &sealed, &codes)?);
    if old.is_some_and(|old| old.is_left_by(new)) {
        let own = author.own.copied().unwrap_or_default();
        statements.push(store::profile::participations::leave_to(db, reference, own)?);
        statements.push(store::intake::link_keys::withdraw(db, reference, own.kept)?);
        statements.push(store::intake::one_time_codes::remove(db, reference)?);
    }
    Ok(statements)
}

/// Returns whether the same request was made under this key before.
///
/// # Errors
///
/// Refuses a key that came with another body before.
async fn is_repeated(db: &Database, once: &Once<'_>) -> Result<bool, ApiError> {
    let earlier: Option<store::intake::idempotency::Row> =
        store::intake::idempotency::find(db, &once.key.digest())?.first().await?;
    match earlier {
        Some(earlier) if earlier.fingerprint == once.key.bind(once.fingerprint) => Ok(true),
        Some(_) => Err(ApiError::IdempotencyKeyReused),
        None => Ok(false),
    }
}

/// Returns the statements of a decision. They run in one batch: all of them, or none.
fn changes(
    app: &App,
    db: &Database,
    told: &Told,
    (command, files, decided): (&Command, &FileDigests, &Decided),
    by: By<'_>,
    charters: &EntityPolicies,
) -> Result<Vec<Statement>, ApiError> {
    let reference = decided.event.reference;
    let mut statements = Vec::new();
    if let Some(once) = by.once() {
        let kept = store::intake::idempotency::Kept {
            digest: &once.key.digest(),
            fingerprint: &once.key.bind(once.fingerprint),
            reference: reference.digits(),
            suggestion_reference: None,
            // No tracking key is derived from this row.
            tracking_secret: "",
            created_at: app.now,
        };
        statements.push(store::intake::idempotency::insert(db, &kept)?);
    }
    if matches!(by, By::Customer(_)) {
        let counter = Counter { client: reference.digits(), day: &app.day(), what: "deed" };
        statements.push(store::intake::limits::add(
            db,
            &counter,
            1,
            app.config.limits.deeds_per_participation,
        )?);
    }
    if command.contact.is_some() {
        // Each correction sends a notice to an address that somebody typed.
        let counter = Counter { client: reference.digits(), day: &app.day(), what: "contact" };
        let ceiling = app.config.limits.links_per_participation;
        statements.push(store::intake::limits::add(db, &counter, 1, ceiling)?);
    }
    let times = entity_policies::times(&decided.case, charters);
    statements.extend(store::case::cases::write(
        db,
        told,
        (command, decided),
        &times,
        (&random::name()?, files),
    )?);
    Ok(statements)
}

/// Checks that the command's attachments exist. The error lists the missing ones.
async fn attached(app: &App, db: &Database, command: &Command) -> Result<(), ApiError> {
    let ids = serde_json::to_string(&command.attachments).unwrap_or_default();
    let finished = store::media::uploads::finished(db, &ids, app.now)?.run().await?;
    let finished = store::media::uploads::finished_of(&finished)?;
    let missing = command
        .attachments
        .iter()
        .enumerate()
        .filter(|(_, id)| !finished.iter().any(|known| known == id.as_str()));
    let errors: Vec<_> = missing
        .map(|(place, _)| InputError {
            pointer: format!("/attachments/{place}"),
            reason: Reason::UnknownUpload,
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(ApiError::Invalid(errors)) }
}
