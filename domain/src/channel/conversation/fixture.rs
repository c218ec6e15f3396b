//! A person and an edge for tests: messages with times, and effects that are carried out.

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};

use super::{
    Choice, Conversation, Deed, Draft, Effect, Found, Inbound, Incoming, Listed, LookUp, Media,
    Mine, Offered, Outcome, Phrase, Receipt, Refusal, Reply, World,
};
use crate::{
    assistant::{Answer, Directory, Intent, Message, Proposal},
    bilingual::Named,
    case::{life_cycle::Verb, stage::Stage},
    channel::capability::MediaKind,
    intake::{channel::Channel, kind::Kind},
    language::Language,
    media::upload::UploadId,
    reference::Reference,
    slug::Slug,
};

pub(super) fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn listed(id: &str, en: &str, services: Vec<Listed>) -> Listed {
    let name = Named { ar: format!("ال{en}"), en: en.into() };
    Listed { id: slug(id), name, services, asks_place: id == "roads" }
}

thread_local! {
    /// Number of times that the assistant was asked for places.
    pub(super) static ADVISED: Cell<usize> = const { Cell::new(0) };
}

/// Assistant that is sure of fines, and thinks that a car is likely about roads or fines.
fn advise(message: &Message<'_>, world: &World) -> Option<Answer> {
    ADVISED.set(ADVISED.get() + 1);
    let place = |service: &str, probability| Proposal {
        entity: "rta".into(),
        service: Some(service.into()),
        probability,
    };
    let proposals = if message.text.contains("fine") {
        vec![place("fines", 0.9)]
    } else if message.text.contains("car") {
        vec![place("roads", 0.4), place("fines", 0.3)]
    } else {
        return None;
    };
    assert!(world.has_service("rta", "fines"));
    let is_sure = proposals.len() == 1;
    let language = Language::English;
    Some(Answer { proposals, is_sure, ..Answer::plain(Intent::Report, language) })
}

/// Returns a world of some forty entities, of which one has services at two levels.
pub(super) fn world(has_team: bool) -> World {
    let services = vec![
        listed("parking", "Parking", vec![listed("fines", "Fines", vec![])]),
        listed("roads", "Roads", vec![]),
    ];
    let mut entities = vec![
        listed("rta", "Transport Authority", services),
        listed("dha", "Health Authority", vec![]),
        listed("sawtak", "Sawtak", vec![]),
    ];
    entities.extend((0..40).map(|number| {
        listed(&format!("office-{number}"), &format!("Office number{number}x"), vec![])
    }));
    let unsure = has_team.then(|| slug("sawtak"));
    World { entities, mine: vec![], unsure, advisor: Some(advise) }
}

pub(super) fn mine(reference: Reference, stage: Stage) -> Mine {
    let entity = Named { ar: "هيئة".into(), en: "Transport Authority".into() };
    Mine { reference, kind: Kind::Complaint, entity, stage, received_at: Timestamp::UNIX_EPOCH }
}

/// Conversation with all that was done for it.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) conversation: Conversation,
    pub(super) world: World,
    pub(super) now: Timestamp,
    /// Effects of the last call.
    pub(super) effects: Vec<Effect>,
    /// Every choice that was ever offered.
    pub(super) offered: Vec<Offered>,
    /// Effects without an outcome, each once.
    pub(super) open: Vec<Effect>,
    pub(super) drafts: Vec<Draft>,
    pub(super) replies: Vec<Reply>,
    pub(super) heard: Vec<Inbound>,
    number: u8,
}

impl Scene {
    pub(super) fn new(channel: Channel, entity: Option<&str>, has_team: bool) -> Self {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let entity = entity.map(slug);
        Self {
            conversation: Conversation::new(channel, entity, Language::Arabic, now),
            world: world(has_team),
            now,
            effects: vec![],
            offered: vec![],
            open: vec![],
            drafts: vec![],
            replies: vec![],
            heard: vec![],
            number: 0,
        }
    }

    /// Returns a message sent some seconds ago.
    pub(super) fn inbound(&mut self, ago: i64, incoming: Incoming) -> Inbound {
        self.number += 1;
        let at = self.now - SignedDuration::from_secs(ago);
        Inbound { id: format!("m{}", self.number), at, incoming }
    }

    pub(super) fn media(&mut self, kind: MediaKind) -> Incoming {
        let upload = UploadId::draw([self.number.wrapping_add(100); 16]);
        Incoming::Media(Media { upload, kind, caption: None })
    }

    pub(super) fn receive(&mut self, inbounds: Vec<Inbound>) {
        self.heard.extend(inbounds.iter().cloned());
        let effects = self.conversation.receive_all(inbounds, &self.world, self.now);
        self.take(effects);
    }

