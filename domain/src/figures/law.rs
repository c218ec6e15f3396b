//! Tests of the law of figures: tallies equal the sum over all histories, and a verdict is final.

use std::{collections::BTreeMap, num::NonZeroU32};

use jiff::{SignedDuration, civil::date};
use proptest::prelude::*;

use crate::{
    case::{
        Case, Command, Decided,
        action::{Action, Change, Ground, Outcome, Past, PastEnd, samples},
        evaluation::{Savings, SavingsBasis},
        event::{Actor, Event},
        histories::{Life, attempted, attempts, by_mail, employee, slug, worded},
        life_cycle::Verb,
        milestones::{EndingKind, Facts},
    },
    entity::policy::EntityPolicy,
    figures::{
        catalogue::Indicator,
        contribution::{Contribution, Measure},
        counted::{Counted, Part},
        counts::Counts,
        period::Period,
        tally::{Slice, Span, Tallies},
    },
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    reference::Reference,
    sla::{
        calendar::{Calendar, Holiday, Parts},
        escalation::TimerName,
        timer_result::TimerOutcome,
    },
};

fn facts() -> Facts {
    Facts {
        service: Some(slug("parking")),
        language: "ar".into(),
        mood: Some(Mood::Unhappy),
        elapsed_ms: Some(51_000),
    }
}

fn contribution(case: &Case) -> Contribution {
    Contribution::of(case, &facts())
}

/// Returns the counters of all time of the entity that received the case.
fn counted(life: &Life) -> Counts {
    let mut tallies = Tallies::default();
    tallies.add(&contribution(&life.case), 1);
    let mut of = tallies.counts().filter(|(key, _)| {
        key.slice == Slice::All && key.period == Span::All && key.entity == Some(slug("rta"))
    });
    of.next().map(|(_, counts)| *counts).unwrap_or_default()
}

fn outcomes(life: &Life, clock: TimerName) -> Vec<TimerOutcome> {
    let results = life.case.milestones.results.iter();
    results.filter(|result| result.clock == clock).map(|result| result.outcome).collect()
}

/// Lets hours pass, with the actions that timers take.
fn pass(life: &mut Life, hours: i64) {
    let end = life.now + SignedDuration::from_hours(hours);
    while let Some((at, deed)) = life.case.alarm(&life.charters).filter(|(at, _)| *at <= end) {
        life.now = at.max(life.now);
        life.try_to(Actor::System, deed).unwrap();
    }
    life.now = end;
}

#[test]
fn a_case_is_behind_a_figure_of_its_service_and_its_period_and_no_other() {
    let life = Life::of(Kind::Complaint);
    let contribution = contribution(&life.case);
    let (rta, dm) = (slug("rta"), slug("dm"));
    let counted = |entity, slice: Slice, period: &str, indicator: &str| {
        let period = Period::parse(period).unwrap();
        let part = Part { entity, kind: Some(Kind::Complaint), slice: &slice, period };
        Counted::of(&contribution, Indicator::parse(indicator).unwrap(), &part)
    };
    let parking = || Slice::Service(slug("parking"));
    let once = Some(Counted { numerator: 1, denominator: None });
    assert_eq!(counted(Some(&rta), parking(), "2026-11", "received"), once);
    assert_eq!(counted(None, Slice::Language("ar".into()), "all", "received"), once);
    let in_time = counted(Some(&rta), Slice::All, "2026", "two_minutes");
    assert_eq!(in_time, Some(Counted { numerator: 1, denominator: Some(1) }));
    for (entity, slice, period, indicator) in [
        (Some(&dm), parking(), "2026-11", "received"),
        (None, parking(), "2026-11", "received"),
        (Some(&rta), Slice::Channel(Channel::Phone), "2026-11", "received"),
        (Some(&rta), parking(), "2026-10", "received"),
        (Some(&rta), parking(), "2026-11", "answered"),
        (Some(&rta), parking(), "2026-11", "satisfaction"),
    ] {
        assert_eq!(counted(entity, slice, period, indicator), None, "{period} {indicator}");
    }
}

/// An event writes few rows: of all entities together those of the whole, and of channels and
/// languages those of months and of all time.
#[test]
fn a_participation_adds_eight_tallies_of_all_entities_together() {
    let life = Life::of(Kind::Complaint);
    let mut tallies = Tallies::default();
    tallies.add(&contribution(&life.case), 1);
    let of_all = tallies.counts().filter(|(key, _)| key.entity.is_none());
    let of_all: Vec<_> = of_all
        .map(|(key, _)| [key.slice.dimension(), &*key.period.to_string()].join(" "))
        .collect();
    let expected = [
        " all",
        " 2026",
        " 2026-Q4",
        " 2026-11",
        "channel all",
        "channel 2026-11",
        "language all",
        "language 2026-11",
    ];
    assert_eq!(of_all, expected);
}

