//! Reports of other systems about messages that went out, and the codes of addresses.

use domain::{
    delivery::{Cause, Way, state::Report},
    notice::NoticeKind,
    wire::Contact,
};

use crate::{
    error::ApiError,
    state::App,
    store::{
        deliveries,
        outbox::{self, Outcome},
    },
};

/// Name of the message that a report is about.
#[derive(Clone, Copy)]
pub(crate) enum By<'a> {
    /// Our id of the notice.
    Notice(&'a str),
    /// Their id of the message.
    Theirs(&'a str),
}

/// Takes a report, and returns whether it changed something. Reports come doubled, late and in any
/// order, and of messages that nobody knows any more.
pub(crate) async fn report(
    app: &App,
    way: Way,
    by: By<'_>,
    report: Report,
    detail: Option<&str>,
) -> Result<bool, ApiError> {
    let db = app.db()?;
    let row = match by {
        By::Notice(id) => deliveries::of_notice(&db, id, way).await?,
        By::Theirs(id) => deliveries::of_theirs(&db, way, id).await?,
    };
    let Some(row) = row else { return Ok(false) };
    if !report.state.follows(row.state()?) {
        return Ok(false);
    }
    let mut statements = vec![deliveries::change(&db, &row, report, detail, app.now)?];
    if let Some(address) = row.address.as_deref().filter(|_| report.suppresses) {
        let cause = report.cause.unwrap_or(Cause::Other);
        statements.push(deliveries::suppress(&db, address, cause, way, app.now)?);
    }
    let goes_on =
        report.state.is_lost() && row.participation.is_some() && may_go_another_way(&row.template);
    if goes_on {
        statements.push(outbox::reopened(&db, &row.notice, app.now)?);
    } else if !report.state.is_lost() {
        // The report may be the first that tells of an attempt that was cut off.
        statements.push(outbox::settled(&db, &row.notice, Outcome::Delivered, app.now)?);
    }
    let is_changed = deliveries::apply(&db, statements).await?;
    if goes_on && is_changed {
        // If this fails, the cron job finds the notice.
        if let Ok(queue) = app.queue() {
            let _ = queue.send(row.notice.clone()).await;
        }
    }
    Ok(is_changed)
}

/// Returns whether another way may carry a notice of this template that one has lost.
pub(crate) fn may_go_another_way(template: &str) -> bool {
    NoticeKind::named(template).is_some_and(NoticeKind::may_go_another_way)
}

/// Codes of a contact's addresses, by which they are suppressed: the store keeps no address outside
/// of sealed contacts.
pub(crate) struct Codes {
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
}

impl Codes {
    pub(crate) fn of(app: &App, contact: &Contact) -> Self {
        let code = |kind: &str, address: &str| {
            let code = app.config.link_secret.mac(&["suppressed address", kind, address]);
            base16ct::lower::encode_string(&code[..16])
        };
        Self {
            email: contact.email.as_ref().map(|email| code("email", &email.to_lowercase())),
            phone: contact.phone.as_ref().map(|phone| code("phone", &digits(phone))),
        }
    }

    pub(crate) fn list(&self) -> Vec<String> {
        self.email.iter().chain(&self.phone).cloned().collect()
    }
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
