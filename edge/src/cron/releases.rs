//! Job that closes months into releases: the last one ten working days after its end, and those
//! that an operator asked for; and that corrects closed months.
//!
//! A run that is cut off lists nothing, and a second one at the same time lists nothing twice. With
//! each month that closes, the twelve before it are counted anew: a correction of those whose
//! public figures have changed follows. It waits until then, so that no single change is seen by
//! itself.
//!
//! Another job writes the notices of the report of the latest closed month.

use std::collections::BTreeMap;

use domain::{
    figures::tally::Span,
    open_data::release::{COUNTED_ANEW, closable},
    wire::Releases,
};

use crate::{
    error::ApiError,
    service::figures::releases,
    state::App,
    store::{
        self,
        figures::closings::{self, Closing},
    },
};

/// Closed months that are counted anew with each month that closes.
const COUNTED: i32 = 12;

/// Reasons for which one run corrects. Thirteen months with their quarters and two years take some
/// two hundred queries.
const REASONS: usize = 1;

/// Closes the months that are due, and corrects those that are asked for. Returns the number of new
/// releases.
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
    let asked = closings::asked(&db).await?;
    if asked.is_empty() {
        return Ok(closed);
    }
    let listed = releases::list(app).await?;
    let mut corrections: BTreeMap<&str, Vec<(Span, &Closing)>> = BTreeMap::new();
    for closing in &asked {
        match step(&listed, latest, closing) {
            Step::Wait => {}
            Step::Forget => closings::remove(&db, closing).await?,
            Step::Close(month) => {
                closed += usize::from(releases::close(app, month).await?);
                closings::remove(&db, closing).await?;
            }
            Step::Correct(month, reason) => {
                corrections.entry(reason).or_default().push((month, closing));
            }
        }
    }
    for (reason, months) in corrections.into_iter().take(REASONS) {
        let corrected: Vec<Span> = months.iter().map(|(month, _)| *month).collect();
        closed += releases::correct(app, &corrected, reason).await?;
        for (_, closing) in months {
            closings::remove(&db, closing).await?;
        }
    }
    Ok(closed)
}

/// Next step for a month that is asked for.
enum Step<'a> {
    /// Its figures are still provisional.
    Wait,
    /// There is nothing to do.
    Forget,
    /// Its first release.
    Close(Span),
    /// A correction, with its reason.
    Correct(Span, &'a str),
}

fn step<'a>(listed: &Releases, latest: Option<Span>, closing: &'a Closing) -> Step<'a> {
    let month = Span::parse(&closing.month).filter(|month| matches!(month, Span::Month(..)));
    let Some(month) = month else { return Step::Forget };
    if Some(month) > latest {
        return Step::Wait;
    }
    match &closing.reason {
        Some(reason) if listed.latest_of(month).is_some() => Step::Correct(month, reason),
        // Nobody waits for a month that was never closed.
        Some(reason) if reason == COUNTED_ANEW => Step::Forget,
        _ => Step::Close(month),
    }
}

/// Writes the notices of the latest closed month's report to the staff who want reports. A run that
/// was missed is made up for.
pub(crate) async fn notify(app: &App) -> Result<usize, ApiError> {
    let Some(latest) = releases::list(app).await?.ids().next() else { return Ok(0) };
    let month = latest.month().to_string();
    Ok(store::outbox::insert_reports(&app.db()?, &month, app.now).await?)
}
