//! Figures of the first screen: seven numbers, each with its n and its article.

use domain::{
    figures::{catalogue::Indicator, counts::Counts},
    intake::kind::Kind,
};
use leptos::prelude::*;

use super::{
    Figures, Listed, Overdue, Place, local_day,
    model::{count, proportion},
};
use crate::{
    chart::{Reader, filled, number},
    html::{Html, IntoHtml},
};

/// One figure.
struct Tile {
    name: &'static str,
    value: String,
    note: String,
    /// Indicator whose article explains it.
    article: &'static str,
    /// Address of the cases behind it, for those who may read them.
    cases: Option<String>,
}

/// Returns the section.
pub(super) fn section(reader: Reader, figures: &Figures) -> Html {
    let words = reader.words;
    let total = Counts::sum(figures.kinds.iter().map(|(_, counts)| counts));
    let tiles = tiles(reader, figures, &total);
    let tile = |Tile { name, value, note, article, cases }: Tile| {
        let article = guide(reader, article);
        let meaning = [words.meaning, ": ", name].concat();
        let cases = cases.map(|address| {
            let label = [words.see_cases, ": ", name].concat();
            view! { <a href=address aria-label=label>{words.see_cases}</a> }
        });
        view! {
            <div class="page-figures-tile">
                <dt>{name}</dt>
                <dd class="page-figures-value">{value}</dd>
                <dd class="page-note">{note}</dd>
                <dd class="page-note page-figures-links">
                    <a href=article aria-label=meaning>{words.meaning}</a>
                    {cases}
                </dd>
            </div>
        }
    };
    let tiles = tiles.into_iter().map(tile).collect_view();
    view! {
        <section class="page-sheet" aria-labelledby="short">
            <h2 id="short">{words.short_title}</h2>
            <dl class="page-figures-tiles">{tiles}</dl>
        </section>
    }
    .into_html()
}

/// Returns the figures. Those of the present time are missing where they aren't counted.
fn tiles(reader: Reader, figures: &Figures, total: &Counts) -> Vec<Tile> {
    let words = reader.words;
    let share = |indicator: &str| {
        let share = proportion(indicator, total);
        share.map_or_else(|| words.no_cases.to_owned(), |share| reader.share_in_full(share))
    };
    let note = |text: &str, indicator: &str| filled(text, &[("share", &share(indicator))]);
    let plain = |name, value: u64, note, article| Tile {
        name,
        value: number(value),
        note,
        article,
        cases: cases_of(reader, figures, article),
    };
    let note_of_received = [kinds(reader, figures), volume(reader, figures)].join(" ");
    let received = plain(words.received, count(total.received), note_of_received, "received");
    let answered = plain(words.answered, count(total.answered), String::new(), "answered");
    let (value, cases) = parted(reader, "full_on_time", total);
    let first = note(words.first_note, "first_on_time");
    let on_time = Tile {
        name: words.on_time,
        value,
        note: [cases, first].join(" "),
        article: "full_on_time",
        cases: cases_of(reader, figures, "full_on_time"),
    };
    let (value, note_of_content) = parted(reader, "satisfaction", total);
    let content = Tile {
        name: words.content,
        value,
        note: note_of_content,
        article: "satisfaction",
        cases: cases_of(reader, figures, "satisfaction"),
    };
    let mut learnt = vec![note(words.accepted_note, "accepted")];
    let saved = count(total.saved_measured + total.saved_estimated);
    if saved > 0 {
        learnt.push(filled(words.savings_note, &[("amount", &number(saved))]));
    }
    if proportion("lessons", total).is_some() {
        learnt.push(note(words.lessons_note, "lessons"));
    }
    let learnt = learnt.join(" ");
    let implemented = plain(words.implemented, count(total.implemented), learnt, "implemented");
    let mut tiles = vec![received, answered, on_time];
    tiles.extend(figures.overdue.map(|overdue| overdue_tile(reader, figures, overdue)));
    tiles.extend([content, implemented]);
    tiles.extend(figures.actions_overdue.map(|actions| {
        let kept = note(words.actions_note, "actions_on_time");
        let tile = plain(words.actions_overdue, actions, kept, "actions_on_time");
        // Those of the present time aren't those whose due day is in the period.
        let cases = figures.reads_cases.then(|| address(reader, figures, Listed::OverdueActions));
        Tile { cases, ..tile }
    }));
    tiles
}

