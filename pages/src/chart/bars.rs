//! Bars: counts of categories. The chart is its own table, with a bar in each row, so it reflows as
//! a table does and needs no second one.

use leptos::prelude::*;

use super::{
    Reader, column, filled, isolated, number,
    scale::{Scale, across},
    summary_id, svg, title_id,
};
use crate::html::{Html, IntoHtml};

/// Height of a bar's drawing, in pixels.
const HEIGHT: f64 = 20.0;

/// Category with its count.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) count: u64,
}

/// Place of a bar, in percent of the drawing's width.
struct Span {
    start: f64,
    width: f64,
}

impl Span {
    /// Returns the span from the beginning of a line to this part of it.
    fn to(part: f64, is_mirrored: bool) -> Self {
        let width = 100.0 * part;
        Self { start: if is_mirrored { across(part, true) } else { 0.0 }, width }
    }
}

/// Returns the chart of all categories, in the order that they have.
pub(crate) fn bars(
    reader: Reader,
    id: &'static str,
    (title, category): (&str, &str),
    bars: &[Bar],
) -> Html {
    let words = reader.words;
    let scale = Scale::for_counts(bars.iter().map(|bar| value(bar.count)));
    let rows = bars.iter().map(|bar| {
        let Span { start, width } = Span::to(scale.part(value(bar.count)), reader.is_mirrored());
        let drawn = svg::area("page-chart-bar", (start, 2.0), width, HEIGHT - 4.0);
        let (name, count) = (bar.name.clone(), number(bar.count));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{count}</td>
                <td class="page-chart-cell">
                    <svg width="100%" height=svg::short(HEIGHT) aria-hidden="true">
                        {drawn}
                    </svg>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view().into_html();
    let head = vec![column(category), column(words.received), column(words.bar)];
    let (title, summary) = (title.to_owned(), summary(reader, bars));
    view! {
        <figure class="page-chart" id=id aria-labelledby=title_id(id)>
            <figcaption>
                <h3 id=title_id(id)>{title}</h3>
                <p id=summary_id(id)>{summary}</p>
                <p class="page-note">{words.bars_reading}</p>
            </figcaption>
            <table
                class="page-table page-numbers page-chart-bars"
                aria-labelledby=title_id(id)
                aria-describedby=summary_id(id)
            >
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </figure>
    }
    .into_html()
}

/// Returns the sentence that says what is seen.
fn summary(reader: Reader, bars: &[Bar]) -> String {
    let words = reader.words;
    let total: u64 = bars.iter().map(|bar| bar.count).sum();
    let Some(most) = bars.iter().max_by_key(|bar| bar.count).filter(|bar| bar.count > 0) else {
        return words.bars_none.to_owned();
    };
    let (count, total) = (number(most.count), number(total));
    let cases = filled(words.of, &[("hits", &count), ("of", &total)]);
    filled(words.bars_summary, &[("name", &isolated(&most.name)), ("cases", &cases)])
}

fn value(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::html::html;

    fn shown(language: Language, counts: &[(&str, u64)]) -> String {
        let rows: Vec<Bar> = counts
            .iter()
            .map(|(name, count)| Bar { name: (*name).to_owned(), count: *count })
            .collect();
        html(|| bars(Reader::of(language), "kinds", ("By kind", "Kind"), &rows))
    }

    #[test]
    fn a_bar_is_as_long_as_its_count_and_begins_where_the_line_does() {
        let counts = [("Complaints", 100), ("Observations", 25)];
        let english = shown(Language::En, &counts);
        assert!(english.contains("x=\"0%\"") && english.contains("width=\"25%\""), "{english}");
        let arabic = shown(Language::Ar, &counts);
        assert!(arabic.contains("x=\"75%\"") && arabic.contains("width=\"25%\""), "{arabic}");
    }

    #[test]
    fn the_sentence_names_the_largest() {
        let english = shown(Language::En, &[("A", 1_802), ("B & <C>", 1_466)]);
        assert!(english.contains("1,802 of 3,268"), "{english}");
        assert!(english.contains("B &amp; &lt;C&gt;"), "{english}");
        let none = shown(Language::En, &[("A", 0)]);
        assert!(none.contains(Reader::of(Language::En).words.bars_none), "{none}");
    }

    #[test]
    fn the_table_has_the_numbers_and_the_bars_are_not_read() {
        let english = shown(Language::En, &[("A", 3)]);
        assert!(english.contains("<td>3</td>") && english.contains("aria-hidden=\"true\""));
        assert!(english.contains("scope=\"row\""), "{english}");
    }
}
