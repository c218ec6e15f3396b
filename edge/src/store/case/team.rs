//! Workload of a team: open cases by owner and by service, and ratings. Each statement reads the
//! open cases of one entity, or its ratings of some weeks, and nothing else.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    case::{
        queue_order::{END, Horizon},
        workload::{Ratings, Workload},
    },
    intake::kind::Mood,
    slug::Slug,
    staff::StaffId,
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, lower_bound, statement, unreadable};

/// Rows of a team.
pub(crate) struct Found {
    /// Employees and supervisors of the entity, with name and whether they can sign in.
    pub(crate) members: BTreeMap<StaffId, (String, bool)>,
    /// Open cases by owner.
    pub(crate) owners: BTreeMap<Option<StaffId>, Workload>,
    /// Open cases that nobody has accepted. They have no owner.
    pub(crate) transferred: Workload,
    /// All services of the entity by id, with the open cases about each.
    pub(crate) services: Vec<(Slug, Workload)>,
    pub(crate) ratings: Vec<Rated>,
}

/// Ratings of one mood of cases with one owner and about one service.
#[derive(Deserialize)]
pub(crate) struct Rated {
    owner: Option<StaffId>,
    service: Option<Slug>,
    mood: Mood,
    count: u32,
}

#[derive(Deserialize)]
struct Member {
    id: StaffId,
    name: String,
    active: u8,
}

#[derive(Deserialize)]
struct ByOwner {
    owner: Option<StaffId>,
    #[serde(flatten)]
    load: Workload,
}

#[derive(Deserialize)]
struct ByService {
    service: Slug,
    #[serde(flatten)]
    load: Workload,
}

/// Columns of a [`Workload`], counted by the sort key of the queues.
const COUNTS: &str = "COUNT(p.place) AS open,
     COUNT(*) FILTER (WHERE p.place < :now) AS overdue,
     COUNT(*) FILTER (WHERE p.place >= :now AND p.place < :day) AS due_today,
     COUNT(*) FILTER (WHERE p.place >= :now AND p.place < :week) AS due_week";

/// Reads the team of an entity. Ratings count if they were given after `since`.
pub(crate) async fn read(
    db: &Database,
    entity: &Slug,
    horizon: &Horizon,
    now: Timestamp,
    since: Timestamp,
) -> Result<Found> {
    let counted = |sql: &str| -> Result<Statement> {
        let values = [
            ("entity", entity.as_str().into()),
            ("now", now.into()),
            ("day", horizon.day.into()),
            ("week", horizon.week.into()),
        ];
        statement(db, sql, values)
    };
    let statements = vec![
        members(db, entity)?,
        counted(&format!(
            "SELECT p.owner, {COUNTS}
             FROM participations p INDEXED BY participations_by_owner
             WHERE p.turn = :entity AND p.place < '{END}' GROUP BY p.owner"
        ))?,
        counted(&format!(
            "SELECT NULL AS owner, {COUNTS}
             FROM participations p INDEXED BY participations_by_stage
             WHERE p.turn = :entity AND p.stage = 'transferred' AND p.place < '{END}'"
        ))?,
        counted(&format!(
            "SELECT s.id AS service, {COUNTS}
             FROM services s LEFT JOIN participations p INDEXED BY participations_by_service
             ON p.turn = s.entity AND p.service = s.id AND p.service IS NOT NULL
             AND p.place < '{END}'
             WHERE s.entity = :entity GROUP BY s.id"
        ))?,
        ratings(db, entity, since)?,
    ];
    let results = db.batch(statements).await?;
    let [members, owners, transferred, services, ratings] = &results[..] else {
        return Err(unreadable("a team"));
    };
    let member = |row: Member| (row.id, (row.name, row.active == 1));
    let transferred = transferred.results::<ByOwner>()?.pop().map(|row| row.load);
    let services = services.results::<ByService>()?;
    let owners = owners.results::<ByOwner>()?;
    Ok(Found {
        members: members.results::<Member>()?.into_iter().map(member).collect(),
        owners: owners.into_iter().map(|row| (row.owner, row.load)).collect(),
        transferred: transferred.unwrap_or_default(),
        services: services.into_iter().map(|row| (row.service, row.load)).collect(),
        ratings: ratings.results()?,
    })
}

fn members(db: &Database, entity: &Slug) -> Result<Statement> {
    let sql = concat!(
        "SELECT staff.id, staff.name, staff.active
         FROM roles CROSS JOIN staff ON staff.id = roles.staff
         WHERE roles.entity = :entity AND ",
        handles_cases!()
    );
    statement(db, sql, [("entity", entity.as_str().into())])
}

/// Returns the statement that counts the ratings. Of a case's ratings the last one counts, and it
/// belongs to the present owner.
fn ratings(db: &Database, entity: &Slug, since: Timestamp) -> Result<Statement> {
    let sql = r#"SELECT p.owner, p.service, e.what ->> '$.rating' AS mood, COUNT(*) AS count
                 FROM events e INDEXED BY events_by_rating
                 CROSS JOIN participations p ON p.reference = e.participation
                 WHERE e.entity = :entity AND e.at >= :since
                 AND substr(e.what, 1, 14) = '{"verb":"rate"'
                 AND NOT EXISTS (SELECT 1 FROM events l
                                 WHERE l.participation = e.participation
                                 AND l.sequence > e.sequence
                                 AND substr(l.what, 1, 14) = '{"verb":"rate"')
                 GROUP BY p.owner, p.service, mood"#;
    statement(db, sql, [("entity", entity.as_str().into()), ("since", lower_bound(since).into())])
}

impl Found {
    /// Returns the ratings by owner.
    pub(crate) fn ratings_by_owner(&self) -> BTreeMap<Option<&StaffId>, Ratings> {
        self.ratings_by(|rated| rated.owner.as_ref())
    }

    /// Returns the ratings by service of the entity; `None` stands for all other cases.
    pub(crate) fn ratings_by_service(&self) -> BTreeMap<Option<&Slug>, Ratings> {
        let is_here = |id: &&Slug| self.services.iter().any(|(service, _)| service == *id);
        self.ratings_by(|rated| rated.service.as_ref().filter(is_here))
    }

    fn ratings_by<'a, Key: Ord>(
        &'a self,
        key: impl Fn(&'a Rated) -> Key,
    ) -> BTreeMap<Key, Ratings> {
        let mut by = BTreeMap::<Key, Ratings>::new();
        for rated in &self.ratings {
            by.entry(key(rated)).or_default().add(rated.mood, rated.count);
        }
        by
    }
}

#[cfg(test)]
impl Rated {
    pub(crate) const fn new(owner: Option<StaffId>, service: Option<Slug>, mood: Mood) -> Self {
        Self { owner, service, mood, count: 1 }
    }
}

#[cfg(test)]
mod tests {
    use domain::case::action::{Action, Change};

    use super::*;

    #[test]
    fn a_rating_is_found_by_how_its_event_begins() {
        let deed = Action::Rate { rating: Mood::Happy };
        let event = Change::plain(deed).encode();
        let begins = event.get(..14).unwrap_or_default();
        assert_eq!(begins, r#"{"verb":"rate""#);
        assert!(include_str!("../../../schema.sql").contains(begins));
    }
}
