//! `/ask`: what happened, in one field; `POST` answers with the entity that it is for, and
//! `POST /ask/form` with that entity's form, filled in.
//!
//! Nothing of a text is stored or logged, and none stands in an address: it comes with every `POST`
//! and goes back in the answer's field.

use axum::{
    Extension,
    response::{Redirect, Response},
};
use domain::{
    assistant::{Answer, Intent, Message, MessageFault},
    intake::kind::Kind,
    language::Language as Spoken,
    slug::Slug,
    wire::Directory,
};
use form::{Entered, Language};
use http::StatusCode;
use pages::{
    ask::{self, Fault, Looked, Outcome, Reply},
    participation::{Key, Participation},
};
use serde::Deserialize;

use super::{
    Asked, document, error_page,
    form_page::{self, Reader},
    require_own_page,
};
use crate::{
    directory,
    error::ApiError,
    request::{
        client_id::Client, form::FormBody, freshness::Freshness, language::AcceptedLanguage,
        origin::PageOrigin, query::Query,
    },
    service::{
        assistant,
        lookup::{self, Claim},
        status,
    },
    state::App,
};

/// Query of a link to the page, which may name an entity and its service.
#[derive(Default, Deserialize)]
pub(crate) struct Place {
    lang: Option<String>,
    entity: Option<String>,
    service: Option<String>,
}

/// Text with what the page knows beside it.
struct Sent {
    text: String,
    kind: Option<Kind>,
    entity: Option<String>,
    service: Option<String>,
}

impl Sent {
    fn read(form: &mut FormBody) -> Self {
        let known = |value: String| Some(value).filter(|value| !value.is_empty());
        Self {
            // Browsers send line breaks as two characters.
            text: form.take("text").replace("\r\n", "\n"),
            kind: Kind::parse(&form.take("kind")),
            entity: known(form.take("entity")),
            service: known(form.take("service")),
        }
    }

    /// Returns the question as it is shown. Entities and services that the directory doesn't have
    /// are left out.
    fn asked<'a>(&'a self, directory: &'a Directory) -> ask::Asked<'a> {
        let entity = self.entity.as_deref().and_then(|id| directory.entity(id));
        let service = entity.and_then(|entity| entity.service(self.service.as_deref()?));
        ask::Asked {
            text: &self.text,
            kind: self.kind,
            entity: entity.map(|entity| entity.id.as_str()),
            service: service.map(|service| service.id.as_str()),
            entities: &directory.entities,
        }
    }
}

/// Shows the field.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(place): Query<Place>,
    freshness: Freshness,
    accepted: AcceptedLanguage,
) -> Response {
    let Place { lang, entity, service } = place;
    let language = accepted.unless(lang.as_deref());
    let sent = Sent { text: String::new(), kind: None, entity, service };
    match directory::current(&app, freshness.changed).await {
        Ok(snapshot) => {
            let asked = sent.asked(&snapshot.directory);
            question(&app, language, &asked, None)
        }
        Err(error) => error_page::failure(&app, &error, AcceptedLanguage(language)),
    }
}

/// Answers a text.
#[worker::send]
pub(crate) async fn answer(
    Extension(app): Extension<App>,
    Query(asked): Query<Asked>,
    author: Author,
    accepted: AcceptedLanguage,
    body: Result<FormBody, ApiError>,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    reply(&app, &author, language, body)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, AcceptedLanguage(language)))
}

/// Shows the form of the chosen entity, filled in with the text.
#[worker::send]
pub(crate) async fn fill_in(
    Extension(app): Extension<App>,
    Query(asked): Query<Asked>,
    author: Author,
    accepted: AcceptedLanguage,
    body: Result<FormBody, ApiError>,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    filled_in(&app, &author, (language, &asked), body)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, AcceptedLanguage(language)))
}

