//! `/requests`, `/requests/{id}` and `/tokens/{token}`: participations as requests. Without a key
//! of the entity they have neither words nor place.

use std::collections::BTreeMap;

use axum::{Extension, response::Response};
use domain::{
    bilingual::Named,
    case::timeline,
    intake::{
        channel::Channel,
        idempotency::{self, IdempotencyKey},
        place::Place,
    },
    open311::{
        self, Document, ENTRIES_MAX, PUBLIC_ENTRIES_MAX, RequestQuery, RequestStatus,
        ServiceRequest,
    },
    reference::Reference,
    slug::Slug,
    wire,
};
use http::{HeaderValue, StatusCode, header::CACHE_CONTROL};

use super::{
    Call, Failure, Jurisdiction, PUBLIC,
    body::{self, Sent},
    by_key,
    services::entries,
};
use crate::{
    directory,
    error::ApiError,
    platform::{clock::later, random},
    request::{idempotency_key::OptionalKey, in_progress::Turn, multipart::MultipartBody},
    service::{
        intake::{self, Sender},
        lookup, place,
        rate_limit::{ClientKind, too_many},
        status,
    },
    state::App,
    store::{self, intake::limits::Counter, open311::Request},
};

/// Most ids that are looked up without a key, each of which counts as a guess.
const GUESSES: usize = 10;

/// Lists requests.
#[worker::send]
pub(crate) async fn list(Extension(app): Extension<App>, call: Call) -> Response {
    let mut answer = call.answer(StatusCode::OK, found(&app, &call).await);
    if answer.status() == StatusCode::OK && !call.has_key() {
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(PUBLIC));
    }
    by_key(answer)
}

async fn found(app: &App, call: &Call) -> Result<Document, Failure> {
    let here = call.jurisdiction(app, &call.query).await?;
    let entries_max = if here.holder.is_some() { ENTRIES_MAX } else { PUBLIC_ENTRIES_MAX };
    let query = RequestQuery::parse(&call.query, app.now, entries_max)?;
    // A system polls from the end of its last period, and a replica may lag behind that.
    let db = if here.holder.is_some() { app.db()? } else { app.db()?.any_replica() };
    if !query.ids.is_empty() {
        if here.holder.is_none() {
            guess(app, call, &query.ids).await?;
        }
        let requests = store::open311::named(&db, &here.id, &query.ids).await?;
        return document(app, &here, &requests, None).await;
    }
    if here.holder.is_none() {
        count(app, call).await?;
    }
    // A second more, since times are compared to the second.
    let held_from = later(app.now, -i64::from(app.config.hold.seconds()) - 1);
    let requests = store::open311::requests(&db, &here.id, &query, held_from).await?;
    document(app, &here, &requests, query.status).await
}

/// Counts a list without a key.
async fn count(app: &App, call: &Call) -> Result<(), ApiError> {
    let (network, day) = (call.client.network_hash(app), app.day());
    let counter = Counter { client: &network, day: &day, what: "list" };
    let ceiling = app.config.limits.lists_per_client;
    let added = store::intake::limits::add(&app.db()?, &counter, 1, ceiling)?.run().await;
    added.map(drop).map_err(|error| too_many(app, error))
}

/// Counts references that don't exist as guesses.
async fn guess(app: &App, call: &Call, references: &[Reference]) -> Result<(), ApiError> {
    if references.len() > GUESSES {
        return Err(ApiError::Malformed(format!("at most {GUESSES} ids without a key")));
    }
    for reference in references {
        lookup::find(app, &call.client, *reference, lookup::Claim::Reference).await?;
    }
    Ok(())
}

/// Returns one request.
#[worker::send]
pub(crate) async fn one(Extension(app): Extension<App>, call: Call) -> Response {
    let found = async {
        let (here, requests) = call.named(&app).await?;
        document(&app, &here, &requests, None).await
    };
    call.answer(StatusCode::OK, found.await)
}

/// Returns the id of a request by its token, which is the id itself.
#[worker::send]
pub(crate) async fn token(Extension(app): Extension<App>, call: Call) -> Response {
    let found = async {
        let (_, requests) = call.named(&app).await?;
        let request = requests.first().ok_or(ApiError::NotFound)?;
        Ok(open311::token(request.row.reference))
    };
    call.answer(StatusCode::OK, found.await)
}

impl Call {
    /// Returns the request that the path names. Without a jurisdiction and a key it is that of the
    /// entity with custody.
    async fn named(&self, app: &App) -> Result<(Jurisdiction, Vec<Request>), Failure> {
        let reference = Reference::parse(&self.name).map_err(|_| ApiError::NotFound)?;
        let here = if self.has_key() {
            self.jurisdiction(app, &self.query).await?
        } else {
            let entity = self.looked_up(app, reference).await?;
            match self.query.get("jurisdiction_id") {
                Some(_) => self.jurisdiction(app, &self.query).await?,
                None => Jurisdiction::of(app, entity, None).await?,
            }
        };
        let db = app.db()?;
        let requests = store::open311::named(&db, &here.id, &[reference]).await?;
        if requests.is_empty() { Err(ApiError::NotFound.into()) } else { Ok((here, requests)) }
    }

