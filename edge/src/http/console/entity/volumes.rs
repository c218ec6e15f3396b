//! `/console/api/entities/{entity}/volumes`: transactions of an entity by month.

use axum::{Extension, Json};
use domain::{
    access::policy::Permission,
    figures::{tally::Span, volume},
    slug::Slug,
    wire::console::{NewVolumes, VolumeRow, Volumes},
};

use crate::{
    error::ApiError,
    request::{json::JsonBody, path::Path, session::SignedIn},
    service::entity_policies,
    state::App,
    store::figures::volumes,
};

/// Returns the months that were entered, with the complaints received in them: those of the last
/// two years.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<Volumes>, ApiError> {
    who.require(Permission::SeeFigures(&entity))?;
    read(&app, &entity).await.map(Json)
}

/// Enters or corrects months.
#[worker::send]
pub(crate) async fn enter(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    sent: JsonBody<NewVolumes>,
) -> Result<Json<Volumes>, ApiError> {
    who.require(Permission::ChangeSettings(&entity))?;
    let NewVolumes { csv } = sent.read().await?;
    let policies = entity_policies::all(&app).await?;
    let today = policies.of(&entity).calendar.local(app.now).date();
    let entered = volume::parse(&csv, today).map_err(|rows| {
        let rows: Vec<_> = rows.iter().map(usize::to_string).collect();
        ApiError::Malformed(format!("rows: {}", rows.join(", ")))
    })?;
    volumes::write(&app.db()?, &entity, &entered, &who.person.id, app.now).await?;
    read(&app, &entity).await.map(Json)
}

async fn read(app: &App, entity: &Slug) -> Result<Volumes, ApiError> {
    let present = Span::month_of(app.calendar().local(app.now).date());
    let months = Span::All.months(present);
    let result = volumes::compared(&app.db()?, &months, Some(entity))?.run().await?;
    let mut rows = volumes::compared_of(&result)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.month));
    let row = |row: volumes::Compared| VolumeRow {
        month: row.month.to_string(),
        transactions: row.transactions,
        complaints: row.complaints,
    };
    Ok(Volumes { volumes: rows.into_iter().map(row).collect() })
}
