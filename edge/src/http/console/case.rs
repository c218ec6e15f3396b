//! `GET /console/api/cases/{reference}`: the whole case. The reading is recorded.

use axum::{
    Extension, Json,
    extract::{Path, Query},
    response::{IntoResponse, Response},
};
use domain::{
    Timestamp,
    access::policy::{self, Permission},
    case::{
        Case,
        action::Action,
        event::{Actor, Event},
    },
    reference::Reference,
    search,
    staff::StaffId,
};
use http::{HeaderMap, StatusCode, header::ETAG};
use serde::Deserialize;

use super::view;
use crate::{
    error::ApiError,
    request::{etag, headers::reference, session::SignedIn},
    state::App,
    store::{self, case_detail::Dossier},
};

/// Query of the address: the search terms to highlight.
#[derive(Default, Deserialize)]
pub(crate) struct Sought {
    #[serde(default)]
    q: String,
}

/// Returns the whole case.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(typed): Path<String>,
    Query(sought): Query<Sought>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let reference = reference(&typed)?;
    let opened = Opened::by(&app, &who, reference).await?;
    // An unchanged case isn't read again, so no reading is recorded.
    if etag::is_known(&headers, &opened.tag()) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, opened.tag())]).into_response());
    }
    opened.answer(&app, &who, &sought.q).await
}

/// Case that a member of staff may see.
pub(super) struct Opened {
    pub(super) case: Case,
    pub(super) history: Vec<Event>,
    pub(super) dossier: Dossier,
}

impl Opened {
    /// Reads a case. One that the person may not see answers 404.
    pub(super) async fn by(
        app: &App,
        who: &SignedIn,
        reference: Reference,
    ) -> Result<Self, ApiError> {
        let dossier =
            store::case_detail::read(&app.db()?, reference).await?.ok_or(ApiError::NotFound)?;
        let history = store::events::read(&dossier.events, dossier.row.kind)?;
        let case = Case::tell(&history).map_err(|error| ApiError::Internal(error.to_string()))?;
        if !policy::may(&who.person, Permission::SeeCase(case.hands())) {
            return Err(ApiError::NotFound);
        }
        Ok(Self { case, history, dossier })
    }

    /// Answers with the case's view, and records the reading.
    pub(super) async fn answer(
        &self,
        app: &App,
        who: &SignedIn,
        sought: &str,
    ) -> Result<Response, ApiError> {
        let reader = (self.case.standing.reference, &who.person.id);
        let names =
            store::case_detail::note_reading(&app.db()?, reader, &self.people(), app.now).await?;
        let mut asked = search::Query::parse(sought);
        asked.add_likely(&store::search::known(&app.db()?, &asked.variants()).await?);
        let view = view::of(app, &who.person, self, names, &asked).await?;
        Ok(([(ETAG, self.tag())], Json(view)).into_response())
    }

    /// Returns the entity tag. It changes with the history, and also with transcripts and merged cases,
    /// which aren't part of the history.
    fn tag(&self) -> String {
        let written = self.dossier.attachments.iter().filter_map(|row| row.transcribed_at).max();
        let written = written.map_or(0, Timestamp::as_millisecond);
        format!("\"{}-{written}-{}\"", self.case.standing.head, self.dossier.merged_here.len())
    }

    /// Returns everyone whom the case names.
    pub(super) fn people(&self) -> Vec<&StaffId> {
        let actors = self
            .history
            .iter()
            .filter_map(|event| if let Actor::Staff(id) = &event.actor { Some(id) } else { None });
        let owners = self
            .case
            .owner
            .iter()
            .chain(self.case.actions.iter().map(|action| &action.plan().owner));
        let assigned = self.history.iter().filter_map(|event| match &event.change.deed {
            Action::Assign { to } => Some(to),
            _ => None,
        });
        let writers = self.dossier.attachments.iter().filter_map(|row| row.transcribed_by.as_ref());
        let mut people: Vec<_> = actors.chain(owners).chain(assigned).chain(writers).collect();
        people.sort_unstable();
        people.dedup();
        people
    }
}
