//! Tallies: the counters of many cases, under the keys by which the store holds them.
//!
//! A tally stands for an entity or for all together, a kind, a slice of its cases and a period.
//! Days are kept for whole entities alone. Times are kept by the period of receipt, in buckets that
//! can be added up.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    figures::{
        contribution::{Contribution, Measure},
        counts::Counts,
    },
    intake::{channel::Channel, kind::Kind},
    sla::priority::Priority,
    slug::{Slug, SlugError},
    statistics::distribution::Bucket,
};

/// Key of a tally.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TallyKey {
    /// Entity whose figures these are, or `None` for all entities together. These are kept of
    /// undivided cases; by channel and by language they are kept of months and of all time.
    pub entity: Option<Slug>,
    /// Kind of the cases.
    pub kind: Kind,
    /// Slice of the cases.
    pub slice: Slice,
    /// Period of the facts.
    pub period: Span,
}

/// Part of an entity's cases.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    /// All cases.
    All,
    /// Cases of a priority.
    Priority(Priority),
    /// Cases of a service.
    Service(Slug),
    /// Cases that came by a channel.
    Channel(Channel),
    /// Cases in a language.
    Language(String),
}

/// Period that the store keeps tallies of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    /// All time.
    All,
    /// Year.
    Year(i16),
    /// Quarter of a year, from 1.
    Quarter(i16, i8),
    /// Month of a year, from 1.
    Month(i16, i8),
    /// Day.
    Day(Date),
}

/// Key of measured times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimesKey {
    /// Measured time.
    pub measure: Measure,
    /// Period of receipt: a month, a quarter, a year, or all time.
    pub period: Span,
    /// Kind of the cases.
    pub kind: Kind,
    /// Entity, or `None` for all entities together.
    pub entity: Option<Slug>,
    /// Bucket of the time.
    pub bucket: Bucket,
}

/// Differences to tallies, or the tallies themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    counts: BTreeMap<TallyKey, Counts>,
    times: BTreeMap<TimesKey, i64>,
}

impl Slice {
    /// Parses the stored form: what the cases are divided by, and the part.
    pub fn parse(dimension: &str, member: &str) -> Option<Self> {
        match dimension {
            "" if member.is_empty() => Some(Self::All),
            "priority" => Priority::parse(member).map(Self::Priority),
            "service" => Slug::parse(member).ok().map(Self::Service),
            "channel" => Channel::parse(member).map(Self::Channel),
            "language" => Some(Self::Language(member.to_owned())),
            _ => None,
        }
    }

    /// Returns whether tallies of all entities together are kept of such a part and a period. Each
    /// event writes them: the quarters and years of channels and languages are added up from months
    /// instead.
    pub(super) const fn has_total(&self, period: Span) -> bool {
        match self {
            Self::All => !matches!(period, Span::Day(_)),
            Self::Channel(_) | Self::Language(_) => matches!(period, Span::All | Span::Month(..)),
            Self::Priority(_) | Self::Service(_) => false,
        }
    }

    /// Returns what the cases are divided by; empty if by nothing.
    pub const fn dimension(&self) -> &'static str {
        match self {
            Self::All => "",
            Self::Priority(_) => "priority",
            Self::Service(_) => "service",
            Self::Channel(_) => "channel",
            Self::Language(_) => "language",
        }
    }

    /// Returns the part; empty if the cases aren't divided.
    pub fn member(&self) -> &str {
        match self {
            Self::All => "",
            Self::Priority(priority) => priority.as_str(),
            Self::Service(service) => service.as_str(),
            Self::Channel(channel) => channel.as_str(),
            Self::Language(language) => language,
        }
    }
}

impl Span {
    /// Returns the month of a day.
    pub fn month_of(day: Date) -> Self {
        Self::Month(day.year(), day.month())
    }

    /// Returns the quarter of a day.
    pub fn quarter_of(day: Date) -> Self {
        Self::Quarter(day.year(), (day.month() - 1) / 3 + 1)
    }

