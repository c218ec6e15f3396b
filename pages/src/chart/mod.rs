//! Charts: bars, a line with limits, a funnel, a distribution, as SVG that needs no script.
//!
//! Each has a title, a sentence that says what is seen, a way to read it, and a table with the same
//! numbers. [`scale`] is the geometry, pure functions over numbers; `svg` draws its results. No
//! meaning is in colour alone: marks of few cases are hollow, those that differ have a ring.
//!
//! Arabic mirrors bars, categories and the axes of values. Time runs from left to right in both
//! languages, and the axis says so.

mod bars;
mod distribution;
mod funnel;
mod line;
mod reader;
mod scale;
mod small;
mod svg;

use leptos::prelude::*;

use crate::html::{Html, IntoHtml};
pub(crate) use bars::{Bar, bars};
pub(crate) use distribution::distribution;
pub(crate) use funnel::{Comparison, Member, funnel, funnel_sentences};
pub(crate) use line::{Line, Measure, line, unusual};
pub(crate) use reader::{Reader, filled, isolated, ltr, number};
pub(crate) use small::small;

/// Style sheet of charts.
pub(crate) const STYLE: &str = include_str!("chart.css");

/// Parts of a chart.
struct Parts {
    /// Id of the chart; those of its parts begin with it.
    id: &'static str,
    title: String,
    /// Sentences that say what is seen.
    summary: String,
    /// Sentence that says how to read the drawing.
    reading: String,
    drawing: Html,
    table: Html,
}

/// Returns the id of a chart's title.
fn title_id(id: &str) -> String {
    [id, "-title"].concat()
}

/// Returns the id of the sentences about a chart.
fn summary_id(id: &str) -> String {
    [id, "-summary"].concat()
}

/// Returns a chart of its parts. The table is folded on a screen and open on paper.
fn chart(reader: Reader, parts: Parts) -> Html {
    let Parts { id, title, summary, reading, drawing, table } = parts;
    view! {
        <figure class="page-chart" id=id aria-labelledby=title_id(id)>
            <figcaption>
                <h3 id=title_id(id)>{title}</h3>
                <p id=summary_id(id)>{summary}</p>
                <p class="page-note">{reading}</p>
            </figcaption>
            {drawing}
            <details class="page-chart-table">
                <summary>{reader.words.as_table}</summary>
                {table}
            </details>
        </figure>
    }
    .into_html()
}

/// Returns a table that scrolls by itself where it is wider than the window. Its region can be
/// reached by the keyboard.
pub(crate) fn table(caption: String, head: Vec<Html>, rows: Vec<Html>) -> Html {
    let label = caption.clone();
    view! {
        <div class="page-scroll" role="region" tabindex="0" aria-label=label>
            <table class="page-table page-numbers">
                <caption>{caption}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_html()
}

/// Returns the heading of a column.
pub(crate) fn column(name: &str) -> Html {
    let name = name.to_owned();
    view! { <th scope="col">{name}</th> }.into_html()
}

/// Returns a row: its heading, and its cells.
fn row(name: String, cells: Vec<String>) -> Html {
    let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
    view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_html()
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::html::html;

    /// Returns a chart with plain parts.
    fn sample(language: Language) -> String {
        html(|| {
            let marks = vec![svg::dot("page-chart-dot", (50.0, 50.0), 5.0)];
            let parts = Parts {
                id: "sample",
                title: "Title".to_owned(),
                summary: "Seen <here>.".to_owned(),
                reading: "Read it so.".to_owned(),
                drawing: svg::drawing(title_id("sample"), summary_id("sample"), marks),
                table: table(
                    "Table".to_owned(),
                    vec![column("A")],
                    vec![row("b".into(), vec!["1".into()])],
                ),
            };
            chart(Reader::of(language), parts)
        })
    }

    /// The failures that Chartability calls critical: no title, no summary, no explanation, no
    /// table, nothing but a picture.
    #[test]
    fn a_chart_has_title_summary_explanation_and_table() {
        for language in [Language::Ar, Language::En] {
            let chart = sample(language);
            let parts = [
                "<figure",
                "aria-labelledby=\"sample-title\"",
                "<h3 id=\"sample-title\">Title</h3>",
                "<p id=\"sample-summary\">Seen &lt;here&gt;.</p>",
                "Read it so.",
                "role=\"img\"",
                "<details",
                "tabindex=\"0\"",
                "<caption>Table</caption>",
                "scope=\"col\"",
                "scope=\"row\"",
            ];
            for part in parts {
                assert!(chart.contains(part), "{part} in {chart}");
            }
            assert!(chart.contains(Reader::of(language).words.as_table), "{chart}");
            assert!(!chart.contains("style="), "{chart}");
        }
    }

    #[test]
    fn no_text_of_a_drawing_is_smaller_than_twelve_pixels() {
        let sizes: Vec<f64> = STYLE
            .split("font-size: ")
            .skip(1)
            .filter_map(|rest| rest.split("px").next()?.parse().ok())
            .collect();
        assert!(!sizes.is_empty() && sizes.iter().all(|size| *size >= 12.0), "{sizes:?}");
    }

    #[test]
    fn every_class_of_a_drawing_has_a_rule() {
        for class in
            ["grid", "line", "mean", "band", "dot", "few", "ring", "bar", "limit", "warning"]
        {
            assert!(STYLE.contains(&[".page-chart-", class].concat()), "{class}");
        }
        assert!(STYLE.contains("forced-colors: active") && STYLE.contains("@media print"));
    }
}
