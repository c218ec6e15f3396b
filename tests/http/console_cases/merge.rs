//! Merged cases: what their authors read, the answer of the other case, parting, and the case that
//! shows before a merge.

use domain::{
    case::{
        Refusal,
        action::{Action, Ground},
        event::first_fault,
        life_cycle::Verb,
        stage::Stage,
    },
    reference::Reference,
    staff::Role,
    wire::{
        Acknowledgement, Contact, Status, Submission,
        console::{History, MergeTarget, Objection, ReadingKind, Readings},
    },
};
use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};
use tests::{
    clerk::{CASES, Clerk, read, saying},
    client::{PARTICIPATIONS, Visitor},
    words,
};

use super::{ROOM, clerk, clerk_with, database, sent, slug, submit, to};

/// Submits a complaint whose author can be told of what becomes of it.
async fn reachable(entity: &str, text: &str, email: &str) -> Acknowledgement {
    let contact = Contact { email: Some(email.into()), ..Contact::default() };
    submit(&Submission { contact: Some(contact), ..to(entity, text) }).await
}

/// Makes an author's request with the tracking key, and returns the response.
async fn author(given: &Acknowledgement, method: Method, call: &str, body: &Value) -> Response {
    let path = format!("{PARTICIPATIONS}/{}{call}", given.reference);
    let is_post = method == Method::POST;
    let request = Visitor::new().request(method, &path);
    let request = if is_post { request.json(body) } else { request };
    let bearer = format!("Bearer {}", given.tracking_key);
    request.header(header::AUTHORIZATION, bearer).send().await.unwrap()
}

/// Returns the page of a participation as its author sees it.
async fn page(given: &Acknowledgement) -> String {
    let path = format!("/p/{}?lang=en", given.reference);
    let request = Visitor::new().request(Method::GET, &path);
    let bearer = format!("Bearer {}", given.tracking_key);
    request.header(header::AUTHORIZATION, bearer).send().await.unwrap().text().await.unwrap()
}

/// Returns the kinds of the notices about a participation, oldest first.
async fn notices(reference: Reference) -> Vec<String> {
    let _alone = ROOM.write().await;
    let rows = database().run(&[&format!(
        "SELECT template FROM outbox WHERE participation = '{}' ORDER BY julianday(created_at)",
        reference.digits()
    )]);
    rows.into_iter().map(|row| row["template"].as_str().unwrap().to_owned()).collect()
}

/// Asks for the case of a number, as the console does before a merge.
async fn looks(clerk: &Clerk, reference: Reference, into: Reference) -> Response {
    clerk.ask(&format!("{CASES}/{reference}/merge/{into}")).await
}

/// Tries a merge and looks at the case to merge into; both are refused alike.
async fn refused(clerk: &Clerk, reference: Reference, into: Reference) -> Option<Refusal> {
    let head = clerk.case(reference).await.head;
    let tried = clerk.try_to(reference, &saying(&head, Action::Merge { into }, "")).await;
    let tried: Objection = read(tried, StatusCode::CONFLICT).await;
    let looked: Objection = read(looks(clerk, reference, into).await, StatusCode::CONFLICT).await;
    assert_eq!(tried.refusal, looked.refusal);
    tried.refusal
}

