//! Work of conversations: submissions, look-ups and actions on a person's own participations. The
//! outcome goes back to the conversation, in the batch that settles the work.

use std::collections::BTreeMap;

use domain::{
    case::{Command, life_cycle::Verb},
    channel::conversation::{
        Conversation, Deed, Draft, Effect, Found, LookUp, Outcome, Phrase, Receipt, Refusal, Reply,
        World,
    },
    input::Reason,
    intake::{
        channel::Channel,
        idempotency::{self, IdempotencyKey},
        kind::Mood,
    },
    reference::Reference,
    wire::{self, NewMessage, Rating, Withdrawal},
};

use super::{next::Next, receive::client, render, stored::Stored, world};
use crate::{
    directory,
    error::ApiError,
    service::{
        author,
        case::{Author, Once},
        intake::{self, Sender},
        rate_limit::ClientKind,
        status,
    },
    state::App,
    store::{
        self,
        channel::{addresses::Own, replies},
    },
};

/// Number of attempts. The outcome is handed over anew if the conversation went on meanwhile.
const TRIES: usize = 5;

/// Failures after which the conversation is told that something failed on our side.
const FAILURES_MAX: u32 = 4;

/// Outcome of work, as the conversation takes it.
enum Done {
    Submitted(String, Result<Receipt, Refusal>),
    Found(LookUp),
    Acted(Deed, String, Reference, Outcome),
    /// Messages to send, of which the conversation learns nothing.
    Shown(Vec<Next>),
}

/// Does work and hands its outcome to the conversation. `failures` is the number of attempts that
/// failed before.
///
/// # Errors
///
/// An error that may pass. After some failures the conversation is told instead.
pub(super) async fn perform(
    app: &App,
    conversation: &str,
    row: &replies::Row,
    effect: Effect,
) -> Result<(), ApiError> {
    let db = app.db()?;
    let Some(mut stored) = Stored::named(app, conversation).await? else {
        return Ok(replies::done(&db, &row.id)?.run().await.map(drop)?);
    };
    let mut done = Some(outcome(app, &stored, &effect, row.failures).await?);
    let mut refusal = String::new();
    for _ in 0..TRIES {
        let world = world::of(app, &stored).await?;
        let next = match &done {
            Some(Done::Shown(_)) => match done.take() {
                Some(Done::Shown(next)) => next,
                _ => Vec::new(),
            },
            Some(done) => {
                let channel = stored.channel;
                let conversation = stored.conversation(app);
                let effects = told(conversation, done, &world, app);
                render::next(app, channel, conversation.language(), effects)?
            }
            None => Vec::new(),
        };
        let mut batch = stored.write(app, &db, &next).await?;
        batch.push(replies::done(&db, &row.id)?);
        match db.batch(batch).await {
            Ok(_) => return Ok(()),
            Err(error) if error.constraint().is_some() => refusal = error.to_string(),
            Err(error) => return Err(error.into()),
        }
        let Some(read) = Stored::named(app, conversation).await? else { return Ok(()) };
        stored = read;
        if done.is_none() {
            done = Some(outcome(app, &stored, &effect, row.failures).await?);
        }
    }
    Err(ApiError::Internal(format!("an outcome is refused again and again: {refusal}")))
}

fn told(conversation: &mut Conversation, done: &Done, world: &World, app: &App) -> Vec<Effect> {
    match done {
        Done::Submitted(key, result) => conversation.submitted(key, result.clone(), world, app.now),
        Done::Found(result) => conversation.found(result.clone(), app.now),
        Done::Acted(deed, id, reference, outcome) => {
            conversation.done(*deed, id, *reference, *outcome, world, app.now)
        }
        Done::Shown(_) => Vec::new(),
    }
}

