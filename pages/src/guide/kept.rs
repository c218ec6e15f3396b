//! Values of the indicators over all entities, from the latest release: how the guide is kept.

use domain::{
    figures::{
        figure::COMPLAINT_RATE,
        period::{Month, Period},
    },
    statistics::{distribution::Quantile, proportion::Proportion},
    wire::{Figure, ReleasedFigures},
};
use form::Language;

use crate::{
    chart::{Reader, filled, number},
    words::GuideWords,
};

/// Figures of the month that the latest release closed, of all entities together.
pub(super) struct Kept<'a> {
    figures: Vec<&'a Figure>,
    month: Month,
}

impl<'a> Kept<'a> {
    /// Returns the figures of a release; `None` if its month has none.
    pub(super) fn of(release: &'a ReleasedFigures) -> Option<Self> {
        let id = &release.release.id;
        let month = id.split_once("-r").map_or(&**id, |(month, _)| month);
        let is_of_all = |figure: &&Figure| {
            figure.period == month
                && figure.entity.is_none()
                && figure.service.is_none()
                && figure.kind.is_none()
                && figure.channel.is_none()
        };
        let figures = release.figures.iter().filter(is_of_all).collect();
        let Period::Month(month) = Period::parse(month).ok()? else { return None };
        Some(Self { figures, month })
    }

    /// Returns the value of an indicator in words, with its month; `None` if it has none.
    pub(super) fn value(&self, language: Language, indicator: &str) -> Option<String> {
        let reader = Reader::of(language);
        let words = GuideWords::of(language);
        let find = |id: &str| self.figures.iter().find(|figure| figure.indicator == id).copied();
        let value = if let Some(figure) = find(indicator) {
            plain(reader, figure)?
        } else {
            let time = |end: &str| {
                let id = [indicator, end].concat();
                quantile(reader, find(&id)?)
            };
            let (median, p90) = (time("_median")?, time("_p90")?);
            filled(words.times, &[("median", &median), ("p90", &p90)])
        };
        let month = reader.month(self.month);
        Some(filled(words.value_of, &[("month", &month), ("value", &value)]))
    }
}

/// Returns a number, or a share with its cases.
fn plain(reader: Reader, figure: &Figure) -> Option<String> {
    match (figure.numerator, figure.denominator) {
        (Some(_), Some(_)) if figure.indicator == COMPLAINT_RATE => {
            figure.value.map(|rate| format!("{rate:.1}"))
        }
        (Some(hits), Some(of)) => Proportion::new(hits, of).map(|it| reader.share_in_full(it)),
        (Some(count), None) => Some(number(count)),
        _ => None,
    }
}

/// Returns a quantile of a time, which `lived_time` measures in hours as people live them.
fn quantile(reader: Reader, figure: &Figure) -> Option<String> {
    let quantile = match (figure.value, figure.lower) {
        (Some(time), _) => Quantile::At(whole(time)),
        (None, Some(time)) => Quantile::MoreThan(whole(time)),
        (None, None) => return None,
    };
    if !figure.indicator.starts_with("lived_time") {
        return Some(reader.quantile(quantile));
    }
    Some(match quantile {
        Quantile::At(time) => reader.lived_time(time),
        Quantile::MoreThan(time) => {
            filled(reader.words.more_than, &[("time", &reader.lived_time(time))])
        }
    })
}

/// Returns a time that was stored as a whole number.
fn whole(time: f64) -> u64 {
    format!("{time:.0}").parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use domain::{
        figures::{
            counts::Counts,
            figure::{self, Scope},
            tally::Span,
        },
        open_data::release::{self, ReleaseId},
        statistics::distribution::{Bucket, Distribution},
    };

    use super::*;

    fn released() -> ReleasedFigures {
        let scope = Scope {
            period: Span::Month(2026, 10),
            entity: None,
            service: None,
            kind: None,
            channel: None,
        };
        let counts = Counts {
            received: 42,
            full_judged: 40,
            full_kept: 30,
            first_judged: 5,
            first_kept: 4,
            ..Counts::default()
        };
        let times = |_| {
            let mut times: Distribution =
                (1..=9).map(|hours| (Bucket::of(hours * 60), 1)).collect();
            times.merge(&Distribution::with_open(3));
            Some(times)
        };
        let mut figures = figure::figures(&scope, &counts, None, times);
        figures.extend(figure::complaint_rate(&scope, 31, 12_400));
        let release = release::Release {
            id: ReleaseId::parse("2026-10-r2").unwrap(),
            closed_at: "2026-11-16T08:00:00Z".parse().unwrap(),
            guide: 1,
            reason: None,
        };
        ReleasedFigures::new(&release, &figures)
    }

    fn plain_text(text: &str) -> String {
        text.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn each_kind_of_figure_is_said_in_words_with_its_month() {
        let released = released();
        let kept = Kept::of(&released).unwrap();
        let value = |indicator| {
            kept.value(Language::En, indicator).map(|value| plain_text(&value)).unwrap_or_default()
        };
        for (indicator, said) in [
            ("received", "October 2026: 42"),
            ("full_on_time", "October 2026: 75% (30 of 40; 60–86%)"),
            ("first_on_time", "October 2026: 4 of 5"),
            ("complaint_rate", "October 2026: 25.0"),
            ("reopened", ""),
            ("overdue", ""),
        ] {
            assert_eq!(value(indicator), said, "{indicator}");
        }
        let times = value("full_time");
        assert!(times.starts_with("October 2026: half within 6 working hours"), "{times}");
        assert!(times.contains("more than"), "three of twelve are open: {times}");
        assert!(value("lived_time").contains("half within 15 days"), "{}", value("lived_time"));
        let arabic = kept.value(Language::Ar, "received").unwrap();
        assert!(arabic.contains("أكتوبر 2026"), "{arabic}");
    }
}