    /// Returns the month so many months before this one; another period stays as it is.
    #[must_use]
    pub fn months_before(self, months: i32) -> Self {
        let Self::Month(year, month) = self else { return self };
        Self::numbered(Self::number(year, month) - months).unwrap_or(self)
    }

    /// Returns the months of the period until the present one, `now`; of all time, as far back as
    /// two years.
    pub fn months(self, now: Self) -> Vec<Self> {
        let Self::Month(year, month) = now else { return Vec::new() };
        let present = Self::number(year, month);
        let (first, last) = match self {
            Self::All => (present - 24, present),
            Self::Year(year) => (Self::number(year, 1), Self::number(year, 12)),
            Self::Quarter(year, quarter) => {
                let last = Self::number(year, quarter.saturating_mul(3));
                (last - 2, last)
            }
            Self::Month(year, month) => (Self::number(year, month), Self::number(year, month)),
            Self::Day(day) => (Self::number(day.year(), day.month()), 0),
        };
        (first..=last.min(present)).filter_map(Self::numbered).collect()
    }

    /// Returns the months after the period until the present one, `now`.
    pub fn later_months(self, now: Self) -> Vec<Self> {
        let Self::Month(year, month) = now else { return Vec::new() };
        let last = match self {
            Self::Year(year) => Self::number(year, 12),
            Self::Quarter(year, quarter) => Self::number(year, quarter.saturating_mul(3)),
            Self::Month(year, month) => Self::number(year, month),
            Self::All | Self::Day(_) => return Vec::new(),
        };
        (last + 1..=Self::number(year, month)).filter_map(Self::numbered).collect()
    }

    /// Returns the number of a month, counted from the beginning of the year 0.
    fn number(year: i16, month: i8) -> i32 {
        i32::from(year) * 12 + i32::from(month) - 1
    }

    fn numbered(number: i32) -> Option<Self> {
        let year = i16::try_from(number.div_euclid(12)).ok()?;
        let month = i8::try_from(number.rem_euclid(12) + 1).ok()?;
        Some(Self::Month(year, month))
    }

    /// Parses the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        let is_year =
            |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.split_once('-') {
            None if text == "all" => Some(Self::All),
            None if is_year(text) => Some(Self::Year(text.parse().ok()?)),
            Some((year, rest)) if is_year(year) => {
                let year = year.parse().ok()?;
                match (rest.strip_prefix('Q'), rest.len()) {
                    (Some(quarter), 2) => {
                        let quarter = quarter.parse().ok().filter(|it| (1..=4).contains(it))?;
                        Some(Self::Quarter(year, quarter))
                    }
                    (None, 2) if rest.bytes().all(|byte| byte.is_ascii_digit()) => {
                        let month = rest.parse().ok().filter(|it| (1..=12).contains(it))?;
                        Some(Self::Month(year, month))
                    }
                    (None, 5) => text.parse().ok().map(Self::Day),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

impl fmt::Display for Span {
    /// Writes the stored form.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("all"),
            Self::Year(year) => write!(formatter, "{year:04}"),
            Self::Quarter(year, quarter) => write!(formatter, "{year:04}-Q{quarter}"),
            Self::Month(year, month) => write!(formatter, "{year:04}-{month:02}"),
            Self::Day(day) => write!(formatter, "{day}"),
        }
    }
}

/// Tally, as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TallyRow {
    dimension: String,
    period: String,
    entity: String,
    kind: Kind,
    member: String,
    #[serde(flatten)]
    counts: Counts,
}

/// Number of measured times, as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TimesRow {
    measure: String,
    month: String,
    kind: Kind,
    entity: String,
    bucket: u16,
    cases: i64,
}

/// Returns the stored form of an entity; empty for all together.
fn written(entity: Option<&Slug>) -> String {
    entity.map(Slug::to_string).unwrap_or_default()
}

/// Parses the stored form of an entity.
fn entity_of(written: &str) -> Result<Option<Slug>, SlugError> {
    if written.is_empty() { Ok(None) } else { Slug::parse(written).map(Some) }
}

