//! Job that closes months into releases: the last one ten working days after its end, and those
//! that an operator asked for.
//!
//! A run that is cut off lists nothing, and a second one at the same time lists nothing twice.

use domain::{figures::tally::Span, open_data::release::closable};

use crate::{error::ApiError, service::figures::releases, state::App, store::figures::closings};

pub(crate) async fn close(app: &App) -> Result<usize, ApiError> {
    let mut closed = 0;
    let latest = closable(app.now, &app.calendar());
    if let Some(month) = latest {
        closed += usize::from(releases::close(app, month).await?);
    }
    let db = app.db()?;
    for asked in closings::asked(&db).await? {
        let month = Span::parse(&asked).filter(|month| matches!(month, Span::Month(..)));
        // Figures that are still provisional wait in the table.
        if month > latest {
            continue;
        }
        if let Some(month) = month {
            closed += usize::from(releases::close(app, month).await?);
        }
        closings::remove(&db, &asked).await?;
    }
    Ok(closed)
}