#[tokio::test]
async fn a_merged_case_is_answered_with_the_other_and_nothing_of_that_one_shows() {
    let me = clerk("dubaipolice").await;
    let main = reachable("dubaipolice", "The barrier hit my car.", "salma@example.org").await;
    let other = reachable("dubaipolice", "The barrier fell again.", "omar@example.org").await;
    me.does(other.reference, Action::Merge { into: main.reference }, "").await;
    let public = Visitor::new().status(other.reference).await;
    assert_eq!((public.stage, public.merged), (Stage::Declined, true));
    assert!(public.timeline.last().unwrap().merged);
    let unread = page(&other).await;
    assert!(unread.contains(&words::page("en", "stage_merged")), "{unread}");
    assert!(!unread.contains(&words::page("en", "stage_declined")), "{unread}");
    assert_eq!(notices(other.reference).await, ["received", "merged"]);
    let early = author(&other, Method::POST, "/rating", &json!({ "rating": "happy" })).await;
    assert_eq!(early.status(), StatusCode::CONFLICT, "nothing is rated before its answer");

    me.does(main.reference, Action::Ask, "Which gate was it, Salma?").await;
    let said = author(&main, Method::POST, "/messages", &json!({ "text": "Gate nine." })).await;
    assert_eq!(said.status(), StatusCode::CREATED);
    me.does(main.reference, Action::Answer { outcome: None }, "The barriers are mended.").await;

    let opened = Visitor::new().open(other.reference, &other.tracking_key).await;
    let opened = opened.text().await.unwrap();
    let answered = page(&other).await;
    for (part, shown) in [
        ("The barriers are mended.", true),
        ("Which gate was it", false),
        ("Gate nine", false),
        ("hit my car", false),
        ("salma@example.org", false),
        (&main.reference.to_string(), false),
        (main.reference.digits(), false),
    ] {
        assert_eq!(opened.contains(part), shown, "{part} in {opened}");
        assert_eq!(answered.contains(part), shown, "{part} in {answered}");
    }
    let status: Status = serde_json::from_str(&opened).unwrap();
    assert_eq!((status.stage, status.content.unwrap().messages.len()), (Stage::Answered, 1));
    assert_eq!(notices(other.reference).await.last().map(String::as_str), Some("answered"));
    let rated = author(&other, Method::POST, "/rating", &json!({ "rating": "happy" })).await;
    assert_eq!(rated.status(), StatusCode::OK);
    assert_eq!(me.case(main.reference).await.rating, None, "each author rates their own");

    let view = me.case(other.reference).await;
    let relayed = view.events.iter().find(|event| event.deed.verb() == Verb::Relay).unwrap();
    let expected = Action::Relay { from: main.reference, by: slug("dubaipolice") };
    assert_eq!((&relayed.deed, relayed.by.as_str()), (&expected, "system"));
    let auditor = clerk_with(Role::Auditor).await;
    for reference in [main.reference, other.reference] {
        let history: History = auditor.get(&format!("{CASES}/{reference}/history")).await;
        assert_eq!(first_fault(&history.events, &history.head), None);
        assert_eq!(history.exchanged, None);
    }
}

#[tokio::test]
async fn what_was_answered_stays_so_if_the_other_author_reopens() {
    let me = clerk("dubaihealth").await;
    let main = submit(&to("dubaihealth", "The clinic is closed.")).await;
    let other = submit(&to("dubaihealth", "The clinic, closed again.")).await;
    me.does(other.reference, Action::Merge { into: main.reference }, "").await;
    me.does(main.reference, Action::Answer { outcome: None }, "It opens at eight.").await;
    let reopened = json!({ "reason": "Mine opens at nine." });
    let reopened = author(&main, Method::POST, "/reopening", &reopened).await;
    assert_eq!(reopened.status(), StatusCode::OK);
    assert_eq!(me.case(other.reference).await.stage, Stage::Answered);
    me.does(main.reference, Action::Answer { outcome: None }, "Yours opens at nine.").await;
    let content = Visitor::new().content(&other).await;
    let texts: Vec<_> = content.messages.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["It opens at eight."], "the second answer is the other author's");
    let again = json!({ "reason": "That isn't my clinic." });
    let again = author(&other, Method::POST, "/reopening", &again).await;
    assert_eq!(again.status(), StatusCode::OK);
    let view = me.case(other.reference).await;
    assert_eq!((view.stage, view.merged_into), (Stage::Reopened, None));
}

