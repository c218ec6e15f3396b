//! Open figures, in Arabic and English: what came and how fast it was answered, by released months.
//!
//! Everything stands in releases. Names of entities would have to be read from the directory, so
//! entities bear their short names.

use domain::{
    figures::{catalogue::Indicator, figure::COMPLAINT_RATE},
    intake::kind::Kind,
    wire::{Figure, Release, ReleasedFigures, Releases},
};
use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::{Html, IntoHtml, html},
    text::LocalDay,
    words::OpenWords,
};

const LANGUAGES: [Language; 2] = [Language::Ar, Language::En];

/// Fewest facts of which a percentage is shown.
const PERCENT_MIN: u64 = 10;

/// Files of a release that people open.
const FILES: [&str; 4] = ["figures.csv", "figures.json", "datapackage.json", "SHA256SUMS"];

/// Indicators of each entity.
const OF_ENTITIES: [&str; 3] = ["received", "first_on_time", "full_on_time"];

/// Data of the page.
pub struct Open<'a> {
    /// Releases, the latest first.
    pub releases: &'a Releases,
    /// Latest release.
    pub latest: Option<&'a ReleasedFigures>,
    /// Latest release with figures of entities.
    pub of_entities: Option<&'a ReleasedFigures>,
}

/// Returns the language of the page for a reader of `language`: Arabic or English.
pub fn language(language: Language) -> Language {
    if language == Language::Ar { Language::Ar } else { Language::En }
}

/// Returns the page.
pub fn page(context: Context<'_>, data: Open<'_>) -> String {
    let language = context.language;
    let words = OpenWords::of(language);
    let meta = Meta::new(context, "/open", words.title, words.lead);
    let switch = Switch::Links { address: "/open?".to_owned(), languages: &LANGUAGES };
    let none = data.latest.is_none().then(|| view! { <p class="page-sheet">{words.none}</p> });
    let all = data.latest.map(|latest| of_all(context, latest));
    let entities = data.of_entities.and_then(|released| of_entities(words, language, released));
    let files = files(words, &data.releases.releases);
    html(move || {
        view! {
            <Page frame=Frame::new(meta).with_switch(switch)>
                <h1>{words.title}</h1>
                <p class="page-lead">{words.lead}</p>
                {none}
                {all}
                {entities}
                {files}
            </Page>
        }
    })
}

