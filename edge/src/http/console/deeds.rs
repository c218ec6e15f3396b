//! `POST /console/api/cases/{reference}/deeds` and `POST /console/api/deeds`: actions on one case
//! or on several.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    access::sight::Seen,
    case::{
        event::{Actor, Event},
        head::CaseHead,
    },
    reference::Reference,
    wire::console::{ActionRequest, Bulk, Conflict, Objection, Outcome, Target, Verdict},
};
use http::{HeaderValue, header::CONTENT_TYPE};
use serde::Serialize;

use super::{opened::Opened, view};
use crate::{
    error::{ApiError, Denied},
    request::{json::JsonBody, path::Path, session::SignedIn},
    service::{
        case::{self, By},
        entity_policies,
    },
    state::App,
    store,
};

/// Executes an action on a case, if the person has seen the case's latest head.
#[worker::send]
pub(crate) async fn act(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
    sent: JsonBody<ActionRequest>,
) -> Result<Response, ApiError> {
    let sent = sent.read().await?;
    let command = sent.parse(&who.person.id).map_err(ApiError::Invalid)?;
    match case::act(&app, reference, &command, By::Staff(&who.person, Some(&sent.head))).await {
        Ok(_) => {
            let opened = Opened::by(&app, &who, reference).await?;
            view::answer(&app, &who, &opened, "").await
        }
        Err(ApiError::Stale) => conflict(&app, &who, reference, &sent.head).await,
        Err(error) => refused(&app, error),
    }
}

/// Answers with the rule that refused a request, if one did, for the console to phrase.
pub(super) fn refused(app: &App, error: ApiError) -> Result<Response, ApiError> {
    match error {
        ApiError::Refused(_) => Ok(problem(&error, objection(app, &error))),
        error => Err(error),
    }
}

/// Answers with the events since the head that the person has seen.
async fn conflict(
    app: &App,
    who: &SignedIn,
    reference: Reference,
    seen: &str,
) -> Result<Response, ApiError> {
    let Seen { case, history, .. } = Opened::by(app, who, reference).await?.seen;
    let since = history.iter().position(|event| event.hash() == seen).map_or(0, |place| place + 1);
    let since = view::happened(&history[since..], &case, &who.person.id);
    let actors =
        history.iter().filter_map(
            |Event { actor, .. }| if let Actor::Staff(id) = actor { Some(id) } else { None },
        );
    let names = store::case::detail::names(&app.db()?, &actors.collect::<Vec<_>>()).await?;
    let told = Conflict {
        problem: ApiError::Stale.problem(&app.config.base_url),
        since,
        head: case.standing.head,
        names,
    };
    Ok(problem(&ApiError::Stale, told))
}

/// Returns a problem document with further members.
fn problem(error: &ApiError, body: impl Serialize) -> Response {
    let mut response = (error.status(), Json(body)).into_response();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn objection(app: &App, error: &ApiError) -> Objection {
    let refusal = if let ApiError::Refused(refusal) = error { Some(*refusal) } else { None };
    Objection { problem: error.problem(&app.config.base_url), refusal }
}

/// Executes an action on several cases, one by one. A failure on one case doesn't stop the others.
#[worker::send]
pub(crate) async fn act_on_several(
    Extension(app): Extension<App>,
    who: SignedIn,
    sent: JsonBody<Bulk>,
) -> Result<Response, ApiError> {
    let sent = sent.read().await?;
    let command = sent.parse(&who.person.id).map_err(ApiError::Invalid)?;
    let hold = entity_policies::all(&app).await?.hold();
    let mut outcomes = Vec::with_capacity(sent.cases.len());
    let mut is_denied = false;
    for Target { reference, head } in sent.cases {
        let verdict =
            match case::act(&app, reference, &command, By::Staff(&who.person, head.as_deref()))
                .await
            {
                Ok(CaseHead { stage, head, .. }) => {
                    let undo_seconds = command.deed.verb().undo_seconds(hold);
                    Verdict::Done { stage, head, undo_seconds }
                }
                Err(error) => {
                    error.log();
                    is_denied |= error.is_refusal();
                    Verdict::Failed { problem: objection(&app, &error) }
                }
            };
        outcomes.push(Outcome { reference, verdict });
    }
    let mut response = Json(outcomes).into_response();
    if is_denied {
        response.extensions_mut().insert(Denied);
    }
    Ok(response)
}
