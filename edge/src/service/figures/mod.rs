//! Figures from the tallies: those of a period, divided by entity, kind, service or channel.
//!
//! The console's call, the dashboard and the closing of a month ask here.

pub(crate) mod filter;
pub(crate) mod releases;
pub(crate) mod report;

use std::collections::{BTreeMap, btree_map::Entry};

use domain::{
    Timestamp,
    access::policy::Scope,
    figures::{
        contribution::Measure,
        counts::Counts,
        figure::{self, Figure},
        tally::{Slice, Span, TallyKey, TimesKey},
    },
    intake::{channel::Channel, kind::Kind},
    search::rising::RisingWord,
    slug::Slug,
    statistics::distribution::Distribution,
};
use serde::Deserialize;

use crate::{
    error::ApiError,
    store::{
        D1Result, Database,
        figures::{
            Of, Overdue, Wanted, first_months, overdue, overdue_actions, rising, tallies,
            tallies_of, times, times_of,
            volumes::{self, Compared},
        },
    },
};

/// Property by which figures are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    Entity,
    Kind,
    Service,
    Channel,
    /// Months of the period.
    Month,
}

/// Question for figures.
#[derive(Clone, Copy)]
pub(crate) struct Question<'a> {
    pub(crate) period: Span,
    pub(crate) entity: Option<&'a Slug>,
    pub(crate) kind: Option<Kind>,
    pub(crate) by: Option<By>,
    /// Entities whose figures may be seen.
    pub(crate) scope: &'a Scope,
    /// Present month, at which the tallies end.
    pub(crate) now: Span,
}

impl By {
    const fn dimension(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Channel => "channel",
            Self::Entity | Self::Kind | Self::Month => "",
        }
    }
}

/// Everything that a page of figures shows.
pub(crate) struct Dashboard {
    /// Tallies of the entities, or of one: of the period and of all time, divided by nothing; of
    /// the last months of the small charts; of the period by service or by priority; and, of one
    /// entity, by channel, by language and by the property asked for.
    pub(crate) tallies: Vec<(TallyKey, Counts)>,
    /// The same of all entities together, if each was asked for.
    pub(crate) totals: Vec<(TallyKey, Counts)>,
    /// Tallies of the first months that have any: of the entity, or of all together.
    pub(crate) baseline: Vec<(TallyKey, Counts)>,
    /// Measured times of the period's cohort, of the entity or of all together.
    pub(crate) times: Vec<(TimesKey, i64)>,
    /// Overdue cases by the entity that has custody.
    pub(crate) overdue: Vec<Overdue>,
    /// Cases with an overdue corrective or preventive action, by the entity that has custody.
    pub(crate) overdue_actions: Vec<Overdue>,
    /// Transactions that the entities entered for months of the period.
    pub(crate) compared: Vec<Compared>,
    /// Words that stand out, of the entity or of all.
    pub(crate) rising: Vec<RisingWord>,
}

/// Number of months, the present one included, whose course a page shows: those of all time that
/// `Span::months` returns.
pub(crate) const COURSE: usize = 25;

/// Number of months, the present one included, in the small chart of an entity or a service.
pub(crate) const SMALL: usize = 13;

/// First months among which are the twelve with cases from which limits are.
pub(crate) const BASELINE: u32 = 24;

/// Months among which the first is looked for: as long as there are tallies at most.
const FARTHEST: i32 = 180;

/// Reads everything that a page of figures shows, in one batch. `course` names a property by which
/// the months of one entity, and the periods of all, are divided if it isn't empty. `sees_all` says
/// whether the totals of all entities are shown.
///
/// Of all entities together there are totals: the page needs the rows of each entity for its list
/// alone.
pub(crate) async fn dashboard(
    db: &Database,
    period: Span,
    entity: Option<&Slug>,
    (course, sees_all): (&str, bool),
    (now, present, today): (Timestamp, Span, &str),
) -> Result<Dashboard, ApiError> {
    let months = Span::All.months(present);
    let last = months.get(months.len().saturating_sub(SMALL)..).unwrap_or_default();
    let mut of_period = vec![period];
    if period != Span::All {
        of_period.push(Span::All);
    }
    // A month may be the period itself.
    let with = |months: &[Span]| {
        let others = of_period.iter().filter(|period| !months.contains(period));
        months.iter().chain(others).copied().collect::<Vec<_>>()
    };
    let of = Of::entity(entity);
    let read = |dimension, periods: &[Span], of| tallies(db, &Wanted { dimension, periods, of });
    let by_member = match (entity, course) {
        (Some(_), _) => "service",
        (None, "") => "priority",
        (None, course) => course,
    };
    // One entity has no total besides its own tallies. The totals by channel and by language are
    // kept of months and of all time.
    let (each, of_total, of_parts) = match entity {
        Some(_) => (with(&months), of, vec![period]),
        None if sees_all => (with(last), Of::All, whole_months(period, present)),
        None => (with(&months), Of::Each, vec![period]),
    };
    let by_month = if course.is_empty() || entity.is_none() { &[][..] } else { &months[..] };
    let totals = if entity.is_none() && sees_all { with(&months) } else { Vec::new() };
    let far: Vec<_> = (1..=FARTHEST).rev().map(|ago| present.months_before(ago)).collect();
    let baseline = if course == "service" { "" } else { course };
    // A page of all entities by channel or language shows no course, so it needs no limits.
    let far = if entity.is_none() && !course.is_empty() { &[][..] } else { &far[..] };
    let statements = vec![
        read("", &each, of)?,
        read(by_member, &[period], of)?,
        read(course, by_month, of)?,
        read("", &totals, Of::All)?,
        read("channel", &of_parts, of_total)?,
        read("language", &of_parts, of_total)?,
        first_months(db, baseline, entity, (far, BASELINE))?,
        times(db, &[Measure::FullAnswer], &[period], entity)?,
        overdue(db, entity, now)?,
        overdue_actions(db, entity, today)?,
        volumes::compared(db, &period.months(present), entity)?,
        rising::read(db, entity)?,
    ];
    let results = db.batch(statements).await?;
    let [
        whole,
        member,
        by_month,
        total,
        channel,
        language,
        first,
        measured,
        late,
        actions,
        compared,
        rising,
    ] = &results[..]
    else {
        return Err(ApiError::Internal("a page of figures".into()));
    };
    Ok(Dashboard {
        tallies: distinct(&[whole, member, by_month, channel, language], true)?,
        totals: in_period(distinct(&[total, channel, language], false)?, period, &of_parts),
        baseline: tallies_of(first)?,
        times: times_of(measured)?,
        overdue: late.results()?,
        overdue_actions: actions.results()?,
        compared: volumes::compared_of(compared)?,
        rising: rising::read_of(rising)?,
    })
}

