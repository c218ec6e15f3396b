//! Line with limits: months, the band within which they vary by chance, and what differs from it.

use domain::{
    figures::period::Month,
    statistics::{
        control_chart::{Limits, Rule, Side, Signal},
        proportion::{Mark, Proportion, percent},
    },
};

use super::{
    Parts, Reader, chart, column, filled, number, reader,
    reader::percentage,
    row,
    scale::{HEIGHT, Scale, across, labelled, middle},
    summary_id, svg,
    svg::Anchor,
    table, title_id,
};
use crate::html::Html;

/// Values of months that are over, in their order.
#[derive(Clone)]
pub(crate) enum Measure {
    /// Counts.
    Counts(Vec<(Month, u64)>),
    /// Shares; a month without cases has none.
    Shares(Vec<(Month, Option<Proportion>)>),
}

/// Chart of a measure.
pub(crate) struct Line {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    /// Heading of the values in the table.
    pub(crate) column: String,
    pub(crate) measure: Measure,
    /// The same of the first months, from which the limits are. They stay as months pass.
    pub(crate) baseline: Measure,
}

/// Month with a value.
struct Point {
    /// Place among all months.
    place: usize,
    month: Month,
    value: f64,
    mark: Mark,
}

impl Measure {
    /// Returns the months that have a value.
    fn points(&self) -> Vec<Point> {
        match self {
            Self::Counts(months) => {
                let point = |(place, (month, count)): (usize, &(Month, u64))| {
                    let value = f64::from(u32::try_from(*count).unwrap_or(u32::MAX));
                    Point { place, month: *month, value, mark: Mark::Full }
                };
                months.iter().enumerate().map(point).collect()
            }
            Self::Shares(months) => {
                let point = |(place, (month, share)): (usize, &(Month, Option<Proportion>))| {
                    let (value, mark) = share.map(|share| (share.rate(), share.mark()))?;
                    Some(Point { place, month: *month, value, mark })
                };
                months.iter().enumerate().filter_map(point).collect()
            }
        }
    }

    /// Returns all months with their value in words, if they have one.
    fn in_words(&self, reader: Reader) -> Vec<(Month, Option<String>)> {
        match self {
            Self::Counts(months) => {
                months.iter().map(|(month, count)| (*month, Some(number(*count)))).collect()
            }
            Self::Shares(months) => {
                let share =
                    |share: Option<Proportion>| share.map(|share| reader.share_in_full(share));
                months.iter().map(|(month, proportion)| (*month, share(*proportion))).collect()
            }
        }
    }

    fn scale(&self, points: &[Point]) -> Scale {
        match self {
            Self::Counts(_) => Scale::for_counts(points.iter().map(|point| point.value)),
            Self::Shares(_) => Scale::SHARES,
        }
    }

    /// Returns a value of the axis in words.
    fn tick(&self, value: f64) -> String {
        match self {
            Self::Counts(_) => format!("{value:.0}"),
            Self::Shares(_) => percentage(percent(value.clamp(0.0, 1.0))),
        }
    }
}

/// Returns the limits of the first months, if there are enough of them, and the signals of the
/// points.
fn limits(points: &[Point], baseline: &Measure) -> Option<(Limits, Vec<Signal>)> {
    let values = |points: &[Point]| points.iter().map(|point| point.value).collect::<Vec<f64>>();
    let limits = Limits::of(&values(&baseline.points()))?;
    let signals = limits.signals(&values(points));
    Some((limits, signals))
}

/// Returns a sentence for each signal; `None` if there are too few months to tell.
pub(crate) fn unusual(
    reader: Reader,
    measure: &Measure,
    baseline: &Measure,
) -> Option<Vec<String>> {
    let points = measure.points();
    let (_, signals) = limits(&points, baseline)?;
    Some(signals.iter().map(|signal| sentence(reader, &points, signal)).collect())
}

fn sentence(reader: Reader, points: &[Point], signal: &Signal) -> String {
    let words = reader.words;
    let text = match (signal.rule, signal.side) {
        (Rule::Outside, Side::Above) => words.signal_above,
        (Rule::Outside, Side::Below) => words.signal_below,
        (Rule::OneSide, Side::Above) => words.signal_side_above,
        (Rule::OneSide, Side::Below) => words.signal_side_below,
        (Rule::Trend, Side::Above) => words.signal_rising,
        (Rule::Trend, Side::Below) => words.signal_falling,
        (Rule::OuterThird, Side::Above) => words.signal_near_upper,
        (Rule::OuterThird, Side::Below) => words.signal_near_lower,
    };
    let month = |place: &usize| {
        points.get(*place).map(|point| reader.month(point.month)).unwrap_or_default()
    };
    let (first, last) = (month(signal.points.start()), month(signal.points.end()));
    filled(text, &[("first", &first), ("last", &last)])
}

