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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the next step for a month in words, with 2026-10 as the latest closable month and a
    /// release of 2026-09.
    fn step_of(month: &str, reason: Option<&str>) -> String {
        let release =
            r#"{"releases":[{"id":"2026-09","closed_at":"2026-10-16T08:00:00Z","guide":1}]}"#;
        let listed: Releases = serde_json::from_str(release).unwrap();
        let closing = Closing { month: month.to_owned(), reason: reason.map(str::to_owned) };
        match step(&listed, Some(Span::Month(2026, 10)), &closing) {
            Step::Wait => "wait".to_owned(),
            Step::Forget => "forget".to_owned(),
            Step::Close(month) => format!("close {month}"),
            Step::Correct(month, reason) => format!("correct {month}: {reason}"),
        }
    }

    #[test]
    fn a_month_is_closed_once_and_then_corrected_with_a_reason() {
        assert_eq!(step_of("2026-11", None), "wait");
        assert_eq!(step_of("2026-10", None), "close 2026-10");
        assert_eq!(step_of("2026-10", Some("Late cases.")), "close 2026-10");
        assert_eq!(step_of("2026-09", Some("Late cases.")), "correct 2026-09: Late cases.");
        // Closing it again makes no second release.
        assert_eq!(step_of("2026-09", None), "close 2026-09");
    }

    #[test]
    fn closed_months_alone_are_counted_anew() {
        assert_eq!(step_of("2026-08", Some(COUNTED_ANEW)), "forget");
        let correct = ["correct 2026-09: ", COUNTED_ANEW].concat();
        assert_eq!(step_of("2026-09", Some(COUNTED_ANEW)), correct);
        assert_eq!(step_of("2026-Q3", Some(COUNTED_ANEW)), "forget");
    }
}