async fn outcome(
    app: &App,
    stored: &Stored,
    effect: &Effect,
    failures: u32,
) -> Result<Done, ApiError> {
    let is_last = failures >= FAILURES_MAX;
    match effect {
        Effect::Submit(draft) | Effect::HandOver(draft) => {
            let result = match submit(app, stored, draft).await {
                Ok(receipt) => Ok(receipt),
                Err(error) => Err(refusal(error, draft, is_last)?),
            };
            Ok(Done::Submitted(draft.key.clone(), result))
        }
        Effect::LookUp(reference) => match look_up(app, stored, *reference).await {
            Ok(found) => Ok(Done::Found(found)),
            Err(error) => failed(app, stored, error, is_last),
        },
        Effect::ShowThread(reference) => match thread(app, stored, *reference).await {
            Ok(messages) => Ok(Done::Shown(messages)),
            Err(error) => failed(app, stored, error, is_last),
        },
        Effect::Reply(Reply { id, reference, text, attachments }) => {
            let attachments = attachments.iter().map(|id| id.as_str().to_owned()).collect();
            let message = NewMessage { text: text.clone(), attachments };
            let command = message.parse().map_err(ApiError::Invalid);
            let acted = act(app, stored, (id, *reference), command, is_last).await?;
            Ok(Done::Acted(Deed::Reply, id.clone(), *reference, acted))
        }
        Effect::Rate { id, reference, mood } => {
            let command = rating(*mood).parse().map_err(ApiError::Invalid);
            let acted = act(app, stored, (id, *reference), command, is_last).await?;
            Ok(Done::Acted(Deed::Rate, id.clone(), *reference, acted))
        }
        Effect::Withdraw { id, reference } => {
            let command = Withdrawal::default().parse().map_err(ApiError::Invalid);
            let acted = act(app, stored, (id, *reference), command, is_last).await?;
            Ok(Done::Acted(Deed::Withdraw, id.clone(), *reference, acted))
        }
        Effect::Say(_) | Effect::Offer { .. } => Ok(Done::Shown(Vec::new())),
    }
}

/// Returns the words that something failed, after the last attempt, or the error if it may pass.
fn failed(app: &App, stored: &Stored, error: ApiError, is_last: bool) -> Result<Done, ApiError> {
    if !is_last {
        return Err(error);
    }
    error.log();
    let words = vec![Effect::Say(Phrase::Failed)];
    Ok(Done::Shown(render::next(app, stored.channel, stored.language(), words)?))
}

fn rating(rating: Mood) -> Rating {
    Rating { rating, comment: None }
}

/// Submits a participation. A repetition returns the same receipt.
async fn submit(app: &App, stored: &Stored, draft: &Draft) -> Result<Receipt, ApiError> {
    let mut submission = wire::Submission::from(draft.clone());
    if stored.channel == Channel::Sms {
        // Notices go there as to any number: within the hours and budgets of text messages.
        let phone = Some(format!("+{}", stored.address));
        let contact = wire::Contact { phone, ..wire::Contact::default() };
        submission.contact = contact.parse().is_ok().then_some(contact);
    }
    let key = key(app, stored, "submission from a channel", &draft.key);
    let client = client(app, stored.channel, &stored.address);
    let fingerprint = idempotency::fingerprint(&submission);
    let sender = Sender {
        channel: stored.channel,
        key: &key,
        origin: None,
        client: &client,
        fingerprint: &fingerprint,
        address: Some(&stored.address),
        mention: None,
        profile: None,
    };
    let taken = intake::receive(app, &sender, ClientKind::Exempt, submission).await?;
    Ok(Receipt {
        reference: taken.reference,
        suggestion: taken.suggestion_reference,
        first_response_due: taken.first_response_due,
        link: taken.tracking_url,
    })
}

/// Returns the idempotency key of what a message asked for.
fn key(app: &App, stored: &Stored, purpose: &str, id: &str) -> IdempotencyKey {
    let parts = [purpose, stored.channel.as_str(), &stored.address, id];
    IdempotencyKey::derive(&app.config.link_secret, &parts)
}

/// Returns the refusal that an error of a submission is, or the error if it may pass.
fn refusal(error: ApiError, draft: &Draft, is_last: bool) -> Result<Refusal, ApiError> {
    match error {
        ApiError::TooMany(_) | ApiError::ProofRequired(_) => Ok(Refusal::TooMany),
        ApiError::Invalid(errors) => {
            let is_missing = |pointer: &str| {
                errors
                    .iter()
                    .any(|error| error.reason == Reason::UnknownUpload && error.pointer == pointer)
            };
            let missing = draft.attachments.iter().enumerate();
            let missing: Vec<_> = missing
                .filter(|(place, _)| is_missing(&format!("/attachments/{place}")))
                .map(|(_, id)| id.clone())
                .collect();
            let unknown = [Reason::UnknownEntity, Reason::UnknownService];
            if errors.iter().any(|error| unknown.contains(&error.reason)) {
                Ok(Refusal::UnknownEntity)
            } else if !missing.is_empty() {
                Ok(Refusal::MissingFiles(missing))
            } else {
                ApiError::Internal(format!("a draft of a conversation is invalid: {errors:?}"))
                    .log();
                Ok(Refusal::Failed)
            }
        }
        error if is_last => {
            error.log();
            Ok(Refusal::Failed)
        }
        error => Err(error),
    }
}

