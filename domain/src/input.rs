//! Errors of requests that carry input, each with its place in the request.

use std::collections::HashSet;

use thiserror::Error;

use crate::{
    absence::AbsenceError,
    access::{activity::EXPORT_MAX, api_key::KeyError},
    assistant::MESSAGE_MAX,
    case::{AT_ONCE, corrective_action::RootCauseError, lesson::PublicWordsError},
    entity::settings::SettingError,
    id::InvalidId,
    intake::{contact::ContactError, place::PlaceError, submission::PAGE_MAX},
    media::{attachment::ATTACHMENTS_MAX, upload::UploadId},
    saved_view::{ListQueryError, VIEWS_MAX, ViewNameError},
    sla::calendar::ical::IcalError,
    slug::SlugError,
    system::TemplateError,
    text::{Text, TextError},
    webhook::{
        WEBHOOKS_MAX,
        event_type::{EventTypeError, NoTypes},
        url::UrlError,
    },
};

/// Error in a request, with a JSON Pointer (RFC 6901) to its place in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// JSON Pointer to the invalid part.
    pub pointer: String,
    /// Reason why the part is invalid.
    pub reason: Reason,
}

/// Reason why a part of a request is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// Neither a text nor an attachment.
    #[error("write something, or attach a recording or a file")]
    NothingSaid,
    /// Reopening without a reason.
    #[error("say what is still wrong")]
    NoReason,
    /// Text that is too long or can't be stored.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Remedy for a participation that isn't a complaint.
    #[error("only a complaint carries a suggestion of its own")]
    SuggestionWithoutComplaint,
    /// Too many attachments.
    #[error("at most {ATTACHMENTS_MAX} attachments")]
    TooManyAttachments,
    /// Same upload twice.
    #[error("this attachment is there already")]
    RepeatedAttachment,
    /// Text that isn't an upload's id.
    #[error("an upload's id is the last part of the address that its creation answered with")]
    UploadId(#[from] InvalidId),
    /// Upload that doesn't exist, isn't finished, or belongs to another participation.
    #[error("this upload is not there, not finished, or already used")]
    UnknownUpload,
    /// Text that isn't a slug.
    #[error(transparent)]
    Slug(#[from] SlugError),
    /// Entity that isn't in the directory.
    #[error("there is no such entity; see /api/v1/entities")]
    UnknownEntity,
    /// Service that the entity doesn't have.
    #[error("this entity has no such service; see /api/v1/entities")]
    UnknownService,
    /// Contact that can't be used.
    #[error(transparent)]
    Contact(#[from] ContactError),
    /// Place that isn't one.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// Contact without an address to write to.
    #[error("enter an e-mail address or a phone number")]
    NoAddress,
    /// Text that isn't a language tag.
    #[error("a language tag looks like ar or en-GB")]
    Language,
    /// Answers to "why?" that aren't a root cause.
    #[error(transparent)]
    RootCause(#[from] RootCauseError),
    /// Public words that are incomplete or too long.
    #[error(transparent)]
    PublicWords(#[from] PublicWordsError),
    /// No case, or too many cases.
    #[error("one to {AT_ONCE} cases at once")]
    CaseCount,
    /// Case that doesn't exist, or that the caller may not see.
    #[error("you see no case with this number")]
    UnknownCase,
    /// Text with an unfilled placeholder of a template.
    #[error("a gap of the template is still to be filled")]
    Unfilled,
    /// Assignment to a person who doesn't work for the entity.
    #[error("nobody with this id answers for this entity")]
    UnknownPerson,
    /// Invalid setting of an entity.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// Calendar file that can't be read.
    #[error(transparent)]
    CalendarFile(#[from] IcalError),
    /// Name of a view that is empty or too long.
    #[error(transparent)]
    ViewName(#[from] ViewNameError),
    /// Query that isn't that of a list.
    #[error(transparent)]
    ListQuery(#[from] ListQueryError),
    /// More views than anybody may have.
    #[error("remove a view first: there are {VIEWS_MAX} of yours")]
    TooManyViews,
    /// Days or deputy of an absence that can't be.
    #[error(transparent)]
    Absence(#[from] AbsenceError),
    /// Export of too many entries.
    #[error("at most {EXPORT_MAX} entries at once")]
    TooManyEntries,
    /// Message to the assistant that is empty or too long.
    #[error("a message has 1 to {MESSAGE_MAX} characters")]
    MessageLength,
    /// Name of no action, or of one that isn't taken by this call.
    #[error(
        "no action that a system takes by this call: take, assign, prioritise, reply, ask, note, transfer, accept, return, invite, part, decline, answer, decide, close, undo"
    )]
    SystemAction,
    /// Outcome that the action doesn't have.
    #[error("the action has no such outcome, or needs one")]
    ActionOutcome,
    /// Target that the action doesn't have.
    #[error("the action has no such target, or needs one")]
    ActionTarget,
    /// Name or scopes of an API key that can't be.
    #[error(transparent)]
    ApiKey(#[from] KeyError),
    /// Text that isn't a page's address.
    #[error("a page is an http or https address of at most {PAGE_MAX} bytes")]
    Page,
    /// Address that no webhook is sent to.
    #[error(transparent)]
    WebhookUrl(#[from] UrlError),
    /// Name that is no type of a webhook's events.
    #[error(transparent)]
    EventType(#[from] EventTypeError),
    /// Webhook that subscribes to nothing.
    #[error(transparent)]
    NoTypes(#[from] NoTypes),
    /// More webhooks than an entity may have.
    #[error("remove a webhook first: there are {WEBHOOKS_MAX} of this entity")]
    TooManyWebhooks,
    /// Template of an entity's system that can't be used.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

impl From<(String, SettingError)> for InputError {
    fn from((pointer, error): (String, SettingError)) -> Self {
        Self { pointer, reason: error.into() }
    }
}

/// Collector of the errors of a request.
#[derive(Default)]
pub(crate) struct Errors(Vec<InputError>);

impl Errors {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the parsed value, or the errors if there are any.
    pub(crate) fn unless_any<T>(self, read: T) -> Result<T, Vec<InputError>> {
        if self.is_empty() { Ok(read) } else { Err(self.0) }
    }

    pub(crate) fn into_all(self) -> Vec<InputError> {
        self.0
    }

    /// Parses an optional text.
    pub(crate) fn text(&mut self, pointer: &str, written: Option<&str>) -> Option<Text> {
        self.keep(pointer, Text::parse(written.unwrap_or_default())).flatten()
    }

    pub(crate) fn add(&mut self, pointer: &str, reason: Reason) {
        self.0.push(InputError { pointer: pointer.to_owned(), reason });
    }

    pub(crate) fn keep<T, E: Into<Reason>>(
        &mut self,
        pointer: &str,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.add(pointer, error.into())).ok()
    }
}

/// Parses the ids of uploads. Refuses repeated ids, and too many of them.
pub(crate) fn attachments(ids: &[String], errors: &mut Errors) -> Vec<UploadId> {
    if ids.len() > ATTACHMENTS_MAX {
        errors.add("/attachments", Reason::TooManyAttachments);
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        let pointer = format!("/attachments/{place}");
        if !seen.insert(id) {
            errors.add(&pointer, Reason::RepeatedAttachment);
        } else if let Some(id) = errors.keep(&pointer, UploadId::parse(id)) {
            kept.push(id);
        }
    }
    kept
}
