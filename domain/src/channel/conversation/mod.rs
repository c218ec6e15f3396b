//! Conversation of one person with Sawtak in one channel: a state machine from messages to effects.
//!
//! [`Conversation::receive`] takes messages as they come, doubled, late, out of order or together,
//! and returns [`Effect`]s. Their outcomes come back by [`Conversation::submitted`],
//! [`Conversation::found`] and [`Conversation::done`]; [`Conversation::expire`] does what time
//! does, at [`Conversation::wakes_at`]. The edge stores the value sealed, one for each channel and
//! address, in one write with the effects that it has to carry out.
//!
//! Nothing that was said is lost. It is in the form that is being filled, put aside for a day more,
//! being sent, or a reply that waits for its outcome; `laws` proves it over random sequences. A
//! message that was sent before a question was asked is no answer to it, but part of what happened.
//!
//! - `form` holds what was said; `hear` puts messages there.
//! - `choose` does what was chosen or commanded; `typed` understands typed words as such.
//! - `advice` is what the assistant hears in a text, and the places that it proposes.
//! - `ask` finds the next question; `outcome` takes outcomes.
//! - `world` is the directory that entities are searched in.

mod advice;
mod ask;
mod choice;
mod choose;
mod effect;
#[cfg(test)]
mod fixture;
mod form;
mod hear;
mod inbound;
#[cfg(test)]
mod laws;
mod outcome;
#[cfg(test)]
mod stories;
mod typed;
mod world;

use std::cell::OnceCell;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use form::{Form, Notes};

use crate::{
    assistant::Answer, channel::capability::Capability, intake::channel::Channel,
    language::Language, media::upload::UploadId, reference::Reference, slug::Slug,
};

pub use choice::{CaseChoice, Choice, Command, FormChoice, UnknownChoice};
pub use effect::{
    Counts, Deed, Draft, Effect, Found, Label, LookUp, Mine, Offered, Outcome, Phrase, Receipt,
    Refusal, Reply, Summary,
};
pub use inbound::{Inbound, Incoming, Media, MediaRefusal, Spot};
pub use world::{Advisor, Listed, World};

/// Hours of silence that end a conversation. What was said is put aside.
pub const SILENCE_HOURS: i64 = 24;

/// Hours for which what was put aside is kept, and offered when the person comes back.
pub const KEPT_HOURS: i64 = 24;

/// Most files that one conversation holds.
pub const FILES_MAX: usize = 30;

/// Most characters that one conversation holds.
pub const CHARACTERS_MAX: usize = 30_000;

/// Ids of messages that are remembered, so that doubles change nothing.
const SEEN_MAX: usize = 300;

/// Time after which an effect without an outcome comes again.
const AGAIN: SignedDuration = SignedDuration::from_mins(2);

/// Difference between the other side's clock, which counts whole seconds, and ours.
const SKEW: SignedDuration = SignedDuration::from_secs(2);

/// Time after sending in which what is said next may belong to what was sent, and time of silence
/// after which what is said next isn't taken for a message to the same participation.
const AFTERTHOUGHT: SignedDuration = SignedDuration::from_hours(1);

/// Conversation of one person in one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    channel: Channel,
    /// Entity whose number or account it is; `None` for one of all entities.
    entity: Option<Slug>,
    language: Language,
    /// False until the person has written in a language that was detected.
    is_language_known: bool,
    step: Step,
    form: Form,
    kept: Vec<Kept>,
    sending: Option<Sending>,
    replies: Vec<Waiting>,
    latest: Option<Latest>,
    /// Choices of the latest question, by which typed numbers are understood.
    offered: Vec<Choice>,
    asked_at: Option<Timestamp>,
    heard_at: Timestamp,
    /// Fingerprints of the ids of messages, the latest last.
    seen: Vec<u64>,
}

