//! Updates of staff: at once, or as a request that waits for a second person.
//!
//! `domain::access::staff_update` decides which, and who may confirm. An update, its place in the
//! history of settings, and its security events are one batch.

use domain::{
    access::{
        security_event::{Cause, Incident},
        staff_update::{Introduction, REQUEST_DAYS, StaffMember, StaffUpdate},
    },
    entity::settings::Part,
    slug::Slug,
    staff::{Person, StaffId},
};
use serde_json::{Value, json};

use crate::{
    error::ApiError,
    platform::{clock::later, random},
    state::App,
    store::{
        self, Database, Statement,
        access::{security_events, staff_requests::StaffRequest},
        entity::settings::Change,
    },
};

/// Update of a person that somebody asked for.
pub(crate) struct Wanted<'a> {
    /// Person to update; the id that a new person will have.
    pub(crate) id: &'a StaffId,
    pub(crate) was: Option<&'a StaffMember>,
    /// Person before, as the entity sees them.
    pub(crate) seen: Option<&'a StaffMember>,
    /// Entry of the entity about a person whom others have known before.
    pub(crate) introduction: Option<&'a Introduction>,
    pub(crate) update: &'a StaffUpdate,
    /// Entity whose roles are set; `None` for the roles at all entities.
    pub(crate) here: Option<&'a Slug>,
    /// Version of the person that the update is based on.
    pub(crate) version: u32,
    pub(crate) asked_by: &'a StaffId,
}

impl Wanted<'_> {
    /// Returns the person after the update, as the entity sees them.
    pub(crate) fn member(&self) -> StaffMember {
        let update = self.update.clone();
        let is_same_account =
            self.was.is_some_and(|was| was.has_account && was.email == update.email);
        StaffMember {
            id: self.id.clone(),
            name: update.name,
            email: update.email,
            roles: update.roles,
            active: update.active,
            has_account: is_same_account,
            version: self.was.map_or(1, |was| was.version + 1),
        }
        .seen_by(self.introduction)
    }

    /// Returns the person before the update, as the entity sees them; `None` for one who is new
    /// there.
    fn before(&self) -> Option<&StaffMember> {
        let is_new = |seen: &StaffMember| self.here.is_some() && seen.here(self.here).is_empty();
        self.seen.filter(|seen| !is_new(seen))
    }

    /// Returns the statements that make the update.
    pub(crate) fn changes(&self, app: &App, db: &Database) -> Result<Vec<Statement>, ApiError> {
        let Self { id, was, introduction, update, here, version, asked_by, .. } = *self;
        let mut batch = match was {
            Some(was) => store::access::people::update(db, was, update, version)?,
            None => vec![store::access::people::insert(db, id, update)?],
        };
        batch.extend(store::access::people::appoint(db, id, here, &update.roles)?);
        if let (Some(introduction), Some(here)) = (introduction, here) {
            batch.push(store::access::introductions::write(db, id, here, introduction)?);
        }
        let (before, after) = recorded(here, self.before(), &self.member());
        let change = Change {
            entity: here,
            part: Part::People,
            at: app.now,
            by: asked_by,
            before: &before,
            after: &after,
        };
        batch.push(store::entity::settings::record(db, &change)?);
        let incidents = Incident::of_update(id, was, update, here);
        let cause = Cause::Staff(asked_by.clone());
        batch.push(security_events::caused(db, &cause, incidents, app.now)?);
        Ok(batch)
    }

    /// Returns the request for a second person's confirmation, and the statements that store it.
    pub(crate) fn request(
        &self,
        app: &App,
        db: &Database,
    ) -> Result<(StaffRequest, Vec<Statement>), ApiError> {
        let request = StaffRequest {
            id: random::name()?,
            staff: self.id.clone(),
            entity: self.here.cloned(),
            asked_by: self.asked_by.clone(),
            asked_at: app.now,
            expires_at: later(app.now, REQUEST_DAYS * 24 * 60 * 60),
            version: self.version,
            update: self.update.clone(),
        };
        let incident = Incident::ConfirmationRequested {
            staff: self.id.clone(),
            given: self.update.given(self.was, self.here),
        };
        let cause = Cause::Staff(self.asked_by.clone());
        let mut batch: Vec<_> = store::access::staff_requests::replace(db, &request)?.into();
        batch.push(security_events::caused(db, &cause, vec![incident], app.now)?);
        if let (None, Some(introduction), Some(here)) =
            (self.before(), self.introduction, self.here)
        {
            batch.push(store::access::introductions::write(db, self.id, here, introduction)?);
        }
        Ok((request, batch))
    }
}

