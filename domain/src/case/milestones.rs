//! Milestones of a case: the dated facts that figures count.
//!
//! They are part of a case and replayed with it, so undoing an action takes its milestones back.
//! Days are civil dates in the zone of the entity that received the participation, as its events
//! record them. `figures::contribution` counts milestones.

use jiff::{SignedDuration, Timestamp, civil::Date};

use crate::{
    case::{
        Case,
        action::{Action, Ground, Outcome, Past, PastEnd},
        evaluation::Savings,
        stage::Stage,
    },
    intake::{channel::Channel, kind::Mood},
    sla::{
        calendar::Calendar,
        escalation::{Level, TimerName},
        timer::Timer,
        timer_result::{TimerOutcome, TimerResult},
        timers::Calendars,
    },
    slug::Slug,
};

/// Dated facts of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestones {
    /// Day of receipt.
    pub received: Date,
    /// Results of the timers, in the order in which they were recorded.
    pub results: Vec<TimerResult>,
    /// First full answer.
    pub answer: Option<FirstAnswer>,
    /// Endings, in their order. A case that was reopened may end again.
    pub endings: Vec<Ending>,
    /// Transfers that were accepted.
    pub transfers: u32,
    /// Transfers that were returned: the entity that returned the case, and the day.
    pub returned: Vec<(Slug, Date)>,
    /// Days on which one of the promises to the customer reached the head of the entity.
    pub heads_told: Vec<Date>,
    /// Decision about a suggestion: whether it was accepted, and the day.
    pub decision: Option<(bool, Date)>,
    /// First planned day of implementation. A plan that is put off doesn't move it.
    pub planned: Option<Date>,
    /// Day of implementation.
    pub implemented: Option<Date>,
    /// Money that the implementation saves.
    pub savings: Option<Savings>,
    /// Day on which public words about the implementation were first published.
    pub lesson: Option<Date>,
    /// Corrective and preventive actions, in the order in which they were agreed.
    pub actions: Vec<ActionMilestones>,
    /// Time for which the case waited for the customer.
    waited: SignedDuration,
    was_asked: bool,
    /// Entity that a transfer is offered to, and the number of results before the offer.
    offer: Option<(Slug, usize)>,
    /// Number of results before the present promises to the customer were made. A classification
    /// makes new ones.
    promised: usize,
    /// The promises aren't judged any more: the customer withdrew, fell silent, or is answered in
    /// another case; or the participation was never promised anything.
    is_unjudged: bool,
}

/// Facts of a submission that its history doesn't hold. They never change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Service that the participation is about.
    pub service: Option<Slug>,
    /// Language of the form.
    pub language: String,
    /// Mood that the happiness meter handed over.
    pub mood: Option<Mood>,
    /// Time from opening the form to sending it, in milliseconds.
    pub elapsed_ms: Option<u32>,
}

/// First full answer to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstAnswer {
    /// Day of the answer.
    pub on: Date,
    /// Time since the receipt, in minutes, with nothing subtracted.
    pub lived: u32,
    /// Minutes of it for which the case waited for the customer.
    pub waited: u32,
    /// The answer came without question, transfer and extension.
    pub is_at_first_contact: bool,
}

/// End of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Day on which the case ended.
    pub on: Date,
    /// Way in which it ended.
    pub how: EndingKind,
    /// Transfers that had been accepted until then.
    pub transfers: u32,
    /// The customer was told of the answer, and so asked to rate it.
    pub asked_to_rate: bool,
    /// Last rating, and its day.
    pub rating: Option<(Mood, Date)>,
    /// Day on which the case was reopened.
    pub reopened: Option<Date>,
}

/// Way in which a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndingKind {
    /// Answered, with the outcome of a complaint.
    Answered(Option<Outcome>),
    /// Declined.
    Declined(Ground),
    /// Merged into another case, which is answered instead.
    Merged,
    /// Withdrawn or erased by the customer.
    Withdrawn,
    /// Closed because the customer fell silent.
    Lapsed,
}

/// Dates of a corrective or preventive action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionMilestones {
    /// Deadline.
    pub due: Date,
    /// Day of completion.
    pub completed: Option<Date>,
    /// Day of the check, and whether the action had the desired effect.
    pub checked: Option<(Date, bool)>,
    /// Day on which public words about the action were first published.
    pub lesson: Option<Date>,
}

/// Event, as far as milestones depend on it.
pub(crate) struct Occurrence<'a> {
    /// Action that was taken.
    pub(crate) deed: &'a Action,
    /// Stage after it.
    pub(crate) stage: Stage,
    /// Day of the event.
    pub(crate) day: Date,
    /// Time of the event.
    pub(crate) at: Timestamp,
    /// Time of the receipt.
    pub(crate) received_at: Timestamp,
    /// Start of the question to the customer that this event ends.
    pub(crate) asked_since: Option<Timestamp>,
    /// The deadline for the full answer had been extended.
    pub(crate) is_extended: bool,
    /// The customer is told by a notice.
    pub(crate) is_told: bool,
}

