//! `/servicerequestupdates`: updates of requests, as `FixMyStreet` exchanges them. Those that are
//! read are what the entity did; one that is posted is a message of the request's author.

use axum::{Extension, response::Response};
use domain::{
    case::{Command, event::Actor, timeline},
    intake::{
        channel::Channel,
        idempotency::{self, IdempotencyKey},
    },
    open311::{self, Document, Fault, Period, Update, UpdateStatus},
    reference::Reference,
    wire::{NewMessage, Reopening},
};
use http::StatusCode;

use super::{Call, Failure, body};
use crate::{
    error::ApiError,
    platform::random,
    request::{in_progress::Turn, multipart::MultipartBody},
    service::{
        author,
        case::{Author, Once},
    },
    state::App,
    store::{self, open311::Request},
};

/// Lists the updates of a period.
#[worker::send]
pub(crate) async fn list(Extension(app): Extension<App>, call: Call) -> Response {
    call.answer(StatusCode::OK, found(&app, &call).await)
}

async fn found(app: &App, call: &Call) -> Result<Document, Failure> {
    let (here, _) = call.own_jurisdiction(app, &call.query).await?;
    let period = Period::parse(&call.query, app.now)?;
    let db = app.db()?;
    let requests = store::open311::changed(&db, &here.id, period).await?;
    let references: Vec<_> = requests.iter().map(|request| request.row.reference).collect();
    let mut messages = store::open311::messages(&db, &references).await?;
    let mut all = Vec::new();
    for Request { row, history } in &requests {
        let told = timeline::told(history, app.now, app.config.hold);
        // Its receipt is the request itself.
        for event in timeline::public(&told).filter(|event| event.sequence > 1) {
            if event.at < period.from || event.at > period.to {
                continue;
            }
            let end = told.partition_point(|other| other.sequence <= event.sequence);
            let is_merged = timeline::is_merged(told.get(..end).unwrap_or_default());
            all.push(Update {
                reference: row.reference,
                sequence: event.sequence,
                status: UpdateStatus::after(event, is_merged),
                at: event.at,
                words: messages.remove(&(row.reference, event.sequence)).unwrap_or_default(),
            });
        }
    }
    all.sort_by_key(|update| update.at);
    Ok(open311::updates(&all))
}

/// Takes in an update: the author writes, or reopens what has ended if the status says so.
#[worker::send]
pub(crate) async fn create(
    Extension(app): Extension<App>,
    call: Call,
    form: MultipartBody,
) -> Response {
    call.answer(StatusCode::CREATED, take_in(&app, &call, form).await)
}

async fn take_in(app: &App, call: &Call, form: MultipartBody) -> Result<Document, Failure> {
    let sent = body::read(app, call, form).await?;
    // An update has addresses of files, and no files.
    body::discard(app, &sent).await;
    let sent = sent.parameters;
    let (here, holder) = call.own_jurisdiction(app, &sent).await?;
    let id = sent.get("service_request_id").ok_or(Fault::Id)?;
    let reference = Reference::parse(id).map_err(|_| Fault::Id)?;
    let row = store::intake::participations::find(&app.db()?, reference).await?;
    let row = row.filter(|row| row.entity == here.id.as_str()).ok_or(ApiError::NotFound)?;
    if row.channel != Channel::Open311 {
        // Whoever sent it otherwise writes by themselves.
        return Err(ApiError::Forbidden.into());
    }
    let message = NewMessage::of_open311(&sent)?;
    let reopens = sent.get("status").is_some_and(|status| matches!(status, "OPEN" | "REOPEN"));
    let command: Result<Command, _> = if reopens && row.stage.has_ended() {
        Reopening { reason: message.text }.parse()
    } else {
        message.parse()
    };
    let command = command.map_err(ApiError::Invalid)?;
    let key = match sent.get("update_id") {
        Some(id) => {
            let parts = ["open311 update", holder.id.as_str(), reference.digits(), id];
            IdempotencyKey::derive(&app.config.link_secret, &parts)
        }
        None => IdempotencyKey::draw(random::draw()?),
    };
    let _turn = Turn::take(&key, app.now)?;
    let fingerprint = idempotency::fingerprint(&sent.sorted());
    let once = Once { key: &key, fingerprint: &fingerprint };
    let author = Author { key_hash: "", once: Some(&once) };
    let whole = author::act(app, reference, &command, author).await?;
    let written = whole.history.iter().rev().find(|event| event.actor == Actor::Customer);
    let written = written.ok_or_else(|| ApiError::Internal("no event of its author".into()))?;
    Ok(open311::updated(reference, written.sequence))
}
