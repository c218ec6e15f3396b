//! Timer of one promised time: the working time spent, and the due time.
//!
//! A timer stores only facts: the times at which it ran, and the promise. Everything derived from
//! them depends on the calendar and is recomputed when the calendar changes.

use std::num::NonZeroU16;

use jiff::{SignedDuration, Timestamp};

use crate::sla::{agreement::Term, calendar::Calendar, escalation::Level};

/// Timer that was started once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    term: Term,
    extension: Option<NonZeroU16>,
    /// Completed runs before the last one.
    past: Vec<Run>,
    /// Start of the present or last run.
    since: Timestamp,
    stopped: Option<(Timestamp, Stop)>,
    escalated: Option<Level>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    from: Timestamp,
    until: Timestamp,
}

/// Reason why a timer is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Paused: somebody else has to act.
    Paused,
    /// Met: the promise has been kept.
    Met,
}

impl Timer {
    /// Returns the time at which the timer was started.
    pub fn started_at(&self) -> Timestamp {
        self.past.first().map_or(self.since, |run| run.from)
    }

    /// Starts a timer.
    pub const fn start(term: Term, at: Timestamp) -> Self {
        Self { term, extension: None, past: Vec::new(), since: at, stopped: None, escalated: None }
    }

    /// Stops the timer, if it runs.
    pub fn stop(&mut self, at: Timestamp, why: Stop) {
        self.stopped.get_or_insert((at.max(self.since), why));
    }

    /// Resumes the timer, if it is stopped.
    pub fn resume(&mut self, at: Timestamp) {
        if let Some((until, _)) = self.stopped.take() {
            self.past.push(Run { from: self.since, until });
            self.since = at.max(until);
        }
    }

    /// Replaces the promised term, counted from the same start.
    pub const fn promise(&mut self, term: Term) {
        self.term = term;
    }

    /// Extends the due time by this many working days.
    pub const fn extend(&mut self, days: NonZeroU16) {
        self.extension = Some(days);
    }

    /// Records an escalation to a level.
    pub fn escalate(&mut self, level: Level) {
        self.escalated = self.escalated.max(Some(level));
    }

    /// Returns whether the timer runs.
    pub const fn runs(&self) -> bool {
        self.stopped.is_none()
    }

    /// Returns the highest level to which the timer has escalated.
    pub const fn escalated(&self) -> Option<Level> {
        self.escalated
    }

    /// Returns the time at which the promise was met, if it was.
    pub fn met_at(&self) -> Option<Timestamp> {
        self.stopped.and_then(|(at, why)| (why == Stop::Met).then_some(at))
    }

    /// Returns the promised working time. A term in days runs to the close of its last day, so its
    /// length depends on the calendar. Pauses don't change it: they move the due time.
    pub fn budget(&self, calendar: &Calendar) -> SignedDuration {
        let start = self.past.first().map_or(self.since, |run| run.from);
        let end = self.term.end(start, calendar);
        let end = self.extension.map_or(end, |days| calendar.close_after(end, days));
        calendar.work_between(start, end)
    }

    /// Returns the promised working time that has been spent.
    pub fn spent(&self, now: Timestamp, calendar: &Calendar) -> SignedDuration {
        let last = Run { from: self.since, until: self.stopped.map_or(now, |(at, _)| at) };
        let runs =
            self.past.iter().chain([&last]).map(|run| calendar.work_between(run.from, run.until));
        runs.fold(SignedDuration::ZERO, SignedDuration::saturating_add)
    }

    /// Returns the due time. For a stopped timer this is the due time that it would have without
    /// its last stop.
    pub fn due(&self, calendar: &Calendar) -> Timestamp {
        self.passes(100, calendar)
    }

    /// Returns whether the timer runs and hasn't escalated to this level yet.
    pub fn tells(&self, level: Level) -> bool {
        self.runs() && self.escalated < Some(level)
    }

    /// Returns the escalations that are still pending, with their times; none if the timer is
    /// stopped.
    pub fn escalations(&self, calendar: &Calendar) -> impl Iterator<Item = (Timestamp, Level)> {
        let left = Level::ALL.into_iter().filter(|level| self.tells(*level));
        left.map(|level| (self.passes(level.percent(), calendar), level))
    }

