//! Every phrase in every language and channel.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    assistant::Call,
    bilingual::Named,
    case::stage::Stage,
    channel::{
        Capability, Conversation, MediaKind,
        conversation::{
            CaseChoice, Choice, Command, Counts, Effect, FormChoice, Found, Inbound, Incoming,
            Label, MediaRefusal, Mine, Offered, Phrase, Receipt, Refusal, Spot, Summary, World,
        },
    },
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    reference::Reference,
    sla::calendar::Calendar,
    slug::Slug,
    wire::{Attachment, Content, Message as Said},
};
use form::Language;

use super::{Chat, Message, Options, language, message, thread};

const LONG: &str = "Department of Culture and Tourism of the Emirate, Licensing of Guides";

fn named() -> Named {
    Named {
        ar: "دائرة الثقافة والسياحة في الإمارة، قسم تراخيص المرشدين".into(), en: LONG.into()
    }
}

fn reference() -> Reference {
    Reference::draw([7; 8])
}

fn mine() -> Mine {
    Mine {
        reference: reference(),
        kind: Kind::Observation,
        entity: named(),
        stage: Stage::AwaitingCustomer,
        received_at: Timestamp::UNIX_EPOCH,
    }
}

fn summary() -> Summary {
    Summary {
        kind: Kind::Complaint,
        entity: named(),
        is_unsure: false,
        service: Some(named()),
        text: "كلمة ".repeat(3_000),
        remedy: Some("حل ".repeat(2_000)),
        counts: Counts {
            texts: 3,
            media: MediaKind::ALL.into_iter().map(|kind| (kind, 12)).collect(),
        },
        place: Some(Spot { latitude: Some(25.2), longitude: Some(55.3), address: None }),
        asks_place: true,
    }
}

fn phrases() -> Vec<Phrase> {
    let at: Timestamp = "2026-04-01T08:00:00Z".parse().unwrap();
    let receipt = Receipt {
        reference: reference(),
        suggestion: Some(reference()),
        first_response_due: at,
        link: "https://voice.example/p/1#key".into(),
    };
    let found = |stage, is_own| Found {
        case: Mine { stage, ..mine() },
        is_own,
        is_merged: stage == Stage::Declined,
        first_response_due: at,
        resolution_due: at,
        offers: vec![],
    };
    let stages = Stage::ALL.map(|stage| Phrase::Status(Box::new(found(stage, true))));
    let refusals = [
        MediaRefusal::TooLarge,
        MediaRefusal::Type,
        MediaRefusal::Empty,
        MediaRefusal::Unavailable,
    ];
    let kept = Counts { texts: 2, media: vec![(MediaKind::Voice, 1)] };
    let mut all = vec![
        Phrase::Welcome(None),
        Phrase::Welcome(Some(named())),
        Phrase::AskKind,
        Phrase::AskStory(Kind::Complaint),
        Phrase::AskEntity,
        Phrase::NoEntity,
        Phrase::EntitiesFound(0),
        Phrase::EntitiesFound(4),
        Phrase::EntityList,
        Phrase::Emergency(vec![Call::Ambulance, Call::Fire, Call::Police]),
        Phrase::AskService(named()),
        Phrase::NoService,
        Phrase::AskRemedy,
        Phrase::AskPlace,
        Phrase::Check(Box::new(summary())),
        Phrase::Check(Box::new(Summary { is_unsure: true, ..summary() })),
        Phrase::AskChange,
        Phrase::Sending,
        Phrase::Sent(receipt),
        Phrase::NotSent(Refusal::TooMany),
        Phrase::NotSent(Refusal::UnknownEntity),
        Phrase::NotSent(Refusal::MissingFiles(vec![])),
        Phrase::NotSent(Refusal::Failed),
        Phrase::RestFollows,
        Phrase::AskWhose(mine()),
        Phrase::Status(Box::new(found(Stage::InReview, false))),
        Phrase::UnknownReference,
        Phrase::NotYours,
        Phrase::AskMessage(reference()),
        Phrase::MessageAdded(reference()),
        Phrase::MessageRefused(reference()),
        Phrase::AskRating(reference()),
        Phrase::Rated,
        Phrase::AskWithdrawal(reference()),
        Phrase::Withdrawn(reference()),
        Phrase::NotPossible,
        Phrase::Failed,
        Phrase::Mine,
        Phrase::NoneMine,
        Phrase::Help,
        Phrase::PutAside,
        Phrase::NothingOpen,
        Phrase::KeptEarlier(kept),
        Phrase::AskForPerson,
        Phrase::Unsupported,
        Phrase::Full,
        Phrase::NoSuchNumber(3),
    ];
    all.extend(stages);
    all.extend(refusals.map(Phrase::MediaRefused));
    all
}

