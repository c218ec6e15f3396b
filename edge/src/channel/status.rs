//! Statuses of sent messages: recorded, and a notice that failed goes another way.

use domain::{
    channel::whatsapp::{
        inbound::{State, Status},
        reaction::Reaction,
    },
    delivery::{self, state::Report},
    intake::channel::Channel,
};

use super::{notice, receive::hash};
use crate::{
    error::ApiError,
    state::App,
    store::channel::{inbox, replies},
};

/// Records statuses, and deletes their parcel. A status may come several times, out of order, and
/// before its message is recorded: unless it is the last attempt, the parcel is then kept, and
/// false is returned.
pub(crate) async fn record(
    app: &App,
    (parcel, channel): (&str, Channel),
    statuses: &[Status],
    is_last: bool,
) -> Result<bool, ApiError> {
    let db = app.db()?;
    let mut batch = Vec::with_capacity(statuses.len());
    for status in statuses {
        let reaction = status.code.map(|code| Reaction::to(code, 1).as_str());
        let reason = reaction.filter(|_| status.state == State::Failed);
        let sent_id = hash(app, channel, &status.id);
        batch.push(replies::report(&db, &sent_id, status.state, status.at, reason)?);
    }
    let results = if batch.is_empty() { Vec::new() } else { db.batch(batch).await? };
    // The notices are told even of what was recorded before: a crash may have come in between.
    let mut is_recorded = true;
    for (status, result) in statuses.iter().zip(results) {
        let reported = result.results::<replies::Reported>()?;
        is_recorded &= !reported.is_empty();
        for notice in reported.into_iter().filter_map(|reported| reported.notice) {
            notice::report(app, channel, &notice, report(status)).await?;
        }
    }
    if is_recorded || is_last {
        inbox::delete(&db, parcel)?.run().await?;
    }
    Ok(is_recorded || is_last)
}

/// Returns the report that a status of a notice is.
fn report(status: &Status) -> Report {
    match status.state {
        State::Sent => Report::of(delivery::state::State::Sent),
        State::Delivered => Report::of(delivery::state::State::Delivered),
        State::Read => Report::of(delivery::state::State::Read),
        State::Failed => notice::lost(Reaction::to(status.code.unwrap_or_default(), 1)),
    }
}