impl Milestones {
    /// Returns whether the promises aren't judged any more: the customer withdrew or fell silent,
    /// the case is answered in another one, or the participation was never promised anything.
    pub fn is_unjudged(&self) -> bool {
        self.is_unjudged
    }

    /// Returns whether the case has ended, and wasn't reopened since.
    pub fn has_ended(&self) -> bool {
        self.endings.last().is_some_and(|ending| ending.reopened.is_none())
    }

    /// Returns the milestones of a case that was just received, or that had ended before it came.
    pub(crate) fn received(on: Date, channel: Channel, past: Option<&Past>) -> Self {
        let mut milestones = Self::new(on, channel);
        if let Some(Past { ended, how, rating }) = past {
            let how = match *how {
                PastEnd::Answered { outcome } => EndingKind::Answered(outcome),
                PastEnd::Decided { accepted, implemented } => {
                    milestones.decision = Some((accepted, *ended));
                    milestones.implemented = implemented;
                    EndingKind::Answered(None)
                }
                PastEnd::Declined { ground } => EndingKind::Declined(ground),
                PastEnd::Withdrawn => EndingKind::Withdrawn,
            };
            milestones.endings.push(Ending {
                on: *ended,
                how,
                transfers: 0,
                asked_to_rate: false,
                rating: rating.map(|rating| (rating, *ended)),
                reopened: None,
            });
        }
        milestones
    }

    fn new(on: Date, channel: Channel) -> Self {
        Self {
            received: on,
            results: Vec::new(),
            answer: None,
            endings: Vec::new(),
            transfers: 0,
            returned: Vec::new(),
            heads_told: Vec::new(),
            decision: None,
            planned: None,
            implemented: None,
            savings: None,
            lesson: None,
            actions: Vec::new(),
            waited: SignedDuration::ZERO,
            was_asked: false,
            offer: None,
            promised: 0,
            // This system promised nothing: the entity's earlier one handled the case.
            is_unjudged: channel == Channel::Import,
        }
    }

    /// Begins the promises to the customer anew: results until now are those of the earlier ones.
    pub(crate) fn promise_anew(&mut self) {
        self.promised = self.results.len();
    }

    /// Records an event.
    pub(crate) fn record(&mut self, event: &Occurrence<'_>) {
        let Occurrence { deed, day, at, asked_since, .. } = *event;
        if let Some(since) = asked_since {
            self.waited = self.waited.saturating_add(at.duration_since(since));
        }
        match deed {
            Action::Ask => self.was_asked = true,
            Action::Transfer { to } => self.offer = Some((to.clone(), self.results.len())),
            Action::Accept => self.transfers += 1,
            Action::Return => {
                self.returned.extend(self.offer.as_ref().map(|(to, _)| (to.clone(), day)));
            }
            Action::Escalate {
                clock: TimerName::FirstResponse | TimerName::Resolution,
                level: Level::Head,
            } => self.heads_told.push(day),
            Action::Decide { accepted } => self.decision = Some((*accepted, day)),
            Action::Plan { by } => {
                self.planned.get_or_insert(*by);
            }
            Action::Implement { on, savings } => {
                self.implemented = Some(*on);
                self.savings = *savings;
            }
            Action::Act { plan } => self.actions.push(ActionMilestones {
                due: plan.due,
                completed: None,
                checked: None,
                lesson: None,
            }),
            Action::Complete { action } => {
                if let Some(action) = self.actions.get_mut(*action) {
                    action.completed = Some(day);
                }
            }
            Action::Check { action, effective } => {
                if let Some(action) = self.actions.get_mut(*action) {
                    action.checked = Some((day, *effective));
                }
            }
            Action::Publish { action, .. } => {
                let of_action = self.actions.get_mut(*action).map(|action| &mut action.lesson);
                of_action.unwrap_or(&mut self.lesson).get_or_insert(day);
            }
            Action::Rate { rating } => {
                if let Some(ending) = self.endings.last_mut() {
                    ending.rating = Some((*rating, day));
                }
            }
            Action::Reopen => {
                if let Some(ending) = self.endings.last_mut() {
                    ending.reopened = Some(day);
                    // The merge stopped the timers as if the promises had been met.
                    self.is_unjudged = ending.how == EndingKind::Merged;
                }
            }
            // The answer of the other case answers this one too.
            Action::Relay { .. } => {
                if let Some(ending) = self.endings.last_mut() {
                    ending.asked_to_rate = event.is_told;
                }
            }
            // A case that is parted from another one goes on as if it had never ended.
            Action::Part => {
                self.is_unjudged = false;
                self.endings.pop();
            }
            _ => {}
        }
        self.end(event);
    }

