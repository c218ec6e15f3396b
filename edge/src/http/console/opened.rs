//! Case that a handler of the console has read for a person who may see it.

use domain::{
    Timestamp,
    access::policy::{self, Permission},
    case::{
        Case,
        action::Action,
        event::{Actor, Event},
    },
    media::scan::Scan,
    reference::Reference,
    staff::StaffId,
};

use crate::{
    error::ApiError,
    request::session::SignedIn,
    state::App,
    store::{self, case::detail::Dossier},
};

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
            store::case::detail::read(&app.db()?, reference).await?.ok_or(ApiError::NotFound)?;
        let history = store::case::events::read(&dossier.events, dossier.row.kind)?;
        let case = Case::tell(&history).map_err(|error| ApiError::Internal(error.to_string()))?;
        if !policy::may(&who.person, Permission::SeeCase(case.hands())) {
            return Err(ApiError::Unseen);
        }
        Ok(Self { case, history, dossier })
    }

    /// Returns the entity tag. It changes with the history, and also with transcripts, scans and
    /// merged cases, which aren't part of the history.
    pub(super) fn tag(&self) -> String {
        let written = self.dossier.attachments.iter().filter_map(|row| row.transcribed_at).max();
        let written = written.map_or(0, Timestamp::as_millisecond);
        let scanned = self.dossier.attachments.iter().filter(|row| row.scan != Scan::Waiting);
        format!(
            "\"{}-{written}-{}-{}\"",
            self.case.standing.head,
            self.dossier.merged_here.len(),
            scanned.count()
        )
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
