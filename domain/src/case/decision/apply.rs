//! Application of an action to a case: the same code for a decision and for a replay.

use std::num::NonZeroU16;

use jiff::Timestamp;

use super::{Refusal, news::news_after};
use crate::{
    case::{
        Case, Handover, Question, Undo,
        action::{Action, Change, Terms},
        corrective_action::{CorrectiveAction, CorrectiveActionError},
        evaluation::{Decision, Evaluation, EvaluationError, Marks},
        event::Actor,
        lesson::Lesson,
        life_cycle::{Next, Verb, Who},
        milestones::Occurrence,
        stage::Stage,
    },
    entity::criteria::Criteria,
    intake::kind::Kind,
    reference::Reference,
    sla::{
        agreement::{Agreement, EXTENSION_MAX},
        escalation::{Level, TimerName},
        timers::Timers,
    },
    slug::Slug,
    staff::StaffId,
};

impl Case {
    /// Applies a change, if the rules that don't depend on the date allow it.
    pub(crate) fn enact(
        &mut self,
        actor: &Actor,
        change: &Change,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let verb = change.deed.verb();
        let rule = verb.rule();
        let asked = self.question;
        if !rule.kinds.include(self.kind) {
            return Err(Refusal::Kind);
        }
        if !may_be(rule.who, actor) {
            return Err(Refusal::Actor);
        }
        let before = verb.is_undoable().then(|| Box::new(Self { undo: None, ..self.clone() }));
        let stage = match verb.outcome(self.standing.stage) {
            Next::Never => return Err(Refusal::of(verb, self.standing.stage)),
            Next::Stay => self.standing.stage,
            Next::To(stage) => stage,
            Next::Before => {
                self.take_back(actor)?;
                self.milestones.results.extend_from_slice(&change.results);
                return Ok(());
            }
        };
        self.change(actor, change, at)?;
        self.arrive(stage, at);
        self.milestones.record(&Occurrence {
            deed: &change.deed,
            stage,
            day: change.day_of(at),
            at,
            received_at: self.received_at,
            asked_since: asked.filter(|_| self.question.is_none()).map(|asked| asked.since),
            is_extended: self.is_extended,
            is_told: change.told,
        });
        self.milestones.results.extend_from_slice(&change.results);
        if verb == Verb::Classify {
            self.milestones.promise_anew();
        }
        let sequence = self.standing.events + 1;
        self.news = news_after(self.news, self.owner.as_ref(), (actor, &change.deed), sequence);
        self.undo = before.map(|case| Undo { case, actor: actor.clone(), verb });
        Ok(())
    }

    /// Applies everything of a change except the stage.
    fn change(
        &mut self,
        actor: &Actor,
        change @ Change { deed, terms, .. }: &Change,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        match deed {
            Action::Receive { .. } | Action::Undo => return Err(Refusal::Undo),
            Action::Classify { kind, to } => self.classify(*kind, to, terms.as_ref(), at)?,
            // A system takes a case for whoever owns it.
            Action::Take => {
                if let Some(person) = staff(actor) {
                    self.owner = Some(person.clone());
                }
            }
            Action::Assign { to } => {
                // The rule for deputies may be applied twice at once.
                if *actor == Actor::System && self.owner.as_ref() == Some(to) {
                    return Err(Refusal::Itself);
                }
                self.owner = Some(to.clone());
            }
            Action::Prioritise { priority } => {
                self.priority = *priority;
                self.delay_request = None;
                self.clocks.promise(&self.standing.entity, self.agreement(terms.as_ref()));
            }
            Action::RequestDelay => self.request_delay(actor, change.day_of(at))?,
            Action::RefuseDelay => self.refuse_delay()?,
            Action::Extend { days } => self.extend(*days, at)?,
            Action::Reply => self.clocks.respond(at),
            Action::Ask => {
                self.clocks.respond(at);
                self.clocks.pause(at);
                self.question = Some(Question { since: at, reminded: None });
            }
            Action::Write => {
                if self.question.take().is_some() {
                    self.clocks.resume(&self.standing.entity, at);
                }
            }
            Action::Transfer { to } => self.hand_over(to, self.agreement(terms.as_ref()), at)?,
            Action::Accept => {
                let term = self.agreement(terms.as_ref()).resolution;
                self.clocks.accept(self.standing.entity.clone(), term, at);
                self.handed_over = None;
                self.owner = staff(actor).cloned();
            }
            Action::Return => self.give_back(at),
            Action::Invite { to } => {
                self.returned.remove(to).ok_or(Refusal::Itself)?;
            }
            Action::Merge { into } => self.merge(*into)?,
            Action::Part => self.part(at)?,
            Action::Relay { from, by } => self.relay(*from, by)?,
            Action::Judge { marks, .. } => self.judge(actor, marks, terms.as_ref())?,
            Action::Decide { accepted } => {
                self.evaluation.as_mut().ok_or(EvaluationError::TooFew)?.decide(*accepted)?;
            }
            Action::Plan { by } => self.go_on(Decision::Planned(*by))?,
            Action::Implement { on, .. } => self.go_on(Decision::Implemented(*on))?,
            Action::Act { plan } => {
                self.is_unclassified = false;
                self.actions.push(CorrectiveAction::agree(plan.clone())?);
            }
            Action::Complete { action } => {
                let who = staff(actor).ok_or(Refusal::Actor)?.clone();
                self.action(*action)?.complete(who, at)?;
            }
            Action::Check { action, effective } => {
                let who = staff(actor).ok_or(Refusal::Actor)?.clone();
                self.action(*action)?.check(who, *effective)?;
            }
            Action::Propose { action } => self.propose(actor, *action)?,
            Action::Publish { action, proposal } => self.publish(actor, *action, *proposal)?,
            Action::Rate { rating } => self.rating = Some(*rating),
            Action::Reopen => {
                self.rating = None;
                self.merged_into = None;
                self.clocks_unmerged = None;
                self.clocks.resume(&self.standing.entity, at);
            }
            Action::Escalate { clock, level } => self.escalate(*clock, *level)?,
            Action::Remind => self.remind(at)?,
            Action::CorrectContact if self.is_erased => return Err(Refusal::Erased),
            Action::Retract if self.is_erased || self.is_retracted => {
                return Err(Refusal::Erased);
            }
            Action::Retract => self.is_retracted = true,
            Action::Erase => self.is_erased = true,
            Action::Note
            | Action::Decline { .. }
            | Action::Answer { .. }
            | Action::Close
            | Action::Withdraw
            | Action::CorrectContact
            | Action::Lapse => {}
        }
        Ok(())
    }

