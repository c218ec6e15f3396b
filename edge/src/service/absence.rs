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

/// Absences at an entity on its present day.
pub(crate) struct Deputies {
    absences: Vec<Absence>,
    day: Date,
}

impl Deputies {
    /// Returns the deputies by these absences on this day.
    #[cfg(test)]
    pub(crate) const fn by(absences: Vec<Absence>, day: Date) -> Self {
        Self { absences, day }
    }

    /// Reads the absences of an entity.
    pub(crate) async fn at(app: &App, db: &Database, entity: &Slug) -> Result<Self, ApiError> {
        let day = today(app, entity).await?;
        let absences = store::access::absences::of(db, entity, day).await?.into_iter();
        let absences = absences.map(|view| Absence {
            staff: view.staff,
            deputy: view.deputy,
            first: view.first,
            last: view.last,
        });
        Ok(Self { absences: absences.collect(), day })
    }

    /// Returns who gets what comes for a person: the person, or whoever stands in.
    pub(crate) fn of<'a>(&'a self, person: &'a StaffId) -> &'a StaffId {
        absence::stand_in(&self.absences, person, self.day)
    }
}

/// Returns who gets what comes for a person at an entity now: the person, or whoever stands in.
pub(crate) async fn stand_in(
    app: &App,
    db: &Database,
    entity: &Slug,
    person: &StaffId,
) -> Result<StaffId, ApiError> {
    Ok(Deputies::at(app, db, entity).await?.of(person).clone())
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
