//! Access tokens by OAuth client credentials. One isolate keeps them until shortly before their
//! end.

use std::{cell::RefCell, collections::HashMap};

use domain::{
    Timestamp,
    system::auth::{AccessToken, Token},
    webhook::url::WebhookUrl,
};
use worker::{Headers, Method, RequestInit};

use super::TIMEOUT;
use crate::{
    platform::{clock::later, http_client},
    state::App,
    webhook,
};

/// Most bytes of an answer that is read.
const ANSWER_MAX: usize = 32 * 1024;

/// Most tokens that are kept.
const KEPT_MAX: usize = 100;

/// Address and form that ask for a token.
type Question = (String, String);

thread_local! {
    static KEPT: RefCell<HashMap<Question, (AccessToken, Timestamp)>> = RefCell::new(HashMap::new());
}

/// Returns a token, and whether it was kept from before.
///
/// # Errors
///
/// Returns a short phrase, which contains no secret.
pub(super) async fn of(
    app: &App,
    url: &WebhookUrl,
    form: String,
) -> Result<(AccessToken, bool), String> {
    let question = (url.as_str().to_owned(), form);
    let kept = KEPT.with_borrow(|kept| kept.get(&question).cloned());
    if let Some((token, _)) = kept.filter(|(_, until)| app.now < *until) {
        return Ok((token, true));
    }
    let address = webhook::checked(app, url.as_str()).await?;
    let init = request(&question.1).map_err(|error| format!("no request: {error}"))?;
    let answer = http_client::ask_text(address.as_str(), init, TIMEOUT, ANSWER_MAX).await;
    let (status, text) = answer.map_err(|reason| format!("no token: {reason}"))?;
    if status != 200 {
        return Err(format!("no token: status {status}"));
    }
    let Token { text: token, seconds } = Token::parse(&text).ok_or("no token in the answer")?;
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(question, (token.clone(), later(app.now, seconds.into())));
    });
    Ok((token, false))
}

/// Forgets a token that was refused.
pub(super) fn forget(url: &WebhookUrl, form: &str) {
    KEPT.with_borrow_mut(|kept| kept.remove(&(url.as_str().to_owned(), form.to_owned())));
}

fn request(form: &str) -> worker::Result<RequestInit> {
    let headers = Headers::new();
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    headers.set("accept", "application/json")?;
    headers.set("user-agent", "Sawtak")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(form.into()));
    Ok(init)
}
