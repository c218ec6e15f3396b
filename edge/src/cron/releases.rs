//! Job that closes months into releases: the last one ten working days after its end, and those
//! that an operator asked for.
//!
//! A second run at the same time writes the same figures, and a run that is cut off lists nothing.

use domain::{figures::tally::Span, open_data::release::closable};

use crate::{error::ApiError, service::figures::releases, state::App, store::figures::closings};

pub(crate) async fn close(app: &App) -> Result<usize, ApiError> {
    let mut closed = 0;
    if let Some(month) = closable(app.now, &app.calendar()) {
        closed += usize::from(releases::close(app, month).await?);
    }
    let db = app.db()?;
    let present = Span::month_of(app.calendar().local(app.now).date());
    for asked in closings::asked(&db).await? {
        // A month that goes on has no figures to keep.
        if let Some(month) = Span::parse(&asked).filter(|month| *month < present) {
            closed += usize::from(releases::close(app, month).await?);
        }
        closings::remove(&db, &asked).await?;
    }
    Ok(closed)
}
