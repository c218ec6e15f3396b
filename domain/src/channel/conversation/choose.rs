//! Choices, and the steps that they lead to.

use jiff::Timestamp;

use super::{
    AGAIN, Conversation, Form, Sending, Step, Turn,
    advice::Place,
    choice::{CaseChoice, Choice, FormChoice},
    effect::{Effect, Phrase},
    world::World,
};
use crate::{intake::kind::Kind, reference::Reference, slug::Slug};

impl Conversation {
    /// Does what was chosen. `id` is the message that chose it, sent at `at`.
    pub(super) fn choose(
        &mut self,
        choice: Choice,
        id: &str,
        at: Timestamp,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        match choice {
            Choice::Form(number, choice) if number == self.form.number => {
                self.choose_in_form(choice, id, world, now, turn);
            }
            // A button of what was sent or put aside meanwhile.
            Choice::Form(..) => turn.is_asking = true,
            Choice::Case(reference, choice) => {
                self.choose_in_case(reference, choice, id, world, now, turn);
            }
            Choice::Command(command) => self.command(command, at, world, now, turn),
        }
    }

    fn choose_in_form(
        &mut self,
        choice: FormChoice,
        id: &str,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        turn.is_asking = true;
        match choice {
            FormChoice::Send => self.send(id, world, now, turn),
            FormChoice::Entities(first, count) => {
                self.step = Step::Entity;
                self.offer_entities(first, count, world, now, turn);
            }
            FormChoice::Services(first, count) => {
                self.offer_services(first, count, world, now, turn);
            }
            FormChoice::BringBack => self.bring_back(),
            FormChoice::Service(service) => self.set_service(service, world),
            FormChoice::AskService => self.step = Step::Service(None),
            FormChoice::Change => self.step = Step::Change,
            FormChoice::AskKind => self.step = Step::Kind,
            FormChoice::AskEntity => self.step = Step::Entity,
            FormChoice::AskRemedy => self.step = Step::Remedy,
            FormChoice::AskPlace => self.step = Step::Place,
            FormChoice::Kind(kind) => {
                self.form.kind = Some(kind);
                self.form.is_new = true;
                self.step = Step::Form;
            }
            FormChoice::Entity(entity) => {
                if world.entity(&entity).is_some() {
                    self.set_entity(entity);
                }
            }
            FormChoice::Place(entity, service) => {
                if let Some(entity) = world.entity(&entity) {
                    let service = entity.service(&service);
                    self.set_place(Place { entity, service });
                }
            }
            FormChoice::Unsure => {
                if let Some(unsure) = &world.unsure {
                    self.set_entity(unsure.clone());
                }
            }
            FormChoice::NoService => {
                self.form.service = None;
                self.step = Step::Form;
            }
            FormChoice::Check => self.step = Step::Form,
            FormChoice::New => {
                self.form.is_new = true;
                self.step = Step::Form;
            }
            FormChoice::Add(reference) => self.add_to(reference, world, now, turn),
        }
    }

    /// Writes what was said into the person's own participation.
    fn add_to(&mut self, reference: Reference, world: &World, now: Timestamp, turn: &mut Turn) {
        if self.own(reference, world).is_none() {
            return turn.effects.push(Effect::Say(Phrase::NotYours));
        }
        let next = Form::numbered(self.form.number.wrapping_add(1));
        let form = std::mem::replace(&mut self.form, next);
        turn.is_asking = form.notes.is_empty();
        self.reply(reference, &form.notes, now, turn);
        self.step = Step::Message(reference);
        self.offered.clear();
    }

    /// Sets the entity, unless the number or account is that of one.
    pub(super) fn set_entity(&mut self, entity: Slug) {
        if self.entity.is_none() && self.form.entity.as_ref() != Some(&entity) {
            self.form.service = None;
            self.form.entity = Some(entity);
        }
        self.step = Step::Form;
    }

