//! Tests of the guide's pages.

use domain::{
    bilingual::Named,
    entity::policy::EntityPolicy,
    guide,
    intake::kind::Kind,
    sla::{
        agreement::{Agreement, Term},
        calendar::Calendar,
        priority::Priority,
    },
};

use super::*;

fn context(language: Language) -> Context<'static> {
    Context { language, base_url: "https://sawtak.example" }
}

fn entity() -> DirectoryEntity {
    let name = Named { ar: "هيئة الطرق".into(), en: "Roads <Authority>".into() };
    DirectoryEntity { id: "rta".into(), name, services: Vec::new() }
}

fn render(language: Language, editions: &[&Edition], edition: &Edition) -> String {
    let guide =
        Guide { editions, edition, entities: vec![entity()], path: "/guide", released: None };
    page(context(language), guide)
}

#[test]
fn the_guide_has_every_article_and_leads_to_proposals_data_and_entities() {
    let current = guide::current();
    for language in LANGUAGES {
        let page = render(language, &[current], current);
        let words = GuideWords::of(language);
        for article in &current.articles {
            let (start, link) =
                (["id=\"", &article.id, "\""].concat(), ["href=\"#", &article.id, "\""].concat());
            assert!(page.contains(&start) && page.contains(&link), "{} in {page}", article.id);
            assert!(page.contains(article.title.for_reader(language.tag()).0), "{}", article.id);
        }
        let tag = language.tag();
        for part in [
            &format!("href=\"/f/sawtak?service=guide&amp;lang={tag}\""),
            &format!("href=\"/guide/rta?lang={tag}\""),
            &format!("href=\"/guide/1?lang={tag}\""),
            "href=\"/guide/1.json\"",
            words.changed_first,
            "href=\"#indicator-full_on_time\"",
            "id=\"indicator-full_on_time\"",
            &words.target_at_least.replace("{percent}", "90"),
            "<table class=\"page-table\">",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
        let main = page.split("<main").nth(1).unwrap();
        assert!(!main.contains('{') && !page.contains("<script"), "{main}");
    }
}

#[test]
fn what_changed_between_two_versions_is_shown() {
    let first = guide::current().clone();
    let mut second = Edition { version: 2, ..first.clone() };
    second.articles.retain(|article| article.id != "steps");
    for article in &mut second.articles {
        if article.id == "extension" {
            article.constants.insert("extension_max".into(), 7);
            article.text.en = "A supervisor may extend <once>, by 7 working days.".into();
        }
    }
    second.articles.push(Article { id: "new".into(), ..second.articles[0].clone() });
    let page = render(Language::En, &[&second, &first], &second);
    let changed = page.split("id=\"what-changed\"").nth(1).unwrap();
    let changed = changed.split("</section>").next().unwrap();
    for part in [
        "Compared with version 1:",
        "extension_max: 7 (before: 10)",
        "<ins>A supervisor may extend &lt;once&gt;, by 7 working days.</ins>",
        "<del>A supervisor may extend the time of the full answer once, by at most 10 working days",
        "New article",
        "Article removed",
        "<h3>Three steps</h3>",
    ] {
        assert!(changed.contains(part), "{part} in {changed}");
    }
    assert!(!changed.contains("Merging"), "{changed}");
    let earlier = render(Language::En, &[&second, &first], &first);
    assert!(earlier.contains("Version 2 is in force now."), "{earlier}");
    assert!(earlier.contains("This is the first version."), "{earlier}");
    assert!(!page.contains("is in force now."), "{page}");
}

#[test]
fn an_entitys_shorter_times_stand_beside_those_of_the_guide() {
    let mut policy = EntityPolicy::working(Calendar::federal(2026..=2027));
    let page = own_page(context(Language::En), &entity(), &policy);
    assert!(page.contains("Promises of Roads &lt;Authority&gt;"), "{page}");
    assert!(page.contains("Its times are those of the guide.") && !page.contains("Guide: "));
    assert!(page.contains("Recommended from 60% of the best possible result; guide: 60%."));
    let guide = Agreement::default_for(Kind::Complaint, Priority::Ordinary);
    let own = Agreement { resolution: Term::days(3), ..guide };
    policy.agreements = policy.agreements.with(Kind::Complaint, Priority::Ordinary, own);
    let page = own_page(context(Language::En), &entity(), &policy);
    let cell = "<td>3 working days<br><span class=\"page-note\">Guide: 5 working days</span></td>";
    assert!(page.contains(cell), "{page}");
    assert!(!page.contains("Its times are those of the guide."), "{page}");
    let page = own_page(context(Language::Ar), &entity(), &policy);
    assert!(page.contains("مواعيد هيئة الطرق") && page.contains("الدليل: 5 أيام عمل"), "{page}");
}

#[test]
fn readers_of_other_languages_get_english() {
    assert_eq!(language(Language::Ur), Language::En);
    assert_eq!(language(Language::Ar), Language::Ar);
}
