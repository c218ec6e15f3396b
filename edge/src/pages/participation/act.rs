//! `POST /p/{reference}/{call}`: commands of an author whose browser runs no script. The form holds
//! the tracking key: another website's page, which can make a browser send the cookie, can't know
//! it.

use pages::participation::Refused;

use super::{
    Reader, Typed, address,
    open::{LinkKey, opened},
    page,
    sent_form::SentForm,
};
use crate::{
    error::ApiError,
    pages::page_form::PageForm,
    request::{
        form::FormBody,
        path::{Path, Segment},
        tracking_key::SentTrackingKey,
    },
    service::{
        author,
        case::{Author, Once},
        erasure, lookup,
    },
    state::App,
    store::profile::participations::Own,
};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{
    case::Command,
    input::InputError,
    intake::{
        idempotency::IdempotencyKey,
        kind::{Kind, Mood},
    },
    reference::Reference,
    wire::{Classification, Contact, NewMessage, Rating, Reopening, Withdrawal},
};

/// Command of an author, by the name of its call.
#[derive(Clone, Copy)]
pub(crate) enum Call {
    Message,
    Rating,
    Reopening,
    Withdrawal,
    Contact,
    Classification,
    Erasure,
}

impl Call {
    const ALL: [Self; 7] = [
        Self::Message,
        Self::Rating,
        Self::Reopening,
        Self::Withdrawal,
        Self::Contact,
        Self::Classification,
        Self::Erasure,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Message => "messages",
            Self::Rating => "rating",
            Self::Reopening => "reopening",
            Self::Withdrawal => "withdrawal",
            Self::Contact => "contact",
            Self::Classification => "classification",
            Self::Erasure => "erasure",
        }
    }

    /// Returns the name of the form's text field, if it has one.
    const fn text_field(self) -> Option<&'static str> {
        match self {
            Self::Message => Some("text"),
            Self::Rating => Some("comment"),
            Self::Reopening | Self::Withdrawal => Some("reason"),
            Self::Contact | Self::Classification | Self::Erasure => None,
        }
    }

    /// Parses the form of a call into its command. Erasure isn't one: it acts on no case.
    fn command(self, sent: &mut FormBody) -> Result<Option<Command>, Vec<InputError>> {
        let mut given = |name| Some(sent.take(name)).filter(|value| !value.trim().is_empty());
        let command = match self {
            Self::Message => {
                NewMessage { text: given("text").unwrap_or_default(), attachments: Vec::new() }
                    .parse()
            }
            Self::Rating => {
                let rating = given("rating").and_then(|mood| Mood::parse(&mood));
                let Some(rating) = rating else { return Err(Vec::new()) };
                Rating { rating, comment: given("comment") }.parse()
            }
            Self::Reopening => Reopening { reason: given("reason").unwrap_or_default() }.parse(),
            Self::Withdrawal => Withdrawal { reason: given("reason") }.parse(),
            Self::Contact => {
                Contact { name: given("name"), email: given("email"), phone: given("phone") }
                    .correction()
            }
            Self::Classification => {
                let kind = given("kind").and_then(|kind| Kind::parse(&kind));
                let Some(kind) = kind else { return Err(Vec::new()) };
                Classification { kind, entity: given("entity").unwrap_or_default() }.parse()
            }
            Self::Erasure => return Ok(None),
        };
        command.map(Some)
    }
}

impl Segment for Call {
    const NAMES: &'static [&'static str] = &["call"];

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|call| call.name() == text)
    }
}

#[worker::send]
pub(crate) async fn act(call: Result<Path<Call>, ApiError>, mut form: SentForm) -> Response {
    let answer = match call {
        Ok(Path(call)) => answer(&mut form, call).await,
        Err(error) => Err(error),
    };
    form.page.or_page(answer)
}

/// Derives the idempotency key of a form from the page that had it and from what was entered: the
/// form that a second press sends again has the same, and whatever is entered later has another.
fn repeat_key(app: &App, reference: Reference, parts: [&str; 4]) -> IdempotencyKey {
    let [key_hash, call, once, fingerprint] = parts;
    let purpose = "repeated form";
    let all = [purpose, reference.digits(), key_hash, call, once, fingerprint];
    IdempotencyKey::derive(&app.config.link_secret, &all)
}

async fn answer(form: &mut SentForm, call: Call) -> Result<Response, ApiError> {
    let LinkKey(key) = LinkKey::of(&form.page.fields.take("key"));
    let once = form.page.fields.take("once");
    let fingerprint = form.page.fields.fingerprint();
    let SentForm { page: PageForm { app, fields, client, language }, reference, session, .. } =
        form;
    let (reference, language) = (*reference, *language);
    let lead_back = |said: &str| Redirect::to(&address(reference, language, said)).into_response();
    let found = lookup::find(app, client, reference, lookup::Claim::Key(&key)).await?;
    let is_opened = found.ok_or(ApiError::NotFound)?.is_opened == Some(true);
    let SentTrackingKey::Given(given) = &key else { return Ok(lead_back("wrong")) };
    if !is_opened {
        return Ok(lead_back("wrong"));
    }
    let text = call.text_field().map(|name| fields.get(name).to_owned()).unwrap_or_default();
    let done = match call.command(fields) {
        Ok(Some(command)) => {
            let key_hash = key.hash().unwrap_or_default();
            let parts = [&*key_hash, call.name(), &once, &fingerprint];
            let request_key = repeat_key(app, reference, parts);
            let request = Once { key: &request_key, fingerprint: &fingerprint };
            let once = (!once.is_empty()).then_some(&request);
            let own = Own { kept: &key_hash, session };
            let author = Author { own: Some(&own), once };
            author::act(app, reference, &command, author).await.map(drop)
        }
        Ok(None) => erasure::erase(app, reference).await,
        Err(errors) => Err(ApiError::Invalid(errors)),
    };
    match done {
        Ok(()) => Ok(opened(reference, given, language, Some(call.name()))),
        // Nothing that was written is lost.
        Err(ApiError::Invalid(_)) if !text.trim().is_empty() => {
            let refused = Some(Refused { call: call.name(), text: &text });
            let reader = Reader { client, key: &key, said: None, refused, language };
            page(app, Ok(Path(Typed(reference.to_string()))), &reader).await
        }
        Err(ApiError::Invalid(_)) => {
            let said = ["empty-", call.name()].concat();
            Ok(opened(reference, given, language, Some(&said)))
        }
        Err(ApiError::Refused(_) | ApiError::Stale) => {
            Ok(opened(reference, given, language, Some("refused")))
        }
        Err(error) => Err(error),
    }
}
