//! Tests of the page that asks what happened, and of its answers.

use domain::{
    Timestamp,
    assistant::{Call, Proposal},
    bilingual::Named,
    case::stage::Stage,
    reference::Reference,
    sla::calendar::Calendar,
    wire::{DirectoryService, Status},
};

use super::*;
use crate::participation::{Key, Participation};

const TEXT: &str = "</textarea><script> & \"lost\"";

fn entities() -> Vec<DirectoryEntity> {
    let named = |ar: &str, en: &str| Named { ar: ar.into(), en: en.into() };
    let service = DirectoryService {
        id: "parking".into(),
        name: named("المواقف", "<Parking>"),
        asks_place: false,
        services: vec![],
    };
    let entity =
        |id: &str, name: Named, services| DirectoryEntity { id: id.into(), name, services };
    vec![
        entity("dm", named("بلدية دبي", "Dubai Municipality"), vec![]),
        entity("rta", named("هيئة الطرق", "Roads & Transport"), vec![service]),
    ]
}

fn context(language: Language) -> Context<'static> {
    Context { language, base_url: "https://sawtak.example" }
}

fn asked<'a>(text: &'a str, entities: &'a [DirectoryEntity]) -> Asked<'a> {
    let (kind, entity, service) = (Some(Kind::Complaint), Some("rta"), None);
    Asked { text, kind, entity, service, entities }
}

fn proposal(entity: &str, service: Option<&str>) -> Proposal {
    Proposal { entity: entity.into(), service: service.map(Into::into), probability: 0.8 }
}

fn render(language: Language, calls: &[Call], spoken: Language, outcome: Outcome<'_>) -> String {
    let entities = entities();
    let reply = Reply { calls, spoken, outcome };
    answer(context(language), &asked(TEXT, &entities), &reply)
}

fn reply(language: Language, outcome: Outcome<'_>) -> String {
    render(language, &[], language, outcome)
}

fn report(language: Language, is_sure: bool) -> String {
    let proposals = [proposal("rta", Some("parking")), proposal("dm", None), proposal("x", None)];
    reply(language, Outcome::Report { proposals: &proposals, is_sure })
}

/// Returns the page's main content.
fn main(page: &str) -> &str {
    page.split_once("<main").unwrap().1.split_once("</main>").unwrap().0
}

/// Checks what holds for every page here.
fn check(language: Language, page: &str) {
    let root = ["<html lang=\"", language.tag(), "\" dir=\"", language.dir(), "\""].concat();
    let (main, tag) = (main(page), language.tag());
    let form = format!("id=\"form\" method=\"post\" action=\"/ask?lang={tag}\"");
    for part in [&root, &form, "&lt;/textarea&gt;&lt;script&gt; &amp; \"lost\"</textarea>"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<script"), "{page}");
    assert_eq!(page.matches("<h1").count(), 1, "{page}");
    assert!(!main.contains('{') && !main.contains("%3C"), "{main}");
    for id in ["dm", "rta"] {
        let address = format!("formaction=\"/ask/form?lang={tag}\"");
        let button = page.split("<button").find(|button| {
            button.contains(&address) && button.contains(&format!("value=\"{id}\""))
        });
        let button = button.unwrap_or_else(|| panic!("{id} in {page}"));
        assert!(button.contains("form=\"form\"") && button.contains("name=\"way\""), "{button}");
    }
    assert_eq!(page.matches("<form").count() - page.matches("method=\"get\"").count(), 1);
}

fn status(reference: Reference) -> Status {
    let at: Timestamp = "2026-04-01T20:30:00Z".parse().unwrap();
    Status {
        reference,
        kind: Kind::Complaint,
        entity: "rta".into(),
        stage: Stage::InReview,
        merged: false,
        received_at: at,
        updated_at: at,
        first_response_due: at,
        resolution_due: at,
        guide: None,
        test: false,
        timeline: vec![],
        content: None,
    }
}

#[test]
fn the_question_has_one_field_and_leads_to_every_entity() {
    let entities = entities();
    for language in Language::ALL {
        let page = question(context(language), &asked(TEXT, &entities), None);
        check(language, &page);
        let words = Words::of(language);
        for part in [words.ask_title, words.ask_hint, words.ask_choose] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("<h1><label for=\"text\">"), "{page}");
        assert!(!page.contains("role=\"alert\"") && !page.contains(" open"), "{page}");
    }
}

#[test]
fn another_language_sends_the_text_along_and_never_in_the_address() {
    let entities = entities();
    let blank = question(context(Language::En), &asked("", &entities), None);
    let button = "form=\"form\" name=\"again\" formaction=\"/ask?lang=ar\"";
    assert!(blank.contains(button), "{blank}");
    let answer = report(Language::En, true);
    assert!(answer.contains("form=\"form\" formaction=\"/ask?lang=ar\""), "{answer}");
    let body = answer.split_once("<body").unwrap().1;
    assert!(!body.contains("name=\"again\"") && !body.contains("aria-pressed"), "{body}");
}

