//! Consumer of notices: locks a notice, delivers it and records the outcome. A failed delivery is
//! retried later.

use domain::{
    bilingual::Named,
    intake::{
        one_time_code::{self, OneTimeCode},
        tracking::TrackingKey,
    },
    notice::{self, NoticeKind},
    wire,
};
use form::Language;
use pages::{Context, notice::Notice};
use serde::Serialize;

use super::{Verdict, staff_notice};
use crate::{
    channel::notice::{self as messenger, Told},
    config::Endpoint,
    delivery,
    error::ApiError,
    platform::clock::later,
    service::contact,
    service::notices,
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
        Take::Taken => Ok(Verdict::Again(app.config.first_pause)),
        Take::Done => Ok(Verdict::Done),
    }
}

async fn to_author(app: &App, id: &str, row: &Row) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    if row.template()? == NoticeKind::Code && one_time_code::expires(row.created_at) <= app.now {
        outbox::settle(&db, id, Outcome::Dead, app.now).await?;
        return Ok(Verdict::Done);
    }
    if row.has_address() && row.template()?.goes_by_messenger() {
        let Some(told) = by_messenger(app, id, row).await? else {
            return Ok(Verdict::Again(app.config.first_pause));
        };
        if told == Told::Queued || !row.has_contact() {
            let outcome = if told == Told::Queued { Outcome::Delivered } else { Outcome::Dead };
            outbox::settle(&db, id, outcome, app.now).await?;
            return Ok(Verdict::Done);
        }
    }
    let Some(endpoint) = &app.config.delivery else {
        outbox::settle(&db, id, Outcome::Held, app.now).await?;
        return Ok(Verdict::Done);
    };
    let Some(message) = said(app, id, row).await? else {
        return Ok(Verdict::Again(app.config.first_pause));
    };
    post(app, endpoint, id, row.failures, &message).await
}

/// Hands a notice to the messenger that its participation came by; `None` if the contact was
/// replaced meanwhile.
async fn by_messenger(app: &App, id: &str, row: &Row) -> Result<Option<Told>, ApiError> {
    let Some(notice) = said(app, id, row).await? else { return Ok(None) };
    let message = messenger::Message {
        id,
        kind: row.template()?,
        reference: row.reference,
        language: &row.language,
        text: &notice.data.message.short,
        link: &notice.data.status_url,
    };
    messenger::tell(app, &message).await.map(Some)
}

async fn to_staff(app: &App, id: &str, row: &StaffRow) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    let Some(message) = staff_notice::said(app, row).await? else {
        outbox::drop(&db, id).await?;
        return Ok(Verdict::Done);
    };
    let Some(endpoint) = &app.config.delivery else {
        if row.reference.is_some() {
            outbox::settle(&db, id, Outcome::Held, app.now).await?;
        } else {
            outbox::drop(&db, id).await?;
        }
        return Ok(Verdict::Done);
    };
    post(app, endpoint, id, row.failures, &message).await
}

/// Delivers a message and records the outcome.
async fn post(
    app: &App,
    endpoint: &Endpoint,
    id: &str,
    failures: u32,
    message: &impl Serialize,
) -> Result<Verdict, ApiError> {
    let db = app.db()?;
    match delivery::post(endpoint, id, app.now, message).await {
        Ok(()) => {
            outbox::settle(&db, id, Outcome::Delivered, app.now).await?;
            Ok(Verdict::Done)
        }
        Err(reason) => {
            let pause = notice::pause(failures + 1, app.config.first_pause);
            outbox::fail(&db, id, &reason, notices::due_after(app, pause)).await?;
            Ok(Verdict::Again(pause))
        }
    }
}

/// Returns the notice with its words. The key in its link is let open the participation first;
/// `None` if the contact was replaced meanwhile.
async fn said(app: &App, id: &str, row: &Row) -> Result<Option<wire::Notice>, ApiError> {
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
    let notice = Notice {
        kind,
        reference: row.reference,
        entity: &entity(app, &row.entity).await?,
        first_response_due: row.first_response_due,
        link: &status_url,
        code: &code,
        calendar: &app.calendar(),
    };
    let context = Context { language, base_url: &app.config.base_url };
    let message = pages::notice::message(context, &notice);
    let mut contact = contact::opened(app, row.reference, &row.contact()).await?;
    if kind == NoticeKind::Code {
        contact.email = None;
    }
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
