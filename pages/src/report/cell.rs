//! Cells of a report: each number in words, and in `<data>` as the other forms of the report have
//! it.

use domain::{
    figures::{
        figure::{COMPLAINT_RATE, Figure, Mark},
        table::QUANTILES,
    },
    statistics::proportion::{Proportion, Shown},
};
use leptos::prelude::*;

use super::Words;
use crate::{
    chart::{Reader, number},
    html::{Html, IntoHtml},
};

/// Returns a figure in a cell of its table.
pub(super) fn value((reader, words): (Reader, Words), figure: &Figure) -> Html {
    let is_time = QUANTILES.iter().any(|end| figure.indicator.ends_with(end));
    match (figure.numerator, figure.denominator, figure.value) {
        (.., None) if figure.lower.is_none() => nothing(words, figure.mark),
        _ if is_time => time((reader, words), figure),
        (Some(complaints), Some(transactions), Some(value))
            if figure.indicator == COMPLAINT_RATE =>
        {
            let rate = data(value.to_string(), format!("{value:.1}"));
            placed(
                reader.words.share_in_full,
                [("share", rate), ("cases", cases(reader, [complaints, transactions]))],
            )
        }
        (Some(count), None, _) => data(count.to_string(), number(count)),
        (Some(hits), Some(of), value) => share(reader, [hits, of], value),
        _ => nothing(words, figure.mark),
    }
}

/// Returns the interval of a share, if it is shown as a percentage.
pub(super) fn interval(figure: &Figure) -> Option<Html> {
    let share = Proportion::new(figure.numerator?, figure.denominator?)?;
    let (lower, upper) = (figure.lower?, figure.upper?);
    let Shown::Percentage { lower: least, upper: most, .. } = share.shown() else { return None };
    let [least, most] = if figure.indicator == COMPLAINT_RATE {
        [lower, upper].map(|end| format!("{end:.1}"))
    } else {
        [least.to_string(), [&most.to_string(), "%"].concat()]
    };
    let interval = view! {
        <bdi dir="ltr">
            {data(lower.to_string(), least)} "–" {data(upper.to_string(), most)}
        </bdi>
    };
    Some(interval.into_html())
}

/// Returns a share with its cases: "75% (30 of 40)", or "4 of 5".
fn share(reader: Reader, [hits, of]: [u64; 2], value: Option<f64>) -> Html {
    let shown = Proportion::new(hits, of).map(Proportion::shown);
    match (shown, value) {
        (Some(Shown::Percentage { percent, .. }), Some(value)) => {
            let percent = [&percent.to_string(), "%"].concat();
            let percent = view! { <bdi dir="ltr">{data(value.to_string(), percent)}</bdi> };
            let values = [("share", percent.into_html()), ("cases", cases(reader, [hits, of]))];
            placed(reader.words.share_in_full, values)
        }
        _ => cases(reader, [hits, of]),
    }
}

/// Returns the cases of a share: "30 of 40".
fn cases(reader: Reader, [hits, of]: [u64; 2]) -> Html {
    let numbers = [("hits", hits), ("of", of)];
    let numbers = numbers.map(|(name, count)| (name, data(count.to_string(), number(count))));
    placed(reader.words.of, numbers)
}

/// Returns a quantile in words. One that too few answers have reached exceeds a time.
fn time((reader, words): (Reader, Words), figure: &Figure) -> Html {
    let Some(amount) = figure.value.or(figure.lower) else { return nothing(words, figure.mark) };
    let whole = whole(amount);
    let said = if figure.indicator.starts_with("lived_time") {
        reader.lived_time(whole)
    } else {
        reader.working_time(whole)
    };
    let time = data(amount.to_string(), said);
    if figure.value.is_some() { time } else { placed(reader.words.more_than, [("time", time)]) }
}

fn nothing(words: Words, mark: Option<Mark>) -> Html {
    let mark = match mark {
        None | Some(Mark::Inapplicable) => words.mark_none.to_owned(),
        Some(mark) => mark.as_str().to_owned(),
    };
    view! { <span class="page-note">{mark}</span> }.into_html()
}

/// Returns a number with its words.
fn data(value: String, words: String) -> Html {
    view! { <data value=value>{words}</data> }.into_html()
}

/// Returns a text with HTML in the place of its placeholders.
fn placed<const N: usize>(text: &str, values: [(&str, Html); N]) -> Html {
    let mut values: Vec<(&str, Option<Html>)> =
        values.into_iter().map(|(name, value)| (name, Some(value))).collect();
    let mut parts: Vec<Html> = Vec::new();
    for piece in text.split('{') {
        let (value, rest) = match piece.split_once('}') {
            Some((name, rest)) => {
                let value = values.iter_mut().find(|(other, _)| *other == name);
                (value.and_then(|(_, value)| value.take()), rest.to_owned())
            }
            None => (None, piece.to_owned()),
        };
        parts.extend(value);
        // An empty text would be written as a space.
        if !rest.is_empty() {
            parts.push(rest.into_html());
        }
    }
    parts.into_html()
}

/// Returns the whole number of minutes or hours of a quantile.
fn whole(amount: f64) -> u64 {
    // Quantiles are bounds of buckets, far below the limit.
    format!("{amount:.0}").parse().unwrap_or(0)
}
