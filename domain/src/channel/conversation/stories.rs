//! Conversations as people have them.

use jiff::Timestamp;

use super::{
    CaseChoice, Choice, Command, Effect, FormChoice, Inbound, Incoming, Phrase, Refusal, Spot,
    fixture::{ADVISED, Scene, mine, receipt, slug},
};
use crate::{
    assistant::Call,
    case::stage::Stage,
    channel::capability::MediaKind,
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    language::Language,
    notice::NoticeKind,
    reference::Reference,
};

fn whatsapp() -> Scene {
    Scene::new(Channel::Whatsapp, Some("rta"), true)
}

fn is_form(choice: FormChoice) -> impl Fn(&Choice) -> bool {
    move |offered| matches!(offered, Choice::Form(_, offered) if *offered == choice)
}

fn is_case(choice: CaseChoice) -> impl Fn(&Choice) -> bool {
    move |offered| matches!(offered, Choice::Case(_, offered) if *offered == choice)
}

#[test]
fn a_voice_note_alone_is_a_complaint_after_two_taps() {
    for (entity, to) in [(Some("rta"), "rta"), (None, "sawtak")] {
        let mut scene = Scene::new(Channel::Whatsapp, entity, true);
        scene
            .voice()
            .tap(is_form(FormChoice::Kind(Kind::Complaint)))
            .tap(is_form(FormChoice::Send))
            .settle(&Ok(()));
        assert!(matches!(scene.phrase(), Phrase::Sent(_)));
        let [draft] = scene.drafts.as_slice() else { panic!("{:?}", scene.drafts) };
        assert_eq!((draft.kind, draft.attachments.len()), (Kind::Complaint, 1));
        assert_eq!((&draft.entity, draft.text.as_str()), (&slug(to), ""));
    }
}

#[test]
fn a_plain_text_finds_its_place_and_is_sent_after_two_taps() {
    let mut scene = Scene::new(Channel::Whatsapp, None, true);
    scene.text("I got a fine twice").tap(is_form(FormChoice::Kind(Kind::Complaint)));
    let Phrase::Check(summary) = scene.phrase() else { panic!("{:?}", scene.phrase()) };
    assert_eq!(summary.service.unwrap().en, "Fines");
    scene.tap(is_form(FormChoice::Send)).settle(&Ok(()));
    let draft = &scene.drafts[0];
    assert_eq!((&draft.entity, draft.service.as_ref()), (&slug("rta"), Some(&slug("fines"))));
}

#[test]
fn a_place_that_is_taken_can_be_changed_and_is_not_taken_again() {
    let mut scene = Scene::new(Channel::Whatsapp, None, true);
    scene
        .text("I got a fine twice")
        .tap(is_form(FormChoice::Kind(Kind::Complaint)))
        .tap(is_form(FormChoice::Change))
        .tap(is_form(FormChoice::AskEntity))
        .text("health")
        .text("and a second fine");
    let Phrase::Check(summary) = scene.phrase() else { panic!("{:?}", scene.phrase()) };
    assert_eq!((summary.entity.en.as_str(), summary.service), ("Health Authority", None));
}

#[test]
fn likely_places_are_offered_before_the_list() {
    let mut scene = Scene::new(Channel::Whatsapp, None, true);
    scene.text("They towed my car");
    let advised = ADVISED.get();
    scene.tap(is_form(FormChoice::Kind(Kind::Observation)));
    assert_eq!(scene.phrase(), Phrase::AskEntity);
    assert_eq!(ADVISED.get(), advised + 1, "the assistant is asked once");
    let place = |service| FormChoice::Place(slug("rta"), slug(service));
    let services: Vec<_> = scene.offered.iter().map(|offered| offered.choice.clone()).collect();
    let is_offered = |service| services.iter().any(is_form(place(service)));
    assert!(is_offered("roads") && is_offered("fines"));
    scene.tap(is_form(place("roads"))).tap(is_form(FormChoice::Send)).settle(&Ok(()));
    assert_eq!(scene.drafts[0].service, Some(slug("roads")));
    // The number of an entity is that of no other.
    let mut scene = Scene::new(Channel::Whatsapp, Some("dha"), true);
    scene
        .text("I got a fine twice")
        .tap(is_form(FormChoice::Kind(Kind::Complaint)))
        .tap(is_form(FormChoice::Send))
        .settle(&Ok(()));
    assert_eq!((&scene.drafts[0].entity, &scene.drafts[0].service), (&slug("dha"), &None));
}

