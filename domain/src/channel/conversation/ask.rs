//! The next question, and the choices that it offers.

use jiff::Timestamp;

use super::{
    Conversation, Step, Turn,
    advice::Place,
    choice::{CaseChoice, Choice, Command, FormChoice},
    effect::{Effect, Label, Mine, Offered, Phrase, Summary},
    world::{Listed, Row, World, rows},
};
use crate::{
    intake::kind::{Kind, Mood},
    reference::Reference,
    slug::Slug,
};

impl Conversation {
    /// Returns the entity that it goes to: that of the number, the chosen one, or the team that
    /// finds it out if there are only files and nobody could guess.
    pub(super) fn target(&self, world: &World) -> Option<Slug> {
        let chosen = self.entity.as_ref().or(self.form.entity.as_ref());
        let has_words = !self.form.notes.texts.is_empty();
        let may_guess = !self.form.is_for_person && has_words;
        let default = world.unsure.as_ref().filter(|_| !may_guess);
        chosen.or(default).filter(|id| world.entity(id).is_some()).cloned()
    }

    /// Returns whether it can be sent.
    pub(super) fn is_complete(&self, world: &World) -> bool {
        self.form.kind.is_some() && self.form.notes.is_telling() && self.target(world).is_some()
    }

    /// Returns whether the current question is the one for the entity.
    pub(super) fn is_entity_asked(&self, world: &World) -> bool {
        let is_next =
            self.form.kind.is_some() && !self.form.notes.is_empty() && self.target(world).is_none();
        self.step == Step::Entity || is_next
    }

    /// Asks the current question.
    pub(super) fn ask(&mut self, world: &World, now: Timestamp, turn: &mut Turn) {
        if self.sending.is_some() {
            return turn.effects.push(Effect::Say(Phrase::Sending));
        }
        match self.step.clone() {
            Step::Form => self.ask_next(world, now, turn),
            Step::Kind => self.ask_kind(Phrase::AskKind, now, turn),
            Step::Entity if self.entity.is_none() => self.ask_entity(world, now, turn),
            Step::Entity => {
                self.step = Step::Form;
                self.ask_next(world, now, turn);
            }
            Step::Change => self.ask_change(world, now, turn),
            Step::Service(_) => self.offer_services(0, usize::MAX, world, now, turn),
            Step::Remedy => self.ask_then_check(Phrase::AskRemedy, now, turn),
            Step::Place => self.ask_then_check(Phrase::AskPlace, now, turn),
            Step::Message(reference) => {
                // A number is a message here, so nothing is offered by number.
                self.offer(Phrase::AskMessage(reference), Vec::new(), now, turn);
            }
        }
    }

    /// Asks for what the form lacks first.
    fn ask_next(&mut self, world: &World, now: Timestamp, turn: &mut Turn) {
        if self.form.is_for_person {
            return self.ask_for_person(world, now, turn);
        }
        let has_notes = !self.form.notes.is_empty();
        let Some(kind) = self.form.kind else {
            let perhaps = if self.form.is_new { None } else { self.perhaps_for(world, now) };
            return match perhaps.cloned() {
                Some(mine) if has_notes => self.ask_whose(mine, now, turn),
                _ if has_notes => self.ask_kind(Phrase::AskKind, now, turn),
                _ => self.welcome(world, now, turn),
            };
        };
        if !self.form.notes.is_telling() {
            let choices = [self.bring_back_choice(), Some(command(Command::Back))];
            let choices = choices.into_iter().flatten().collect();
            return self.offer(Phrase::AskStory(kind), choices, now, turn);
        }
        self.take_sure_place(world, turn);
        match self.target(world) {
            Some(entity) => self.ask_check(kind, &entity, world, now, turn),
            None => self.ask_entity(world, now, turn),
        }
    }

