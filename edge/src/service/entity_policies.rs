//! Cache of every entity's policy: its calendar, its service levels and its evaluation criteria.
//! Intake and case actions compute due times from it.

use std::rc::Rc;

use domain::{
    case::Case,
    entity::policy::{EntityPolicies, EntityPolicy},
};

use crate::{
    error::ApiError,
    middleware::access_log,
    platform::cached::Cached,
    state::App,
    store::{self, case::cases::Times},
};

/// The time to live, in seconds. After a change, the recount of open cases waits as long: by then
/// all isolates use the new policy.
pub(crate) const AGE: i64 = 60;

thread_local! {
    static POLICIES: Cached<EntityPolicies> = const { Cached::new() };
}

/// Returns the policies of all entities, from the cache or from the store.
pub(crate) async fn all(app: &App) -> Result<Rc<EntityPolicies>, ApiError> {
    if let Some(policies) = POLICIES.with(|cache| cache.get(app.now, AGE)) {
        return Ok(policies);
    }
    let (policies, unreadable) = store::entity::settings::charters(&app.db()?, common(app)).await?;
    for part in unreadable {
        access_log::failed("policies", &format!("the common one is in force for: {part}"));
    }
    let policies = policies.holding(app.config.hold);
    Ok(POLICIES.with(|cache| cache.set(app.now, policies)))
}

/// Returns the policy of an entity without settings of its own.
pub(crate) fn common(app: &App) -> EntityPolicy {
    EntityPolicy::working(app.calendar())
}

/// Clears the cache, so that a change shows at once in the isolate that made it.
pub(crate) fn forget() {
    POLICIES.with(Cached::clear);
}

/// Returns the times of a case that follow from the entities' policies.
pub(crate) fn times(case: &Case, charters: &EntityPolicies) -> Times {
    Times {
        due: case.clocks.due(charters),
        next_due: case.clocks.next_due(&case.standing.entity, charters),
        wake_at: case.alarm(charters).map(|(at, _)| at),
        hold: charters.hold(),
    }
}