    /// Extends the promised time, once.
    fn extend(&mut self, days: NonZeroU16, at: Timestamp) -> Result<(), Refusal> {
        self.is_unclassified = false;
        if self.is_extended || days.get() > EXTENSION_MAX {
            return Err(Refusal::Extension);
        }
        self.is_extended = true;
        self.clocks.extend(&self.standing.entity, days);
        self.clocks.respond(at);
        Ok(())
    }

    /// Moves the case to a stage. At a stage where a case has ended, no question, handover or timer
    /// stays open, whichever action led there.
    fn arrive(&mut self, stage: Stage, at: Timestamp) {
        let has_moved = self.standing.stage != stage;
        self.standing.stage = stage;
        let has_ended = stage.has_ended();
        if has_ended {
            self.question = None;
            self.handed_over = None;
            self.delay_request = None;
            self.clocks.meet(at);
        }
        if has_moved {
            self.ended_at = has_ended.then_some(at);
        }
    }

    fn take_back(&mut self, actor: &Actor) -> Result<(), Refusal> {
        let undo = self.undo.take().filter(|undo| undo.actor == *actor).ok_or(Refusal::Undo)?;
        *self = *undo.case;
        Ok(())
    }

    /// Gives the case the kind and the entity that its author or staff name, once. The promises
    /// begin anew, as those of that entity; what the earlier ones came to stays recorded.
    fn classify(
        &mut self,
        kind: Kind,
        to: &Slug,
        terms: Option<&Terms>,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        if !self.is_unclassified {
            return Err(Refusal::Itself);
        }
        self.is_unclassified = false;
        self.kind = kind;
        self.clocks = Timers::start(to.clone(), self.agreement(terms), at);
        self.delay_request = None;
        if self.standing.entity != *to {
            self.move_custody(to);
            self.owner = None;
        }
        Ok(())
    }

    /// Moves custody to another entity, and returns the one that had it. A return by `to` is
    /// forgotten, since `to` has the case again.
    fn move_custody(&mut self, to: &Slug) -> Slug {
        let from = std::mem::replace(&mut self.standing.entity, to.clone());
        self.before.insert(from.clone());
        self.returned.remove(to);
        from
    }

    fn hand_over(&mut self, to: &Slug, theirs: Agreement, at: Timestamp) -> Result<(), Refusal> {
        if *to == self.standing.entity {
            return Err(Refusal::Itself);
        }
        self.clocks.hand_over(theirs.acceptance, at);
        let from = self.move_custody(to);
        self.delay_request = None;
        self.handed_over = Some(Handover { from, owner: self.owner.take() });
        Ok(())
    }

    fn escalate(&mut self, clock: TimerName, level: Level) -> Result<(), Refusal> {
        let timer = self.clocks.get(clock, &self.standing.entity);
        if !timer.is_some_and(|timer| timer.tells(level)) {
            return Err(Refusal::Told);
        }
        self.clocks.escalate(clock, &self.standing.entity, level);
        Ok(())
    }

