//! `/console/api/entities/{entity}/team`: workload and ratings by person and by service.

use domain::{
    case::{
        action::Action,
        workload::{Ratings, Tally},
    },
    slug::Slug,
    staff::{Role, StaffId},
    wire::{
        Acknowledgement, Submission,
        console::{Team, TeamMember},
    },
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{
    clerk::Clerk,
    client::{PARTICIPATIONS, Visitor},
    database::Database,
    fixtures::complaint,
    server,
};

/// Entity that no other test uses.
const ENTITY: &str = "dubaipolice";

fn database() -> Database {
    Database::in_state(&server::state())
}

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

async fn sent(entity: &str, service: Option<&str>) -> Acknowledgement {
    let service = service.map(str::to_owned);
    Visitor::new().submit(&Submission { entity: entity.into(), service, ..complaint() }).await
}

async fn rate(case: &Acknowledgement, rating: &str) {
    let path = format!("{PARTICIPATIONS}/{}/rating", case.reference);
    let request = Visitor::new().request(Method::POST, &path).bearer_auth(&case.tracking_key);
    let answer = request.json(&json!({ "rating": rating })).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}

async fn team(boss: &Clerk) -> Team {
    boss.get(&format!("/console/api/entities/{ENTITY}/team")).await
}

fn member<'a>(team: &'a Team, id: &StaffId) -> Option<&'a TeamMember> {
    team.people.iter().find(|member| member.id == *id)
}

#[tokio::test]
async fn a_supervisor_sees_what_each_has_to_do_and_hands_a_leavers_cases_on() {
    let (visitor, database) = (Visitor::new(), database());
    let boss = Clerk::with(&[Role::Supervisor(slug(ENTITY))], &visitor, &database);
    let [me, colleague, leaver] = [0; 3].map(|_| Clerk::of(ENTITY, &visitor, &database));
    let elsewhere = Clerk::of("dubaihealth", &visitor, &database);
    let late = sent(ENTITY, Some("traffic-fines")).await.reference;
    let left = sent(ENTITY, Some("traffic-fines")).await.reference;
    let answered = sent(ENTITY, None).await;
    sent(ENTITY, None).await;
    let offered = sent("dubaihealth", None).await.reference;
    me.does(late, Action::Take, "").await;
    leaver.does(left, Action::Take, "").await;
    elsewhere.does(offered, Action::Transfer { to: slug(ENTITY) }, "Theirs.").await;
    me.does(answered.reference, Action::Take, "").await;
    me.does(answered.reference, Action::Answer { outcome: None }, "It is done.").await;
    rate(&answered, "unhappy").await;
    rate(&answered, "happy").await;
    let past = "2020-01-01T00:00:00Z";
    database.run(&[
        &format!(
            "UPDATE participations SET place = '{past} 1577836800', due_at = '{past}'
             WHERE reference = '{}'",
            late.digits()
        ),
        &format!("UPDATE staff SET active = 0 WHERE id = '{}'", leaver.id.as_str()),
    ]);

    let found = team(&boss).await;
    let mine = member(&found, &me.id).expect("an employee");
    let Tally { load, ratings } = mine.tally;
    assert_eq!((load.open, load.overdue, load.due_today, load.due_week), (1, 1, 0, 0));
    assert_eq!(ratings, Ratings { happy: 1, neutral: 0, unhappy: 0 }, "the last word counts");
    let theirs = member(&found, &leaver.id).expect("a leaver with an open case");
    assert!(mine.answers && !theirs.answers && !theirs.name.is_empty());
    assert_eq!(member(&found, &boss.id).expect("the supervisor").tally, Tally::default());
    for (id, load) in [(&me.id, load), (&leaver.id, theirs.tally.load)] {
        let of = async |queue: &str| {
            let query = format!("queue={queue}&entity={ENTITY}&owner={}", id.as_str());
            boss.listed(&query).await.len()
        };
        let listed =
            (of("all").await, of("overdue").await, of("due_today").await, of("due_week").await);
        let counted = [load.open, load.overdue, load.due_today, load.due_week];
        let [open, overdue, today, week] = counted.map(|count| count as usize);
        assert_eq!(listed, (open, overdue, today, week), "each number leads to as many cases");
    }
    assert_eq!((found.unassigned.load.open, found.transferred.load.open), (1, 1));
    let services: Vec<_> = found
        .services
        .iter()
        .map(|row| (row.service.as_str(), row.tally.load.open, row.tally.load.overdue))
        .collect();
    assert_eq!(services, [("traffic-fines", 2, 1)]);
    assert_eq!(found.other_services.load.open, 2);
    assert_eq!(found.other_services.ratings.happy, 1);

    let assign = Action::Assign { to: colleague.id.clone() };
    assert_eq!(boss.does_to_all(&[left], &assign, "").await.status(), StatusCode::OK);
    let found = team(&boss).await;
    assert_eq!(member(&found, &leaver.id), None);
    assert_eq!(member(&found, &colleague.id).map(|member| member.tally.load.open), Some(1));
}
