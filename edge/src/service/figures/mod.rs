//! Figures from the tallies: those of a period, divided by entity, kind, service or channel.
//!
//! The console's call, the dashboard and the closing of a month ask here.

pub(crate) mod releases;
pub(crate) mod report;

use std::collections::BTreeMap;

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
    slug::Slug,
    statistics::distribution::Distribution,
};
use serde::Deserialize;

use crate::{
    error::ApiError,
    store::{
        Database,
        figures::{
            Overdue, Wanted, overdue, overdue_actions, tallies, tallies_of, times, times_of,
        },
    },
};

/// Property by which figures are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
    /// Tallies of the period, divided by nothing and by each property; of all time, divided by
    /// nothing; and of the months, divided by nothing and by the property asked for.
    pub(crate) tallies: Vec<(TallyKey, Counts)>,
    /// Measured times of the period's cohorts, of the entity or of all together.
    pub(crate) times: Vec<(TimesKey, i64)>,
    /// Overdue cases by the entity that has custody.
    pub(crate) overdue: Vec<Overdue>,
    /// Cases with an overdue corrective or preventive action, by the entity that has custody.
    pub(crate) overdue_actions: Vec<Overdue>,
}

/// Number of months, the present one included, whose course a page shows: those of all time that
/// `Span::months` returns.
pub(crate) const COURSE: usize = 25;

/// Reads everything that a page of figures shows, in one batch. `course` names a property by which
/// the months are divided too, if it isn't empty; few have months of all entities so.
pub(crate) async fn dashboard(
    db: &Database,
    period: Span,
    entity: Option<&Slug>,
    course: &str,
    (now, present, today): (Timestamp, Span, &str),
) -> Result<Dashboard, ApiError> {
    let months = Span::All.months(present);
    let mut of_period = vec![period];
    if period != Span::All {
        of_period.push(Span::All);
    }
    let whole: Vec<_> = months.iter().chain(&of_period).copied().collect();
    let by_month = if course.is_empty() { &[] } else { &months[..] };
    let divided = |dimension| tallies(db, &Wanted { dimension, periods: &[period], entity });
    let statements = vec![
        tallies(db, &Wanted { dimension: "", periods: &whole, entity })?,
        divided("priority")?,
        divided("service")?,
        divided("channel")?,
        divided("language")?,
        tallies(db, &Wanted { dimension: course, periods: by_month, entity })?,
        times(db, &period.months(present), entity)?,
        overdue(db, entity, now)?,
        overdue_actions(db, today)?,
    ];
    let results = db.batch(statements).await?;
    let [read @ .., measured, late, late_actions] = &results[..] else {
        return Err(ApiError::Internal("a page of figures".into()));
    };
    let mut tallies = Vec::new();
    for result in read {
        tallies.extend(tallies_of(result)?);
    }
    // A month that is the period itself is read twice.
    tallies.sort_by(|(one, _), (other, _)| one.cmp(other));
    tallies.dedup_by(|(one, _), (other, _)| one == other);
    Ok(Dashboard {
        tallies,
        times: times_of(measured)?,
        overdue: late.results()?,
        overdue_actions: late_actions.results()?,
    })
}

/// Part of the figures: what a group of tallies has in common.
type Group = (Span, Option<Slug>, Option<Slug>, Option<Kind>, Option<Channel>);

/// Returns the figures that answer a question.
pub(crate) async fn answer(
    db: &Database,
    question: &Question<'_>,
) -> Result<Vec<Figure>, ApiError> {
    let Question { period, entity, by, now, .. } = question;
    let months = period.months(*now);
    let periods = if *by == Some(By::Month) { months.clone() } else { vec![*period] };
    let later = period.later_months(*now);
    let dimension = by.map_or("", By::dimension);
    let balance: Vec<_> = [Span::All].into_iter().chain(later).collect();
    let results = db
        .batch(vec![
            tallies(db, &Wanted { dimension, periods: &periods, entity: *entity })?,
            tallies(db, &Wanted { dimension, periods: &balance, entity: *entity })?,
            times(db, &months, *entity)?,
        ])
        .await?;
    let [counted, until, measured] = &results[..] else { return Ok(Vec::new()) };
    let counted = grouped(question, tallies_of(counted)?, |period| (period, 1));
    let sign = |span| if span == Span::All { 1 } else { -1 };
    // A month of several has a balance of its own, which the sums to its end would need.
    let until = (*by != Some(By::Month))
        .then(|| tallies_of(until))
        .transpose()?
        .map(|rows| grouped(question, rows, |span| (*period, sign(span))));
    let measured = times_of(measured)?;
    let mut figures = Vec::new();
    for (group, counts) in &counted {
        let (period, entity, service, kind, channel) = group.clone();
        let scope = figure::Scope { period, entity, service, kind, channel };
        let cohort = |measure| cohort(&measured, measure, &scope, counts, question);
        let until = until.as_ref().and_then(|until| until.get(group));
        figures.extend(figure::figures(&scope, counts, until, cohort));
    }
    Ok(figures)
}

/// Sums tallies by what they have in common. `placed` returns the period of a tally's figures, and
/// whether it's added or subtracted.
fn grouped(
    question: &Question<'_>,
    rows: Vec<(TallyKey, Counts)>,
    placed: impl Fn(Span) -> (Span, i64),
) -> BTreeMap<Group, Counts> {
    let mut groups: BTreeMap<Group, Counts> = BTreeMap::new();
    for (TallyKey { entity, kind, slice, period }, counts) in rows {
        if !question.scope.includes(&entity) || question.kind.is_some_and(|wanted| wanted != kind) {
            continue;
        }
        let (period, sign) = placed(period);
        let by = question.by;
        let is_of_one = question.entity.is_some() || matches!(by, Some(By::Entity | By::Service));
        let service = match &slice {
            Slice::Service(service) => Some(service.clone()),
            _ => None,
        };
        let channel = match slice {
            Slice::Channel(channel) => Some(channel),
            _ => None,
        };
        let kind = (by == Some(By::Kind) || question.kind.is_some()).then_some(kind);
        let group = (period, is_of_one.then_some(entity), service, kind, channel);
        groups.entry(group).or_default().add(&counts, sign);
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
    // The months of all time that were read aren't all months in which cases came.
    if !(is_whole && is_read) || scope.period == Span::All {
        return None;
    }
    let months = scope.period.months(question.now);
    let (mut times, mut answered) = (Distribution::default(), 0);
    for (key, cases) in measured {
        let is_of_kind = scope.kind.is_none_or(|kind| kind == key.kind);
        if key.measure == measure && is_of_kind && months.contains(&key.month) {
            let cases = u64::try_from(*cases).unwrap_or(0);
            times.add(key.bucket, cases);
            answered += cases;
        }
    }
    let received = u64::try_from(counts.received).unwrap_or(0);
    times.merge(&Distribution::with_open(received.saturating_sub(answered)));
    Some(times)
}