/// Returns the statements by which `person` confirms a request: the update is made, in the name of
/// who asked for it.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for a person who may not confirm it, and [`ApiError::Stale`] if the
/// person to update has changed meanwhile, or who asked for it may not ask any more.
pub(crate) async fn confirm(
    app: &App,
    db: &Database,
    person: &Person,
    request: &StaffRequest,
) -> Result<Vec<Statement>, ApiError> {
    let StaffRequest { staff, entity, asked_by, update, version, .. } = request;
    let here = entity.as_ref();
    let was = store::access::people::by_id(db, staff).await?;
    if !update.may_be_confirmed_by(person, (asked_by, staff), was.as_ref(), here) {
        return Err(ApiError::Forbidden);
    }
    let asker = store::access::people::by_id(db, asked_by).await?;
    let asker = asker.filter(|asker| asker.active).ok_or(ApiError::Stale)?;
    let asker = Person { id: asker.id, roles: asker.roles.into_iter().collect() };
    if !update.may_be_set_by(&asker, was.as_ref(), here) {
        return Err(ApiError::Stale);
    }
    let introduction = introduced(db, staff, here).await?;
    let seen = was.clone().map(|was| was.seen_by(introduction.as_ref()));
    let wanted = Wanted {
        id: staff,
        was: was.as_ref(),
        seen: seen.as_ref(),
        introduction: introduction.as_ref(),
        update,
        here,
        version: *version,
        asked_by,
    };
    let confirmed =
        Incident::ConfirmationGiven { staff: staff.clone(), asked_by: asked_by.clone() };
    let mut batch: Vec<_> = store::access::staff_requests::settle(db, &request.id)?.into();
    let cause = Cause::Staff(person.id.clone());
    batch.push(security_events::caused(db, &cause, vec![confirmed], app.now)?);
    batch.extend(wanted.changes(app, db)?);
    Ok(batch)
}

/// Returns the statements by which `person` refuses a request, or takes back their own.
///
/// # Errors
///
/// [`ApiError::Forbidden`] for a person who could not have asked for it.
pub(crate) async fn refuse(
    app: &App,
    db: &Database,
    person: &Person,
    request: &StaffRequest,
) -> Result<Vec<Statement>, ApiError> {
    let StaffRequest { staff, entity, asked_by, update, .. } = request;
    let was = store::access::people::by_id(db, staff).await?;
    if !update.may_be_set_by(person, was.as_ref(), entity.as_ref()) {
        return Err(ApiError::Forbidden);
    }
    let refused =
        Incident::ConfirmationRefused { staff: staff.clone(), asked_by: asked_by.clone() };
    let mut batch: Vec<_> = store::access::staff_requests::settle(db, &request.id)?.into();
    let cause = Cause::Staff(person.id.clone());
    batch.push(security_events::caused(db, &cause, vec![refused], app.now)?);
    Ok(batch)
}

/// Returns what an entity has entered about a person whom others have known before.
pub(crate) async fn introduced(
    db: &Database,
    staff: &StaffId,
    here: Option<&Slug>,
) -> Result<Option<Introduction>, ApiError> {
    let Some(here) = here else { return Ok(None) };
    Ok(store::access::introductions::of(db, here).await?.remove(staff))
}

/// Returns a change of a person for the history, which nobody can erase: it has ids, and says of
/// names and addresses no more than that they were changed.
fn recorded(
    here: Option<&Slug>,
    before: Option<&StaffMember>,
    after: &StaffMember,
) -> (Value, Value) {
    let shape = |known: &StaffMember| json!({ "id": known.id, "roles": known.here(here), "active": known.active });
    let mut now = shape(after);
    let changed: Vec<&str> = before
        .into_iter()
        .flat_map(|before| {
            [("name", before.name != after.name), ("email", before.email != after.email)]
        })
        .filter_map(|(member, is_changed)| is_changed.then_some(member))
        .collect();
    if !changed.is_empty() {
        now["changed"] = json!(changed);
    }
    (before.map_or(Value::Null, shape), now)
}
