//! Faults of the machine that transcribes recordings: away, slow, and with wrong answers. A
//! recording stays as it is, a person's transcript stands, and nothing leaves unasked.

use std::time::Duration;

use domain::{
    case::action::Action,
    media::transcription::{Draft, Outcome},
    reference::Reference,
    slug::Slug,
    staff::Role,
    wire::{
        Acknowledgement, Submission,
        console::{ActionRequest, CaseAttachment, TranscriptVersions},
    },
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use stand_ins::transcriber::{Manner, spoken};
use tests::{
    clerk::{Clerk, saying},
    client::Visitor,
    fixtures::{complaint_with, picture, recording},
    scanner::{self, StandIn},
    stand_ins::transcriber::Transcriber,
    workerd::Workerd,
};
use tokio::time::sleep;

/// Counts the recordings that a machine has heard or is to hear.
const ROWS: &str = "SELECT COUNT(*) AS n FROM machine_transcripts";

const DRAFT: &str = "The streetlamp before the library flickers.\nIt began on Monday.";

/// Starts an edge with this machine, and with further variables.
async fn start(machine: &Transcriber, more: &[&str]) -> Workerd {
    start_with(&machine.variables(), more).await
}

async fn start_with(variables: &[String], more: &[&str]) -> Workerd {
    let variables: Vec<&str> = variables.iter().map(String::as_str).collect();
    Workerd::start(&[&variables[..], &["DELIVERY_PAUSE:1"], more].concat()).await
}

/// Turns machine transcripts on or off, as the entity's administrator does. `version` is that of
/// the setting so far.
async fn turn(edge: &Workerd, is_on: bool, version: u32) {
    let role = Role::Administrator(Slug::parse("rta").unwrap());
    let administrator = Clerk::with(&[role], &edge.visitor(), &edge.database());
    let body = json!({ "version": version, "value": is_on });
    let path = "/console/api/entities/rta/settings/transcription";
    assert_eq!(administrator.put(path, &body).await.status(), StatusCode::OK);
}

fn clerk(edge: &Workerd) -> Clerk {
    Clerk::of("rta", &edge.visitor(), &edge.database())
}

/// Sends a file to the entity.
async fn send(
    visitor: &Visitor,
    (bytes, name, media_type): (&[u8], &str, &str),
) -> Acknowledgement {
    let upload = visitor.upload(bytes, name, media_type).await;
    visitor.submit(&Submission { text: String::new(), ..complaint_with(&[&upload]) }).await
}

/// Sends a recording to the entity.
async fn speak(visitor: &Visitor) -> Acknowledgement {
    send(visitor, (&recording(5_000), "salma.wav", "audio/wav")).await
}

async fn file(clerk: &Clerk, reference: Reference) -> CaseAttachment {
    clerk.case(reference).await.attachments.remove(0)
}

/// Waits until a machine has made something of the first file, for at most a minute.
async fn outcome(edge: &Workerd, clerk: &Clerk, reference: Reference) -> Outcome {
    for _ in 0..300 {
        if let Some(outcome) = file(clerk, reference).await.machine {
            return outcome;
        }
        sleep(Duration::from_millis(200)).await;
    }
    panic!("no machine transcript: {}", edge.log());
}

/// Waits until a statement counts something, for at most a minute.
async fn until(edge: &Workerd, statement: &str) {
    for _ in 0..300 {
        if edge.database().count(statement) > 0 {
            return;
        }
        sleep(Duration::from_millis(200)).await;
    }
    panic!("{statement}: {}", edge.log());
}

/// Makes all waiting recordings due, and runs the cron jobs.
async fn strike(edge: &Workerd) {
    edge.database().run(&["UPDATE machine_transcripts SET due_at = '' WHERE state = 'waiting'"]);
    edge.strike().await;
}

async fn health(edge: &Workerd) -> Value {
    edge.visitor().get("/healthz").await.json().await.unwrap()
}

#[tokio::test]
async fn staff_read_and_find_a_draft_until_a_person_has_written() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    let (visitor, clerk) = (edge.visitor(), clerk(&edge));
    let sound = recording(300_000);
    let given = send(&visitor, (&sound, "salma.wav", "audio/wav")).await;
    let Outcome::Heard(draft) = outcome(&edge, &clerk, given.reference).await else {
        panic!("no draft")
    };
    assert_eq!((draft.text().as_str(), draft.starts()), (DRAFT, vec![0, 3_500]));
    assert_eq!((draft.language.as_deref(), draft.confidence), (Some("en"), Some(78)));
    let heard = machine.heard();
    assert_eq!((heard.len(), heard[0].bytes == sound), (1, true));
    assert_eq!((&*heard[0].name, &*heard[0].media_type), ("recording.wav", "audio/wav"));
    assert_eq!(clerk.listed("q=streetlamp").await, [given.reference]);
    assert_eq!(health(&edge).await["transcriber"], "ok");

    let seen = file(&clerk, given.reference).await;
    let path = format!("/console/api/attachments/{}/transcript", seen.file.id);
    let written = clerk.put(&path, &json!({ "text": "The lantern is dark." })).await;
    assert_eq!(written.status(), StatusCode::NO_CONTENT);
    let seen = file(&clerk, given.reference).await;
    assert_eq!(seen.transcript.unwrap().text, "The lantern is dark.");
    assert_eq!(seen.machine.unwrap().draft(), Some(&draft));
    assert_eq!(clerk.listed("q=lantern").await, [given.reference]);
    assert_eq!(clerk.listed("q=streetlamp").await, [], "the person's words count");
    assert_eq!(clerk.put(&path, &json!({ "text": "" })).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(clerk.listed("q=streetlamp").await, [given.reference]);
    let versions: TranscriptVersions = clerk.get(&path).await;
    assert_eq!(versions.versions.len(), 2, "no version is the machine's");

    let link = format!("/api/v1/participations/{}", given.reference);
    let request = visitor.request(Method::DELETE, &link).bearer_auth(&given.tracking_key);
    assert_eq!(request.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(edge.database().count(ROWS), 0);
    assert_eq!(clerk.listed("q=streetlamp").await, []);
}

#[tokio::test]
async fn recordings_of_a_case_that_are_written_at_once_are_all_found() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    let (visitor, clerk) = (edge.visitor(), clerk(&edge));
    machine.set(Manner::Waits);
    let mut ids = Vec::new();
    for length in [5_000, 6_000, 7_000] {
        ids.push(visitor.upload(&recording(length), "salma.wav", "audio/wav").await);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let sent = Submission { text: String::new(), ..complaint_with(&ids) };
    let given = visitor.submit(&sent).await;
    machine.until_heard(1).await;
    let write = async |id: &str, word: &str| {
        let path = format!("/console/api/attachments/{id}/transcript");
        let written = clerk.put(&path, &json!({ "text": word })).await;
        assert_eq!(written.status(), StatusCode::NO_CONTENT);
    };
    // Two people write again and again while the machine is done with the third.
    let people = async {
        for [one, other] in [["amber", "basil"], ["cedar", "denim"], ["ebony", "henna"]].repeat(3) {
            tokio::join!(write(ids[0], one), write(ids[1], other));
            for word in [one, other] {
                assert_eq!(clerk.listed(&format!("q={word}")).await, [given.reference], "{word}");
            }
        }
    };
    machine.set(Manner::Says(spoken()));
    let heard = format!(
        "SELECT COUNT(*) AS n FROM machine_transcripts
         WHERE attachment = '{}' AND state = 'heard'",
        ids[2]
    );
    tokio::join!(people, until(&edge, &heard));
    for word in ["streetlamp", "ebony", "henna"] {
        assert_eq!(clerk.listed(&format!("q={word}")).await, [given.reference], "{word}");
    }
    assert_eq!(clerk.listed("q=amber").await, []);
}

#[tokio::test]
async fn nothing_leaves_unless_the_entity_wants_it() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &[]).await;
    let (visitor, clerk) = (edge.visitor(), clerk(&edge));
    let before = speak(&visitor).await;
    // The consumer would drop a row: it's looked for before anything is queued.
    assert_eq!(edge.database().count(ROWS), 0);
    strike(&edge).await;

    turn(&edge, true, 0).await;
    machine.set(Manner::Fails(503));
    send(&visitor, (&picture(5_000), "gate.png", "image/png")).await;
    assert_eq!(edge.database().count(ROWS), 0, "a picture isn't heard");
    let given = speak(&visitor).await;
    machine.until_heard(1).await;
    assert_eq!(edge.database().count(ROWS), 1);
    // What staff attach isn't the customer's.
    let answer = visitor.upload(&recording(4_000), "answer.wav", "audio/wav").await;
    let head = clerk.case(given.reference).await.head;
    let note = ActionRequest { attachments: vec![answer], ..saying(&head, Action::Note, "Hear.") };
    assert_eq!(clerk.try_to(given.reference, &note).await.status(), StatusCode::OK);
    assert_eq!(edge.database().count(ROWS), 1);
    turn(&edge, false, 1).await;
    let waiting = "SELECT COUNT(*) = 0 AS n FROM machine_transcripts";
    strike(&edge).await;
    until(&edge, waiting).await;
    for reference in [before.reference, given.reference] {
        assert_eq!(file(&clerk, reference).await.machine, None);
    }
    let privacy = async || visitor.get("/privacy?lang=en").await.text().await.unwrap();
    assert!(!privacy().await.contains("Roads"), "no entity has it on");
    turn(&edge, true, 2).await;
    let told = privacy().await;
    assert!(told.contains("Roads") && told.contains("go to 127.0.0.1,"), "{told}");
    // The page stands while its query fails.
    edge.database().run(&["ALTER TABLE settings RENAME TO lost_settings"]);
    let told = privacy().await;
    assert!(told.contains("entities that have turned this on"), "{told}");
    assert!(told.contains("go to 127.0.0.1,"), "{told}");
}

