//! Open figures, in Arabic and English: what came and how fast it was answered, by released months.
//!
//! Everything stands in releases. Names of entities would have to be read from the directory, so
//! entities bear their short names.

mod value;

use domain::{
    figures::table,
    intake::kind::Kind,
    open_data::release::COUNTED_ANEW,
    wire::{Figure, Release, ReleasedFigures, Releases},
};
use form::Language;
use leptos::prelude::*;

use crate::{
    chart::Reader,
    document::{Context, Frame, Meta, Page, Switch},
    html::{Html, IntoHtml, html},
    lesson::item,
    text::LocalDay,
    words::OpenWords,
};
use value::value;

const LANGUAGES: [Language; 2] = [Language::Ar, Language::En];

/// Files of a release that people open.
const FILES: [&str; 4] = ["figures.csv", "figures.json", "datapackage.json", "SHA256SUMS"];

/// Indicators of each entity.
const OF_ENTITIES: [&str; 3] = ["received", "first_on_time", "full_on_time"];

/// Indicators of what changed because of what people said.
const LEARNT: [&str; 5] = ["upheld", "accepted", "implemented", "actions_effective", "lessons"];

/// Data of the page.
pub struct Open<'a> {
    /// Releases, the latest first.
    pub releases: &'a Releases,
    /// Release that is shown: the latest, or a chosen one.
    pub latest: Option<&'a ReleasedFigures>,
    /// Release with figures of entities: that one, or the latest before it.
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
    let learnt = data.of_entities.and_then(|released| learnt(words, language, released));
    let files = files(language, &data.releases.releases);
    html(move || {
        view! {
            <Page frame=Frame::new(meta).with_switch(switch)>
                <h1>{words.title}</h1>
                <p class="page-lead">{words.lead}</p>
                {none}
                {all}
                {entities}
                {learnt}
                {files}
            </Page>
        }
    })
}

/// Returns the figures of all entities together in the month of a release.
fn of_all(context: Context<'_>, released: &ReleasedFigures) -> Html {
    let language = context.language;
    let words = OpenWords::of(language);
    let Release { id, closed_at, guide, replaces, .. } = &released.release;
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
    let say = (Reader::of(language), words);
    let rows = shown.filter(|figure| figure.kind.is_none() || by_kind(figure)).map(|figure| {
        let name = match figure.kind {
            Some(kind) => kind_name(language, kind).to_owned(),
            None => name(language, &figure.indicator),
        };
        view! { <tr><th scope="row">{name}</th><td>{value(say, figure)}</td></tr> }.into_html()
    });
    let correction = replaces.as_ref().map(|replaced| {
        let corrects = words.replaces.replace("{id}", &apart(replaced));
        view! {
            <p class="page-note">{corrects} " " {reason(words, &released.release)}</p>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <section class="page-sheet">
            <h2>{title}</h2>
            <p class="page-note">{closed}</p>
            {correction}
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
            let say = (Reader::of(language), words);
            let text = found.map(|figure| value(say, figure)).unwrap_or_default();
            view! { <td>{text}</td> }.into_html()
        });
        let id = entity.to_string();
        view! { <tr><th scope="row"><bdi dir="ltr">{id}</bdi></th>{Vec::from(cells)}</tr> }
            .into_html()
    });
    let rows = rows.collect::<Vec<_>>();
    let head = OF_ENTITIES
        .map(|indicator| view! { <th scope="col">{name(language, indicator)}</th> }.into_html());
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

/// Returns what changed because of what people said, in the latest quarter of a release: counts of
/// all entities together, and the words of each.
fn learnt(
    words: &'static OpenWords,
    language: Language,
    released: &ReleasedFigures,
) -> Option<Html> {
    let quarters = released.figures.iter().filter(|figure| figure.period.contains("-Q"));
    let period = quarters.map(|figure| &figure.period).max()?.clone();
    let say = (Reader::of(language), words);
    let counts = LEARNT.iter().filter_map(|indicator| {
        let figure = released.figures.iter().find(|figure| {
            figure.entity.is_none()
                && figure.kind.is_none()
                && figure.channel.is_none()
                && figure.period == period
                && figure.indicator == *indicator
        })?;
        let (name, value) = (name(language, indicator), value(say, figure));
        Some(view! { <tr><th scope="row">{name}</th><td>{value}</td></tr> }.into_html())
    });
    let counts = counts.collect::<Vec<_>>();
    let lessons = released.lessons.iter().filter(|lesson| lesson.period == period);
    let lessons = lessons
        .map(|lesson| item(language, [words.said, words.did], Some(&lesson.entity), &lesson.words));
    let lessons = lessons.collect::<Vec<_>>();
    let none = lessons.is_empty().then(|| view! { <p>{words.learnt_none}</p> });
    let list = (!lessons.is_empty()).then(|| view! { <ul class="page-lessons">{lessons}</ul> });
    let title = words.learnt_title.replace("{period}", &apart(&period));
    Some(
        view! {
            <section class="page-sheet">
                <h2>{title}</h2>
                <p class="page-note">{words.learnt_counts}</p>
                <table class="page-table">
                    <thead>
                        <tr>
                            <th scope="col">{words.indicator}</th><th scope="col">{words.value}</th>
                        </tr>
                    </thead>
                    <tbody>{counts}</tbody>
                </table>
                {none}
                {list}
            </section>
        }
        .into_html(),
    )
}

