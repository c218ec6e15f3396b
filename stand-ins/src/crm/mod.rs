//! Customer systems in which entities work on their cases: Dynamics 365 (Dataverse Web API),
//! Salesforce and SAP Cloud for Customer, as far as a case is created there.
//!
//! Each tenant, `/crm/{tenant}`, has all three, so that tests share the process and nothing else.
//! `/control/crm/{tenant}` lists what was created, ends tokens, and has calls fail.

mod dynamics;
mod salesforce;
mod sap;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Form, Json, Router,
    body::{Body, Bytes},
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::{StreamExt, stream};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::time::sleep;

use crate::ids;

/// Client, and user of SAP.
const CLIENT: &str = "sawtak";

/// Secret of the client, and password of the user.
const SECRET: &str = "crm-secret-for-tests";

/// All tenants.
#[derive(Default)]
pub(crate) struct Crm(Mutex<BTreeMap<String, Tenant>>);

/// Everything of one tenant.
#[derive(Default)]
struct Tenant {
    /// Cases in the order in which they were created.
    cases: Vec<Case>,
    tokens: BTreeSet<String>,
    /// Tokens against forged requests, by the cookie of their session.
    sessions: BTreeMap<String, String>,
    /// Number of tokens that were given out.
    given: u32,
    /// Calls that are answered with 503 and do nothing.
    away: u32,
    /// Calls that are carried out, and whose answer is lost.
    lost: u32,
    /// Calls that are carried out, and whose answer has no end.
    endless: u32,
    /// True while calls are carried out and not answered.
    is_held: bool,
}

/// Case that was created.
#[derive(Clone)]
struct Case {
    product: &'static str,
    /// Id under which the product knows it.
    id: String,
    /// Key by which a request names it, if it does.
    key: Option<String>,
    body: Map<String, Value>,
    /// Number of requests for it.
    requests: u32,
}

impl Tenant {
    /// Creates a case, or changes the one with this key. Returns it, and whether it is new.
    fn upsert(&mut self, case: Case) -> (Case, bool) {
        let known = self.cases.iter_mut().find(|known| {
            known.product == case.product && known.key.is_some() && known.key == case.key
        });
        if let Some(known) = known {
            known.body.extend(case.body);
            known.requests += 1;
            return (known.clone(), false);
        }
        self.cases.push(case.clone());
        (case, true)
    }
}

impl Crm {
    fn tenants(&self) -> MutexGuard<'_, BTreeMap<String, Tenant>> {
        // Values are stored whole or not at all.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with a tenant.
    fn with<T>(&self, tenant: &str, work: impl FnOnce(&mut Tenant) -> T) -> T {
        work(self.tenants().entry(tenant.to_owned()).or_default())
    }

    /// Returns whether a request has a token that is valid.
    fn knows(&self, tenant: &str, headers: &HeaderMap) -> bool {
        let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = value.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        self.with(tenant, |tenant| tenant.tokens.contains(token))
    }
}

pub(crate) fn routes(crm: &Arc<Crm>) -> Router<Arc<Crm>> {
    let dynamics = "/crm/{tenant}/dynamics/api/data/v9.2/{record}";
    let salesforce = "/crm/{tenant}/salesforce/services/data/{version}/sobjects/Case/\
                      SawtakReference__c/{reference}";
    let sap = "/crm/{tenant}/sap/sap/c4c/odata/v1/c4codataapi/";
    Router::new()
        .route("/crm/{tenant}/oauth2/token", post(token))
        .route(dynamics, patch(dynamics::upsert))
        .route(salesforce, patch(salesforce::upsert))
        .route(sap, get(sap::service))
        .route(&[sap, "ServiceRequestCollection"].concat(), post(sap::create))
        .layer(middleware::from_fn_with_state(Arc::clone(crm), fail))
}

/// Routes of what happens behind the scenes.
pub(crate) fn control() -> Router<Arc<Crm>> {
    Router::new().route("/control/crm/{tenant}", get(state).put(change))
}