/// Returns the figures of all entities together in the month of a release.
fn of_all(context: Context<'_>, released: &ReleasedFigures) -> Html {
    let language = context.language;
    let words = OpenWords::of(language);
    let Release { id, closed_at, guide, .. } = &released.release;
    let day = closed_at.to_string().get(..10).and_then(|day| day.parse().ok());
    let day = day.map(|day| LocalDay::of(day, context.words()).words).unwrap_or_default();
    let closed = words
        .closed
        .replace("{id}", &apart(id))
        .replace("{date}", &day)
        .replace("{guide}", &guide.to_string());
    let period = month_of(id);
    let title = words.all_title.replace("{period}", &apart(period));
    let is_shown = |figure: &&Figure| {
        figure.entity.is_none() && figure.period == period && figure.channel.is_none()
    };
    let by_kind = |figure: &Figure| figure.kind.is_some() && figure.indicator == "received";
    let shown = released.figures.iter().filter(is_shown);
    let rows = shown.filter(|figure| figure.kind.is_none() || by_kind(figure)).map(|figure| {
        let name = match figure.kind {
            Some(kind) => kind_name(language, kind).to_owned(),
            None => name(words, language, &figure.indicator),
        };
        view! { <tr><th scope="row">{name}</th><td>{value(words, figure)}</td></tr> }.into_html()
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <section class="page-sheet">
            <h2>{title}</h2>
            <p class="page-note">{closed}</p>
            <table class="page-table">
                <thead>
                    <tr><th scope="col">{words.indicator}</th><th scope="col">{words.value}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_html()
}

/// Returns the figures of entities in the quarter of a release.
fn of_entities(
    words: &'static OpenWords,
    language: Language,
    released: &ReleasedFigures,
) -> Option<Html> {
    let is_whole = |figure: &&Figure| {
        figure.service.is_none() && figure.kind.is_none() && figure.period.contains("-Q")
    };
    let figures: Vec<&Figure> = released.figures.iter().filter(is_whole).collect();
    let period = figures.iter().find(|figure| figure.entity.is_some())?.period.clone();
    let mut entities: Vec<_> = figures
        .iter()
        .filter(|figure| figure.period == period)
        .filter_map(|figure| figure.entity.clone())
        .collect();
    entities.sort();
    entities.dedup();
    let rows = entities.into_iter().map(|entity| {
        let cells = OF_ENTITIES.map(|indicator| {
            let found = figures.iter().find(|figure| {
                (figure.entity.as_ref(), &*figure.period, &*figure.indicator)
                    == (Some(&entity), &*period, indicator)
            });
            let text = found.map(|figure| value(words, figure)).unwrap_or_default();
            view! { <td>{text}</td> }.into_html()
        });
        let id = entity.to_string();
        view! { <tr><th scope="row"><bdi dir="ltr">{id}</bdi></th>{Vec::from(cells)}</tr> }
            .into_html()
    });
    let rows = rows.collect::<Vec<_>>();
    let head = OF_ENTITIES.map(|indicator| {
        view! { <th scope="col">{name(words, language, indicator)}</th> }.into_html()
    });
    let title = words.entities_title.replace("{period}", &apart(&period));
    Some(
        view! {
            <section class="page-sheet">
                <h2>{title}</h2>
                <table class="page-table">
                    <thead><tr><th scope="col">{words.entity}</th>{Vec::from(head)}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="page-note">{words.marks}</p>
            </section>
        }
        .into_html(),
    )
}

fn files(words: &'static OpenWords, releases: &[Release]) -> Html {
    let items = releases.iter().map(|release| {
        let links = FILES.map(|name| {
            let address = ["/open/", &release.id, "/", name].concat();
            view! { <a href=address><bdi dir="ltr">{name}</bdi></a> " " }.into_html()
        });
        let reason = release.reason.as_ref().map(|reason| {
            view! { <p class="page-note">{words.reason.replace("{reason}", reason)}</p> }
        });
        let id = release.id.clone();
        view! {
            <h3><bdi dir="ltr">{id}</bdi></h3>
            {reason}
            <p>{Vec::from(links)}</p>
        }
        .into_html()
    });
    let items = items.collect::<Vec<_>>();
    view! {
        <section class="page-sheet">
            <h2>{words.files}</h2>
            {items}
            <p><a href="/open/releases.json">{words.list}</a></p>
        </section>
    }
    .into_html()
}

/// Returns the month of a release's id, without the number of a correction.
fn month_of(id: &str) -> &str {
    id.split_once("-r").map_or(id, |(month, _)| month)
}

/// Returns the name of an indicator, of a time with its quantile.
fn name(words: &OpenWords, language: Language, id: &str) -> String {
    let quantile = [("_median", words.median), ("_p90", words.p90)];
    let quantile = quantile.into_iter().find_map(|(end, said)| Some((id.strip_suffix(end)?, said)));
    let (id, said) = quantile.map_or((id, None), |(id, said)| (id, Some(said)));
    let named = Indicator::parse(id).map(Indicator::name);
    let named =
        named.map_or_else(|| id.to_owned(), |it| it.for_reader(language.tag()).0.to_owned());
    said.map_or(named.clone(), |said| [&named, " · ", said].concat())
}

fn kind_name(language: Language, kind: Kind) -> &'static str {
    let words = language.words(false);
    match kind {
        Kind::Suggestion => words.kind_suggestion,
        Kind::Observation => words.kind_observation,
        Kind::Complaint => words.kind_complaint,
    }
}

/// Returns a number with a hyphen, which right-to-left text would turn around, set apart from it.
fn apart(number: &str) -> String {
    format!("\u{2066}{number}\u{2069}")
}

/// Returns a figure in words. There is no percentage without its number of facts, and none of few.
fn value(words: &OpenWords, figure: &Figure) -> String {
    let Some(value) = figure.value else { return figure.mark.clone().unwrap_or_default() };
    let whole = format!("{value:.0}");
    let is_time = ["_median", "_p90"].iter().any(|end| figure.indicator.ends_with(end));
    match (figure.numerator, figure.denominator) {
        _ if is_time && figure.indicator.starts_with("lived_time") => {
            words.hours.replace("{hours}", &whole)
        }
        _ if figure.indicator == COMPLAINT_RATE => format!("{value:.1}"),
        _ if is_time => words.minutes.replace("{minutes}", &whole),
        (Some(numerator), Some(denominator)) => {
            let text = if denominator < PERCENT_MIN { words.few } else { words.share };
            text.replace("{percent}", &format!("{:.0}", value * 100.0))
                .replace("{numerator}", &numerator.to_string())
                .replace("{denominator}", &denominator.to_string())
        }
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        figures::{
            counts::Counts,
            figure::{self, Scope},
            tally::Span,
        },
        open_data::release::{self, ReleaseId},
    };

    use super::*;

    fn released(period: Span, entity: Option<&str>, id: &str) -> ReleasedFigures {
        let entity = entity.and_then(|name| domain::slug::Slug::parse(name).ok());
        let scope = Scope { period, entity, service: None, kind: None, channel: None };
        let counts = Counts { received: 42, first_judged: 40, first_kept: 30, ..Counts::default() };
        let figures = figure::figures(&scope, &counts, None, |_| None);
        let release = release::Release {
            id: ReleaseId::parse(id).unwrap(),
            closed_at: "2026-11-16T08:00:00Z".parse().unwrap(),
            guide: 1,
            reason: Some("<late>".to_owned()),
        };
        ReleasedFigures::new(&release, &figures)
    }

    fn render(language: Language, latest: Option<&ReleasedFigures>) -> String {
        let releases = latest.map(|latest| latest.release.clone()).into_iter().collect();
        let context = Context { language, base_url: "" };
        let releases = Releases { releases };
        page(context, Open { releases: &releases, latest, of_entities: latest })
    }

    #[test]
    fn before_the_first_release_the_page_says_so() {
        for language in LANGUAGES {
            let page = render(language, None);
            assert!(page.contains(OpenWords::of(language).none), "{page}");
        }
    }

    #[test]
    fn figures_of_all_have_their_numbers_and_each_release_its_files() {
        let latest = released(Span::Month(2026, 10), None, "2026-10-r2");
        let page = render(Language::En, Some(&latest));
        for part in [
            "All entities, \u{2066}2026-10\u{2069}",
            "Release \u{2066}2026-10-r2\u{2069}, closed on 16 November 2026, by version 1 of the guide.",
            "<td>42</td>",
            "<td>75% (30 of 40)</td>",
            "<td>[z]</td>",
            "href=\"/open/2026-10-r2/figures.csv\"",
            "Correction: &lt;late&gt;",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let arabic = render(Language::Ar, Some(&latest));
        assert!(arabic.contains("75% (30 من 40)"), "{arabic}");
    }

    #[test]
    fn entities_stand_by_quarter() {
        let latest = released(Span::Quarter(2026, 3), Some("rta"), "2026-09");
        let page = render(Language::En, Some(&latest));
        assert!(page.contains("By entity, \u{2066}2026-Q3\u{2069}"), "{page}");
        assert!(page.contains("<bdi dir=\"ltr\">rta</bdi></th><td>42</td>"), "{page}");
    }

    #[test]
    fn no_percentage_is_shown_of_few() {
        let mut figure = released(Span::Month(2026, 10), None, "2026-10").figures.remove(1);
        (figure.numerator, figure.denominator) = (Some(4), Some(5));
        let words = OpenWords::of(Language::En);
        assert_eq!(
            value(words, &Figure { value: Some(0.8), upper: Some(1.0), ..figure }),
            "4 of 5"
        );
    }
}
