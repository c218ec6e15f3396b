//! Adapter to the systems in which entities work on their cases: creates one case there.
//!
//! All addresses are foreign input. They were checked when they were saved and are checked again
//! here, and no redirect is followed. Of the answer the id of the created case is read.

mod tokens;

use std::time::Duration;

use domain::system::{
    Filled, System,
    auth::{self, Auth, Secret},
    excerpt,
    placeholder::Facts,
};
use worker::{Headers, Method, RequestInit, Response};

use crate::{
    platform::http_client::{self, Beginning},
    state::App,
    webhook,
};

/// Timeout of one request.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Most bytes of an answer that are read.
const ANSWER_MAX: usize = 64 * 1024;

/// Excerpt of a 401 to the request for a CSRF token.
const NO_CSRF: &str = "no CSRF token";

/// Reason why a case that was created there has no id here.
pub(crate) const NO_ID: &str = "no id in the answer";

/// Answer of a system.
pub(crate) struct Answer {
    /// Status code.
    pub(crate) status: u16,
    /// Id of the created case.
    pub(crate) outside_id: Option<String>,
    /// Beginning of the body, without what we signed in with. It may repeat words of the case, so
    /// it is neither stored nor logged.
    pub(crate) excerpt: String,
}

/// Token against forged requests, and the cookie of its session.
struct Csrf {
    token: String,
    cookie: String,
}

/// Secret, or a token for it, as a request carries it.
#[derive(Default)]
struct SignIn {
    /// Name and value of a header.
    header: Option<(String, String)>,
    /// Texts that nobody is to see.
    secrets: Vec<String>,
    /// True if it is a token that was kept.
    is_kept: bool,
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
    let signed = sign_in(app, &system.auth, secret).await?;
    let answer = attempt(app, system, &filled, &signed).await?;
    if answer.status != 401 || !signed.is_kept {
        return Ok(answer);
    }
    // A token that was kept may have ended early: another one is fetched, once.
    if let (Auth::OAuth { token, client, scope }, Some(secret)) = (&system.auth, secret) {
        tokens::forget(token, &auth::token_request(client, scope.as_ref(), secret));
    }
    let signed = sign_in(app, &system.auth, secret).await?;
    attempt(app, system, &filled, &signed).await
}

async fn sign_in(app: &App, auth: &Auth, secret: Option<&Secret>) -> Result<SignIn, String> {
    if *auth == Auth::None {
        return Ok(SignIn::default());
    }
    let secret = secret.ok_or("no secret is stored")?;
    let authorization = |value: String| Some(("authorization".to_owned(), value));
    let bearer = |token: &str| authorization(["Bearer ", token].concat());
    let mut signed = SignIn { secrets: vec![secret.as_str().to_owned()], ..SignIn::default() };
    signed.header = match auth {
        Auth::None | Auth::Key(_) => None,
        Auth::Bearer => bearer(secret.as_str()),
        Auth::Header(name) => Some((name.as_str().to_owned(), secret.as_str().to_owned())),
        Auth::Basic(user) => {
            let value = http_client::basic(user.as_str(), secret.as_str());
            signed.secrets.extend(value.split(' ').next_back().map(str::to_owned));
            authorization(value)
        }
        Auth::OAuth { token, client, scope } => {
            let form = auth::token_request(client, scope.as_ref(), secret);
            let (token, is_kept) = tokens::of(app, token, form).await?;
            signed.secrets.push(token.as_str().to_owned());
            signed.is_kept = is_kept;
            bearer(token.as_str())
        }
    };
    Ok(signed)
}

async fn attempt(
    app: &App,
    system: &System,
    filled: &Filled,
    signed: &SignIn,
) -> Result<Answer, String> {
    let csrf = match &system.csrf {
        Some(url) => match csrf(app, url.as_str(), signed).await? {
            Some(csrf) => Some(csrf),
            None => {
                return Ok(Answer { status: 401, outside_id: None, excerpt: NO_CSRF.to_owned() });
            }
        },
        None => None,
    };
    let url = webhook::checked(app, &filled.url).await?;
    let init = request(filled, signed, csrf.as_ref());
    let init = init.map_err(|error| format!("no request: {error}"))?;
    let place = system.template.id.as_ref();
    let read = async |mut answer: Response| {
        let status = answer.status_code();
        let headers = answer.headers().clone();
        let Beginning { bytes, .. } = http_client::beginning(&mut answer, ANSWER_MAX).await?;
        let body = String::from_utf8_lossy(&bytes);
        let header = |name: &str| headers.get(name).ok().flatten();
        let outside_id = place.and_then(|place| place.find(header, &body));
        let secrets: Vec<_> = signed.secrets.iter().map(String::as_str).collect();
        Ok(Answer { status, outside_id, excerpt: excerpt::of(&body, &secrets) })
    };
    Ok(http_client::ask(url.as_str(), init, TIMEOUT, read).await?)
}

fn request(filled: &Filled, signed: &SignIn, csrf: Option<&Csrf>) -> worker::Result<RequestInit> {
    let headers = Headers::new();
    for (name, value) in &filled.headers {
        headers.set(name, value)?;
    }
    set(&headers, signed)?;
    if let Some(Csrf { token, cookie }) = csrf {
        headers.set("x-csrf-token", token)?;
        headers.set("cookie", cookie)?;
    }
    let mut init = RequestInit::new();
    let method = Method::from(filled.method.as_str().to_owned());
    init.with_method(method).with_headers(headers).with_body(Some((&*filled.body).into()));
    Ok(init)
}

/// Sets the headers that each request has.
fn set(headers: &Headers, signed: &SignIn) -> worker::Result<()> {
    headers.set("user-agent", "Sawtak")?;
    if let Some((name, value)) = &signed.header {
        headers.set(name, value)?;
    }
    Ok(())
}

/// Fetches a token against forged requests, as services of SAP ask for. `None` says that the
/// service doesn't know us.
async fn csrf(app: &App, url: &str, signed: &SignIn) -> Result<Option<Csrf>, String> {
    let url = webhook::checked(app, url).await?;
    let init = csrf_request(signed).map_err(|error| format!("no request: {error}"))?;
    let read = async |answer: Response| {
        let headers = answer.headers();
        let token = headers.get("x-csrf-token")?;
        Ok((answer.status_code(), token, headers.get_all("set-cookie")?))
    };
    let (status, token, set) = http_client::ask(url.as_str(), init, TIMEOUT, read).await?;
    if status == 401 {
        return Ok(None);
    }
    let token = token.ok_or_else(|| format!("no CSRF token: status {status}"))?;
    Ok(Some(Csrf { token, cookie: auth::cookies(set.iter().map(String::as_str)) }))
}

fn csrf_request(signed: &SignIn) -> worker::Result<RequestInit> {
    let headers = Headers::new();
    set(&headers, signed)?;
    headers.set("accept", "application/json")?;
    headers.set("x-csrf-token", "fetch")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    Ok(init)
}
