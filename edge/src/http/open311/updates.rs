//! `/servicerequestupdates`: updates of requests, as `FixMyStreet` exchanges them. Those that are
//! read are what the entity did; one that is posted is a message of the request's author.

use std::collections::BTreeMap;

use axum::{Extension, response::Response};
use domain::{
    Timestamp,
    case::{
        Command,
        event::{Actor, Event},
        timeline,
    },
    entity::hold::Hold,
    intake::{
        channel::Channel,
        idempotency::{self, IdempotencyKey},
    },
    open311::{self, Document, Fault, Period, Update, UpdateStatus},
    reference::Reference,
    wire::{NewMessage, Reopening},
};
use http::StatusCode;

use super::{
    Call, Failure,
    body::{self, Sent},
};
use crate::{
    error::ApiError,
    platform::{clock::later, random},
    request::{in_progress::Turn, multipart::MultipartBody},
    service::{
        author,
        case::{Author, Once},
        status,
    },
    state::App,
    store::{
        self,
        open311::{CHANGED_PAGE, Request},
    },
};

/// Most pages of changed requests that one list of updates looks through.
const PAGES_MAX: usize = 50;

/// Lists the updates of a period.
#[worker::send]
pub(crate) async fn list(Extension(app): Extension<App>, call: Call) -> Response {
    call.answer(StatusCode::OK, found(&app, &call).await)
}

async fn found(app: &App, call: &Call) -> Result<Document, Failure> {
    let (here, _) = call.own_jurisdiction(app, &call.query).await?;
    let period = Period::parse(&call.query, app.now)?;
    let db = app.db()?;
    // A held message counts from when its author is told of it. A second more, since times are
    // compared to the second.
    let from = later(period.from, -i64::from(Hold::of(Hold::MAX).seconds()) - 1);
    let (mut all, mut before) = (Vec::new(), None);
    for _ in 0..PAGES_MAX {
        let requests = store::open311::changed(&db, &here.id, from, before.as_ref()).await?;
        let references: Vec<_> = requests.iter().map(|request| request.row.reference).collect();
        let mut messages = store::open311::messages(&db, &references).await?;
        for request in &requests {
            all.extend(of_request(app, request, period, &mut messages));
        }
        let is_last = requests.len() < CHANGED_PAGE;
        before = requests.into_iter().next_back().map(|request| request.row);
        if is_last {
            // A request that changed meanwhile was read twice.
            all.sort_by_key(|update| (update.at, update.reference, update.sequence));
            all.dedup_by_key(|update| (update.reference, update.sequence));
            return Ok(open311::updates(&all));
        }
    }
    Err(Fault::TooManyChanges.into())
}

/// Returns the updates of a request in a period. Their words are for the entity with custody.
fn of_request(
    app: &App,
    Request { row, history }: &Request,
    period: Period,
    messages: &mut BTreeMap<(Reference, u32), String>,
) -> Vec<Update> {
    let hold = app.config.hold;
    let told = timeline::told(history, app.now, hold);
    let mut updates = Vec::new();
    // Its receipt is the request itself.
    for event in timeline::public(&told).filter(|event| event.sequence > 1) {
        let at = timeline::told_at(event, hold);
        if at < period.from || at > period.to {
            continue;
        }
        let end = told.partition_point(|other| other.sequence <= event.sequence);
        let message = messages.remove(&(row.reference, event.sequence));
        updates.push(Update {
            reference: row.reference,
            sequence: event.sequence,
            status: UpdateStatus::after(told.get(..end).unwrap_or_default()),
            at,
            words: message.filter(|_| row.has_custody()).unwrap_or_default(),
        });
    }
    updates
}

/// Takes in an update: the author writes, or reopens what has ended if the status says so.
#[worker::send]
pub(crate) async fn create(
    Extension(app): Extension<App>,
    call: Call,
    form: MultipartBody,
) -> Response {
    let created = async {
        let sent = body::read(&app, &call, form).await?;
        let created = take_in(&app, &call, &sent).await;
        // What the message has taken isn't removed.
        body::discard(&app, &sent).await;
        created
    };
    call.answer(StatusCode::CREATED, created.await)
}

async fn take_in(app: &App, call: &Call, sent: &Sent) -> Result<Document, Failure> {
    let parameters = &sent.parameters;
    let (here, _) = call.own_jurisdiction(app, parameters).await?;
    let id = parameters.get("service_request_id").ok_or(Fault::Id)?;
    let reference = Reference::parse(id).map_err(|_| Fault::Id)?;
    let db = app.db()?;
    let whole = store::intake::participations::whole(&db, reference).await?;
    let whole = whole.filter(|whole| whole.row.addressee == here.id.as_str());
    let row = status::told(app, whole.ok_or(ApiError::NotFound)?).await?.row;
    if row.channel != Channel::Open311 {
        // Whoever sent it otherwise writes by themselves.
        return Err(ApiError::Forbidden.into());
    }
    let message = NewMessage::of_open311(parameters, sent.ids())?;
    let status = parameters.get("status");
    let reopens = status.is_some_and(|status| matches!(status, "OPEN" | "REOPEN"));
    let command: Result<Command, _> = if reopens && row.stage.has_ended() {
        Reopening::of_open311(message)?.parse()
    } else {
        message.parse()
    };
    let command = command.map_err(ApiError::Invalid)?;
    let key = match parameters.get("update_id") {
        Some(id) => {
            let parts = ["open311 update", here.id.as_str(), reference.digits(), id];
            IdempotencyKey::derive(&app.config.link_secret, &parts)
        }
        None => IdempotencyKey::draw(random::draw()?),
    };
    let _turn = Turn::take(&key, app.now)?;
    let fingerprint = idempotency::fingerprint(&(parameters.sorted(), sent.described()));
    let once = Once { key: &key, fingerprint: &fingerprint };
    let author = Author { own: None, once: Some(&once) };
    let whole = author::act(app, reference, &command, author).await?;
    let kept = store::intake::idempotency::find(&db, &key.digest())?;
    let kept: Option<store::intake::idempotency::Row> = kept.first().await?;
    let written = kept.and_then(|kept| written(&whole.history, kept.created_at));
    let written = written.ok_or_else(|| ApiError::Internal("no event of its author".into()))?;
    Ok(open311::updated(reference, written))
}

/// Returns the sequence of the event that a call of the author has written, by the time at which
/// its key was stored.
fn written(history: &[Event], at: Timestamp) -> Option<u32> {
    let written = history.iter().find(|event| event.actor == Actor::Customer && event.at >= at)?;
    Some(written.sequence)
}
