//! `/console/api/mentions`: public mentions to look at.

use axum::{Extension, Json};
use domain::{
    access::policy::{self, Permission, Scope},
    assistant::Message,
    channel::mention::{MentionEvent, MentionId, MentionPlace, Published},
    intake::idempotency::{self, IdempotencyKey},
    language::Language,
    staff::Person,
    wire::{
        Directory, Submission,
        console::{
            MENTIONS_PAGE, MentionList, MentionParticipation, MentionPost, MentionTaken,
            MentionView, Mentions,
        },
    },
};
use http::StatusCode;
use serde::Deserialize;

use super::written;
use crate::{
    channel::inbox::{self, Task},
    directory,
    error::ApiError,
    middleware::access_log,
    request::{json::JsonBody, path::Path, query::CallQuery, session::SignedIn},
    service::{
        assistant,
        intake::{self, Sender},
        mention::{Stored, Taking},
        rate_limit::ClientKind,
    },
    state::App,
    store::channel::mentions,
};

/// Query of a list.
#[derive(Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    state: MentionList,
    /// Mark of the page, as the page before told it.
    before: Option<String>,
}

/// Returns mentions of a state, the latest first.
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(query): CallQuery<Query>,
) -> Result<Json<Mentions>, ApiError> {
    let scope = Scope::of_mentions(&who.person);
    if scope.is_empty() {
        return Err(ApiError::Forbidden);
    }
    let no_mark = || ApiError::Malformed("its query: `before` is no mark of a page".into());
    let place = |mark: String| MentionPlace::parse(&mark).ok_or_else(no_mark);
    let before = query.before.map(place).transpose()?;
    let db = app.db()?;
    let rows = mentions::page(&db, &scope, query.state, before.as_ref(), MENTIONS_PAGE).await?;
    let is_full = rows.len() >= usize::try_from(MENTIONS_PAGE).unwrap_or(usize::MAX);
    let next = rows.last().filter(|_| is_full);
    let next = next.map(|row| MentionPlace { at: row.published_at, id: row.id.clone() });
    let snapshot = directory::current(&app, None).await?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.id.clone();
        match Stored::open(&app, row).await {
            Ok(stored) => shown.push(view(&who.person, stored, &snapshot.directory)?),
            Err(error) => {
                let told = format!("the mention {}: {error}", id.as_str());
                access_log::failed("mentions", &ApiError::Internal(told));
            }
        }
    }
    Ok(Json(Mentions { mentions: shown, next: next.map(|place| place.to_string()) }))
}

/// Dismisses a mention that needs nothing.
#[worker::send]
pub(crate) async fn dismiss(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(id): Path<MentionId>,
) -> Result<StatusCode, ApiError> {
    decide(&app, &who, &id, MentionEvent::Dismiss(who.person.id.clone())).await
}

/// Opens a dismissed mention again.
#[worker::send]
pub(crate) async fn reopen(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(id): Path<MentionId>,
) -> Result<StatusCode, ApiError> {
    decide(&app, &who, &id, MentionEvent::Reopen).await
}

/// Makes a participation of a mention, which is answered in public.
#[worker::send]
pub(crate) async fn take(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(id): Path<MentionId>,
    sent: JsonBody<MentionParticipation>,
) -> Result<(StatusCode, Json<MentionTaken>), ApiError> {
    let stored = seen(&app, &who, &id).await?;
    let wanted = sent.read().await?;
    let post = stored.mention.require_open().map_err(|_| ApiError::Stale)?;
    let staff = &who.person.id;
    let fingerprint = idempotency::fingerprint(&(staff, &wanted));
    let submission = submission(wanted, post);
    // There is one participation of a mention.
    let key = IdempotencyKey::derive(
        &app.config.link_secret,
        &["participation of a mention", id.as_str()],
    );
    let taking = Taking { mention: &stored, by: staff };
    let sender = Sender {
        channel: stored.mention.channel,
        key: &key,
        origin: None,
        client: staff.as_str(),
        fingerprint: &fingerprint,
        address: None,
        mention: Some(taking),
        profile: None,
    };
    match intake::receive(&app, &sender, ClientKind::Staff(staff), submission).await {
        Ok(taken) => {
            if let Err(error) = inbox::queue(&app, vec![Task::Answer(id)]).await {
                access_log::failed("mentions", &error);
            }
            Ok((StatusCode::CREATED, Json(MentionTaken { reference: taken.reference })))
        }
        Err(error) => {
            let now = mentions::find(&app.db()?, &id).await?;
            let is_same = now.is_some_and(|row| row.version == stored.row.version);
            Err(if is_same { error } else { ApiError::Stale })
        }
    }
}

async fn decide(
    app: &App,
    who: &SignedIn,
    id: &MentionId,
    event: MentionEvent,
) -> Result<StatusCode, ApiError> {
    let mut stored = seen(app, who, id).await?;
    stored.mention.apply(event, app.now).map_err(|_| ApiError::Stale)?;
    let db = app.db()?;
    written(db.batch(vec![stored.write(app, &db).await?]).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns a mention about which the person may decide.
async fn seen(app: &App, who: &SignedIn, id: &MentionId) -> Result<Stored, ApiError> {
    if Scope::of_mentions(&who.person).is_empty() {
        return Err(ApiError::Forbidden);
    }
    let row = mentions::find(&app.db()?, id).await?.ok_or(ApiError::NotFound)?;
    if !policy::may(&who.person, Permission::SeeMentions(&row.entity)) {
        return Err(ApiError::Unseen);
    }
    who.require(Permission::DecideMentions(&row.entity))?;
    Stored::open(app, row).await
}

/// Returns the submission that a public post becomes.
fn submission(wanted: MentionParticipation, post: &Published) -> Submission {
    let language = post.language.map_or("ar", Language::tag);
    Submission {
        kind: wanted.kind,
        entity: wanted.entity.to_string(),
        service: wanted.service,
        text: post.participation_text(),
        suggestion: None,
        attachments: Vec::new(),
        contact: None,
        place: None,
        language: language.to_owned(),
        mood: None,
        page: None,
        elapsed_ms: None,
        test: false,
    }
}

fn view(
    person: &Person,
    Stored { row, mention }: Stored,
    directory: &Directory,
) -> Result<MentionView, ApiError> {
    let may_decide = policy::may(person, Permission::DecideMentions(&row.entity));
    let open = mention.require_open().ok();
    let proposal = match open.filter(|_| may_decide) {
        Some(post) => {
            let (text, language) = (&*post.text, post.language);
            let message = Message { text, language, entity: None, service: None };
            assistant::likeliest_place(&message, directory)?
        }
        None => None,
    };
    let danger = open.is_some_and(|post| assistant::speaks_of_danger(&post.text, post.language));
    let post = mention.post.map(|post| MentionPost {
        author: post.username,
        text: post.text,
        link: post.link,
        media: post.media,
        language: post.language.map(|language| language.tag().to_owned()),
    });
    Ok(MentionView {
        id: row.id,
        channel: row.channel,
        entity: row.entity,
        at: row.published_at,
        post,
        proposal,
        danger,
        decided_by: row.decided_by,
        participation: row.participation,
        is_taken_over: row.taken_over_at.is_some(),
        may_decide,
    })
}
