//! The assistant in a conversation: danger is heard in any text and caption, a question about a
//! participation is answered by the list of the person's own, and the place of what was said is
//! proposed, or taken if it is sure.

use super::{
    Conversation, Step, Turn,
    effect::{Effect, Phrase},
    world::{Listed, World},
};
use crate::{
    assistant::{Answer, Message, Proposal, asks_status, emergency_calls},
    slug::Slug,
};

/// Most places that are proposed.
pub(super) const PLACES_MAX: usize = 3;

/// Entity, and a service of it, that what was said may be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) entity: &'a Listed,
    pub(super) service: Option<&'a Listed>,
}

impl<'a> Place<'a> {
    fn of(proposal: &Proposal, world: &'a World) -> Option<Self> {
        let entity = world.entity(&Slug::parse(&proposal.entity).ok()?)?;
        let id = proposal.service.as_deref().and_then(|id| Slug::parse(id).ok());
        Some(Self { entity, service: id.and_then(|id| entity.service(&id)) })
    }
}

impl Conversation {
    /// Says the numbers to call if a text tells of danger. What becomes of the text is the same.
    pub(super) fn heed_danger(&self, text: &str, turn: &mut Turn) {
        let calls = emergency_calls(&self.message(text));
        if !calls.is_empty() {
            turn.effects.push(Effect::Say(Phrase::Emergency(calls)));
        }
    }

    /// Returns whether a text asks about a participation of the person, before anything else was
    /// said. Such a question is no part of what they want to send.
    pub(super) fn asks_about_own(&self, text: &str, world: &World) -> bool {
        let is_first = self.step == Step::Form && self.form.notes.is_empty();
        let has_any = !world.mine.is_empty() || self.latest.is_some();
        is_first && has_any && asks_status(&self.message(text))
    }

    /// Takes the place of what was said if the assistant is sure of it: once for each form, so that
    /// its author's later choice stays. The author sees it before sending.
    pub(super) fn take_sure_place(&mut self, world: &World, turn: &Turn) {
        let is_told = !self.form.notes.texts.is_empty();
        if self.form.is_advised || !is_told || self.form.service.is_some() {
            return;
        }
        let Some(answer) = self.advice(world, turn) else { return };
        self.form.is_advised = true;
        let first = answer.proposals.first().filter(|_| answer.is_sure);
        let Some(place) = first.and_then(|first| Place::of(first, world)) else { return };
        let chosen = self.entity.as_ref().or(self.form.entity.as_ref());
        if chosen.is_none_or(|chosen| *chosen == place.entity.id) {
            self.set_place(place);
        }
    }

    /// Returns the places that what was said may be for, the likeliest first: those that it names,
    /// then those of the assistant.
    pub(super) fn places<'a>(&self, world: &'a World, turn: &Turn) -> Vec<Place<'a>> {
        let text = self.form.notes.lines().join("\n");
        let named = world.proposals(&text).into_iter();
        let mut places: Vec<Place<'a>> =
            named.map(|entity| Place { entity, service: None }).collect();
        let proposals = self.advice(world, turn).into_iter().flat_map(|answer| &answer.proposals);
        for place in proposals.filter_map(|proposal| Place::of(proposal, world)) {
            // The service tells more than the name of its entity.
            let is_name = |other: &&mut Place<'_>| {
                other.entity.id == place.entity.id && other.service.is_none()
            };
            match places.iter_mut().find(is_name) {
                Some(name) => *name = place,
                None => places.push(place),
            }
        }
        places.truncate(PLACES_MAX);
        places
    }

    /// Sets entity and service, unless the number or account is that of another entity.
    pub(super) fn set_place(&mut self, place: Place<'_>) {
        self.set_entity(place.entity.id.clone());
        if self.entity.as_ref().is_none_or(|own| *own == place.entity.id) {
            self.form.service = place.service.map(|service| service.id.clone());
        }
    }

    /// Returns the assistant's answer to what was said. It is asked once a turn.
    fn advice<'a>(&self, world: &World, turn: &'a Turn) -> Option<&'a Answer> {
        let ask = || {
            let text = self.form.notes.lines().join("\n");
            world.advisor.and_then(|advise| advise(&self.message(&text), world))
        };
        turn.advice.get_or_init(ask).as_ref()
    }

    fn message<'a>(&'a self, text: &'a str) -> Message<'a> {
        let entity = self.entity.as_ref().map(Slug::as_str);
        Message { text, language: Some(self.language), entity, service: None }
    }
}
