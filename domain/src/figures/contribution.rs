//! Contribution of one case to the figures.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    case::{
        Case,
        action::{Ground, Outcome},
        evaluation::{Savings, SavingsBasis},
        milestones::{Ending, EndingKind, Facts},
    },
    figures::counts::Counts,
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    sla::{escalation::TimerName, priority::Priority, timer_result::TimerOutcome},
    slug::Slug,
};

/// Time within which everybody should be able to say something, in milliseconds.
pub const TWO_MINUTES_MS: u32 = 120_000;

/// All that one case adds to any figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Properties of the case by which figures are divided.
    pub properties: Properties,
    /// Counters by entity and day.
    pub counts: BTreeMap<(Slug, Date), Counts>,
    /// Times that were measured, for the distributions.
    pub times: Vec<(Measure, u32)>,
}

/// Properties of a case by which figures are divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Properties {
    /// Entity that received the participation.
    pub home: Slug,
    /// Day of receipt, which is the cohort of the measured times.
    pub received: Date,
    /// Kind.
    pub kind: Kind,
    /// Priority.
    pub priority: Priority,
    /// Channel.
    pub channel: Channel,
    /// Language.
    pub language: String,
    /// Service.
    pub service: Option<Slug>,
}

/// Measured time of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Working minutes to the first response.
    FirstResponse,
    /// Working minutes to the full answer.
    FullAnswer,
    /// Hours to the full answer as the customer lives them, with nothing subtracted.
    Lived,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::FullAnswer, Self::Lived];

    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::FullAnswer => "full_answer",
            Self::Lived => "lived",
        }
    }

    /// Returns the size of the cohort that a period's counters give: the cases received in it, but
    /// for those that have no such time and won't have one.
    pub fn cohort(self, counts: &Counts) -> u64 {
        let unmeasured = match self {
            Self::FirstResponse => counts.unmeasured_first,
            Self::FullAnswer => counts.unmeasured_full,
            Self::Lived => counts.unmeasured_lived,
        };
        u64::try_from(counts.received - unmeasured).unwrap_or(0)
    }

    /// Returns the measure with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.as_str() == name)
    }
}

impl Contribution {
    /// Returns the contribution of a case.
    pub fn of(case: &Case, facts: &Facts) -> Self {
        let milestones = &case.milestones;
        let home = case.clocks.home();
        let properties = Properties {
            home: home.clone(),
            received: milestones.received,
            kind: case.kind,
            priority: case.priority,
            channel: case.channel,
            language: facts.language.clone(),
            service: facts.service.clone(),
        };
        let mut contribution = Self { properties, counts: BTreeMap::new(), times: Vec::new() };
        contribution.receive(facts);
        contribution.results(case);
        contribution.answer(case);
        for ending in &milestones.endings {
            contribution.end(case.kind, ending);
        }
        for (entity, day) in &milestones.returned {
            contribution.at(entity, *day).returned += 1;
        }
        for day in &milestones.heads_told {
            contribution.at(home, *day).head_told += 1;
        }
        contribution.suggestion(case);
        contribution.unmeasured(case);
        for action in &milestones.actions {
            let due = contribution.home(action.due);
            due.actions_due += 1;
            due.actions_kept += i64::from(action.completed.is_some_and(|day| day <= action.due));
            if let Some((day, is_effective)) = action.checked {
                let checked = contribution.home(day);
                checked.actions_checked += 1;
                checked.actions_effective += i64::from(is_effective);
                checked.lessons += i64::from(is_effective && action.lesson.is_some());
            }
        }
        contribution
    }

    /// Returns the sum of the counters of an entity, or of all, on days that pass.
    pub fn sum(&self, entity: Option<&Slug>, passes: impl Fn(Date) -> bool) -> Counts {
        let counted = self
            .counts
            .iter()
            .filter(|((of, day), _)| entity.is_none_or(|entity| entity == of) && passes(*day));
        Counts::sum(counted.map(|(_, counts)| counts))
    }

    fn at(&mut self, entity: &Slug, day: Date) -> &mut Counts {
        self.counts.entry((entity.clone(), day)).or_default()
    }

    /// Returns the counters of the entity that received the participation.
    fn home(&mut self, day: Date) -> &mut Counts {
        let home = self.properties.home.clone();
        self.counts.entry((home, day)).or_default()
    }

    fn receive(&mut self, facts: &Facts) {
        let counts = self.home(self.properties.received);
        counts.received += 1;
        if let Some(elapsed) = facts.elapsed_ms {
            counts.timed += 1;
            counts.in_two_minutes += i64::from(elapsed <= TWO_MINUTES_MS);
        }
        match facts.mood {
            Some(Mood::Happy) => counts.mood_happy += 1,
            Some(Mood::Neutral) => counts.mood_neutral += 1,
            Some(Mood::Unhappy) => counts.mood_unhappy += 1,
            None => {}
        }
    }

    /// Counts the times that the case doesn't have and won't have. They are no slow ones.
    fn unmeasured(&mut self, case: &Case) {
        let milestones = &case.milestones;
        let is_out = Measure::ALL.map(|measure| {
            let is_measured = self.times.iter().any(|(other, _)| *other == measure);
            let is_over = match measure {
                Measure::FirstResponse | Measure::FullAnswer => milestones.is_unjudged(),
                Measure::Lived => milestones.has_ended(),
            };
            i64::from(!is_measured && is_over)
        });
        let counts = self.home(self.properties.received);
        [counts.unmeasured_first, counts.unmeasured_full, counts.unmeasured_lived] = is_out;
    }

