//! `/console/api/cases`: queues, search, a single case, and actions on it.

use std::collections::BTreeSet;

use domain::{
    case::{
        Refusal,
        action::{Action, Ground},
        event::first_fault,
        life_cycle::Verb,
        stage::Stage,
    },
    intake::kind::Kind,
    reference::Reference,
    sla::priority::Priority,
    slug::Slug,
    staff::Role,
    wire::{
        Acknowledgement, Contact, Problem, Submission,
        console::{
            Attendance, CasePage, Conflict, Counts, History, Outcome, Queue, Readings, Verdict,
        },
    },
};
use reqwest::{StatusCode, header};
use serde_json::json;
use tests::{
    clerk::{CASES, Clerk, read, saying},
    client::Visitor,
    database::Database,
    fixtures::{self, complaint, picture},
    server, staff,
};
use tokio::sync::RwLock;

/// Lock for tests that write to the database file directly, which locks the edge out for a moment.
static ROOM: RwLock<()> = RwLock::const_new(());

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn database() -> Database {
    Database::in_state(&server::state())
}

/// Creates an employee of an entity that no other test uses.
async fn clerk(entity: &str) -> Clerk {
    let _alone = ROOM.write().await;
    Clerk::of(entity, &Visitor::new(), &database())
}

async fn clerk_with(role: Role) -> Clerk {
    let _alone = ROOM.write().await;
    Clerk::with(&[role], &Visitor::new(), &database())
}

fn to(entity: &str, text: &str) -> Submission {
    Submission { entity: entity.into(), text: text.into(), ..complaint() }
}

async fn sent(entity: &str, text: &str) -> Reference {
    submit(&to(entity, text)).await.reference
}

async fn submit(submission: &Submission) -> Acknowledgement {
    let _beside_others = ROOM.read().await;
    Visitor::new().submit(submission).await
}

#[tokio::test]
async fn each_queue_holds_what_its_name_says() {
    let me = clerk("dewa").await;
    let boss = clerk_with(Role::Supervisor(slug("dewa"))).await;
    let [mine, free, waiting, gone] =
        [1, 2, 3, 4].map(|number| async move { sent("dewa", &format!("Case {number}")).await });
    let (mine, free, waiting, gone) = (mine.await, free.await, waiting.await, gone.await);
    me.does(mine, Action::Take, "").await;
    me.does(waiting, Action::Ask, "Which street?").await;
    me.does(gone, Action::Transfer { to: slug("dda") }, "Theirs.").await;
    let of = async |queue: &str| {
        let mut all = me.listed(&format!("queue={queue}&entity=dewa")).await;
        all.sort_unstable_by_key(Reference::to_string);
        all
    };
    let sorted = |mut all: Vec<Reference>| {
        all.sort_unstable_by_key(Reference::to_string);
        all
    };
    assert_eq!(of("mine").await, [mine]);
    assert_eq!(of("unassigned").await, sorted(vec![free, waiting]));
    assert_eq!(of("awaiting_customer").await, [waiting]);
    assert_eq!(of("transferred").await, []);
    assert_eq!(
        of("all").await,
        sorted(vec![mine, free, waiting, gone]),
        "whoever had a case goes on seeing it"
    );
    let theirs = clerk("dda").await;
    assert_eq!(theirs.listed("queue=transferred").await, [gone]);
    assert_eq!(theirs.cases("queue=transferred").await.rows[0].offered_by, Some(slug("dewa")));
    assert_eq!(boss.listed("queue=mine").await, []);
    let counts: Counts = boss.get(&format!("{CASES}/counts")).await;
    let of = |queue| counts.0[&queue];
    assert_eq!(
        (of(Queue::All), of(Queue::Unassigned), of(Queue::AwaitingCustomer), of(Queue::Mine)),
        (4, 2, 1, 0)
    );
}

