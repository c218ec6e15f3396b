//! Lessons of a report: "You said, we did", the latest ones. All of them are in the spreadsheet.

use leptos::prelude::*;

use super::Report;
use crate::{
    chart::{Reader, number},
    figures::Place,
    html::{Html, IntoHtml},
    lesson::item,
    words::ReportWords,
};

/// Lessons that fit on the page.
const SHOWN: usize = 8;

/// Returns the list.
pub(super) fn list(reader: Reader, report: &Report) -> Html {
    let words = ReportWords::of(reader.language);
    let title = view! { <h3 id="lessons">{words.lessons_title}</h3> };
    if report.lessons.is_empty() {
        return view! { {title} <p>{words.lessons_none}</p> }.into_html();
    }
    let is_of_one = matches!(report.place, Place::Entity(..));
    let items = report.lessons.iter().take(SHOWN).map(|lesson| {
        let entity = (!is_of_one).then_some(&lesson.entity);
        item(reader.language, [words.said, words.did], entity, &lesson.words)
    });
    let items = items.collect_view();
    let count = report.lessons.len();
    let note = (count > SHOWN).then(|| {
        let count = number(u64::try_from(count).unwrap_or(u64::MAX));
        let text = words.lessons_more.replace("{shown}", &SHOWN.to_string());
        view! { <p class="page-note">{text.replace("{count}", &count)}</p> }
    });
    view! {
        {title}
        <ul class="page-lessons" aria-labelledby="lessons">{items}</ul>
        {note}
    }
    .into_html()
}
