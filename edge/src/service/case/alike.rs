//! Cases of an entity that are alike since yesterday, such as those of one outage.

use std::{cmp::Reverse, collections::BTreeMap};

use domain::{reference::Reference, search::alike, slug::Slug, wire::console::AlikeCases};

use super::entity_policies;
use crate::{
    error::ApiError,
    state::App,
    store::{self, search::Worded},
};

/// Most cases that are compared: the latest ones.
const CASES_MAX: u32 = 500;

/// Returns the cases since the beginning of yesterday that are about one service of an entity in
/// similar words, the largest group first.
pub(crate) async fn groups(app: &App, entity: &Slug) -> Result<Vec<AlikeCases>, ApiError> {
    let policies = entity_policies::all(app).await?;
    let since = policies.of(entity).calendar.yesterday(app.now);
    let db = app.db()?.any_replica();
    let cases = store::search::worded(&db, entity, since, CASES_MAX).await?;
    Ok(grouped(entity, &cases))
}

/// Returns the cases that are alike a case, with it, at the first of these entities that has it in
/// a group; none if it is in no group.
pub(crate) async fn group_of(
    app: &App,
    entities: &[Slug],
    reference: Reference,
) -> Result<Vec<Reference>, ApiError> {
    for entity in entities {
        let groups = groups(app, entity).await?;
        if let Some(group) = groups.into_iter().find(|group| group.cases.contains(&reference)) {
            return Ok(group.cases);
        }
    }
    Ok(Vec::new())
}

/// Groups cases by service and words, the largest group first. `cases` are the latest first.
fn grouped(entity: &Slug, cases: &[Worded]) -> Vec<AlikeCases> {
    let mut by_service: BTreeMap<Slug, Vec<&Worded>> = BTreeMap::new();
    for case in cases {
        let own = case.service.strip_prefix(entity.as_str()).and_then(|it| it.strip_prefix('/'));
        if let Some(service) = own.and_then(|service| Slug::parse(service).ok()) {
            by_service.entry(service).or_default().push(case);
        }
    }
    let mut groups: Vec<AlikeCases> = Vec::new();
    for (service, cases) in by_service {
        let words: Vec<&str> = cases.iter().map(|case| case.words.as_str()).collect();
        groups.extend(alike::groups(&words).iter().map(|group| {
            let cases = group.iter().map(|place| cases[*place].participation).collect();
            AlikeCases { service: service.clone(), cases }
        }));
    }
    groups.sort_by_key(|group| Reverse(group.cases.len()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(number: u8, service: &str, words: &str) -> Worded {
        let participation = Reference::draw([number; 8]);
        Worded { participation, service: service.to_owned(), words: words.to_owned() }
    }

    #[test]
    fn cases_of_one_service_are_grouped_and_those_of_others_left_out() {
        let words = "ticket machin broken";
        let mut cases: Vec<Worded> =
            (0..4).map(|number| case(number, "rta/metro", words)).collect();
        cases.extend((4..7).map(|number| case(number, "rta/bus", words)));
        cases.extend((7..11).map(|number| case(number, "dm/waste", words)));
        let groups = grouped(&Slug::parse("rta").unwrap(), &cases);
        let found: Vec<_> = groups.iter().map(|it| (it.service.as_str(), it.cases.len())).collect();
        assert_eq!(found, [("metro", 4), ("bus", 3)]);
        assert_eq!(groups[0].cases[0], cases[0].participation);
    }
}
