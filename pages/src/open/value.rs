//! Published figures in words. There is no percentage without its number of facts, and none of few.

use domain::{
    figures::{figure::COMPLAINT_RATE, table::QUANTILES},
    statistics::proportion::FEWEST_FOR_PERCENTAGE,
    wire::Figure,
};

use crate::{
    chart::{Reader, filled, number},
    words::OpenWords,
};

/// Minutes of working time from which it is told in hours.
const HOURS_FROM: u64 = 120;

/// Returns a figure in words, with the mark of one that a correction has changed.
pub(super) fn value(say: (Reader, &OpenWords), figure: &Figure) -> String {
    let mark = figure.mark.clone().unwrap_or_default();
    let Some(said) = number_in_words(say, figure) else { return mark };
    if mark.is_empty() || figure.value.is_none() { said } else { [&said, " ", &mark].concat() }
}

fn number_in_words((reader, words): (Reader, &OpenWords), figure: &Figure) -> Option<String> {
    if QUANTILES.iter().any(|end| figure.indicator.ends_with(end)) {
        let is_lived = figure.indicator.starts_with("lived_time");
        let said = |time| {
            if is_lived { reader.lived_time(whole(time)) } else { worked(reader, words, time) }
        };
        // A quantile that too few answers have reached exceeds a time.
        let more = |time| filled(reader.words.more_than, &[("time", &said(time))]);
        return figure.value.map(said).or_else(|| figure.lower.map(more));
    }
    let value = figure.value?;
    Some(match (figure.numerator, figure.denominator) {
        _ if figure.indicator == COMPLAINT_RATE => format!("{value:.1}"),
        (Some(numerator), Some(denominator)) => {
            let is_few = denominator < FEWEST_FOR_PERCENTAGE;
            let text = if is_few { words.few } else { words.share };
            let percent = format!("{:.0}", value * 100.0);
            let [numerator, denominator] = [numerator, denominator].map(number);
            let values =
                [("percent", &*percent), ("numerator", &numerator), ("denominator", &denominator)];
            filled(text, &values)
        }
        _ => number(whole(value)),
    })
}

/// Returns working time, of minutes.
fn worked(reader: Reader, words: &OpenWords, minutes: f64) -> String {
    match whole(minutes) {
        minutes if minutes < HOURS_FROM => reader.counted(words.minutes, minutes),
        minutes => reader.counted(reader.words.working_hours, (minutes + 30) / 60),
    }
}

/// Returns a whole number, which counts and quantiles are.
fn whole(value: f64) -> u64 {
    format!("{value:.0}").parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;

    fn figure(indicator: &str, value: Option<f64>) -> Figure {
        Figure {
            period: "2026-10".into(),
            entity: None,
            service: None,
            kind: None,
            channel: None,
            indicator: indicator.into(),
            numerator: Some(4),
            denominator: Some(5),
            value,
            lower: None,
            upper: None,
            mark: None,
        }
    }

    fn said(language: Language, figure: &Figure) -> String {
        value((Reader::of(language), OpenWords::of(language)), figure)
    }

    #[test]
    fn no_percentage_is_shown_of_few() {
        let few = figure("full_on_time", Some(0.8));
        assert_eq!(said(Language::En, &few), "4 of 5");
        let many = Figure { numerator: Some(1_240), denominator: Some(1_550), ..few };
        assert_eq!(said(Language::En, &many), "80% (1,240 of 1,550)");
        let revised = Figure { mark: Some("[r]".into()), ..many };
        assert_eq!(said(Language::En, &revised), "80% (1,240 of 1,550) [r]");
    }

    #[test]
    fn times_have_the_form_of_their_number_in_both_languages() {
        let time = |indicator, value| figure(indicator, Some(value));
        for (indicator, value, english, arabic) in [
            ("full_time_median", 1.0, "one minute of working time", "دقيقة عمل واحدة"),
            ("full_time_median", 2.0, "2 minutes of working time", "دقيقتا عمل"),
            ("full_time_median", 119.0, "119 minutes of working time", "119 دقيقة عمل"),
            ("full_time_median", 300.0, "5 working hours", "5 ساعات عمل"),
            ("full_time_p90", 60_000.0, "1,000 working hours", "1,000 ساعة عمل"),
            ("lived_time_median", 1.0, "one hour", "ساعة واحدة"),
            ("lived_time_median", 2.0, "2 hours", "ساعتان"),
            ("lived_time_median", 47.0, "47 hours", "47 ساعة"),
            ("lived_time_p90", 50.0, "2 days", "يومان"),
            ("lived_time_p90", 290.0, "12 days", "12 يومًا"),
        ] {
            assert_eq!(said(Language::En, &time(indicator, value)), english);
            assert_eq!(said(Language::Ar, &time(indicator, value)), arabic);
        }
    }

    #[test]
    fn a_quantile_that_is_not_reached_exceeds_a_time() {
        let open = Figure {
            lower: Some(300.0),
            mark: Some("[p]".into()),
            ..figure("full_time_p90", None)
        };
        assert_eq!(said(Language::En, &open), "more than 5 working hours");
        assert_eq!(said(Language::En, &Figure { lower: None, ..open }), "[p]");
    }
}
