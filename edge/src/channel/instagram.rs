//! Adapter to the Graph API of Instagram: sends direct messages and fetches their files.

use domain::{
    channel::{
        conversation::MediaRefusal,
        instagram::{GraphError, mention_place, mention_query, parse_mention},
        mention::Mention,
        message::Media,
        whatsapp::reaction::Reaction,
    },
    media::upload::UploadId,
};
use serde::Deserialize;
use serde_json::json;
use worker::Method;

use super::{
    download::{self, Source},
    failure::Failure,
    json::{self, Answer},
};
use crate::{config::instagram::Settings, error::ApiError, state::App};

#[derive(Deserialize)]
struct Sent {
    message_id: String,
}

#[derive(Deserialize)]
struct Refused {
    error: GraphError,
}

/// Sends a direct message to an account, and returns its id. `failures` is the number of attempts
/// that failed before.
pub(super) async fn send(
    settings: &Settings,
    to: &str,
    text: &str,
    failures: u32,
) -> Result<Option<String>, Failure> {
    let address = address(settings, &format!("{}/messages", settings.user));
    let body = json!({
        "recipient": { "id": to }, "messaging_type": "RESPONSE", "message": { "text": text },
    });
    let answer = json::ask(Method::Post, &address, &settings.token, Some(&body)).await;
    let answer = answer.map_err(|reason| Failure::again(reason, failures))?;
    if answer.is_done() {
        return Ok(serde_json::from_str::<Sent>(&answer.body).ok().map(|sent| sent.message_id));
    }
    Err(failure(&answer, failures))
}

/// Returns what a mention says; `None` if it isn't there, or we may not read it.
pub(super) async fn read_mention(
    settings: &Settings,
    media_id: &str,
    comment_id: Option<&str>,
) -> Result<Option<Mention>, ApiError> {
    let (id, fields) = mention_query(media_id, comment_id);
    let answer = get(settings, &settings.user, &fields).await?;
    Ok(answer.and_then(|answer| parse_mention(id, answer.body.as_bytes())))
}

/// Returns the present name of an account that wrote to us.
pub(super) async fn username(settings: &Settings, id: &str) -> Result<Option<String>, ApiError> {
    let answer = get(settings, id, "username").await?;
    Ok(answer.and_then(|answer| answer.json()["username"].as_str().map(str::to_owned)))
}

/// Answers a mention in public.
pub(super) async fn answer(
    settings: &Settings,
    mention: &str,
    text: &str,
    failures: u32,
) -> Result<(), Failure> {
    let (media, comment) = mention_place(mention);
    let mut body = json!({ "media_id": media, "message": text });
    if let Some(comment) = comment {
        body["comment_id"] = comment.into();
    }
    let address = address(settings, &format!("{}/mentions", settings.user));
    let answer = json::ask(Method::Post, &address, &settings.token, Some(&body)).await;
    let answer = answer.map_err(|reason| Failure::again(reason, failures))?;
    if answer.is_done() { Ok(()) } else { Err(failure(&answer, failures)) }
}

/// Asks for fields of an object; `None` if it isn't there.
async fn get(settings: &Settings, object: &str, fields: &str) -> Result<Option<Answer>, ApiError> {
    let query =
        form_urlencoded::Serializer::new(String::new()).append_pair("fields", fields).finish();
    let address = format!("{}?{query}", address(settings, object));
    let failed = |why: &str| ApiError::Internal(format!("Instagram: {why}"));
    let answer = json::ask(Method::Get, &address, &settings.token, None).await.map_err(failed)?;
    match answer.status {
        200 => Ok(Some(answer)),
        // A token that is refused passes for a fault of ours: it is there later.
        401 | 403 | 429 | 500.. => Err(failed(&format!("status {}", answer.status))),
        _ => Ok(None),
    }
}

/// Fetches a file. Its address needs no token, so it gets none.
pub(super) async fn fetch(
    app: &App,
    client: &str,
    media: &Media,
    size_max: u64,
) -> Result<Result<UploadId, MediaRefusal>, ApiError> {
    let source = Source { url: &media.id, token: None, size_max, digest: None };
    download::fetch(app, client, media, &source).await
}

/// Returns the failure that an answer is.
fn failure(answer: &Answer, failures: u32) -> Failure {
    match serde_json::from_str::<Refused>(&answer.body) {
        Ok(Refused { error }) => {
            Failure { reaction: error.reaction(failures + 1), reason: error.code.to_string() }
        }
        Err(_) => Failure {
            reaction: Reaction::to_status(answer.status, failures + 1),
            reason: format!("status {}", answer.status),
        },
    }
}

/// Returns the address of a path of the API.
fn address(settings: &Settings, path: &str) -> String {
    format!("{}/v24.0/{path}", settings.graph_url)
}
