//! Tests of the pages of figures, over made-up data.

use domain::{
    bilingual::Named,
    figures::{period::Period, tally::Slice},
    intake::{channel::Channel, kind::Kind},
    search::rising::RisingWord,
    slug::Slug,
    statistics::{
        distribution::{Bucket, Distribution},
        mix::Adjusted,
    },
};

use super::*;

const TODAY: Date = Date::constant(2026, 11, 29);

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn named(name: &str) -> Named {
    Named { ar: ["هيئة ", name].concat(), en: ["Authority of <", name, ">"].concat() }
}

/// Returns counters of so many cases, of which some were on time.
fn counts(received: i64, on_time: i64) -> Counts {
    Counts {
        received,
        answered: received,
        full_judged: received,
        full_kept: on_time,
        first_judged: received,
        first_kept: received,
        rated_happy: 4,
        rated_unhappy: 1,
        implemented: 3,
        decided: 20,
        accepted: 12,
        actions_due: 10,
        actions_kept: 9,
        ..Counts::default()
    }
}

fn part(number: i64) -> Part {
    let slug = slug(&format!("e{number}"));
    let received = 40 + number * 7;
    let on_time = if number == 3 { received / 2 } else { received * 9 / 10 };
    Part {
        name: named(&format!("Roads, Transport and Public Works {number}")),
        slug,
        counts: counts(received, on_time),
        adjusted: Some(Adjusted { observed: 30, expected: 31.5 }),
        overdue: u64::try_from(number % 5).ok(),
        months: (0..13_u64).map(|month| 10 + month * 5 % 7).collect(),
    }
}

/// Returns a year's figures of all entities: 46 of them.
fn figures(pairs: &[(&str, &str)]) -> Figures {
    let last = Month::of(TODAY).earlier(1);
    let months: Vec<_> = last
        .earlier(23)
        .until(last)
        .zip([20, 22, 19, 21, 20, 23].into_iter().cycle())
        .map(|(month, received)| (month, counts(received, received - 2)))
        .collect();
    let kinds = [(Kind::Complaint, 172), (Kind::Suggestion, 40), (Kind::Observation, 20)];
    let times = (1..=200_u64).map(|hours| (Bucket::of(hours * 17), 1));
    Figures {
        place: Place::All,
        choice: Choice::of(&ChoiceQuery::sample(pairs), TODAY),
        read_at: "2026-11-29T09:40:00Z".parse().unwrap(),
        kinds: kinds.map(|(kind, received)| (kind, counts(received, received * 9 / 10))).into(),
        overdue: Some(Overdue { cases: 7, of: 61, oldest: Some(TODAY) }),
        actions_overdue: Some(2),
        baseline: months.iter().take(12).copied().collect(),
        months,
        parts: (0..46).map(part).collect(),
        channels: Channel::ALL.map(|channel| (channel, 21)).into(),
        languages: Language::ALL.map(|language| (language.tag().to_owned(), 25)).into(),
        times: Some(times.collect::<Distribution>()),
        complaint_rate: Some(24.96),
        rising: Some(vec![RisingWord { word: "lift <b>".into(), now: 9, before: 2 }]),
        reads_cases: false,
        sees_all: true,
        has_console: false,
    }
}

fn shown(language: Language, figures: Figures) -> String {
    page(Context { language, base_url: "https://voice.example" }, figures)
}

fn plain(page: &str) -> String {
    page.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "").replace("<!>", "")
}

#[test]
fn the_first_screen_has_its_seven_figures_with_their_n() {
    let english = plain(&shown(Language::En, figures(&[])));
    for part in [
        ">232<",
        "172 complaints + 40 suggestions + 20 observations",
        "90%",
        "208 of 232; 85–93%",
        "of 61 open.",
        "overdue since 29 November 2026.",
        "12 of 15; 55–93%",
        ">9<",
        "Done by their due day: 90% (27 of 30",
        "As of 29 November 2026, 13:40.",
    ] {
        assert!(english.contains(part), "{part} in {english}");
    }
    assert_eq!(english.matches("class=\"page-figures-tile\"").count(), 7, "{english}");
}

