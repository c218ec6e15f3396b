//! Small chart of a row in a table: columns by month, without axes. What matters in it is said by
//! its label.

use leptos::prelude::*;

use super::{Reader, filled, number, svg};
use crate::html::{Html, IntoHtml};

/// Height of the drawing, in units of its own.
const HEIGHT: f64 = 16.0;

/// Returns the chart of counts by month, the oldest first; time runs from left to right.
pub(crate) fn small(reader: Reader, counts: &[u64]) -> Html {
    let most = counts.iter().copied().max().unwrap_or_default();
    let fewest = counts.iter().copied().min().unwrap_or_default();
    let last = counts.last().copied().unwrap_or_default();
    let values = [("least", &*number(fewest)), ("most", &number(most)), ("last", &number(last))];
    let label = filled(reader.words.small_label, &values);
    let outline: String = counts
        .iter()
        .enumerate()
        .map(|(place, count)| {
            let height = svg::short(HEIGHT * value(*count) / value(most.max(1)));
            ["M", &(place * 4).to_string(), " 16v-", &height, "h3v", &height, "z"].concat()
        })
        .collect();
    let view_box = ["0 0 ", &(counts.len() * 4).to_string(), " 16"].concat();
    view! {
        <svg class="page-chart-small" role="img" aria-label=label viewBox=view_box>
            <path d=outline />
        </svg>
    }
    .into_html()
}

fn value(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::html::html;

    #[test]
    fn a_column_is_as_high_as_its_count() {
        let chart = html(|| small(Reader::of(Language::En), &[2, 4, 0]));
        assert!(chart.contains("d=\"M0 16v-8h3v8zM4 16v-16h3v16zM8 16v-0h3v0z\""), "{chart}");
        assert!(chart.contains("viewBox=\"0 0 12 16\""), "{chart}");
    }

    #[test]
    fn its_label_says_what_matters() {
        for language in [Language::Ar, Language::En] {
            let chart = html(|| small(Reader::of(language), &[7, 1_300, 12]));
            for number in ["7", "1,300", "12"] {
                assert!(chart.contains(number), "{number} in {chart}");
            }
        }
        assert!(html(|| small(Reader::of(Language::En), &[])).contains("<svg"));
    }
}