const ANSWER: Action = Action::Answer { outcome: Some(Outcome::PartlyUpheld) };

#[test]
fn a_promise_that_is_kept_counts_on_the_day_of_the_answer() {
    let mut life = Life::of(Kind::Complaint);
    life.after(3, employee(1), ANSWER).after(
        1,
        Actor::Customer,
        Action::Rate { rating: Mood::Happy },
    );
    assert_eq!(outcomes(&life, TimerName::Resolution), [TimerOutcome::Kept]);
    let result = &life.case.milestones.results[1];
    assert_eq!((result.spent, result.day), (180, date(2026, 11, 24)));
    assert!(result.spent <= result.budget);
    let counts = counted(&life);
    assert_eq!([counts.received, counts.answered, counts.first_contact, counts.ended], [1; 4]);
    assert_eq!(
        [counts.first_judged, counts.first_kept, counts.full_judged, counts.full_kept],
        [1; 4]
    );
    assert_eq!([counts.asked_to_rate, counts.rated_happy, counts.partly_upheld], [1; 3]);
    assert_eq!([counts.in_two_minutes, counts.timed, counts.mood_unhappy], [1; 3]);
    assert_eq!(counts.lived_minutes, 180);
    let times = contribution(&life.case).times;
    assert!(times.contains(&(Measure::FullAnswer, 180)) && times.contains(&(Measure::Lived, 3)));
}

#[test]
fn a_promise_that_is_missed_counts_on_the_day_when_it_was_due() {
    let mut life = Life::of(Kind::Complaint);
    pass(&mut life, 24 * 10);
    let missed = life.case.milestones.results.clone();
    assert!(missed.iter().all(|result| result.outcome == TimerOutcome::Missed));
    assert_eq!(missed.len(), 2);
    assert_eq!(missed[1].day, date(2026, 12, 1), "open, and judged");
    assert_eq!((counted(&life).full_judged, counted(&life).full_kept), (1, 0));
    life.after(0, employee(1), ANSWER);
    assert_eq!(outcomes(&life, TimerName::Resolution), [TimerOutcome::Missed, TimerOutcome::Late]);
    assert_eq!(counted(&life).full_judged, 1, "once");
    assert_eq!(counted(&life).answered, 1);
}

#[test]
fn what_is_late_without_an_escalation_is_missed_and_late_at_once() {
    let mut life = Life::of(Kind::Observation);
    life.after(24 * 40, employee(1), Action::Answer { outcome: None });
    assert_eq!(outcomes(&life, TimerName::Resolution), [TimerOutcome::Missed, TimerOutcome::Late]);
    let days: Vec<_> = life.case.milestones.results.iter().map(|result| result.day).collect();
    assert!(days[0] < days[1] && days[2] < days[3], "{days:?}");
}

#[test]
fn undoing_the_very_event_takes_its_verdict_back_and_nothing_else_does() {
    let recorded = |life: &Life| life.events.last().unwrap().change.results.len();
    let mut life = Life::of(Kind::Complaint);
    life.after(24 * 40, employee(1), Action::Take);
    assert_eq!((recorded(&life), life.case.milestones.results.len()), (2, 2));
    life.after(0, employee(1), Action::Undo);
    // They are taken back and, since both promises are missed anyway, given again.
    assert_eq!((recorded(&life), life.case.milestones.results.len()), (2, 2));
    assert_eq!(counted(&life).full_judged, 1);

    let mut life = Life::of(Kind::Complaint);
    life.after(1, employee(1), Action::Transfer { to: slug("dm") }).after(
        1,
        employee(2),
        Action::Accept,
    );
    assert_eq!(outcomes(&life, TimerName::Acceptance), [TimerOutcome::Kept]);
    life.after(1, employee(2), ANSWER);
    let answered = life.case.milestones.results.clone();
    life.after(1, Actor::Customer, Action::Reopen);
    pass(&mut life, 24 * 60);
    life.after(0, employee(2), ANSWER);
    assert_eq!(life.case.milestones.results, answered, "a reopening touches no verdict");
    let counts = counted(&life);
    assert_eq!((counts.came_back, counts.reopened, counts.ended, counts.answered), (1, 1, 2, 1));
    assert_eq!((counts.moved_once, counts.moved_twice, counts.first_contact), (2, 0, 0));
}

