//! Timers of one case.
//!
//! Two measure what was promised to the customer, and run on whichever entity has custody. A
//! transfer has a timer for its acceptance. Each entity that accepted the case has a timer of its
//! own.

use std::{collections::BTreeMap, num::NonZeroU16};

use jiff::Timestamp;

use crate::{
    sla::{
        agreement::{Agreement, DueTimes, Term},
        calendar::Calendar,
        escalation::{Level, TimerName},
        timer::{Stop, Timer},
    },
    slug::Slug,
};

/// Calendars of the entities.
pub trait Calendars {
    /// Returns the working calendar of this entity.
    fn calendar(&self, entity: &Slug) -> &Calendar;
}

/// All timers of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timers {
    /// Entity that made the promise to the customer, and whose calendar applies to it.
    home: Slug,
    first_response: Timer,
    resolution: Timer,
    acceptance: Option<Timer>,
    own: BTreeMap<Slug, Timer>,
}

impl Timers {
    /// Starts the two timers of the promises to the customer.
    pub fn start(home: Slug, promised: Agreement, at: Timestamp) -> Self {
        let (first_response, resolution) =
            (Timer::start(promised.first_response, at), Timer::start(promised.resolution, at));
        Self { home, first_response, resolution, acceptance: None, own: BTreeMap::new() }
    }

    /// Returns the entity that made the promise to the customer.
    pub const fn home(&self) -> &Slug {
        &self.home
    }

