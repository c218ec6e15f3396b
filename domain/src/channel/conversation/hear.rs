//! Messages that come in: each is a command, a choice, an answer to the question, or content.

use jiff::Timestamp;

use super::{
    AFTERTHOUGHT, AGAIN, CHARACTERS_MAX, Conversation, FILES_MAX, SKEW, Step, Turn, Waiting,
    choice::{Choice, Command, FormChoice},
    effect::{Effect, Mine, Phrase, Reply},
    form::{Note, Notes, Part},
    inbound::{Inbound, Incoming, Spot},
    typed::{Typed, number, understood},
    world::{Listed, World, search},
};
use crate::{
    case::stage::Stage, intake::place::ADDRESS_MAX, language::Language, reference::Reference,
    search::certain_reference, text::characters::is_visible,
};

/// Longest text that may be the name of an entity or of a service, in characters.
const NAME_MAX: usize = 80;

/// Most times that a reference number may be longer than its digits, for a text that is one.
const REFERENCE_TEXT_MAX: usize = 60;

impl Conversation {
    /// Takes a message that wasn't seen before.
    pub(super) fn hear(
        &mut self,
        inbound: Inbound,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let Inbound { id, at, incoming } = inbound;
        match incoming {
            Incoming::Text(text) => self.hear_text(Note { at, id, said: text }, world, now, turn),
            Incoming::Choice(choice) => match Choice::parse(&choice) {
                Ok(choice) => self.choose(choice, &id, at, world, now, turn),
                Err(_) => turn.is_asking = true,
            },
            Incoming::Media(media) => {
                let mut notes = Notes::default();
                let caption = media.caption.map(|text| clean(&text)).filter(|text| is_text(text));
                if let Some(said) = caption {
                    self.learn_language(&said);
                    self.heed_danger(&said, turn);
                    notes.texts.push(Note { at, id: id.clone(), said });
                }
                notes.files.push(Note { at, id, said: (media.upload, media.kind) });
                self.keep(notes, now, turn);
            }
            Incoming::RefusedMedia(refusal) => {
                turn.effects.push(Effect::Say(Phrase::MediaRefused(refusal)));
            }
            Incoming::Location(spot) => {
                let places = vec![Note { at, id, said: spot }];
                self.keep(Notes { places, ..Notes::default() }, now, turn);
            }
            Incoming::Unsupported => turn.effects.push(Effect::Say(Phrase::Unsupported)),
        }
    }

    fn hear_text(
        &mut self,
        mut note: Note<String>,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        note.said = clean(&note.said);
        if !is_text(&note.said) {
            return;
        }
        self.learn_language(&note.said);
        let typed = understood(&note.said);
        if let Some(Typed::Command(command)) = typed {
            return self.command(command, note.at, world, now, turn);
        }
        self.heed_danger(&note.said, turn);
        let is_short = note.said.chars().count() <= REFERENCE_TEXT_MAX;
        if let Some(reference) = certain_reference(&note.said).filter(|_| is_short) {
            return turn.effects.push(Effect::LookUp(reference));
        }
        let is_late = self.asked_at.is_some_and(|asked| note.at + SKEW < asked);
        if !is_late && self.is_answered(&note, typed, world, now, turn) {
            return;
        }
        if self.asks_about_own(&note.said, world) {
            return self.list_mine(world, now, turn);
        }
        self.keep(Notes { texts: vec![note], ..Notes::default() }, now, turn);
    }

    /// Takes a text as an answer to the question that was asked, if it is one.
    fn is_answered(
        &mut self,
        note: &Note<String>,
        typed: Option<Typed>,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) -> bool {
        if let Some(number) = number(&note.said).filter(|_| !self.offered.is_empty()) {
            if let Some(choice) =
                number.checked_sub(1).and_then(|place| self.offered.get(place)).cloned()
            {
                self.choose(choice, &note.id, note.at, world, now, turn);
            } else {
                let phrase = Phrase::NoSuchNumber(self.offered.len());
                turn.effects.push(Effect::Say(phrase));
            }
            return true;
        }
        let choice = match (typed, &self.step) {
            (_, Step::Message(_)) => None,
            (Some(Typed::Greeting), _) if self.form.notes.is_empty() => {
                turn.is_asking = true;
                return true;
            }
            (Some(Typed::Kind(kind)), Step::Form) if self.form.kind.is_none() => {
                Some(FormChoice::Kind(kind))
            }
            (Some(Typed::Kind(kind)), Step::Kind) => Some(FormChoice::Kind(kind)),
            (Some(Typed::Send), Step::Form) if self.is_complete(world) => Some(FormChoice::Send),
            (Some(Typed::Skip), Step::Form | Step::Kind) if !self.form.notes.is_empty() => {
                turn.is_asking = true;
                return true;
            }
            (
                Some(Typed::Skip | Typed::Send),
                Step::Service(_) | Step::Remedy | Step::Place | Step::Change,
            ) => Some(FormChoice::Check),
            _ => None,
        };
        if let Some(choice) = choice {
            let choice = Choice::Form(self.form.number, choice);
            self.choose(choice, &note.id, note.at, world, now, turn);
            return true;
        }
        self.is_answered_in_words(note, world, now, turn)
    }

    /// Takes a text as the name of an entity or service, as a remedy, or as a place in words.
    fn is_answered_in_words(
        &mut self,
        note: &Note<String>,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) -> bool {
        let length = note.said.chars().count();
        match &self.step {
            Step::Remedy => {
                let remedies = vec![note.clone()];
                self.keep(Notes { remedies, ..Notes::default() }, now, turn);
            }
            Step::Place if length <= ADDRESS_MAX => {
                let said = Spot { address: Some(note.said.clone()), ..Spot::default() };
                let places = vec![Note { at: note.at, id: note.id.clone(), said }];
                self.keep(Notes { places, ..Notes::default() }, now, turn);
            }
            Step::Service(_) if length <= NAME_MAX => {
                return self.is_service(&note.said, world, now, turn);
            }
            Step::Form | Step::Entity if length <= NAME_MAX && self.is_entity_asked(world) => {
                return self.is_entity(&note.said, world, now, turn);
            }
            _ => return false,
        }
        true
    }