#[test]
fn whoever_is_in_danger_reads_the_numbers_first_and_loses_no_word() {
    let mut scene = whatsapp();
    scene.text("The kitchen is on fire, my mother is inside");
    let phrases = scene.phrases();
    let [Phrase::Emergency(calls), Phrase::AskKind] = &phrases[..] else { panic!("{phrases:?}") };
    assert_eq!(calls[0], Call::Fire);
    scene.tap(is_form(FormChoice::Kind(Kind::Complaint)));
    let Phrase::Check(summary) = scene.phrase() else { panic!("{:?}", scene.phrase()) };
    assert!(summary.text.contains("on fire"));
}

#[test]
fn danger_is_heard_in_a_caption_and_beside_a_reference_number() {
    let mut scene = whatsapp();
    let Incoming::Media(mut media) = scene.media(MediaKind::Image) else { panic!("no picture") };
    media.caption = Some("The kitchen is on fire".into());
    scene.send(Incoming::Media(media));
    assert!(matches!(&scene.phrases()[..], [Phrase::Emergency(_), Phrase::AskKind]));
    let mut scene = whatsapp();
    let reference = Reference::draw([5; 8]);
    scene.text(&format!("The house is on fire: {reference}"));
    assert!(matches!(&scene.phrases()[..], [Phrase::Emergency(_), ..]), "{:?}", scene.phrases());
    assert!(scene.effects.contains(&Effect::LookUp(reference)), "{:?}", scene.effects);
}

#[test]
fn who_asks_about_a_participation_sees_their_own() {
    let mut scene = whatsapp();
    scene.text("What happened to my complaint?");
    assert_eq!(scene.phrase(), Phrase::AskKind);
    let mut scene = whatsapp();
    scene.world.mine = vec![mine(Reference::draw([5; 8]), Stage::InReview)];
    scene.text("What happened to my complaint?");
    assert_eq!(scene.phrases(), [Phrase::Mine]);
    assert!(scene.conversation.form.notes.is_empty());
    scene.tap(is_case(CaseChoice::Open)).settle(&Ok(()));
    assert!(matches!(scene.phrase(), Phrase::Status(_)));
}

#[test]
fn what_its_author_deletes_is_not_sent() {
    let mut scene = Scene::new(Channel::Instagram, Some("rta"), false);
    scene.text("My number is 050 123 4567").text("The bus was an hour late");
    let deleted = scene.heard[0].id.clone();
    scene.conversation.forget(&[deleted]);
    scene.text("3").text("1").settle(&Ok(()));
    assert_eq!(scene.drafts[0].text, "The bus was an hour late");
}

#[test]
fn numbers_are_enough_where_there_are_no_buttons() {
    let mut scene = Scene::new(Channel::Sms, None, false);
    scene.text("The bus was an hour late").text("3").text("transport").text("1").settle(&Ok(()));
    assert_eq!(scene.drafts.len(), 1);
    assert_eq!(scene.drafts[0].kind, Kind::Complaint);
    assert_eq!(scene.drafts[0].entity, slug("rta"));
    assert_eq!(scene.drafts[0].text, "The bus was an hour late");
    scene.text("7");
    assert!(scene.phrases().iter().all(|phrase| !matches!(phrase, Phrase::Sent(_))));
}

