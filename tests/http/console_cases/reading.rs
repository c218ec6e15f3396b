//! The record of who has read a case.

use domain::{
    case::{action::Action, event::first_fault},
    intake::channel::Channel,
    staff::Role,
    wire::console::{History, ReadingKind, Readings},
};
use reqwest::{StatusCode, header};
use tests::clerk::{CASES, saying};

use super::{ROOM, clerk, clerk_with, database, sent};

#[tokio::test]
async fn whoever_reads_a_case_is_written_down() {
    let me = clerk("dld").await;
    let auditor = clerk_with(Role::Auditor).await;
    let reference = sent("dld", "My deed is missing.").await;
    let seen = me.ask(&format!("{CASES}/{reference}")).await;
    let tag = seen.headers()[header::ETAG].to_str().unwrap().to_owned();
    let again = me
        .request(reqwest::Method::GET, &format!("{CASES}/{reference}"))
        .header(header::IF_NONE_MATCH, tag);
    assert_eq!(again.send().await.unwrap().status(), StatusCode::NOT_MODIFIED);
    let readings: Readings = auditor.get(&format!("{CASES}/{reference}/readings")).await;
    assert_eq!(
        readings.readings.iter().map(|reading| &reading.person).collect::<Vec<_>>(),
        [&me.id]
    );
    assert!(readings.names.contains_key(&me.id));
    assert_eq!(
        me.ask(&format!("{CASES}/{reference}/readings")).await.status(),
        StatusCode::FORBIDDEN
    );
    let history: History = auditor.get(&format!("{CASES}/{reference}/history")).await;
    assert_eq!((history.events.len(), first_fault(&history.events, &history.head)), (1, None));
    let first = &history.events[0].what;
    assert!(first.contains(r#""channel":"web","guide":1"#), "{first}");
    assert_eq!(history.exchanged, None);
    let alone = ROOM.write().await;
    database().run(&[&format!(
        "UPDATE participations SET text = 'All is well.' WHERE reference = '{}'",
        reference.digits()
    )]);
    drop(alone);
    let history: History = auditor.get(&format!("{CASES}/{reference}/history")).await;
    assert_eq!(history.exchanged, Some(1), "the text isn't the one that was sent");
    let view = auditor.case(reference).await;
    assert_eq!(view.channel, Channel::Web);
    assert_eq!(view.may, []);
    let tried = auditor.try_to(reference, &saying(&view.head, Action::Take, "")).await;
    assert_eq!(tried.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_reads_an_excerpt_in_a_list_is_written_down_once_an_hour() {
    let me = clerk("dwtca").await;
    let auditor = clerk_with(Role::Auditor).await;
    let reference = sent("dwtca", "The hall is cold.").await;
    for query in ["queue=all", "queue=unassigned"] {
        assert!(me.listed(query).await.contains(&reference));
    }
    let readings: Readings = auditor.get(&format!("{CASES}/{reference}/readings")).await;
    let own = readings.readings.iter().filter(|reading| reading.person == me.id);
    assert_eq!(own.map(|reading| reading.what).collect::<Vec<_>>(), [ReadingKind::Excerpt]);
}