/// Answers 503 while the tenant is away, and loses answers, holds them or has them go on for ever.
async fn fail(State(crm): State<Arc<Crm>>, request: Request, next: Next) -> Response {
    let tenant = request.uri().path().split('/').nth(2).unwrap_or_default().to_owned();
    let creates = request.method() != "GET" && !request.uri().path().ends_with("/token");
    let take = |count: &mut u32| {
        let is_some = *count > 0;
        *count = count.saturating_sub(1);
        is_some
    };
    if crm.with(&tenant, |tenant| take(&mut tenant.away)) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let response = next.run(request).await;
    if !creates || !response.status().is_success() {
        return response;
    }
    while crm.with(&tenant, |tenant| tenant.is_held) {
        sleep(Duration::from_millis(20)).await;
    }
    if crm.with(&tenant, |tenant| take(&mut tenant.lost)) {
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    }
    if crm.with(&tenant, |tenant| take(&mut tenant.endless)) {
        return endless(response);
    }
    response
}

/// Lets spaces follow the body of an answer, without end.
fn endless(response: Response) -> Response {
    const SPACES: Bytes = Bytes::from_static(&[b' '; 16 * 1024]);
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = body.into_data_stream().chain(stream::repeat_with(|| Ok(SPACES)));
    Response::from_parts(parts, Body::from_stream(body))
}

/// Handles `POST …/oauth2/token`: a token for client credentials.
async fn token(
    State(crm): State<Arc<Crm>>,
    Path(tenant): Path<String>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let value = |name: &str| form.get(name).map(String::as_str);
    let problem =
        |status: StatusCode, error: &str| (status, Json(json!({ "error": error }))).into_response();
    if value("grant_type") != Some("client_credentials") {
        return problem(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    if (value("client_id"), value("client_secret")) != (Some(CLIENT), Some(SECRET)) {
        return problem(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let token = ids::hex("");
    crm.with(&tenant, |tenant| {
        tenant.given += 1;
        tenant.tokens.insert(token.clone());
    });
    let answer = json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600 });
    Json(answer).into_response()
}

/// Handles `GET /control/crm/{tenant}`.
async fn state(State(crm): State<Arc<Crm>>, Path(tenant): Path<String>) -> Json<Value> {
    Json(crm.with(&tenant, |tenant| {
        let case = |case: &Case| {
            json!({
                "product": case.product, "id": case.id, "key": case.key, "body": case.body,
                "requests": case.requests,
            })
        };
        let cases: Vec<_> = tenant.cases.iter().map(case).collect();
        json!({ "cases": cases, "tokens": tenant.given })
    }))
}

#[derive(Deserialize)]
struct Changed {
    /// Calls that are answered with 503 from now on.
    away: Option<u32>,
    /// Creations whose answer is lost from now on.
    lost: Option<u32>,
    /// Creations whose answer has no end from now on.
    endless: Option<u32>,
    /// True to answer no creation until it is false.
    held: Option<bool>,
    /// True to end all tokens.
    #[serde(default)]
    expire: bool,
}

/// Handles `PUT /control/crm/{tenant}`.
async fn change(
    State(crm): State<Arc<Crm>>,
    Path(tenant): Path<String>,
    Json(changed): Json<Changed>,
) -> StatusCode {
    crm.with(&tenant, |tenant| {
        tenant.away = changed.away.unwrap_or(tenant.away);
        tenant.lost = changed.lost.unwrap_or(tenant.lost);
        tenant.endless = changed.endless.unwrap_or(tenant.endless);
        tenant.is_held = changed.held.unwrap_or(tenant.is_held);
        if changed.expire {
            tenant.tokens.clear();
        }
    });
    StatusCode::NO_CONTENT
}

/// Returns whether a request says that its body is JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.is_some_and(|value| value.split(';').next().map(str::trim) == Some("application/json"))
}

/// Parses a JSON object, all of whose members are known.
fn object(body: &str, known: &[&str]) -> Result<Map<String, Value>, String> {
    let value: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
    let Value::Object(members) = value else { return Err("not an object".to_owned()) };
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(format!("Could not find a property named '{name}'")),
        None => Ok(members),
    }
}

/// Returns whether a request has the user's name and password.
fn is_user(headers: &HeaderMap) -> bool {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value == Some(&["Basic ", &STANDARD.encode([CLIENT, ":", SECRET].concat())].concat())
}

#[cfg(test)]
mod tests;
