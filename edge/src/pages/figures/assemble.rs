//! Figures of a page, out of the tallies that were read for it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Date, Timestamp,
    access::policy::Scope,
    bilingual::Named,
    figures::{
        catalogue::Indicator,
        contribution::Measure,
        counts::Counts,
        figure,
        period::Month,
        tally::{Slice, Span, TallyKey, TimesKey},
    },
    intake::{channel::Channel, kind::Kind},
    sla::{calendar::Zone, priority::Priority},
    slug::Slug,
    statistics::{
        distribution::Distribution,
        mix::{Adjusted, Stratum},
        proportion::Proportion,
    },
};
use pages::figures::{Choice, Figures, Overdue, Part, Place};

use crate::{
    service::figures::{COURSE, Dashboard, SMALL, complaint_rate},
    store::figures::volumes::Compared,
};

/// Person who reads, and the day.
pub(super) struct Reader {
    pub(super) today: Date,
    pub(super) now: Timestamp,
    /// Entities whose figures the page shows.
    pub(super) scope: Scope,
    /// May the person read the cases behind the figures?
    pub(super) reads_cases: bool,
    /// Does the person see the figures of all entities?
    pub(super) sees_all: bool,
    /// Has the console more than figures for the person?
    pub(super) has_console: bool,
}

/// Tallies that a page shows: those of its entities and of the chosen kind.
struct Shown<'a> {
    tallies: Vec<&'a (TallyKey, Counts)>,
}

impl<'a> Shown<'a> {
    fn of(read: &'a [(TallyKey, Counts)], scope: &Scope, kind: Option<Kind>) -> Self {
        let is_shown = |(key, _): &&(TallyKey, Counts)| {
            key.entity.as_ref().is_none_or(|entity| scope.includes(entity))
                && kind.is_none_or(|kind| kind == key.kind)
        };
        Self { tallies: read.iter().filter(is_shown).collect() }
    }

    /// Returns the sum of the tallies of a period that pass.
    fn sum(&self, period: Span, passes: impl Fn(&TallyKey) -> bool) -> Counts {
        let wanted = self.tallies.iter().filter(|(key, _)| key.period == period && passes(key));
        Counts::sum(wanted.map(|(_, counts)| counts))
    }

    /// Returns the counters of months, without those before the first case: these aren't months
    /// without any.
    fn course(&self, months: Vec<Month>, slice: &Slice) -> Vec<(Month, Counts)> {
        let months = months.into_iter();
        let counted =
            months.map(|month| (month, self.sum(month.span(), |key| key.slice == *slice)));
        counted.skip_while(|(_, counts)| counts.is_zero()).collect()
    }
}

/// Returns the figures of a place. `members` are its entities or its services.
pub(super) fn assemble(
    read: &Dashboard,
    reader: &Reader,
    choice: Choice,
    place: Place,
    members: Vec<(Slug, Named)>,
) -> Figures {
    let of_entities = Shown::of(&read.tallies, &reader.scope, choice.kind);
    // All entities together have totals.
    let is_all = matches!(place, Place::All);
    let whole = if is_all { &read.totals } else { &read.tallies };
    let shown = Shown::of(whole, &reader.scope, choice.kind);
    let period = choice.period.span();
    let slice = choice.slice.clone();
    let kinds = Kind::ALL
        .map(|kind| (kind, shown.sum(period, |key| key.kind == kind && key.slice == slice)));
    // Queues know neither the kind nor the slice of what is overdue.
    let is_whole = choice.kind.is_none() && slice == Slice::All;
    let is_many = matches!(place, Place::All | Place::Several);
    let course = if is_many && slice != Slice::All { 0 } else { COURSE };
    let months = shown.course(full_months(reader.today, course), &slice);
    let baseline = baseline(read, reader, &choice, &months, matches!(place, Place::Several));
    let overdue_of = |entity: &Slug| {
        let rows = read.overdue.iter().filter(|row| row.entity == *entity);
        rows.map(|row| u64::from(row.cases)).sum()
    };
    let part = |(slug, name): (Slug, Named)| {
        let is_of = |key: &TallyKey| {
            if is_many {
                key.entity.as_ref() == Some(&slug) && key.slice == slice
            } else {
                key.slice == Slice::Service(slug.clone())
            }
        };
        // The small charts' months are divided by nothing.
        let months =
            if slice == Slice::All { full_months(reader.today, SMALL) } else { Vec::new() };
        let received = months
            .into_iter()
            .map(|month| count(of_entities.sum(month.span(), is_of).received))
            .collect();
        Part {
            counts: of_entities.sum(period, is_of),
            adjusted: (is_many && slice == Slice::All)
                .then(|| adjusted(&of_entities, period, &slug)),
            overdue: (is_many && is_whole).then(|| overdue_of(&slug)),
            months: received,
            slug,
            name,
        }
    };
    let parts = if !is_many && slice != Slice::All { Vec::new() } else { members };
    Figures {
        kinds: kinds.into(),
        overdue: is_whole.then(|| overdue(read, &shown, &reader.scope)),
        actions_overdue: is_whole.then(|| {
            let rows = read.overdue_actions.iter();
            let rows = rows.filter(|row| reader.scope.includes(&row.entity));
            rows.map(|row| u64::from(row.cases)).sum()
        }),
        months,
        baseline,
        parts: parts.into_iter().map(part).collect(),
        channels: if slice == Slice::All { channels(&shown, period) } else { Vec::new() },
        languages: if slice == Slice::All { languages(&shown, period) } else { Vec::new() },
        times: times(read, &shown, &choice, &place),
        complaint_rate: rate_of_complaints(read, reader, &choice),
        rising: (is_whole && matches!(place, Place::All | Place::Entity(..)))
            .then(|| read.rising.clone()),
        place,
        choice,
        read_at: reader.now,
        reads_cases: reader.reads_cases,
        sees_all: reader.sees_all,
        has_console: reader.has_console,
    }
}

