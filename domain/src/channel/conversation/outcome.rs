//! Outcomes of effects.

use jiff::Timestamp;

use super::{
    AGAIN, Conversation, Form, Latest, Sending, Step, Turn,
    choice::{CaseChoice, Choice},
    effect::{Deed, Effect, Label, LookUp, Mine, Offered, Outcome, Phrase, Receipt, Refusal},
    world::World,
};
use crate::{
    bilingual::Named,
    case::{life_cycle::Verb, stage::Stage},
    notice::NoticeKind,
    reference::Reference,
};

impl Conversation {
    /// Takes the outcome of the submission with this key. An outcome that was taken before changes
    /// nothing.
    pub fn submitted(
        &mut self,
        key: &str,
        result: Result<Receipt, Refusal>,
        world: &World,
        now: Timestamp,
    ) -> Vec<Effect> {
        let Some(mut sending) = self.sending.take_if(|sending| sending.draft.key == key) else {
            return Vec::new();
        };
        let mut turn = Turn::default();
        match result {
            Ok(receipt) => self.sent(sending, receipt, world, now, &mut turn),
            Err(Refusal::Failed) => {
                sending.again_at = now + AGAIN;
                self.sending = Some(sending);
                turn.effects.push(Effect::Say(Phrase::NotSent(Refusal::Failed)));
            }
            Err(refusal) => {
                // What was said meanwhile belongs to it; old buttons don't.
                let later = std::mem::take(&mut self.form);
                self.form = Form { number: later.number.wrapping_add(1), ..sending.form };
                self.form.merge(later);
                match &refusal {
                    Refusal::UnknownEntity => {
                        self.form.entity = None;
                        self.form.service = None;
                    }
                    Refusal::MissingFiles(missing) => {
                        self.form.notes.files.retain(|file| !missing.contains(&file.said.0));
                    }
                    Refusal::TooMany | Refusal::Failed => {}
                }
                self.form.is_for_person = false;
                self.form.is_new = true;
                turn.effects.push(Effect::Say(Phrase::NotSent(refusal)));
                self.ask(world, now, &mut turn);
            }
        }
        turn.effects
    }

    fn sent(
        &mut self,
        sending: Sending,
        receipt: Receipt,
        world: &World,
        now: Timestamp,
        turn: &mut Turn,
    ) {
        let Sending { draft, form, is_hand_over, at, .. } = sending;
        let reference = receipt.reference;
        let entity = world.entity(&draft.entity).map(|entity| entity.name.clone());
        let named = || Named { ar: draft.entity.to_string(), en: draft.entity.to_string() };
        let case = Mine {
            reference,
            kind: draft.kind,
            entity: entity.unwrap_or_else(named),
            stage: Stage::Received,
            received_at: now,
        };
        turn.effects.push(Effect::Say(Phrase::Sent(receipt)));
        self.latest = Some(Latest { case, at });
        let (_, rest) = form.complete(&draft.key, draft.kind, draft.entity, self.language);
        let has_rest = !rest.is_empty();
        for (place, part) in rest.into_iter().enumerate() {
            let id = format!("{}#{}", draft.key, place + 1);
            self.reply_part(reference, id, at, part, now, turn);
        }
        let later = std::mem::take(&mut self.form);
        self.form = Form::numbered(later.number.wrapping_add(1));
        let is_later = !later.notes.is_empty();
        if is_later {
            self.reply(reference, &later.notes, now, turn);
        }
        if has_rest || is_later {
            turn.effects.push(Effect::Say(Phrase::RestFollows));
        }
        self.step = if is_hand_over { Step::Message(reference) } else { Step::Form };
    }

    /// Takes the result of a look-up.
    pub fn found(&mut self, result: LookUp, now: Timestamp) -> Vec<Effect> {
        let mut turn = Turn::default();
        match result {
            LookUp::Unknown => turn.effects.push(Effect::Say(Phrase::UnknownReference)),
            LookUp::Found(found) => {
                let reference = found.case.reference;
                let offers = |verb| found.is_own && found.offers.contains(&verb);
                let all = [
                    (found.is_own, CaseChoice::Thread),
                    (offers(Verb::Write), CaseChoice::Write),
                    (offers(Verb::Rate), CaseChoice::AskRating),
                    (offers(Verb::Withdraw), CaseChoice::AskWithdrawal),
                ];
                let offered = all.into_iter().filter(|(is_offered, _)| *is_offered);
                let choices = offered.map(|(_, choice)| Offered {
                    choice: Choice::Case(reference, choice),
                    label: Label::Word,
                });
                let choices = choices.collect();
                self.offer(Phrase::Status(found), choices, now, &mut turn);
            }
        }
        turn.effects
    }

