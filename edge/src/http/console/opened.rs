//! Case that a handler of the console has read for a person who may see it.

use domain::{
    Timestamp,
    access::sight::Seen,
    case::{action::Action, event::Actor},
    media::{scan::Scan, upload::UploadId},
    reference::Reference,
    staff::StaffId,
};

use crate::{
    error::ApiError,
    request::session::SignedIn,
    state::App,
    store::{self, Database, case::detail::Dossier},
};

/// Case that a member of staff may see, as far as they see it: `domain::access::sight` decides.
pub(super) struct Opened {
    pub(super) seen: Seen,
    pub(super) dossier: Dossier,
}

impl Opened {
    /// Reads a case. One that the person may not see answers 404.
    pub(super) async fn by(
        app: &App,
        who: &SignedIn,
        reference: Reference,
    ) -> Result<Self, ApiError> {
        let db = app.db()?;
        let mut dossier =
            store::case::detail::read(&db, reference).await?.ok_or(ApiError::NotFound)?;
        let history = store::case::events::read(&dossier.events, dossier.row.kind)?;
        let seen = Seen::by(&who.person, history)
            .map_err(|error| ApiError::Internal(error.to_string()))?
            .ok_or(ApiError::Unseen)?;
        if !seen.is_whole() {
            cut(&db, &seen, &mut dossier).await?;
        }
        Ok(Self { seen, dossier })
    }

    /// Checks that the person sees this attachment of the case.
    pub(super) fn attachment(&self, id: &UploadId) -> Result<(), ApiError> {
        let is_seen = self.dossier.attachments.iter().any(|row| row.id == id.as_str());
        if is_seen { Ok(()) } else { Err(ApiError::Unseen) }
    }

    /// Returns the entity tag. It changes with the history, and also with transcripts, scans,
    /// deliveries and merged cases, which aren't part of the history.
    pub(super) fn tag(&self) -> String {
        let written = self.dossier.attachments.iter().filter_map(|row| row.transcribed_at).max();
        let written = written.map_or(0, Timestamp::as_millisecond);
        let scanned = self.dossier.attachments.iter().filter(|row| row.scan != Scan::Waiting);
        let made = self.dossier.machine_transcripts.iter().map(|row| row.at).max();
        let made = made.map_or(0, Timestamp::as_millisecond);
        let told = self.dossier.deliveries.iter().map(|row| row.changed_at).max();
        let told = told.map_or(0, Timestamp::as_millisecond);
        format!(
            "\"{}-{written}-{told}-{made}-{}-{}\"",
            self.seen.case.standing.head,
            self.dossier.merged_here.len(),
            scanned.count()
        )
    }

    /// Returns everyone whom the case names.
    pub(super) fn people(&self) -> Vec<&StaffId> {
        let actors =
            self.seen.history.iter().filter_map(|event| {
                if let Actor::Staff(id) = &event.actor { Some(id) } else { None }
            });
        let owners = self
            .seen
            .case
            .owner
            .iter()
            .chain(self.seen.case.actions.iter().map(|action| &action.plan().owner));
        let assigned = self.seen.history.iter().filter_map(|event| match &event.change.deed {
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

/// Removes from the rows of a case what its reader doesn't see: later events, messages, attachments
/// and transcripts, those of machines included, merged cases, and the contact.
async fn cut(db: &Database, seen: &Seen, dossier: &mut Dossier) -> Result<(), ApiError> {
    let last = &seen.case.standing;
    dossier.events.retain(|event| event.sequence <= last.events);
    dossier.row.head.clone_from(&last.head);
    dossier.row.hide_contact();
    dossier.merged_here.clear();
    dossier.deliveries.retain(|row| seen.shows(row.told_at, None));
    dossier.messages.retain(|message| seen.shows(message.at, message.sequence));
    let messages = &dossier.messages;
    dossier.attachments.retain(|row| {
        row.message.as_ref().is_none_or(|id| messages.iter().any(|message| message.id == *id))
    });
    dossier.machine_transcripts.retain(|made| seen.shows(made.at, None));
    for row in &mut dossier.attachments {
        if row.transcribed_at.is_none_or(|at| seen.shows(at, None)) {
            continue;
        }
        let versions = store::media::transcripts::versions(db, &row.id).await?;
        let version = versions.into_iter().find(|version| seen.shows(version.at, None));
        row.transcribed_at = version.as_ref().map(|version| version.at);
        row.transcribed_by = version.as_ref().map(|version| version.by.clone());
        row.transcript = version.and_then(|version| version.text);
    }
    Ok(())
}