    /// Ten seconds later, the person sends something.
    pub(super) fn send(&mut self, incoming: Incoming) -> &mut Self {
        self.now += SignedDuration::from_secs(10);
        let inbound = self.inbound(0, incoming);
        self.receive(vec![inbound]);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.send(Incoming::Text(text.into()))
    }

    pub(super) fn voice(&mut self) -> &mut Self {
        let media = self.media(MediaKind::Voice);
        self.send(media)
    }

    /// Taps the choice of the last offer that a test picks.
    pub(super) fn tap(&mut self, pick: impl Fn(&Choice) -> bool) -> &mut Self {
        let offers = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Offer { choices, .. } => Some(choices.clone()),
            _ => None,
        });
        let choices = offers.expect("there is an offer");
        let picked = choices.iter().find(|offered| pick(&offered.choice)).expect("it is offered");
        self.send(Incoming::Choice(picked.choice.id()))
    }

    pub(super) fn wait(&mut self, hours: i64) -> &mut Self {
        self.now += SignedDuration::from_hours(hours);
        let effects = self.conversation.expire(self.now);
        self.take(effects);
        self
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in &effects {
            match effect {
                Effect::Offer { choices, .. } => self.offered.extend(choices.clone()),
                Effect::Say(_) => {}
                other if !self.open.contains(other) => self.open.push(other.clone()),
                _ => {}
            }
        }
        self.effects = effects;
    }

    /// Carries out what is open, with one outcome for all.
    pub(super) fn settle(&mut self, result: &Result<(), Refusal>) -> &mut Self {
        let mut all = Vec::new();
        for effect in std::mem::take(&mut self.open) {
            let effects = self.carry_out(effect, result);
            self.take(effects);
            all.append(&mut self.effects);
        }
        self.effects = all;
        self
    }

    fn carry_out(&mut self, effect: Effect, result: &Result<(), Refusal>) -> Vec<Effect> {
        let (world, now) = (self.world.clone(), self.now);
        let outcome = match result {
            Ok(()) => Outcome::Done,
            Err(Refusal::Failed) => Outcome::Failed,
            Err(_) => Outcome::Refused,
        };
        match effect {
            Effect::Submit(draft) | Effect::HandOver(draft) => {
                let key = draft.key.clone();
                let is_known = self.drafts.iter().any(|other| other.key == key);
                let result = result.clone().map(|()| receipt(&key));
                if result.is_ok() && !is_known {
                    self.drafts.push(draft);
                }
                self.conversation.submitted(&key, result, &world, now)
            }
            Effect::Reply(reply) => {
                let (id, reference) = (reply.id.clone(), reply.reference);
                let is_known = self.replies.iter().any(|other| other.id == id);
                if result.is_ok() && !is_known {
                    self.replies.push(reply);
                }
                self.conversation.done(Deed::Reply, &id, reference, outcome, &world, now)
            }
            Effect::Rate { id, reference, .. } => {
                self.conversation.done(Deed::Rate, &id, reference, outcome, &world, now)
            }
            Effect::Withdraw { id, reference } => {
                self.conversation.done(Deed::Withdraw, &id, reference, outcome, &world, now)
            }
            Effect::LookUp(reference) => {
                let case = mine(reference, Stage::InReview);
                let found = Found {
                    case,
                    is_own: true,
                    is_merged: false,
                    first_response_due: now,
                    resolution_due: now,
                    offers: vec![Verb::Write, Verb::Rate, Verb::Withdraw],
                };
                self.conversation.found(LookUp::Found(Box::new(found)), now)
            }
            Effect::Say(_) | Effect::Offer { .. } | Effect::ShowThread(_) => Vec::new(),
        }
    }

    /// Returns the phrases of the last call.
    pub(super) fn phrases(&self) -> Vec<Phrase> {
        let phrase = |effect: &Effect| match effect {
            Effect::Say(phrase) | Effect::Offer { phrase, .. } => Some(phrase.clone()),
            _ => None,
        };
        self.effects.iter().filter_map(phrase).collect()
    }

    /// Returns the last phrase of the last call.
    pub(super) fn phrase(&self) -> Phrase {
        self.phrases().pop().expect("something was said")
    }
}

pub(super) fn receipt(key: &str) -> Receipt {
    let mut entropy = [0; 8];
    for (place, byte) in key.bytes().enumerate() {
        entropy[place % 8] ^= byte;
    }
    Receipt {
        reference: Reference::draw(entropy),
        suggestion: None,
        first_response_due: Timestamp::UNIX_EPOCH,
        link: "https://voice.example/p/1".into(),
    }
}