    /// Returns the choices that go with a notice about the person's participation. Where choices
    /// are numbered, there are none while something is being said: numbers answer its questions.
    pub fn notified(
        &mut self,
        kind: NoticeKind,
        reference: Reference,
        now: Timestamp,
    ) -> Vec<Offered> {
        let choices: &[CaseChoice] = match kind {
            NoticeKind::Asked | NoticeKind::Reminded => &[CaseChoice::Thread, CaseChoice::Write],
            NoticeKind::Answered => &[CaseChoice::Thread, CaseChoice::AskRating],
            NoticeKind::Replied | NoticeKind::Declined => &[CaseChoice::Thread],
            NoticeKind::FileRefused => &[CaseChoice::Write],
            NoticeKind::Received
            | NoticeKind::Merged
            | NoticeKind::Transferred
            | NoticeKind::Delayed => &[CaseChoice::Open],
            NoticeKind::Link | NoticeKind::Code | NoticeKind::Corrected => &[],
        };
        let is_speaking = !self.form.notes.is_empty() || self.form.kind.is_some();
        let has_buttons = self.capability().is_some_and(|capability| capability.buttons.is_some());
        if is_speaking && !has_buttons {
            return Vec::new();
        }
        let choice = |choice: &CaseChoice| Choice::Case(reference, *choice);
        let choices: Vec<Choice> = choices.iter().map(choice).collect();
        if !is_speaking {
            self.offered.clone_from(&choices);
            self.asked_at = Some(now);
        }
        choices.into_iter().map(|choice| Offered { choice, label: Label::Word }).collect()
    }

    /// Takes the outcome of a reply, a rating or a withdrawal, by the id of its effect. That of a
    /// reply that was taken before changes nothing.
    pub fn done(
        &mut self,
        deed: Deed,
        id: &str,
        reference: Reference,
        outcome: Outcome,
        world: &World,
        now: Timestamp,
    ) -> Vec<Effect> {
        let mut turn = Turn::default();
        let phrase = match (deed, outcome) {
            (Deed::Reply, _) => return self.replied(id, outcome, world, now),
            (_, Outcome::Refused) => Phrase::NotPossible,
            (_, Outcome::Failed) => Phrase::Failed,
            (Deed::Rate, Outcome::Done) => Phrase::Rated,
            (Deed::Withdraw, Outcome::Done) => Phrase::Withdrawn(reference),
        };
        turn.effects.push(Effect::Say(phrase));
        turn.effects
    }

    fn replied(
        &mut self,
        id: &str,
        outcome: Outcome,
        world: &World,
        now: Timestamp,
    ) -> Vec<Effect> {
        let place = self.replies.iter().position(|waiting| waiting.reply.id == id);
        let Some(place) = place else { return Vec::new() };
        let mut turn = Turn::default();
        match outcome {
            Outcome::Failed => {
                self.replies[place].again_at = now + AGAIN;
                turn.effects.push(Effect::Say(Phrase::Failed));
            }
            Outcome::Done => {
                let reference = self.replies.remove(place).reply.reference;
                let waits = self.replies.iter().any(|waiting| waiting.reply.reference == reference);
                if !waits {
                    turn.effects.push(Effect::Say(Phrase::MessageAdded(reference)));
                }
            }
            Outcome::Refused => {
                let waiting = self.replies.remove(place);
                let reference = waiting.reply.reference;
                if self.step == Step::Message(reference) {
                    self.step = Step::Form;
                }
                self.form.is_new = true;
                self.form.notes.merge(waiting.notes);
                turn.effects.push(Effect::Say(Phrase::MessageRefused(reference)));
                self.ask(world, now, &mut turn);
            }
        }
        turn.effects
    }
}
