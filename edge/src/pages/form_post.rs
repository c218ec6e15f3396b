//! `POST /f/{entity}`: the form sent without JavaScript, answered with the reference number; or the
//! form asked for in another language, with the entered values.

use axum::{Extension, extract::RawQuery, response::Response};
use domain::{
    input::Reason,
    intake::{
        channel::Channel,
        idempotency::{self, IdempotencyKey},
    },
    profile::ProfileId,
    wire::{self, DirectoryEntity},
};
use form::{Language, Setting};
use http::StatusCode;

use super::{Asked, announced, document, error_page, form_page, require_own_page, troubles};
use crate::{
    error::ApiError,
    media::{
        self,
        multipart::{self, Sent},
    },
    platform::random,
    request::{
        client_id::Client,
        language::AcceptedLanguage,
        multipart::MultipartBody,
        origin::PageOrigin,
        path::{EntityName, Path},
        profile_session::MaybeProfile,
        query::Query,
    },
    service::{
        asset_manifest,
        intake::{self, Sender},
        rate_limit,
    },
    state::App,
    store,
};

#[worker::send]
pub(crate) async fn receive(
    Extension(app): Extension<App>,
    entity: Result<Path<EntityName>, ApiError>,
    Query(asked): Query<Asked>,
    RawQuery(query): RawQuery,
    (client, origin, session): (Client, PageOrigin, Result<MaybeProfile, ApiError>),
    accepted: AcceptedLanguage,
    body: MultipartBody,
) -> Response {
    let link = Link { asked, query, accepted };
    let profile = MaybeProfile::id_at(session, &origin, &app);
    let sender = FormSender { client: client.hash(&app), origin, profile };
    answer(&app, entity, &link, &sender, body)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

/// Address that the form was posted to, and the language of the browser.
struct Link {
    asked: Asked,
    query: Option<String>,
    accepted: AcceptedLanguage,
}

/// Sender of a form: the hash of the client's address, the page's origin, and the profile of
/// whoever is signed in.
struct FormSender {
    client: String,
    origin: PageOrigin,
    profile: Option<ProfileId>,
}

async fn answer(
    app: &App,
    entity: Result<Path<EntityName>, ApiError>,
    link: &Link,
    sender: &FormSender,
    body: MultipartBody,
) -> Result<Response, ApiError> {
    require_own_page(app, &sender.origin)?;
    if !body.is_form() {
        return Err(ApiError::UnsupportedMediaType("multipart/form-data"));
    }
    let Path(EntityName(name)) = entity?;
    let entity = store::entity::directory::entity(&app.db()?, &name).await?;
    let entity = entity.ok_or(ApiError::NotFound)?;
    let mut sent = Sent::default();
    let read = multipart::read(app, &sender.client, body, &mut sent).await;
    if sent.again {
        read?;
        return again(app, entity, link, &sender.client, sent).await;
    }
    let language = link.accepted.unless(Some(&sent.language));
    // A form that was kept for many visitors brings no key.
    let key = IdempotencyKey::parse(&sent.key).or_else(|_| new_key())?;
    let outcome = match read {
        Ok(()) => {
            let is_test = link.asked.is_test();
            submit(app, (&entity.id, is_test), sender, &sent, &key, language).await
        }
        Err(error) => Err(error),
    };
    let had_files = !sent.files.is_empty();
    if let Err(error) = tidy_up(app, &sent).await {
        // What was acknowledged is none the worse for it, and the sweep comes by.
        worker::console_error!("files of a form are left for the sweep: {error}");
    }
    match outcome {
        Ok(acknowledgement) => {
            let context = document::context(app, language);
            let calendar = app.calendar();
            let html = pages::received::page(
                context,
                sent.easy,
                sent.entered.has_address(),
                &acknowledgement,
                &calendar,
            );
            Ok(document::respond(StatusCode::CREATED, language, html))
        }
        Err(error) => {
            if let ApiError::Internal(detail) = &error {
                worker::console_error!("internal error: {detail}");
            }
            let words = language.words(sent.easy);
            let mut troubles = troubles::of(&error, words);
            if had_files {
                troubles.push(troubles::files_again(words));
            }
            // Another submission has this key. Any other error may have come after everything was
            // stored: the same key then keeps a retry from being received twice.
            let key = if let ApiError::IdempotencyKeyReused = error { new_key()? } else { key };
            let key = key.as_str().to_owned();
            let announced = announced(app, &entity.id, None).await?;
            let setting = Setting {
                base_url: app.config.base_url.clone(),
                entity,
                language,
                easy: sent.easy,
                mood: sent.mood,
                key: Some(key),
                token: Some(rate_limit::form_token(
                    app,
                    &sender.client,
                    &sent.token,
                    matches!(error, ApiError::ProofRequired(_)),
                )?),
                engine: None,
                is_test: link.asked.is_test(),
                announced,
                entered: sent.entered,
            };
            let query = link.query.as_deref();
            Ok(form_page::with_form(app, error.status(), setting, query, troubles))
        }
    }
}

/// The same form, with what was entered by then, in the words that the address asks for.
async fn again(
    app: &App,
    entity: DirectoryEntity,
    link: &Link,
    client: &str,
    sent: Sent,
) -> Result<Response, ApiError> {
    let key = IdempotencyKey::parse(&sent.key).or_else(|_| new_key())?;
    let announced = announced(app, &entity.id, None).await?;
    let setting = Setting {
        base_url: app.config.base_url.clone(),
        entity,
        language: link.accepted.unless(link.asked.lang.as_deref()),
        easy: link.asked.easy(),
        mood: sent.mood,
        key: Some(key.as_str().to_owned()),
        token: Some(rate_limit::form_token(app, client, &sent.token, false)?),
        engine: if sent.lost_files { None } else { Some(asset_manifest::widget(app).await?) },
        is_test: link.asked.is_test(),
        announced,
        entered: sent.entered,
    };
    let troubles = sent.lost_files.then(|| troubles::files_again(setting.words()));
    let (query, troubles) = (link.query.as_deref(), troubles.into_iter().collect());
    Ok(form_page::with_form(app, StatusCode::OK, setting, query, troubles))
}

async fn submit(
    app: &App,
    (entity, is_test): (&str, bool),
    FormSender { client, origin, profile }: &FormSender,
    sent: &Sent,
    key: &IdempotencyKey,
    language: Language,
) -> Result<wire::Acknowledgement, ApiError> {
    let entered = &sent.entered;
    let submission = wire::Submission {
        kind: entered.kind.ok_or_else(|| ApiError::input("/kind", Reason::NothingSaid))?,
        entity: entity.to_owned(),
        service: entered.service(),
        text: entered.text.clone(),
        suggestion: entered.remedy(),
        attachments: sent.files.iter().map(|file| file.id.clone()).collect(),
        contact: entered.contact(),
        place: entered.place(),
        language: language.tag().to_owned(),
        mood: sent.mood,
        page: Some(format!("{}/f/{entity}", app.config.base_url)),
        elapsed_ms: None,
        test: is_test,
    };
    let fingerprint = fingerprint(&submission, sent);
    let channel = Channel::Web;
    let sender = Sender {
        channel,
        key,
        origin: origin.as_deref(),
        client,
        fingerprint: &fingerprint,
        address: None,
        mention: None,
        profile: profile.as_ref(),
    };
    intake::submit(app, &sender, &sent.token, submission).await
}

/// Returns the fingerprint for the idempotency key. A form that is sent again uploads its files
/// again, under new ids: names and sizes stand for them.
fn fingerprint(submission: &wire::Submission, sent: &Sent) -> String {
    let attachments =
        sent.files.iter().map(|file| format!("{} {}", file.offset, file.name)).collect();
    idempotency::fingerprint(&wire::Submission { attachments, ..submission.clone() })
}

/// Removes the files that no participation took.
async fn tidy_up(app: &App, sent: &Sent) -> Result<(), ApiError> {
    let ids: Vec<String> = sent.files.iter().map(|file| file.id.clone()).collect();
    if ids.is_empty() { Ok(()) } else { media::discard_all(app, &ids).await }
}

fn new_key() -> Result<IdempotencyKey, ApiError> {
    Ok(IdempotencyKey::draw(random::draw()?))
}
