//! Dashboard: figures of all entities, of one entity, or of one of its services, in Arabic or
//! English.
//!
//! The first screen answers in a minute what came, what was answered, what is late, and what
//! differs from the usual. There are no ranks, no arrows and no score over several figures. A share
//! of fewer than ten cases is shown as counts, and each figure leads to its article in the guide.
//!
//! [`Figures`] is what the edge reads; the choice of period, kind, channel and language stands in
//! the address, so that the page needs no script.

mod cases;
mod choice;
mod list;
mod model;
mod names;
mod rising;
mod short;
mod unusual;

use std::sync::LazyLock;

use domain::{
    Date, Timestamp,
    figures::{counts::Counts, period::Month},
    sla::calendar::Zone,
    statistics::proportion::Proportion,
};
use form::Language;
use leptos::prelude::*;

use crate::{
    chart::{self, Bar, Comparison, Line, Measure, Member, Reader, filled},
    document::{Context, Frame, Meta, Page, Switch},
    html::{Html, IntoHtml, html},
    text::LocalDay,
    words::Words,
};
pub use cases::{Counted, CountedCase, counted_page};
pub use choice::{Choice, ChoiceQuery, Listed};
pub use model::{Figures, Overdue, Part, Place};
pub(crate) use {
    choice::{in_words as period_in_words, periods},
    names::kind as kind_name,
};

const LANGUAGES: [Language; 2] = [Language::Ar, Language::En];

static STYLE: LazyLock<String> =
    LazyLock::new(|| [chart::STYLE, "\n", include_str!("figures.css")].concat());

/// Returns the style sheet that stands in a page of figures beside that of every page, for the hash
/// in the `Content-Security-Policy`.
pub fn style() -> &'static str {
    &STYLE
}

/// Returns the language of the figures for a reader of `language`: Arabic or English.
pub fn language(language: Language) -> Language {
    Reader::of(language).language
}

/// Returns the page of figures.
pub fn page(context: Context<'_>, figures: Figures) -> String {
    let reader = Reader::of(context.language);
    let words = reader.words;
    let context = Context { language: reader.language, ..context };
    let place = name_of(reader, &figures.place);
    let title = match figures.place {
        Place::All | Place::Several => words.title.to_owned(),
        _ => filled(words.name_of, &[("name", &place)]),
    };
    let path = figures.place.path();
    let meta = Meta::new(context, &path, title.clone(), words.lead);
    let address = [&path, &*figures.choice.without_language()].concat();
    let frame = Frame::new(meta)
        .with_style(style())
        .with_switch(Switch::Links { address, languages: &LANGUAGES });
    let as_of = filled(
        words.as_of,
        &[
            ("place", &place),
            ("period", &choice::in_words(reader, figures.choice.period)),
            ("time", &moment(reader, figures.read_at)),
        ],
    );
    html(move || {
        let console = figures.has_console.then(|| {
            view! { <a href="/console">{words.console}</a> }
        });
        let report = report_address(reader, &figures).map(|address| {
            view! { <a href=address>{words.report}</a> }
        });
        let back = (figures.sees_all && !matches!(figures.place, Place::All)).then(|| {
            let address = [&Place::All.path(), &*figures.choice.query(reader.language)].concat();
            view! { <a href=address>{words.back}</a> }
        });
        view! {
            <Page frame=frame>
                <div class="page-figures">
                    <div class="page-own">
                        {back}
                        {report}
                        {console}
                        <form method="post" action="/console/sign-out">
                            <button class="page-quiet">{words.sign_out}</button>
                        </form>
                    </div>
                    <h1>{title}</h1>
                    <p class="page-lead">{as_of}</p>
                    {choice::form(reader, &figures.choice, path)}
                    {sections(reader, &figures)}
                </div>
            </Page>
        }
    })
}

/// Returns the address of the report with these figures; `None` for a service, which has none.
fn report_address(reader: Reader, figures: &Figures) -> Option<String> {
    let mut address = "/console/reports".to_owned();
    match &figures.place {
        Place::All | Place::Several => {}
        Place::Entity(entity, _) => address.extend(["/", entity.as_str()]),
        Place::Service { .. } => return None,
    }
    let period = figures.choice.period.to_string();
    address.extend(["?period=", &period, "&lang=", reader.language.tag()]);
    Some(address)
}

/// Returns the page for staff who may not see these figures.
pub fn refusal(context: Context<'_>) -> String {
    let reader = Reader::of(context.language);
    let context = Context { language: reader.language, ..context };
    let words = reader.words;
    let meta = Meta::new(context, "/console/figures", words.forbidden_title, words.forbidden_text);
    html(move || {
        view! {
            <Page frame=Frame::new(meta)>
                <h1>{words.forbidden_title}</h1>
                <p class="page-lead">{words.forbidden_text}</p>
            </Page>
        }
    })
}