#[tokio::test]
async fn a_recording_that_is_too_long_stays_for_people() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    let sound = recording(25_000_002);
    let given = send(&edge.visitor(), (&sound, "long.wav", "audio/wav")).await;
    let clerk = clerk(&edge);
    assert_eq!(outcome(&edge, &clerk, given.reference).await, Outcome::TooLong);
    // The longest one goes, in a body of known length.
    let sound = recording(25_000_000);
    let given = send(&edge.visitor(), (&sound, "long.wav", "audio/wav")).await;
    assert!(outcome(&edge, &clerk, given.reference).await.draft().is_some());
    let heard = machine.heard();
    assert_eq!((heard.len(), heard[0].bytes == sound), (1, true));
}

#[tokio::test]
async fn workers_ai_gets_the_same_recording_in_base64() {
    let machine = Transcriber::listen().await;
    let edge = start_with(&machine.workers_ai_variables(), &[]).await;
    turn(&edge, true, 0).await;
    let clerk = clerk(&edge);
    for (count, length) in [1_000, 1_002, 1_004, 9_000_000].into_iter().enumerate() {
        let sound = recording(length);
        let given = send(&edge.visitor(), (&sound, "salma.wav", "audio/wav")).await;
        let found = outcome(&edge, &clerk, given.reference).await;
        assert_eq!(found.draft().unwrap().text(), DRAFT, "{length}");
        let heard = machine.heard();
        assert_eq!((heard.len(), heard[count].bytes == sound), (count + 1, true), "{length}");
    }
}