#[tokio::test]
async fn a_merged_case_is_parted_by_staff_and_goes_its_own_way() {
    let me = clerk("dubaiairports").await;
    let main = sent("dubaiairports", "The belt stands still.").await;
    let other = reachable("dubaiairports", "The belt took my bag.", "omar@example.org").await;
    let reference = other.reference;
    let due = me.case(reference).await.due_at;
    me.does(reference, Action::Merge { into: main }, "").await;
    assert_eq!(me.case(main).await.merged_here, [reference]);
    let undone = me.does(reference, Action::Undo, "").await;
    assert_eq!((undone.stage, undone.merged_into), (Stage::Received, None));
    assert_eq!(notices(reference).await, ["received"], "nobody was told");

    let merged = me.does(reference, Action::Merge { into: main }, "").await;
    assert!(merged.may.contains(&Verb::Part) && merged.due_at.is_none());
    let parted = me.does(reference, Action::Part, "").await;
    assert_eq!((parted.stage, parted.merged_into), (Stage::InReview, None));
    assert_eq!(parted.due_at, due, "the time that was promised still counts");
    assert!(!parted.may.contains(&Verb::Part));
    assert_eq!(notices(reference).await.last().map(String::as_str), Some("replied"));
    assert!(me.case(main).await.merged_here.is_empty());
    me.does(main, Action::Answer { outcome: None }, "The belt moves.").await;
    let public = Visitor::new().status(reference).await;
    assert_eq!((public.stage, public.merged), (Stage::InReview, false));
    assert_eq!(Visitor::new().content(&other).await.messages, []);
}

#[tokio::test]
async fn what_waits_is_handled_by_itself_again_if_the_other_ends_without_an_answer() {
    let me = clerk("dubaichambers").await;
    let withdrawn = submit(&to("dubaichambers", "The hall is cold.")).await;
    let erased = submit(&to("dubaichambers", "The hall is dark.")).await;
    let declined = submit(&to("dubaichambers", "You are all fools.")).await;
    let mut merged = Vec::new();
    for main in [&withdrawn, &erased, &declined] {
        let other = sent("dubaichambers", "The hall isn't as it was.").await;
        me.does(other, Action::Merge { into: main.reference }, "").await;
        merged.push(other);
    }
    let taken_back = author(&withdrawn, Method::POST, "/withdrawal", &json!({})).await;
    assert_eq!(taken_back.status(), StatusCode::OK);
    let gone = author(&erased, Method::DELETE, "", &json!({})).await;
    assert!(gone.status().is_success(), "{}", gone.status());
    let decline = Action::Decline { ground: Ground::Abusive };
    me.does(declined.reference, decline, "We don't answer insults.").await;
    for reference in merged {
        let view = me.case(reference).await;
        assert_eq!((view.stage, view.merged_into), (Stage::InReview, None));
        let last = view.events.last().unwrap();
        assert_eq!((&last.deed, last.by.as_str()), (&Action::Part, "system"));
        assert!(view.thread.is_empty(), "no reason of the other one: {:?}", view.thread);
    }
}

#[tokio::test]
async fn a_merge_beside_the_answer_leaves_nobody_waiting() {
    let me = clerk("digitaldubai").await;
    for _ in 0..3 {
        let main = sent("digitaldubai", "The portal is slow.").await;
        let other = sent("digitaldubai", "A slow portal.").await;
        let answer = saying(
            &me.case(main).await.head,
            Action::Answer { outcome: None },
            "It is quick again.",
        );
        let merge = saying(&me.case(other).await.head, Action::Merge { into: main }, "");
        let (answered, merged) = tokio::join!(me.try_to(main, &answer), me.try_to(other, &merge));
        assert_eq!(answered.status(), StatusCode::OK);
        let expected = match merged.status() {
            StatusCode::OK => Stage::Answered,
            StatusCode::CONFLICT => Stage::Received,
            status => panic!("{status}"),
        };
        assert_eq!(me.case(other).await.stage, expected);
    }
}