/// Question that a person is at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// The next thing that the form lacks.
    Form,
    /// The kind, asked anew.
    Kind,
    /// The entity.
    Entity,
    /// The part to change.
    Change,
    /// The service; below a main service, if one is named.
    Service(Option<Slug>),
    /// The remedy.
    Remedy,
    /// The place.
    Place,
    /// A message to a participation.
    Message(Reference),
}

/// Form that was put aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    form: Form,
    until: Timestamp,
}

/// Submission without an outcome yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sending {
    draft: Draft,
    form: Form,
    is_hand_over: bool,
    /// Time at which it was sent first.
    at: Timestamp,
    /// Time after which it is sent again.
    again_at: Timestamp,
}

/// Reply without an outcome yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Waiting {
    reply: Reply,
    /// Content of the reply.
    notes: Notes,
    again_at: Timestamp,
}

/// Participation that was sent last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Latest {
    case: Mine,
    at: Timestamp,
}

/// Effects of one call, and whether the current question is to be asked after them.
#[derive(Default)]
struct Turn {
    effects: Vec<Effect>,
    is_asking: bool,
    /// Answer of the assistant to what was said, once it was asked.
    advice: OnceCell<Option<Answer>>,
}

impl Conversation {
    /// Starts a conversation with a person who was never heard there, or not for long.
    ///
    /// `entity` is the one whose number or account it is. `language` is that of the channel's
    /// profile; what the person writes replaces it.
    pub fn new(channel: Channel, entity: Option<Slug>, language: Language, now: Timestamp) -> Self {
        Self {
            channel,
            entity,
            language,
            is_language_known: false,
            step: Step::Form,
            form: Form::numbered(1),
            kept: Vec::new(),
            sending: None,
            replies: Vec::new(),
            latest: None,
            offered: Vec::new(),
            asked_at: None,
            heard_at: now,
            seen: Vec::new(),
        }
    }

    /// Returns the language in which to speak.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Returns the time at which the person was last heard: the start of the channel's window.
    pub const fn heard_at(&self) -> Timestamp {
        self.heard_at
    }

    /// Takes one message.
    pub fn receive(&mut self, inbound: Inbound, world: &World, now: Timestamp) -> Vec<Effect> {
        self.receive_all(vec![inbound], world, now)
    }

    /// Takes messages that came together, and asks the next question once.
    pub fn receive_all(
        &mut self,
        mut inbounds: Vec<Inbound>,
        world: &World,
        now: Timestamp,
    ) -> Vec<Effect> {
        let mut turn = Turn { effects: self.expire(now), ..Turn::default() };
        inbounds.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        for inbound in inbounds {
            if self.is_seen(&inbound.id) {
                continue;
            }
            let is_old = now.duration_since(self.heard_at) >= AFTERTHOUGHT;
            if is_old && matches!(self.step, Step::Message(_)) {
                self.step = Step::Form;
            }
            self.heard_at = self.heard_at.max(now);
            self.hear(inbound, world, now, &mut turn);
        }
        if turn.is_asking {
            self.ask(world, now, &mut turn);
        }
        turn.effects
    }

    /// Forgets messages that their author deleted, as far as they aren't sent yet: what a
    /// participation holds is withdrawn or erased there.
    pub fn forget(&mut self, ids: &[String]) {
        self.form.notes.forget(ids);
        for kept in &mut self.kept {
            kept.form.notes.forget(ids);
        }
        self.kept.retain(|kept| !kept.form.notes.is_empty());
    }

    /// Does what time does: puts aside what was said before a silence, forgets what was put aside,
    /// and repeats effects without an outcome.
    pub fn expire(&mut self, now: Timestamp) -> Vec<Effect> {
        if now >= self.silent_at() {
            if self.form != Form::numbered(self.form.number) {
                self.put_aside(None);
            }
            self.step = Step::Form;
            self.offered.clear();
        }
        self.kept.retain(|kept| now < kept.until);
        let mut effects = Vec::new();
        if let Some(sending) = self.sending.as_mut().filter(|sending| now >= sending.again_at) {
            sending.again_at = now + AGAIN;
            effects.push(sending.effect());
        }
        for waiting in self.replies.iter_mut().filter(|waiting| now >= waiting.again_at) {
            waiting.again_at = now + AGAIN;
            effects.push(Effect::Reply(waiting.reply.clone()));
        }
        effects
    }

