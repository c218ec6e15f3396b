//! Adapter to the API of X: sends direct messages and fetches their pictures.

use domain::{
    channel::{
        conversation::MediaRefusal,
        message::Media,
        x::{Page, parse_page, polling::Stretch, reaction},
    },
    media::upload::UploadId,
};
use serde_json::json;
use worker::Method;

use super::{
    download::{self, Source},
    failure::Failure,
    json::{self, Answer},
};
use crate::{config::x::Settings, error::ApiError, state::App};

/// Hosts of X's own, to which our token may go for a picture.
const HOSTS: [&str; 2] = ["https://ton.twitter.com/", "https://ton.x.com/"];

/// Sends a direct message to an account, and returns its id. `failures` is the number of attempts
/// that failed before.
pub(super) async fn send(
    app: &App,
    settings: &Settings,
    to: &str,
    text: &str,
    failures: u32,
) -> Result<Option<String>, Failure> {
    let address = format!("{}/2/dm_conversations/with/{to}/messages", settings.api_url);
    let body = json!({ "text": text });
    let answer = json::ask(Method::Post, &address, &settings.token, Some(&body)).await;
    let answer = answer.map_err(|reason| Failure::again(reason, failures))?;
    if answer.is_done() {
        return Ok(answer.json()["data"]["dm_event_id"].as_str().map(str::to_owned));
    }
    Err(failure(app, &answer, failures))
}

/// Answers a post in public.
pub(super) async fn answer(
    app: &App,
    settings: &Settings,
    post: &str,
    text: &str,
    failures: u32,
) -> Result<(), Failure> {
    let address = format!("{}/2/tweets", settings.api_url);
    let body = json!({ "text": text, "reply": { "in_reply_to_tweet_id": post } });
    let answer = json::ask(Method::Post, &address, &settings.token, Some(&body)).await;
    let answer = answer.map_err(|reason| Failure::again(reason, failures))?;
    if answer.is_done() { Ok(()) } else { Err(failure(app, &answer, failures)) }
}

/// Asks for posts of a stretch that mention the account, the latest 100 at most.
pub(super) async fn poll(settings: &Settings, stretch: Stretch<'_>) -> Result<Page, ApiError> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("max_results", "100")
        .append_pair("expansions", "author_id,attachments.media_keys")
        .append_pair("tweet.fields", "created_at,lang,note_tweet,attachments,referenced_tweets")
        .append_pair("media.fields", "type")
        .append_pair("user.fields", "username");
    for (name, value) in [("since_id", stretch.since), ("until_id", stretch.until)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    let address = format!("{}/2/users/{}/mentions?{query}", settings.api_url, settings.user);
    let failed = |why: &str| ApiError::Internal(format!("polling of X: {why}"));
    let answer = json::ask(Method::Get, &address, &settings.token, None).await.map_err(failed)?;
    if !answer.is_done() {
        return Err(failed(&format!("status {}", answer.status)));
    }
    parse_page(answer.body.as_bytes(), &settings.user).map_err(|error| failed(&error.to_string()))
}

/// Fetches a picture.
pub(super) async fn fetch(
    app: &App,
    settings: &Settings,
    client: &str,
    media: &Media,
    size_max: u64,
) -> Result<Result<UploadId, MediaRefusal>, ApiError> {
    let own = format!("{}/", settings.api_url);
    let is_theirs =
        HOSTS.iter().any(|host| media.id.starts_with(host)) || media.id.starts_with(&own);
    let token = is_theirs.then_some(settings.token.as_str());
    let source = Source { url: &media.id, token, size_max, digest: None };
    download::fetch(app, client, media, &source).await
}

/// Returns the failure that an answer is.
fn failure(app: &App, answer: &Answer, failures: u32) -> Failure {
    Failure {
        reaction: reaction(answer.status, answer.reset, app.now, failures + 1),
        reason: format!("status {}", answer.status),
    }
}
