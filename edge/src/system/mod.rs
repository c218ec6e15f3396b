//! Adapter to the systems in which entities work on their cases: creates one case there.
//!
//! All addresses are foreign input. They were checked when they were saved and are checked again
//! here, and no redirect is followed. Of the answer the id of the created case is read.

mod tokens;

use std::time::Duration;

use domain::system::{
    Filled, System,
    auth::{self, Auth, Secret},
    placeholder::Facts,
};
use worker::{Headers, Method, RequestInit, Response};

use crate::{platform::http_client, state::App, webhook};

/// Timeout of one request.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Most bytes of an answer that are read.
const ANSWER_MAX: usize = 64 * 1024;

/// Most characters of an answer that the administrator sees who tries the system.
const EXCERPT_MAX: usize = 300;

/// Answer of a system.
pub(crate) struct Answer {
    /// Status code.
    pub(crate) status: u16,
    /// Id of the created case.
    pub(crate) outside_id: Option<String>,
    /// Beginning of the body. It may repeat words of the case, so it is neither stored nor logged.
    pub(crate) excerpt: String,
}

/// Token against forged requests, and the cookie of its session.
struct Csrf {
    token: String,
    cookie: String,
}

/// Creates a case.
///
/// # Errors
///
/// Returns a short phrase, which contains nothing of the case, if there was no answer.
pub(crate) async fn create(
    app: &App,
    system: &System,
    secret: Option<&Secret>,
    facts: &Facts,
) -> Result<Answer, String> {
    let key = match (&system.auth, secret) {
        (Auth::Key(name), Some(secret)) => Some((name.as_str(), secret.as_str())),
        _ => None,
    };
    let filled = system.template.fill(facts, key);
    let (header, is_kept) = authorization(app, &system.auth, secret).await?;
    let answer = attempt(app, system, &filled, header.as_deref()).await?;
    if answer.status != 401 || !is_kept {
        return Ok(answer);
    }
    // A token that was kept may have ended early: another one is fetched, once.
    if let (Auth::OAuth { token, client, scope }, Some(secret)) = (&system.auth, secret) {
        tokens::forget(token, &auth::token_request(client, scope.as_ref(), secret));
    }
    let (header, _) = authorization(app, &system.auth, secret).await?;
    attempt(app, system, &filled, header.as_deref()).await
}

/// Returns the value of `Authorization`, and whether it comes from a token that was kept.
async fn authorization(
    app: &App,
    auth: &Auth,
    secret: Option<&Secret>,
) -> Result<(Option<String>, bool), String> {
    if *auth == Auth::None {
        return Ok((None, false));
    }
    let secret = secret.ok_or("no secret is stored")?;
    Ok(match auth {
        Auth::None | Auth::Key(_) => (None, false),
        Auth::Bearer => (Some(["Bearer ", secret.as_str()].concat()), false),
        Auth::Basic(user) => (Some(http_client::basic(user.as_str(), secret.as_str())), false),
        Auth::OAuth { token, client, scope } => {
            let form = auth::token_request(client, scope.as_ref(), secret);
            let (token, is_kept) = tokens::of(app, token, form).await?;
            (Some(["Bearer ", token.as_str()].concat()), is_kept)
        }
    })
}

async fn attempt(
    app: &App,
    system: &System,
    filled: &Filled,
    authorization: Option<&str>,
) -> Result<Answer, String> {
    let csrf = match &system.csrf {
        Some(url) => Some(csrf(app, url.as_str(), authorization).await?),
        None => None,
    };
    let url = webhook::checked(app, &filled.url).await?;
    let init = request(filled, authorization, csrf.as_ref());
    let init = init.map_err(|error| format!("no request: {error}"))?;
    let place = system.template.id.as_ref();
    let read = async |mut answer: Response| {
        let status = answer.status_code();
        let headers = answer.headers().clone();
        let mut body = answer.bytes().await?;
        body.truncate(ANSWER_MAX);
        let body = String::from_utf8_lossy(&body);
        let header = |name: &str| headers.get(name).ok().flatten();
        let outside_id = place.and_then(|place| place.find(header, &body));
        Ok(Answer { status, outside_id, excerpt: body.chars().take(EXCERPT_MAX).collect() })
    };
    Ok(http_client::ask(url.as_str(), init, TIMEOUT, read).await?)
}

fn request(
    filled: &Filled,
    authorization: Option<&str>,
    csrf: Option<&Csrf>,
) -> worker::Result<RequestInit> {
    let headers = headers(authorization)?;
    for (name, value) in &filled.headers {
        headers.set(name, value)?;
    }
    if let Some(Csrf { token, cookie }) = csrf {
        headers.set("x-csrf-token", token)?;
        headers.set("cookie", cookie)?;
    }
    let mut init = RequestInit::new();
    let method = Method::from(filled.method.as_str().to_owned());
    init.with_method(method).with_headers(headers).with_body(Some((&*filled.body).into()));
    Ok(init)
}

/// Returns the headers that each request has.
fn headers(authorization: Option<&str>) -> worker::Result<Headers> {
    let headers = Headers::new();
    headers.set("user-agent", "Sawtak")?;
    if let Some(value) = authorization {
        headers.set("authorization", value)?;
    }
    Ok(headers)
}

/// Fetches a token against forged requests, as services of SAP ask for.
async fn csrf(app: &App, url: &str, authorization: Option<&str>) -> Result<Csrf, String> {
    let url = webhook::checked(app, url).await?;
    let init = csrf_request(authorization).map_err(|error| format!("no request: {error}"))?;
    let read = async |answer: Response| {
        let headers = answer.headers();
        let token = headers.get("x-csrf-token")?;
        Ok((answer.status_code(), token, headers.get_all("set-cookie")?))
    };
    let (status, token, set) = http_client::ask(url.as_str(), init, TIMEOUT, read).await?;
    let token = token.ok_or_else(|| format!("no CSRF token: status {status}"))?;
    Ok(Csrf { token, cookie: auth::cookies(set.iter().map(String::as_str)) })
}

fn csrf_request(authorization: Option<&str>) -> worker::Result<RequestInit> {
    let headers = headers(authorization)?;
    headers.set("accept", "application/json")?;
    headers.set("x-csrf-token", "fetch")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    Ok(init)
}