#[tokio::test]
async fn while_the_machine_is_away_recordings_wait_and_nobody_else_does() {
    let mut machine = Transcriber::away();
    let edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    let given = speak(&edge.visitor()).await;
    let clerk = clerk(&edge);
    let seen = file(&clerk, given.reference).await;
    assert_eq!(seen.machine, None);
    assert_eq!(clerk.ask(&seen.file.url).await.status(), StatusCode::OK);
    until(&edge, "SELECT failures >= 3 AS n FROM machine_transcripts").await;
    let refused = "SELECT refusals AS n FROM machine_transcripts";
    assert_eq!(edge.database().count(refused), 0, "nothing counts against the file");
    let told = health(&edge).await;
    assert_eq!((&told["status"], &told["transcriber"]), (&"warning".into(), &"failing".into()));
    assert_eq!(told["alerts"][0]["condition"], "transcriber");
    assert_eq!(told["figures"]["untranscribed_recordings"], 1);

    machine.resume().await;
    strike(&edge).await;
    assert_eq!(outcome(&edge, &clerk, given.reference).await.draft().unwrap().text(), DRAFT);
    assert_eq!(health(&edge).await["transcriber"], "ok");
}

#[tokio::test]
async fn wrong_and_slow_answers_leave_a_recording_waiting() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &["TRANSCRIBER_PATIENCE:2"]).await;
    turn(&edge, true, 0).await;
    let (visitor, clerk) = (edge.visitor(), clerk(&edge));
    let times = json!([{ "start": 3.0, "end": 1.0, "text": "a" }]);
    // Only some of them count against the file.
    for (manner, is_refused) in [
        (Manner::Fails(500), false),
        (Manner::Fails(401), false),
        (Manner::Fails(422), true),
        (Manner::Babbles("<html>gateway</html>".to_owned()), false),
        (Manner::Babbles(String::new()), false),
        (Manner::Says(json!({ "text": 7 })), false),
        (Manner::Says(json!({ "text": "a", "segments": times })), true),
        (Manner::Waits, false),
    ] {
        machine.set(manner.clone());
        let given = speak(&visitor).await;
        let failed = format!(
            "SELECT COUNT(*) AS n FROM machine_transcripts CROSS JOIN attachments ON id = attachment
             WHERE failures > 0 AND refusals > 0 = {is_refused} AND participation = '{}'",
            given.reference.digits()
        );
        until(&edge, &failed).await;
        assert_eq!(file(&clerk, given.reference).await.machine, None, "{manner:?}");
        machine.set(Manner::Says(spoken()));
        strike(&edge).await;
        let draft = outcome(&edge, &clerk, given.reference).await;
        assert!(draft.draft().is_some(), "{manner:?}");
    }
}