#[test]
fn everything_optional_is_found_from_the_check() {
    let mut scene = whatsapp();
    scene.text("شكوى").text("الجهاز أخذ بطاقتي");
    let check = |scene: &Scene| match scene.phrase() {
        Phrase::Check(summary) => *summary,
        other => panic!("{other:?}"),
    };
    assert_eq!(check(&scene).kind, Kind::Complaint);
    scene.tap(is_form(FormChoice::Change)).tap(is_form(FormChoice::AskService));
    scene.tap(is_form(FormChoice::Service(slug("parking"))));
    scene.tap(is_form(FormChoice::Service(slug("fines"))));
    assert!(check(&scene).service.is_some());
    scene.tap(is_form(FormChoice::Change)).tap(is_form(FormChoice::AskRemedy));
    scene.text("ضعوا كاميرا").tap(is_form(FormChoice::Check));
    scene.send(Incoming::Location(Spot {
        latitude: Some(25.2),
        longitude: Some(55.3),
        address: None,
    }));
    scene.tap(is_form(FormChoice::Send)).settle(&Ok(()));
    let draft = &scene.drafts[0];
    assert_eq!(draft.service, Some(slug("fines")));
    assert_eq!(draft.remedy.as_deref(), Some("ضعوا كاميرا"));
    assert!(draft.place.is_some());
    assert_eq!((draft.text.as_str(), draft.language), ("الجهاز أخذ بطاقتي", Language::Arabic));
}

#[test]
fn what_was_sent_before_a_question_is_no_answer_to_it() {
    let mut scene = Scene::new(Channel::Whatsapp, None, false);
    scene.text("Something is broken here").tap(is_form(FormChoice::Kind(Kind::Observation)));
    assert_eq!(scene.phrase(), Phrase::AskEntity);
    let late = scene.inbound(30, Incoming::Text("health".into()));
    scene.receive(vec![late]);
    assert_eq!(scene.phrase(), Phrase::AskEntity);
    assert_eq!(scene.conversation.form.notes.lines(), ["health", "Something is broken here"]);
    scene.text("health");
    assert!(matches!(scene.phrase(), Phrase::Check(_)));
}

#[test]
fn what_was_said_before_sending_and_comes_after_it_follows() {
    let mut scene = whatsapp();
    scene.voice().tap(is_form(FormChoice::Kind(Kind::Complaint)));
    let picture = scene.media(MediaKind::Image);
    let late = scene.inbound(0, picture);
    scene.tap(is_form(FormChoice::Send)).settle(&Ok(()));
    scene.receive(vec![late]);
    assert!(matches!(&scene.effects[..], [Effect::Reply(_)]), "{:?}", scene.effects);
    scene.settle(&Ok(()));
    assert_eq!((scene.drafts.len(), scene.replies.len()), (1, 1));
}

#[test]
fn more_files_than_fit_follow_as_messages() {
    let mut scene = whatsapp();
    for _ in 0..7 {
        scene.voice();
    }
    scene.tap(is_form(FormChoice::Kind(Kind::Complaint))).tap(is_form(FormChoice::Send));
    scene.settle(&Ok(())).settle(&Ok(()));
    assert_eq!(scene.drafts[0].attachments.len(), 5);
    assert_eq!(scene.replies[0].attachments.len(), 2);
}

#[test]
fn silence_ends_it_and_what_was_said_is_offered_for_a_day() {
    let mut scene = whatsapp();
    scene.text("The machine kept my card").wait(25).text("hello");
    assert!(matches!(scene.phrase(), Phrase::KeptEarlier(_)));
    scene.tap(is_form(FormChoice::BringBack));
    assert_eq!(scene.conversation.form.notes.lines(), ["The machine kept my card"]);
    scene.wait(25).wait(25).text("hello");
    assert!(matches!(scene.phrase(), Phrase::Welcome(Some(_))));
    assert!(scene.conversation.uploads().is_empty());
}

