//! Decision about a command: the next event of a case, or a refusal.

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::Refusal;
use crate::{
    case::{
        Case,
        action::{Action, Change, Terms},
        content,
        corrective_action::RootCause,
        event::{Actor, Event},
        head::CaseHead,
        lesson::PublicWords,
        life_cycle::Words,
    },
    entity::policy::{EntityPolicies, EntityPolicy},
    intake::contact::Contact,
    media::{file_digest::FileDigests, upload::UploadId},
    sla::{agreement::REOPENING_DAYS, timer_result::TimerResult},
    text::Text,
};

/// Command to act on a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Actor who gives the command.
    pub actor: Actor,
    /// Action to take.
    pub deed: Action,
    /// Text that goes with the action.
    pub words: Option<Text>,
    /// Attachments of the text.
    pub attachments: Vec<UploadId>,
    /// Root cause that a corrective or preventive action is against.
    pub root_cause: Option<RootCause>,
    /// Public words about what was changed, if the action proposes them.
    pub public_words: Option<PublicWords>,
    /// Contact that replaces the author's, if the action corrects it.
    pub contact: Option<Contact>,
}

/// External inputs of a decision.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Current time.
    pub now: Timestamp,
    /// Policies of the entities.
    pub charters: &'a EntityPolicies,
    /// Salt of the participation, for the content digest.
    pub salt: &'a str,
    /// Digests of the command's attachments.
    pub files: &'a FileDigests,
    /// The author left a way to be told of what happens, and is told of this action.
    pub is_told: bool,
}

/// Result of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Event to store.
    pub event: Event,
    /// Case after the event.
    pub case: Case,
}

impl Command {
    /// Returns a command without text, attachments, root cause or contact.
    pub const fn plain(actor: Actor, deed: Action) -> Self {
        Self {
            actor,
            deed,
            words: None,
            attachments: Vec::new(),
            root_cause: None,
            public_words: None,
            contact: None,
        }
    }

    /// Returns the words, the answers to "why?" and the public words.
    fn texts(&self) -> Vec<&str> {
        let root_cause = self.root_cause.iter().flat_map(RootCause::answers);
        let words = self.words.iter().chain(root_cause).map(Text::as_str);
        words.chain(self.public_words.iter().flat_map(PublicWords::texts)).collect()
    }
}

impl Case {
    /// Decides a command: returns the next event and the case after it.
    ///
    /// # Errors
    ///
    /// The reason why the command is refused.
    pub fn decide(
        &self,
        command: &Command,
        circumstances: &Circumstances<'_>,
    ) -> Result<Decided, Refusal> {
        let Circumstances { now, charters, salt, files, is_told } = *circumstances;
        // Event times never decrease, even if the clock was set back.
        let at = now.max(self.standing.last_at);
        let home = &charters.of(self.clocks.home()).calendar;
        let mut change = Change {
            terms: self.terms(&command.deed, charters),
            day: Some(home.local(at).date()),
            told: is_told,
            results: self.results_before(&command.deed, at, charters),
            ..Change::plain(command.deed.clone())
        };
        let mut case = self.clone();
        case.enact(&command.actor, &change, at)?;
        if matches!(command.deed, Action::Rate { .. }) && self.waits() {
            // What another case is answered for isn't rated before its answer.
            return Err(Refusal::Stage(self.standing.stage));
        }
        self.in_time(command, at, charters)?;
        self.worded(command)?;
        let results = case.timer_results(at, charters);
        case.milestones.results.extend_from_slice(&results);
        change.results.extend(results);
        let files = content::files(&command.attachments, files);
        let digest = content::of_message(salt, &command.texts(), &files, command.contact.as_ref());
        let after = (case.standing.stage, case.standing.entity.clone());
        let event = self.standing.follow(command.actor.clone(), change, after, digest, now);
        case.standing = CaseHead::after(&event);
        Ok(Decided { event, case })
    }

    /// Returns what the promises came to that a classification replaces.
    fn results_before(
        &self,
        deed: &Action,
        at: Timestamp,
        charters: &EntityPolicies,
    ) -> Vec<TimerResult> {
        match deed {
            Action::Classify { .. } => self.timer_results(at, charters),
            _ => Vec::new(),
        }
    }

    /// Returns the terms of the entity's policy that the action records.
    fn terms(&self, deed: &Action, charters: &EntityPolicies) -> Option<Terms> {
        let agreement = |charter: &EntityPolicy, priority| {
            Some(Terms::Agreement(charter.agreements.of(self.kind, priority)))
        };
        let here = charters.of(&self.standing.entity);
        match deed {
            Action::Prioritise { priority } => agreement(here, *priority),
            Action::Classify { kind, to } => {
                let agreements = &charters.of(to).agreements;
                Some(Terms::Agreement(agreements.of(*kind, self.priority)))
            }
            Action::Transfer { to } => agreement(charters.of(to), self.priority),
            Action::Accept => agreement(here, self.priority),
            Action::Judge { .. } if self.evaluation.is_none() => {
                Some(Terms::Criteria(here.criteria.clone()))
            }
            _ => None,
        }
    }

    /// Checks that the command comes neither too early nor too late.
    fn in_time(
        &self,
        command: &Command,
        at: Timestamp,
        charters: &EntityPolicies,
    ) -> Result<(), Refusal> {
        let today = || -> Date { charters.of(&self.standing.entity).calendar.local(at).date() };
        let passed = |since: Timestamp| at.duration_since(since);
        match &command.deed {
            Action::Reopen
                if self.ended_at.is_some_and(|ended| {
                    passed(ended) > SignedDuration::from_hours(24 * REOPENING_DAYS)
                }) =>
            {
                Err(Refusal::TooLate)
            }
            Action::Undo if self.undo_ends(charters.hold()).is_none_or(|until| at > until) => {
                Err(Refusal::Undo)
            }
            Action::Implement { on, .. } if !(self.milestones.received..=today()).contains(on) => {
                Err(Refusal::ImplementedOn)
            }
            Action::Act { plan } => Ok(plan.agreed_on(today())?),
            Action::Check { action, .. } => match self.actions.get(*action) {
                Some(action) => Ok(action.plan().checked_on(today())?),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Checks that the command has the text that its action requires, and no other.
    fn worded(&self, command: &Command) -> Result<(), Refusal> {
        let says_something = !command.texts().is_empty() || !command.attachments.is_empty();
        let is_act = matches!(command.deed, Action::Act { .. });
        if matches!(command.deed, Action::Propose { .. }) != command.public_words.is_some() {
            return Err(if command.public_words.is_some() {
                Refusal::WordsUnwanted
            } else {
                Refusal::WordsMissing
            });
        }
        if matches!(command.deed, Action::CorrectContact) != command.contact.is_some() {
            return Err(if command.contact.is_some() {
                Refusal::WordsUnwanted
            } else {
                Refusal::WordsMissing
            });
        }
        match command.deed.verb().rule().words {
            Words::None if says_something => Err(Refusal::WordsUnwanted),
            Words::Must(_) if !says_something => Err(Refusal::WordsMissing),
            Words::May(_) | Words::Must(_) if says_something && self.is_erased => {
                Err(Refusal::Erased)
            }
            _ if is_act != command.root_cause.is_some() => {
                Err(if is_act { Refusal::RootCauseMissing } else { Refusal::WordsUnwanted })
            }
            _ => Ok(()),
        }
    }
}
