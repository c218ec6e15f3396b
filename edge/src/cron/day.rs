//! Job that writes the notices of the working day, for the staff of each entity whose day has
//! begun. A run that was missed is made up for on the same day.

use domain::staff_notice::begun_day;

use crate::{error::ApiError, service::entity_policies, state::App, store};

pub(crate) async fn begin(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let policies = entity_policies::all(app).await?;
    let entities = store::case::detail::entities(&db).await?.into_iter();
    let begun: Vec<_> = entities
        .filter_map(|entity| Some((begun_day(&policies.of(&entity).calendar, app.now)?, entity)))
        .map(|(day, entity)| (entity, day))
        .collect();
    Ok(store::outbox::insert_days(&db, &begun, app.now).await?)
}