    /// Hands over what was said, or asks for the least that a person needs.
    fn ask_for_person(&mut self, world: &World, now: Timestamp, turn: &mut Turn) {
        if !self.form.notes.is_telling() {
            let cancel = command(Command::Cancel);
            return self.offer(Phrase::AskForPerson, vec![cancel], now, turn);
        }
        let Some(entity) = self.target(world) else {
            return self.ask_entity(world, now, turn);
        };
        let kind = self.form.kind.unwrap_or(Kind::Observation);
        let key = self.form.notes.first_id();
        self.submit(&key, kind, entity, true, now, turn);
    }

    fn welcome(&mut self, world: &World, now: Timestamp, turn: &mut Turn) {
        let kept = self.kept.iter().map(|kept| kept.form.notes.clone());
        let kept = kept.reduce(|mut all, notes| {
            all.merge(notes);
            all
        });
        let entity = self.entity.as_ref().and_then(|id| world.entity(id));
        let phrase = match kept {
            Some(kept) => Phrase::KeptEarlier(kept.counts()),
            None => Phrase::Welcome(entity.map(|entity| entity.name.clone())),
        };
        self.ask_kind(phrase, now, turn);
    }

    fn ask_kind(&mut self, phrase: Phrase, now: Timestamp, turn: &mut Turn) {
        let kinds = Kind::ALL.map(|kind| self.word(FormChoice::Kind(kind)));
        let choices = kinds.into_iter().chain(self.bring_back_choice()).collect();
        self.offer(phrase, choices, now, turn);
    }

    fn ask_whose(&mut self, mine: Mine, now: Timestamp, turn: &mut Turn) {
        let add = self.word(FormChoice::Add(mine.reference));
        let new = self.word(FormChoice::New);
        self.offer(Phrase::AskWhose(mine), vec![add, new], now, turn);
    }

    fn ask_entity(&mut self, world: &World, now: Timestamp, turn: &mut Turn) {
        let places = self.places(world, turn).into_iter();
        let mut choices: Vec<Offered> = places.map(|place| self.place_choice(place)).collect();
        let count = world.ordered(self.language).len();
        if count > 0 {
            choices.push(self.word(FormChoice::Entities(0, count)));
        }
        if world.unsure.is_some() {
            choices.push(self.word(FormChoice::Unsure));
        }
        self.offer(Phrase::AskEntity, choices, now, turn);
    }