    /// Returns the time at which this share of the promised time has passed.
    fn passes(&self, percent: i32, calendar: &Calendar) -> Timestamp {
        let mut left = self.budget(calendar).saturating_mul(percent) / 100;
        for run in &self.past {
            let work = calendar.work_between(run.from, run.until);
            if work >= left {
                return calendar.after_work(run.from, left);
            }
            left = left.saturating_sub(work);
        }
        calendar.after_work(self.since, left)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sla::calendar::{Holiday, Parts};

    const TUESDAY: &str = "2026-11-24T06:00:00Z";

    fn calendar() -> Calendar {
        Calendar::federal(2026..=2027)
    }

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn due(clock: &Timer) -> String {
        clock.due(&calendar()).to_string()
    }

    #[test]
    fn what_never_stops_is_due_when_it_was_promised() {
        assert_eq!(due(&Timer::start(Term::days(5), at(TUESDAY))), "2026-12-01T11:30:00Z");
    }

    #[test]
    fn the_time_for_which_it_stood_still_is_added() {
        let mut clock = Timer::start(Term::days(1), at(TUESDAY));
        // From Wednesday 9:30 to Thursday 8:30 in Dubai: seven working hours.
        clock.stop(at("2026-11-25T05:30:00Z"), Stop::Paused);
        assert_eq!(due(&clock), "2026-11-25T11:30:00Z");
        clock.resume(at("2026-11-26T04:30:00Z"));
        assert_eq!(due(&clock), "2026-11-26T10:30:00Z");
        assert_eq!(
            clock.spent(at("2026-11-26T05:30:00Z"), &calendar()),
            SignedDuration::from_mins(5 * 60 + 30 + 2 * 60 + 60)
        );
    }

    #[test]
    fn what_stood_still_for_no_working_time_is_due_when_it_was() {
        let mut clock = Timer::start(Term::days(1), at("2026-11-24T06:00:00.123Z"));
        clock.stop(at("2026-11-24T06:00:01.456Z"), Stop::Paused);
        clock.resume(at("2026-11-24T06:00:01.456Z"));
        assert_eq!(due(&clock), "2026-11-25T11:30:00Z");
    }

    #[test]
    fn the_first_stop_counts_and_only_what_stands_still_resumes() {
        let mut clock = Timer::start(Term::days(1), at(TUESDAY));
        clock.resume(at("2026-11-25T05:00:00Z"));
        assert_eq!(clock, Timer::start(Term::days(1), at(TUESDAY)));
        clock.stop(at("2026-11-25T05:30:00Z"), Stop::Met);
        clock.stop(at("2026-11-25T06:30:00Z"), Stop::Paused);
        assert_eq!(clock.met_at(), Some(at("2026-11-25T05:30:00Z")));
    }

    #[test]
    fn a_day_off_that_is_declared_later_puts_the_end_off() {
        let clock = Timer::start(Term::days(2), at(TUESDAY));
        let mut parts: Parts = calendar().into();
        let day = "2026-11-25".parse().unwrap();
        parts.holidays.push(Holiday {
            name: "by circular".into(),
            from: day,
            until: day,
            expected: false,
        });
        assert_eq!(due(&clock), "2026-11-26T11:30:00Z");
        assert_eq!(clock.due(&Calendar::new(parts).unwrap()).to_string(), "2026-11-27T08:00:00Z");
    }

    #[test]
    fn an_extension_is_counted_in_days_from_the_end() {
        let mut clock = Timer::start(Term::days(1), at(TUESDAY));
        clock.extend(NonZeroU16::new(2).unwrap());
        assert_eq!(due(&clock), "2026-11-27T08:00:00Z");
        clock.promise(Term::days(2));
        assert_eq!(due(&clock), "2026-11-30T11:30:00Z");
    }

    #[test]
    fn what_was_passed_before_the_last_stop_was_passed_then() {
        let mut clock = Timer::start(Term::days(1), at(TUESDAY));
        clock.stop(at("2026-11-27T06:00:00Z"), Stop::Met);
        clock.resume(at("2026-12-04T06:00:00Z"));
        assert_eq!(due(&clock), "2026-11-25T11:30:00Z");
    }

    proptest! {
        #[test]
        fn due_is_when_all_of_it_is_spent(days in 1..9_u16, gaps in prop::collection::vec(1..20_000_i64, 0..8)) {
            let (calendar, mut now) = (calendar(), at(TUESDAY));
            let mut clock = Timer::start(Term::days(days), now);
            for gap in gaps {
                // Gaps aren't whole seconds.
                now = Timestamp::from_millisecond(now.as_millisecond() + gap * 60_007).unwrap();
                if clock.runs() { clock.stop(now, Stop::Paused) } else { clock.resume(now) }
            }
            clock.resume(now);
            let (due, budget) = (clock.due(&calendar), clock.budget(&calendar));
            prop_assert_eq!(clock.spent(now, &calendar) >= budget, due <= now);
            if due > now {
                prop_assert_eq!(clock.spent(due, &calendar), budget);
            }
            let told: Vec<_> = clock.escalations(&calendar).collect();
            prop_assert_eq!(told.len(), Level::ALL.len());
            prop_assert!(told.is_sorted() && told[0].0 < due && told[1].0 == due && due < told[2].0);
        }

        #[test]
        fn each_level_is_told_once_and_only_while_it_runs(told in prop::option::of(0..3_usize)) {
            let mut clock = Timer::start(Term::days(1), at(TUESDAY));
            if let Some(level) = told {
                clock.escalate(Level::ALL[level]);
            }
            let left: Vec<_> = clock.escalations(&calendar()).map(|(_, level)| level).collect();
            prop_assert_eq!(&left[..], &Level::ALL[told.map_or(0, |level| level + 1)..]);
            clock.stop(at(TUESDAY), Stop::Paused);
            prop_assert_eq!(clock.escalations(&calendar()).count(), 0);
        }
    }
}
