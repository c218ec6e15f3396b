//! Section of the words that people use more than before.

use domain::search::rising::{EARLIER_DAYS, FEWEST, LATEST_DAYS, RisingWord};
use leptos::prelude::*;

use crate::{
    chart::{Reader, column, filled, number, table},
    html::{Html, IntoHtml},
};

/// Returns the section.
pub(super) fn section(reader: Reader, rising: &[RisingWord]) -> Html {
    let words = reader.words;
    let note = filled(
        words.rising_note,
        &[
            ("days", &LATEST_DAYS.to_string()),
            ("least", &FEWEST.to_string()),
            ("before", &EARLIER_DAYS.to_string()),
        ],
    );
    let content = if rising.is_empty() {
        view! { <p>{words.rising_none}</p> }.into_html()
    } else {
        let head = [words.rising_word, words.rising_now, words.rising_before].map(column);
        let rows = rising.iter().map(row).collect();
        table(words.rising_title.to_owned(), head.into(), rows)
    };
    view! {
        <section class="page-sheet" aria-labelledby="rising">
            <h2 id="rising">{words.rising_title}</h2>
            {content}
            <p class="page-note">{note}</p>
        </section>
    }
    .into_html()
}

fn row(rising: &RisingWord) -> Html {
    let word = rising.word.clone();
    view! {
        <tr>
            <th scope="row"><bdi>{word}</bdi></th>
            <td>{number(u64::from(rising.now))}</td>
            <td>{number(u64::from(rising.before))}</td>
        </tr>
    }
    .into_html()
}