/// Leads back from the address of a filled-in form, which nobody can have a link to.
pub(crate) async fn lead_back(Query(asked): Query<Asked>, accepted: AcceptedLanguage) -> Redirect {
    let language = accepted.unless(asked.lang.as_deref());
    Redirect::to(&["/ask?lang=", language.tag()].concat())
}

/// Browser that a text comes from.
type Author = (Client, PageOrigin, Freshness);

async fn reply(
    app: &App,
    (client, origin, freshness): &Author,
    language: Language,
    body: Result<FormBody, ApiError>,
) -> Result<Response, ApiError> {
    require_own_page(app, origin)?;
    let mut form = body?;
    let sent = Sent::read(&mut form);
    let snapshot = directory::current(app, freshness.changed).await?;
    let directory = &snapshot.directory;
    let asked = sent.asked(directory);
    // Another language was chosen before anything was asked.
    if form.has("again") {
        return Ok(question(app, language, &asked, None));
    }
    if let Some(fault) = MessageFault::of(&sent.text) {
        return Ok(question(app, language, &asked, Some(Fault::Message(fault))));
    }
    let message = Message {
        text: asked.text,
        language: Spoken::parse(language.tag()),
        entity: asked.entity,
        service: asked.service,
    };
    let has_room = match assistant::admit(app, &client.hash(app), &message) {
        Ok(has_room) => has_room,
        Err(ApiError::TooMany(_)) => {
            return Ok(question(app, language, &asked, Some(Fault::Limit)));
        }
        Err(error) => return Err(error),
    };
    let answer = assistant::answer(&message, directory)?;
    match answer.intent {
        Intent::Status => look_up(app, client, language, &asked, &answer).await,
        Intent::Emergency if has_room => {
            let report = assistant::report(&message, directory)?;
            Ok(show_way(app, language, &asked, &answer, &report))
        }
        Intent::Report | Intent::Unclear | Intent::Emergency => {
            Ok(show_way(app, language, &asked, &answer, &answer))
        }
    }
}

/// Answers with the page that asks.
fn question(
    app: &App,
    language: Language,
    asked: &ask::Asked<'_>,
    fault: Option<Fault>,
) -> Response {
    let status = match fault {
        None => StatusCode::OK,
        Some(Fault::Message(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Fault::Limit) => StatusCode::TOO_MANY_REQUESTS,
    };
    let html = ask::question(document::context(app, language), asked, fault);
    document::respond(status, language, html)
}

/// Answers with the way of a report; in an emergency, below the services to call.
fn show_way(
    app: &App,
    language: Language,
    asked: &ask::Asked<'_>,
    answer: &Answer,
    report: &Answer,
) -> Response {
    let outcome = match report.intent {
        Intent::Report => Outcome::Report { proposals: &report.proposals, is_sure: report.is_sure },
        Intent::Status | Intent::Emergency | Intent::Unclear => Outcome::Unclear,
    };
    let asked = ask::Asked { kind: report.kind.map(|(kind, _)| kind), ..*asked };
    with_outcome(app, language, &asked, answer, outcome)
}

fn with_outcome(
    app: &App,
    language: Language,
    asked: &ask::Asked<'_>,
    answer: &Answer,
    outcome: Outcome<'_>,
) -> Response {
    let spoken = Language::parse(answer.language.tag()).unwrap_or(language);
    let reply = Reply { calls: &answer.calls, spoken, outcome };
    let html = ask::answer(document::context(app, language), asked, &reply);
    document::respond(StatusCode::OK, language, html)
}

/// Answers with the status of the participation that a text names, or asks for its number.
async fn look_up(
    app: &App,
    client: &Client,
    language: Language,
    asked: &ask::Asked<'_>,
    answer: &Answer,
) -> Result<Response, ApiError> {
    let asked = ask::Asked { kind: None, ..*asked };
    let with = |looked: Looked<'_>| {
        Ok(with_outcome(app, language, &asked, answer, Outcome::Status(looked)))
    };
    let Some(reference) = answer.reference else {
        let is_mistyped = answer.reference_problem.is_some();
        return with(if is_mistyped { Looked::Mistyped } else { Looked::Unnamed });
    };
    let found = match lookup::find(app, client, reference, Claim::Reference).await {
        Ok(Some(found)) => found,
        Ok(None) => return with(Looked::Unknown(reference)),
        Err(ApiError::TooMany(_)) => {
            return Ok(question(app, language, &asked, Some(Fault::Limit)));
        }
        Err(error) => return Err(error),
    };
    let (status, calendar) = (status::public(reference, &found.whole), app.calendar());
    with(Looked::Found(&Participation {
        status: &status,
        key: Key::Absent,
        entities: asked.entities,
        choices: &[],
        said: None,
        headline: None,
        refused: None,
        now: app.now,
        engine: "",
        calendar: &calendar,
    }))
}