    /// Searches the entity. Without a match, the text is part of what happened.
    fn is_entity(&mut self, name: &str, world: &World, now: Timestamp, turn: &mut Turn) -> bool {
        let found = search(name, &world.ordered(self.language));
        match found.as_slice() {
            [] => {
                turn.effects.push(Effect::Say(Phrase::NoEntity));
                return false;
            }
            [one] => {
                self.set_entity(one.id.clone());
                turn.is_asking = true;
            }
            several => self.offer_found_entities(several, now, turn),
        }
        true
    }

    /// Searches the service. Without a match, the text is part of what happened.
    fn is_service(&mut self, name: &str, world: &World, now: Timestamp, turn: &mut Turn) -> bool {
        let Some(entity) = self.target(world).and_then(|id| world.entity(&id)) else {
            return false;
        };
        let all: Vec<&Listed> = entity
            .services
            .iter()
            .flat_map(|main| std::iter::once(main).chain(&main.services))
            .collect();
        let found = search(name, &all);
        match found.as_slice() {
            [] => {
                turn.effects.push(Effect::Say(Phrase::NoService));
                return false;
            }
            [one] => {
                self.form.service = Some(one.id.clone());
                self.step = Step::Form;
                turn.is_asking = true;
            }
            several => self.offer_found_services(entity, several, now, turn),
        }
        true
    }

    /// Keeps content where it belongs: in a participation that it was written for, or in the form.
    fn keep(&mut self, notes: Notes, now: Timestamp, turn: &mut Turn) {
        let (characters, files) = self
            .notes()
            .chain([&notes])
            .map(Notes::size)
            .fold((0, 0), |(characters, files), (more, some)| (characters + more, files + some));
        if characters > CHARACTERS_MAX || files > FILES_MAX {
            return turn.effects.push(Effect::Say(Phrase::Full));
        }
        if let Some(reference) = self.written_for(&notes) {
            self.reply(reference, &notes, now, turn);
        } else {
            if self.step == Step::Change {
                self.step = Step::Form;
            }
            self.form.notes.merge(notes);
            turn.is_asking = true;
        }
    }

    /// Returns the participation that content was written for: one that is being written to, or the
    /// latest, if it was said before that was sent.
    fn written_for(&self, notes: &Notes) -> Option<Reference> {
        if let Step::Message(reference) = self.step {
            return Some(reference);
        }
        let latest = self.latest.as_ref()?;
        let is_earlier = notes.first_at().is_some_and(|at| at + SKEW < latest.at);
        is_earlier.then_some(latest.case.reference)
    }

    /// Writes content into a participation.
    pub(super) fn reply(
        &mut self,
        reference: Reference,
        notes: &Notes,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let id = notes.first_id();
        let at = notes.first_at().unwrap_or(now);
        for (place, part) in notes.parts().into_iter().enumerate() {
            let id = if place == 0 { id.clone() } else { format!("{id}#{place}") };
            self.reply_part(reference, id, at, part, now, turn);
        }
    }

    /// Writes one message into a participation.
    pub(super) fn reply_part(
        &mut self,
        reference: Reference,
        id: String,
        at: Timestamp,
        part: Part,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let (text, attachments) = (part.text.clone(), part.uploads());
        let notes = part.into_notes(at, &id);
        let reply = Reply { id, reference, text, attachments };
        turn.effects.push(Effect::Reply(reply.clone()));
        self.replies.push(Waiting { reply, notes, again_at: now + AGAIN });
    }

    /// Returns the participation that content without a kind may belong to: one whose entity waits
    /// for an answer, or what was sent a short time ago.
    pub(super) fn perhaps_for<'a>(&'a self, world: &'a World, now: Timestamp) -> Option<&'a Mine> {
        let asks = |mine: &&Mine| mine.stage == Stage::AwaitingCustomer;
        let recent = self.latest.as_ref();
        let recent = recent.filter(|latest| now.duration_since(latest.at) < AFTERTHOUGHT);
        world.mine.iter().find(asks).or(recent.map(|latest| &latest.case))
    }

    fn learn_language(&mut self, text: &str) {
        match Language::detect(text) {
            Some(detected) if !self.is_language_known => {
                self.language = detected;
                self.is_language_known = true;
            }
            _ => self.language = self.language.after(text),
        }
    }

    /// Does a command.
    pub(super) fn command(
        &mut self,
        command: Command,
        at: Timestamp,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        match command {
            Command::StartAgain => {
                if self.put_aside(Some(at)) {
                    turn.effects.push(Effect::Say(Phrase::PutAside));
                }
                self.step = Step::Form;
                turn.is_asking = true;
            }
            Command::Cancel => self.cancel(at, now, turn),
            Command::Back => {
                self.back(world);
                turn.is_asking = true;
            }
            Command::Mine => self.list_mine(world, now, turn),
            Command::Person => {
                self.form.is_for_person = true;
                self.step = Step::Form;
                turn.is_asking = true;
            }
            Command::Help => self.help(now, turn),
        }
    }
}

/// Returns a text without white space around it and without characters that no text may have.
fn clean(text: &str) -> String {
    text.replace('\0', "").trim().to_owned()
}

fn is_text(text: &str) -> bool {
    text.chars().any(is_visible)
}
