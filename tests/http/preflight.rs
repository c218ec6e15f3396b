//! CORS preflights: what a page's browser asks before a call.

use reqwest::{
    Method, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
        ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
    },
};
use tests::{assertions::header_of, client::Visitor, server};

/// Headers that monitoring adds to a page's calls, and our own.
const ADDED: &str = "authorization,baggage,b3,content-type,idempotency-key,newrelic,request-id,\
                     sentry-trace,traceparent,tracestate,x-datadog-origin,x-datadog-trace-id,x-dynatrace";

async fn asked(link: &str, origin: &str, method: &str) -> Response {
    let request = Visitor::new()
        .request(Method::OPTIONS, link)
        .header(ORIGIN, origin)
        .header(ACCESS_CONTROL_REQUEST_METHOD, method)
        .header(ACCESS_CONTROL_REQUEST_HEADERS, ADDED);
    request.send().await.unwrap()
}

/// Returns the links that the widget calls, each with its method.
async fn calls() -> Vec<(String, &'static str)> {
    let form = Visitor::new().get("/embed/rta?lang=en").await.text().await.unwrap();
    let module = form.split('"').find(|text| text.starts_with("/w/")).unwrap().to_owned();
    let wasm = module.replace("widget.js", "widget_bg.wasm");
    let calls = [
        ("/embed/rta/first?lang=en", "GET"),
        ("/embed/rta/rest?lang=en", "GET"),
        (module.as_str(), "GET"),
        (wasm.as_str(), "GET"),
        ("/api/v1/entities", "GET"),
        ("/api/v1/participations", "POST"),
        ("/api/v1/participations/2K4M9QX", "GET"),
        ("/api/v1/uploads", "POST"),
        ("/api/v1/uploads/1", "PATCH"),
    ];
    calls.map(|(link, method)| (link.to_owned(), method)).to_vec()
}

#[tokio::test]
async fn every_header_that_monitoring_adds_is_allowed_wherever_a_page_calls() {
    for (link, method) in calls().await {
        let response = asked(&link, &server::demo(), method).await;
        assert_eq!(response.status(), StatusCode::NO_CONTENT, "{link}");
        let origin = header_of(&response, ACCESS_CONTROL_ALLOW_ORIGIN);
        assert!(origin == "*" || origin == server::demo(), "{link}: {origin}");
        let allowed = header_of(&response, ACCESS_CONTROL_ALLOW_HEADERS).to_lowercase();
        for name in ADDED.split(',') {
            assert!(allowed.split(", ").any(|allowed| allowed == name), "{link}: {name}");
        }
        assert_eq!(header_of(&response, ACCESS_CONTROL_MAX_AGE), "86400", "{link}");
    }
}

#[tokio::test]
async fn an_origin_that_is_not_registered_reads_only_what_is_open() {
    for (link, method) in calls().await {
        // The call for a form is refused with a reason, which the page may read.
        let is_open = ["/embed.js", "/embed/", "/w/", "/api/v1/entities"]
            .iter()
            .any(|open| link.starts_with(open));
        let response = asked(&link, "https://elsewhere.example", method).await;
        let headers = response.headers();
        assert_eq!(headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN), is_open, "{link}");
        assert_eq!(headers.contains_key(ACCESS_CONTROL_ALLOW_HEADERS), is_open, "{link}");
    }
}

#[tokio::test]
async fn an_origin_that_is_not_registered_reads_why_it_gets_no_form() {
    let origin = "https://elsewhere.example";
    let request = Visitor::new().request(Method::GET, "/embed/rta/first");
    let request = request.header(ORIGIN, origin).header("traceparent", "00-1-2-00");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert_eq!(header_of(&response, ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    let html = response.text().await.unwrap();
    let reason = format!("this origin isn't registered for rta: have {origin} added");
    assert!(html.contains(&reason), "{html}");
}

#[tokio::test]
async fn the_tag_of_an_entity_that_does_not_exist_is_told_so() {
    let visitor = Visitor::new();
    for origin in ["https://www.rta.ae", "https://unknown.example"] {
        for name in ["nobody", "NOBODY", "no%20body"] {
            let request = visitor.request(Method::GET, &format!("/embed/{name}/first"));
            let response = request.header(ORIGIN, origin).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::NOT_FOUND);
            let allowed = header_of(&response, ACCESS_CONTROL_ALLOW_ORIGIN);
            assert!(["*", origin].contains(&allowed.as_str()), "{allowed}");
            let html = response.text().await.unwrap();
            assert!(html.contains("no entity has the short name "), "{html}");
        }
    }
}

#[tokio::test]
async fn the_console_answers_no_preflight() {
    let response = asked("/console/api/me", &server::demo(), "PUT").await;
    assert!(!response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
    assert!(!response.status().is_success(), "{}", response.status());
}
