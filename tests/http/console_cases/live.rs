//! `GET /console/api/live`: who is told of which case, presence, and the end of a connection.

use domain::{
    access::session::AGE,
    case::action::Action,
    staff::Role,
    wire::{LiveMessage, LiveStatement, PING, PONG, SESSION_ENDED, Viewer},
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use tests::{
    clerk::{
        Clerk,
        live::{self, Live},
    },
    client::Visitor,
};

use super::{ROOM, clerk, clerk_with, database, sent, slug};

#[tokio::test]
async fn a_console_is_told_of_new_and_changed_cases_of_its_entity_and_of_no_other() {
    let (here, elsewhere) = (clerk("pcfc").await, clerk("dsce").await);
    let (mut told, mut others) = (here.live().await, elsewhere.live().await);
    let reference = sent("pcfc", "The door is shut.").await;
    assert_eq!(told.next().await, LiveMessage::New { reference });
    here.does(reference, Action::Take, "").await;
    assert_eq!(told.next().await, LiveMessage::Changed { reference });
    let theirs = sent("dsce", "The light is off.").await;
    assert_eq!(others.next().await, LiveMessage::New { reference: theirs });
    told.hears_nothing().await;
}

#[tokio::test]
async fn a_case_that_moves_is_told_to_both_entities_and_gone_if_the_transfer_is_undone() {
    let (from, to) = (clerk("mbrsc").await, clerk("mbrsg").await);
    let (mut before, mut after) = (from.live().await, to.live().await);
    let reference = sent("mbrsc", "Above us.").await;
    assert_eq!(before.next().await, LiveMessage::New { reference });
    from.does(reference, Action::Transfer { to: slug("mbrsg") }, "It is theirs.").await;
    assert_eq!(before.next().await, LiveMessage::Changed { reference });
    assert_eq!(after.next().await, LiveMessage::New { reference });
    from.does(reference, Action::Undo, "").await;
    assert_eq!(before.next().await, LiveMessage::Changed { reference });
    assert_eq!(after.next().await, LiveMessage::Gone { reference });
    from.does(reference, Action::Take, "").await;
    assert_eq!(before.next().await, LiveMessage::Changed { reference });
    after.hears_nothing().await;
}

#[tokio::test]
async fn what_the_author_does_is_told_and_an_auditor_hears_of_every_entity() {
    let auditor = clerk_with(Role::Auditor).await;
    let here = clerk("dwtca").await;
    let (mut all, mut told) = (auditor.live().await, here.live().await);
    let acknowledgement = super::submit(&super::to("dwtca", "Too loud.")).await;
    let reference = acknowledgement.reference;
    all.hears(&LiveMessage::New { reference }).await;
    assert_eq!(told.next().await, LiveMessage::New { reference });
    let erasure = {
        let _beside_others = ROOM.read().await;
        let path = format!("/api/v1/participations/{reference}");
        let key = format!("Bearer {}", acknowledgement.tracking_key);
        let request = Visitor::new().request(Method::DELETE, &path);
        request.header("Authorization", key).send().await.unwrap()
    };
    assert!(erasure.status().is_success(), "{}", erasure.status());
    all.hears(&LiveMessage::Changed { reference }).await;
    assert_eq!(told.next().await, LiveMessage::Changed { reference });
}

#[tokio::test]
async fn nobody_connects_without_a_session_or_from_another_site() {
    let here = clerk("gdrfa").await;
    let (edge, cookie) = (Visitor::new().origin(), here.cookie());
    let refused = async |cookie, origin| live::connect(&edge, cookie, origin).await.err();
    assert_eq!(refused(None, Some(&*edge)).await, Some(StatusCode::UNAUTHORIZED));
    let stranger = format!("__Host-session={}", "A".repeat(43));
    assert_eq!(refused(Some(&*stranger), Some(&*edge)).await, Some(StatusCode::UNAUTHORIZED));
    for origin in [None, Some("https://evil.example"), Some("null")] {
        let status = refused(Some(&*cookie), origin).await;
        assert_eq!(status, Some(StatusCode::FORBIDDEN), "{origin:?}");
    }
    let manager = clerk_with(Role::Administrator(slug("gdrfa"))).await;
    let cookie = manager.cookie();
    assert_eq!(refused(Some(&*cookie), Some(&*edge)).await, Some(StatusCode::FORBIDDEN));
    let asked = here.ask(live::LIVE).await;
    assert_eq!(asked.status(), StatusCode::BAD_REQUEST, "it asks for no WebSocket");
}

#[tokio::test]
async fn a_connection_ends_with_its_session() {
    let (me, other) = (clerk("dma").await, clerk("dma").await);
    let (mut mine, mut second, mut others) = (me.live().await, me.live().await, other.live().await);
    let out = async |who: &Clerk, path| who.request(Method::POST, path).send().await.unwrap();
    assert_eq!(out(&me, "/console/sign-out").await.status(), StatusCode::NO_CONTENT);
    assert_eq!((mine.closed().await, second.closed().await), (SESSION_ENDED, SESSION_ENDED));
    others.sends(PING).await;
    assert_eq!(others.text().await, PONG, "other people's connections stay");
    let everywhere = out(&other, "/console/sign-out/everywhere").await;
    assert_eq!(everywhere.status(), StatusCode::NO_CONTENT);
    assert_eq!(others.closed().await, SESSION_ENDED);
}

#[tokio::test]
async fn a_connection_ends_when_its_session_expires() {
    let me = clerk("dmi").await;
    {
        let _alone = ROOM.write().await;
        database().run(&[&format!(
            "UPDATE sessions
             SET created_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-{} seconds')
             WHERE staff = '{}'",
            AGE - 5,
            me.id.as_str()
        )]);
    }
    let mut mine = me.live().await;
    assert_eq!(mine.closed().await, SESSION_ENDED);
}

#[tokio::test]
async fn a_connection_ends_when_the_persons_rights_are_taken_away() {
    let (me, keeper) = (clerk("dof").await, clerk_with(Role::Administrator(slug("dof"))).await);
    let mut mine = me.live().await;
    let id = me.id.as_str();
    let person = json!({ "name": "Clerk", "email": format!("{id}@example.org"), "roles": [],
                         "active": true, "version": 1 });
    let answer = keeper.put(&format!("/console/api/entities/dof/people/{id}"), &person).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(mine.closed().await, SESSION_ENDED);
    let edge = Visitor::new().origin();
    let again = live::connect(&edge, Some(&me.cookie()), Some(&edge)).await.err();
    assert_eq!(again, Some(StatusCode::FORBIDDEN));
}

#[tokio::test]
async fn those_who_view_one_case_see_each_other_in_whatever_room() {
    let (me, other, auditor) =
        (clerk("dji").await, clerk("dji").await, clerk_with(Role::Auditor).await);
    let reference = sent("dji", "A question.").await;
    let (mut mine, mut theirs, mut above) =
        (me.live().await, other.live().await, auditor.live().await);
    let view = |is_writing| LiveStatement::Viewing { reference, is_writing };
    mine.says(view(true)).await;
    // Nothing answers that, and the order of two connections isn't certain.
    settled(&mut mine).await;
    theirs.says(view(false)).await;
    theirs.hears(&present(&me, reference, true)).await;
    mine.hears(&present(&other, reference, false)).await;
    above.says(view(false)).await;
    // The order of those who were there before isn't certain.
    let mut there = [above.next().await, above.next().await];
    there.sort_by_key(|message| *message == present(&other, reference, false));
    assert_eq!(there, [present(&me, reference, true), present(&other, reference, false)]);
    mine.hears(&present(&auditor, reference, false)).await;
    theirs.hears(&present(&auditor, reference, false)).await;
    above.says(view(true)).await;
    mine.hears(&present(&auditor, reference, true)).await;
    theirs.says(LiveStatement::Left { reference }).await;
    mine.hears(&LiveMessage::Absent { reference, person: other.id.clone() }).await;
    above.hears(&LiveMessage::Absent { reference, person: other.id.clone() }).await;
    mine.leave().await;
    above.hears(&LiveMessage::Absent { reference, person: me.id.clone() }).await;
}

#[tokio::test]
async fn nobody_sees_or_shows_presence_on_a_case_of_another_entity() {
    let (me, stranger) = (clerk("dubaicustoms").await, clerk("dubaiculture").await);
    let reference = sent("dubaicustoms", "A question.").await;
    let (mut mine, mut strange) = (me.live().await, stranger.live().await);
    mine.says(LiveStatement::Viewing { reference, is_writing: false }).await;
    settled(&mut mine).await;
    strange.says(LiveStatement::Viewing { reference, is_writing: true }).await;
    strange.sends("no statement").await;
    mine.hears_nothing().await;
    strange.hears_nothing().await;
}

/// Waits until the edge has read what was said before on this connection.
async fn settled(connection: &mut Live) {
    connection.hears_nothing().await;
}

fn present(
    clerk: &Clerk,
    reference: domain::reference::Reference,
    is_writing: bool,
) -> LiveMessage {
    let name = format!("Clerk {}", &clerk.id.as_str()[..4]);
    LiveMessage::Present {
        reference,
        viewer: Viewer { person: clerk.id.clone(), name, is_writing },
    }
}
