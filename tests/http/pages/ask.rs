//! `/ask`: what happened, in one field; its answers; and the form of an entity, filled in.

use domain::wire::AssistantAnswer;
use domain::{assistant::MESSAGE_MAX, intake::kind::Kind, reference::Reference};
use reqwest::{Method, Response, StatusCode, header, multipart};
use serde_json::json;
use tests::{
    assertions::{self, header_of},
    client::Visitor,
    fixtures::complaint,
    html, server, typed, words,
};

const LATE: &str = "the bus did not come for one hour, I was late for work";

/// Posts fields as a page of the edge does.
async fn post(path: &str, fields: &[(&str, &str)]) -> Response {
    for (_, text) in fields.iter().filter(|(name, _)| *name == "text") {
        typed::note(text);
    }
    let request = Visitor::new().request(Method::POST, path);
    request.header(header::ORIGIN, server::edge()).form(fields).send().await.unwrap()
}

/// Asks in a language and returns the page.
async fn ask(language: &str, text: &str) -> String {
    let response = post(&format!("/ask?lang={language}"), &[("text", text)]).await;
    assert_eq!(header_of(&response, header::CONTENT_LANGUAGE), language);
    assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-store");
    assert_eq!(header_of(&response, header::LOCATION), "");
    assertions::page(response, StatusCode::OK).await
}

/// Returns what the page says before the list of all entities.
fn answered(page: &str) -> &str {
    page.split_once("<main").unwrap().1.split_once("page-fold").unwrap().0
}

/// Returns the text in the page's field.
fn kept(page: &str) -> String {
    html::text_of(page, "text").unwrap()
}

#[tokio::test]
async fn the_question_is_asked_in_each_language_and_leads_to_every_entity() {
    let visitor = Visitor::new();
    for language in words::languages() {
        let page = visitor.get(&format!("/ask?lang={language}")).await;
        let page = assertions::page(page, StatusCode::OK).await;
        assert!(page.contains(&words::page(&language, "ask_title")), "{page}");
        assert!(page.contains("value=\"rta\"") && page.contains("value=\"iacad\""), "{page}");
        assert!(!page.contains("<script"), "{page}");
        let home = visitor.get(&format!("/?lang={language}")).await.text().await.unwrap();
        assert!(home.contains(&format!("method=\"post\" action=\"/ask?lang={language}\"")));
    }
}

#[tokio::test]
async fn a_report_is_proposed_as_the_assistant_proposes_it() {
    for text in [LATE, "الباص ما وقف عند المحطة وتأخرت", "nobody answers and it takes weeks"]
    {
        let call = Visitor::new().request(Method::POST, "/api/v1/assistant");
        let call = call.json(&json!({ "text": text, "language": "en" })).send().await.unwrap();
        let answer: AssistantAnswer = call.json().await.unwrap();
        let page = ask("en", text).await;
        let ways: Vec<String> = answer
            .proposals
            .iter()
            .map(|one| {
                let service = one.service.as_deref().unwrap_or_default();
                format!("name=\"way\" value=\"{}/{service}\"", one.entity)
            })
            .collect();
        let shown = if answer.is_sure { &ways[..1] } else { &ways };
        let answered = answered(&page);
        assert_eq!(answered.matches("name=\"way\"").count(), shown.len(), "{answered}");
        for way in shown {
            assert!(answered.contains(way), "{way} in {answered}");
        }
        assert!(page.contains(&words::page("en", "ask_none")), "{page}");
        let kind = answer.kind.unwrap().value.as_str();
        assert_eq!(html::value_of(&page, "kind").as_deref(), Some(kind));
        assert_eq!(kept(&page), text);
    }
}

#[tokio::test]
async fn the_page_that_led_here_makes_its_services_likelier() {
    let page = Visitor::new().get("/ask?lang=en&entity=khda&service=x").await.text().await.unwrap();
    assert_eq!(html::value_of(&page, "entity").as_deref(), Some("khda"));
    assert_eq!(html::value_of(&page, "service"), None);
    let fields = [("text", "nobody answers and it takes weeks"), ("entity", "khda")];
    let page = post("/ask?lang=en", &fields).await.text().await.unwrap();
    let first = answered(&page).split_once("name=\"way\" value=\"").unwrap().1;
    assert!(first.starts_with("khda/"), "{first}");
}

#[tokio::test]
async fn an_emergency_gets_numbers_to_dial_before_all_else_in_the_language_of_the_text() {
    let text = "الحقونا حريق في الشقة والناس داخل";
    let page = ask("en", text).await;
    let places = ["role=\"alert\" lang=\"ar\" dir=\"rtl\"", "tel:997", "tel:99", "<h2>"]
        .map(|part| answered(&page).find(part).unwrap_or_else(|| panic!("{part} in {page}")));
    assert!(places.is_sorted(), "{page}");
    for part in ["tel:998", "tel:999", &words::page("ar", "ask_calls"), "value=\"rta\""] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(kept(&page), text);
}

