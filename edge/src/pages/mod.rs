//! Pages for people. A handler here fetches the data, asks for permission, and answers with HTML
//! that the crate `pages` renders, under the page's status and headers.

pub(crate) mod ask;
pub(crate) mod console;
mod document;
pub(crate) mod embed_docs;
pub(crate) mod error_page;
pub(crate) mod figures;
pub(crate) mod form_fragment;
pub(crate) mod form_page;
pub(crate) mod form_post;
pub(crate) mod guide;
pub(crate) mod home;
pub(crate) mod me;
pub(crate) mod open;
mod page_form;
pub(crate) mod participation;
pub(crate) mod privacy;
pub(crate) mod report;
pub(crate) mod sign_in;
mod troubles;
pub(crate) mod unsubscribe;

use domain::{Timestamp, intake::kind::Mood};
use form::Announced;
use serde::Deserialize;

use crate::{
    directory, error::ApiError, request::origin::PageOrigin, service::entity_policies, state::App,
};

/// Entity in the addresses of a box whose tag names none.
const NAMELESS: &str = "-";

/// Returns the known problems that an entity's form announces, with times as clocks there show
/// them.
async fn announced(
    app: &App,
    entity: &str,
    changed: Option<Timestamp>,
) -> Result<Vec<Announced>, ApiError> {
    let calendar = entity_policies::common(app).calendar;
    let all = directory::announced(app, entity, changed).await?.into_iter();
    let shown = all.map(|announcement| Announced {
        service: announcement.service.map(String::from),
        text: announcement.text,
        until: calendar.local(announcement.until).strftime("%Y-%m-%d %H:%M").to_string(),
    });
    Ok(shown.collect())
}

/// Refuses a form that a page of another website sent.
fn require_own_page(app: &App, origin: &PageOrigin) -> Result<(), ApiError> {
    match origin.as_deref().filter(|page| !app.config.is_own_origin(page)) {
        Some(page) => Err(ApiError::OriginNotAllowed(page.to_owned())),
        None => Ok(()),
    }
}

/// Query parameters of a link to the form.
#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    easy: Option<String>,
    service: Option<String>,
    mood: Option<String>,
    test: Option<String>,
}

impl Asked {
    /// In easy words?
    fn easy(&self) -> bool {
        self.easy.as_deref() == Some("1")
    }

    /// Is what will be sent a test?
    fn is_test(&self) -> bool {
        self.test.as_deref() == Some("1")
    }

    /// The face that was chosen on the happiness meter.
    fn mood(&self) -> Option<Mood> {
        self.mood.as_deref().and_then(Mood::parse)
    }
}