#[tokio::test]
async fn what_is_due_first_stands_first_and_pages_follow_each_other() {
    let boss = clerk_with(Role::Supervisor(slug("dcd"))).await;
    let mut numbers = Vec::new();
    for number in 0..53 {
        numbers.push(sent("dcd", &format!("Number {number}")).await);
    }
    boss.does(numbers[7], Action::Prioritise { priority: Priority::Urgent }, "A danger.").await;
    boss.does(numbers[8], Action::Decline { ground: Ground::OutOfScope }, "Not ours.").await;
    {
        let _alone = ROOM.write().await;
        staff::age(&database(), numbers[9], Kind::Complaint, 30);
        let place = "UPDATE participations SET place = '2020-01-01T00:00:00Z', due_at = '2020-01-01T00:00:00Z' WHERE reference = ";
        database().run(&[&format!("{place}'{}'", numbers[9].digits())]);
    }
    let first = boss.cases("").await;
    assert_eq!((first.rows.len(), first.rows[0].reference), (50, numbers[9]));
    let second: CasePage =
        boss.cases(&format!("after={}", first.next.clone().unwrap().replace(' ', "+"))).await;
    assert_eq!((second.rows.len(), second.next), (3, None));
    assert_eq!(second.rows[2].reference, numbers[8], "what has ended stands last");
    let mut all: Vec<_> =
        first.rows.iter().chain(&second.rows).map(|row| row.reference.to_string()).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 53);
    let open: Vec<_> = first.rows.iter().chain(&second.rows).filter_map(|row| row.due_at).collect();
    assert!(open.is_sorted() && open.len() == 52);
    assert_eq!(boss.listed("queue=overdue").await, [numbers[9]]);
    assert_eq!(boss.listed("priority=urgent").await, [numbers[7]]);
    assert_eq!(boss.listed("stage=declined").await, [numbers[8]]);
    assert_eq!(boss.listed("kind=suggestion").await, []);
    assert_eq!(boss.cases("kind=complaint&stage=received&priority=ordinary").await.rows.len(), 50);
    let counts: Counts = boss.get(&format!("{CASES}/counts?entity=dcd")).await;
    assert_eq!((counts.0[&Queue::All], counts.0[&Queue::Overdue]), (53, 1));
}

#[tokio::test]
async fn words_are_found_however_they_are_written_and_marked_where_they_stand() {
    let me = clerk("dm").await;
    let contact = Contact {
        name: Some("فاطمة الزهراء".into()),
        email: Some("Fatima@Example.org".into()),
        phone: Some("+971501112233".into()),
    };
    let arabic = submit(&Submission {
        contact: Some(contact),
        ..to("dm", "إنارةُ الشّـارع رقم ٤٢ مطفأة منذ أسبوع")
    })
    .await
    .reference;
    // Waits, because cases of the same second have no defined order.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let english = sent("dm", "The Café's lights are out in street 42.").await;
    for asked in [
        "انارة",
        "أناره",
        "شارع",
        "الشارع 42",
        "مطفاه",
        "اسبوع",
        "فاطمه",
        "الزهراء",
        "fatima@example.org",
        "<fatima@example.org>",
        "0501112233",
        "tel:%2B971501112233",
        "٠٥٠١١١٢٢٣٣",
    ] {
        assert_eq!(me.listed(&format!("q={asked}")).await, [arabic], "{asked}");
    }
    for asked in ["cafe", "LIGHTS", "ligh", "street 42", &english.to_string(), english.digits()] {
        assert_eq!(me.listed(&format!("q={asked}")).await, [english], "{asked}");
    }
    assert_eq!(me.listed("q=42").await, [english, arabic], "the latest first");
    assert_eq!(me.listed("q=42&kind=suggestion").await, []);
    assert_eq!(me.listed("q=light dark").await, [], "all of it has to be there");
    assert_eq!(me.listed("q=0501112234").await, []);
    let row = me.cases("q=انارة شارع").await.rows.remove(0);
    let marked: Vec<_> =
        row.excerpt.marks.iter().map(|mark| &row.excerpt.text[mark.clone()]).collect();
    assert_eq!(marked, ["إنارةُ", "الشّـارع"]);
    let view: domain::wire::console::CaseView = me.get(&format!("{CASES}/{arabic}?q=انارة")).await;
    assert_eq!(&view.text[view.marks[0].clone()], "إنارةُ");
    let stranger = clerk("dld").await;
    assert_eq!(stranger.listed("q=انارة").await, []);
}

