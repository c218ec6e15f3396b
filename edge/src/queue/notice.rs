//! Consumer of notices: locks a notice and writes it in words. `dispatch` sends it and records the
//! outcome. A failed delivery is retried later.

use domain::{
    bilingual::Named,
    delivery::{Cause, unsubscribe::Subscription},
    intake::{
        one_time_code::{self, OneTimeCode},
        tracking::TrackingKey,
    },
    notice::NoticeKind,
    wire,
};
use form::Language;
use pages::{Context, notice::Notice};
use serde::Serialize;

use super::{
    Verdict,
    dispatch::{self, Content, Envelope},
    staff_notice,
};
use crate::{
    channel::notice::{self as messenger, Told},
    error::ApiError,
    platform::clock::later,
    service::contact,
    state::App,
    store::{
        self,
        outbox::{self, Outcome, Row, StaffRow, Take},
    },
};

/// Time for which a delivery locks its notice, in seconds. No delivery takes longer.
const TAKEN: i64 = 60;

pub(crate) async fn deliver(app: &App, id: &str) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    match outbox::take(&db, id, [app.now, later(app.now, TAKEN)]).await? {
        Take::Ours(row) => to_author(app, id, &row).await,
        Take::Staffs(row) => to_staff(app, id, &row).await,
        Take::Taken => Ok(Verdict::after_lock(app)),
        Take::Done => Ok(Verdict::Done),
    }
}

async fn to_author(app: &App, id: &str, row: &Row) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    let kind = row.template()?;
    if kind == NoticeKind::Code && one_time_code::expires(row.created_at) <= app.now {
        outbox::settle(&db, id, Outcome::Dead, app.now).await?;
        return Ok(Verdict::Done);
    }
    // No optional notice goes by any way, once its author has ended them.
    let is_ended = kind.is_optional() && row.is_unsubscribed();
    if row.has_address() && kind.goes_by_messenger() && !is_ended {
        let Some(told) = by_messenger(app, id, row).await? else {
            return Ok(Verdict::Again(app.config.first_pause));
        };
        if told == Told::Queued {
            return Ok(Verdict::Done);
        }
        if !row.has_contact() {
            outbox::settle(&db, id, Outcome::Dead, app.now).await?;
            return Ok(Verdict::Done);
        }
    }
    let mut contact = wire::Contact::default();
    if row.has_contact() {
        contact = contact::opened(app, row.reference, &row.contact()).await?;
    }
    if kind == NoticeKind::Code {
        contact.email = None;
    }
    let envelope = Envelope {
        id,
        failures: row.failures,
        participation: Some(row.reference),
        template: kind.as_str(),
        told_at: row.created_at,
        entity: Some(&row.entity),
        contact,
        is_code: kind == NoticeKind::Code,
        is_awaited: kind.is_awaited(),
        is_held: true,
    };
    if is_ended {
        dispatch::withhold(app, &envelope, None, Cause::Unsubscribed).await?;
        return Ok(Verdict::Done);
    }
    if !row.has_contact() {
        outbox::drop(&db, id).await?;
        return Ok(Verdict::Done);
    }
    let choice = match dispatch::choose(app, &envelope).await? {
        Ok(choice) => choice,
        Err(verdict) => return Ok(verdict),
    };
    let Some(notice) = said(app, id, row, choice.contact.clone()).await? else {
        return Ok(Verdict::Again(app.config.first_pause));
    };
    let content = Content {
        language: &notice.data.language,
        words: &notice.data.message,
        unsubscribe: notice.data.unsubscribe_url.as_deref(),
        json: &json(&notice)?,
    };
    dispatch::send(app, &envelope, &choice, &content).await
}

/// Hands a notice to the messenger that its participation came by; `None` if the contact was
/// replaced meanwhile.
async fn by_messenger(app: &App, id: &str, row: &Row) -> Result<Option<Told>, ApiError> {
    let Some(notice) = said(app, id, row, wire::Contact::default()).await? else {
        return Ok(None);
    };
    let message = messenger::Message {
        id,
        kind: row.template()?,
        reference: row.reference,
        told_at: row.created_at,
        language: &row.language,
        text: &notice.data.message.short,
        link: &notice.data.status_url,
    };
    messenger::tell(app, &message).await.map(Some)
}

