//! Section of what differs from the usual: signals of the control charts and of the funnel, in
//! words. Targets aren't compared with: a steady 90 % is below a target of 90 % in half the months.

use leptos::prelude::*;

use super::Course;
use crate::{
    chart::{Comparison, Reader, filled, funnel_sentences, unusual},
    html::{Html, IntoHtml},
};

/// Returns the section.
pub(super) fn section(
    reader: Reader,
    measures: &[(&str, &Course)],
    comparison: Option<&Comparison>,
) -> Html {
    let words = reader.words;
    let mut sentences = Vec::new();
    let mut is_early = false;
    for (name, course) in measures {
        match unusual(reader, &course.measure, &course.baseline) {
            Some(found) => sentences.extend(found.into_iter().map(|sentence| {
                filled(words.unusual_what, &[("name", name), ("sentence", &sentence)])
            })),
            None => is_early = true,
        }
    }
    let compared = comparison.map(|comparison| funnel_sentences(reader, comparison));
    sentences.extend(compared.into_iter().flatten().map(|sentence| {
        filled(words.unusual_what, &[("name", words.on_time), ("sentence", &sentence)])
    }));
    let nothing = sentences.is_empty().then(|| view! { <p>{words.nothing_differs}</p> });
    let early = is_early.then(|| view! { <p class="page-note">{words.too_few_months}</p> });
    let sentences = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> });
    let list = nothing
        .is_none()
        .then(|| view! { <ul class="page-figures-unusual">{sentences.collect_view()}</ul> });
    view! {
        <section class="page-sheet" aria-labelledby="unusual">
            <h2 id="unusual">{words.unusual_title}</h2>
            {nothing}
            {list}
            {early}
        </section>
    }
    .into_html()
}
