//! Conformance to HTTP: methods, conditional requests, media types and caching.

use reqwest::{Method, Response, StatusCode, header};
use tests::{
    assertions::{self, header_of},
    client::{PARTICIPATIONS, Visitor},
    fixtures::{self, complaint, complaint_with, picture},
    server,
    uploads::UPLOADS,
};

async fn status_link(visitor: &Visitor) -> String {
    format!("{PARTICIPATIONS}/{}", visitor.submit(&complaint()).await.reference)
}

#[tokio::test]
async fn head_says_what_get_would_without_the_content() {
    let visitor = Visitor::new();
    for link in [
        "/api/v1/entities",
        "/api/v1/entities/rta",
        "/guide/1.json",
        "/healthz",
        "/f/rta",
        &status_link(&visitor).await,
    ] {
        let get = visitor.get(link).await;
        let head = visitor.request(Method::HEAD, link).send().await.unwrap();
        assert_eq!(head.status(), get.status(), "{link}");
        for name in [header::CONTENT_TYPE, header::ETAG, header::CACHE_CONTROL] {
            assert_eq!(header_of(&head, &name), header_of(&get, &name), "{name} of {link}");
        }
        assert!(head.bytes().await.unwrap().is_empty(), "{link}");
    }
}

fn propfind() -> Method {
    Method::from_bytes(b"PROPFIND").unwrap()
}