#[test]
fn a_calendar_that_is_changed_afterwards_moves_no_verdict() {
    let mut life = Life::of(Kind::Complaint);
    pass(&mut life, 24 * 10);
    let (case, results) = (life.case.clone(), life.case.milestones.results.clone());
    let mut parts: Parts = Calendar::federal(2026..=2028).into();
    let days = (date(2026, 11, 25), date(2026, 11, 27));
    let name = "By decree".into();
    parts.holidays.push(Holiday { name, from: days.0, until: days.1, expected: false });
    let policy = EntityPolicy::working(Calendar::new(parts).unwrap());
    life.charters = life.charters.clone().with(slug("rta"), policy);
    life.after(1, employee(1), Action::Take);
    assert_eq!(life.case.milestones.results, results);
    assert_eq!(Case::tell(&life.events).as_ref(), Ok(&life.case));
    assert_eq!(contribution(&case).times, []);
}

#[test]
fn who_withdraws_or_is_answered_elsewhere_is_out_of_rates() {
    let merge = Action::Merge { into: Reference::draw([9; 8]) };
    for (deed, actor, how) in [
        (Action::Withdraw, Actor::Customer, EndingKind::Withdrawn),
        (merge, employee(1), EndingKind::Merged),
    ] {
        let mut life = Life::of(Kind::Complaint);
        life.after(1, actor, deed).after(24 * 60, employee(1), Action::Note);
        assert_eq!(life.case.milestones.results, []);
        assert_eq!(life.case.milestones.endings[0].how, how);
        assert_eq!((counted(&life).full_judged, counted(&life).ended), (0, 1));
    }
    let mut life = Life::of(Kind::Complaint);
    life.after(1, employee(1), Action::Decline { ground: Ground::Abusive });
    assert_eq!(counted(&life).full_kept, 1, "a refusal with its ground is an answer");
    let merge = Action::Merge { into: Reference::draw([9; 8]) };
    let mut back = Life::of(Kind::Complaint);
    back.after(1, employee(1), merge).after(1, Actor::Customer, Action::Reopen);
    assert_eq!(back.case.milestones.results, [], "nobody had responded");
    let mut silent = Life::of(Kind::Complaint);
    silent.after(1, employee(1), Action::Ask);
    pass(&mut silent, 24 * 60);
    let counts = counted(&silent);
    assert_eq!((counts.lapsed, counts.first_kept, counts.full_judged), (1, 1, 0));
}

/// Returns the counters of each period and channel: the totals of all entities, or the sums of
/// theirs.
fn of_all(tallies: &Tallies, is_total: bool) -> BTreeMap<(Kind, String, Span), Counts> {
    let mut sums: BTreeMap<_, Counts> = BTreeMap::new();
    for (key, counts) in tallies.counts() {
        if key.slice.has_total(key.period) && key.entity.is_none() == is_total {
            let name = [key.slice.dimension(), key.slice.member()].join(" ");
            sums.entry((key.kind, name, key.period)).or_default().add(counts, 1);
        }
    }
    sums
}

/// Returns the sizes of the cohorts of first answers, full answers and times as lived.
fn cohorts(life: &Life) -> [u64; 3] {
    Measure::ALL.map(|measure| measure.cohort(&counted(life)))
}

#[test]
fn an_open_case_is_in_the_cohorts_and_one_that_ended_without_an_answer_is_not() {
    let mut open = Life::of(Kind::Complaint);
    assert_eq!(cohorts(&open), [1, 1, 1]);
    pass(&mut open, 24 * 60);
    assert_eq!(cohorts(&open), [1, 1, 1], "slower than any");
    let merge = || Action::Merge { into: Reference::draw([9; 8]) };
    let mut merged = Life::of(Kind::Complaint);
    merged.after(1, employee(1), merge());
    assert_eq!(cohorts(&merged), [0, 0, 0]);
    merged.after(0, employee(1), Action::Undo);
    assert_eq!(cohorts(&merged), [1, 1, 1], "undone");
    let mut withdrawn = Life::of(Kind::Complaint);
    withdrawn.after(1, employee(1), Action::Reply).after(1, Actor::Customer, Action::Withdraw);
    assert_eq!(cohorts(&withdrawn), [1, 0, 0], "the first response was measured");
    let mut silent = Life::of(Kind::Complaint);
    silent.after(1, employee(1), Action::Ask);
    pass(&mut silent, 24 * 30);
    assert_eq!(cohorts(&silent), [1, 0, 0]);
    silent.after(1, Actor::Customer, Action::Reopen);
    assert_eq!(cohorts(&silent), [1, 1, 1], "open again");
    silent.after(1, employee(1), ANSWER);
    assert_eq!(cohorts(&silent), [1, 1, 1]);
    let mut declined = Life::of(Kind::Complaint);
    declined.after(1, employee(1), Action::Decline { ground: Ground::Abusive });
    assert_eq!(cohorts(&declined), [1, 1, 0], "a refusal is the full answer");
}