/// Returns the sections: the first screen, then by month, by entity or service, and by channel and
/// language.
fn sections(reader: Reader, figures: &Figures) -> Vec<Html> {
    let words = reader.words;
    let received = Course::of(figures, |months| {
        let count = |(month, counts): &(Month, Counts)| (*month, model::count(counts.received));
        Measure::Counts(months.iter().map(count).collect())
    });
    let on_time =
        Course::of(figures, |months| Measure::Shares(months.iter().map(share_on_time).collect()));
    let comparison = comparison(reader, figures);
    let measures = [(words.received, &received), (words.on_time, &on_time)];
    let mut sections = vec![
        short::section(reader, figures),
        unusual::section(reader, &measures, comparison.as_ref()),
    ];
    sections.extend(list::section(reader, figures));
    sections.extend(figures.rising.as_ref().map(|words| rising::section(reader, words)));
    let line = |id, title: &str, column: &str, Course { measure, baseline }: Course| {
        let (title, column) = (title.to_owned(), column.to_owned());
        sheet(chart::line(reader, Line { id, title, column, measure, baseline }))
    };
    if !figures.months.is_empty() {
        sections.push(line("received-months", words.received_title, words.received, received));
        sections.push(line("on-time-months", words.on_time_title, words.on_time, on_time));
    }
    sections.extend(comparison.and_then(|it| chart::funnel(reader, &it)).map(sheet));
    sections.extend(
        figures
            .times
            .as_ref()
            .map(|times| sheet(chart::distribution(reader, "times", words.times_title, times))),
    );
    let channels = figures.channels.iter().map(|(channel, count)| Bar {
        name: names::channel(reader, *channel).to_owned(),
        count: *count,
    });
    sections.extend(bars(reader, "channels", (words.by_channel, words.channel), channels));
    let languages = figures
        .languages
        .iter()
        .map(|(tag, count)| Bar { name: names::language(tag), count: *count });
    sections.extend(bars(reader, "languages", (words.by_language, words.language), languages));
    sections
}

/// Course of a measure over the months that are shown, and the first months, which say what is
/// usual.
struct Course {
    measure: Measure,
    baseline: Measure,
}

impl Course {
    fn of(figures: &Figures, measure: impl Fn(&[(Month, Counts)]) -> Measure) -> Self {
        Self { measure: measure(&figures.months), baseline: measure(&figures.baseline) }
    }
}

fn share_on_time((month, counts): &(Month, Counts)) -> (Month, Option<Proportion>) {
    (*month, model::proportion("full_on_time", counts))
}

/// Returns the comparison of the parts, if there are at least two.
fn comparison(reader: Reader, figures: &Figures) -> Option<Comparison> {
    let words = reader.words;
    let member = |part: &Part| {
        let proportion = model::proportion("full_on_time", &part.counts)?;
        let name = part.name.for_reader(reader.language.tag()).0.to_owned();
        Some(Member { short: part.slug.as_str().to_owned(), name, proportion })
    };
    let members: Vec<Member> = figures.parts.iter().filter_map(member).collect();
    let is_many = matches!(figures.place, Place::All | Place::Several);
    let of = if is_many { words.entity } else { words.service };
    let title = words.on_time_title_funnel.to_owned();
    (members.len() > 1).then_some(Comparison { id: "compared", title, of, members })
}

fn bars(
    reader: Reader,
    id: &'static str,
    titles: (&str, &str),
    bars: impl Iterator<Item = Bar>,
) -> Option<Html> {
    let bars: Vec<Bar> = bars.collect();
    (!bars.is_empty()).then(|| sheet(chart::bars(reader, id, titles, &bars)))
}

fn sheet(content: Html) -> Html {
    view! { <section class="page-sheet">{content}</section> }.into_html()
}

/// Returns the name of a place.
pub(crate) fn name_of(reader: Reader, place: &Place) -> String {
    let tag = reader.language.tag();
    match place {
        Place::All => reader.words.all_entities.to_owned(),
        Place::Several => reader.words.several.to_owned(),
        Place::Entity(_, name) => name.for_reader(tag).0.to_owned(),
        Place::Service { entity, service } => {
            let names = [&entity.1, &service.1].map(|name| name.for_reader(tag).0.to_owned());
            reader.list(&names)
        }
    }
}

/// Returns a day in words.
pub(crate) fn local_day(reader: Reader, day: Date) -> String {
    LocalDay::of(day, Words::of(reader.language)).words
}

/// Returns a time in words, as the clocks of Dubai show it.
pub(crate) fn moment(reader: Reader, at: Timestamp) -> String {
    let local = Zone::dubai().local(at);
    let (day, time) = (local_day(reader, local.date()), local.strftime("%H:%M").to_string());
    filled(Words::of(reader.language).date_time, &[("date", &day), ("time", &time)])
}

#[cfg(test)]
mod tests;
