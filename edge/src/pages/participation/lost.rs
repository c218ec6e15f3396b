//! `POST /p/{reference}/link`: a new link for an author who lost theirs and left an e-mail address,
//! or a one-time code for the phone number that they left. The answer is the same for a wrong
//! contact.

use axum::response::{IntoResponse, Redirect, Response};
use domain::{
    access::security_event::{Cause, Incident},
    intake::one_time_code,
    notice::{Notice, NoticeKind},
};

use http::header::SET_COOKIE;

use super::sent_form::SentForm;
use crate::{
    error::ApiError,
    middleware::access_log,
    pages::page_form::PageForm,
    service::{contact, lookup, notices},
    state::App,
    store::{
        self, Constraint,
        intake::{limits::Counter, participations::Whole},
    },
};

#[worker::send]
pub(crate) async fn send(mut form: SentForm) -> Response {
    let contact = form.page.fields.take("contact");
    let answer = ask(&mut form, contact).await;
    form.page.or_page(answer)
}

/// Returns the name under which the page says that a notice was asked for.
const fn said(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Code => "code",
        _ => "link",
    }
}

async fn ask(form: &mut SentForm, contact: String) -> Result<Response, ApiError> {
    let SentForm { page: PageForm { app, client, language, .. }, reference, asked, .. } = form;
    let reference = *reference;
    let kind = NoticeKind::for_lost_link(&contact);
    asked.add()?;
    let id = asked.notices(&app.config.link_secret, reference).into_iter().next();
    let notice = Notice { id: id.unwrap_or_default(), reference, template: kind };
    // A right contact is counted too, so that the count tells nothing. The rest runs after the
    // answer, so that its time tells nothing either.
    let claim = lookup::Claim::Contact;
    let found = lookup::find(app, client, reference, claim).await?.ok_or(ApiError::NotFound)?;
    let whole = found.whole;
    let work = app.clone();
    app.afterwards(async move {
        if let Err(error) = answer(&work, notice, &whole, &contact).await {
            access_log::failed("link", &error);
        }
    });
    let address = super::address(reference, *language, said(kind));
    // For a wrong contact too, so that the cookie tells nothing.
    let cookie = (kind == NoticeKind::Code).then(|| [(SET_COOKIE, asked.cookie(reference))]);
    Ok((cookie, Redirect::to(&address)).into_response())
}

async fn answer(app: &App, notice: Notice, whole: &Whole, typed: &str) -> Result<(), ApiError> {
    let Some(sealed) = whole.row.contact() else { return Ok(()) };
    let is_right = contact::opened(app, notice.reference, &sealed).await?.is_reached_by(typed);
    if is_right { write(app, notice).await } else { Ok(()) }
}

/// Writes the notice that carries a link or a code, unless enough were sent today.
async fn write(app: &App, notice: Notice) -> Result<(), ApiError> {
    let db = app.db()?;
    let reference = notice.reference;
    let counter = Counter { client: reference.digits(), day: &app.day(), what: "link" };
    let mut statements = vec![
        store::intake::limits::add(&db, &counter, 1, app.config.limits.links_per_participation)?,
        store::outbox::insert(&db, &notice, None, [app.now, notices::due(app)])?,
        store::access::security_events::caused(
            &db,
            &Cause::Customer,
            vec![Incident::TrackingKeyIssued { reference }],
            app.now,
        )?,
    ];
    if notice.template == NoticeKind::Code {
        let expires_at = one_time_code::expires(app.now);
        statements
            .push(store::intake::one_time_codes::replace(&db, reference, &notice.id, expires_at)?);
    }
    match db.batch(statements).await {
        Ok(_) => notices::dispatch(app, &[notice]).await,
        Err(error) if error.constraint() == Some(Constraint::Limit) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