#[tokio::test]
async fn a_recording_that_no_attempt_can_read_is_given_up() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    let clerk = clerk(&edge);
    machine.set(Manner::Fails(400));
    let given = speak(&edge.visitor()).await;
    machine.until_heard(1).await;
    // As after a machine that was away for long, which isn't the file's fault.
    edge.database().run(&["UPDATE machine_transcripts SET failures = 40"]);
    strike(&edge).await;
    let waiting = "SELECT COUNT(*) AS n FROM machine_transcripts
                   WHERE refusals >= 2 AND state = 'waiting'";
    until(&edge, waiting).await;
    edge.database().run(&["UPDATE machine_transcripts SET refusals = 4"]);
    // An attempt that was under way may have put it off again.
    let waiting = "SELECT COUNT(*) AS n FROM machine_transcripts WHERE state = 'waiting'";
    for _ in 0..60 {
        strike(&edge).await;
        if edge.database().count(waiting) == 0 {
            break;
        }
        sleep(Duration::from_millis(500)).await;
    }
    assert_eq!(outcome(&edge, &clerk, given.reference).await, Outcome::Unreadable);
    let silence = json!({ "text": "", "segments": [], "language": "english" });
    machine.set(Manner::Says(silence));
    let given = speak(&edge.visitor()).await;
    assert_eq!(outcome(&edge, &clerk, given.reference).await, Outcome::Silent);
}

#[tokio::test]
async fn a_transcript_that_a_person_writes_meanwhile_stands_alone() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    machine.set(Manner::Waits);
    let (given, clerk) = (speak(&edge.visitor()).await, clerk(&edge));
    machine.until_heard(1).await;
    let seen = file(&clerk, given.reference).await;
    let path = format!("/console/api/attachments/{}/transcript", seen.file.id);
    let written = clerk.put(&path, &json!({ "text": "The lantern is dark." })).await;
    assert_eq!(written.status(), StatusCode::NO_CONTENT);
    machine.set(Manner::Says(spoken()));
    for _ in 0..300 {
        strike(&edge).await;
        if edge.database().count("SELECT COUNT(*) AS n FROM machine_transcripts") == 0 {
            break;
        }
        sleep(Duration::from_millis(200)).await;
    }
    let seen = file(&clerk, given.reference).await;
    assert_eq!(
        (seen.machine, seen.transcript.unwrap().text.as_str()),
        (None, "The lantern is dark.")
    );
    assert_eq!(clerk.listed("q=lantern").await, [given.reference]);
    assert_eq!(clerk.listed("q=streetlamp").await, []);
}

