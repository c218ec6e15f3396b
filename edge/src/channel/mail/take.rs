//! Taking in of a mail: a message in a thread, or a new participation.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    channel::mail::{
        address::{Own, Recipient, recipient},
        letter::{LetterText, letter_text},
        plan::{self, ACKNOWLEDGED_A_DAY, Plan, Rejection},
        returned, unquoted,
    },
    delivery::Way,
    input::Reason,
    intake::{channel::Channel, idempotency::IdempotencyKey, kind::Kind},
    language::Language,
    reference::Reference,
    slug::PLATFORM_TEAM,
    text::TEXT_MAX,
    wire::{Contact, NewMessage, Submission},
};

use super::{
    Envelope, files,
    parse::{File, Letter},
};
use crate::{
    directory,
    error::ApiError,
    service::{
        author,
        case::{Author, Once},
        contact,
        deliveries::{self, By},
        intake::{self, Sender},
        rate_limit::ClientKind,
    },
    state::App,
    store::{self, intake::limits::Counter},
};

/// Longest name of a contact that is made of a mail's author, in characters.
const NAME_MAX: usize = 200;

/// Mail with what identifies it and its sender.
struct Mail<'a> {
    letter: &'a Letter,
    /// Key of a submission or message, the same for each delivery of the mail to this address.
    key: IdempotencyKey,
    /// Hash of the sender's address, for the rate limits.
    client: String,
}

/// Returns what becomes of a mail.
pub(super) async fn plan(
    app: &App,
    envelope: &Envelope,
    letter: &Letter,
) -> Result<Plan, ApiError> {
    let Some(mail) = &app.config.mail else { return Ok(Plan::Reject(Rejection::Elsewhere)) };
    let is_opened = is_opened(app, mail.own(), &envelope.to).await?;
    Ok(plan::plan(&envelope.to, &letter.marks(&envelope.from), mail.own(), is_opened))
}

/// Returns whether an address is the secret one of a participation, or of reports on a notice.
async fn is_opened(app: &App, own: Own<'_>, to: &str) -> Result<bool, ApiError> {
    let (reference, code) = match recipient(to, own.domain) {
        Some(Recipient::Thread(reference, code)) => (reference, code),
        Some(Recipient::Returned(notice, code)) => {
            return Ok(code.opens_notice(&app.config.link_secret, &notice));
        }
        _ => return Ok(false),
    };
    let row = store::intake::participations::find(&app.db()?, reference).await?;
    let Some(sealed) = row.and_then(|row| row.contact()) else { return Ok(false) };
    let email = contact::opened(app, reference, &sealed).await?.email;
    Ok(email.is_some_and(|email| code.opens(&app.config.link_secret, reference, &email)))
}

/// Returns the reason that the sender is told, if an error can't pass with time.
pub(super) fn rejection(error: &ApiError) -> Option<Rejection> {
    match error {
        ApiError::TooMany(_) | ApiError::TooManyOpen(_) => Some(Rejection::TooMany),
        ApiError::NotFound => Some(Rejection::Elsewhere),
        ApiError::Invalid(errors)
            if errors.iter().any(|error| error.reason == Reason::NothingSaid) =>
        {
            Some(Rejection::Empty)
        }
        _ => None,
    }
}

/// Takes in a mail. A repetition changes nothing.
pub(super) async fn take(
    app: &App,
    envelope: &Envelope,
    mut letter: Letter,
    plan: Plan,
) -> Result<(), ApiError> {
    let files = std::mem::take(&mut letter.files);
    let mail = Mail::of(app, envelope, &letter);
    match plan {
        Plan::Reject(_) | Plan::Ignore => Ok(()),
        Plan::Returned(notice) => {
            let report = letter.delivery_status.as_deref().and_then(returned::report);
            if let Some(report) = report {
                let by = By::Notice(notice.as_str());
                deliveries::report(app, Way::Smtp, by, report, None).await?;
            }
            Ok(())
        }
        Plan::Thread(reference) => mail.write(app, reference, files).await,
        Plan::First { entity, is_answered } => {
            let entity = match entity {
                Some(entity) => known(app, entity.as_str()).await?,
                None => None,
            };
            let entity = match entity {
                Some(entity) => entity,
                None => known(app, PLATFORM_TEAM).await?.ok_or(ApiError::NotFound)?,
            };
            mail.submit(app, entity, (&letter.subject, files), is_answered).await
        }
    }
}