/// Returns all releases with their files. A release that was corrected stays, and says what
/// replaces it.
fn files(language: Language, releases: &[Release]) -> Html {
    let words = OpenWords::of(language);
    let items = releases.iter().map(|release| {
        let links = FILES.map(|name| {
            let address = ["/open/", &release.id, "/", name].concat();
            view! { <a href=address><bdi dir="ltr">{name}</bdi></a> " " }.into_html()
        });
        let replaced_by = releases.iter().find(|by| by.replaces.as_ref() == Some(&release.id));
        let replaced = replaced_by.map(|by| words.replaced.replace("{id}", &apart(&by.id)));
        let reason = reason(words, release);
        let note = (replaced.is_some() || release.reason.is_some())
            .then(|| view! { <p class="page-note">{replaced} " " {reason}</p> });
        let address = ["/open?release=", &release.id, "&lang=", language.tag()].concat();
        let show = words.show.replace("{id}", &apart(&release.id));
        let id = release.id.clone();
        view! {
            <h3><bdi dir="ltr">{id}</bdi></h3>
            {note}
            <p><a href=address>{show}</a> " · " {Vec::from(links)}</p>
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

/// Returns the reason of a correction. One that a person gave stands in their words.
fn reason(words: &'static OpenWords, release: &Release) -> Option<Html> {
    let reason = release.reason.as_deref()?;
    let reason = if reason == COUNTED_ANEW { words.counted_anew } else { reason };
    let (before, after) = words.reason.split_once("{reason}").unwrap_or((words.reason, ""));
    let reason = reason.to_owned();
    Some(view! { {before} <bdi>{reason}</bdi> {after} }.into_html())
}

/// Returns the month of a release's id, without the number of a correction.
fn month_of(id: &str) -> &str {
    id.split_once("-r").map_or(id, |(month, _)| month)
}

/// Returns the name of an indicator, of a time with its quantile.
fn name(language: Language, id: &str) -> String {
    table::name(id).for_reader(language.tag()).0.to_owned()
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

#[cfg(test)]
mod tests {
    use domain::{
        bilingual::Named,
        case::lesson::PublicWords,
        figures::{
            counts::Counts,
            figure::{self, Scope},
            lesson::{Lesson, LessonKind},
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
            "Correction: <bdi>&lt;late&gt;</bdi>",
            "href=\"/open?release=2026-10-r2&amp;lang=en\"",
            "This release corrects \u{2066}2026-10\u{2069} and replaces it.",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let arabic = render(Language::Ar, Some(&latest));
        assert!(arabic.contains("75% (30 من 40)"), "{arabic}");
    }

    #[test]
    fn a_quarter_says_what_changed_with_counts_and_by_entity() {
        let named = |ar: &str, en: &str| Named { ar: ar.to_owned(), en: en.to_owned() };
        let lesson = Lesson {
            entity: domain::slug::Slug::parse("rta").unwrap(),
            service: None,
            kind: LessonKind::Implemented,
            day: "2026-08-07".parse().unwrap(),
            words: PublicWords {
                said: named("اللافتات صغيرة", "Signs are <small>."),
                did: named("كبرناها", "They grew."),
            },
        };
        let quarter = Span::Quarter(2026, 3);
        let released = released(quarter, None, "2026-09").with_lessons(quarter, &[lesson]);
        let page = render(Language::En, Some(&released));
        for part in
            ["What changed because of it", "Signs are &lt;small&gt;.", "They grew.", ">rta<"]
        {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains("2026-08"), "{page}");
        let arabic = render(Language::Ar, Some(&released));
        assert!(arabic.contains("كبرناها") && arabic.contains("ففعلنا"), "{arabic}");
    }

    #[test]
    fn a_corrected_release_says_what_replaces_it_and_why() {
        let second = released(Span::Month(2026, 10), None, "2026-10-r2").release;
        let first =
            Release { id: "2026-10".into(), replaces: None, reason: None, ..second.clone() };
        let second = Release { reason: Some(COUNTED_ANEW.to_owned()), ..second };
        for language in LANGUAGES {
            let releases = Releases { releases: vec![second.clone(), first.clone()] };
            let context = Context { language, base_url: "" };
            let data = Open { releases: &releases, latest: None, of_entities: None };
            let page = page(context, data);
            let words = OpenWords::of(language);
            let replaced = words.replaced.replace("{id}", &apart("2026-10-r2"));
            assert_eq!(page.matches(&replaced).count(), 1, "{page}");
            assert!(page.contains(words.counted_anew), "{page}");
        }
    }

    #[test]
    fn entities_stand_by_quarter() {
        let latest = released(Span::Quarter(2026, 3), Some("rta"), "2026-09");
        let page = render(Language::En, Some(&latest));
        assert!(page.contains("By entity, \u{2066}2026-Q3\u{2069}"), "{page}");
        assert!(page.contains("<bdi dir=\"ltr\">rta</bdi></th><td>42</td>"), "{page}");
    }
}