#[tokio::test]
async fn an_edge_that_is_killed_meanwhile_gets_the_draft_later_and_once() {
    let machine = Transcriber::listen().await;
    let mut edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    machine.set(Manner::Waits);
    let given = speak(&edge.visitor()).await;
    machine.until_heard(1).await;
    edge.kill();
    machine.set(Manner::Says(spoken()));
    edge.resume().await;
    let clerk = clerk(&edge);
    assert_eq!(file(&clerk, given.reference).await.machine, None);
    strike(&edge).await;
    assert_eq!(outcome(&edge, &clerk, given.reference).await.draft().unwrap().text(), DRAFT);
    assert_eq!(clerk.listed("q=streetlamp").await, [given.reference]);
}

#[tokio::test]
async fn a_recording_that_is_queued_twice_is_sent_once() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    machine.set(Manner::Waits);
    let clerk = clerk(&edge);
    let first = speak(&edge.visitor()).await;
    machine.until_heard(1).await;
    strike(&edge).await;
    strike(&edge).await;
    // It stands in the queue behind the repetitions.
    let last = speak(&edge.visitor()).await;
    machine.set(Manner::Says(spoken()));
    for given in [first, last] {
        assert!(outcome(&edge, &clerk, given.reference).await.draft().is_some());
    }
    assert_eq!(machine.heard().len(), 2, "{}", edge.log());
}

#[tokio::test]
async fn an_outcome_of_what_waits_no_more_is_recorded_nowhere() {
    let machine = Transcriber::listen().await;
    let edge = start(&machine, &[]).await;
    turn(&edge, true, 0).await;
    let (visitor, clerk) = (edge.visitor(), clerk(&edge));
    let by_another_run = "UPDATE machine_transcripts SET state = 'heard', text = 'Another run.',
                          starts = '[0]', at = '2026-11-30T08:00:00Z' WHERE state = 'waiting'";
    let forgotten = "DELETE FROM machine_transcripts WHERE state = 'waiting'";
    for (meanwhile, text) in [(by_another_run, Some("Another run.")), (forgotten, None)] {
        machine.set(Manner::Waits);
        let heard = machine.heard().len();
        let given = speak(&visitor).await;
        machine.until_heard(heard + 1).await;
        edge.database().run(&[meanwhile]);
        // The queue takes up the next one once it is done with this.
        let next = speak(&visitor).await;
        machine.set(Manner::Says(spoken()));
        assert!(outcome(&edge, &clerk, next.reference).await.draft().is_some());
        let stands = file(&clerk, given.reference).await.machine;
        let stands = stands.and_then(|outcome| outcome.draft().map(Draft::text));
        assert_eq!(stands.as_deref(), text);
        assert!(!clerk.listed("q=streetlamp").await.contains(&given.reference), "{meanwhile}");
    }
}

#[tokio::test]
async fn with_a_scanner_a_recording_leaves_only_once_it_is_clean() {
    let machine = Transcriber::listen().await;
    let scanner = StandIn::listen(scanner::Manner::Full).await;
    let edge = start(&machine, &[&scanner.variable()]).await;
    turn(&edge, true, 0).await;
    let (visitor, clerk) = (edge.visitor(), clerk(&edge));
    let waiting = speak(&visitor).await;
    until(&edge, "SELECT COUNT(*) AS n FROM attachments WHERE scan_failures > 0").await;
    strike(&edge).await;
    // The consumer has looked at it, and put it off.
    let put_off = "SELECT COUNT(*) AS n FROM machine_transcripts
                   WHERE due_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '+40 minutes')";
    until(&edge, put_off).await;
    assert!(machine.heard().is_empty());

    scanner.set(scanner::Manner::Says("stream: Eicar FOUND\0"));
    edge.database().run(&["UPDATE attachments SET scan_due_at = ''"]);
    strike(&edge).await;
    until(&edge, "SELECT COUNT(*) AS n FROM attachments WHERE scan = 'infected'").await;
    strike(&edge).await;
    until(&edge, "SELECT COUNT(*) = 0 AS n FROM machine_transcripts").await;
    assert_eq!(file(&clerk, waiting.reference).await.machine, None);
    assert!(machine.heard().is_empty(), "an infected file never leaves");

    scanner.set(scanner::Manner::Says("stream: OK\0"));
    let given = speak(&visitor).await;
    assert!(outcome(&edge, &clerk, given.reference).await.draft().is_some());
    assert_eq!(machine.heard().len(), 1);
}