/// Returns the chart.
pub(crate) fn line(reader: Reader, line: Line) -> Html {
    let Line { id, title, column: heading, measure, baseline } = line;
    let words = reader.words;
    let points = measure.points();
    let limits = limits(&points, &baseline);
    let (_, signals) = limits.clone().unzip();
    let signals = signals.unwrap_or_default();
    let differs = |place: usize| signals.iter().any(|signal| signal.points.contains(&place));
    let marks = marks(reader, &measure, &points, limits.as_ref());
    let months = measure.in_words(reader);
    let rows = months.iter().enumerate().map(|(place, (month, value))| {
        let differs = points.iter().position(|point| point.place == place).is_some_and(differs);
        let usual = if differs { words.differs } else { words.usual };
        let value = value.clone().unwrap_or_else(|| words.no_cases.to_owned());
        row(reader.month(*month), vec![value, usual.to_owned()])
    });
    let head = vec![column(words.month), column(&heading), column(words.beside_usual)];
    let table = table(title.clone(), head, rows.collect());
    let summary = summary(reader, &measure, &points, limits.as_ref());
    let reading = [words.line_reading, words.time_runs].join(" ");
    let drawing = svg::drawing(title_id(id), summary_id(id), marks);
    chart(reader, Parts { id, title, summary, reading, drawing, table })
}

/// Returns the drawing, from back to front.
fn marks(
    reader: Reader,
    measure: &Measure,
    points: &[Point],
    limits: Option<&(Limits, Vec<Signal>)>,
) -> Vec<Html> {
    let scale = measure.scale(points);
    let count = measure.in_words(reader).len();
    let x = |place: usize| across(middle(place, count), false);
    let mut marks = Vec::new();
    if let Some((limits, _)) = limits {
        let (upper, lower) = (scale.height(limits.upper), scale.height(limits.lower));
        marks.push(svg::area("page-chart-band", (0.0, upper), 100.0, lower - upper));
        marks.push(svg::level("page-chart-mean", scale.height(limits.mean)));
    }
    marks.extend(axis(reader, scale, |value| measure.tick(value)));
    let curve =
        svg::outline(points.iter().map(|point| (x(point.place), scale.height(point.value))));
    marks.push(svg::curves(vec![("page-chart-line", curve)]));
    for (index, point) in points.iter().enumerate() {
        let place = (x(point.place), scale.height(point.value));
        if limits.is_some_and(|(_, signals)| signals.iter().any(|one| one.points.contains(&index)))
        {
            marks.push(svg::dot("page-chart-ring", place, 8.0));
        }
        marks.push(svg::dot(mark(point.mark), place, 4.0));
    }
    for place in labelled(count) {
        if let Some((month, _)) = measure.in_words(reader).get(place) {
            marks.push(svg::label(month.to_string(), (x(place), HEIGHT - 8.0), Anchor::Middle));
        }
    }
    marks
}

/// Returns the lines and labels of an axis of values, which stands where lines begin.
pub(super) fn axis(reader: Reader, scale: Scale, tick: impl Fn(f64) -> String) -> Vec<Html> {
    let (x, anchor) =
        if reader.is_mirrored() { (100.0, Anchor::Right) } else { (0.0, Anchor::Left) };
    let ticks = scale.ticks().into_iter().flat_map(|value| {
        let y = scale.height(value);
        [svg::level("page-chart-grid", y), svg::label(tick(value), (x, y + 4.0), anchor)]
    });
    ticks.collect()
}

/// Returns the class of a mark: hollow for few cases.
pub(super) fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Full => "page-chart-dot",
        Mark::Hollow => "page-chart-dot page-chart-few",
    }
}