    fn results(&mut self, case: &Case) {
        for result in &case.milestones.results {
            let measure = match result.clock {
                TimerName::FirstResponse => Some(Measure::FirstResponse),
                TimerName::Resolution => Some(Measure::FullAnswer),
                TimerName::Acceptance | TimerName::Own => None,
            };
            // A participation that was classified after a response has two promises, and one time.
            let is_first = |(measure, _): &(Measure, u32)| {
                self.times.iter().all(|(other, _)| other != measure)
            };
            let time = measure.zip(result.taken()).filter(is_first);
            self.times.extend(time);
            if !result.is_verdict() {
                continue;
            }
            let kept = i64::from(result.outcome == TimerOutcome::Kept);
            let counts = self.at(&result.entity, result.day);
            let (judged, kept_so_far) = match result.clock {
                TimerName::FirstResponse => (&mut counts.first_judged, &mut counts.first_kept),
                TimerName::Resolution => (&mut counts.full_judged, &mut counts.full_kept),
                TimerName::Own => (&mut counts.own_judged, &mut counts.own_kept),
                TimerName::Acceptance => (&mut counts.handover_judged, &mut counts.handover_kept),
            };
            *judged += 1;
            *kept_so_far += kept;
            if result.clock == TimerName::Resolution {
                counts.extended += i64::from(case.is_extended);
                if case.kind == Kind::Suggestion {
                    counts.decided_judged += 1;
                    counts.decided_kept += kept;
                }
            }
        }
    }

    fn answer(&mut self, case: &Case) {
        // A case that is answered in another one has no answer of its own.
        let Some(answer) = case.milestones.answer else { return };
        let is_answer = |ending: &&Ending| matches!(ending.how, EndingKind::Answered(_));
        let first = case.milestones.endings.iter().find(is_answer);
        let is_back = first.is_some_and(|ending| ending.reopened.is_some());
        let counts = self.home(answer.on);
        counts.answered += 1;
        counts.first_contact += i64::from(answer.is_at_first_contact && !is_back);
        counts.lived_minutes += i64::from(answer.lived);
        counts.waited_minutes += i64::from(answer.waited);
        self.times.push((Measure::Lived, answer.lived / 60));
    }

    fn end(&mut self, kind: Kind, ending: &Ending) {
        let counts = self.home(ending.on);
        counts.ended += 1;
        counts.moved_once += i64::from(ending.transfers >= 1);
        counts.moved_twice += i64::from(ending.transfers >= 2);
        counts.asked_to_rate += i64::from(ending.asked_to_rate);
        counts.asked_rated += i64::from(ending.asked_to_rate && ending.rating.is_some());
        counts.came_back += i64::from(ending.reopened.is_some());
        match ending.how {
            EndingKind::Answered(outcome) if kind == Kind::Complaint => match outcome {
                Some(Outcome::Upheld) => counts.upheld += 1,
                Some(Outcome::PartlyUpheld) => counts.partly_upheld += 1,
                Some(Outcome::NotUpheld) => counts.not_upheld += 1,
                Some(Outcome::Resolved) => counts.resolved += 1,
                None => {}
            },
            EndingKind::Answered(_) => {}
            EndingKind::Declined(Ground::OutOfScope) => counts.declined_out_of_scope += 1,
            EndingKind::Declined(Ground::Duplicate) => counts.declined_duplicate += 1,
            EndingKind::Declined(Ground::Abusive) => counts.declined_abusive += 1,
            EndingKind::Merged => counts.merged += 1,
            EndingKind::Withdrawn => counts.withdrawn += 1,
            EndingKind::Lapsed => counts.lapsed += 1,
        }
        if let Some(day) = ending.reopened {
            self.home(day).reopened += 1;
        }
        if let Some((rating, day)) = ending.rating {
            let counts = self.home(day);
            match rating {
                Mood::Happy => counts.rated_happy += 1,
                Mood::Neutral => counts.rated_neutral += 1,
                Mood::Unhappy => counts.rated_unhappy += 1,
            }
        }
    }

    fn suggestion(&mut self, case: &Case) {
        let milestones = &case.milestones;
        if let Some((is_accepted, day)) = milestones.decision {
            let counts = self.home(day);
            counts.decided += 1;
            counts.accepted += i64::from(is_accepted);
            counts.accepted_implemented +=
                i64::from(is_accepted && milestones.implemented.is_some());
        }
        if let Some(day) = milestones.planned {
            let counts = self.home(day);
            counts.planned += 1;
            counts.planned_kept += i64::from(milestones.implemented.is_some_and(|on| on <= day));
        }
        if let Some(day) = milestones.implemented {
            let counts = self.home(day);
            counts.implemented += 1;
            counts.lessons += i64::from(milestones.lesson.is_some());
            if let Some(Savings { dirhams, basis }) = milestones.savings {
                let saved = match basis {
                    SavingsBasis::Measured => &mut counts.saved_measured,
                    SavingsBasis::Estimated => &mut counts.saved_estimated,
                };
                *saved += i64::from(dirhams.get());
                counts.saving += 1;
            }
        }
    }
}