    /// Returns the time at which [`Self::expire`] next has something to do.
    pub fn wakes_at(&self) -> Option<Timestamp> {
        let is_open = !self.form.notes.is_empty() || self.step != Step::Form;
        let again = self.sending.iter().map(|sending| sending.again_at);
        again
            .chain(self.replies.iter().map(|waiting| waiting.again_at))
            .chain(self.kept.iter().map(|kept| kept.until))
            .chain(is_open.then(|| self.silent_at()))
            .min()
    }

    /// Returns whether nothing is left that anybody may come back for.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.wakes_at().is_none() && now >= self.silent_at()
    }

    /// Returns the uploads that it still holds. They must live as long as it does.
    pub fn uploads(&self) -> Vec<UploadId> {
        self.notes().flat_map(Notes::uploads).collect()
    }

    /// Returns the time at which silence ends the conversation.
    fn silent_at(&self) -> Timestamp {
        self.heard_at + SignedDuration::from_hours(SILENCE_HOURS)
    }

    /// Returns all that was said and isn't part of a participation yet.
    fn notes(&self) -> impl Iterator<Item = &Notes> {
        std::iter::once(&self.form.notes)
            .chain(self.kept.iter().map(|kept| &kept.form.notes))
            .chain(self.sending.iter().map(|sending| &sending.form.notes))
            .chain(self.replies.iter().map(|waiting| &waiting.notes))
    }

    /// Returns whether a message came before, and remembers it.
    fn is_seen(&mut self, id: &str) -> bool {
        let digest: [u8; 32] = Sha256::digest(id.as_bytes()).into();
        let print = digest.iter().take(8).fold(0, |print, &byte| (print << 8) | u64::from(byte));
        let is_seen = self.seen.contains(&print);
        if !is_seen {
            self.seen.push(print);
            let surplus = self.seen.len().saturating_sub(SEEN_MAX);
            self.seen.drain(..surplus);
        }
        is_seen
    }

    /// Puts aside what was said until a time, or all of it, and begins a new form. Returns whether
    /// there was anything.
    fn put_aside(&mut self, at: Option<Timestamp>) -> bool {
        let mut earlier = std::mem::take(&mut self.form);
        self.form = Form::numbered(earlier.number.wrapping_add(1));
        if let Some(at) = at {
            let until = earlier.notes.until(at);
            self.form.notes = std::mem::replace(&mut earlier.notes, until);
        }
        let has_any = !earlier.notes.is_empty();
        if has_any {
            let until = self.silent_at() + SignedDuration::from_hours(KEPT_HOURS);
            self.kept.push(Kept { form: earlier, until });
        }
        has_any
    }

    /// Returns what this channel can carry.
    fn capability(&self) -> Option<Capability> {
        Capability::of(self.channel)
    }

    /// Returns the most choices of a question.
    fn choices_max(&self) -> usize {
        self.capability().map_or(usize::MAX, |capability| capability.choices_max())
    }

    /// Returns the person's own participation with this reference.
    fn own<'a>(&'a self, reference: Reference, world: &'a World) -> Option<&'a Mine> {
        let latest = self.latest.iter().map(|latest| &latest.case);
        world.own(reference).or_else(|| latest.into_iter().find(|case| case.reference == reference))
    }
}

impl Sending {
    fn effect(&self) -> Effect {
        let draft = self.draft.clone();
        if self.is_hand_over { Effect::HandOver(draft) } else { Effect::Submit(draft) }
    }
}