impl TallyRow {
    fn of(key: &TallyKey, counts: &Counts) -> Self {
        Self {
            dimension: key.slice.dimension().to_owned(),
            period: key.period.to_string(),
            entity: written(key.entity.as_ref()),
            kind: key.kind,
            member: key.slice.member().to_owned(),
            counts: *counts,
        }
    }

    /// Parses the stored form; `None` if a member is invalid.
    pub fn read(self) -> Option<(TallyKey, Counts)> {
        let slice = Slice::parse(&self.dimension, &self.member)?;
        let (period, entity) = (Span::parse(&self.period)?, entity_of(&self.entity).ok()?);
        Some((TallyKey { entity, kind: self.kind, slice, period }, self.counts))
    }
}

impl TimesRow {
    fn of(key: &TimesKey, cases: i64) -> Self {
        Self {
            measure: key.measure.as_str().to_owned(),
            month: key.period.to_string(),
            kind: key.kind,
            entity: written(key.entity.as_ref()),
            bucket: key.bucket.index(),
            cases,
        }
    }

    /// Parses the stored form; `None` if a member is invalid.
    pub fn read(self) -> Option<(TimesKey, i64)> {
        let entity = entity_of(&self.entity).ok()?;
        let key = TimesKey {
            measure: Measure::parse(&self.measure)?,
            period: Span::parse(&self.month)?,
            kind: self.kind,
            entity,
            bucket: Bucket::at(self.bucket)?,
        };
        Some((key, self.cases))
    }
}

impl Tallies {
    /// Returns the rows to store.
    pub fn rows(&self) -> (Vec<TallyRow>, Vec<TimesRow>) {
        let counts = self.counts().map(|(key, counts)| TallyRow::of(key, counts));
        (counts.collect(), self.times().map(|(key, cases)| TimesRow::of(key, cases)).collect())
    }

    /// Returns the tallies that rows hold; `None` if one is invalid. Totals that an earlier worker
    /// kept and that nobody reads any more are left out.
    pub fn read(counts: Vec<TallyRow>, times: Vec<TimesRow>) -> Option<Self> {
        let counts: Option<Vec<_>> = counts.into_iter().map(TallyRow::read).collect();
        let is_kept =
            |(key, _): &(TallyKey, Counts)| key.entity.is_some() || key.slice.has_total(key.period);
        let counts = counts?.into_iter().filter(is_kept).collect();
        let times = times.into_iter().map(TimesRow::read).collect::<Option<_>>()?;
        Some(Self { counts, times })
    }