    fn remind(&mut self, at: Timestamp) -> Result<(), Refusal> {
        let question = self.question.as_mut();
        let question = question.filter(|question| question.reminded.is_none());
        question.ok_or(Refusal::Told)?.reminded = Some(at);
        Ok(())
    }

    fn give_back(&mut self, at: Timestamp) {
        if let Some(Handover { from, owner }) = self.handed_over.take() {
            self.clocks.give_back(&from, at);
            let returned_by = std::mem::replace(&mut self.standing.entity, from);
            self.before.insert(returned_by.clone());
            self.returned.insert(returned_by, self.standing.events + 1);
            self.owner = owner;
        }
    }

    fn merge(&mut self, into: Reference) -> Result<(), Refusal> {
        if into == self.standing.reference {
            return Err(Refusal::Itself);
        }
        self.merged_into = Some(into);
        self.clocks_unmerged = Some(self.clocks.clone());
        Ok(())
    }

    /// Parts the case from the one that it was merged into. The time since then counts, as if its
    /// timers had never stopped, but for those that waited for the customer.
    fn part(&mut self, at: Timestamp) -> Result<(), Refusal> {
        if self.is_erased {
            return Err(Refusal::Erased);
        }
        self.merged_into.take().ok_or(Refusal::NotMerged)?;
        if let Some(clocks) = self.clocks_unmerged.take() {
            self.clocks = clocks;
        }
        self.clocks.resume(&self.standing.entity, at);
        Ok(())
    }

    /// Answers the case with the one that it was merged into. Custody goes to whoever answered.
    fn relay(&mut self, from: Reference, by: &Slug) -> Result<(), Refusal> {
        if self.merged_into != Some(from) {
            return Err(Refusal::NotMerged);
        }
        self.clocks_unmerged = None;
        if self.standing.entity != *by {
            self.move_custody(by);
            self.owner = None;
        }
        Ok(())
    }

    fn judge(
        &mut self,
        actor: &Actor,
        marks: &Marks,
        terms: Option<&Terms>,
    ) -> Result<(), Refusal> {
        let judge = staff(actor).ok_or(Refusal::Actor)?.clone();
        let criteria = || match terms {
            Some(Terms::Criteria(criteria)) => criteria.clone(),
            _ => Criteria::default(),
        };
        let mut evaluation = self.evaluation.take().unwrap_or_else(|| Evaluation::new(criteria()));
        evaluation.judge(judge, marks.clone())?;
        self.evaluation = Some(evaluation);
        Ok(())
    }

    fn go_on(&mut self, step: Decision) -> Result<(), Refusal> {
        let goes_on = self.evaluation.as_mut().is_some_and(|evaluation| evaluation.go_on(step));
        if goes_on { Ok(()) } else { Err(Refusal::NotAccepted) }
    }

    /// Records the proposal of public words, which replaces an earlier one.
    fn propose(&mut self, actor: &Actor, action: usize) -> Result<(), Refusal> {
        if !self.has_changed(action) {
            return Err(Refusal::NothingChanged);
        }
        let by = staff(actor).ok_or(Refusal::Actor)?.clone();
        let proposal = self.standing.events + 1;
        self.lessons.insert(action, Lesson { proposal, by, is_published: false });
        Ok(())
    }

    /// Publishes the words of a proposal.
    fn publish(&mut self, actor: &Actor, action: usize, proposal: u32) -> Result<(), Refusal> {
        if self.is_erased {
            return Err(Refusal::Erased);
        }
        let lesson = self.lessons.get_mut(&action);
        let lesson = lesson.filter(|it| it.proposal == proposal && !it.is_published);
        let lesson = lesson.ok_or(Refusal::Proposal)?;
        if staff(actor).is_none_or(|person| *person == lesson.by) {
            return Err(Refusal::OwnWords);
        }
        lesson.is_published = true;
        Ok(())
    }

    fn action(&mut self, place: usize) -> Result<&mut CorrectiveAction, CorrectiveActionError> {
        self.actions.get_mut(place).ok_or(CorrectiveActionError::Unknown)
    }

    /// Returns the agreement in an event's terms, or the default agreement.
    fn agreement(&self, terms: Option<&Terms>) -> Agreement {
        match terms {
            Some(Terms::Agreement(agreement)) => *agreement,
            _ => Agreement::default_for(self.kind, self.priority),
        }
    }
}

pub(super) const fn staff(actor: &Actor) -> Option<&StaffId> {
    if let Actor::Staff(id) = actor { Some(id) } else { None }
}

const fn may_be(who: Who, actor: &Actor) -> bool {
    match actor {
        Actor::Customer => who.is_customer(),
        Actor::Staff(_) | Actor::EntitySystem(_) => who.is_staff(),
        Actor::System => who.is_timer(),
    }
}
