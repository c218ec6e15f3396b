//! Fault: the edge is killed after a customer's message and before the case was handed to the
//! deputy of its owner. The cron job hands it over, once.

use domain::{case::action::Action, case::life_cycle::Verb};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{clerk::Clerk, client::PARTICIPATIONS, fixtures::complaint, workerd::Workerd};

#[tokio::test]
async fn a_case_with_news_of_somebody_who_is_away_is_handed_over_once() {
    let mut edge = Workerd::start(&[]).await;
    let visitor = edge.visitor();
    let given = visitor.submit(&complaint()).await;
    edge.kill();
    let database = edge.database();
    let [away, deputy] = [0; 2].map(|_| Clerk::of(&complaint().entity, &visitor, &database));
    edge.resume().await;
    away.does(given.reference, Action::Take, "").await;
    let path = format!("{PARTICIPATIONS}/{}/messages", given.reference);
    let request = visitor.request(Method::POST, &path).bearer_auth(&given.tracking_key);
    let written = request.json(&json!({ "text": "It is broken again." })).send().await.unwrap();
    assert_eq!(written.status(), StatusCode::CREATED);
    edge.kill();
    // As if the absence had begun before the message, and the edge had ended right after it.
    database.run(&[&format!(
        "INSERT INTO absences (entity, staff, deputy, first_day, last_day, set_by, set_at)
         VALUES ('{}', '{away}', '{}', '2020-01-01', '2099-12-31', '{away}', '2020-01-01T00:00:00Z')",
        complaint().entity,
        deputy.id.as_str(),
        away = away.id.as_str(),
    )]);
    edge.resume().await;
    tokio::join!(edge.strike(), edge.strike());
    edge.strike().await;
    let view = deputy.case(given.reference).await;
    assert_eq!(view.owner.as_ref(), Some(&deputy.id));
    let handed_over = view.events.iter().filter(|event| event.deed.verb() == Verb::Assign);
    assert_eq!(handed_over.count(), 1);
}
