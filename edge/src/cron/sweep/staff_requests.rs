//! Job that removes updates of staff that nobody has confirmed in time.

use domain::access::security_event::{Cause, Incident};

use crate::{error::ApiError, state::App, store};

/// Most requests of one run.
const AT_ONCE: u32 = 100;

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let expired = store::access::staff_requests::expired(&db, app.now, AT_ONCE).await?;
    let mut count = 0;
    for request in expired {
        let incident =
            Incident::ConfirmationExpired { staff: request.staff, asked_by: request.asked_by };
        let mut batch: Vec<_> = store::access::staff_requests::settle(&db, &request.id)?.into();
        batch.push(store::access::security_events::caused(
            &db,
            &Cause::System,
            vec![incident],
            app.now,
        )?);
        match db.batch(batch).await {
            Ok(_) => count += 1,
            // Another run has removed it.
            Err(error) if error.constraint().is_some() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(count)
}