#[tokio::test]
async fn words_of_any_script_parts_plurals_and_one_typing_error_are_found() {
    let me = clerk("rta").await;
    let sent = submit(&to("rta", "我家门口的道路照明不好，Zebrawifi坏了")).await.reference;
    for asked in ["照明", "道路照明", "坏了", "zebrawifi", "ZEBRAWIFI", "zebrawfii 照明"]
    {
        assert_eq!(me.listed(&format!("q={asked}")).await, [sent], "{asked}");
    }
    let second = submit(&to("rta", "Two xylophones, Cafe\u{301}lounge")).await.reference;
    for asked in ["xylophone", "xylphone", "cafélounge", "Ｃａｆｅlounge"] {
        assert_eq!(me.listed(&format!("q={asked}")).await, [second], "{asked}");
    }
    let number = second.to_string();
    for part in [&number[..9], &number[5..], &format!("REF. {number}"), &format!("REF%23{number}")]
    {
        assert!(me.listed(&format!("q={part}")).await.contains(&second), "{part}");
    }
    assert_eq!(me.listed("q=明照").await, []);
}

#[tokio::test]
async fn a_service_is_found_by_its_name_and_a_contact_lies_nowhere_in_the_clear() {
    let me = clerk("rta").await;
    let contact = Contact {
        name: Some("Xanthippe Qureshi".into()),
        email: None,
        phone: Some("+971509998877".into()),
    };
    let service = database_service().await;
    let with = Submission {
        service: Some(service.0.clone()),
        contact: Some(contact),
        ..to("rta", "Unusualword")
    };
    let reference = submit(&with).await.reference;
    assert_eq!(me.listed(&format!("q=unusualword {}", service.1)).await, [reference]);
    assert!(me.listed(&format!("service={}", service.0)).await.contains(&reference));
    let _alone = ROOM.write().await;
    for secret in ["xanthippe", "qureshi", "509998877", "99988"] {
        let content = format!(
            "SELECT COUNT(*) AS n FROM search_content WHERE c4 LIKE '%{secret}%' OR c3 LIKE '%{secret}%'"
        );
        assert_eq!(database().count(&content), 0, "{secret}");
        let index = format!(
            "SELECT COUNT(*) AS n FROM search_data WHERE instr(CAST(block AS TEXT), '{secret}') > 0"
        );
        assert_eq!(database().count(&index), 0, "{secret}");
    }
}

/// Returns the id of a service and a word of its name.
async fn database_service() -> (String, String) {
    let _alone = ROOM.write().await;
    let row = database()
        .run(&["SELECT id, name_en FROM services WHERE entity = 'rta' LIMIT 1"])
        .remove(0);
    let name = row["name_en"].as_str().unwrap();
    let word = name.split(' ').max_by_key(|word| word.len()).unwrap();
    (row["id"].as_str().unwrap().to_owned(), word.to_owned())
}

#[tokio::test]
async fn a_stale_save_is_refused_with_what_changed() {
    let (me, other) = (clerk("dha").await, clerk("dha").await);
    let reference = sent("dha", "The queue is long.").await;
    let seen = me.case(reference).await.head;
    other.does(reference, Action::Take, "").await;
    let response = me.try_to(reference, &saying(&seen, Action::Reply, "We look at it.")).await;
    let conflict: Conflict = read(response, StatusCode::CONFLICT).await;
    assert!(conflict.problem.kind.ends_with("/problems/stale"), "{}", conflict.problem.kind);
    let [happened] = &conflict.since[..] else { panic!("{:?}", conflict.since) };
    assert_eq!(
        (&happened.deed, happened.by.as_str()),
        (&Action::Take, format!("staff:{}", other.id.as_str()).as_str())
    );
    assert!(conflict.names.contains_key(&other.id));
    let view = read::<domain::wire::console::CaseView>(
        me.try_to(reference, &saying(&conflict.head, Action::Reply, "We look at it.")).await,
        StatusCode::OK,
    )
    .await;
    assert_eq!((view.stage, view.owner), (Stage::InReview, Some(other.id)));
}