/// Returns the periods whose totals by channel or language add up to those of a period.
fn whole_months(period: Span, present: Span) -> Vec<Span> {
    match period {
        Span::Year(_) | Span::Quarter(..) => period.months(present),
        Span::All | Span::Month(..) | Span::Day(_) => vec![period],
    }
}

/// Adds up the tallies of channels and languages in these months to those of the period.
fn in_period(
    totals: Vec<(TallyKey, Counts)>,
    period: Span,
    months: &[Span],
) -> Vec<(TallyKey, Counts)> {
    let mut sums: BTreeMap<TallyKey, Counts> = BTreeMap::new();
    for (mut key, counts) in totals {
        if key.slice != Slice::All && months.contains(&key.period) {
            key.period = period;
        }
        sums.entry(key).or_default().add(&counts, 1);
    }
    sums.into_iter().collect()
}

/// Returns the tallies of several statements, of entities or of all together, each once: those of a
/// property that the page is divided by are read twice.
fn distinct(results: &[&D1Result], of_entities: bool) -> Result<Vec<(TallyKey, Counts)>, ApiError> {
    let mut tallies = Vec::new();
    for result in results {
        let read = tallies_of(result)?.into_iter();
        tallies.extend(read.filter(|(key, _)| key.entity.is_some() == of_entities));
    }
    tallies.sort_by(|(one, _), (other, _)| one.cmp(other));
    tallies.dedup_by(|(one, _), (other, _)| one == other);
    Ok(tallies)
}

/// Part of the figures: what a group of tallies has in common.
type Group = (Span, Option<Slug>, Option<Slug>, Option<Kind>, Option<Channel>);

/// Rows from which figures of a period are counted.
struct Rows {
    /// Tallies of the period, or of its months.
    counted: Vec<(TallyKey, Counts)>,
    /// Tallies of all time, and of the months after the period, for the balance at its end.
    until: Vec<(TallyKey, Counts)>,
    times: Vec<(TimesKey, i64)>,
    compared: Vec<Compared>,
}

/// Returns the figures that answer a question.
pub(crate) async fn answer(
    db: &Database,
    question: &Question<'_>,
) -> Result<Vec<Figure>, ApiError> {
    let rows = rows(db, question).await?;
    Ok(counted(question, &rows))
}

/// Returns the figures that answer the same question for several divisions and kinds. What is kept
/// by the same property is read once.
pub(crate) async fn answers(
    db: &Database,
    question: &Question<'_>,
    divisions: &[(Option<By>, Option<Kind>)],
) -> Result<Vec<Figure>, ApiError> {
    let mut read: BTreeMap<&str, Rows> = BTreeMap::new();
    let mut figures = Vec::new();
    for (by, kind) in divisions {
        let question = Question { by: *by, kind: *kind, ..*question };
        let rows = match read.entry(by.map_or("", By::dimension)) {
            Entry::Occupied(rows) => rows.into_mut(),
            Entry::Vacant(place) => place.insert(rows(db, &question).await?),
        };
        figures.extend(counted(&question, rows));
    }
    Ok(figures)
}