fn word(choice: Choice) -> Offered {
    Offered { choice, label: Label::Word }
}

/// Returns every choice that has a word of ours.
fn words() -> Vec<Offered> {
    let form = [
        FormChoice::Kind(Kind::Suggestion),
        FormChoice::Kind(Kind::Observation),
        FormChoice::Kind(Kind::Complaint),
        FormChoice::Unsure,
        FormChoice::Entities(0, 40),
        FormChoice::NoService,
        FormChoice::Send,
        FormChoice::Change,
        FormChoice::AskKind,
        FormChoice::AskEntity,
        FormChoice::AskService,
        FormChoice::AskRemedy,
        FormChoice::AskPlace,
        FormChoice::Check,
        FormChoice::BringBack,
        FormChoice::New,
        FormChoice::Add(reference()),
    ];
    let case = [
        CaseChoice::Open,
        CaseChoice::Thread,
        CaseChoice::Write,
        CaseChoice::AskRating,
        CaseChoice::Rate(Mood::Happy),
        CaseChoice::Rate(Mood::Neutral),
        CaseChoice::Rate(Mood::Unhappy),
        CaseChoice::AskWithdrawal,
    ];
    let form = form.into_iter().map(|choice| Choice::Form(1, choice));
    let case = case.into_iter().map(|choice| Choice::Case(reference(), choice));
    form.chain(case).chain(Command::ALL.map(Choice::Command)).map(word).collect()
}

/// Returns lists of choices of every length and kind.
fn offers(capability: &Capability) -> Vec<Vec<Offered>> {
    let words = words();
    let entity = |number: usize| {
        let slug = Slug::parse(&format!("{}-{number}", "e".repeat(60))).unwrap();
        let choice = Choice::Form(u32::MAX, FormChoice::Entity(slug));
        Offered { choice, label: Label::Name(named()) }
    };
    let service = |number: usize| {
        let [entity, service] =
            ["dewa", "electricity"].map(|name| Slug::parse(&format!("{name}-{number}")).unwrap());
        let choice = Choice::Form(u32::MAX, FormChoice::Place(entity, service));
        Offered { choice, label: Label::Service(named(), named()) }
    };
    let range = |number: usize| Offered {
        choice: Choice::Form(1, FormChoice::Entities(number * 10, 10)),
        label: Label::Range(named(), named()),
    };
    let case = |_: usize| Offered {
        choice: Choice::Case(reference(), CaseChoice::Open),
        label: Label::Case(mine()),
    };
    let most = capability.choices_max();
    let mut all = vec![vec![]];
    for count in 1..=most {
        all.push(words.iter().take(count).cloned().collect());
        all.push((0..count).map(entity).collect());
        all.push((0..count).map(service).collect());
        all.push((0..count).map(range).collect());
        all.push((0..count).map(case).collect());
    }
    all
}

/// Checks a message against what its channel can carry.
fn check(capability: &Capability, shown: &Message) {
    let length = |text: &str| capability.length(text);
    let Message { text, options } = shown;
    assert!(!text.trim().is_empty() && !text.contains(['{', '}']), "{text}");
    match options {
        Options::None => assert!(length(text) <= capability.text_max, "{text}"),
        Options::Buttons(buttons) => {
            let limit = capability.buttons.expect("the channel has buttons");
            assert!(buttons.len() <= limit.count_max && length(text) <= limit.body_max, "{text}");
            for button in buttons {
                assert!((1..=limit.title_max).contains(&length(&button.title)), "{button:?}");
                assert!(button.id.len() <= limit.id_max, "{button:?}");
            }
        }
        Options::List(button, rows) => {
            let limit = capability.list.expect("the channel has lists");
            assert!(rows.len() <= limit.rows_max && length(text) <= limit.body_max, "{text}");
            assert!((1..=limit.button_max).contains(&length(button)), "{button}");
            for row in rows {
                assert!((1..=limit.title_max).contains(&length(&row.title)), "{row:?}");
                assert!(length(&row.description) <= limit.description_max, "{row:?}");
                assert!(row.id.len() <= limit.id_max, "{row:?}");
            }
        }
    }
}