#[tokio::test]
async fn what_was_done_last_can_be_taken_back_in_time_by_whoever_did_it() {
    let (me, other) = (clerk("dcas").await, clerk("dcas").await);
    let reference = sent("dcas", "It came late.").await;
    let view = me.does(reference, Action::Transfer { to: slug("dc") }, "Theirs.").await;
    assert!(view.may.contains(&Verb::Undo) && view.undo_until.is_some());
    assert!(!other.case(reference).await.may.contains(&Verb::Undo));
    let refused = other.try_to(reference, &saying(&view.head, Action::Undo, "")).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let view = me.does(reference, Action::Undo, "").await;
    assert_eq!((view.stage, view.entity.as_str(), view.before.len()), (Stage::Received, "dcas", 0));
    assert_eq!(me.listed("queue=unassigned").await, [reference]);
    let theirs = clerk("dc").await;
    assert_eq!(theirs.ask(&format!("{CASES}/{reference}")).await.status(), StatusCode::NOT_FOUND);
    me.does(reference, Action::Take, "").await;
    tokio::time::sleep(std::time::Duration::from_secs(16)).await;
    let view = me.case(reference).await;
    assert!(!view.may.contains(&Verb::Undo));
    let late = me.try_to(reference, &saying(&view.head, Action::Undo, "")).await;
    let problem: Problem = read(late, StatusCode::CONFLICT).await;
    assert!(problem.kind.ends_with("/problems/refused"));
}