async fn filled_in(
    app: &App,
    (client, origin, freshness): &Author,
    (language, asked): (Language, &Asked),
    body: Result<FormBody, ApiError>,
) -> Result<Response, ApiError> {
    require_own_page(app, origin)?;
    let mut form = body?;
    let way = form.take("way");
    let sent = Sent::read(&mut form);
    let (entity, service) = way.split_once('/').unwrap_or((&way, ""));
    let Some(entity) = chosen(app, entity, *freshness).await? else {
        // Another entity can be chosen, and the text is still there.
        let snapshot = directory::current(app, freshness.changed).await?;
        return Ok(question(app, language, &sent.asked(&snapshot.directory), None));
    };
    let entered = Entered {
        kind: sent.kind,
        text: sent.text,
        service: service.to_owned(),
        ..Entered::default()
    };
    let reader = Reader { client, freshness: *freshness, language, asked };
    let setting = reader.setting(app, entity, entered).await?;
    Ok(form_page::with_form(app, StatusCode::OK, setting, None, Vec::new()))
}

/// Returns the chosen entity; `None` if there is none of this name.
async fn chosen(
    app: &App,
    id: &str,
    freshness: Freshness,
) -> Result<Option<domain::wire::DirectoryEntity>, ApiError> {
    let Ok(id) = Slug::parse(id) else { return Ok(None) };
    match directory::entity(app, id.as_str(), freshness.changed).await {
        Ok(entity) => Ok(Some(entity)),
        Err(ApiError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        bilingual::Named,
        wire::{DirectoryEntity, DirectoryService},
    };

    use super::*;
    use crate::request::testing::{body, request};

    const TYPE: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

    fn directory() -> Directory {
        let name = Named { ar: "ا".into(), en: "a".into() };
        let service = DirectoryService {
            id: "parking".into(),
            name: name.clone(),
            asks_place: false,
            services: Vec::new(),
        };
        let entity = DirectoryEntity { id: "rta".into(), name, services: vec![service] };
        Directory { entities: vec![entity] }
    }

    fn sent(fields: &str) -> Sent {
        Sent::read(&mut body::<FormBody>(request(&[TYPE]), fields).unwrap())
    }

    #[test]
    fn a_line_break_is_one_character_and_an_empty_field_is_none() {
        let sent = sent("text=a%0D%0Ab&kind=complaint&entity=&service=");
        assert_eq!((sent.text.as_str(), sent.kind), ("a\nb", Some(Kind::Complaint)));
        assert_eq!((sent.entity, sent.service), (None, None));
    }

    #[test]
    fn the_page_that_led_here_is_one_of_the_directory() {
        let directory = directory();
        for (fields, entity, service) in [
            ("entity=rta&service=parking", Some("rta"), Some("parking")),
            ("entity=rta&service=metro", Some("rta"), None),
            ("entity=dm&service=parking", None, None),
            ("service=parking", None, None),
        ] {
            let sent = sent(fields);
            let asked = sent.asked(&directory);
            assert_eq!((asked.entity, asked.service), (entity, service), "{fields}");
        }
    }
}