#[test]
fn a_past_case_is_in_no_cohort() {
    let mut life = Life::of(Kind::Complaint);
    let Change { deed, .. } = life.events[0].change.clone();
    let past =
        Past { ended: date(2026, 10, 2), how: PastEnd::Answered { outcome: None }, rating: None };
    let deed = match deed {
        Action::Receive { kind, guide, .. } => {
            Action::Receive { kind, channel: Some(Channel::Import), guide }
        }
        other => other,
    };
    life.events[0].change = Change { past: Some(past), ..Change::plain(deed) };
    life.case = Case::tell(&life.events).unwrap();
    assert_eq!(cohorts(&life), [0, 0, 0]);
    assert_eq!((counted(&life).received, counted(&life).ended), (1, 1));
}

#[test]
fn savings_and_public_words_count_on_the_day_of_the_implementation() {
    let mut life = Life::of(Kind::Suggestion);
    let marks = samples::deeds()[Verb::Judge as usize].clone();
    let dirhams = NonZeroU32::new(120_000).unwrap();
    let savings = Some(Savings { dirhams, basis: SavingsBasis::Estimated });
    let on = date(2026, 11, 24);
    life.after(1, employee(1), marks.clone())
        .after(1, employee(2), marks)
        .after(1, employee(3), Action::Decide { accepted: true })
        .after(1, employee(1), Action::Implement { on, savings });
    let counts = counted(&life);
    assert_eq!((counts.saving, counts.saved_estimated, counts.saved_measured), (1, 120_000, 0));
    assert_eq!((counts.implemented, counts.lessons), (1, 0));
    life.after(24 * 60, employee(1), Action::Propose { action: 0 });
    assert_eq!(counted(&life).lessons, 0, "not approved");
    let proposal = life.case.standing.events;
    life.after(1, employee(2), Action::Publish { action: 0, proposal });
    let day = contribution(&life.case).counts[&(slug("rta"), on)];
    assert_eq!((day.lessons, day.implemented), (1, 1), "both on one day, for the share");
}

/// Cases of which one may be merged into the next, and the tallies that their events add up to.
struct World {
    lives: Vec<Life>,
    before: Vec<Contribution>,
    kept: Tallies,
}

impl World {
    /// Returns newly received cases. Each number is a kind, or stands for a mail of no kind yet.
    fn of(kinds: &[usize]) -> Self {
        let mut world = Self { lives: Vec::new(), before: Vec::new(), kept: Tallies::default() };
        for (place, kind) in (0..).zip(kinds) {
            let mut life = Kind::ALL.get(*kind).map_or_else(by_mail, |kind| Life::of(*kind));
            life.events[0].reference = Reference::draw([place; 8]);
            life.case = Case::tell(&life.events).unwrap();
            let received = contribution(&life.case);
            world.kept.merge(&Tallies::difference(None, &received));
            world.before.push(received);
            world.lives.push(life);
        }
        world
    }

    /// Returns an attempt as a command. A merge is into the next case, if that takes it in.
    fn command(&self, place: usize, attempt: (usize, u8, bool, i64)) -> Command {
        let mut command = attempted(attempt, &self.lives[place].case);
        let next = &self.lives[(place + 1) % self.lives.len()].case;
        if matches!(command.deed, Action::Merge { .. }) && next.takes_in(0).is_ok() {
            command.deed = Action::Merge { into: next.standing.reference };
        }
        command
    }

