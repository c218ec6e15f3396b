//! Catalogue of indicators: each figure's name, formula, meaning and target.
//!
//! The dashboard, the reports, the open data and the guide read the same entries. Over all entities
//! a ratio is the sum of the numerators by the sum of the denominators.

mod entries;
mod learning;

use crate::{
    bilingual::Named,
    figures::{contribution::Measure, counts::Counts},
    intake::kind::Kind,
};

/// Indicator of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Indicator(&'static Entry);

/// Formula of an indicator.
#[derive(Clone, Copy, Debug)]
pub enum Formula {
    /// Number of facts in a period.
    Count(fn(&Counts) -> i64),
    /// Share of facts in a period: numerator and denominator.
    Ratio(fn(&Counts) -> [i64; 2]),
    /// Number at the end of a period, from the counters of all time until then.
    Balance(fn(&Counts) -> i64),
    /// Median and 90th percentile of a time, over the cases received in a period.
    Times(Measure),
    /// Number at the present time, from the queues.
    Now,
    /// Complaints by ten thousand transactions, where the entity entered its transactions.
    Volume,
}

/// Aim of an indicator, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// At least so many percent.
    AtLeast(u8),
    /// At most so many percent.
    AtMost(u8),
    /// No target, but somebody looks at it above so many percent.
    LookAbove(u8),
    /// None: a target would change what is recorded, or there is nothing to aim at.
    None,
}

/// Number of facts among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Facts that count.
    pub numerator: u64,
    /// Facts among which they are counted.
    pub denominator: u64,
}

#[derive(Debug)]
struct Entry {
    id: &'static str,
    is_main: bool,
    english: [&'static str; 2],
    arabic: [&'static str; 2],
    formula: Formula,
    target: Target,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl Eq for Entry {}
impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id.cmp(other.id)
    }
}
impl std::hash::Hash for Entry {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl Indicator {
    /// Returns all indicators, in the order in which they are read.
    pub fn all() -> impl Iterator<Item = Self> {
        entries::ENTRIES.iter().chain(learning::ENTRIES).map(Self)
    }

    /// Returns the indicator with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::all().find(|indicator| indicator.id() == id)
    }

    /// Returns the id, which names the indicator in addresses, files and calls.
    pub const fn id(self) -> &'static str {
        self.0.id
    }

    /// Returns whether the indicator is one of those that are shown first.
    pub const fn is_main(self) -> bool {
        self.0.is_main
    }

    /// Returns the name.
    pub fn name(self) -> Named {
        both(self.0.arabic[0], self.0.english[0])
    }

    /// Returns the formula in words: what is counted, and among what.
    pub fn meaning(self) -> Named {
        both(self.0.arabic[1], self.0.english[1])
    }

    /// Returns the kind whose cases alone the indicator counts, if it counts one.
    pub fn kind(self) -> Option<Kind> {
        match self.id() {
            "upheld" | "resolved" | "complaint_rate" => Some(Kind::Complaint),
            "decided_on_time"
            | "accepted"
            | "implemented"
            | "implemented_share"
            | "implemented_on_time"
            | "savings"
            | "saving" => Some(Kind::Suggestion),
            _ => None,
        }
    }

    /// Returns the formula.
    pub const fn formula(self) -> Formula {
        self.0.formula
    }

    /// Returns whether the indicator counts facts of a period, whose cases can be listed. A
    /// balance, a quantile and what depends on the present time count otherwise.
    pub const fn has_cases(self) -> bool {
        matches!(self.formula(), Formula::Count(_) | Formula::Ratio(_))
    }

    /// Returns whether the indicator counts days that were planned: a case may have set them long
    /// before, and have none of its events near them.
    pub fn is_of_planned_days(self) -> bool {
        matches!(self.id(), "implemented_on_time" | "actions_on_time")
    }

    /// Returns the target.
    pub const fn target(self) -> Target {
        self.0.target
    }

    /// Returns the share of facts that a period's counters give, if the indicator is one.
    pub fn ratio(self, counts: &Counts) -> Option<Ratio> {
        match self.formula() {
            Formula::Ratio(of) => {
                let [numerator, denominator] =
                    of(counts).map(|count| u64::try_from(count).unwrap_or(0));
                Some(Ratio { numerator, denominator })
            }
            _ => None,
        }
    }

    /// Returns the number of facts that counters give, if the indicator is one. Those of a balance
    /// are the counters of all time until the end of the period.
    pub fn count(self, counts: &Counts) -> Option<u64> {
        match self.formula() {
            Formula::Count(of) | Formula::Balance(of) => {
                Some(u64::try_from(of(counts)).unwrap_or(0))
            }
            _ => None,
        }
    }
}

fn both(arabic: &str, english: &str) -> Named {
    Named { ar: arabic.to_owned(), en: english.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_indicator_is_found_by_its_own_id() {
        let ids: BTreeSet<_> = Indicator::all().map(Indicator::id).collect();
        assert_eq!(ids.len(), Indicator::all().count());
        assert!(Indicator::all().all(|it| Indicator::parse(it.id()) == Some(it)));
        assert_eq!(Indicator::parse("score"), None);
    }

    #[test]
    fn what_counts_facts_of_a_period_has_cases() {
        let has_cases = |id| Indicator::parse(id).unwrap().has_cases();
        assert!(["received", "full_on_time", "satisfaction", "savings"].into_iter().all(has_cases));
        assert!(!["open", "overdue", "full_time", "complaint_rate"].into_iter().any(has_cases));
    }

    #[test]
    fn days_that_were_planned_are_those_that_a_deadline_sets() {
        let of_plans = Counts { planned: 1, actions_due: 1, ..Counts::default() };
        for indicator in Indicator::all() {
            let counts = indicator.ratio(&of_plans).is_some_and(|ratio| ratio.denominator > 0);
            assert_eq!(indicator.is_of_planned_days(), counts, "{}", indicator.id());
        }
    }

    #[test]
    fn over_all_is_the_sum_of_numerators_by_the_sum_of_denominators() {
        let one = Counts { first_judged: 4, first_kept: 3, ..Counts::default() };
        let other = Counts { first_judged: 1, first_kept: 1, ..Counts::default() };
        let on_time = Indicator::parse("first_on_time").unwrap();
        let over_all = on_time.ratio(&Counts::sum([&one, &other]));
        assert_eq!(over_all, Some(Ratio { numerator: 4, denominator: 5 }));
        assert_eq!(on_time.count(&one), None);
    }

    #[test]
    fn what_is_open_is_what_came_less_what_ended() {
        let counts = Counts { received: 9, reopened: 2, ended: 7, ..Counts::default() };
        assert_eq!(Indicator::parse("open").unwrap().count(&counts), Some(4));
    }
}
