//! What the entities have set for their clocks and their judging, kept for a minute: whatever is received or done is counted by it.

use std::{cell::RefCell, rc::Rc};

use domain::{
    Timestamp,
    entity::policy::{EntityPolicies, EntityPolicy},
};

use crate::{error::ApiError, state::App, store};

/// How long the list is good for, in seconds. A change waits as long before what is open is counted anew: by then everyone counts by it.
pub(crate) const AGE: i64 = 60;

thread_local! {
    static KEPT: RefCell<Option<(Timestamp, Rc<EntityPolicies>)>> = const { RefCell::new(None) };
}

/// What holds for each entity.
pub(crate) async fn all(app: &App) -> Result<Rc<EntityPolicies>, ApiError> {
    let kept = KEPT.with_borrow(Clone::clone);
    if let Some((_, charters)) =
        kept.filter(|(since, _)| (app.now.as_second() - since.as_second()).abs() < AGE)
    {
        return Ok(charters);
    }
    let charters = Rc::new(store::settings::charters(&app.db()?, common(app)).await?);
    KEPT.set(Some((app.now, Rc::clone(&charters))));
    Ok(charters)
}

/// What holds where an entity has set nothing.
pub(crate) fn common(app: &App) -> EntityPolicy {
    EntityPolicy::working(app.calendar())
}

/// Whoever has changed something sees it at once.
pub(crate) fn forget() {
    KEPT.set(None);
}