fn each(mut test: impl FnMut(Chat<'_>)) {
    let calendar = Calendar::federal(2026..=2026);
    for capability in Channel::ALL.into_iter().filter_map(Capability::of) {
        for language in Language::ALL {
            test(Chat { language, capability: &capability, calendar: &calendar });
        }
    }
}

#[test]
fn every_phrase_is_said_in_every_language_and_channel_within_its_limits() {
    each(|chat| {
        let offers = offers(chat.capability);
        for phrase in phrases() {
            check(chat.capability, &message(chat, &phrase, &[]));
        }
        for offered in &offers {
            for phrase in [Phrase::Check(Box::new(summary())), Phrase::Help, Phrase::AskEntity] {
                let shown = message(chat, &phrase, offered);
                check(chat.capability, &shown);
                let ids: Vec<String> = match &shown.options {
                    Options::None => continue,
                    Options::Buttons(buttons) => {
                        buttons.iter().map(|button| button.id.clone()).collect()
                    }
                    Options::List(_, rows) => rows.iter().map(|row| row.id.clone()).collect(),
                };
                let own: Vec<String> = offered.iter().map(|offered| offered.choice.id()).collect();
                assert_eq!(ids, own, "each choice is there, in its order");
            }
        }
    });
}

#[test]
fn each_phrase_is_a_sentence_of_its_own() {
    each(|chat| {
        let told: Vec<Phrase> = phrases()
            .into_iter()
            .filter(|phrase| !matches!(phrase, Phrase::EntityList | Phrase::EntitiesFound(0)))
            .collect();
        let texts: BTreeSet<String> =
            told.iter().map(|phrase| message(chat, phrase, &[]).text).collect();
        assert!(texts.len() + 1 >= told.len(), "{:?}: {texts:?}", chat.language);
    });
}

#[test]
fn no_word_of_ours_is_cut_on_a_button_or_in_a_row() {
    let calendar = Calendar::federal(2026..=2026);
    let capability = Capability::of(Channel::Whatsapp).unwrap();
    for language in Language::ALL {
        let chat = Chat { language, capability: &capability, calendar: &calendar };
        for offered in words() {
            let shown = message(chat, &Phrase::Help, std::slice::from_ref(&offered));
            match shown.options {
                Options::Buttons(buttons) => {
                    assert!(!buttons[0].title.contains('…'), "{language:?} {buttons:?}");
                }
                Options::List(_, rows) => {
                    assert!(!rows[0].title.contains('…'), "{language:?} {rows:?}");
                }
                Options::None => panic!("WhatsApp has buttons"),
            }
        }
        for kind in Kind::ALL {
            let kind = word(Choice::Form(1, FormChoice::Kind(kind)));
            let shown = message(chat, &Phrase::AskKind, &[kind]);
            assert!(matches!(shown.options, Options::Buttons(_)), "{language:?} {shown:?}");
        }
    }
}

#[test]
fn choices_are_numbered_where_there_are_no_buttons() {
    let calendar = Calendar::federal(2026..=2026);
    let capability = Capability::of(Channel::Sms).unwrap();
    let chat = Chat { language: Language::En, capability: &capability, calendar: &calendar };
    let kinds = Kind::ALL.map(|kind| word(Choice::Form(1, FormChoice::Kind(kind))));
    let text = message(chat, &Phrase::AskKind, &kinds).text;
    assert!(text.contains("1. Suggestion\n2. Observation\n3. Complaint\n"), "{text}");
    let sent = phrases().into_iter().find(|phrase| matches!(phrase, Phrase::Sent(_))).unwrap();
    assert!(!message(chat, &sent, &[]).text.contains("://"), "a text message has no link");
}

#[test]
fn a_time_is_in_words_of_the_reader() {
    let calendar = Calendar::federal(2026..=2026);
    let capability = Capability::of(Channel::Whatsapp).unwrap();
    let sent = phrases().into_iter().find(|phrase| matches!(phrase, Phrase::Sent(_))).unwrap();
    let text = |language| {
        message(Chat { language, capability: &capability, calendar: &calendar }, &sent, &[]).text
    };
    assert!(text(Language::Ar).contains("1 أبريل 2026، 12:00"), "{}", text(Language::Ar));
    assert!(text(Language::Zh).contains("2026年4月1日 12:00"), "{}", text(Language::Zh));
    assert!(text(Language::En).contains("https://voice.example/p/1#key"));
}

/// Checks that a command or a kind, read in any language and typed instead of tapped, is
/// understood.
#[test]
fn the_words_that_are_shown_are_understood_when_typed() {
    let calendar = Calendar::federal(2026..=2026);
    let capability = Capability::of(Channel::Sms).unwrap();
    let now = Timestamp::UNIX_EPOCH;
    let effects = |spoken: domain::language::Language, typed: &str| {
        let entity = Slug::parse("rta").ok();
        let mut conversation = Conversation::new(Channel::Sms, entity, spoken, now);
        let incoming = Incoming::Text(typed.to_owned());
        let inbound = Inbound { id: "1".into(), at: now, incoming };
        conversation.receive(inbound, &World::default(), now)
    };
    for spoken in domain::language::Language::ALL {
        let chat =
            Chat { language: language(spoken), capability: &capability, calendar: &calendar };
        let title = |choice: Choice| super::label::label(chat, &word(choice)).title;
        for command in Command::ALL {
            let label = title(Choice::Command(command));
            let said = effects(spoken, &label);
            let is_kept = said
                .iter()
                .any(|effect| matches!(effect, Effect::Offer { phrase: Phrase::AskKind, .. }));
            assert!(!is_kept, "{spoken:?}: {command:?} is {label}, and was taken for content");
        }
        for kind in Kind::ALL {
            let label = title(Choice::Form(1, FormChoice::Kind(kind)));
            let said = effects(spoken, &label);
            let asks = |effect: &Effect| match effect {
                Effect::Say(Phrase::AskStory(asked))
                | Effect::Offer { phrase: Phrase::AskStory(asked), .. } => *asked == kind,
                _ => false,
            };
            assert!(said.iter().any(asks), "{spoken:?}: {kind:?} is {label}: {said:?}");
        }
    }
}

#[test]
fn each_language_of_a_conversation_has_words() {
    let all: BTreeSet<&str> =
        domain::language::Language::ALL.into_iter().map(|spoken| language(spoken).tag()).collect();
    assert_eq!(all, Language::ALL.into_iter().map(Language::tag).collect());
}

#[test]
fn a_thread_is_whole_and_within_the_limits() {
    let file = Attachment {
        id: "a".into(),
        name: "voice.ogg".into(),
        media_type: "audio/ogg".into(),
        size: 7,
        url: "https://voice.example/a/1?signature=x".into(),
        marks: vec![],
        scan: None,
    };
    let said = |from: &str, text: String| Said {
        id: "m".into(),
        at: Timestamp::UNIX_EPOCH,
        from: from.into(),
        text,
        attachments: vec![file.clone()],
    };
    let content = Content {
        text: "first".into(),
        service: None,
        suggestion: None,
        channel: Channel::Whatsapp,
        unclassified: false,
        language: "en".into(),
        mood: None,
        page: None,
        elapsed_ms: None,
        contact: None,
        place: None,
        attachments: vec![],
        messages: vec![said("entity", "word ".repeat(2_000)), said("customer", "last".into())],
        rating: None,
        planned_by: None,
        implemented_on: None,
        lessons: Vec::new(),
    };
    each(|chat| {
        let texts = thread(chat, &content, &named(), Timestamp::UNIX_EPOCH);
        assert!(texts.iter().all(|text| chat.capability.length(text) <= chat.capability.text_max));
        let whole = texts.join(" ");
        assert_eq!(whole.matches("word").count(), 2_000);
        assert!(whole.contains("first") && whole.contains("last") && whole.contains("voice.ogg"));
        assert_eq!(whole.contains("://"), chat.capability.has_links);
    });
}