#[test]
fn each_figure_leads_to_its_article_and_to_its_cases_for_those_who_read_them() {
    let all = [("period", "all"), ("kind", "complaint")];
    let maker = shown(Language::En, figures(&all));
    for indicator in ["received", "full_on_time", "overdue", "satisfaction", "implemented"] {
        let link = format!("href=\"/guide?lang=en#indicator-{indicator}\"");
        assert!(maker.contains(&link), "{link} in {maker}");
    }
    assert!(!maker.contains("/console/cases"), "{maker}");
    assert!(!maker.contains("cases="), "{maker}");
    let page = shown(Language::En, Figures { reads_cases: true, ..figures(&all) });
    assert!(page.contains("href=\"/console/cases?queue=overdue&amp;kind=complaint\""), "{page}");
    for indicator in
        ["received", "answered", "full_on_time", "satisfaction", "implemented", "actions_overdue"]
    {
        let query = "?period=all&amp;kind=complaint&amp;cases=";
        let link = format!("href=\"/console/figures{query}{indicator}&amp;lang=en\"");
        assert!(page.contains(&link), "{link} in {page}");
    }
}

#[test]
fn what_differs_is_said_in_words_and_nothing_else_is() {
    let english = plain(&shown(Language::En, figures(&[])));
    let (_, rest) = english.split_once("id=\"unusual\"").unwrap();
    let (section, _) = rest.split_once("</section>").unwrap();
    assert_eq!(section.matches("<li>").count(), 1, "{section}");
    assert!(section.contains("On time: Lower than chance explains"), "{section}");
    assert!(section.contains("Public Works 3&gt;"), "{section}");

    let calm = Figures { parts: Vec::new(), ..figures(&[]) };
    let arabic = shown(Language::Ar, calm);
    assert!(arabic.contains(Reader::of(Language::Ar).words.nothing_differs), "{arabic}");
}

#[test]
fn the_table_sorts_by_links_and_keeps_what_is_chosen() {
    let names = |pairs| {
        let page = shown(Language::En, figures(pairs));
        let (_, table) = page.split_once("id=\"list\"").unwrap();
        let (table, _) = table.split_once("</section>").unwrap();
        let rows = table.split("/console/figures/e").skip(1);
        let slugs: Vec<String> =
            rows.map(|row| row.split('?').next().unwrap().to_owned()).collect();
        (page.clone(), slugs)
    };
    let (page, by_name) = names(&[("kind", "complaint")]);
    assert_eq!((by_name.len(), &*by_name[0], &*by_name[2]), (46, "0", "11"));
    assert!(page.contains("aria-sort=\"ascending\""), "{page}");
    let link = "href=\"/console/figures?period=2026&amp;kind=complaint&amp;sort=overdue&amp;lang=en#list\"";
    assert!(page.contains(link), "{page}");
    let (page, by_received) = names(&[("sort", "received")]);
    assert_eq!(by_received[0], "45");
    assert!(page.contains("aria-sort=\"descending\""), "{page}");
    let (_, by_rate) = names(&[("sort", "on_time")]);
    assert_eq!(by_rate.last().map(String::as_str), Some("3"), "the lowest rate");
}

#[test]
fn few_cases_have_no_percentage() {
    let few = Part { counts: counts(5, 4), ..part(1) };
    let page = plain(&shown(Language::En, Figures { parts: vec![few], ..figures(&[]) }));
    let (_, table) = page.split_once("id=\"list\"").unwrap();
    let (table, _) = table.split_once("</section>").unwrap();
    assert!(table.contains("4 of 5") && !table.contains('%'), "{table}");
}

#[test]
fn an_entity_has_its_services_and_a_service_none() {
    let entity = Figures { place: Place::Entity(slug("rta"), named("Roads")), ..figures(&[]) };
    let page = shown(Language::Ar, entity);
    assert!(page.contains("<h1>المؤشرات: هيئة Roads</h1>"), "{page}");
    assert!(page.contains("href=\"/console/figures/rta/e1?period=2026&amp;lang=ar\""), "{page}");
    assert!(page.contains("href=\"/console/figures?period=2026&amp;lang=ar\""), "back to all");

    let service = Place::Service {
        entity: (slug("rta"), named("Roads")),
        service: (slug("parking"), named("Parking")),
    };
    let choice = figures(&[]).choice.of_service(slug("parking"));
    let parts = Vec::new();
    let page = shown(Language::En, Figures { place: service, choice, parts, ..figures(&[]) });
    assert!(!page.contains("id=\"list\"") && !page.contains("id=\"compared\""), "{page}");
    assert!(page.contains("action=\"/console/figures/rta/parking\""), "{page}");
}

