//! Team of an entity, for its supervisors: `GET /console/api/entities/{entity}/team`.

use serde::{Deserialize, Serialize};

use crate::{case::workload::Tally, reference::Reference, slug::Slug, staff::StaffId};

/// Workload and ratings by person and by service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Entity in question.
    pub entity: Slug,
    /// People who answer for the entity, and others with open cases or ratings: those who answer
    /// first, by name.
    pub people: Vec<TeamMember>,
    /// Cases without an owner.
    pub unassigned: Tally,
    /// Cases that another entity has transferred and nobody here has accepted.
    pub transferred: Tally,
    /// Services of the entity with open cases or ratings, by id.
    pub services: Vec<TeamService>,
    /// Cases without a service, or about one of the entity that they were sent to first.
    pub other_services: Tally,
}

/// Person with the cases that they own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    /// Id of the person.
    pub id: StaffId,
    /// Name of the person.
    pub name: String,
    /// False if the person has left: they can't sign in, or no longer answer for this entity.
    pub answers: bool,
    /// Workload and ratings.
    #[serde(flatten)]
    pub tally: Tally,
}

/// Service with the cases about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamService {
    /// Id of the service.
    pub service: Slug,
    /// Workload and ratings.
    #[serde(flatten)]
    pub tally: Tally,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::workload::{Ratings, Workload};

    #[test]
    fn a_team_is_read_as_it_was_written() {
        let load = Workload { open: 4, due_today: 1, due_week: 2, overdue: 1 };
        let ratings = Ratings { happy: 3, neutral: 0, unhappy: 1 };
        let tally = Tally { load, ratings };
        let team = Team {
            entity: Slug::parse("rta").unwrap(),
            people: vec![TeamMember {
                id: StaffId::draw([1; 16]),
                name: "Mona".into(),
                answers: false,
                tally,
            }],
            unassigned: tally,
            transferred: Tally::default(),
            services: vec![TeamService { service: Slug::parse("parking").unwrap(), tally }],
            other_services: Tally::default(),
        };
        let json = serde_json::to_string(&team).unwrap();
        assert_eq!(serde_json::from_str::<Team>(&json).unwrap(), team);
    }
}

/// `GET /console/api/entities/{entity}/alike`: cases since the beginning of yesterday that are
/// alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    /// Groups, the largest first.
    pub groups: Vec<AlikeCases>,
}

/// Cases about one service in similar words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlikeCases {
    /// Service that they are about.
    pub service: Slug,
    /// The cases, the latest first.
    pub cases: Vec<Reference>,
}
