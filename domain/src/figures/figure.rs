//! One figure: an indicator of a period, an entity and a part of its cases. Screens, files and
//! calls show the same.

use crate::{
    figures::{
        catalogue::{Formula, Indicator},
        contribution::Measure,
        counts::Counts,
        tally::Span,
        volume::PER_TRANSACTIONS,
    },
    intake::{channel::Channel, kind::Kind},
    slug::Slug,
    statistics::{
        distribution::{Distribution, Quantile},
        float,
        proportion::Proportion,
    },
};

/// Working days after the end of a month until its figures are closed.
pub const PROVISIONAL_DAYS: u16 = 10;

/// Cases that figures are about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// Period of the facts.
    pub period: Span,
    /// Entity, or `None` for all entities together.
    pub entity: Option<Slug>,
    /// Service of the entity, if the figures are about one.
    pub service: Option<Slug>,
    /// Kind, or `None` for all kinds together.
    pub kind: Option<Kind>,
    /// Channel, if the figures are about one.
    pub channel: Option<Channel>,
}

/// Figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Cases that the figure is about.
    pub scope: Scope,
    /// Indicator; of a time also the quantile: `full_time_median`, `full_time_p90`.
    pub indicator: String,
    /// Facts that count; of a quantile the answered cases.
    pub numerator: Option<u64>,
    /// Facts among which they are counted; of a quantile all cases of the cohort.
    pub denominator: Option<u64>,
    /// Share from 0 to 1, number, or time in minutes (`lived_time`: hours).
    pub value: Option<f64>,
    /// Lower end of the 95 % interval of a share.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval of a share.
    pub upper: Option<f64>,
    /// Reason for which a value is missing, or a reservation about it.
    pub mark: Option<Mark>,
}

/// Mark of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Confidential: so few cases that somebody could be recognised.
    Confidential,
    /// Not available.
    Unavailable,
    /// Not applicable: nothing to count the facts among.
    Inapplicable,
    /// Provisional: the period isn't closed.
    Provisional,
    /// Revised after it was published.
    Revised,
}

impl Mark {
    /// All marks.
    pub const ALL: [Self; 5] = [
        Self::Confidential,
        Self::Unavailable,
        Self::Inapplicable,
        Self::Provisional,
        Self::Revised,
    ];

    /// Returns the mark in files: `[c]`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confidential => "[c]",
            Self::Unavailable => "[x]",
            Self::Inapplicable => "[z]",
            Self::Provisional => "[p]",
            Self::Revised => "[r]",
        }
    }
}

/// Returns all figures that counters give. `until` has the counters of all time until the end of
/// the period, for what is open then. `times` has the measured times of the cohorts received in the
/// period.
pub fn figures(
    scope: &Scope,
    counts: &Counts,
    until: Option<&Counts>,
    times: impl Fn(Measure) -> Option<Distribution>,
) -> Vec<Figure> {
    let mut figures = Vec::new();
    for indicator in Indicator::all() {
        match indicator.formula() {
            Formula::Count(_) => figures.extend(number(scope, indicator, counts)),
            Formula::Balance(_) => {
                figures.extend(until.and_then(|until| number(scope, indicator, until)));
            }
            Formula::Ratio(_) => figures.extend(share(scope, indicator, counts)),
            Formula::Times(measure) => {
                let cohort = times(measure);
                figures
                    .extend(cohort.iter().flat_map(|cohort| quantiles(scope, indicator, cohort)));
            }
            Formula::Now | Formula::Volume => {}
        }
    }
    figures
}

/// Id of the indicator that compares complaints with transactions.
pub const COMPLAINT_RATE: &str = "complaint_rate";

/// Returns the complaints by ten thousand transactions; `None` without any transaction.
pub fn complaint_rate(scope: &Scope, complaints: u64, transactions: u64) -> Option<Figure> {
    let per = f64::from(PER_TRANSACTIONS);
    let interval = Proportion::new(complaints, transactions).map(Proportion::interval);
    (transactions > 0).then(|| Figure {
        numerator: Some(complaints),
        denominator: Some(transactions),
        value: Some(float(complaints) / float(transactions) * per),
        lower: interval.map(|interval| interval.lower * per),
        upper: interval.map(|interval| interval.upper * per),
        ..blank(scope, COMPLAINT_RATE.to_owned())
    })
}

fn blank(scope: &Scope, indicator: String) -> Figure {
    Figure {
        scope: scope.clone(),
        indicator,
        numerator: None,
        denominator: None,
        value: None,
        lower: None,
        upper: None,
        mark: None,
    }
}

fn number(scope: &Scope, indicator: Indicator, counts: &Counts) -> Option<Figure> {
    let count = indicator.count(counts)?;
    let value = Some(float(count));
    Some(Figure { numerator: Some(count), value, ..blank(scope, indicator.id().to_owned()) })
}

fn share(scope: &Scope, indicator: Indicator, counts: &Counts) -> Option<Figure> {
    let ratio = indicator.ratio(counts)?;
    let figure = Figure {
        numerator: Some(ratio.numerator),
        denominator: Some(ratio.denominator),
        ..blank(scope, indicator.id().to_owned())
    };
    Some(match Proportion::new(ratio.numerator, ratio.denominator) {
        Some(share) => {
            let interval = share.interval();
            Figure {
                value: Some(share.rate()),
                lower: Some(interval.lower),
                upper: Some(interval.upper),
                ..figure
            }
        }
        None if ratio.denominator > 0 => {
            Figure { value: Some(float(ratio.numerator) / float(ratio.denominator)), ..figure }
        }
        None => Figure { mark: Some(Mark::Inapplicable), ..figure },
    })
}

/// Returns median and 90th percentile of a cohort. A quantile that too few answers have reached has
/// no value.
fn quantiles(scope: &Scope, indicator: Indicator, cohort: &Distribution) -> [Figure; 2] {
    [("median", 50), ("p90", 90)].map(|(name, percent)| {
        let figure = Figure {
            numerator: Some(cohort.answered()),
            denominator: Some(cohort.cases()),
            ..blank(scope, format!("{}_{name}", indicator.id()))
        };
        match cohort.quantile(percent) {
            Some(Quantile::At(time)) => Figure { value: Some(float(time)), ..figure },
            Some(Quantile::MoreThan(time)) => {
                Figure { lower: Some(float(time)), mark: Some(Mark::Provisional), ..figure }
            }
            None => Figure { mark: Some(Mark::Inapplicable), ..figure },
        }
    })
}
