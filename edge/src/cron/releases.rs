//! Job that closes months into releases: the last one ten working days after its end, and those
//! that an operator asked for; and that corrects closed months.
//!
//! A run that is cut off lists nothing, and a second one at the same time lists nothing twice. With
//! each month that closes, the twelve before it are counted anew: a correction of those whose
//! figures have changed follows. It waits until then, so that no single change is seen by itself.
//!
//! Another job writes the notices of the report of the latest closed month.

use domain::{
    figures::tally::Span,
    open_data::release::{COUNTED_ANEW, ReleaseId, closable},
};

use crate::{
    error::ApiError,
    service::figures::releases,
    state::App,
    store::{self, figures::closings},
};

/// Closed months that are counted anew with each month that closes.
const COUNTED: i32 = 12;

/// Corrections in one run. That of a month takes up to three hundred queries, with its quarter and
/// its year.
const AT_ONCE: usize = 1;

pub(crate) async fn close(app: &App) -> Result<usize, ApiError> {
    let mut closed = 0;
    let db = app.db()?;
    let latest = closable(app.now, &app.calendar());
    if let Some(month) = latest
        && releases::close(app, month).await?
    {
        closed += 1;
        let before: Vec<String> =
            (1..=COUNTED).map(|months| month.months_before(months).to_string()).collect();
        closings::ask(&db, &before, COUNTED_ANEW).await?;
    }
    let mut corrections = 0;
    for closing in closings::asked(&db).await? {
        let month = Span::parse(&closing.month).filter(|month| matches!(month, Span::Month(..)));
        // Figures that are still provisional wait in the table.
        if month > latest {
            continue;
        }
        if let Some(month) = month {
            closed += match &closing.reason {
                Some(_) if corrections == AT_ONCE => continue,
                Some(reason) if releases::is_closed(app, month).await? => {
                    corrections += 1;
                    releases::correct(app, month, reason).await?
                }
                // Nobody waits for a month that was never closed.
                Some(reason) if reason == COUNTED_ANEW => 0,
                _ => usize::from(releases::close(app, month).await?),
            };
        }
        closings::remove(&db, &closing).await?;
    }
    Ok(closed)
}

/// Writes the notices of the latest closed month's report to the staff who want reports. A run that
/// was missed is made up for.
pub(crate) async fn tell(app: &App) -> Result<usize, ApiError> {
    let listed = releases::list(app).await?.releases;
    let latest = listed.first().and_then(|latest| ReleaseId::parse(&latest.id));
    let Some(latest) = latest else { return Ok(0) };
    let month = latest.month().to_string();
    Ok(store::outbox::insert_reports(&app.db()?, &month, app.now).await?)
}
