//! Lessons of a report: "You said, we did", the latest ones. All of them are in the spreadsheet.

use domain::figures::lesson::Lesson;
use leptos::prelude::*;

use super::{Report, Words};
use crate::{
    chart::{Reader, number},
    figures::Place,
    html::{Html, IntoHtml},
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
    let items = report.lessons.iter().take(SHOWN).map(|lesson| item(reader, words, report, lesson));
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

fn item(reader: Reader, words: Words, report: &Report, lesson: &Lesson) -> Html {
    let tag = reader.language.tag();
    let said = lesson.words.said.for_reader(tag).0.to_owned();
    let did = lesson.words.did.for_reader(tag).0.to_owned();
    let entity = (!matches!(report.place, Place::Entity(..))).then(
        || view! { <p class="page-note"><bdi dir="ltr">{lesson.entity.to_string()}</bdi></p> },
    );
    view! {
        <li>
            {entity}
            <p><b>{words.said}</b> " " {said}</p>
            <p><b>{words.did}</b> " " {did}</p>
        </li>
    }
    .into_html()
}
