//! Tables of a report: indicators in rows; all participations, their interval, and each kind in
//! columns.

use domain::{
    figures::{
        figure::Figure,
        table::{indicator, name},
    },
    intake::kind::Kind,
};
use leptos::prelude::*;

use super::{Words, cell};
use crate::{
    chart::{Reader, column, table},
    figures::kind_name,
    html::{Html, IntoHtml},
};

/// Indicators of what was learnt; all others are those of the first page.
const LEARNT: [&str; 12] = [
    "upheld",
    "resolved",
    "decided_on_time",
    "accepted",
    "implemented",
    "implemented_share",
    "implemented_on_time",
    "actions_on_time",
    "actions_effective",
    "lessons",
    "savings",
    "saving",
];

/// Page of a report.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// Figures.
    Figures,
    /// Outcomes, suggestions and corrective actions.
    Learnt,
}

/// Returns the table of one page.
pub(super) fn half(say: (Reader, Words), figures: &[Figure], half: Half) -> Html {
    let (reader, words) = say;
    let caption = if half == Half::Figures { words.figures_caption } else { words.learnt_caption };
    let kinds = Kind::ALL.map(|kind| column(kind_name(reader, kind)));
    let mut head = vec![column(words.indicator), column(words.all), column(words.interval)];
    head.extend(kinds);
    let rows = ids(figures).filter(|id| of(id) == half).map(|id| row(say, figures, id));
    table(caption.to_owned(), head, rows.collect())
}

/// Returns the page of an indicator.
fn of(id: &str) -> Half {
    let is_learnt = indicator(id).is_some_and(|(indicator, _)| LEARNT.contains(&indicator.id()));
    if is_learnt { Half::Learnt } else { Half::Figures }
}

/// Returns the ids of the indicators among figures, once each, in their order.
fn ids(figures: &[Figure]) -> impl Iterator<Item = &str> {
    let whole = figures.iter().filter(|figure| figure.scope.kind.is_none());
    whole.map(|figure| &*figure.indicator)
}

fn row(say: (Reader, Words), figures: &[Figure], id: &str) -> Html {
    let find = |kind: Option<Kind>| {
        figures.iter().find(|figure| figure.indicator == id && figure.scope.kind == kind)
    };
    let all = find(None);
    let interval = all.and_then(cell::interval);
    let mut cells = vec![
        view! { <td>{all.map(|figure| cell::value(say, figure))}</td> }.into_html(),
        view! { <td>{interval}</td> }.into_html(),
    ];
    cells.extend(Kind::ALL.map(|kind| {
        // What counts one kind alone says nothing about others.
        let only = indicator(id).and_then(|(indicator, _)| indicator.kind());
        let figure = find(Some(kind)).filter(|_| only.is_none_or(|only| only == kind));
        view! { <td>{figure.map(|figure| cell::value(say, figure))}</td> }.into_html()
    }));
    let (reader, _) = say;
    let named = name(id).for_reader(reader.language.tag()).0.to_owned();
    let row_id = ["figure-", id].concat();
    view! { <tr id=row_id><th scope="row">{named}</th>{cells}</tr> }.into_html()
}
