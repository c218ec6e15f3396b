//! Tests of the status page.

use domain::{
    Timestamp,
    bilingual::Named,
    case::stage::Stage,
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    media::scan::Scan,
    reference::Reference,
    sla::calendar::Calendar,
    wire::{
        Attachment, Contact, Content, DirectoryEntity, DirectoryService, Message, Status,
        TimelineEntry,
    },
};
use form::Language;

use super::{Key, Participation, Refused, page};
use crate::{document::Context, words::Words};

fn at(day: &str) -> Timestamp {
    ["2026-04-", day, "T08:00:00Z"].concat().parse().unwrap()
}

fn status(stage: Stage) -> Status {
    let entry = |stage, entity: &str| TimelineEntry {
        at: at("01"),
        stage,
        merged: false,
        entity: entity.into(),
    };
    Status {
        reference: Reference::draw([7; 8]),
        kind: Kind::Complaint,
        entity: "unknown<".into(),
        stage,
        merged: false,
        received_at: at("01"),
        updated_at: at("02"),
        first_response_due: at("03"),
        resolution_due: at("08"),
        guide: Some(1),
        test: false,
        timeline: vec![entry(Stage::Received, "rta"), entry(stage, "unknown<")],
        content: None,
    }
}

/// Returns the status as the bearer of the key sees it.
fn opened(stage: Stage) -> Status {
    let message = |id: &str, from: &str, text: &str| Message {
        id: id.into(),
        at: at(["01", "02", "02"][id.parse::<usize>().unwrap() - 1]),
        from: from.into(),
        text: text.into(),
        attachments: vec![],
    };
    let content = Content {
        text: "The lift <b>is</b> out of order.".into(),
        service: Some("fines".into()),
        suggestion: Some(Reference::draw([9; 8])),
        channel: Channel::Web,
        unclassified: false,
        language: "en".into(),
        mood: None,
        page: None,
        elapsed_ms: None,
        contact: Some(Contact { name: None, email: Some("salma@example.org".into()), phone: None }),
        place: None,
        attachments: vec![file("voice.webm", "audio/webm", None)],
        messages: vec![
            message("1", "entity", "Which <i>lift</i>?"),
            message("2", "customer", "The left one."),
            message("3", "entity", "It is mended."),
        ],
        rating: None,
        planned_by: None,
        implemented_on: None,
        lessons: Vec::new(),
    };
    Status { content: Some(content), ..status(stage) }
}