#[test]
fn a_failure_of_ours_is_tried_again_with_the_same_key() {
    let mut scene = whatsapp();
    scene.voice().tap(is_form(FormChoice::Kind(Kind::Complaint))).tap(is_form(FormChoice::Send));
    scene.settle(&Err(Refusal::Failed));
    assert_eq!(scene.phrase(), Phrase::NotSent(Refusal::Failed));
    let wakes_at = scene.conversation.wakes_at();
    assert!(wakes_at.is_some_and(|at| at > scene.now));
    scene.wait(1).settle(&Ok(()));
    assert_eq!(scene.drafts.len(), 1);
    let key = scene.drafts[0].key.clone();
    let world = scene.world.clone();
    let again = scene.conversation.submitted(&key, Ok(receipt(&key)), &world, scene.now);
    assert_eq!(again, []);
}

#[test]
fn a_refused_submission_is_kept_and_can_be_sent_again() {
    let mut scene = whatsapp();
    scene.voice().tap(is_form(FormChoice::Kind(Kind::Complaint))).tap(is_form(FormChoice::Send));
    scene.settle(&Err(Refusal::TooMany));
    assert!(matches!(scene.phrase(), Phrase::Check(_)), "{:?}", scene.phrases());
    scene.tap(is_form(FormChoice::Send)).settle(&Ok(()));
    assert_eq!(scene.drafts.len(), 1);
}

#[test]
fn a_person_is_asked_for_nothing_but_what_it_is_about() {
    let mut scene = whatsapp();
    scene.text("موظف");
    assert_eq!(scene.phrase(), Phrase::AskForPerson);
    scene.text("أريد معرفة موعد فتح المكتب");
    assert!(matches!(scene.effects.last(), Some(Effect::HandOver(_))), "{:?}", scene.effects);
    scene.settle(&Ok(())).text("والسبت أيضًا؟").settle(&Ok(()));
    assert_eq!((scene.drafts[0].kind, scene.replies.len()), (Kind::Observation, 1));
}

#[test]
fn a_question_of_the_entity_is_answered_by_writing() {
    let reference = Reference::draw([3; 8]);
    let mut scene = whatsapp();
    scene.world.mine = vec![mine(reference, Stage::AwaitingCustomer)];
    scene.text("It was gate 4, on the left");
    assert!(matches!(scene.phrase(), Phrase::AskWhose(_)));
    scene.tap(is_form(FormChoice::Add(reference))).settle(&Ok(()));
    assert_eq!(scene.replies[0].text, "It was gate 4, on the left");
    assert_eq!(scene.phrase(), Phrase::MessageAdded(reference));
    scene.text("2");
    assert!(matches!(&scene.effects[..], [Effect::Reply(reply)] if reply.text == "2"));
}

#[test]
fn a_participation_is_followed_rated_and_withdrawn() {
    let reference = Reference::draw([3; 8]);
    let mut scene = whatsapp();
    scene.world.mine = vec![mine(reference, Stage::Answered)];
    scene.text(&reference.to_string());
    assert_eq!(scene.effects, [Effect::LookUp(reference)]);
    scene.settle(&Ok(())).tap(is_case(CaseChoice::Thread));
    assert_eq!(scene.effects, [Effect::ShowThread(reference)]);
    scene.text("my complaints").tap(is_case(CaseChoice::Open)).settle(&Ok(()));
    scene.tap(is_case(CaseChoice::AskRating)).tap(is_case(CaseChoice::Rate(Mood::Unhappy)));
    assert!(matches!(&scene.effects[..], [Effect::Rate { mood: Mood::Unhappy, .. }]));
    scene.settle(&Ok(()));
    assert_eq!(scene.phrase(), Phrase::Rated);
    scene.text(&reference.to_string()).settle(&Ok(())).tap(is_case(CaseChoice::AskWithdrawal));
    assert_eq!(scene.phrase(), Phrase::AskWithdrawal(reference));
    scene.tap(is_case(CaseChoice::Withdraw)).settle(&Ok(()));
    assert_eq!(scene.phrase(), Phrase::Withdrawn(reference));
}

#[test]
fn a_participation_of_somebody_else_is_not_written_to() {
    let reference = Reference::draw([9; 8]);
    let mut scene = whatsapp();
    for choice in [CaseChoice::Thread, CaseChoice::Write, CaseChoice::Withdraw] {
        scene.send(Incoming::Choice(Choice::Case(reference, choice).id()));
        assert_eq!(scene.phrase(), Phrase::NotYours);
    }
}