    /// Returns what other tallies need to become these.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        let mut difference = self.clone();
        for (key, counts) in &other.counts {
            difference.counts.entry(key.clone()).or_default().add(counts, -1);
        }
        for (key, cases) in &other.times {
            *difference.times.entry(key.clone()).or_default() -= cases;
        }
        difference
    }

    /// Returns the difference that a change of a case makes. `before` is `None` if the case was
    /// received just now.
    pub fn difference(before: Option<&Contribution>, after: &Contribution) -> Self {
        let mut tallies = Self::default();
        if let Some(before) = before {
            tallies.add(before, -1);
        }
        tallies.add(after, 1);
        tallies
    }

    /// Adds the contribution of a case, `times` times.
    pub fn add(&mut self, contribution: &Contribution, times: i64) {
        let Contribution { properties, counts, times: measured } = contribution;
        for ((entity, day), counts) in counts {
            let service = properties.service.clone().filter(|_| *entity == properties.home);
            let slices = [
                Slice::Priority(properties.priority),
                Slice::Channel(properties.channel),
                Slice::Language(properties.language.clone()),
            ];
            let slices = slices.into_iter().chain(service.map(Slice::Service));
            let spans =
                [Span::All, Span::Year(day.year()), Span::quarter_of(*day), Span::month_of(*day)];
            let mut add = |entity: Option<&Slug>, slice: &Slice, period| {
                let (entity, slice) = (entity.cloned(), slice.clone());
                let key = TallyKey { entity, kind: properties.kind, slice, period };
                self.counts.entry(key).or_default().add(counts, times);
            };
            for slice in slices.chain([Slice::All]) {
                for span in spans {
                    add(Some(entity), &slice, span);
                    if slice.has_total(span) {
                        add(None, &slice, span);
                    }
                }
            }
            add(Some(entity), &Slice::All, Span::Day(*day));
        }
        let day = properties.received;
        let cohorts = [Span::All, Span::Year(day.year()), Span::quarter_of(day)];
        for (measure, time) in measured {
            for entity in [None, Some(&properties.home)] {
                for period in cohorts.into_iter().chain([Span::month_of(day)]) {
                    let key = TimesKey {
                        measure: *measure,
                        period,
                        kind: properties.kind,
                        entity: entity.cloned(),
                        bucket: Bucket::of(u64::from(*time)),
                    };
                    *self.times.entry(key).or_default() += times;
                }
            }
        }
    }

    /// Adds other tallies.
    pub fn merge(&mut self, other: &Self) {
        for (key, counts) in &other.counts {
            self.counts.entry(key.clone()).or_default().add(counts, 1);
        }
        for (key, cases) in &other.times {
            *self.times.entry(key.clone()).or_default() += cases;
        }
    }

    /// Returns the tallies that aren't zero.
    pub fn counts(&self) -> impl Iterator<Item = (&TallyKey, &Counts)> {
        self.counts.iter().filter(|(_, counts)| !counts.is_zero())
    }

    /// Returns the measured times whose number isn't zero.
    pub fn times(&self) -> impl Iterator<Item = (&TimesKey, i64)> {
        self.times.iter().map(|(key, cases)| (key, *cases)).filter(|(_, cases)| *cases != 0)
    }

    /// Returns the keys under which two collections of tallies differ, in words.
    pub fn differing(&self, other: &Self) -> Vec<String> {
        let [mine, theirs] = [self, other].map(|it| it.counts().collect::<BTreeMap<_, _>>());
        let keys: BTreeSet<_> = mine.keys().chain(theirs.keys()).copied().collect();
        let named = |key: &TallyKey| {
            let TallyKey { entity, kind, slice, period } = key;
            let entity = entity.as_ref().map_or("all entities", Slug::as_str);
            let (dimension, member) = (slice.dimension(), slice.member());
            format!("{entity}, {}, {period}, {dimension} {member}", kind.as_str())
        };
        let counts = keys.into_iter().flat_map(|key| {
            let of =
                |all: &BTreeMap<_, &Counts>| all.get(key).copied().copied().unwrap_or_default();
            let [mine, theirs] = [of(&mine), of(&theirs)];
            let pairs: Vec<_> = mine.named().zip(theirs.named()).collect();
            let differing = pairs.into_iter().filter(|(mine, theirs)| mine != theirs);
            let text = |((name, mine), (_, theirs))| {
                format!("{}: {name} is {mine}, not {theirs}", named(key))
            };
            differing.map(text).collect::<Vec<_>>()
        });
        let [mine, theirs] = [self, other].map(|it| it.times().collect::<BTreeMap<_, _>>());
        let keys: BTreeSet<_> = mine.keys().chain(theirs.keys()).copied().collect();
        let times = keys.into_iter().filter(|key| mine.get(key) != theirs.get(key)).map(|key| {
            let of = |all: &BTreeMap<_, i64>| all.get(key).copied().unwrap_or_default();
            let TimesKey { measure, period, kind, entity, bucket } = key;
            format!(
                "{}, {}, {period}, {}: from {} there are {}, not {}",
                entity.as_ref().map_or("all entities", Slug::as_str),
                kind.as_str(),
                measure.as_str(),
                bucket.shortest(),
                of(&mine),
                of(&theirs)
            )
        });
        counts.chain(times).collect()
    }
}

#[cfg(test)]
mod tests;