/// Returns the methods of the Allow header in alphabetical order.
fn allowed_by(response: &Response) -> String {
    let methods = header_of(response, header::ALLOW);
    let mut methods: Vec<&str> = methods.split(',').map(str::trim).collect();
    methods.sort_unstable();
    methods.join(",")
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let visitor = Visitor::new();
    for (method, link, allowed) in [
        (Method::DELETE, "/api/v1/entities", "GET,HEAD"),
        (Method::PUT, "/api/v1/entities/rta", "GET,HEAD"),
        (Method::POST, "/guide/1.json", "GET,HEAD"),
        (Method::GET, PARTICIPATIONS, "POST"),
        (Method::POST, "/api/v1/participations/260483175526", "DELETE,GET,HEAD"),
        (Method::GET, UPLOADS, "OPTIONS,POST"),
        (
            Method::PUT,
            "/api/v1/uploads/00000000000000000000000000000000",
            "DELETE,HEAD,OPTIONS,PATCH",
        ),
        (propfind(), "/api/v1/entities", "GET,HEAD"),
        (Method::TRACE, "/api/v1/entities", "GET,HEAD"),
        (
            Method::TRACE,
            "/api/v1/uploads/00000000000000000000000000000000",
            "DELETE,HEAD,OPTIONS,PATCH",
        ),
    ] {
        let response = visitor.request(method, link).send().await.unwrap();
        assert_eq!(allowed_by(&response), allowed, "{link}");
        assertions::problem(response, StatusCode::METHOD_NOT_ALLOWED).await;
    }
    for (method, link, allowed) in [
        (Method::PUT, "/f/rta", "GET,HEAD,POST"),
        (propfind(), "/f/rta", "GET,HEAD,POST"),
        (Method::TRACE, "/f/rta", "GET,HEAD,POST"),
        (Method::PUT, "/ask", "GET,HEAD,POST"),
        (Method::DELETE, "/ask/form", "GET,HEAD,POST"),
        (Method::POST, "/p", "GET,HEAD"),
        (Method::POST, "/privacy", "GET,HEAD"),
        (Method::POST, "/guide", "GET,HEAD"),
        (Method::PUT, "/guide/rta", "GET,HEAD"),
        (Method::POST, "/.well-known/security.txt", "GET,HEAD"),
        (Method::DELETE, "/embed/rta", "GET,HEAD"),
        (Method::PATCH, "/healthz", "GET,HEAD"),
    ] {
        let response = visitor.request(method, link).send().await.unwrap();
        assert_eq!(allowed_by(&response), allowed, "{link}");
        assertions::page(response, StatusCode::METHOD_NOT_ALLOWED).await;
    }
    // The platform itself answers requests for static files.
    for link in ["/embed.js", "/api", "/api/ar", "/api/openapi.json"] {
        let response = visitor.request(Method::POST, link).send().await.unwrap();
        assert_eq!(
            (response.status(), allowed_by(&response).as_str()),
            (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD"),
            "{link}"
        );
    }
}

#[tokio::test]
async fn a_slash_at_the_end_makes_no_difference() {
    let visitor = Visitor::new();
    let status = status_link(&visitor).await;
    for link in ["/api/v1/entities", "/api/v1/entities/rta", &status] {
        let plain = visitor.get(link).await.text().await.unwrap();
        let response = visitor.get(&format!("{link}/")).await;
        assert_eq!(response.status(), StatusCode::OK, "{link}/");
        assert_eq!(response.text().await.unwrap(), plain);
    }
    let posted = visitor
        .request(Method::POST, "/api/v1/participations/")
        .header("Idempotency-Key", fixtures::key().as_str());
    assert_eq!(posted.json(&complaint()).send().await.unwrap().status(), StatusCode::CREATED);
    let page = visitor.get("/f/rta/?lang=en").await;
    assert_eq!(page.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(header_of(&page, header::LOCATION), format!("{}/f/rta?lang=en", server::edge()));
}

#[tokio::test]
async fn a_path_of_two_slashes_leads_to_no_other_host() {
    let response = Visitor::new().get(&format!("{}//evil.example/", server::edge())).await;
    let location = header_of(&response, header::LOCATION);
    assert!(location.is_empty() || location.starts_with(&server::edge()), "{location}");
}

#[tokio::test]
async fn who_takes_no_json_is_told_so() {
    let visitor = Visitor::new();
    let ask = |accept: &'static str| {
        visitor.request(Method::GET, "/api/v1/entities").header(header::ACCEPT, accept).send()
    };
    for accept in [
        "text/html",
        "application/xml, text/csv;q=0.5",
        "application/json;q=0",
        "application/json;q=0, */*",
        "*/*, application/*;q=0.0",
        "text/html, */*;q=0",
    ] {
        assertions::problem(ask(accept).await.unwrap(), StatusCode::NOT_ACCEPTABLE).await;
    }
    for accept in [
        "",
        "*/*",
        "application/*",
        "text/html, application/json;q=0.1",
        "application/problem+json",
        "*/*;q=0, application/json",
    ] {
        assert_eq!(ask(accept).await.unwrap().status(), StatusCode::OK, "{accept}");
    }
}

#[tokio::test]
async fn a_status_that_has_not_changed_is_not_sent_again() {
    let visitor = Visitor::new();
    let link = status_link(&visitor).await;
    let first = visitor.get(&link).await;
    let (tag, caching) =
        (header_of(&first, header::ETAG), header_of(&first, header::CACHE_CONTROL));
    assert!(caching.contains("private") && caching.contains("no-cache"), "{caching}");
    let again = visitor
        .request(Method::GET, &link)
        .header(header::IF_NONE_MATCH, format!("\"x\", W/{tag}"))
        .send()
        .await
        .unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_only_the_bearer_of_the_key_may_read_is_kept_by_nobody() {
    let visitor = Visitor::new();
    let acknowledgement = visitor.submit(&complaint()).await;
    let opened = visitor.open(acknowledgement.reference, &acknowledgement.tracking_key).await;
    assert!(header_of(&opened, header::CACHE_CONTROL).contains("no-store"));
    assert_eq!(header_of(&opened, header::ETAG), "");
}

#[tokio::test]
async fn an_attachment_is_sent_again_only_where_it_is_not_known() {
    let visitor = Visitor::new();
    let upload = visitor.upload(&picture(1_000), "a.png", "image/png").await;
    let acknowledgement = visitor.submit(&complaint_with(&[&upload])).await;
    let link = visitor.content(&acknowledgement).await.attachments.remove(0).url;
    let head = visitor.request(Method::HEAD, &link).send().await.unwrap();
    assert_eq!(
        (head.status(), header_of(&head, header::CONTENT_LENGTH).as_str()),
        (StatusCode::OK, "1000")
    );
    let tag = header_of(&head, header::ETAG);
    let known = visitor
        .request(Method::GET, &link)
        .header(header::IF_NONE_MATCH, &tag)
        .send()
        .await
        .unwrap();
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    for (if_range, status) in
        [(tag.as_str(), StatusCode::PARTIAL_CONTENT), ("\"other\"", StatusCode::OK)]
    {
        let request = visitor
            .request(Method::GET, &link)
            .header(header::RANGE, "bytes=0-9")
            .header(header::IF_RANGE, if_range);
        assert_eq!(request.send().await.unwrap().status(), status, "{if_range}");
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    let visitor = Visitor::new();
    let form = visitor.get("/embed/rta?lang=en").await.text().await.unwrap();
    let module = form.split('"').find(|text| text.starts_with("/w/")).unwrap();
    for link in [
        "/",
        "/ask",
        "/f/rta",
        "/me",
        "/me.js",
        "/p",
        "/privacy",
        "/guide",
        "/guide/1",
        "/guide/rta",
        "/guide/1.json",
        "/.well-known/security.txt",
        "/embed",
        "/embed/rta",
        "/embed/rta/first",
        "/embed/rta/rest",
        "/preview?entity=rta",
        "/api",
        "/api/ar",
        "/api/v1/entities",
        "/api/v1/nothing",
        "/healthz",
        "/embed.js",
        "/page.js",
        "/form.css",
        module,
    ] {
        let response = visitor.get(link).await;
        assert_eq!(header_of(&response, header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{link}");
        let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
        assert!(
            policy.contains("default-src 'none'")
                && policy.contains("frame-ancestors")
                && !policy.contains("'unsafe-"),
            "{link}"
        );
        assert!(!header_of(&response, header::REFERRER_POLICY).is_empty(), "{link}");
        let permissions = header_of(&response, "permissions-policy");
        let is_own = ["geolocation=()", "geolocation=(self)"].map(|own| permissions.contains(own));
        assert!(is_own.contains(&true), "{link}");
    }
}

#[tokio::test]
async fn only_the_forms_for_websites_may_be_framed_and_only_by_the_entitys_own() {
    let visitor = Visitor::new();
    let framed_by = |response: &Response| {
        let policy = header_of(response, header::CONTENT_SECURITY_POLICY);
        policy
            .split(';')
            .find_map(|rule| rule.trim().strip_prefix("frame-ancestors ").map(str::to_owned))
            .unwrap()
    };
    let by_rta = framed_by(&visitor.get("/embed/rta").await);
    let by_rta: Vec<&str> = by_rta.split_whitespace().collect();
    assert_eq!(by_rta, ["'self'", "https://*.rta.ae", "https://www.rta.ae", &server::demo()]);
    assert!(!framed_by(&visitor.get("/embed/iacad").await).contains("rta.ae"));
    for link in [
        "/",
        "/ask",
        "/f/rta",
        "/p",
        "/embed",
        "/embed/nobody",
        "/api",
        "/api/ar",
        "/api/v1/entities",
        "/embed.js",
    ] {
        assert_eq!(framed_by(&visitor.get(link).await), "'none'", "{link}");
    }
}

#[tokio::test]
async fn links_start_with_our_own_address_whatever_a_request_says_its_host_is() {
    let visitor = Visitor::new();
    let request = visitor.submission(&fixtures::key(), &complaint());
    let request =
        request.header("X-Forwarded-Host", "evil.example").header("Forwarded", "host=evil.example");
    let response = request.header(header::HOST, "evil.example").send().await.unwrap();
    let body = response.text().await.unwrap();
    assert!(!body.contains("evil.example") && body.contains(&server::edge()), "{body}");
}