#[test]
fn a_reply_that_is_refused_is_kept_as_something_new() {
    let reference = Reference::draw([3; 8]);
    let mut scene = whatsapp();
    scene.world.mine = vec![mine(reference, Stage::Closed)];
    scene.send(Incoming::Choice(Choice::Case(reference, CaseChoice::Write).id()));
    scene.text("It broke again").settle(&Err(Refusal::TooMany));
    assert!(scene.phrases().contains(&Phrase::MessageRefused(reference)));
    assert_eq!(scene.conversation.form.notes.lines(), ["It broke again"]);
    assert_eq!(scene.phrase(), Phrase::AskKind);
}

#[test]
fn messages_of_a_burst_get_one_answer() {
    let mut scene = whatsapp();
    scene.text("complaint");
    let burst: Vec<Inbound> = (0..5)
        .map(|ago| {
            let picture = scene.media(MediaKind::Image);
            scene.inbound(ago, picture)
        })
        .collect();
    scene.receive(burst);
    assert!(matches!(&scene.effects[..], [Effect::Offer { phrase: Phrase::Check(_), .. }]));
}

#[test]
fn old_buttons_change_nothing_new() {
    let mut scene = whatsapp();
    scene.voice().tap(is_form(FormChoice::Kind(Kind::Complaint)));
    let send =
        scene.offered.iter().rev().find(|offered| is_form(FormChoice::Send)(&offered.choice));
    let send = send.unwrap().choice.id();
    scene.tap(|choice| *choice == Choice::Command(Command::Cancel));
    scene.send(Incoming::Choice(send));
    assert_eq!(scene.open, []);
    scene.tap(is_form(FormChoice::BringBack));
    assert!(matches!(scene.phrase(), Phrase::Check(_)));
}

#[test]
fn what_is_being_sent_is_not_replaced_by_what_is_said_meanwhile() {
    let mut scene = whatsapp();
    scene.text("tao").text("first").text("complaint").text("second").text("send");
    assert_eq!(scene.phrase(), Phrase::Sending);
    scene.settle(&Ok(()));
    assert_eq!(scene.drafts[0].text, "first");
    scene.settle(&Ok(()));
    assert_eq!(scene.replies[0].text, "second");
}

#[test]
fn a_notice_offers_what_can_be_done_about_it() {
    let reference = Reference::draw([3; 8]);
    let mut scene = Scene::new(Channel::Sms, Some("rta"), true);
    scene.world.mine = vec![mine(reference, Stage::Answered)];
    let now = scene.now;
    let offered = scene.conversation.notified(NoticeKind::Answered, reference, now);
    let choices: Vec<Choice> = offered.into_iter().map(|offered| offered.choice).collect();
    let case = |choice| Choice::Case(reference, choice);
    assert_eq!(choices, [case(CaseChoice::Thread), case(CaseChoice::AskRating)]);
    scene.text("1");
    assert_eq!(scene.effects, [Effect::ShowThread(reference)]);
    // Numbers belong to the question that is open.
    scene.text("It is broken again");
    assert!(scene.conversation.notified(NoticeKind::Answered, reference, now).is_empty());
    for kind in NoticeKind::ALL {
        let offered = whatsapp().conversation.notified(kind, reference, now);
        assert!(offered.len() <= 3, "{kind:?}");
    }
}

#[test]
fn a_conversation_is_over_when_nothing_is_left() {
    let mut scene = whatsapp();
    scene.text("hello").text("cancel");
    assert!(!scene.conversation.is_over(scene.now));
    scene.wait(25);
    assert!(scene.conversation.is_over(scene.now));
    let mut open = whatsapp();
    open.voice().wait(25);
    assert!(!open.conversation.is_over(open.now));
    open.wait(25);
    assert!(open.conversation.is_over(open.now));
    assert!(open.conversation.heard_at() < Timestamp::MAX);
}