/// Returns the first full months, from which the limits of the charts are. The entities of a person
/// who belongs to several have those of the months that are shown.
fn baseline(
    read: &Dashboard,
    reader: &Reader,
    choice: &Choice,
    months: &[(Month, Counts)],
    is_several: bool,
) -> Vec<(Month, Counts)> {
    if is_several {
        return months.to_vec();
    }
    let shown = Shown::of(&read.baseline, &reader.scope, choice.kind);
    let spans: BTreeSet<Span> = shown.tallies.iter().map(|(key, _)| key.period).collect();
    let mut known = spans.iter().filter_map(|span| Month::parse(&span.to_string()));
    let (Some(first), Some(last)) = (known.clone().next(), known.next_back()) else {
        return Vec::new();
    };
    shown.course(first.until(last).collect(), &choice.slice)
}

/// Returns the full answers of an entity on time, by those to be expected if each kind and priority
/// went as it does over all.
fn adjusted(shown: &Shown<'_>, period: Span, entity: &Slug) -> Adjusted {
    let on_time =
        |counts: &Counts| Proportion::new(count(counts.full_kept), count(counts.full_judged));
    let strata = Kind::ALL.into_iter().flat_map(|kind| Priority::ALL.map(|it| (kind, it)));
    Adjusted::of(strata.filter_map(|(kind, priority)| {
        let is_of = |key: &TallyKey| key.kind == kind && key.slice == Slice::Priority(priority);
        let own = shown.sum(period, |key| is_of(key) && key.entity.as_ref() == Some(entity));
        let overall = shown.sum(period, is_of);
        Some(Stratum { own: on_time(&own)?, overall: on_time(&overall)? })
    }))
}

/// Returns the complaints by ten thousand transactions, in the months for which these were entered.
fn rate_of_complaints(read: &Dashboard, reader: &Reader, choice: &Choice) -> Option<f64> {
    let scope = figure::Scope {
        period: choice.period.span(),
        entity: None,
        service: None,
        kind: choice.kind,
        channel: None,
    };
    let is_seen = |row: &Compared| choice.slice == Slice::All && reader.scope.includes(&row.entity);
    complaint_rate(&read.compared, &scope, is_seen)?.value
}

/// Returns the last months that are over, the oldest first. The present one is among the `count`.
fn full_months(today: Date, count: usize) -> Vec<Month> {
    let present = Month::of(today);
    let earlier = u16::try_from(count.saturating_sub(1)).unwrap_or(0);
    if earlier == 0 {
        return Vec::new();
    }
    present.earlier(earlier).until(present.earlier(1)).collect()
}

/// Returns the open cases by their deadline.
fn overdue(read: &Dashboard, shown: &Shown<'_>, scope: &Scope) -> Overdue {
    let rows = || read.overdue.iter().filter(|row| scope.includes(&row.entity));
    let all_time = shown.sum(Span::All, |key| key.slice == Slice::All);
    let open = Indicator::parse("open").and_then(|open| open.count(&all_time));
    let cases = rows().map(|row| u64::from(row.cases)).sum();
    Overdue {
        cases,
        // A case that was transferred counts as open at its home, and as overdue here.
        of: open.unwrap_or_default().max(cases),
        oldest: rows().filter_map(|row| row.oldest).min().map(|at| Zone::dubai().local(at).date()),
    }
}

/// Returns the channels by which something came, in their usual order.
fn channels(shown: &Shown<'_>, period: Span) -> Vec<(Channel, u64)> {
    let received = |channel: Channel| {
        count(shown.sum(period, |key| key.slice == Slice::Channel(channel)).received)
    };
    let channels = Channel::ALL.map(|channel| (channel, received(channel)));
    channels.into_iter().filter(|(_, received)| *received > 0).collect()
}

/// Returns the languages in which something came, by their tags.
fn languages(shown: &Shown<'_>, period: Span) -> Vec<(String, u64)> {
    let mut languages: BTreeMap<&str, u64> = BTreeMap::new();
    for (key, counts) in &shown.tallies {
        if let (Slice::Language(tag), true) = (&key.slice, key.period == period) {
            *languages.entry(tag).or_default() += count(counts.received);
        }
    }
    let received = languages.into_iter().filter(|(_, received)| *received > 0);
    received.map(|(tag, received)| (tag.to_owned(), received)).collect()
}

/// Returns the times to the full answer of the period's cohort. They are kept for an entity and for
/// all together, and not for a part of their cases.
fn times(
    read: &Dashboard,
    shown: &Shown<'_>,
    choice: &Choice,
    place: &Place,
) -> Option<Distribution> {
    let is_kept = matches!(place, Place::All | Place::Entity(..)) && choice.slice == Slice::All;
    if !is_kept {
        return None;
    }
    let is_wanted = |(key, _): &&(TimesKey, i64)| {
        key.measure == Measure::FullAnswer && choice.kind.is_none_or(|kind| kind == key.kind)
    };
    let measured = read.times.iter().filter(is_wanted);
    let measured = measured.map(|(key, cases)| (key.bucket, count(*cases)));
    let mut times: Distribution = measured.collect();
    let of_period = shown.sum(choice.period.span(), |key| key.slice == Slice::All);
    let cases = Measure::FullAnswer.cohort(&of_period);
    let open = cases.saturating_sub(times.answered());
    times.merge(&Distribution::with_open(open));
    Some(times)
}

/// Returns a counter, which isn't negative in a tally.
fn count(counter: i64) -> u64 {
    u64::try_from(counter).unwrap_or(0)
}