    /// Sets the service. A main service is chosen a second time if none of those under it fits.
    fn set_service(&mut self, service: Slug, world: &World) {
        let entity = self.target(world).and_then(|id| world.entity(&id));
        let Some(entity) = entity else { return };
        let main = entity.services.iter().find(|main| main.id == service);
        let is_below = entity.services.iter().any(|main| main.service(&service).is_some());
        if main.is_none() && !is_below {
            return;
        }
        let is_second = self.step == Step::Service(Some(service.clone()));
        let has_others = main.is_some_and(|main| !main.services.is_empty());
        self.step = if has_others && !is_second {
            Step::Service(Some(service.clone()))
        } else {
            Step::Form
        };
        self.form.service = Some(service);
    }

    /// Sends what was said, if nothing that it needs is missing and nothing else is being sent.
    fn send(&mut self, id: &str, world: &World, now: Timestamp, turn: &mut Turn) {
        self.step = Step::Form;
        if self.sending.is_some() {
            turn.is_asking = true;
            return;
        }
        let target = self.target(world).filter(|_| self.is_complete(world));
        match (self.form.kind, target) {
            (Some(kind), Some(entity)) => {
                self.submit(id, kind, entity, false, now, turn);
                turn.is_asking = false;
            }
            _ => turn.is_asking = true,
        }
    }

    /// Emits the submission of what was said, and begins a new form.
    pub(super) fn submit(
        &mut self,
        key: &str,
        kind: Kind,
        entity: Slug,
        is_hand_over: bool,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let next = Form::numbered(self.form.number.wrapping_add(1));
        let form = std::mem::replace(&mut self.form, next);
        let (draft, _) = form.complete(key, kind, entity, self.language);
        let form = Form { kind: Some(kind), ..form };
        let sending = Sending { draft, form, is_hand_over, at: now, again_at: now + AGAIN };
        turn.effects.push(sending.effect());
        self.sending = Some(sending);
        self.step = Step::Form;
        self.offered.clear();
    }

    fn bring_back(&mut self) {
        for kept in std::mem::take(&mut self.kept) {
            self.form.merge(kept.form);
        }
        self.form.is_new = true;
        self.step = Step::Form;
    }

    fn choose_in_case(
        &mut self,
        reference: Reference,
        choice: CaseChoice,
        id: &str,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        if choice == CaseChoice::Open {
            return turn.effects.push(Effect::LookUp(reference));
        }
        if self.own(reference, world).is_none() {
            return turn.effects.push(Effect::Say(Phrase::NotYours));
        }
        let id = id.to_owned();
        match choice {
            CaseChoice::Open => {}
            CaseChoice::Thread => turn.effects.push(Effect::ShowThread(reference)),
            CaseChoice::Write => {
                self.step = Step::Message(reference);
                turn.is_asking = true;
            }
            CaseChoice::AskRating => self.ask_rating(reference, now, turn),
            CaseChoice::Rate(mood) => turn.effects.push(Effect::Rate { id, reference, mood }),
            CaseChoice::AskWithdrawal => self.ask_withdrawal(reference, now, turn),
            CaseChoice::Withdraw => turn.effects.push(Effect::Withdraw { id, reference }),
        }
    }

    /// Puts aside what was said, without asking for more.
    pub(super) fn cancel(&mut self, at: Timestamp, now: Timestamp, turn: &mut Turn) {
        let was_elsewhere = self.step != Step::Form || self.form.kind.is_some();
        let is_aside = self.put_aside(Some(at));
        self.step = Step::Form;
        let phrase = if is_aside || was_elsewhere { Phrase::PutAside } else { Phrase::NothingOpen };
        self.offer_after_cancel(phrase, now, turn);
    }

    /// Goes one step back.
    pub(super) fn back(&mut self, world: &World) {
        let is_form = self.step == Step::Form;
        let is_complete = self.is_complete(world);
        self.step = match (is_form, self.form.kind) {
            (true, Some(_)) if is_complete && self.entity.is_none() => Step::Entity,
            (true, Some(_)) => Step::Kind,
            _ => Step::Form,
        };
    }
}
