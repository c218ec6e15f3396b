//! Laws of conversations, over random sequences of messages, outcomes and silence.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::{
    CHARACTERS_MAX, Capability, Choice, Conversation, Effect, FILES_MAX, FormChoice, Inbound,
    Incoming, KEPT_HOURS, Notes, Phrase, Refusal, SILENCE_HOURS, Spot, fixture::Scene,
};
use crate::{
    channel::capability::MediaKind,
    intake::{channel::Channel, kind::Kind},
    media::attachment::ATTACHMENTS_MAX,
    text::TEXT_MAX,
};

/// Something that happens.
#[derive(Clone, Debug)]
enum Act {
    /// A text, a file or a place, sent so many seconds ago.
    Content(Content, i64),
    /// A choice out of all that were ever offered.
    Tap(usize),
    Number(usize),
    Words(&'static str),
    /// All open effects get this outcome.
    Settle(Result<(), Refusal>),
    Wait(i64),
    /// Every message that ever came, again.
    Doubles,
    Unreadable,
}

#[derive(Clone, Copy, Debug)]
enum Content {
    Text,
    LongText,
    File(MediaKind),
    Captioned,
    Place,
}

fn content() -> impl Strategy<Value = Content> {
    prop_oneof![
        3 => Just(Content::Text),
        1 => Just(Content::LongText),
        3 => prop::sample::select(&MediaKind::ALL[..]).prop_map(Content::File),
        1 => Just(Content::Captioned),
        1 => Just(Content::Place),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let words = [
        "start again",
        "رجوع",
        "отмена",
        "我的参与",
        "tao",
        "मदद",
        "hello",
        "complaint",
        "send",
        "skip",
        "transport",
        "authority",
        "parking",
        "a fine",
        "my car",
        "2604-8317-5526",
    ];
    let results = vec![
        Ok(()),
        Ok(()),
        Err(Refusal::TooMany),
        Err(Refusal::Failed),
        Err(Refusal::UnknownEntity),
    ];
    prop_oneof![
        6 => (content(), 0..90_i64).prop_map(|(content, ago)| Act::Content(content, ago)),
        6 => (0..40_usize).prop_map(Act::Tap),
        2 => (0..12_usize).prop_map(Act::Number),
        3 => prop::sample::select(words.to_vec()).prop_map(Act::Words),
        4 => prop::sample::select(results).prop_map(Act::Settle),
        1 => prop::sample::select(vec![1, 5, 25, 60]).prop_map(Act::Wait),
        1 => Just(Act::Doubles),
        1 => Just(Act::Unreadable),
    ]
}

fn scene() -> impl Strategy<Value = Scene> {
    let channels = vec![Channel::Whatsapp, Channel::Instagram, Channel::X, Channel::Sms];
    let entity = prop::sample::select(vec![None, Some("rta"), Some("dha")]);
    (prop::sample::select(channels), entity, any::<bool>())
        .prop_map(|(channel, entity, has_team)| Scene::new(channel, entity, has_team))
}

/// Returns a message with content, and the mark by which it is found again.
fn said(scene: &mut Scene, content: Content, ago: i64) -> (Inbound, Vec<String>) {
    let mark = format!("mark{}.", scene.heard.len());
    let text = |length: usize| format!("{mark} {}", "z".repeat(length));
    let incoming = match content {
        Content::Text => Incoming::Text(text(5)),
        Content::LongText => Incoming::Text(text(3_900)),
        Content::File(kind) => scene.media(kind),
        Content::Captioned => match scene.media(MediaKind::Image) {
            Incoming::Media(mut media) => {
                media.caption = Some(text(5));
                Incoming::Media(media)
            }
            other => other,
        },
        Content::Place => Incoming::Location(Spot {
            latitude: Some(25.5),
            longitude: Some(55.5),
            address: Some(text(2)),
        }),
    };
    let marks = match &incoming {
        Incoming::Media(media) => {
            let upload = media.upload.as_str().to_owned();
            std::iter::once(upload).chain(media.caption.as_ref().map(|_| mark)).collect()
        }
        _ => vec![mark],
    };
    (scene.inbound(ago, incoming), marks)
}

/// Returns all that is somewhere, as text.
fn everything(scene: &Scene) -> String {
    let parts = [
        serde_json::to_string(&scene.conversation).unwrap(),
        serde_json::to_string(&scene.drafts).unwrap(),
        serde_json::to_string(&scene.replies).unwrap(),
    ];
    parts.concat()
}

/// Does what happens. Returns the marks of what was said and taken.
fn happen(scene: &mut Scene, act: Act) -> Vec<String> {
    match act {
        Act::Content(content, ago) => {
            scene.now += SignedDuration::from_secs(7);
            let (inbound, marks) = said(scene, content, ago);
            scene.receive(vec![inbound]);
            if scene.phrases().contains(&Phrase::Full) { vec![] } else { marks }
        }
        Act::Tap(place) => {
            if let Some(offered) = scene.offered.iter().rev().nth(place).cloned() {
                scene.send(Incoming::Choice(offered.choice.id()));
            }
            vec![]
        }
        Act::Number(number) => {
            scene.text(&number.to_string());
            vec![]
        }
        Act::Words(words) => {
            scene.text(words);
            vec![]
        }
        Act::Settle(result) => {
            scene.settle(&result);
            vec![]
        }
        Act::Wait(hours) => {
            scene.wait(hours);
            vec![]
        }
        Act::Doubles => {
            let effects =
                scene.conversation.receive_all(scene.heard.clone(), &scene.world, scene.now);
            assert!(effects.iter().all(is_repetition), "{effects:?}");
            vec![]
        }
        Act::Unreadable => {
            scene.send(Incoming::Unsupported);
            vec![]
        }
    }
}

/// Returns whether an effect comes again by itself if it has no outcome.
fn is_repetition(effect: &Effect) -> bool {
    matches!(effect, Effect::Submit(_) | Effect::HandOver(_) | Effect::Reply(_))
}

/// Returns whether what was put aside is over at a time, or all of it after two days of silence.
fn is_forgotten(scene: &Scene, now: Timestamp, mark: &str) -> bool {
    let kept = scene.conversation.kept.iter().filter(|kept| kept.until <= now);
    let is_kept = kept
        .into_iter()
        .any(|kept| serde_json::to_string(&kept.form).is_ok_and(|form| form.contains(mark)));
    let silence = SignedDuration::from_hours(SILENCE_HOURS + KEPT_HOURS);
    let is_open =
        serde_json::to_string(&scene.conversation.form).is_ok_and(|form| form.contains(mark));
    is_kept || (is_open && now >= scene.conversation.heard_at + silence)
}

/// Checks all that is sent and offered against the limits.
fn check_limits(scene: &Scene) {
    let capability = Capability::of(scene.conversation.channel).unwrap();
    for effect in &scene.effects {
        match effect {
            Effect::Offer { choices, .. } => {
                assert!(choices.len() <= capability.choices_max(), "{choices:?}");
                assert!(!choices.is_empty());
                assert!(choices.iter().all(|offered| offered.choice.id().len() <= 200));
            }
            Effect::Submit(draft) | Effect::HandOver(draft) => {
                assert!(draft.text.chars().count() <= TEXT_MAX);
                assert!(draft.attachments.len() <= ATTACHMENTS_MAX);
                assert!(!draft.text.is_empty() || !draft.attachments.is_empty());
                assert!(draft.remedy.is_none() || draft.kind == Kind::Complaint);
            }
            Effect::Reply(reply) => {
                assert!(reply.text.chars().count() <= TEXT_MAX);
                assert!(reply.attachments.len() <= ATTACHMENTS_MAX);
                assert!(!reply.text.is_empty() || !reply.attachments.is_empty());
            }
            _ => {}
        }
    }
}

/// Checks that help, cancelling and starting again lead out.
fn check_ways_out(scene: &Scene) {
    let mut helped = scene.clone();
    helped.text("help");
    assert_eq!(helped.phrase(), Phrase::Help);
    let mut cancelled = scene.clone();
    cancelled.text("cancel");
    assert!(cancelled.conversation.form.notes.is_empty());
    assert!(matches!(cancelled.phrase(), Phrase::PutAside | Phrase::NothingOpen));
    let mut again = scene.clone();
    again.text("start again");
    assert!(again.conversation.form.notes.is_empty());
    let is_kind = |effect: &Effect| match effect {
        Effect::Offer { choices, .. } => choices
            .iter()
            .any(|offered| matches!(offered.choice, Choice::Form(_, FormChoice::Kind(_)))),
        _ => false,
    };
    let is_waiting = again.conversation.sending.is_some();
    assert!(is_waiting || again.effects.last().is_some_and(is_kind), "{:?}", again.effects);
}

/// Returns the ids of the messages whose content is kept, in order.
fn kept_ids(conversation: &Conversation) -> Vec<String> {
    let ids = |notes: &Notes| {
        let texts = notes.texts.iter().chain(&notes.remedies).map(|note| note.id.clone());
        let files = notes.files.iter().map(|note| note.id.clone());
        let places = notes.places.iter().map(|note| note.id.clone());
        texts.chain(files).chain(places).collect::<Vec<_>>()
    };
    let mut all: Vec<String> = conversation.notes().flat_map(ids).collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_that_was_said_is_lost(mut scene in scene(), acts in prop::collection::vec(act(), 1..40)) {
        let mut marks: Vec<String> = Vec::new();
        for act in acts {
            let before = scene.clone();
            let new = happen(&mut scene, act.clone());
            marks.retain(|mark| !is_forgotten(&before, scene.now, mark));
            marks.extend(new);
            let all = everything(&scene);
            for mark in &marks {
                prop_assert!(all.contains(mark.as_str()), "{mark} after {act:?}");
            }
            check_limits(&scene);
        }
    }

    #[test]
    fn a_message_that_comes_twice_changes_nothing(mut scene in scene(), acts in prop::collection::vec(act(), 1..30)) {
        for act in acts {
            happen(&mut scene, act);
            let mut again = scene.conversation.clone();
            again.expire(scene.now);
            let before = again.clone();
            let effects = again.receive_all(scene.heard.clone(), &scene.world, scene.now);
            prop_assert!(effects.is_empty(), "{effects:?}");
            prop_assert_eq!(again, before);
        }
    }

    #[test]
    fn every_state_has_a_way_out(mut scene in scene(), acts in prop::collection::vec(act(), 1..30)) {
        for act in acts {
            happen(&mut scene, act);
            check_ways_out(&scene);
        }
    }

    #[test]
    fn the_order_of_a_burst_changes_nothing_that_is_kept(
        mut scene in scene(),
        acts in prop::collection::vec(act(), 0..15),
        (burst, order) in prop::collection::vec(content(), 2..6).prop_flat_map(|burst| {
            let places: Vec<usize> = (0..burst.len()).collect();
            (Just(burst), Just(places).prop_shuffle())
        }),
    ) {
        for act in acts {
            happen(&mut scene, act);
        }
        let sizes = scene.conversation.notes().map(Notes::size);
        let (characters, files) =
            sizes.fold((0, 0), |all, (characters, files)| (all.0 + characters, all.1 + files));
        prop_assume!(characters + 1_000 < CHARACTERS_MAX && files + 10 < FILES_MAX);
        scene.now += SignedDuration::from_secs(5);
        let messages: Vec<Inbound> = burst
            .into_iter()
            .enumerate()
            .map(|(place, content)| {
                // Long texts would reach the limit of a conversation, and that in some order.
                let content =
                    if matches!(content, Content::LongText) { Content::Text } else { content };
                let ago = i64::try_from(place).unwrap_or_default() % 3;
                said(&mut scene, content, ago).0
            })
            .collect();
        let kept = |inbounds: Vec<Vec<Inbound>>| {
            let mut conversation = scene.conversation.clone();
            for inbounds in inbounds {
                conversation.receive_all(inbounds, &scene.world, scene.now);
            }
            kept_ids(&conversation)
        };
        let one_by_one = kept(messages.iter().cloned().map(|message| vec![message]).collect());
        let shuffled = kept(order.iter().map(|&place| vec![messages[place].clone()]).collect());
        let together = kept(vec![messages]);
        prop_assert_eq!(&one_by_one, &shuffled);
        prop_assert_eq!(&one_by_one, &together);
    }

    #[test]
    fn a_conversation_comes_back_from_the_store(mut scene in scene(), acts in prop::collection::vec(act(), 1..30)) {
        for act in acts {
            happen(&mut scene, act);
            let json = serde_json::to_string(&scene.conversation).unwrap();
            let read: Conversation = serde_json::from_str(&json).unwrap();
            prop_assert_eq!(&read, &scene.conversation);
        }
    }

    #[test]
    fn anything_typed_and_any_choice_is_answered(texts in prop::collection::vec(any::<String>(), 1..8), id: String) {
        let mut scene = Scene::new(Channel::Whatsapp, None, true);
        for text in texts {
            scene.text(&text);
            scene.send(Incoming::Choice(id.clone()));
        }
    }
}