#[test]
fn a_fault_is_said_beside_the_text_and_opens_the_list() {
    let entities = entities();
    for language in Language::ALL {
        let words = Words::of(language);
        for (fault, part) in [
            (Fault::Message(MessageFault::Empty), words.ask_empty),
            (Fault::Message(MessageFault::TooLong(17)), "17"),
            (Fault::Limit, words.ask_limit),
        ] {
            let page = question(context(language), &asked(TEXT, &entities), Some(fault));
            check(language, &page);
            let said = page.split_once("id=\"text-fault\" role=\"alert\"").unwrap().1;
            assert!(said.split_once("</p>").unwrap().0.contains(part), "{part} in {said}");
            assert!(page.contains("aria-invalid=\"true\"") && page.contains("<details"), "{page}");
            assert!(page.contains(" open"), "{page}");
        }
    }
}

#[test]
fn a_sure_proposal_is_one_card_and_none_of_these_is_there() {
    for language in Language::ALL {
        let (page, words) = (report(language, true), Words::of(language));
        check(language, &page);
        assert!(page.contains("value=\"rta/parking\""), "{page}");
        assert!(page.contains(words.ask_go_on) && page.contains(words.ask_none), "{page}");
        assert!(page.contains(language.words(false).kind_complaint), "{page}");
        assert!(page.contains("name=\"kind\" value=\"complaint\""), "{page}");
    }
    let page = report(Language::En, true);
    let heading = "<bdi lang=\"en\">&lt;Parking&gt;</bdi>, <bdi lang=\"en\">Roads &amp; Transport</bdi>: is that right?";
    assert!(page.contains(heading), "{page}");
    assert!(
        page.contains("<title>&lt;Parking&gt;, Roads &amp; Transport: is that right?"),
        "{page}"
    );
}

#[test]
fn an_unsure_proposal_is_one_of_several_that_the_directory_has() {
    for language in Language::ALL {
        let (page, words) = (report(language, false), Words::of(language));
        check(language, &page);
        assert!(page.contains(words.ask_which) && page.contains(words.ask_none), "{page}");
        let (choices, _) = main(&page).split_once("<details").unwrap();
        assert_eq!(choices.matches("name=\"way\"").count(), 2, "{choices}");
        assert!(!choices.contains(words.ask_go_on), "{choices}");
    }
}

#[test]
fn what_is_unclear_is_said_to_be_and_every_entity_is_there() {
    for language in Language::ALL {
        let page = reply(language, Outcome::Unclear);
        check(language, &page);
        assert!(page.contains(Words::of(language).ask_unclear) && page.contains(" open"), "{page}");
        let gone = [proposal("x", None)];
        let outcome = Outcome::Report { proposals: &gone, is_sure: true };
        assert!(reply(language, outcome).contains(Words::of(language).ask_unclear));
    }
}

#[test]
fn numbers_to_call_stand_above_everything_in_the_language_of_the_text() {
    let proposals = [proposal("rta", Some("parking"))];
    let calls = [Call::Fire, Call::Police, Call::Ambulance];
    for language in Language::ALL {
        for spoken in [Language::Hi, Language::Ar] {
            let outcome = Outcome::Report { proposals: &proposals, is_sure: true };
            let page = render(language, &calls, spoken, outcome);
            check(language, &page);
            let theirs = Words::of(spoken);
            let alarm = main(&page).split_once("</section>").unwrap().0;
            let places = ["role=\"alert\"", theirs.ask_calls, "tel:997", "tel:999", "tel:998"]
                .map(|part| alarm.find(part).unwrap_or_else(|| panic!("{part} in {alarm}")));
            assert!(places.is_sorted(), "{alarm}");
            let language = ["lang=\"", spoken.tag(), "\" dir=\"", spoken.dir(), "\""].concat();
            assert!(alarm.contains(&language) && alarm.contains(theirs.ask_fire), "{alarm}");
            assert!(page.contains("value=\"rta/parking\""), "{page}");
        }
    }
    let page = render(Language::En, &calls, Language::En, Outcome::Unclear);
    check(Language::En, &page);
    assert!(page.contains(Words::of(Language::En).ask_report), "{page}");
}

#[test]
fn a_status_is_shown_or_its_number_is_asked_for() {
    let reference = Reference::draw([3; 8]);
    let calendar = Calendar::federal(2026..=2026);
    let (status, entities) = (status(reference), entities());
    let participation = Participation {
        status: &status,
        key: Key::Absent,
        entities: &entities,
        choices: &[],
        said: None,
        headline: None,
        refused: None,
        now: status.received_at,
        engine: "",
        calendar: &calendar,
    };
    for language in Language::ALL {
        let words = Words::of(language);
        let page = reply(language, Outcome::Status(Looked::Found(&participation)));
        check(language, &page);
        let link = format!("href=\"/p/{reference}?lang={}\"", language.tag());
        for part in [&link, words.stage_in_review, words.ask_other] {
            assert!(page.contains(part), "{part} in {page}");
        }
        for (looked, heading, typed) in [
            (Looked::Unknown(reference), words.unknown_title, reference.to_string()),
            (Looked::Mistyped, words.ask_digit, String::new()),
            (Looked::Unnamed, words.ask_number, String::new()),
        ] {
            let page = reply(language, Outcome::Status(looked));
            check(language, &page);
            assert!(page.contains(heading) && page.contains("action=\"/p\""), "{page}");
            assert!(page.contains(&format!("value=\"{typed}\"")), "{page}");
        }
    }
}
