//! Tests of the status page.

use domain::{
    Timestamp,
    bilingual::Named,
    case::stage::Stage,
    intake::kind::Kind,
    reference::Reference,
    sla::calendar::Calendar,
    wire::{DirectoryEntity, DirectoryService, Status, TimelineEntry},
};
use form::Language;

use super::{Participation, page};
use crate::{document::Context, words::Words};

fn at(day: &str) -> Timestamp {
    ["2026-04-", day, "T08:00:00Z"].concat().parse().unwrap()
}

fn status(stage: Stage) -> Status {
    let entry = |stage, entity: &str| TimelineEntry { at: at("01"), stage, entity: entity.into() };
    Status {
        reference: Reference::draw([7; 8]),
        kind: Kind::Complaint,
        entity: "unknown<".into(),
        stage,
        received_at: at("01"),
        updated_at: at("02"),
        first_response_due: at("03"),
        resolution_due: at("08"),
        timeline: vec![entry(Stage::Received, "rta"), entry(stage, "unknown<")],
        content: None,
    }
}

fn named(en: &str) -> Named {
    Named { ar: "اسم".into(), en: en.into() }
}

fn render(language: Language, status: &Status, said: Option<&str>, now: Timestamp) -> String {
    let fines = DirectoryService {
        id: "fines".into(),
        name: named("Fines & more"),
        asks_place: false,
        services: vec![],
    };
    let parking = DirectoryService {
        id: "\"parking\"".into(),
        name: named("Parking"),
        asks_place: true,
        services: vec![fines],
    };
    let entity =
        DirectoryEntity { id: "rta".into(), name: named("<Roads>"), services: vec![parking] };
    let calendar = Calendar::federal(2026..=2026);
    let participation = Participation {
        status,
        entities: &[entity],
        said,
        now,
        engine: "/w/1/widget.js",
        calendar: &calendar,
    };
    page(Context { language, base_url: "https://sawtak.example" }, &participation)
}

fn english(stage: Stage) -> String {
    render(Language::En, &status(stage), None, at("02"))
}

#[test]
fn the_stage_the_times_and_the_next_step_are_there_in_every_language() {
    let status = status(Stage::Received);
    for language in Language::ALL {
        let page = render(language, &status, None, at("02"));
        let words = Words::of(language);
        for text in [words.stage_received, words.timeline, words.lost] {
            assert!(page.contains(text), "{text} in {page}");
        }
        for part in words.next_received.split(['{', '}']).step_by(2) {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert_eq!(page.matches("<time datetime=\"2026-04-08T08:00:00Z\">").count(), 2, "{page}");
        assert!(!page.contains(words.late), "{page}");
    }
}

#[test]
fn a_missed_deadline_is_said_unless_the_author_is_asked() {
    let late = Words::of(Language::En).late;
    let page = |stage, now| render(Language::En, &status(stage), None, at(now));
    assert!(page(Stage::Received, "04").contains(late));
    assert!(!page(Stage::InReview, "04").contains(late));
    assert!(page(Stage::InReview, "09").contains(late));
    assert!(!page(Stage::AwaitingCustomer, "09").contains(late));
    assert!(!page(Stage::Closed, "09").contains(late));
}

#[test]
fn names_from_the_directory_are_text() {
    let page = english(Stage::InReview);
    for part in [
        "<bdi lang=\"en\">&lt;Roads&gt;</bdi>",
        "unknown&lt;",
        "data-entity=\"unknown&lt;\"",
        "<data value=\"&quot;parking&quot;\" lang=\"en\">Parking</data>",
        "<data value=\"fines\" lang=\"en\">Fines &amp; more</data>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<Roads>"), "{page}");
}

#[test]
fn only_commands_that_the_stage_allows_are_there() {
    let calls = |stage| {
        let page = english(stage);
        let calls = page.split(" data-call=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        calls.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(calls(Stage::Received), ["messages", "contact", "withdrawal", "erasure"]);
    assert_eq!(calls(Stage::Answered), ["rating", "messages", "reopening", "contact", "erasure"]);
    assert_eq!(calls(Stage::Withdrawn), ["erasure"]);
}

#[test]
fn a_contact_is_corrected_in_fields_with_labels_in_every_language() {
    for language in Language::ALL {
        let page = render(language, &status(Stage::Received), None, at("02"));
        let words = Words::of(language);
        for name in ["name", "email", "phone"] {
            assert!(page.contains(&["<label for=\"deed-", name, "\">"].concat()), "{name}");
            assert!(page.contains(&["id=\"deed-", name, "\" name=\"", name].concat()), "{name}");
        }
        for text in [words.contact_change, words.contact_change_hint, words.contact_change_empty] {
            assert!(page.contains(text), "{text} in {page}");
        }
        let done = render(language, &status(Stage::Received), Some("contact"), at("02"));
        assert!(done.contains(words.said_contact));
    }
}

#[test]
fn a_question_is_answered_under_its_own_heading() {
    let words = Words::of(Language::En);
    assert!(english(Stage::AwaitingCustomer).contains(words.answer));
    assert!(english(Stage::InReview).contains(words.write));
}

#[test]
fn only_a_known_call_is_reported() {
    let status = status(Stage::Received);
    let page = |said| render(Language::En, &status, Some(said), at("02"));
    let words = Words::of(Language::En);
    assert!(page("rating").contains(words.said_rating));
    let hostile = page("<b>\"");
    assert!(!hostile.contains(" id=\"said\"") && !hostile.contains("<b>\""), "{hostile}");
}

#[test]
fn everything_that_the_script_looks_for_is_there_once() {
    let page = english(Stage::Answered);
    for id in [
        "sent",
        "sent-content",
        "sent-file",
        "sent-message",
        "sent-wrong",
        "sent-failed",
        "deeds",
        "troubles",
        "services",
    ] {
        assert_eq!(page.matches(&[" id=\"", id, "\""].concat()).count(), 1, "{id} in {page}");
    }
}

#[test]
fn a_refused_file_is_told_of_in_each_language() {
    for language in Language::ALL {
        let page = render(language, &status(Stage::Received), None, at("02"));
        let words = Words::of(language);
        assert!(page.contains("data-refused") && page.contains(words.file_refused), "{page}");
    }
}

#[test]
fn a_new_link_is_asked_for_without_a_script() {
    let action = ["action=\"/p/", &Reference::draw([7; 8]).to_string(), "/link?lang=en\""].concat();
    let page = english(Stage::Received);
    assert!(page.contains(&action) && page.contains("name=\"contact\""), "{page}");
}

#[test]
fn no_field_cuts_off_what_is_pasted_and_too_long_a_text_says_by_how_much() {
    for language in Language::ALL {
        let page = render(language, &status(Stage::Received), None, at("02"));
        assert!(page.contains("<textarea") && !page.contains("maxlength"), "{page}");
        let long = language.words(false).error_text_long;
        assert!(long.contains("{over}"), "{long}");
        assert!(page.contains(&["<data value=\"long\">", long, "</data>"].concat()), "{page}");
    }
}