    /// Takes an action if it is possible, with what it brings to the cases that wait for this one.
    fn act(&mut self, place: usize, command: &Command) {
        let life = &mut self.lives[place];
        let (before, results) = (life.case.clone(), life.case.milestones.results.len());
        if life.attempt(command).is_err() {
            return;
        }
        let (event, case) = (life.events.last().unwrap().clone(), life.case.clone());
        let is_undone = event.change.deed == Action::Undo;
        assert!(is_undone || case.milestones.results.len() >= results, "a verdict is final");
        let after = contribution(&case);
        self.kept.merge(&Tallies::difference(Some(&self.before[place]), &after));
        self.before[place] = after;
        let (now, reference) = (life.now, case.standing.reference);
        let decided = Decided { event, case };
        let Some(action) = decided.passes_on(&before) else { return };
        let since = decided.takes_back(&before).map(|(_, at)| at);
        for other in (0..self.lives.len()).filter(|other| *other != place) {
            let joined = &self.lives[other].case;
            let is_reached = match since {
                Some(since) => joined.was_answered_with(reference, since),
                None => joined.waits_for(reference),
            };
            if is_reached {
                self.lives[other].now = self.lives[other].now.max(now);
                self.act(other, &worded(Actor::System, action.clone()));
            }
        }
    }

    /// Lets an entity change its calendar: with or without a holiday.
    fn change_calendar(&mut self, has_holiday: bool) {
        let mut parts: Parts = Calendar::federal(2026..=2028).into();
        if has_holiday {
            let (from, until) = (date(2026, 11, 26), date(2026, 12, 8));
            let name = "By decree".into();
            parts.holidays.push(Holiday { name, from, until, expected: false });
        }
        let policy = EntityPolicy::working(Calendar::new(parts).unwrap());
        for life in &mut self.lives {
            life.charters = life.charters.clone().with(slug("rta"), policy.clone());
        }
    }
}

/// A case that is answered in another one, and one that is parted from it again.
#[test]
fn an_answer_that_is_passed_on_counts_in_both_cases() {
    let mut world = World::of(&[2, 2]);
    let into = world.lives[1].case.standing.reference;
    world.act(0, &worded(employee(1), Action::Merge { into }));
    assert!(world.lives[0].case.waits_for(into));
    world.act(1, &worded(employee(1), ANSWER));
    let ended = world.lives.iter().map(|life| life.case.ended_at.is_some());
    assert!(ended.eq([true, true]));
    assert_eq!(counted(&world.lives[0]).merged, 1);
    let mut told = Tallies::default();
    for life in &world.lives {
        told.add(&contribution(&life.case), 1);
    }
    assert_eq!(world.kept.differing(&told), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_500))]

    /// Four cases in each history: ten thousand random ones in all. Calendars change meanwhile,
    /// commands are repeated, mails are classified, and cases are merged into one another.
    #[test]
    fn tallies_equal_the_sum_over_all_histories(
        kinds in prop::array::uniform4(0..4_usize),
        attempts in prop::array::uniform4(attempts()),
    ) {
        let mut world = World::of(&kinds);
        let longest = attempts.iter().map(Vec::len).max().unwrap_or_default();
        for turn in 0..longest {
            for (place, attempts) in attempts.iter().enumerate() {
                let Some(attempt) = attempts.get(turn).copied() else { continue };
                if attempt.3 % 13 == 0 {
                    world.change_calendar(attempt.2);
                }
                world.lives[place].now += SignedDuration::from_secs(attempt.3);
                let command = world.command(place, attempt);
                world.act(place, &command);
                if attempt.3 % 5 == 0 {
                    world.act(place, &command);
                }
            }
        }
        let mut told = Tallies::default();
        for life in &world.lives {
            let again = Case::tell(&life.events).unwrap();
            prop_assert_eq!(&again, &life.case);
            told.add(&contribution(&again), 1);
            let verdicts = again.milestones.results.iter().filter(|it| it.is_verdict());
            let promised = verdicts.filter(|it| it.clock == TimerName::Resolution).count();
            let is_classified = |event: &&Event| event.change.deed.verb() == Verb::Classify;
            let promises = 1 + life.events.iter().filter(is_classified).count();
            prop_assert!(promised <= promises, "one verdict a promise");
        }
        let kept = world.kept;
        prop_assert_eq!(kept.differing(&told), Vec::<String>::new());
        prop_assert_eq!(of_all(&told, true), of_all(&told, false), "totals are the sums");
        let (counts, times) = told.rows();
        let stored = Tallies::read(counts, times).unwrap();
        prop_assert_eq!(stored.differing(&kept), Vec::<String>::new());
        prop_assert!(told.counts().all(|(_, counts)| counts.named().all(|(_, count)| count >= 0)));
    }
}
