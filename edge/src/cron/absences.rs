//! Job that assigns cases with news whose owner is away to whoever stands in. The author's call
//! does it at once; this finds what it left.

use domain::Date;

use crate::{error::ApiError, middleware::access_log, service::case, state::App, store};

/// Most cases of one run. Each costs a dozen statements, and an invocation may run a thousand.
const AT_ONCE: u32 = 20;

pub(crate) async fn hand_over(app: &App) -> Result<usize, ApiError> {
    let Ok(today) = app.day().parse::<Date>() else { return Ok(0) };
    let days = [today.yesterday(), today.tomorrow()].map(|day| day.unwrap_or(today));
    let waiting = store::access::absences::waiting(&app.db()?, days, AT_ONCE).await?;
    let mut count = 0;
    for reference in waiting {
        match case::hand_over(app, reference).await {
            Ok(is_done) => count += usize::from(is_done),
            // One failed case doesn't stop the others.
            Err(error) => access_log::failed(&format!("absence {reference}"), &error),
        }
    }
    Ok(count)
}