/// Returns an entity's id, if it exists.
async fn known(app: &App, entity: &str) -> Result<Option<String>, ApiError> {
    match directory::entity(app, entity, None).await {
        Ok(entity) => Ok(Some(entity.id)),
        Err(ApiError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

impl<'a> Mail<'a> {
    fn of(app: &App, envelope: &Envelope, letter: &'a Letter) -> Self {
        let to = envelope.to.trim().to_lowercase();
        let parts = ["mail", &letter.id, &letter.digest, &to];
        let from = letter.from.to_lowercase();
        let client = app.config.address_salt.mac(&["email", &app.day(), &from]);
        Self {
            letter,
            key: IdempotencyKey::derive(&app.config.link_secret, &parts),
            client: URL_SAFE_NO_PAD.encode(client),
        }
    }

    /// Writes a message into a thread. Where the case takes none any more, a new participation at
    /// its entity comes of it.
    async fn write(
        &self,
        app: &App,
        reference: Reference,
        files: Vec<File>,
    ) -> Result<(), ApiError> {
        let body = &*self.letter.body;
        let is_long = body.chars().count() > TEXT_MAX;
        let body = if is_long { unquoted(body) } else { body };
        let subject = if body.trim().is_empty() { &*self.letter.subject } else { "" };
        let (LetterText { text, .. }, attachments) =
            self.stored(app, (subject, body), files).await?;
        let sent = NewMessage { text: text.clone(), attachments: attachments.clone() };
        let command = sent.parse().map_err(ApiError::Invalid)?;
        let once = Once { key: &self.key, fingerprint: &self.letter.digest };
        let author = Author { own: None, once: Some(&once) };
        match author::act(app, reference, &command, author).await {
            Ok(_) => Ok(()),
            Err(ApiError::Refused(_)) => {
                let row = store::intake::participations::find(&app.db()?, reference).await?;
                let row = row.ok_or(ApiError::NotFound)?;
                let text = letter_text(&reference.to_string(), &text, &[]).text;
                self.receive(app, (row.entity, text, attachments), true).await
            }
            Err(error) => Err(error),
        }
    }

    /// Makes a new participation of the mail.
    async fn submit(
        &self,
        app: &App,
        entity: String,
        (subject, files): (&str, Vec<File>),
        is_answered: bool,
    ) -> Result<(), ApiError> {
        let (LetterText { text, .. }, attachments) =
            self.stored(app, (subject, &self.letter.body), files).await?;
        self.receive(app, (entity, text, attachments), is_answered).await
    }

    /// Stores the files, and the whole text as one of them if it is too long.
    async fn stored(
        &self,
        app: &App,
        (subject, body): (&str, &str),
        mut files: Vec<File>,
    ) -> Result<(LetterText, Vec<String>), ApiError> {
        if let Some(whole) = letter_text(subject, body, &[]).whole {
            let file = File {
                name: "mail.txt".to_owned(),
                media_type: "text/plain".to_owned(),
                bytes: whole.into_bytes(),
                is_inline: false,
            };
            files.insert(0, file);
        }
        let (ids, not_taken) = files::store(app, &self.client, files).await?;
        Ok((letter_text(subject, body, &not_taken), ids))
    }

    async fn receive(
        &self,
        app: &App,
        (entity, text, attachments): (String, String, Vec<String>),
        is_answered: bool,
    ) -> Result<(), ApiError> {
        let sender = Sender {
            channel: Channel::Email,
            key: &self.key,
            origin: None,
            address: None,
            mention: None,
            profile: None,
            client: &self.client,
            fingerprint: &self.letter.digest,
        };
        let submission = Submission {
            kind: Kind::Observation,
            entity,
            service: None,
            language: Language::detect(&text).unwrap_or(Language::English).tag().to_owned(),
            text,
            suggestion: None,
            attachments,
            contact: self.contact(is_answered && self.may_answer(app).await?),
            place: None,
            mood: None,
            page: None,
            elapsed_ms: None,
            test: false,
        };
        intake::receive(app, &sender, ClientKind::Exempt, submission).await.map(drop)
    }

    /// Returns whether another mail of this address is acknowledged today, and counts it.
    async fn may_answer(&self, app: &App) -> Result<bool, ApiError> {
        let db = app.db()?;
        let day = app.day();
        let counter = Counter { client: &self.client, day: &day, what: "mail acknowledged" };
        match db
            .batch(vec![store::intake::limits::add(&db, &counter, 1, ACKNOWLEDGED_A_DAY)?])
            .await
        {
            Ok(_) => Ok(true),
            Err(error) if error.constraint().is_some() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns the contact of the author. Whoever isn't answered has no address to be told at:
    /// staff read it beside the name.
    fn contact(&self, is_answered: bool) -> Option<Contact> {
        let Letter { name, from, .. } = self.letter;
        let name = Some(name.clone()).filter(|name| !name.is_empty());
        let email = Some(from.clone());
        let full = Contact { name, email, phone: None };
        if is_answered && full.parse().is_ok() {
            return Some(full);
        }
        let shown = match &full.name {
            Some(name) => format!("{name} <{from}>"),
            None => from.clone(),
        };
        let shown: String = shown.chars().take(NAME_MAX).collect();
        let named = Contact { name: Some(shown), ..Contact::default() };
        Some(named).filter(|contact| contact.parse().is_ok())
    }
}
