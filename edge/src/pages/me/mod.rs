//! `/me`: a customer's own file, for whoever wants one. `GET` shows it or the ways in; `POST`
//! searches it, so that no address has what somebody typed.

pub(crate) mod access;
pub(crate) mod copy;
pub(crate) mod leave;
pub(crate) mod participations;
pub(crate) mod passkeys;
mod sent_form;
pub(crate) mod sign_in;

use axum::{
    Extension,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    profile::{
        file::{self, Filter, SEARCH_MAX},
        passkey::Site,
        way::{Provider, is_fresh},
    },
    wire::DirectoryEntity,
};
use form::Language;
use http::StatusCode;
use pages::me::{self, Device, Entry, File, Item, Offers, Way};
use serde::Deserialize;

use self::sent_form::MeForm;
use super::{document, error_page};
use crate::{
    error::ApiError,
    request::{
        language::AcceptedLanguage,
        profile_session::{MaybeProfile, ProfileSession},
        query::Query,
    },
    service::profile,
    state::App,
    store::{
        self,
        profile::{history, participations::Row, sessions, ways},
    },
    uae_pass,
};

/// Query of the page.
#[derive(Default, Deserialize)]
pub(crate) struct Shown {
    lang: Option<String>,
    said: Option<String>,
    /// Provider of the session that has ended.
    by: Option<String>,
    #[serde(default)]
    show: String,
}

/// Part of the file to show.
struct Wanted<'a> {
    filter: Filter,
    typed: &'a str,
    said: Option<&'a str>,
    language: Language,
}

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(query): Query<Shown>,
    session: Result<MaybeProfile, ApiError>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(query.lang.as_deref());
    let said = query.said.as_deref();
    let wanted = Wanted { filter: Filter::parse(&query.show), typed: "", said, language };
    let answer = match session {
        Ok(MaybeProfile(Some(session))) => page(&app, &session, &wanted).await,
        Ok(MaybeProfile(None)) => {
            let by = query.by.as_deref().and_then(Provider::parse);
            Ok(signed_out(&app, said, by, language))
        }
        Err(error) => Err(error),
    };
    answer.unwrap_or_else(|error| error_page::failure(&app, &error, AcceptedLanguage(language)))
}

/// Searches the file.
#[worker::send]
pub(crate) async fn search(mut form: MeForm) -> Response {
    let typed: String = form.page.fields.take("q").chars().take(SEARCH_MAX).collect();
    let filter = Filter::parse(form.page.fields.get("show"));
    let wanted = Wanted { filter, typed: typed.trim(), said: None, language: form.page.language };
    let answer = page(&form.page.app, &form.session, &wanted).await;
    form.page.or_page(answer)
}

/// Returns the ways in that this installation offers.
fn offers(app: &App, language: Language) -> Offers {
    Offers {
        uae_pass: uae_pass::sign_out(app, &["/me?lang=", language.tag()].concat()),
        passkeys: Site::at(&app.config.base_url).map(|site| site.origin),
    }
}

fn signed_out(app: &App, said: Option<&str>, by: Option<Provider>, language: Language) -> Response {
    let offers = offers(app, language);
    let html = me::signed_out(document::context(app, language), &offers, said, by);
    document::respond(StatusCode::OK, language, html)
}

async fn page(
    app: &App,
    session: &ProfileSession,
    wanted: &Wanted<'_>,
) -> Result<Response, ApiError> {
    let Wanted { filter, typed, said, language } = *wanted;
    let (db, profile) = (app.db()?, &session.profile);
    let rows = profile::participations(app, profile).await?;
    let mut named: Vec<&str> = rows.iter().map(|row| &*row.entity).collect();
    named.sort_unstable();
    named.dedup();
    let entities = store::entity::directory::names(&db.clone().any_replica(), &named, "").await?;
    let items: Vec<Item> = rows
        .iter()
        .filter(|row| filter.includes(row.stage) && is_found(row, &entities, typed))
        .map(item)
        .collect();
    let batch = vec![
        ways::list(&db, profile)?,
        sessions::list(&db, profile)?,
        history::latest(&db, profile)?,
    ];
    let results = db.batch(batch).await?;
    let [ways, sessions, history] = &results[..] else {
        return Err(ApiError::Internal("a batch answered too little".into()));
    };
    let ways: Vec<Way> = ways.results::<ways::Row>()?.into_iter().map(way).collect();
    let devices = sessions.results::<sessions::Row>()?.into_iter();
    let devices = devices.filter(|row| row.session().holds(app.now));
    let devices: Vec<Device> = devices.map(|row| device(row, &session.digest)).collect();
    let history: Vec<Entry> = history.results::<history::Row>()?.into_iter().map(entry).collect();
    let file = File {
        is_part: items.len() < rows.len(),
        items: &items,
        filter,
        typed,
        entities: &entities,
        ways: &ways,
        is_fresh: is_fresh(session.session, app.now),
        offers: &offers(app, language),
        devices: &devices,
        history: &history,
        said,
        calendar: &app.calendar(),
    };
    let html = me::file(document::context(app, language), &file);
    Ok(document::respond(StatusCode::OK, language, html))
}

/// Returns whether a search finds a participation.
fn is_found(row: &Row, entities: &[DirectoryEntity], typed: &str) -> bool {
    let entity = entities.iter().find(|entity| entity.id == row.entity);
    let [arabic, english] =
        entity.map(|entity| [&*entity.name.ar, &entity.name.en]).unwrap_or_default();
    let text = row.text.as_deref().unwrap_or_default();
    file::is_found(typed, row.reference, [text, arabic, english])
}

fn item(row: &Row) -> Item {
    Item {
        reference: row.reference,
        kind: row.kind,
        entity: row.entity.clone(),
        stage: row.stage,
        is_merged: row.is_merged(),
        is_unread: row.is_unread(),
        received_at: row.received_at,
        first_response_due: row.first_response_due,
        resolution_due: row.resolution_due,
    }
}

fn way(row: ways::Row) -> Way {
    let ways::Row { provider, subject, level, created_at, .. } = row;
    Way { provider, subject, level, created_at }
}

fn device(row: sessions::Row, own: &str) -> Device {
    Device {
        is_own: row.digest == own,
        seen_at: row.session().seen_at,
        digest: row.digest,
        name: row.device,
        provider: row.provider,
    }
}

fn entry(row: history::Row) -> Entry {
    let history::Row { at, what, provider, device } = row;
    Entry { at, what, provider, device }
}

/// Leads back to the page, which says what was done.
fn back(language: Language, said: &str) -> Response {
    Redirect::to(&format!("/me?lang={}&said={said}", language.tag())).into_response()
}
