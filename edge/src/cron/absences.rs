//! Job that assigns cases with news whose owner is away to whoever stands in. The author's call
//! does it at once; this finds what it left.

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{
    Date,
    case::life_cycle::{Next, Verb},
    slug::Slug,
};

use crate::{
    error::ApiError,
    middleware::access_log,
    service::{absence::Deputies, case},
    state::App,
    store::{self, access::absences::Waiting},
};

/// Cases that are read at once. Those that stay with their owner cost nothing more.
const PAGE: u32 = 200;
/// Most pages of one run.
const PAGES: usize = 10;
/// Most cases that are tried in one run. Each costs a dozen statements, and an invocation may run a
/// thousand.
const AT_ONCE: usize = 20;

pub(crate) async fn hand_over(app: &App) -> Result<usize, ApiError> {
    let Ok(today) = app.day().parse::<Date>() else { return Ok(0) };
    let days = [today.yesterday(), today.tomorrow()].map(|day| day.unwrap_or(today));
    let db = app.db()?;
    let mut known = BTreeMap::<Slug, Deputies>::new();
    let (mut after, mut tried, mut count) = (None, 0, 0);
    for _ in 0..PAGES {
        let waiting = store::access::absences::waiting(&db, days, after, PAGE).await?;
        let Some(last) = waiting.last() else { break };
        after = Some(last.reference);
        for case in waiting {
            let deputies = match known.entry(case.entity.clone()) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(Deputies::at(app, &db, &case.entity).await?),
            };
            if !is_handed_over(&case, deputies) {
                continue;
            }
            if tried == AT_ONCE {
                return Ok(count);
            }
            tried += 1;
            match case::hand_over(app, case.reference).await {
                Ok(is_done) => count += usize::from(is_done),
                // One failed case doesn't stop the others.
                Err(error) => access_log::failed(&format!("absence {}", case.reference), &error),
            }
        }
    }
    Ok(count)
}

/// Returns whether the case goes to somebody else: its owner is away today, by the entity's
/// calendar, and its stage lets it be assigned.
fn is_handed_over(case: &Waiting, deputies: &Deputies) -> bool {
    Verb::Assign.outcome(case.stage) != Next::Never && *deputies.of(&case.owner) != case.owner
}

#[cfg(test)]
mod tests {
    use domain::{absence::Absence, case::stage::Stage, reference::Reference, staff::StaffId};

    use super::*;

    #[test]
    fn a_case_that_stays_with_its_owner_takes_nobody_elses_turn() {
        let [away, deputy, one, other] = [1, 2, 3, 4].map(|number| StaffId::draw([number; 16]));
        let day: Date = "2026-11-24".parse().unwrap();
        let absence = |staff: &StaffId, deputy: &StaffId| Absence {
            staff: staff.clone(),
            deputy: deputy.clone(),
            first: day,
            last: day,
        };
        // Two people who stand in for each other are away at once.
        let absences = vec![absence(&away, &deputy), absence(&one, &other), absence(&other, &one)];
        let deputies = Deputies::by(absences, day);
        let handed_over = |owner: &StaffId, stage| {
            let reference = Reference::draw([1; 8]);
            let entity = Slug::parse("rta").unwrap();
            is_handed_over(&Waiting { reference, entity, owner: owner.clone(), stage }, &deputies)
        };
        assert!(handed_over(&away, Stage::InReview));
        assert!(!handed_over(&away, Stage::Transferred) && !handed_over(&away, Stage::Answered));
        assert!(!handed_over(&one, Stage::InReview) && !handed_over(&deputy, Stage::InReview));
    }
}