/// Looks a reference up: for anybody its public status, and for the address that sent it also what
/// can be done.
async fn look_up(app: &App, stored: &Stored, reference: Reference) -> Result<LookUp, ApiError> {
    let db = app.db()?;
    let is_own = is_own(app, stored, reference).await?;
    let whole = if is_own {
        store::intake::participations::whole(&db, reference).await?
    } else {
        guessed(app, stored, reference).await?
    };
    let Some(whole) = whole else { return Ok(LookUp::Unknown) };
    let whole = status::told(app, whole).await?;
    let public = status::public(reference, &whole);
    let snapshot = directory::current(app, None).await?;
    let name = snapshot.entity(&public.entity).map(|entity| entity.name.clone());
    let mut offers: Vec<Verb> = if is_own { public.offers(app.now) } else { Vec::new() };
    let is_rated = whole.row.rating.is_some();
    offers.retain(|verb| match verb {
        Verb::CorrectContact => false,
        Verb::Rate => !is_rated,
        _ => true,
    });
    let own = Own {
        reference,
        kind: public.kind,
        entity: public.entity,
        stage: public.stage,
        received_at: public.received_at,
    };
    Ok(LookUp::Found(Box::new(Found {
        case: world::mine(own, name),
        is_own,
        is_merged: public.merged,
        first_response_due: public.first_response_due,
        resolution_due: public.resolution_due,
        offers,
    })))
}

/// Returns a participation that another address sent. A wrong guess is counted, and above the limit
/// no participation is found.
async fn guessed(
    app: &App,
    stored: &Stored,
    reference: Reference,
) -> Result<Option<store::intake::participations::Whole>, ApiError> {
    let client = client(app, stored.channel, &stored.address);
    let (day, limit) = (app.day(), app.config.limits.misses_per_client);
    let counter = store::intake::limits::Counter { client: &client, day: &day, what: "miss" };
    let (whole, misses) =
        store::intake::participations::guessed(&app.db()?, reference, None, &counter, limit)
            .await?;
    Ok(whole.filter(|_| misses < limit))
}

async fn is_own(app: &App, stored: &Stored, reference: Reference) -> Result<bool, ApiError> {
    let codes = stored.codes(app);
    Ok(store::channel::addresses::is_own(&app.db()?, reference, stored.channel, &codes).await?)
}

/// Returns the messages that show what was said in the person's own participation.
async fn thread(app: &App, stored: &Stored, reference: Reference) -> Result<Vec<Next>, ApiError> {
    if !is_own(app, stored, reference).await? {
        return Ok(Vec::new());
    }
    let db = app.db()?;
    let Some(whole) = store::intake::participations::whole(&db, reference).await? else {
        return Ok(Vec::new());
    };
    let whole = status::told(app, whole).await?;
    let status = status::whole(app, reference, &whole).await?;
    render::thread(app, stored.channel, stored.language(), &status).await
}

/// Executes a command of the author. A repetition changes nothing.
async fn act(
    app: &App,
    stored: &Stored,
    (id, reference): (&str, Reference),
    command: Result<Command, ApiError>,
    is_last: bool,
) -> Result<Outcome, ApiError> {
    if !is_own(app, stored, reference).await? {
        return Ok(Outcome::Refused);
    }
    let Ok(command) = command else { return Ok(Outcome::Refused) };
    let key = key(app, stored, "command from a channel", id);
    let fingerprint = idempotency::fingerprint(&BTreeMap::from([("id", id)]));
    let fingerprint = key.bind(&fingerprint);
    let once = Once { key: &key, fingerprint: &fingerprint };
    let author = Author { own: None, once: Some(&once) };
    match author::act(app, reference, &command, author).await {
        Ok(_) => Ok(Outcome::Done),
        Err(
            ApiError::Refused(_)
            | ApiError::NotFound
            | ApiError::Invalid(_)
            | ApiError::TooMany(_)
            | ApiError::IdempotencyKeyReused,
        ) => Ok(Outcome::Refused),
        Err(error) if is_last => {
            error.log();
            Ok(Outcome::Failed)
        }
        Err(error) => Err(error),
    }
}