async fn to_staff(app: &App, id: &str, row: &StaffRow) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    let Some(notice) = staff_notice::said(app, row).await? else {
        outbox::drop(&db, id).await?;
        return Ok(Verdict::Done);
    };
    let envelope = Envelope {
        id,
        failures: row.failures,
        // The case shows what its author was told, and not what staff were.
        participation: None,
        template: row.template()?.as_str(),
        told_at: row.created_at,
        entity: None,
        contact: notice.data.contact.clone(),
        is_code: false,
        is_awaited: false,
        is_held: row.reference.is_some(),
    };
    let choice = match dispatch::choose(app, &envelope).await? {
        Ok(choice) => choice,
        Err(verdict) => return Ok(verdict),
    };
    let content = Content {
        language: &notice.data.language,
        words: &notice.data.message,
        unsubscribe: notice.data.unsubscribe_url.as_deref(),
        json: &json(&notice)?,
    };
    dispatch::send(app, &envelope, &choice, &content).await
}

fn json(notice: &impl Serialize) -> Result<String, ApiError> {
    Ok(serde_json::to_string(notice)?)
}

/// Returns the notice with its words. The key in its link is let open the participation first;
/// `None` if the contact was replaced meanwhile.
async fn said(
    app: &App,
    id: &str,
    row: &Row,
    contact: wire::Contact,
) -> Result<Option<wire::Notice>, ApiError> {
    let kind = row.template()?;
    let language = Language::parse(&row.language).unwrap_or(Language::En);
    let Some(status_url) = link(app, id, row, kind, language).await? else { return Ok(None) };
    let code = match kind {
        NoticeKind::Code => {
            OneTimeCode::derive(&app.config.tracking_keys.secret(), row.reference, id)
                .as_str()
                .to_owned()
        }
        _ => String::new(),
    };
    let unsubscribe_url = kind.is_optional().then(|| {
        let token = Subscription::Author(row.reference).token(&app.config.link_secret);
        format!("{}/unsubscribe/{token}?lang={}", app.config.base_url, language.tag())
    });
    let notice = Notice {
        kind,
        reference: row.reference,
        entity: &entity(app, &row.entity).await?,
        first_response_due: row.first_response_due,
        guide: row.guide.filter(|_| kind == NoticeKind::Received),
        link: &status_url,
        code: &code,
        unsubscribe: unsubscribe_url.as_deref(),
        calendar: &app.calendar(),
    };
    let context = Context { language, base_url: &app.config.base_url };
    let message = pages::notice::message(context, &notice);
    Ok(Some(wire::Notice {
        kind: kind.event(),
        timestamp: row.created_at,
        data: wire::NoticeData {
            reference: row.reference,
            entity: row.entity.clone(),
            language: row.language.clone(),
            first_response_due: row.first_response_due,
            resolution_due: row.resolution_due,
            status_url,
            unsubscribe_url,
            contact,
            message,
        },
    }))
}

/// Returns the address of the participation's page, with a key of the notice's own if it carries
/// one.
async fn link(
    app: &App,
    id: &str,
    row: &Row,
    kind: NoticeKind,
    language: Language,
) -> Result<Option<String>, ApiError> {
    let page = format!("{}/p/{}", app.config.base_url, row.reference);
    let tag = language.tag();
    if !kind.carries_link() {
        return Ok(Some(format!("{page}?lang={tag}")));
    }
    let secret = app.config.tracking_keys.secret();
    let contact = row.contact();
    // Delivered again to another contact, the notice has another key: the first stays withdrawn.
    let purpose = [id, " ", &contact.text].concat();
    let key = TrackingKey::derive_again(&secret, row.reference, &purpose);
    let db = app.db()?;
    let opens =
        store::intake::link_keys::insert_for(&db, row.reference, &contact, &key, app.now).await?;
    Ok(opens.then(|| format!("{page}/open/{}?lang={tag}", key.encode())))
}

/// Returns the name of an entity, or its id if the directory doesn't know it.
async fn entity(app: &App, id: &str) -> Result<Named, ApiError> {
    let named = store::entity::directory::names(&app.db()?, &[id], id).await?;
    let name = named.into_iter().next().map(|entity| entity.name);
    Ok(name.unwrap_or_else(|| Named { ar: id.to_owned(), en: id.to_owned() }))
}
