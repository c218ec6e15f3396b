//! `/requests`, `/requests/{id}` and `/tokens/{token}`: participations as requests. Without a key
//! of the entity they have neither words nor place.

use axum::{Extension, response::Response};
use domain::{
    access::api_key::KeyHolder,
    case::timeline,
    intake::{
        channel::Channel,
        idempotency::{self, IdempotencyKey},
        place::Place,
    },
    open311::{self, Document, Fault, RequestQuery, ServiceRequest},
    reference::Reference,
    wire,
};
use http::StatusCode;

use super::{
    Call, Failure, Jurisdiction,
    body::{self, Sent},
    services::known,
};
use crate::{
    error::ApiError,
    platform::random,
    request::{idempotency_key::OptionalKey, in_progress::Turn, multipart::MultipartBody},
    service::{
        intake::{self, Sender},
        lookup, place,
        rate_limit::ClientKind,
    },
    state::App,
    store::{self, open311::Request},
};

/// Most ids that are looked up without a key, each of which counts as a guess.
const GUESSES: usize = 10;

/// Lists requests.
#[worker::send]
pub(crate) async fn list(Extension(app): Extension<App>, call: Call) -> Response {
    call.answer(StatusCode::OK, found(&app, &call).await)
}

async fn found(app: &App, call: &Call) -> Result<Document, Failure> {
    let here = call.jurisdiction(app, &call.query).await?;
    let query = RequestQuery::parse(&call.query, app.now)?;
    let db = app.db()?.any_replica();
    let requests = if query.ids.is_empty() {
        store::open311::requests(&db, &here.id, &query).await?
    } else {
        if here.holder.is_none() {
            guess(app, call, &query.ids).await?;
        }
        store::open311::named(&db, &here.id, &query.ids).await?
    };
    document(app, &here, &requests).await
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
        document(&app, &here, &requests).await
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
        let here = match self.jurisdiction(app, &self.query).await {
            Err(Failure::Fault(Fault::NoJurisdiction)) => {
                let found = self.looked_up(app, reference).await?;
                let mut sent = self.query.clone();
                sent.extend([("jurisdiction_id".to_owned(), found)]);
                self.jurisdiction(app, &sent).await?
            }
            here => {
                let here = here?;
                if here.holder.is_none() {
                    self.looked_up(app, reference).await?;
                }
                here
            }
        };
        let db = app.db()?;
        let requests = store::open311::named(&db, &here.id, &[reference]).await?;
        if requests.is_empty() { Err(ApiError::NotFound.into()) } else { Ok((here, requests)) }
    }

    /// Returns the entity of a participation. A wrong guess is counted.
    async fn looked_up(&self, app: &App, reference: Reference) -> Result<String, ApiError> {
        let found = lookup::find(app, &self.client, reference, lookup::Claim::Reference).await?;
        Ok(found.ok_or(ApiError::NotFound)?.whole.row.entity)
    }
}

async fn document(
    app: &App,
    here: &Jurisdiction,
    requests: &[Request],
) -> Result<Document, Failure> {
    let services = known(&here.entity);
    let mut all = Vec::with_capacity(requests.len());
    for Request { row, history } in requests {
        let told = timeline::told(history, app.now, app.config.hold);
        let latest = told.last().ok_or_else(|| ApiError::Internal("an empty history".into()))?;
        let public = timeline::public(&told).last().unwrap_or(latest);
        let content = match &here.holder {
            Some(_) => Some((row.text.clone().unwrap_or_default(), opened(app, row).await?)),
            None => None,
        };
        all.push(ServiceRequest {
            reference: row.reference,
            service: services.iter().find(|it| Some(it.code) == row.service.as_deref()).copied(),
            agency: &here.entity.name,
            stage: latest.stage,
            received_at: timeline::coarse(row.received_at),
            updated_at: timeline::coarse(public.at),
            due_at: row.resolution_due,
            content,
        });
    }
    Ok(open311::requests(&all))
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
        None => key_of(app, &holder, sent)?,
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
    let taken = intake::receive(app, &sender, ClientKind::Exempt, submission).await?;
    Ok(open311::created(taken.reference, &app.config.base_url))
}

/// Returns the key under which a repetition creates nothing: from the id that the other system
/// gives the request, or a new one without an id.
fn key_of(app: &App, holder: &KeyHolder, sent: &Sent) -> Result<IdempotencyKey, ApiError> {
    let mut names = ["fixmystreet_id", "external_id"].into_iter();
    match names.find_map(|name| sent.parameters.attribute(name)) {
        Some(id) => {
            let parts = ["open311", holder.id.as_str(), id];
            Ok(IdempotencyKey::derive(&app.config.link_secret, &parts))
        }
        None => Ok(IdempotencyKey::draw(random::draw()?)),
    }
}
