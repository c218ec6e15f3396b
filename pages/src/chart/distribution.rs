//! Distribution of working times to the full answer, in classes, with median and P90.

use domain::statistics::{
    distribution::{Distribution, Quantile},
    proportion::Proportion,
};

use super::{
    Parts, Reader, chart, column, filled, line, number, row,
    scale::{ABOVE, HEIGHT, PLOT, Scale, across, middle},
    summary_id, svg,
    svg::Anchor,
    table, title_id,
};
use crate::html::Html;

/// Upper ends of the classes, in working hours. What takes longer is in a last class.
const CLASSES: [u64; 8] = [1, 4, 8, 16, 24, 40, 80, 160];

/// Part of a column's width that its bar takes.
const BAR: f64 = 0.7;

/// Class of times.
struct Class {
    /// Upper end, in working hours; the last class has none.
    upper: Option<u64>,
    cases: u64,
    /// Answered cases up to the end of the class.
    until: u64,
}

/// Returns the answered cases by class.
fn classes(distribution: &Distribution) -> Vec<Class> {
    let ends = CLASSES.map(Some).into_iter().chain([None]);
    let mut before = 0;
    let class = |upper: Option<u64>| {
        let until = match upper {
            Some(hours) => distribution.within(hours * 60),
            None => distribution.answered(),
        };
        let class = Class { upper, cases: until - before, until };
        before = until;
        class
    };
    ends.map(class).collect()
}

/// Returns the place of the class that a quantile is in, if it is known.
fn class_of(quantile: Option<Quantile>) -> Option<usize> {
    match quantile? {
        Quantile::At(minutes) => {
            let is_within = |hours: &u64| minutes <= hours * 60;
            Some(CLASSES.iter().position(is_within).unwrap_or(CLASSES.len()))
        }
        Quantile::MoreThan(_) => None,
    }
}

/// Returns the chart.
pub(crate) fn distribution(
    reader: Reader,
    id: &'static str,
    title: &str,
    distribution: &Distribution,
) -> Html {
    let words = reader.words;
    let classes = classes(distribution);
    let cases = distribution.cases();
    let rows = classes.iter().map(|class| {
        let until = Proportion::new(class.until, cases);
        let until = until.map_or_else(|| words.no_cases.to_owned(), |until| reader.share(until));
        row(name(reader, class.upper), vec![number(class.cases), until])
    });
    let open = row(words.still_open.to_owned(), vec![number(distribution.open()), String::new()]);
    let rows = rows.chain([open]).collect();
    let head = [words.time_to_answer, words.cases, words.until_then].map(column);
    let table = table(title.to_owned(), head.into(), rows);
    let marks = marks(reader, distribution, &classes);
    let parts = Parts {
        id,
        title: title.to_owned(),
        summary: summary(reader, distribution),
        reading: words.distribution_reading.to_owned(),
        drawing: svg::drawing(title_id(id), summary_id(id), marks),
        table,
    };
    chart(reader, parts)
}

/// Returns the name of a class.
fn name(reader: Reader, upper: Option<u64>) -> String {
    let words = reader.words;
    match upper {
        Some(hours) => {
            filled(words.up_to, &[("time", &reader.counted(words.working_hours, hours))])
        }
        None => words.longer.to_owned(),
    }
}

/// Returns the drawing, from back to front.
fn marks(reader: Reader, distribution: &Distribution, classes: &[Class]) -> Vec<Html> {
    let scale = Scale::for_counts(classes.iter().map(|class| value(class.cases)));
    let mut marks = line::axis(reader, scale, |count| format!("{count:.0}"));
    let width = 100.0 * BAR / value(u64::try_from(classes.len()).unwrap_or(1));
    let column = |place: usize| across(middle(place, classes.len()), reader.is_mirrored());
    for (place, class) in classes.iter().enumerate() {
        let (x, y) = (column(place), scale.height(value(class.cases)));
        let bar = svg::area("page-chart-bar", (x - width / 2.0, y), width, ABOVE + PLOT - y);
        marks.push(bar);
        let end = CLASSES.last().map(|hours| [">", &hours.to_string()].concat());
        let label = class.upper.map(|hours| hours.to_string()).or(end).unwrap_or_default();
        marks.push(svg::label(label, (x, HEIGHT - 8.0), Anchor::Middle));
    }
    let (median, most) = (class_of(distribution.quantile(50)), class_of(distribution.quantile(90)));
    let labels = [(median, "P50"), (most, "P90")];
    // Both may be in one column.
    let both = median == most;
    for (place, label) in labels {
        let Some(place) = place else { continue };
        let label = if both { "P50, P90" } else { label };
        marks.push(svg::label(label.to_owned(), (column(place), ABOVE - 8.0), Anchor::Middle));
        if both {
            break;
        }
    }
    marks
}

/// Returns the sentences that say what is seen.
fn summary(reader: Reader, distribution: &Distribution) -> String {
    let words = reader.words;
    let (Some(median), Some(most)) = (distribution.quantile(50), distribution.quantile(90)) else {
        return words.nothing_answered.to_owned();
    };
    let cases = [
        ("answered", number(distribution.answered())),
        ("cases", number(distribution.cases())),
        ("median", reader.quantile(median)),
        ("most", reader.quantile(most)),
    ];
    cases.iter().fold(words.distribution_summary.to_owned(), |text, (name, value)| {
        filled(&text, &[(name, value)])
    })
}

fn value(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use domain::statistics::distribution::Bucket;
    use form::Language;

    use super::*;
    use crate::html::html;

    fn times(hours: &[u64], open: u64) -> Distribution {
        let counts = hours.iter().map(|hours| (Bucket::of(hours * 60), 1));
        let mut times: Distribution = counts.collect();
        times.merge(&Distribution::with_open(open));
        times
    }

    fn shown(language: Language, times: &Distribution) -> String {
        html(|| distribution(Reader::of(language), "times", "Time to full answer", times))
    }

    const HOURS: [u64; 10] = [1, 2, 3, 5, 7, 12, 20, 30, 60, 200];

    #[test]
    fn each_answered_case_is_in_one_class() {
        let classes = classes(&times(&HOURS, 4));
        let counts: Vec<u64> = classes.iter().map(|class| class.cases).collect();
        assert_eq!(counts, [1, 2, 2, 1, 1, 1, 1, 0, 1]);
        assert_eq!(classes.last().map(|class| class.until), Some(10));
    }

    #[test]
    fn median_and_p90_are_said_and_marked_unless_too_few_are_answered() {
        let english = shown(Language::En, &times(&HOURS, 0));
        assert!(english.contains(">P50</text>") && english.contains(">P90</text>"), "{english}");
        assert!(english.contains("7 working hours"), "{english}");
        let open = shown(Language::En, &times(&HOURS, 4));
        assert!(open.contains("10 of 14") && !open.contains(">P90</text>"), "{open}");
        assert!(open.contains("more than"), "{open}");
        let none = shown(Language::Ar, &times(&[], 3));
        assert!(none.contains(Reader::of(Language::Ar).words.nothing_answered), "{none}");
    }

    #[test]
    fn classes_run_from_the_right_in_arabic() {
        let first = |language| {
            let chart = shown(language, &times(&HOURS, 0));
            let (_, rest) = chart.split_once("<rect x=\"").unwrap();
            rest.split('%').next().unwrap().to_owned()
        };
        assert!(first(Language::En).contains("1.7"), "{}", first(Language::En));
        assert!(first(Language::Ar).contains("90.6"), "{}", first(Language::Ar));
    }
}