    /// Returns all timers that were ever started, each with its name and the entity that it binds.
    /// `offered_to` is the entity to which the case was last transferred.
    pub fn all<'a>(
        &'a self,
        offered_to: Option<&'a Slug>,
    ) -> impl Iterator<Item = (TimerName, &'a Slug, &'a Timer)> + 'a {
        let promised = [
            (TimerName::FirstResponse, &self.home, &self.first_response),
            (TimerName::Resolution, &self.home, &self.resolution),
        ];
        let offer = offered_to.zip(self.acceptance.as_ref());
        let own = self.own.iter();
        promised
            .into_iter()
            .chain(offer.map(|(entity, timer)| (TimerName::Acceptance, entity, timer)))
            .chain(own.map(|(entity, timer)| (TimerName::Own, entity, timer)))
    }

    /// Records a response of a person. The first one meets the first-response timer.
    pub fn respond(&mut self, at: Timestamp) {
        self.first_response.stop(at, Stop::Met);
    }

    /// Pauses all timers while the customer has to answer.
    pub fn pause(&mut self, at: Timestamp) {
        self.running().for_each(|clock| clock.stop(at, Stop::Paused));
    }

    /// Resumes the timers of this entity and of the resolution after the customer's turn.
    pub fn resume(&mut self, entity: &Slug, at: Timestamp) {
        self.resolution.resume(at);
        if let Some(own) = self.own.get_mut(entity) {
            own.resume(at);
        }
    }

    /// Stops all timers as met.
    pub fn meet(&mut self, at: Timestamp) {
        self.running().for_each(|clock| clock.stop(at, Stop::Met));
    }

    /// Starts the acceptance timer of a transfer, and pauses the entities' own timers.
    pub fn hand_over(&mut self, term: Term, at: Timestamp) {
        self.own.values_mut().for_each(|clock| clock.stop(at, Stop::Paused));
        self.acceptance = Some(Timer::start(term, at));
    }

    /// Records the acceptance of a transfer, which starts the entity's own timer with this term. If
    /// the entity had the case before, its timer resumes, and the time spent counts.
    pub fn accept(&mut self, entity: Slug, term: Term, at: Timestamp) {
        if let Some(acceptance) = &mut self.acceptance {
            acceptance.stop(at, Stop::Met);
        }
        self.own.entry(entity).or_insert_with(|| Timer::start(term, at)).resume(at);
    }

    /// Records the return of a transfer to this entity.
    pub fn give_back(&mut self, entity: &Slug, at: Timestamp) {
        if let Some(acceptance) = &mut self.acceptance {
            acceptance.stop(at, Stop::Met);
        }
        if let Some(own) = self.own.get_mut(entity) {
            own.resume(at);
        }
    }

    /// Replaces the terms that this entity promised, counted from the same start.
    pub fn promise(&mut self, entity: &Slug, promised: Agreement) {
        self.resolution.promise(promised.resolution);
        if let Some(own) = self.own.get_mut(entity) {
            own.promise(promised.resolution);
        }
        if self.first_response.runs() {
            self.first_response.promise(promised.first_response);
        }
    }

    /// Extends the resolution by this many working days.
    pub fn extend(&mut self, entity: &Slug, days: NonZeroU16) {
        self.resolution.extend(days);
        if let Some(own) = self.own.get_mut(entity) {
            own.extend(days);
        }
    }

    /// Records an escalation of a timer to a level.
    pub fn escalate(&mut self, name: TimerName, entity: &Slug, level: Level) {
        let clock = match name {
            TimerName::FirstResponse => Some(&mut self.first_response),
            TimerName::Resolution => Some(&mut self.resolution),
            TimerName::Acceptance => self.acceptance.as_mut(),
            TimerName::Own => self.own.get_mut(entity),
        };
        if let Some(clock) = clock {
            clock.escalate(level);
        }
    }

    /// Returns a timer, as it applies to this entity.
    pub fn get(&self, name: TimerName, entity: &Slug) -> Option<&Timer> {
        match name {
            TimerName::FirstResponse => Some(&self.first_response),
            TimerName::Resolution => Some(&self.resolution),
            TimerName::Acceptance => self.acceptance.as_ref(),
            TimerName::Own => self.own.get(entity),
        }
    }

    /// Returns the entity whose calendar a timer follows.
    pub const fn kept_by<'a>(&'a self, name: TimerName, entity: &'a Slug) -> &'a Slug {
        match name {
            TimerName::FirstResponse | TimerName::Resolution => &self.home,
            TimerName::Acceptance | TimerName::Own => entity,
        }
    }

    /// Returns the due times of what was promised to the customer.
    pub fn due(&self, calendars: &impl Calendars) -> DueTimes {
        let calendar = calendars.calendar(&self.home);
        DueTimes {
            first_response: self.first_response.due(calendar),
            resolution: self.resolution.due(calendar),
        }
    }

    /// Returns the earliest due time of the timers that run while this entity has custody.
    pub fn next_due(&self, entity: &Slug, calendars: &impl Calendars) -> Option<Timestamp> {
        let running = self.named(entity).filter(|(_, clock)| clock.runs());
        running.map(|(name, clock)| clock.due(calendars.calendar(self.kept_by(name, entity)))).min()
    }

    /// Returns the pending escalations of all running timers, with their times.
    pub fn escalations<'a>(
        &'a self,
        entity: &'a Slug,
        calendars: &'a impl Calendars,
    ) -> impl Iterator<Item = (Timestamp, TimerName, Level)> + 'a {
        self.named(entity).flat_map(move |(name, clock)| {
            let calendar = calendars.calendar(self.kept_by(name, entity));
            clock.escalations(calendar).map(move |(at, level)| (at, name, level))
        })
    }

    /// Returns the highest level to which the timers have escalated that run while this entity has
    /// custody.
    pub fn escalated(&self, entity: &Slug) -> Option<Level> {
        self.named(entity)
            .filter(|(_, clock)| clock.runs())
            .filter_map(|(_, clock)| clock.escalated())
            .max()
    }

    /// Returns the timers that apply to this entity, with their names.
    pub fn named<'a>(
        &'a self,
        entity: &'a Slug,
    ) -> impl Iterator<Item = (TimerName, &'a Timer)> + 'a {
        TimerName::ALL.into_iter().filter_map(move |name| Some((name, self.get(name, entity)?)))
    }

    fn running(&mut self) -> impl Iterator<Item = &mut Timer> {
        let Self { first_response, resolution, acceptance, own, .. } = self;
        [first_response, resolution]
            .into_iter()
            .chain(acceptance)
            .chain(own.values_mut())
            .filter(|clock| clock.runs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        entity::policy::{EntityPolicies, EntityPolicy},
        intake::kind::Kind,
        sla::{calendar::Calendar, priority::Priority},
    };

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn charters() -> EntityPolicies {
        EntityPolicies::new(EntityPolicy::working(Calendar::federal(2026..=2027)))
    }

    fn started() -> Timers {
        let promised = Agreement::default_for(Kind::Complaint, Priority::Ordinary);
        Timers::start(slug("rta"), promised, at("2026-11-24T06:00:00Z"))
    }

    #[test]
    fn a_transfer_never_moves_what_the_customer_was_promised() {
        let (charters, mut clocks) = (charters(), started());
        let promised = clocks.due(&charters);
        clocks.hand_over(Term::days(1), at("2026-11-25T06:00:00Z"));
        assert_eq!(clocks.due(&charters), promised);
        clocks.accept(slug("dm"), Term::days(5), at("2026-11-26T06:00:00Z"));
        assert_eq!(clocks.due(&charters), promised);
        let own = clocks.get(TimerName::Own, &slug("dm")).unwrap();
        assert_eq!(own.due(&charters.of(&slug("dm")).calendar).to_string(), "2026-12-07T11:30:00Z");
    }

    #[test]
    fn an_entitys_own_clock_stands_still_while_it_is_anothers_turn() {
        let (charters, mut clocks, dm) = (charters(), started(), slug("dm"));
        clocks.accept(dm.clone(), Term::days(1), at("2026-11-24T06:00:00Z"));
        clocks.hand_over(Term::days(1), at("2026-11-25T05:30:00Z"));
        assert!(!clocks.get(TimerName::Own, &dm).unwrap().runs());
        clocks.give_back(&dm, at("2026-11-26T04:30:00Z"));
        let own = clocks.get(TimerName::Own, &dm).unwrap();
        assert_eq!(own.due(&charters.of(&dm).calendar).to_string(), "2026-11-26T10:30:00Z");
        assert!(!clocks.get(TimerName::Acceptance, &dm).unwrap().runs());
    }

    #[test]
    fn while_the_customer_is_asked_nothing_is_due_and_afterwards_it_goes_on() {
        let (charters, mut clocks, rta) = (charters(), started(), slug("rta"));
        clocks.respond(at("2026-11-24T07:00:00Z"));
        clocks.pause(at("2026-11-24T07:00:00Z"));
        assert_eq!(
            (clocks.next_due(&rta, &charters), clocks.escalations(&rta, &charters).count()),
            (None, 0)
        );
        clocks.resume(&rta, at("2026-11-24T08:00:00Z"));
        // One hour after the close of Tuesday the 1st: Wednesday and Thursday are holidays.
        assert_eq!(clocks.next_due(&rta, &charters), Some(at("2026-12-04T04:30:00Z")));
        assert_eq!(
            clocks.get(TimerName::FirstResponse, &rta).unwrap().met_at(),
            Some(at("2026-11-24T07:00:00Z"))
        );
    }

    #[test]
    fn each_entity_keeps_its_own_calendar() {
        let (mut clocks, dm) = (started(), slug("dm"));
        clocks.hand_over(Term::days(1), at("2026-11-27T06:00:00Z"));
        let mut parts: crate::sla::calendar::Parts = Calendar::federal(2026..=2027).into();
        parts.weeks[0].hours.saturday = parts.weeks[0].hours.monday.clone();
        let charters =
            charters().with(dm.clone(), EntityPolicy::working(Calendar::new(parts).unwrap()));
        let due = |name, entity: &Slug| {
            let clock = clocks.get(name, entity).unwrap();
            clock.due(&charters.of(clocks.kept_by(name, entity)).calendar).to_string()
        };
        assert_eq!(due(TimerName::Acceptance, &dm), "2026-11-28T11:30:00Z");
        assert_eq!(due(TimerName::Resolution, &dm), "2026-12-01T11:30:00Z");
    }
}
