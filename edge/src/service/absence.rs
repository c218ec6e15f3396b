//! Deputies of staff who are away: what comes for a person goes to whoever stands in.

use domain::{
    Date,
    absence::{self, Absence},
    case::{Command, action::Action},
    slug::Slug,
    staff::StaffId,
};

use crate::{
    error::ApiError,
    service::entity_policies,
    state::App,
    store::{self, Database},
};

/// Returns the present day at an entity.
pub(crate) async fn today(app: &App, entity: &Slug) -> Result<Date, ApiError> {
    let policies = entity_policies::all(app).await?;
    Ok(policies.of(entity).calendar.local(app.now).date())
}

/// Returns who gets what comes for a person at an entity now: the person, or whoever stands in.
pub(crate) async fn stand_in(
    app: &App,
    db: &Database,
    entity: &Slug,
    person: &StaffId,
) -> Result<StaffId, ApiError> {
    let day = today(app, entity).await?;
    let absences = store::access::absences::of(db, entity, day).await?.into_iter();
    let absences: Vec<_> = absences
        .map(|view| Absence {
            staff: view.staff,
            deputy: view.deputy,
            first: view.first,
            last: view.last,
        })
        .collect();
    Ok(absence::stand_in(&absences, person, day).clone())
}

/// Returns a command as it is executed: an assignment to somebody who is away goes to whoever
/// stands in.
pub(crate) async fn redirected(
    app: &App,
    db: &Database,
    entity: &Slug,
    command: &Command,
) -> Result<Command, ApiError> {
    let deed = match &command.deed {
        Action::Assign { to } => Action::Assign { to: stand_in(app, db, entity, to).await? },
        other => other.clone(),
    };
    Ok(Command { deed, ..command.clone() })
}