#[tokio::test]
async fn a_transfer_is_accepted_or_returned_and_both_see_it() {
    let (from, to) = (clerk("dfwac").await, clerk("dff").await);
    let reference = sent("dfwac", "A transferred word").await;
    let before = to.ask(&format!("{CASES}/{reference}")).await;
    assert_eq!(before.status(), StatusCode::NOT_FOUND);
    from.does(reference, Action::Transfer { to: slug("dff") }, "It is about the future.").await;
    assert_eq!(to.listed("q=transferred").await, [reference]);
    let view = from.case(reference).await;
    let forbidden = from.try_to(reference, &saying(&view.head, Action::Reply, "Still ours?")).await;
    assert_eq!(forbidden.status(), StatusCode::FORBIDDEN);
    let view = to.does(reference, Action::Return, "Not ours.").await;
    assert_eq!((view.entity.as_str(), view.stage), ("dfwac", Stage::InReview));
    from.does(reference, Action::Transfer { to: slug("dff") }, "Please look again.").await;
    let view = to.does(reference, Action::Accept, "").await;
    assert_eq!((view.entity.as_str(), view.stage), ("dff", Stage::InReview));
    assert!(view.clocks.iter().any(|clock| clock.name == domain::sla::escalation::TimerName::Own));
    let view = to.does(reference, Action::Answer, "It is done.").await;
    assert_eq!(from.case(reference).await.head, view.head, "whoever had it sees what became of it");
    let public = Visitor::new().status(reference).await;
    assert_eq!((public.entity.as_str(), public.stage), ("dff", Stage::Answered));
    let unknown = from.case(sent("dfwac", "Another").await).await;
    let nowhere = from
        .try_to(
            unknown.reference,
            &saying(&unknown.head, Action::Transfer { to: slug("nowhere") }, "?"),
        )
        .await;
    assert_eq!(nowhere.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn merged_cases_link_both_ways_and_neither_is_gone() {
    let me = clerk("dhca").await;
    let (first, second) =
        (sent("dhca", "The lift stands still.").await, sent("dhca", "The lift again.").await);
    let merged = me.does(second, Action::Merge { into: first }, "").await;
    assert_eq!((merged.stage, merged.merged_into), (Stage::Declined, Some(first)));
    let kept = me.case(first).await;
    assert_eq!(
        (kept.stage, &kept.merged_here[..], kept.text.as_str()),
        (Stage::Received, &[second][..], "The lift stands still.")
    );
    let back = me.try_to(first, &saying(&kept.head, Action::Merge { into: second }, "")).await;
    assert_eq!(back.status(), StatusCode::CONFLICT);
    let hidden = sent("dm", "Elsewhere.").await;
    let elsewhere = me.try_to(first, &saying(&kept.head, Action::Merge { into: hidden }, "")).await;
    assert_eq!(elsewhere.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn several_are_handled_at_once_and_each_for_itself() {
    let boss = clerk_with(Role::Supervisor(slug("dcaa"))).await;
    let (first, second, foreign) =
        (sent("dcaa", "One").await, sent("dcaa", "Two").await, sent("dm", "Three").await);
    let answer = Action::Answer;
    let outcomes: Vec<Outcome> = read(
        boss.does_to_all(&[first, foreign, second], &answer, "Thank you, it is done.").await,
        StatusCode::OK,
    )
    .await;
    let done: Vec<_> =
        outcomes.iter().map(|outcome| matches!(outcome.verdict, Verdict::Done { .. })).collect();
    assert_eq!(done, [true, false, true]);
    let again: Vec<Outcome> =
        read(boss.does_to_all(&[first], &Action::Accept, "").await, StatusCode::OK).await;
    let Verdict::Failed { problem } = &again[0].verdict else { panic!("{:?}", again[0]) };
    assert_eq!(
        problem.refusal,
        Some(Refusal::Stage(Stage::Answered)),
        "what the rules have against it"
    );
    let outcomes: Vec<Outcome> =
        read(boss.does_to_all(&[first, second], &Action::Close, "").await, StatusCode::OK).await;
    let Verdict::Done { stage, head } = &outcomes[0].verdict else { panic!("{:?}", outcomes[0]) };
    assert_eq!(*stage, Stage::Closed);
    let reopened = boss.try_to(first, &saying(head, Action::Undo, "")).await;
    assert_eq!(reopened.status(), StatusCode::OK);
    assert_eq!(
        boss.does_to_all(&[], &Action::Close, "").await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn two_on_one_case_see_each_other() {
    let (me, other, stranger) = (clerk("dghr").await, clerk("dghr").await, clerk("dm").await);
    let reference = sent("dghr", "A question.").await;
    let path = format!("{CASES}/{reference}/presence");
    let alone: Attendance =
        read(me.put(&path, &json!({ "is_writing": true })).await, StatusCode::OK).await;
    assert_eq!(alone.others, []);
    let there: Attendance = read(other.put(&path, &json!({})).await, StatusCode::OK).await;
    let [present] = &there.others[..] else { panic!("{there:?}") };
    assert_eq!((&present.person, present.is_writing), (&me.id, true));
    assert_eq!(stranger.put(&path, &json!({})).await.status(), StatusCode::NOT_FOUND);
    let taken = other.does(reference, Action::Take, "").await;
    assert_ne!(there.head, taken.head);
    let told: Attendance = read(me.put(&path, &json!({})).await, StatusCode::OK).await;
    assert_eq!(told.head, taken.head, "whoever is there hears that it has changed");
}

#[tokio::test]
async fn whoever_sees_all_entities_reads_them_in_one_order() {
    let auditor = clerk_with(Role::Auditor).await;
    let sent = [sent("dghr", "One.").await, sent("dm", "Another.").await];
    let (mut missing, mut after) = (BTreeSet::from(sent), String::new());
    while !missing.is_empty() {
        let CasePage { rows, next, .. } = auditor.cases(&format!("queue=all&after={after}")).await;
        let due: Vec<_> = rows.iter().map_while(|row| row.due_at).collect();
        assert!(due.is_sorted(), "{due:?}");
        missing.retain(|one| rows.iter().all(|row| row.reference != *one));
        if !missing.is_empty() {
            after = next.expect("they are on a page that follows").replace(' ', "+");
        }
    }
}

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
    let view = auditor.case(reference).await;
    assert_eq!(view.may, []);
    let tried = auditor.try_to(reference, &saying(&view.head, Action::Take, "")).await;
    assert_eq!(tried.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_recording_is_found_by_what_is_written_down_of_it() {
    let me = clerk("dxbpp").await;
    let upload = {
        let _beside_others = ROOM.read().await;
        Visitor::new().upload(&picture(3_000), "voice.png", "image/png").await
    };
    let with = Submission {
        entity: "dxbpp".into(),
        text: String::new(),
        ..fixtures::complaint_with(&[&upload])
    };
    let reference = submit(&with).await.reference;
    let view = me.case(reference).await;
    let [file] = &view.attachments[..] else { panic!("one attachment") };
    assert_eq!(Visitor::new().get(&file.file.url).await.status(), StatusCode::OK);
    let path = format!("/console/api/attachments/{}/transcript", file.file.id);
    let written = me.put(&path, &json!({ "text": "The lamp flickers nightly" })).await;
    assert_eq!(written.status(), StatusCode::NO_CONTENT);
    assert_eq!(me.listed("q=flickers").await, [reference]);
    let view = me.case(reference).await;
    let transcript = view.attachments[0].transcript.clone().unwrap();
    assert_eq!((transcript.text.as_str(), &transcript.by), ("The lamp flickers nightly", &me.id));
    assert!(view.names.contains_key(&me.id));
    let stranger = clerk("dm").await;
    assert_eq!(stranger.put(&path, &json!({ "text": "x" })).await.status(), StatusCode::NOT_FOUND);
    me.put(&path, &json!({ "text": "" })).await;
    assert_eq!(me.listed("q=flickers").await, []);
}

#[tokio::test]
async fn marks_of_others_show_after_ones_own() {
    let (first, second) = (clerk("dsc").await, clerk("dsc").await);
    let boss = clerk_with(Role::Supervisor(slug("dsc"))).await;
    let reference = submit(&Submission { kind: Kind::Suggestion, ..to("dsc", "Count the trees.") })
        .await
        .reference;
    let criteria = first.case(reference).await.criteria.unwrap();
    let marks = |mark: u8| {
        let weights = serde_json::to_value(&criteria).unwrap()["weights"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>();
        let marks: serde_json::Map<_, _> =
            weights.into_iter().map(|name| (name, mark.into())).collect();
        serde_json::from_value::<Action>(json!({ "verb": "judge", "marks": marks })).unwrap()
    };
    let view = first.does(reference, marks(4), "").await;
    assert_eq!(view.evaluation.unwrap().marks.len(), 1);
    let hidden = second.case(reference).await;
    let evaluation = hidden.evaluation.unwrap();
    assert_eq!((evaluation.judges, evaluation.marks.len(), evaluation.result), (1, 0, None));
    assert_eq!(
        hidden.events.last().unwrap().deed,
        Action::Judge { marks: <_>::default() },
        "nor in the history"
    );
    let view = second.does(reference, marks(5), "Good.").await;
    let evaluation = view.evaluation.unwrap();
    assert!(evaluation.marks.len() == 2 && evaluation.recommended == Some(true));
    let decided =
        boss.does(reference, Action::Decide { accepted: true }, "We will count them.").await;
    assert_eq!(decided.stage, Stage::Answered);
}

#[tokio::test]
async fn a_customer_who_can_be_reached_is_told_of_questions_and_answers() {
    let me = clerk("iacad").await;
    let reachable = Contact { email: Some("salma@example.org".into()), ..Contact::default() };
    let nameless = Contact { name: Some("Salma".into()), ..Contact::default() };
    let told =
        submit(&Submission { contact: Some(reachable), ..to("iacad", "One") }).await.reference;
    let silent =
        submit(&Submission { contact: Some(nameless), ..to("iacad", "Two") }).await.reference;
    for reference in [told, silent] {
        me.does(reference, Action::Ask, "Which branch?").await;
        me.does(reference, Action::Answer, "It is done.").await;
    }
    let _alone = ROOM.write().await;
    let templates = |reference: Reference| -> Vec<String> {
        let rows = database().run(&[&format!(
            "SELECT template FROM outbox WHERE participation = '{}' ORDER BY julianday(created_at)",
            reference.digits()
        )]);
        rows.into_iter().map(|row| row["template"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(templates(told), ["received", "asked", "answered"]);
    assert_eq!(templates(silent), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_said_to_a_customer_that_a_template_left_open() {
    let me = clerk("awqaf").await;
    let reference = sent("awqaf", "Hello.").await;
    let view = me.case(reference).await;
    let open = me.try_to(reference, &saying(&view.head, Action::Reply, "Come to {{place}}.")).await;
    let problem: Problem = read(open, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert_eq!(problem.errors[0].pointer, "/words");
    let someone = Action::Assign { to: domain::staff::StaffId::draw([9; 16]) };
    let boss = clerk_with(Role::Supervisor(slug("awqaf"))).await;
    let nobody = boss.try_to(reference, &saying(&view.head, someone, "")).await;
    assert_eq!(nobody.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        boss.does(reference, Action::Assign { to: me.id.clone() }, "").await.owner,
        Some(me.id)
    );
}
