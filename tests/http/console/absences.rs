//! `/console/api/entities/{entity}/absences`: who is away, and what comes for them meanwhile.

use domain::{
    Date,
    case::action::Action,
    sla::calendar::Calendar,
    slug::Slug,
    staff::Role,
    wire::{Acknowledgement, Submission, console::Absences},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{
    clerk::Clerk,
    client::{PARTICIPATIONS, Visitor},
    database::Database,
    fixtures::complaint,
    server, staff,
};

/// Entity that no other test uses with staff of its own.
const ENTITY: &str = "faa";

const ABSENCES: &str = "/console/api/entities/faa/absences";

/// Returns the present day at the entity, or one so many days later.
fn day(later: i64) -> Date {
    let today = Calendar::federal(2020..=2090).local(staff::now()).date();
    (0..later.unsigned_abs()).fold(today, |day, _| {
        if later < 0 { day.yesterday().unwrap() } else { day.tomorrow().unwrap() }
    })
}

fn absence(deputy: &Clerk, days: [i64; 2]) -> Value {
    let [first, last] = days.map(day);
    json!({ "deputy": deputy.id, "first": first, "last": last })
}

async fn sent() -> Acknowledgement {
    Visitor::new().submit(&Submission { entity: ENTITY.into(), ..complaint() }).await
}

async fn writes(given: &Acknowledgement, text: &str) {
    let path = format!("{PARTICIPATIONS}/{}/messages", given.reference);
    let request = Visitor::new().request(Method::POST, &path).bearer_auth(&given.tracking_key);
    let answer = request.json(&json!({ "text": text })).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn what_comes_for_somebody_who_is_away_goes_to_the_deputy() {
    let (visitor, database) = (Visitor::new(), Database::in_state(&server::state()));
    let boss = Clerk::with(&[Role::Supervisor(Slug::parse(ENTITY).unwrap())], &visitor, &database);
    let [away, deputy] = [0; 2].map(|_| Clerk::of(ENTITY, &visitor, &database));
    let stranger = Clerk::of("cda", &visitor, &database);
    let own = format!("{ABSENCES}/{}", away.id.as_str());
    let given = sent().await;
    away.does(given.reference, Action::Take, "").await;

    for (clerk, body, expected) in [
        (&deputy, absence(&deputy, [0, 7]), StatusCode::FORBIDDEN),
        (&away, absence(&away, [0, 7]), StatusCode::UNPROCESSABLE_ENTITY),
        (&away, absence(&deputy, [-7, -1]), StatusCode::UNPROCESSABLE_ENTITY),
        (&away, absence(&deputy, [3, 1]), StatusCode::UNPROCESSABLE_ENTITY),
        (&away, absence(&stranger, [0, 7]), StatusCode::UNPROCESSABLE_ENTITY),
        (&away, absence(&deputy, [0, 7]), StatusCode::NO_CONTENT),
    ] {
        assert_eq!(clerk.put(&own, &body).await.status(), expected, "{body}");
    }
    let listed: Absences = deputy.get(ABSENCES).await;
    let [only] = &listed.absences[..] else { panic!("{listed:?}") };
    assert_eq!((&only.staff, &only.deputy, only.last), (&away.id, &deputy.id, day(7)));
    assert!(only.deputy_name.starts_with("Clerk") && !listed.may_set_all);

    // What they had stays theirs until its customer writes.
    assert_eq!(away.case(given.reference).await.owner.as_ref(), Some(&away.id));
    writes(&given, "It is broken again.").await;
    let view = deputy.case(given.reference).await;
    assert_eq!(view.owner.as_ref(), Some(&deputy.id));
    let last = view.events.last().unwrap();
    assert_eq!(
        (&last.deed, last.by.as_str()),
        (&Action::Assign { to: deputy.id.clone() }, "system")
    );

    let assign = || Action::Assign { to: away.id.clone() };
    let reference = sent().await.reference;
    let view = boss.does(reference, assign(), "").await;
    assert_eq!(view.owner.as_ref(), Some(&deputy.id), "so is what is assigned");

    assert_eq!(boss.delete(&own).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(boss.delete(&own).await.status(), StatusCode::NOT_FOUND);
    let view = boss.does(reference, assign(), "").await;
    assert_eq!(view.owner.as_ref(), Some(&away.id), "whoever is back gets what comes");
    assert_eq!(boss.put(&own, &absence(&deputy, [1, 2])).await.status(), StatusCode::NO_CONTENT);
    let view = boss.does(sent().await.reference, assign(), "").await;
    assert_eq!(view.owner.as_ref(), Some(&away.id), "the absence begins tomorrow");
}