    /// Returns the entity of a participation. A wrong guess is counted.
    async fn looked_up(&self, app: &App, reference: Reference) -> Result<Slug, ApiError> {
        let found = lookup::find(app, &self.client, reference, lookup::Claim::Reference).await?;
        let entity = found.ok_or(ApiError::NotFound)?.whole.row.entity;
        Slug::parse_entity(&entity).map_err(|_| ApiError::NotFound)
    }
}

/// Writes the requests with a status, as their authors are told of them; `None` stands for both.
async fn document(
    app: &App,
    here: &Jurisdiction,
    requests: &[Request],
    status: Option<RequestStatus>,
) -> Result<Document, Failure> {
    let services = entries(&here.entity);
    let agencies = agencies(app, here, requests).await?;
    let mut all = Vec::with_capacity(requests.len());
    for Request { row, history } in requests {
        let told = timeline::told(history, app.now, app.config.hold);
        let latest = told.last().ok_or_else(|| ApiError::Internal("an empty history".into()))?;
        if status.is_some_and(|status| status != RequestStatus::of(latest.stage)) {
            continue;
        }
        let public = timeline::public(&told).last().unwrap_or(latest);
        let held = status::held(app, history, &told).await?;
        let content = match &here.holder {
            Some(_) if row.has_custody() => {
                Some((row.text.clone().unwrap_or_default(), opened(app, row).await?))
            }
            _ => None,
        };
        all.push(ServiceRequest {
            reference: row.reference,
            service: services.iter().find(|it| Some(it.code) == row.service.as_deref()).copied(),
            agency: agencies.get(&latest.entity).unwrap_or(&here.entity.name),
            stage: latest.stage,
            received_at: timeline::coarse(row.received_at),
            updated_at: timeline::coarse(public.at),
            due_at: held.map_or(row.resolution_due, |(_, _, due)| due.resolution),
            content,
        });
    }
    Ok(open311::requests(&all))
}

/// Returns the names of the entities to which requests of this one were transferred.
async fn agencies(
    app: &App,
    here: &Jurisdiction,
    requests: &[Request],
) -> Result<BTreeMap<Slug, Named>, ApiError> {
    let mut names = BTreeMap::new();
    for event in requests.iter().filter_map(|request| request.history.last()) {
        if event.entity != here.id && !names.contains_key(&event.entity) {
            let entity = directory::entity(app, event.entity.as_str(), None).await?;
            names.insert(event.entity.clone(), entity.name);
        }
    }
    Ok(names)
}

async fn opened(app: &App, row: &store::open311::Row) -> Result<Option<Place>, ApiError> {
    let Some(sealed) = row.location() else { return Ok(None) };
    Ok(place::opened(app, row.reference, &sealed).await?.parse().ok())
}

/// Takes in a request, by the same intake as any submission.
#[worker::send]
pub(crate) async fn create(
    Extension(app): Extension<App>,
    call: Call,
    key: OptionalKey,
    form: MultipartBody,
) -> Response {
    let created = async {
        let sent = body::read(&app, &call, form).await?;
        let created = take_in(&app, &call, key, &sent).await;
        // What a participation has taken isn't removed.
        body::discard(&app, &sent).await;
        created
    };
    call.answer(StatusCode::CREATED, created.await)
}

async fn take_in(
    app: &App,
    call: &Call,
    key: OptionalKey,
    sent: &Sent,
) -> Result<Document, Failure> {
    let (here, holder) = call.own_jurisdiction(app, &sent.parameters).await?;
    let submission = wire::Submission::of_open311(&sent.parameters, &here.id, sent.ids())?;
    let key = match key.checked()? {
        Some(key) => key,
        None => key_of(app, &here.id, sent)?,
    };
    let _turn = Turn::take(&key, app.now)?;
    let fingerprint = idempotency::fingerprint(&(sent.parameters.sorted(), sent.described()));
    let sender = Sender {
        channel: Channel::Open311,
        key: &key,
        origin: None,
        client: holder.id.as_str(),
        fingerprint: &fingerprint,
        address: None,
        mention: None,
        profile: None,
    };
    let taken = intake::receive(app, &sender, ClientKind::System, submission).await?;
    Ok(open311::created(taken.reference, &app.config.base_url))
}

/// Returns the key under which a repetition creates nothing: from the id that the other system
/// gives the request, or a new one without an id. It stays the same with the system's next API key.
fn key_of(app: &App, entity: &Slug, sent: &Sent) -> Result<IdempotencyKey, ApiError> {
    let names = ["fixmystreet_id", "external_id"].into_iter();
    let mut ids = names.filter_map(|name| Some((name, sent.parameters.attribute(name)?)));
    match ids.next() {
        Some((name, id)) => {
            let parts = ["open311", entity.as_str(), name, id];
            Ok(IdempotencyKey::derive(&app.config.link_secret, &parts))
        }
        None => Ok(IdempotencyKey::draw(random::draw()?)),
    }
}