#[test]
fn the_way_out_is_on_the_page_and_the_way_to_the_console_for_those_who_use_it() {
    let maker = shown(Language::En, figures(&[]));
    assert!(maker.contains("action=\"/console/sign-out\""), "{maker}");
    assert!(!maker.contains("href=\"/console\""), "{maker}");
    let auditor = shown(Language::Ar, Figures { has_console: true, ..figures(&[]) });
    assert!(auditor.contains("href=\"/console\""), "{auditor}");
}

#[test]
fn entities_are_compared_with_the_same_mix_and_complaints_with_transactions() {
    let page = plain(&shown(Language::En, figures(&[])));
    assert!(page.contains(">0.95<") && page.contains("25.0 complaints per 10,000"), "{page}");
    let few = Part { counts: counts(5, 4), ..part(1) };
    let page = plain(&shown(Language::En, Figures { parts: vec![few], ..figures(&[]) }));
    assert!(!page.contains(">0.95<"), "too few to compare: {page}");
}

#[test]
fn rising_words_are_listed_and_escaped() {
    let page = shown(Language::En, figures(&[]));
    let (_, section) = page.split_once("id=\"rising\"").unwrap();
    let (section, _) = section.split_once("</section>").unwrap();
    assert!(section.contains("lift &lt;b&gt;") && section.contains("<td>9</td>"), "{section}");
    let none = shown(Language::Ar, Figures { rising: Some(Vec::new()), ..figures(&[]) });
    assert!(none.contains(Reader::of(Language::Ar).words.rising_none), "{none}");
}

#[test]
fn figures_of_now_are_missing_where_they_are_not_counted() {
    let page = shown(
        Language::En,
        Figures {
            overdue: None,
            actions_overdue: None,
            months: Vec::new(),
            channels: Vec::new(),
            languages: Vec::new(),
            times: None,
            ..figures(&[("channel", "web")])
        },
    );
    for id in ["received-months", "times", "channels", "languages"] {
        assert!(!page.contains(&format!("id=\"{id}\"")), "{id} in {page}");
    }
    assert_eq!(page.matches("class=\"page-figures-tile\"").count(), 5, "{page}");
    let choice = figures(&[("channel", "web")]).choice;
    assert_eq!(
        (choice.period, choice.slice),
        (Period::parse("2026").unwrap(), Slice::Channel(Channel::Web))
    );
}

#[test]
fn nothing_in_a_page_needs_a_style_attribute_or_a_script() {
    for language in [Language::Ar, Language::En] {
        let page = shown(language, figures(&[]));
        assert!(!page.contains("style=") && !page.contains("<script"), "{page}");
        assert!(page.contains(&["<style>", style(), "</style>"].concat()));
        assert!(!page.contains("Roads, Transport and Public Works 1>"), "names are escaped");
    }
}

/// The first screen's names must not be read in a language that the page doesn't have.
#[test]
fn other_languages_read_english() {
    let page = shown(Language::Ur, figures(&[]));
    assert!(page.contains("<html lang=\"en\" dir=\"ltr\">"), "{page}");
    let refused = refusal(Context { language: Language::Ar, base_url: "" });
    assert!(refused.contains(Reader::of(Language::Ar).words.forbidden_title), "{refused}");
}

/// Ids name one element each, or labels would lead to another one.
#[test]
fn no_id_occurs_twice() {
    let page = shown(Language::En, figures(&[]));
    let mut ids: Vec<&str> =
        page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
}

/// Size over the wire of the longest page: 46 entities and all charts. Deflate's stream has 18
/// bytes more as gzip.
#[test]
fn a_page_of_46_entities_has_at_most_35_kilobytes() {
    for language in [Language::Ar, Language::En] {
        let page = shown(language, Figures { reads_cases: true, ..figures(&[]) });
        let size = miniz_oxide::deflate::compress_to_vec(page.as_bytes(), 6).len() + 18;
        assert!(size <= 35_000, "{size} bytes in {language:?}, of {}", page.len());
    }
}