    /// Records the end of a case, if the event ends it.
    fn end(&mut self, event: &Occurrence<'_>) {
        let Occurrence { deed, day, at, received_at, is_extended, is_told, .. } = *event;
        let is_open = !self.has_ended();
        if !(is_open && event.stage.has_ended()) {
            return;
        }
        let how = match deed {
            Action::Answer { outcome } => EndingKind::Answered(*outcome),
            Action::Decline { ground } => EndingKind::Declined(*ground),
            Action::Merge { .. } => EndingKind::Merged,
            Action::Withdraw | Action::Erase => EndingKind::Withdrawn,
            Action::Lapse => EndingKind::Lapsed,
            _ => EndingKind::Answered(None),
        };
        let is_answer = matches!(how, EndingKind::Answered(_));
        self.is_unjudged |=
            matches!(how, EndingKind::Merged | EndingKind::Withdrawn | EndingKind::Lapsed);
        self.endings.push(Ending {
            on: day,
            how,
            transfers: self.transfers,
            asked_to_rate: is_answer && is_told,
            rating: None,
            reopened: None,
        });
        if is_answer {
            self.answer.get_or_insert(FirstAnswer {
                on: day,
                lived: minutes(at.duration_since(received_at)),
                waited: minutes(self.waited),
                is_at_first_contact: !self.was_asked && self.transfers == 0 && !is_extended,
            });
        }
    }
}

impl Case {
    /// Returns the results of timers that the event of this time settles. `self` is the case after
    /// the event.
    pub(crate) fn timer_results(
        &self,
        at: Timestamp,
        calendars: &impl Calendars,
    ) -> Vec<TimerResult> {
        let home = calendars.calendar(self.clocks.home());
        let recorded = &self.milestones.results;
        let offer = self.milestones.offer.as_ref();
        let mut results = Vec::new();
        for (clock, entity, timer) in self.clocks.all(offer.map(|(to, _)| to)) {
            // Each transfer has a promise of its own.
            let start = match (clock, offer) {
                (TimerName::Acceptance, Some((_, start))) => *start,
                (TimerName::FirstResponse | TimerName::Resolution, _) => self.milestones.promised,
                _ => 0,
            };
            let recorded = recorded.iter().skip(start);
            let outcomes: Vec<_> = recorded
                .filter(|result| result.clock == clock && result.entity == *entity)
                .map(|result| result.outcome)
                .collect();
            let calendar = calendars.calendar(self.clocks.kept_by(clock, entity));
            let settled = settle(timer, &outcomes, self.milestones.is_unjudged, at, calendar);
            results.extend(settled.into_iter().map(|Settled { outcome, spent, on }| TimerResult {
                clock,
                entity: entity.clone(),
                spent: minutes(spent),
                budget: minutes(timer.budget(calendar)),
                day: home.local(on).date(),
                outcome,
            }));
        }
        results
    }
}

struct Settled {
    outcome: TimerOutcome,
    spent: SignedDuration,
    on: Timestamp,
}

/// Returns the outcomes of a timer that are settled at this time and aren't in `recorded`.
fn settle(
    timer: &Timer,
    recorded: &[TimerOutcome],
    is_unjudged: bool,
    at: Timestamp,
    calendar: &Calendar,
) -> Vec<Settled> {
    if recorded.iter().any(|outcome| *outcome != TimerOutcome::Missed) {
        return Vec::new();
    }
    let (spent, budget) = (timer.spent(at, calendar), timer.budget(calendar));
    let met_at = timer.met_at().filter(|_| !is_unjudged);
    let was_missed = !recorded.is_empty();
    let missed = || Settled {
        outcome: TimerOutcome::Missed,
        spent: budget,
        on: timer.due(calendar).min(at),
    };
    let met = |outcome| move |on| Settled { outcome, spent, on };
    match met_at {
        Some(on) if !was_missed && spent <= budget => vec![met(TimerOutcome::Kept)(on)],
        Some(on) if was_missed => vec![met(TimerOutcome::Late)(on)],
        Some(on) => vec![missed(), met(TimerOutcome::Late)(on)],
        None if !was_missed && spent >= budget => vec![missed()],
        None => Vec::new(),
    }
}

/// Returns the whole minutes of a duration; 0 of a negative one.
fn minutes(duration: SignedDuration) -> u32 {
    u32::try_from(duration.as_mins()).unwrap_or(if duration.is_negative() { 0 } else { u32::MAX })
}