/// Returns the sentences that say what is seen.
fn summary(
    reader: Reader,
    measure: &Measure,
    points: &[Point],
    limits: Option<&(Limits, Vec<Signal>)>,
) -> String {
    let words = reader.words;
    let lowest = points.iter().min_by(|one, other| one.value.total_cmp(&other.value));
    let highest = points.iter().max_by(|one, other| one.value.total_cmp(&other.value));
    let (Some(lowest), Some(highest), Some(last)) = (lowest, highest, points.last()) else {
        return words.bars_none.to_owned();
    };
    let range = reader::range(&measure.tick(lowest.value), &measure.tick(highest.value));
    let values = [("range", &*range), ("last", &measure.tick(last.value))];
    let month = reader.month(last.month);
    let seen = filled(&filled(words.line_summary, &values), &[("month", &month)]);
    let Some((limits, signals)) = limits else {
        return [&seen, words.too_few_months].join(" ");
    };
    let chance = reader::range(&measure.tick(limits.lower.max(0.0)), &measure.tick(limits.upper));
    let mean = measure.tick(limits.mean);
    let usual = filled(words.line_usual, &[("mean", &mean), ("range", &chance)]);
    let sentences: Vec<String> =
        signals.iter().map(|signal| sentence(reader, points, signal)).collect();
    let signals =
        if sentences.is_empty() { words.nothing_differs.to_owned() } else { sentences.join(" ") };
    [seen, usual, signals].join(" ")
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::html::html;

    fn months(count: u16) -> Vec<Month> {
        let last = Month::parse("2026-10").unwrap();
        last.earlier(count - 1).until(last).collect()
    }

    fn counts(values: &[u64]) -> Measure {
        let months = months(u16::try_from(values.len()).unwrap());
        Measure::Counts(months.into_iter().zip(values.iter().copied()).collect())
    }

    fn shown(language: Language, measure: Measure) -> String {
        let chart = Line {
            id: "trend",
            title: "Received by month".to_owned(),
            column: "Received".to_owned(),
            baseline: measure.clone(),
            measure,
        };
        html(|| line(Reader::of(language), chart))
    }

    const STEADY: [u64; 12] = [20, 22, 19, 21, 20, 23, 18, 20, 21, 22, 19, 20];

    #[test]
    fn a_month_that_differs_has_a_ring_a_sentence_and_a_word_in_the_table() {
        let measure = counts(&[&STEADY[..], &[60]].concat());
        let english = shown(Language::En, measure.clone());
        let reader = Reader::of(Language::En);
        assert_eq!(english.matches("class=\"page-chart-ring\"").count(), 1, "{english}");
        let sentences = unusual(reader, &measure, &measure).unwrap();
        assert_eq!(sentences.len(), 1);
        assert!(sentences[0].contains("October 2026"), "{sentences:?}");
        assert!(english.contains(&sentences[0]), "{english}");
        let cell = ["<td>", reader.words.differs, "</td>"].concat();
        assert_eq!(english.matches(&cell).count(), 1, "{english}");
    }

    #[test]
    fn steady_months_say_that_nothing_differs() {
        let english = shown(Language::En, counts(&STEADY));
        assert!(english.contains(Reader::of(Language::En).words.nothing_differs), "{english}");
        assert!(english.contains("page-chart-band") && !english.contains("page-chart-ring"));
    }

    #[test]
    fn fewer_than_twelve_months_have_no_limits_and_say_so() {
        let reader = Reader::of(Language::Ar);
        let arabic = shown(Language::Ar, counts(&STEADY[..11]));
        assert!(arabic.contains(reader.words.too_few_months), "{arabic}");
        assert!(!arabic.contains("page-chart-band"), "{arabic}");
        let few = counts(&STEADY[..11]);
        assert_eq!(unusual(reader, &few, &few), None);
    }

    #[test]
    fn limits_are_those_of_the_first_months_however_far_the_window_has_moved() {
        let reader = Reader::of(Language::En);
        let later = counts(&[60; 12]);
        assert_eq!(unusual(reader, &later, &later), Some(Vec::new()), "steady by itself");
        let signals = unusual(reader, &later, &counts(&STEADY)).unwrap();
        assert!(signals.len() > 12, "each month is outside of the first ones' limits: {signals:?}");
    }

    #[test]
    fn time_runs_from_left_to_right_in_arabic_too_and_the_axis_of_values_is_mirrored() {
        for language in [Language::Ar, Language::En] {
            let chart = shown(language, counts(&STEADY));
            let place = |month: &str| chart.find(&format!(">{month}</text>")).unwrap();
            assert!(place("2025-11") < place("2026-10"), "{chart}");
            assert!(chart.contains("cx=\"4.2%\"") && chart.contains("cx=\"95.8%\""), "{chart}");
            let x = if language == Language::Ar { "100%" } else { "0%" };
            assert!(chart.contains(&format!("<text x=\"{x}\"")), "{chart}");
            assert!(chart.contains(Reader::of(language).words.time_runs), "{chart}");
        }
    }

    #[test]
    fn few_cases_are_hollow_and_a_month_without_any_is_a_gap() {
        let shares =
            months(3).into_iter().zip([Proportion::new(27, 30), None, Proportion::new(4, 5)]);
        let english = shown(Language::En, Measure::Shares(shares.collect()));
        assert_eq!(english.matches("<circle").count(), 2, "{english}");
        assert_eq!(english.matches("page-chart-few").count(), 1, "{english}");
        assert!(english.contains("<td>4 of 5</td>"), "{english}");
        assert!(english.contains(Reader::of(Language::En).words.no_cases), "{english}");
    }
}