/// Returns a share, and a sentence with its cases if it is a percentage.
fn parted(reader: Reader, indicator: &str, total: &Counts) -> (String, String) {
    let Some(share) = proportion(indicator, total) else {
        return (reader.words.no_cases.to_owned(), String::new());
    };
    let note = reader.cases_and_interval(share);
    (reader.share(share), note.map(|note| [&note, "."].concat()).unwrap_or_default())
}

/// Returns the sum of the kinds: "172 complaints + 40 suggestions + 20 observations".
fn kinds(reader: Reader, figures: &Figures) -> String {
    let words = reader.words;
    let of = |wanted: Kind| {
        let received = figures.kinds.iter().filter(|(kind, _)| *kind == wanted);
        count(received.map(|(_, counts)| counts.received).sum())
    };
    let counted = |text: &str, kind: Kind| reader.counted(text, of(kind));
    filled(
        words.kinds_note,
        &[
            ("complaints", &counted(words.complaints, Kind::Complaint)),
            ("suggestions", &counted(words.suggestions, Kind::Suggestion)),
            ("observations", &counted(words.observations, Kind::Observation)),
        ],
    )
}

fn overdue_tile(reader: Reader, figures: &Figures, overdue: Overdue) -> Tile {
    let words = reader.words;
    let of = filled(words.overdue_note, &[("of", &number(overdue.of))]);
    let oldest = match overdue.oldest {
        Some(day) => filled(words.oldest, &[("day", &local_day(reader, day))]),
        None => words.nobody_oldest.to_owned(),
    };
    Tile {
        name: words.overdue,
        value: number(overdue.cases),
        note: [of, oldest].join(" "),
        article: "overdue",
        cases: figures.reads_cases.then(|| listed("overdue", figures)),
    }
}

/// Returns the address of the cases that an indicator counts, for those who may read them.
fn cases_of(reader: Reader, figures: &Figures, indicator: &str) -> Option<String> {
    let indicator = Indicator::parse(indicator).filter(|_| figures.reads_cases)?;
    Some(address(reader, figures, Listed::Of(indicator)))
}

/// Returns the address of a list of cases.
fn address(reader: Reader, figures: &Figures, cases: Listed) -> String {
    let query = figures.choice.listing(cases).query(reader.language);
    [&*figures.place.path(), &query].concat()
}

/// Returns the complaints by ten thousand transactions, where transactions were entered.
fn volume(reader: Reader, figures: &Figures) -> String {
    let rate = figures.complaint_rate.map(|rate| format!("{rate:.1}"));
    let note = rate.map(|rate| filled(reader.words.volume_note, &[("rate", &rate)]));
    note.unwrap_or_default()
}

/// Returns the address of a queue, of the place and the kind of the figures.
fn listed(queue: &str, figures: &Figures) -> String {
    let mut address = ["/console/cases?queue=", queue].concat();
    match &figures.place {
        Place::All | Place::Several => {}
        Place::Entity(entity, _) => address.extend(["&entity=", entity.as_str()]),
        Place::Service { entity: (entity, _), service: (service, _) } => {
            address.extend(["&entity=", entity.as_str(), "&service=", service.as_str()]);
        }
    }
    if let Some(kind) = figures.choice.kind {
        address.extend(["&kind=", kind.as_str()]);
    }
    address
}

/// Returns the address of an indicator's article in the guide.
pub(super) fn guide(reader: Reader, indicator: &str) -> String {
    ["/guide?lang=", reader.language.tag(), "#indicator-", indicator].concat()
}