#[tokio::test]
async fn the_other_case_shows_before_a_merge_and_the_reading_is_written_down() {
    let me = clerk("dmcc").await;
    let main = sent("dmcc", "The tower's lift stands still since Monday.").await;
    let other = sent("dmcc", "The lift, again.").await;
    me.does(main, Action::Take, "").await;
    let target: MergeTarget = read(looks(&me, other, main).await, StatusCode::OK).await;
    assert_eq!((target.reference, target.entity.as_str()), (main, "dmcc"));
    assert_eq!(target.excerpt, "The tower's lift stands still since Monday.");
    assert_eq!(target.stage, Stage::InReview);
    assert!(target.owner.is_some_and(|name| name.starts_with("Clerk")));
    let auditor = clerk_with(Role::Auditor).await;
    let readings: Readings = auditor.get(&format!("{CASES}/{main}/readings")).await;
    let excerpt = readings.readings.iter().find(|reading| reading.what == ReadingKind::Excerpt);
    assert_eq!(excerpt.map(|reading| &reading.person), Some(&me.id));
    assert_eq!(looks(&auditor, other, main).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nothing_is_merged_with_what_has_ended_is_merged_or_is_not_theirs() {
    let (me, stranger) = (clerk("difc").await, clerk("diez").await);
    let first = sent("difc", "One.").await;
    let second = sent("difc", "Two.").await;
    let third = sent("difc", "Three.").await;
    assert_eq!(refused(&me, first, first).await, Some(Refusal::Itself));
    me.does(second, Action::Merge { into: first }, "").await;
    assert_eq!(refused(&me, third, second).await, Some(Refusal::Merged));
    assert_eq!(refused(&me, first, third).await, Some(Refusal::Awaited));
    let ended = sent("difc", "Four.").await;
    me.does(ended, Action::Answer { outcome: None }, "Done.").await;
    assert_eq!(refused(&me, third, ended).await, Some(Refusal::Ended));

    // Another entity's case, whether its number is right or not.
    let hidden = sent("diez", "Elsewhere.").await;
    let unknown = looks(&me, third, hidden).await;
    assert_eq!(unknown.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(looks(&me, hidden, third).await.status(), StatusCode::NOT_FOUND);
    let view = stranger.case(hidden).await;
    let foreign = saying(&view.head, Action::Merge { into: first }, "");
    assert_eq!(me.try_to(hidden, &foreign).await.status(), StatusCode::NOT_FOUND);
    let taken_in = stranger.try_to(hidden, &foreign).await;
    assert_eq!(taken_in.status(), StatusCode::UNPROCESSABLE_ENTITY);

    // A case that was passed on is seen still, and answered by others.
    let passed_on = sent("difc", "Theirs.").await;
    me.does(passed_on, Action::Transfer { to: slug("diez") }, "Theirs.").await;
    stranger.does(passed_on, Action::Accept, "").await;
    assert_eq!(refused(&me, third, passed_on).await, Some(Refusal::Elsewhere));
    let head = me.case(passed_on).await.head;
    let away = me.try_to(passed_on, &saying(&head, Action::Merge { into: third }, "")).await;
    assert_eq!(away.status(), StatusCode::FORBIDDEN);
    assert_eq!(looks(&me, passed_on, third).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_answers_a_transferred_case_has_custody_of_those_that_waited_for_it() {
    let (from, to) = (clerk("cda").await, clerk("dccpft").await);
    let main = sent("cda", "The hall has no ramp.").await;
    let other = sent("cda", "No ramp at the hall.").await;
    from.does(other, Action::Merge { into: main }, "").await;
    from.does(main, Action::Transfer { to: slug("dccpft") }, "Theirs.").await;
    to.does(main, Action::Accept, "").await;
    assert_eq!(to.ask(&format!("{CASES}/{other}")).await.status(), StatusCode::NOT_FOUND);
    to.does(main, Action::Answer { outcome: None }, "A ramp is built in May.").await;
    for clerk in [&from, &to] {
        let view = clerk.case(other).await;
        assert_eq!((view.entity.as_str(), view.stage), ("dccpft", Stage::Answered));
    }
    assert_eq!(Visitor::new().status(other).await.entity, "dccpft");
}

#[tokio::test]
async fn a_complaint_with_its_own_suggestion_merged_into_it_is_erased_as_a_whole() {
    let me = clerk("difc").await;
    let both = Submission { suggestion: Some("Add a ramp.".into()), ..to("difc", "No ramp.") };
    let given = submit(&both).await;
    let suggestion = given.suggestion_reference.expect("a suggestion");
    me.does(suggestion, Action::Merge { into: given.reference }, "").await;
    let erased = author(&given, Method::DELETE, "", &Value::Null).await;
    assert_eq!(erased.status(), StatusCode::NO_CONTENT);
    for reference in [given.reference, suggestion] {
        assert_eq!(me.case(reference).await.text, "");
    }
}
