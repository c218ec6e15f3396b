//! Table of entities, or of the services of one. Its headings sort it by links; no row has a rank.

use std::cmp::Reverse;

use domain::statistics::proportion::{Proportion, Shown};
use leptos::prelude::*;

use super::{
    Figures, Part, Place,
    choice::Sort,
    model::{count, proportion},
};
use crate::{
    chart::{Reader, column, filled, number, small, table},
    html::{Html, IntoHtml},
};

/// Returns the section.
pub(super) fn section(reader: Reader, figures: &Figures) -> Option<Html> {
    let words = reader.words;
    let (title, heading) = match figures.place {
        Place::All | Place::Several => (words.by_entity, words.entity),
        Place::Entity(..) => (words.by_service, words.service),
        Place::Service { .. } => return None,
    };
    let content = if figures.parts.is_empty() {
        view! { <p>{words.no_parts}</p> }.into_html()
    } else {
        let rows = sorted(reader, figures).into_iter().map(|part| row(reader, figures, part));
        table(title.to_owned(), head(reader, figures, heading), rows.collect())
    };
    let note = has_adjusted(figures).then(|| {
        let note = [words.expected, ": ", words.expected_note].concat();
        view! { <p class="page-note">{note}</p> }
    });
    let section = view! {
        <section class="page-sheet">
            <h2 id="list">{title}</h2>
            {content}
            {note}
        </section>
    };
    Some(section.into_html())
}

/// Returns whether the cases that are overdue now are counted for this list.
fn has_overdue(figures: &Figures) -> bool {
    figures.parts.iter().any(|part| part.overdue.is_some())
}

/// Returns whether the rows are compared with the same mix of cases.
fn has_adjusted(figures: &Figures) -> bool {
    figures.parts.iter().any(|part| part.adjusted.is_some())
}

/// Returns whether the rows have small charts.
fn has_months(figures: &Figures) -> bool {
    figures.parts.iter().any(|part| !part.months.is_empty())
}

fn head(reader: Reader, figures: &Figures, heading: &'static str) -> Vec<Html> {
    let words = reader.words;
    let mut head = vec![
        sorting(reader, figures, Sort::Name, heading),
        sorting(reader, figures, Sort::Received, words.received),
    ];
    if has_months(figures) {
        head.push(column(words.received_months));
    }
    head.push(column(words.answered));
    head.push(sorting(reader, figures, Sort::OnTime, words.on_time));
    if has_adjusted(figures) {
        head.push(column(words.expected));
    }
    if has_overdue(figures) {
        head.push(sorting(reader, figures, Sort::Overdue, words.overdue));
    }
    head.push(sorting(reader, figures, Sort::Content, words.content));
    head.push(column(words.implemented));
    head
}

/// Returns the heading of a column with the link that sorts by it.
fn sorting(reader: Reader, figures: &Figures, sort: Sort, name: &'static str) -> Html {
    let is_sorted = figures.choice.sort == sort;
    let order = match sort {
        Sort::Name => "ascending",
        _ => "descending",
    };
    let query = figures.choice.sorted(sort).query(reader.language);
    let address = [&figures.place.path(), &query, "#list"].concat();
    let label = filled(reader.words.sort_by, &[("name", name)]);
    view! {
        <th scope="col" aria-sort=is_sorted.then_some(order)>
            <a href=address aria-label=label>{name}</a>
        </th>
    }
    .into_html()
}

/// Returns the parts in the chosen order. Those without cases come last.
fn sorted(reader: Reader, figures: &Figures) -> Vec<&Part> {
    let mut parts: Vec<&Part> = figures.parts.iter().collect();
    let name = |part: &Part| part.name.for_reader(reader.language.tag()).0.to_owned();
    parts.sort_by_key(|part| name(part));
    let rate = |indicator: &'static str| {
        move |one: &&Part, other: &&Part| {
            let rate =
                |part: &Part| proportion(indicator, &part.counts).map_or(-1.0, Proportion::rate);
            rate(other).total_cmp(&rate(one))
        }
    };
    match figures.choice.sort {
        Sort::Name => {}
        Sort::Received => parts.sort_by_key(|part| Reverse(part.counts.received)),
        Sort::Overdue => parts.sort_by_key(|part| Reverse(part.overdue)),
        Sort::OnTime => parts.sort_by(rate("full_on_time")),
        Sort::Content => parts.sort_by(rate("satisfaction")),
    }
    parts
}

fn row(reader: Reader, figures: &Figures, part: &Part) -> Html {
    let (name, tag) = part.name.for_reader(reader.language.tag());
    let lang = (tag != reader.language.tag()).then_some(tag);
    let query = figures.choice.sorted(Sort::Name).query(reader.language);
    let address = [&figures.place.path(), "/", part.slug.as_str(), &query].concat();
    let overdue = has_overdue(figures).then(|| {
        let overdue = part.overdue.map(number).unwrap_or_default();
        view! { <td>{overdue}</td> }
    });
    let months =
        has_months(figures).then(|| view! { <td>{small(reader, &part.months)}</td> }.into_html());
    let counts = &part.counts;
    let adjusted = has_adjusted(figures).then(|| view! { <td>{adjusted(part)}</td> }.into_html());
    view! {
        <tr>
            <th scope="row">
                <a href=address lang=lang>{name.to_owned()}</a>
            </th>
            <td>{number(count(counts.received))}</td>
            {months}
            <td>{number(count(counts.answered))}</td>
            <td>{share(reader, "full_on_time", part)}</td>
            {adjusted}
            {overdue}
            <td>{share(reader, "satisfaction", part)}</td>
            <td>{number(count(counts.implemented))}</td>
        </tr>
    }
    .into_html()
}

/// Returns the full answers on time by those to be expected, with two decimals. Of few cases it
/// says nothing.
fn adjusted(part: &Part) -> String {
    let enough = proportion("full_on_time", &part.counts)
        .is_some_and(|share| matches!(share.shown(), Shown::Percentage { .. }));
    let ratio = part.adjusted.filter(|_| enough).and_then(|adjusted| adjusted.ratio());
    ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"))
}

/// Returns a share with its number of cases, which is part of "4 of 5" already.
fn share(reader: Reader, indicator: &str, part: &Part) -> Html {
    let Some(share) = proportion(indicator, &part.counts) else {
        return "–".into_html();
    };
    let of = reader.cases_and_interval(share).is_some().then(|| {
        let of = filled(reader.words.of_short, &[("of", &number(share.of()))]);
        view! { " "<small>{of}</small> }
    });
    view! {
        {reader.share(share)}
        {of}
    }
    .into_html()
}