    /// Offers a part of the ordered directory.
    pub(super) fn offer_entities(
        &mut self,
        first: usize,
        count: usize,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        turn.is_asking = false;
        let all = world.ordered(self.language);
        let rows = rows(&all, first, count, self.choices_max());
        let choice = |row: Row<'_>| match row {
            Row::One(entity) => self.entity_choice(entity),
            Row::Range { first, count, names } => {
                self.range(FormChoice::Entities(first, count), names)
            }
        };
        let choices = rows.into_iter().map(choice).collect();
        self.offer(Phrase::EntityList, choices, now, turn);
    }

    /// Offers entities that were found by name.
    pub(super) fn offer_found_entities(
        &mut self,
        found: &[&Listed],
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let shown = &found[..found.len().min(self.choices_max())];
        let choices = shown.iter().map(|entity| self.entity_choice(entity)).collect();
        let phrase = Phrase::EntitiesFound(found.len() - shown.len());
        self.offer(phrase, choices, now, turn);
    }

    /// Offers a part of the services: the main ones, or those below the one that was chosen.
    pub(super) fn offer_services(
        &mut self,
        first: usize,
        count: usize,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        turn.is_asking = false;
        let entity = self.target(world).and_then(|id| world.entity(&id));
        let Some(entity) = entity.filter(|entity| !entity.services.is_empty()) else {
            self.step = Step::Form;
            return self.ask_next(world, now, turn);
        };
        let main = match &self.step {
            Step::Service(Some(main)) => entity.services.iter().find(|service| service.id == *main),
            _ => None,
        };
        if main.is_none() {
            self.step = Step::Service(None);
        }
        let level = main.map_or(&entity.services, |main| &main.services);
        let all: Vec<&Listed> = level.iter().collect();
        let rows = rows(&all, first, count, self.choices_max().saturating_sub(1));
        let choice = |row: Row<'_>| match row {
            Row::One(service) => self.named(FormChoice::Service(service.id.clone()), service),
            Row::Range { first, count, names } => {
                self.range(FormChoice::Services(first, count), names)
            }
        };
        let mut choices: Vec<Offered> = rows.into_iter().map(choice).collect();
        choices.push(match main {
            Some(main) => self.named(FormChoice::Service(main.id.clone()), main),
            None => self.word(FormChoice::NoService),
        });
        let name = main.unwrap_or(entity).name.clone();
        self.offer(Phrase::AskService(name), choices, now, turn);
    }

    /// Offers services that were found by name.
    pub(super) fn offer_found_services(
        &mut self,
        entity: &Listed,
        found: &[&Listed],
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let shown = &found[..found.len().min(self.choices_max().saturating_sub(1))];
        let mut choices: Vec<Offered> = shown
            .iter()
            .map(|service| self.named(FormChoice::Service(service.id.clone()), service))
            .collect();
        choices.push(self.word(FormChoice::NoService));
        self.offer(Phrase::AskService(entity.name.clone()), choices, now, turn);
    }

    fn ask_check(
        &mut self,
        kind: Kind,
        target: &Slug,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let Some(entity) = world.entity(target) else { return };
        let notes = &self.form.notes;
        let (place, _) = notes.place();
        let service = self.form.service.as_ref().and_then(|id| entity.service(id));
        let is_unsure = world.unsure.as_ref() == Some(target) && self.entity.is_none();
        let remedies: Vec<&str> =
            notes.remedies.iter().map(|remedy| remedy.said.as_str()).collect();
        let summary = Summary {
            kind,
            entity: entity.name.clone(),
            is_unsure,
            service: service.map(|service| service.name.clone()),
            text: notes.lines().join("\n"),
            remedy: Some(remedies.join("\n")).filter(|remedy| !remedy.is_empty()),
            counts: notes.counts(),
            asks_place: place.is_none()
                && kind != Kind::Suggestion
                && service.is_some_and(|service| service.asks_place),
            place,
        };
        let second = if is_unsure { FormChoice::AskEntity } else { FormChoice::Change };
        let choices =
            vec![self.word(FormChoice::Send), self.word(second), command(Command::Cancel)];
        self.offer(Phrase::Check(Box::new(summary)), choices, now, turn);
    }

    fn ask_change(&mut self, world: &World, now: Timestamp, turn: &mut Turn) {
        let entity = self.target(world).and_then(|id| world.entity(&id));
        let has_services = entity.is_some_and(|entity| !entity.services.is_empty());
        let is_complaint = self.form.kind == Some(Kind::Complaint);
        let all = [
            (true, FormChoice::Check),
            (has_services, FormChoice::AskService),
            (is_complaint, FormChoice::AskRemedy),
            (true, FormChoice::AskPlace),
            (true, FormChoice::AskKind),
            (self.entity.is_none(), FormChoice::AskEntity),
        ];
        let offered = all.into_iter().filter(|(is_offered, _)| *is_offered);
        let choices = offered.map(|(_, choice)| self.word(choice));
        let mut choices: Vec<Offered> = choices.chain(self.bring_back_choice()).collect();
        choices.truncate(self.choices_max());
        self.offer(Phrase::AskChange, choices, now, turn);
    }

    fn ask_then_check(&mut self, phrase: Phrase, now: Timestamp, turn: &mut Turn) {
        let done = self.word(FormChoice::Check);
        self.offer(phrase, vec![done], now, turn);
    }

    /// Asks how a participation was handled.
    pub(super) fn ask_rating(&mut self, reference: Reference, now: Timestamp, turn: &mut Turn) {
        let moods = [Mood::Happy, Mood::Neutral, Mood::Unhappy];
        let choice = |mood| word(Choice::Case(reference, CaseChoice::Rate(mood)));
        self.offer(Phrase::AskRating(reference), moods.map(choice).into(), now, turn);
    }

    /// Asks once more whether to withdraw.
    pub(super) fn ask_withdrawal(&mut self, reference: Reference, now: Timestamp, turn: &mut Turn) {
        let choices = [CaseChoice::Withdraw, CaseChoice::Open];
        let choices = choices.map(|choice| word(Choice::Case(reference, choice))).into();
        self.offer(Phrase::AskWithdrawal(reference), choices, now, turn);
    }

    /// Lists the person's participations, the latest first.
    pub(super) fn list_mine(&mut self, world: &World, now: Timestamp, turn: &mut Turn) {
        let latest = self.latest.iter().map(|latest| &latest.case);
        let unlisted = latest.filter(|case| world.own(case.reference).is_none());
        let all: Vec<Offered> = unlisted
            .chain(&world.mine)
            .take(self.choices_max())
            .map(|mine| Offered {
                choice: Choice::Case(mine.reference, CaseChoice::Open),
                label: Label::Case(mine.clone()),
            })
            .collect();
        if all.is_empty() {
            turn.effects.push(Effect::Say(Phrase::NoneMine));
        } else {
            self.offer(Phrase::Mine, all, now, turn);
        }
    }

    /// Says what is possible.
    pub(super) fn help(&mut self, now: Timestamp, turn: &mut Turn) {
        let choices = [Command::StartAgain, Command::Mine, Command::Person].map(command);
        self.offer(Phrase::Help, choices.into(), now, turn);
    }

    /// Says that nothing is open any more, and how to go on.
    pub(super) fn offer_after_cancel(&mut self, phrase: Phrase, now: Timestamp, turn: &mut Turn) {
        let commands = [Command::StartAgain, Command::Help].map(command);
        let choices = self.bring_back_choice().into_iter().chain(commands).collect();
        self.offer(phrase, choices, now, turn);
    }

    /// Offers choices, and remembers them for typed numbers.
    pub(super) fn offer(
        &mut self,
        phrase: Phrase,
        choices: Vec<Offered>,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let offered: Vec<Choice> = choices.iter().map(|offered| offered.choice.clone()).collect();
        // The same question asked again is answered by what was typed before it came again.
        if self.offered != offered {
            self.offered = offered;
            self.asked_at = Some(now);
        }
        turn.effects.push(if choices.is_empty() {
            Effect::Say(phrase)
        } else {
            Effect::Offer { phrase, choices }
        });
    }

    fn bring_back_choice(&self) -> Option<Offered> {
        (!self.kept.is_empty()).then(|| self.word(FormChoice::BringBack))
    }

    fn entity_choice(&self, entity: &Listed) -> Offered {
        self.named(FormChoice::Entity(entity.id.clone()), entity)
    }

    fn place_choice(&self, place: Place<'_>) -> Offered {
        let Some(service) = place.service else { return self.entity_choice(place.entity) };
        let [entity, id] = [place.entity, service].map(|listed| listed.id.clone());
        let choice = Choice::Form(self.form.number, FormChoice::Place(entity, id));
        let label = Label::Service(service.name.clone(), place.entity.name.clone());
        Offered { choice, label }
    }

    fn word(&self, choice: FormChoice) -> Offered {
        word(Choice::Form(self.form.number, choice))
    }

    fn named(&self, choice: FormChoice, listed: &Listed) -> Offered {
        let choice = Choice::Form(self.form.number, choice);
        Offered { choice, label: Label::Name(listed.name.clone()) }
    }

    fn range(&self, choice: FormChoice, [first, last]: [&crate::bilingual::Named; 2]) -> Offered {
        let choice = Choice::Form(self.form.number, choice);
        Offered { choice, label: Label::Range(first.clone(), last.clone()) }
    }
}

fn word(choice: Choice) -> Offered {
    Offered { choice, label: Label::Word }
}

fn command(command: Command) -> Offered {
    word(Choice::Command(command))
}
