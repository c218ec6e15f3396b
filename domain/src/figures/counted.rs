//! Rule of drill-down: which cases a figure counts, and what each adds to it.

use jiff::civil::Date;

use super::{
    catalogue::Indicator,
    contribution::Contribution,
    counts::Counts,
    period::{Month, Period},
    tally::Slice,
};
use crate::{intake::kind::Kind, slug::Slug};

/// Part of the cases that a figure is about.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Entity; `None` for all of them.
    pub entity: Option<&'a Slug>,
    /// Kind; `None` for all of them.
    pub kind: Option<Kind>,
    /// Slice of the cases.
    pub slice: &'a Slice,
    /// Period of the facts.
    pub period: Period,
}

/// Facts of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Facts that count.
    pub numerator: u64,
    /// Facts among which they are counted; `None` of an indicator that counts among none.
    pub denominator: Option<u64>,
}

impl Counted {
    /// Returns what a case adds to an indicator over a part of the cases; `None` if that is
    /// nothing. So the cases with a value are exactly those that the figure counts.
    pub fn of(contribution: &Contribution, indicator: Indicator, part: &Part<'_>) -> Option<Self> {
        let properties = &contribution.properties;
        let is_of_slice = match part.slice {
            Slice::All => true,
            Slice::Priority(priority) => *priority == properties.priority,
            // Only the entity that received a case knows its service.
            Slice::Service(service) => {
                properties.service.as_ref() == Some(service)
                    && Some(&properties.home) == part.entity
            }
            Slice::Channel(channel) => *channel == properties.channel,
            Slice::Language(language) => *language == properties.language,
        };
        if !is_of_slice || part.kind.is_some_and(|kind| kind != properties.kind) {
            return None;
        }
        let is_in = |day: Date| part.period.includes(Month::of(day));
        let counts: Counts = contribution.sum(part.entity, is_in);
        let counted = match indicator.ratio(&counts) {
            Some(ratio) => {
                Self { numerator: ratio.numerator, denominator: Some(ratio.denominator) }
            }
            None => Self { numerator: indicator.count(&counts)?, denominator: None },
        };
        (counted.denominator.unwrap_or(counted.numerator) > 0).then_some(counted)
    }
}