#[tokio::test]
async fn a_number_shows_its_status_and_a_wrong_one_says_so() {
    let visitor = Visitor::new();
    let reference = visitor.submit(&complaint()).await.reference;
    let page = ask("en", &format!("what happened to {reference}?")).await;
    assert!(page.contains(&words::page("en", "stage_received")), "{page}");
    assert!(page.contains(&format!("href=\"/p/{reference}?lang=en\"")), "{page}");
    let typed = reference.to_string();
    let (rest, last) = typed.split_at(typed.len() - 1);
    let wrong = format!("{rest}{}", (last.parse::<u8>().unwrap() + 1) % 10);
    let page = ask("en", &format!("any news on {wrong}")).await;
    assert!(page.contains(&words::page("en", "ask_digit")), "{page}");
    let unknown = Reference::draw([249; 8]);
    let page = ask("en", &format!("status of {unknown}")).await;
    assert!(page.contains(&words::page("en", "unknown_title")), "{page}");
    assert_eq!(html::value_of(&page, "reference"), Some(unknown.to_string()));
    let page = ask("en", "what happened to my complaint?").await;
    assert!(page.contains(&words::page("en", "ask_number")), "{page}");
}

#[tokio::test]
async fn what_is_unclear_empty_or_too_long_keeps_its_text_and_the_way_to_every_entity() {
    let page = ask("ur", "👍👍").await;
    assert!(page.contains(&words::page("ur", "ask_unclear")), "{page}");
    assert_eq!(kept(&page), "👍👍");
    let long = "م".repeat(MESSAGE_MAX + 3);
    for (text, part) in
        [("  ", words::page("en", "ask_empty")), (long.as_str(), "3 too many".to_owned())]
    {
        let response = post("/ask?lang=en", &[("text", text)]).await;
        let page = assertions::page(response, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert!(page.contains(&part) && page.contains("value=\"rta\""), "{page}");
        assert_eq!(kept(&page).trim(), text.trim());
    }
    let again = post("/ask?lang=en", &[("text", ""), ("again", "")]).await;
    let page = assertions::page(again, StatusCode::OK).await;
    assert!(!page.contains("role=\"alert\""), "{page}");
}

#[tokio::test]
async fn markup_in_a_text_is_text() {
    let page = ask("en", &format!("{LATE} </textarea><script>alert(1)</script>")).await;
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
}

#[tokio::test]
async fn the_chosen_entitys_form_is_filled_in_and_is_sent_without_script() {
    let fields = [("text", LATE), ("kind", "observation"), ("way", "rta/bus")];
    let response = post("/ask/form?lang=en", &fields).await;
    let page = assertions::page(response, StatusCode::OK).await;
    assert!(page.contains("action=\"/f/rta?lang=en\"") && page.contains("/page.js"), "{page}");
    assert_eq!(kept(&page), LATE);
    let tag = |name: &str, value: &str| {
        let tags = page.split('<').filter(|tag| tag.starts_with(name));
        tags.filter(|tag| tag.contains(&format!("value=\"{value}\""))).collect::<String>()
    };
    assert!(tag("option", "bus").contains(" selected"), "{page}");
    assert!(tag("input", "observation").contains(" checked"), "{page}");
    let key = html::value_of(&page, "key").unwrap();
    let form = multipart::Form::new()
        .text("kind", "observation")
        .text("text", LATE)
        .text("service", "bus")
        .text("language", "en")
        .text("token", html::value_of(&page, "token").unwrap())
        .text("key", key);
    let visitor = Visitor::new();
    let request = visitor.request(Method::POST, "/f/rta?lang=en");
    let sent = request.header(header::ORIGIN, server::edge()).multipart(form).send().await.unwrap();
    let sent = assertions::page(sent, StatusCode::CREATED).await;
    let status = visitor.status(html::reference_in(&sent).unwrap()).await;
    assert_eq!((status.entity.as_str(), status.kind), ("rta", Kind::Observation));
}

#[tokio::test]
async fn an_entity_that_does_not_exist_leads_back_to_all_with_the_text() {
    for way in ["", "nobody", "nobody/x", "/", "R T A"] {
        let response = post("/ask/form?lang=en", &[("text", LATE), ("way", way)]).await;
        let page = assertions::page(response, StatusCode::OK).await;
        assert_eq!(kept(&page), LATE, "{way}");
    }
    let back = Visitor::new().get("/ask/form?lang=en").await;
    assert_eq!(back.status(), StatusCode::SEE_OTHER);
    assert_eq!(header_of(&back, header::LOCATION), "/ask?lang=en");
}

#[tokio::test]
async fn a_foreign_website_may_not_ask_and_another_body_is_refused() {
    let visitor = Visitor::new();
    for path in ["/ask", "/ask/form"] {
        let request = visitor.request(Method::POST, path).form(&[("text", LATE)]);
        let foreign = request.header(header::ORIGIN, "https://evil.example").send().await.unwrap();
        assertions::page(foreign, StatusCode::FORBIDDEN).await;
        let json = visitor.request(Method::POST, path).json(&json!({ "text": LATE }));
        let json = json.send().await.unwrap();
        assertions::page(json, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    }
}