fn file(name: &str, media_type: &str, scan: Option<Scan>) -> Attachment {
    Attachment {
        id: "a".into(),
        name: name.into(),
        media_type: media_type.into(),
        size: 7,
        url: "/x?a=1&b=\"2".into(),
        marks: vec![],
        scan,
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
    let choices = [entity.clone()];
    let calendar = Calendar::federal(2026..=2026);
    let key = if status.content.is_some() { Key::Right("k-_1") } else { Key::Absent };
    let participation = Participation {
        status,
        key,
        entities: &[entity],
        choices: &choices,
        said,
        headline: Some(at("02")),
        refused: None,
        now,
        engine: "/w/1/widget.js",
        calendar: &calendar,
    };
    page(Context { language, base_url: "https://sawtak.example" }, &participation)
}

fn english(stage: Stage) -> String {
    render(Language::En, &opened(stage), None, at("02"))
}

/// Asserts that texts stand on a page in this order.
fn assert_in_order(page: &str, texts: &[&str]) {
    let places: Vec<usize> = texts
        .iter()
        .map(|text| page.find(text).unwrap_or_else(|| panic!("{text} in {page}")))
        .collect();
    assert!(places.is_sorted(), "{texts:?} at {places:?} in {page}");
}

#[test]
fn a_test_says_so_and_waits_for_nothing() {
    let test = |status: Status| Status { test: true, ..status };
    for language in Language::ALL {
        let notice = language.words(false).test_notice;
        for status in [status(Stage::Received), opened(Stage::Received)] {
            assert!(!render(language, &status, None, at("09")).contains(notice));
            let page = render(language, &test(status), None, at("09"));
            assert!(page.contains(notice) && !page.contains("class=\"page-late\""), "{page}");
        }
    }
    // Nobody reads what its author would write.
    let write = "/messages?";
    assert!(english(Stage::Received).contains(write));
    let page = render(Language::En, &test(opened(Stage::Received)), None, at("02"));
    assert!(!page.contains(write), "{page}");
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
        assert!(!page.contains("data-call="), "{page}");
        assert!(!page.contains(words.late), "{page}");
        let guide = ["<a href=\"/guide/1?lang=", language.tag(), "\">1</a>"].concat();
        assert!(page.contains(words.guide_version) && page.contains(&guide), "{page}");
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
        "<bdi lang=\"en\">Fines &amp; more</bdi>",
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
    assert_eq!(calls(Stage::AwaitingCustomer)[0], "messages");
    assert_eq!(calls(Stage::Withdrawn), ["erasure"]);
}

#[test]
fn what_came_by_mail_asks_for_its_kind_and_entity_first_in_every_language() {
    let mut status = opened(Stage::Received);
    status.content.as_mut().unwrap().unclassified = true;
    for language in Language::ALL {
        let page = render(language, &status, None, at("03"));
        let words = Words::of(language);
        assert_in_order(&page, &[words.classify, words.classify_hint, "value=\"rta\""]);
        assert!(page.contains("data-call=\"classification\""), "{page}");
    }
    assert!(!english(Stage::Received).contains("data-call=\"classification\""));
}

#[test]
fn a_contact_is_corrected_in_fields_with_labels_in_every_language() {
    for language in Language::ALL {
        let page = render(language, &opened(Stage::Received), None, at("02"));
        let words = Words::of(language);
        for name in ["name", "email", "phone"] {
            assert!(page.contains(&["<label for=\"deed-", name, "\">"].concat()), "{name}");
            assert!(page.contains(&["id=\"deed-", name, "\" name=\"", name].concat()), "{name}");
        }
        for text in [words.contact_change, words.contact_change_hint, words.contact_change_empty] {
            assert!(page.contains(text), "{text} in {page}");
        }
        let done = render(language, &opened(Stage::Received), Some("contact"), at("02"));
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
    // A link tells nobody else that something was done.
    assert!(!page("rating").contains(words.said_rating) && page("link").contains(words.lost_done));
    let told = render(Language::En, &opened(Stage::Received), Some("rating"), at("02"));
    assert!(told.contains(words.said_rating));
    let left = |said| page(said).contains("data-left");
    assert!(left("link") && !left("code"), "only an e-mail address is told, by the script");
    let hostile = page("<b>\"");
    assert!(!hostile.contains(" id=\"said\"") && !hostile.contains("<b>\""), "{hostile}");
}

#[test]
fn what_the_entity_says_comes_first_and_the_history_last() {
    let words = Words::of(Language::En);
    let page = english(Stage::Answered);
    let order = [
        words.stage_answered,
        "It is mended.",
        words.rate,
        "Which &lt;i&gt;lift&lt;/i&gt;?",
        "The left one.",
        words.sent_title,
        "The lift &lt;b&gt;is&lt;/b&gt; out of order.",
        words.timeline,
        words.erase,
    ];
    assert_in_order(&page, &order);
    assert_eq!(page.matches("It is mended.").count(), 1, "{page}");
    let asked = english(Stage::AwaitingCustomer);
    assert_in_order(&asked, &["A question from", "It is mended.", words.answer, "The left one."]);
}

#[test]
fn a_participation_from_before_the_guide_had_versions_names_none() {
    let status = Status { guide: None, ..status(Stage::Received) };
    let page = render(Language::En, &status, None, at("02"));
    assert!(!page.contains(Words::of(Language::En).guide_version), "{page}");
}

#[test]
fn deadlines_are_there_only_while_an_answer_is_due() {
    let words = Words::of(Language::En);
    for (stage, is_due) in [(Stage::InReview, true), (Stage::Answered, false)] {
        for status in [status(stage), opened(stage)] {
            let page = render(Language::En, &status, None, at("02"));
            assert_eq!(page.contains(words.resolution_due), is_due, "{stage:?} {page}");
            assert!(!page.contains(words.first_due), "{page}");
        }
    }
}

#[test]
fn whoever_rated_badly_is_offered_to_reopen_at_once() {
    let mut status = opened(Stage::Answered);
    let rate = |status: &mut Status, mood| {
        if let Some(content) = &mut status.content {
            content.rating = Some(mood);
        }
        render(Language::En, status, None, at("02"))
    };
    let words = Words::of(Language::En);
    let page = rate(&mut status, Mood::Unhappy);
    assert_in_order(&page, &["It is mended.", words.reopen_text, "The left one."]);
    assert!(!page.contains("data-call=\"rating\""), "{page}");
    let page = rate(&mut status, Mood::Happy);
    assert_in_order(&page, &["The left one.", words.reopen_text]);
}

#[test]
fn what_happened_at_one_stage_stands_once_in_the_history() {
    let mut status = status(Stage::Answered);
    status.timeline.push(status.timeline[1].clone());
    let page = render(Language::En, &status, None, at("02"));
    let answered = "<strong>Answered</strong>";
    assert_eq!(page.matches(answered).count(), 1, "{page}");
}

#[test]
fn an_accepted_suggestion_says_by_when_it_will_be_done_and_when_it_was() {
    let mut status = opened(Stage::Answered);
    let mut shown = |planned_by: Option<&str>, implemented_on: Option<&str>| {
        let day = |day: Option<&str>| day.map(|day| day.parse().unwrap());
        if let Some(content) = &mut status.content {
            (content.planned_by, content.implemented_on) = (day(planned_by), day(implemented_on));
        }
        render(Language::En, &status, None, at("02"))
    };
    let planned = "It will be done by <time datetime=\"2027-03-20\">20 March 2027</time>";
    assert!(shown(Some("2027-03-20"), None).contains(planned));
    let done = shown(Some("2027-03-20"), Some("2027-03-18"));
    assert!(done.contains("It was done on") && !done.contains("It will be done"), "{done}");
}

#[test]
fn a_wrong_key_is_said_and_a_new_link_offered_there() {
    let status = status(Stage::Received);
    let calendar = Calendar::federal(2026..=2026);
    let participation = Participation {
        status: &status,
        key: Key::Wrong,
        entities: &[],
        choices: &[],
        said: None,
        headline: None,
        refused: None,
        now: at("02"),
        engine: "",
        calendar: &calendar,
    };
    let page = page(Context { language: Language::En, base_url: "" }, &participation);
    let words = Words::of(Language::En);
    assert_in_order(&page, &[words.wrong_key, "<details open", words.lost_field]);
}

#[test]
fn a_file_has_a_player_and_a_link_unless_it_is_infected() {
    let words = Words::of(Language::En);
    let page = english(Stage::Received);
    assert!(page.contains("<audio controls"), "{page}");
    assert!(page.contains("href=\"/x?a=1&amp;b=&quot;2\""), "{page}");
    let mut status = opened(Stage::Received);
    if let Some(content) = &mut status.content {
        content.attachments = vec![file("a.doc", "application/msword", Some(Scan::Infected))];
    }
    let page = render(Language::En, &status, None, at("02"));
    assert!(page.contains(words.file_refused) && !page.contains("/x?a=1"), "{page}");
}

#[test]
fn a_paired_suggestion_opens_with_the_same_key() {
    let page = english(Stage::Received);
    let link = format!("/p/{}/open/k-_1?lang=en", Reference::draw([9; 8]));
    assert!(page.contains(&link), "{page}");
}

#[test]
fn every_form_is_sent_without_a_script() {
    let page = english(Stage::Answered);
    for call in ["messages", "rating", "reopening", "contact", "erasure"] {
        let reference = Reference::draw([7; 8]);
        let action = format!("method=\"post\" action=\"/p/{reference}/{call}?lang=en\"");
        assert_eq!(page.matches(&action).count(), 1, "{call} in {page}");
    }
}

#[test]
fn a_new_link_is_asked_for_without_a_script() {
    let action = ["action=\"/p/", &Reference::draw([7; 8]).to_string(), "/link?lang=en\""].concat();
    let page = render(Language::En, &status(Stage::Received), None, at("02"));
    assert!(page.contains(&action) && page.contains("name=\"contact\""), "{page}");
}

#[test]
fn no_field_cuts_off_what_is_pasted_and_too_long_a_text_says_by_how_much() {
    for language in Language::ALL {
        let page = render(language, &opened(Stage::Received), None, at("02"));
        assert!(page.contains("<textarea") && !page.contains("maxlength"), "{page}");
        let long = language.words(false).error_text_long;
        assert!(long.contains("{over}"), "{long}");
        assert!(page.contains(&["<data value=\"long\">", long, "</data>"].concat()), "{page}");
    }
}

#[test]
fn a_refused_text_stands_in_its_form_again_with_how_much_is_too_long() {
    let status = opened(Stage::InReview);
    let text = ["<b>", &"x".repeat(5_000)].concat();
    let calendar = Calendar::federal(2026..=2026);
    let participation = Participation {
        status: &status,
        key: Key::Right("k"),
        entities: &[],
        choices: &[],
        said: None,
        headline: None,
        refused: Some(Refused { call: "messages", text: &text }),
        now: at("02"),
        engine: "",
        calendar: &calendar,
    };
    let page = page(Context { language: Language::En, base_url: "" }, &participation);
    let entered = [">&lt;b&gt;", &"x".repeat(5_000), "</textarea>"].concat();
    assert_eq!(page.matches(&entered).count(), 1, "{page}");
    let long = Language::En.words(false).error_text_long.replace("{over}", "3");
    assert!(page.contains(&["page-trouble\">", &long].concat()), "{page}");
}

#[test]
fn news_after_the_answer_stand_under_it_in_the_conversation() {
    let status = opened(Stage::Answered);
    let calendar = Calendar::federal(2026..=2026);
    let shown = |headline| {
        let participation = Participation {
            status: &status,
            key: Key::Right("k"),
            entities: &[],
            choices: &[],
            said: None,
            headline,
            refused: None,
            now: at("02"),
            engine: "",
            calendar: &calendar,
        };
        page(Context { language: Language::En, base_url: "" }, &participation)
    };
    let first = shown(Some(at("01")));
    assert_in_order(&first, &["The answer from", "Which &lt;i&gt;lift", "It is mended."]);
    assert_in_order(&shown(None), &["The latest from", "It is mended.", "Which &lt;i&gt;lift"]);
}

#[test]
fn what_is_merged_is_joined_and_not_refused_in_every_language() {
    for language in Language::ALL {
        let words = Words::of(language);
        for status in [status(Stage::Declined), opened(Stage::Declined)] {
            let mut merged = Status { merged: true, ..status };
            if let Some(entry) = merged.timeline.last_mut() {
                entry.merged = true;
            }
            let page = render(language, &merged, None, at("02"));
            // Where it stands, and in the history.
            assert_eq!(page.matches(words.stage_merged).count(), 2, "{page}");
            assert!(!page.contains(words.stage_declined), "{page}");
            let (before, after) = words.next_merged.split_once("{entity}").unwrap();
            assert!(page.contains(before) && page.contains(after), "{page}");
            assert!(!page.contains("/rating?"), "it has no answer yet: {page}");
            assert_eq!(page.contains("/reopening?"), merged.content.is_some(), "{page}");
        }
    }
}