/// Reads the rows that a question is answered from.
async fn rows(db: &Database, question: &Question<'_>) -> Result<Rows, ApiError> {
    let Question { period, entity, by, now, .. } = question;
    let months = period.months(*now);
    let periods = if *by == Some(By::Month) { months.clone() } else { vec![*period] };
    // A month of several has a balance of its own, which the sums to its end would need.
    let balance: Vec<_> = if *by == Some(By::Month) {
        Vec::new()
    } else {
        [Span::All].into_iter().chain(period.later_months(*now)).collect()
    };
    let dimension = by.map_or("", By::dimension);
    let results = db
        .batch(vec![
            tallies(db, &Wanted { dimension, periods: &periods, of: Of::entity(*entity) })?,
            tallies(db, &Wanted { dimension, periods: &balance, of: Of::entity(*entity) })?,
            times(db, &Measure::ALL, &periods, *entity)?,
            volumes::compared(db, &months, *entity)?,
        ])
        .await?;
    let [counted, until, times, compared] = &results[..] else {
        return Err(ApiError::Internal("the rows of figures".into()));
    };
    Ok(Rows {
        counted: tallies_of(counted)?,
        until: tallies_of(until)?,
        times: times_of(times)?,
        compared: volumes::compared_of(compared)?,
    })
}

/// Counts the figures that answer a question.
fn counted(question: &Question<'_>, rows: &Rows) -> Vec<Figure> {
    let counted = grouped(question, &rows.counted, |period| (period, 1));
    let sign = |span| if span == Span::All { 1 } else { -1 };
    let until = (question.by != Some(By::Month))
        .then(|| grouped(question, &rows.until, |span| (question.period, sign(span))));
    let mut figures = Vec::new();
    for (group, counts) in &counted {
        let (period, entity, service, kind, channel) = group.clone();
        let scope = figure::Scope { period, entity, service, kind, channel };
        let cohort = |measure| cohort(&rows.times, measure, &scope, counts, question);
        let until = until.as_ref().and_then(|until| until.get(group));
        figures.extend(figure::figures(&scope, counts, until, cohort));
        let is_whole = scope.service.is_none() && scope.channel.is_none();
        if is_whole {
            let months = scope.period.months(question.now);
            let is_of = |row: &Compared| {
                scope.entity.as_ref().is_none_or(|entity| *entity == row.entity)
                    && question.scope.includes(&row.entity)
                    && months.contains(&row.month)
            };
            figures.extend(complaint_rate(&rows.compared, &scope, is_of));
        }
    }
    figures
}

/// Returns the complaints by transactions, of the months of entities that pass. No kind but
/// complaints is compared with them.
pub(crate) fn complaint_rate(
    compared: &[Compared],
    scope: &figure::Scope,
    passes: impl Fn(&Compared) -> bool,
) -> Option<Figure> {
    if scope.kind.is_some_and(|kind| kind != Kind::Complaint) {
        return None;
    }
    let rows = compared.iter().filter(|row| passes(row));
    let (complaints, transactions) = rows.fold((0, 0), |(complaints, transactions), row| {
        (complaints + row.complaints, transactions + row.transactions)
    });
    figure::complaint_rate(scope, complaints, transactions)
}

/// Sums tallies by what they have in common. `placed` returns the period of a tally's figures, and
/// whether it's added or subtracted.
fn grouped(
    question: &Question<'_>,
    rows: &[(TallyKey, Counts)],
    placed: impl Fn(Span) -> (Span, i64),
) -> BTreeMap<Group, Counts> {
    let mut groups: BTreeMap<Group, Counts> = BTreeMap::new();
    for (TallyKey { entity, kind, slice, period }, counts) in rows {
        let Some(entity) = entity else { continue };
        if !question.scope.includes(entity) || question.kind.is_some_and(|wanted| wanted != *kind) {
            continue;
        }
        let (period, sign) = placed(*period);
        let by = question.by;
        let is_of_one = question.entity.is_some() || matches!(by, Some(By::Entity | By::Service));
        let service = match slice {
            Slice::Service(service) => Some(service.clone()),
            _ => None,
        };
        let channel = match slice {
            Slice::Channel(channel) => Some(*channel),
            _ => None,
        };
        let kind = (by == Some(By::Kind) || question.kind.is_some()).then_some(*kind);
        let group = (period, is_of_one.then(|| entity.clone()), service, kind, channel);
        groups.entry(group).or_default().add(counts, sign);
    }
    groups
}

/// Returns the measured times of the cases received in the period of a group. They are kept for
/// whole entities, and for all entities together.
fn cohort(
    measured: &[(TimesKey, i64)],
    measure: Measure,
    scope: &figure::Scope,
    counts: &Counts,
    question: &Question<'_>,
) -> Option<Distribution> {
    let is_whole = scope.service.is_none() && scope.channel.is_none();
    let is_read = scope.entity.as_ref() == question.entity
        && (scope.entity.is_some() || *question.scope == Scope::All);
    if !(is_whole && is_read) {
        return None;
    }
    let (mut times, mut answered) = (Distribution::default(), 0);
    for (key, cases) in measured {
        let is_of_kind = scope.kind.is_none_or(|kind| kind == key.kind);
        if key.measure == measure && is_of_kind && key.period == scope.period {
            let cases = u64::try_from(*cases).unwrap_or(0);
            times.add(key.bucket, cases);
            answered += cases;
        }
    }
    let open = measure.cohort(counts).saturating_sub(answered);
    times.merge(&Distribution::with_open(open));
    Some(times)
}
