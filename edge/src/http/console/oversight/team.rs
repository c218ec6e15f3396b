//! `GET /console/api/entities/{entity}/team`: workload and ratings by person and by service, for
//! supervisors.

use std::collections::BTreeSet;

use axum::{Extension, Json};
use domain::{
    access::policy::Permission,
    case::{
        queue_order::Horizon,
        workload::{RATED_DAYS, Tally, Workload},
    },
    slug::Slug,
    staff::StaffId,
    wire::console::{Names, Team, TeamMember, TeamService},
};

use crate::{
    error::ApiError,
    platform::clock::later,
    request::{path::Path, session::SignedIn},
    service::entity_policies,
    state::App,
    store::{self, case::team::Found},
};

const DAY: i64 = 24 * 60 * 60;

/// Returns the team of an entity.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<Team>, ApiError> {
    who.require(Permission::SeeTeam(&entity))?;
    let db = app.db()?;
    let policies = entity_policies::all(&app).await?;
    let horizon = Horizon::of(&policies.of(&entity).calendar, app.now);
    let since = later(app.now, -i64::from(RATED_DAYS) * DAY);
    let found = store::case::team::read(&db, &entity, &horizon, app.now, since).await?;
    let people = people(&found);
    let strangers = people.iter().filter(|id| !found.members.contains_key(*id));
    let names = store::case::detail::names(&db, &strangers.collect::<Vec<_>>()).await?;
    Ok(Json(team(entity, &found, people, names)))
}

/// Returns those who answer for the entity, and others with open cases or ratings.
fn people(found: &Found) -> BTreeSet<StaffId> {
    let members = found.members.iter().filter(|(_, (_, is_active))| *is_active);
    let owners = found.owners.keys().flatten();
    let rated = found.ratings_by_owner();
    members.map(|(id, _)| id).chain(owners).chain(rated.into_keys().flatten()).cloned().collect()
}

/// Puts the rows of a team together. `names` has those of people without a role at the entity.
fn team(entity: Slug, found: &Found, people: BTreeSet<StaffId>, mut names: Names) -> Team {
    let ratings = found.ratings_by_owner();
    let member = |id: StaffId| {
        let known = found.members.get(&id);
        let load = found.owners.get(&Some(id.clone())).copied().unwrap_or_default();
        let ratings = ratings.get(&Some(&id)).copied().unwrap_or_default();
        TeamMember {
            name: known
                .map(|(name, _)| name.clone())
                .or_else(|| names.remove(&id))
                .unwrap_or_default(),
            answers: known.is_some_and(|(_, is_active)| *is_active),
            tally: Tally { load, ratings },
            id,
        }
    };
    let mut people: Vec<_> = people.into_iter().map(member).collect();
    people.sort_by(|one, other| {
        let key = |member: &TeamMember| (!member.answers, member.name.clone(), member.id.clone());
        key(one).cmp(&key(other))
    });
    let nobody = found.owners.get(&None).copied().unwrap_or_default();
    let unassigned = Tally {
        load: nobody.without(found.transferred),
        ratings: ratings.get(&None).copied().unwrap_or_default(),
    };
    let transferred = Tally { load: found.transferred, ..Tally::default() };
    let (services, other_services) = services(found);
    Team { entity, people, unassigned, transferred, services, other_services }
}

/// Returns the services with open cases or ratings, and all other cases together.
fn services(found: &Found) -> (Vec<TeamService>, Tally) {
    let ratings = found.ratings_by_service();
    let all = found.owners.values().copied().fold(Workload::default(), Workload::and);
    let rest = found.services.iter().fold(all, |rest, (_, load)| rest.without(*load));
    let rest = Tally { load: rest, ratings: ratings.get(&None).copied().unwrap_or_default() };
    let services = found.services.iter().map(|(service, load)| {
        let ratings = ratings.get(&Some(service)).copied().unwrap_or_default();
        TeamService { service: service.clone(), tally: Tally { load: *load, ratings } }
    });
    (services.filter(|service| !service.tally.is_empty()).collect(), rest)
}

#[cfg(test)]
mod tests {
    use domain::{case::workload::Ratings, intake::kind::Mood};

    use super::*;
    use crate::store::case::team::Rated;

    fn id(number: u8) -> StaffId {
        StaffId::draw([number; 16])
    }

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn open(open: u32) -> Workload {
        Workload { open, ..Workload::default() }
    }

    #[test]
    fn each_case_counts_once_by_person_and_once_by_service() {
        let member = |name: &str, is_active| (name.to_owned(), is_active);
        let found = Found {
            members: [
                (id(1), member("Zaid", true)),
                (id(2), member("Amna", true)),
                (id(3), member("Left", false)),
            ]
            .into(),
            owners: [
                (Some(id(1)), open(4)),
                (Some(id(3)), open(2)),
                (Some(id(4)), open(1)),
                (None, open(5)),
            ]
            .into(),
            transferred: open(2),
            services: vec![
                (slug("parking"), open(7)),
                (slug("roads"), open(0)),
                (slug("taxi"), open(0)),
            ],
            ratings: vec![
                Rated::new(Some(id(1)), Some(slug("roads")), Mood::Happy),
                Rated::new(Some(id(1)), Some(slug("elsewhere")), Mood::Unhappy),
                Rated::new(None, None, Mood::Neutral),
            ],
        };
        let people = people(&found);
        let names = [(id(4), "Stranger".to_owned())].into();
        let team = team(slug("rta"), &found, people, names);
        let shown: Vec<_> = team
            .people
            .iter()
            .map(|member| (member.name.as_str(), member.answers, member.tally.load.open))
            .collect();
        assert_eq!(
            shown,
            [("Amna", true, 0), ("Zaid", true, 4), ("Left", false, 2), ("Stranger", false, 1)]
        );
        assert_eq!(team.people[1].tally.ratings, Ratings { happy: 1, neutral: 0, unhappy: 1 });
        assert_eq!((team.unassigned.load, team.transferred.load), (open(3), open(2)));
        assert_eq!(team.unassigned.ratings.neutral, 1);
        let services: Vec<_> = team
            .services
            .iter()
            .map(|row| (row.service.as_str(), row.tally.load.open, row.tally.ratings.happy))
            .collect();
        assert_eq!(services, [("parking", 7, 0), ("roads", 0, 1)]);
        assert_eq!(team.other_services.load, open(5));
        assert_eq!(team.other_services.ratings, Ratings { happy: 0, neutral: 1, unhappy: 1 });
    }
}
