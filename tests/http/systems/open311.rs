//! Open311: discovery, services, requests, tokens and updates, in both formats, with and without a
//! key of the entity.

use domain::{intake::channel::Channel, reference::Reference, slug::Slug, staff::Role, wire};
use reqwest::{Method, Response, StatusCode, Url, header, multipart};
use serde_json::{Value, json};
use tests::{
    assertions::header_of, clerk::Clerk, client::Visitor, database::Database, fixtures, server,
    sign_in::Browser, staff,
};

const ROOT: &str = "/open311/v2";

/// Makes a key of an entity, and returns it with its id.
pub(crate) async fn key_of(entity: &str, scopes: &[&str]) -> (String, String) {
    let mut browser = Browser::of(&format!("administrator.{entity}")).await;
    let body = json!({ "name": "Test", "scopes": scopes });
    let path = format!("/console/api/entities/{entity}/keys");
    let made = browser.call(Method::POST, &path, &body).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let made: Value = made.json().await.unwrap();
    let text = |member: &str| made[member].as_str().unwrap().to_owned();
    (text("key"), text("id"))
}

/// Sends a short form.
async fn post(path: &str, pairs: &[(&str, &str)]) -> Response {
    let form = Url::parse_with_params("http://form.example", pairs).unwrap();
    let request = Visitor::new().request(Method::POST, &format!("{ROOT}{path}"));
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(form.query().unwrap_or_default().to_owned()).send().await.unwrap()
}

async fn get(path: &str) -> Response {
    Visitor::new().get(&format!("{ROOT}{path}")).await
}

async fn json_of(path: &str) -> Value {
    let response = get(path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "application/json; charset=utf-8");
    response.json().await.unwrap()
}

async fn xml_of(path: &str) -> String {
    let response = get(path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/xml; charset=utf-8");
    response.text().await.unwrap()
}

/// Returns the code of the RTA's first service.
async fn service() -> String {
    let services = json_of("/services.json?jurisdiction_id=rta").await;
    services[0]["service_code"].as_str().unwrap().to_owned()
}

/// Creates a request and returns its id.
async fn create(key: &str, more: &[(&str, &str)]) -> String {
    let service = service().await;
    let mut pairs = vec![
        ("api_key", key),
        ("jurisdiction_id", "rta"),
        ("service_code", &service),
        ("description", "A lamp is <dark> & broken."),
        ("lat", "25.1972"),
        ("long", "55.27438"),
        ("address_string", "Gate 4"),
    ];
    pairs.extend(more);
    let created = post("/requests.json", &pairs).await;
    let status = created.status();
    let text = created.text().await.unwrap();
    assert_eq!(status, StatusCode::CREATED, "{text}");
    let created: Value = serde_json::from_str(&text).unwrap();
    created[0]["service_request_id"].as_str().unwrap().to_owned()
}

fn clerk() -> Clerk {
    let database = Database::in_state(&server::state());
    Clerk::with(&[Role::Employee(Slug::parse("rta").unwrap())], &Visitor::new(), &database)
}

#[tokio::test]
async fn the_endpoint_describes_itself_in_both_formats() {
    let discovery = json_of("/discovery.json").await;
    let endpoint = &discovery["endpoints"][0];
    assert!(endpoint["url"].as_str().unwrap().ends_with(ROOT), "{discovery}");
    assert_eq!(endpoint["formats"], json!(["text/xml", "application/json"]));
    let xml = xml_of("/discovery.xml").await;
    assert!(xml.contains("<discovery>") && xml.contains("<format>text/xml</format>"), "{xml}");
}

#[tokio::test]
async fn services_come_from_the_directory_with_a_definition_each() {
    let all = json_of("/services.json?jurisdiction_id=rta").await;
    let first = &all[0];
    assert_eq!((&first["metadata"], &first["type"]), (&json!(true), &json!("realtime")));
    let code = first["service_code"].as_str().unwrap();
    let definition = json_of(&format!("/services/{code}.json?jurisdiction_id=rta")).await;
    assert_eq!(definition["service_code"], code);
    assert_eq!(definition["attributes"][0]["code"], "kind");
    let xml = xml_of("/services.xml?jurisdiction_id=rta").await;
    assert!(xml.contains(&format!("<services><service><service_code>{code}<")), "{xml}");
    let xml = xml_of(&format!("/services/{code}.xml?jurisdiction_id=rta")).await;
    assert!(xml.contains("<value><key>complaint</key>"), "{xml}");
    let again = get("/services.json?jurisdiction_id=rta").await;
    let tag = header_of(&again, header::ETAG);
    let known =
        Visitor::new().request(Method::GET, &format!("{ROOT}/services.json?jurisdiction_id=rta"));
    let known = known.header(header::IF_NONE_MATCH, tag).send().await.unwrap();
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn a_request_is_taken_in_as_a_participation() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let more = [
        ("email", "salma@example.org"),
        ("first_name", "Salma"),
        ("phone", ""),
        ("attribute[kind]", "observation"),
        ("media_url", "https://city.example/1.jpg"),
    ];
    let id = create(&key, &more).await;
    let case = clerk().case(Reference::parse(&id).unwrap()).await;
    assert_eq!((case.channel, case.kind.as_str()), (Channel::Open311, "observation"));
    assert_eq!(case.text, "A lamp is <dark> & broken.\nhttps://city.example/1.jpg");
    let place = wire::Place {
        latitude: Some(25.1972),
        longitude: Some(55.27438),
        address: Some("Gate 4".into()),
    };
    assert_eq!(case.place, Some(place));
    assert_eq!(case.contact.unwrap().email.as_deref(), Some("salma@example.org"));
}

#[tokio::test]
async fn words_and_place_are_for_whoever_has_a_key_of_the_entity() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let id = create(&key, &[]).await;
    for path in [format!("/requests/{id}.json"), format!("/requests/{id}.json?jurisdiction_id=rta")]
    {
        let public = &json_of(&path).await[0];
        assert_eq!(
            (&public["service_request_id"], &public["status"]),
            (&json!(id), &json!("open"))
        );
        for member in ["description", "lat", "long", "address"] {
            assert_eq!(public[member], json!(null), "{member}");
        }
    }
    let own = &json_of(&format!("/requests/{id}.json?api_key={key}")).await[0];
    assert_eq!(own["description"], "A lamp is <dark> & broken.");
    assert_eq!((&own["lat"], &own["address"]), (&json!(25.1972), &json!("Gate 4")));
    let xml = xml_of(&format!("/requests/{id}.xml?api_key={key}")).await;
    assert!(
        xml.contains("<description>A lamp is &lt;dark&gt; &amp; broken.</description>"),
        "{xml}"
    );
    let public = xml_of("/requests.xml?jurisdiction_id=rta").await;
    assert!(public.contains(&id) && !public.contains("lamp") && !public.contains("Gate 4"));
    let token = json_of(&format!("/tokens/{id}.json")).await;
    assert_eq!(token[0]["service_request_id"], json!(id));
    assert!(xml_of(&format!("/tokens/{id}.xml")).await.contains(&id));
}

#[tokio::test]
async fn a_list_is_filtered() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let id = create(&key, &[]).await;
    let ids = async |filter: &str| -> Vec<Value> {
        let path = format!("/requests.json?api_key={key}&jurisdiction_id=rta{filter}");
        let all = json_of(&path).await;
        all.as_array().unwrap().iter().map(|it| it["service_request_id"].clone()).collect()
    };
    assert_eq!(ids(&format!("&service_request_id={id}")).await, [json!(id)]);
    assert!(ids("&status=open").await.contains(&json!(id)));
    assert!(!ids("&status=closed").await.contains(&json!(id)));
    assert!(!ids("&end_date=2020-01-01T00:00:00Z").await.contains(&json!(id)));
    for none in ["no-such-service", "NO%20SLUG"] {
        assert!(ids(&format!("&service_code={none}")).await.is_empty(), "{none}");
    }
    assert!(ids(&format!("&service_code={}", service().await)).await.contains(&json!(id)));
    // Other tests create requests meanwhile.
    let until = staff::now();
    let page = ids(&format!("&page_size=1&end_date={until}")).await;
    assert_eq!(page.len(), 1);
    assert_ne!(ids(&format!("&page_size=1&page=2&end_date={until}")).await, page);
}

#[tokio::test]
async fn a_list_from_a_second_has_what_came_within_it() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let id = create(&key, &[]).await;
    let it = format!("WHERE reference = '{}'", Reference::parse(&id).unwrap().digits());
    // Fractions sort before none: `….001Z` before `…Z`.
    let move_it = "UPDATE participations SET received_at = substr(received_at, 1, 19) || '.001Z'";
    let read = "SELECT substr(received_at, 1, 19) || 'Z' AS second FROM participations";
    let database = Database::in_state(&server::state());
    let rows = database.run(&[&format!("{move_it} {it}"), &format!("{read} {it}")]);
    let second = rows[0]["second"].as_str().unwrap();
    let path = format!("/requests.json?api_key={key}&jurisdiction_id=rta&start_date={second}");
    let all = json_of(&path).await;
    let is_it = |request: &Value| request["service_request_id"] == json!(id);
    assert!(all.as_array().unwrap().iter().any(is_it), "from {second}: {all}");
}

#[tokio::test]
async fn a_list_to_a_time_has_what_came_before_it_in_the_same_second() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let id = create(&key, &[]).await;
    let it = format!("WHERE reference = '{}'", Reference::parse(&id).unwrap().digits());
    // `….1Z` sorts after `….123Z`.
    let move_it = "UPDATE participations SET received_at = substr(received_at, 1, 19) || '.1Z'";
    let read = "SELECT substr(received_at, 1, 19) AS second FROM participations";
    let database = Database::in_state(&server::state());
    let rows = database.run(&[&format!("{move_it} {it}"), &format!("{read} {it}")]);
    let second = rows[0]["second"].as_str().unwrap();
    let path = format!("/requests.json?api_key={key}&jurisdiction_id=rta&end_date={second}.123Z");
    let all = json_of(&path).await;
    let is_it = |request: &Value| request["service_request_id"] == json!(id);
    assert!(all.as_array().unwrap().iter().any(is_it), "to {second}.123Z: {all}");
}

#[tokio::test]
async fn an_id_of_the_other_system_is_taken_in_once() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let theirs = fixtures::key();
    let attribute = [("attribute[fixmystreet_id]", theirs.as_str())];
    let first = create(&key, &attribute).await;
    assert_eq!(create(&key, &attribute).await, first);
}

#[tokio::test]
async fn files_come_with_a_form_of_parts_after_the_key() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let picture = multipart::Part::bytes(fixtures::picture(2_000));
    let picture = picture.file_name("lamp.png").mime_str("image/png").unwrap();
    let form = multipart::Form::new()
        .text("api_key", key)
        .text("service_code", service().await)
        .text("description", "A lamp is dark.")
        .part("media", picture);
    let request = Visitor::new().request(Method::POST, &format!("{ROOT}/requests.json"));
    let created = request.multipart(form).send().await.unwrap();
    assert_eq!(created.status(), StatusCode::CREATED);
    let created: Value = created.json().await.unwrap();
    let id = created[0]["service_request_id"].as_str().unwrap();
    let case = clerk().case(Reference::parse(id).unwrap()).await;
    assert_eq!(case.attachments.len(), 1);
}

#[tokio::test]
async fn files_of_an_update_come_with_its_message_and_a_reopening_takes_none() {
    let (key, _) = key_of("rta", &["open311", "cases"]).await;
    let id = create(&key, &[]).await;
    let write = async |status: &'static str| {
        let picture = multipart::Part::bytes(fixtures::picture(2_000));
        let picture = picture.file_name("lamp.png").mime_str("image/png").unwrap();
        let form = multipart::Form::new()
            .text("api_key", key.clone())
            .text("service_request_id", id.clone())
            .text("update_id", "1")
            .text("status", status)
            .text("description", "It is still dark.")
            .part("media", picture);
        let path = format!("{ROOT}/servicerequestupdates.json");
        Visitor::new().request(Method::POST, &path).multipart(form).send().await.unwrap()
    };
    let mut answers = Vec::new();
    for _ in 0..2 {
        let written = write("INVESTIGATING").await;
        assert_eq!(written.status(), StatusCode::CREATED);
        answers.push(written.text().await.unwrap());
    }
    assert_eq!(answers[0], answers[1], "it is written once");
    let reference = Reference::parse(&id).unwrap();
    let case = clerk().case(reference).await;
    let files: Vec<_> = case.thread.iter().map(|message| message.attachments.len()).collect();
    assert_eq!(files, [1]);
    let path = format!("/api/v1/entities/rta/cases/{id}");
    let answer = json!({ "action": "answer", "text": "It is mended.", "outcome": "upheld" });
    for body in [json!({ "action": "take" }), answer] {
        let acted = Visitor::new().request(Method::PATCH, &path).bearer_auth(&key);
        let acted = acted.header("Idempotency-Key", fixtures::key().as_str());
        assert_eq!(acted.json(&body).send().await.unwrap().status(), StatusCode::OK);
    }
    let refused = write("REOPEN").await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let refused = refused.text().await.unwrap();
    assert!(refused.contains("takes no files"), "{refused}");
}

#[tokio::test]
async fn what_is_wrong_is_said_in_the_shape_of_the_standard() {
    let (key, id) = key_of("rta", &["open311"]).await;
    let (figures, _) = key_of("rta", &["figures"]).await;
    let (other, _) = key_of("iacad", &["open311"]).await;
    let service = service().await;
    let sent = async |key: &str, more: &[(&str, &str)]| {
        let mut pairs =
            vec![("api_key", key), ("jurisdiction_id", "rta"), ("description", "A lamp is dark.")];
        pairs.extend(more);
        let answer = post("/requests.json", &pairs).await;
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body[0]["code"], json!(status.as_u16()), "{body}");
        assert!(body[0]["description"].is_string(), "{body}");
        status
    };
    let known = [("service_code", service.as_str())];
    for wrong in ["", "swk_unknown", "unknown", &figures, &other] {
        assert_eq!(sent(wrong, &known).await, StatusCode::FORBIDDEN, "{wrong}");
    }
    assert_eq!(sent(&key, &[]).await, StatusCode::BAD_REQUEST);
    assert_eq!(sent(&key, &[("service_code", "none")]).await, StatusCode::BAD_REQUEST);
    let north = [known[0], ("lat", "north")];
    assert_eq!(sent(&key, &north).await, StatusCode::BAD_REQUEST);
    for (path, status) in [
        ("/services.json", StatusCode::BAD_REQUEST),
        ("/services.json?jurisdiction_id=nobody", StatusCode::NOT_FOUND),
        ("/services/none.json?jurisdiction_id=rta", StatusCode::NOT_FOUND),
        ("/requests.json?jurisdiction_id=rta&status=fixed", StatusCode::BAD_REQUEST),
        ("/requests/1.json", StatusCode::NOT_FOUND),
        ("/nothing.json", StatusCode::NOT_FOUND),
        ("/servicerequestupdates.json?jurisdiction_id=rta", StatusCode::FORBIDDEN),
    ] {
        let answer = get(path).await;
        assert_eq!(answer.status(), status, "{path}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body[0]["code"], json!(status.as_u16()), "{path}");
    }
    let xml = get("/services.xml").await.text().await.unwrap();
    assert!(xml.contains("<errors><error><code>400</code><description>"), "{xml}");
    let mut browser = Browser::of("administrator.rta").await;
    let path = format!("/console/api/entities/rta/keys/{id}");
    let revoked = browser.call(Method::DELETE, &path, &json!({})).await;
    assert_eq!(revoked.status(), StatusCode::NO_CONTENT);
    assert_eq!(sent(&key, &known).await, StatusCode::FORBIDDEN, "a revoked key");
}

#[tokio::test]
async fn updates_go_both_ways() {
    let (key, _) = key_of("rta", &["open311", "cases"]).await;
    let id = create(&key, &[]).await;
    let pairs = [
        ("api_key", key.as_str()),
        ("service_request_id", &id),
        ("update_id", "7"),
        ("status", "OPEN"),
        ("description", "It is still dark."),
    ];
    let mut ids = Vec::new();
    for _ in 0..2 {
        let written = post("/servicerequestupdates.json", &pairs).await;
        assert_eq!(written.status(), StatusCode::CREATED);
        let written: Value = written.json().await.unwrap();
        ids.push(written[0]["update_id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids, [format!("{id}-2"), format!("{id}-2")], "it is written once");
    let path = format!("/api/v1/entities/rta/cases/{id}");
    let taken = Visitor::new().request(Method::PATCH, &path).bearer_auth(&key);
    let taken = taken.header("Idempotency-Key", fixtures::key().as_str());
    let taken = taken.json(&json!({ "action": "take" })).send().await.unwrap();
    assert_eq!(taken.status(), StatusCode::OK);
    let all = json_of(&format!("/servicerequestupdates.json?api_key={key}")).await;
    let of_it: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|update| update["service_request_id"] == json!(id))
        .map(|update| update["status"].as_str().unwrap())
        .collect();
    assert_eq!(of_it, ["OPEN", "INVESTIGATING"]);
    let xml = xml_of(&format!("/servicerequestupdates.xml?api_key={key}")).await;
    assert!(xml.contains("<service_request_updates><request_update><update_id>"), "{xml}");
    // Whoever sent it otherwise writes by themselves.
    let reference = Visitor::new().submit(&fixtures::complaint()).await.reference.to_string();
    let foreign = [pairs[0], ("service_request_id", reference.as_str()), pairs[4]];
    let refused = post("/servicerequestupdates.json", &foreign).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_a_system_sent_stays_in_its_sight_after_a_transfer() {
    let (key, _) = key_of("rta", &["open311", "cases"]).await;
    let (theirs, _) = key_of("iacad", &["open311"]).await;
    let id = create(&key, &[]).await;
    let own = json_of(&format!("/requests/{id}.json?api_key={key}")).await;
    let path = format!("/api/v1/entities/rta/cases/{id}");
    let moved = Visitor::new().request(Method::PATCH, &path).bearer_auth(&key);
    let moved = moved.header("Idempotency-Key", fixtures::key().as_str());
    let body = json!({ "action": "transfer", "text": "It is yours.", "to": "iacad" });
    assert_eq!(moved.json(&body).send().await.unwrap().status(), StatusCode::OK);
    let seen = json_of(&format!("/requests/{id}.json?api_key={key}")).await;
    assert_eq!((&seen[0]["description"], &seen[0]["lat"]), (&json!(null), &json!(null)));
    assert_ne!(seen[0]["agency_responsible"], own[0]["agency_responsible"]);
    let there = json_of(&format!("/requests/{id}.json?api_key={theirs}")).await;
    assert_eq!(there[0]["description"], "A lamp is <dark> & broken.");
    let all = json_of(&format!("/servicerequestupdates.json?api_key={key}")).await;
    let is_told = |update: &Value| {
        update["service_request_id"] == json!(id) && update["status"] == "INTERNAL_REFERRAL"
    };
    assert!(all.as_array().unwrap().iter().any(is_told), "{all}");
    let write = async |key: &str| {
        let pairs = [("api_key", key), ("service_request_id", &id), ("description", "And now?")];
        post("/servicerequestupdates.json", &pairs).await.status()
    };
    assert_eq!(write(&key).await, StatusCode::CREATED);
    assert_eq!(write(&theirs).await, StatusCode::NOT_FOUND, "it isn't their message to write");
}

#[tokio::test]
async fn a_repetition_is_known_by_its_id_whatever_follows_and_whatever_the_key() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let (next, _) = key_of("rta", &["open311"]).await;
    let theirs = fixtures::key();
    let attribute = [("attribute[external_id]", theirs.as_str())];
    let id = create(&key, &attribute).await;
    assert_eq!(create(&next, &attribute).await, id, "the key was changed");
    let write = async |key: &str, update: &str, text: &str| {
        let pairs = [
            ("api_key", key),
            ("service_request_id", id.as_str()),
            ("update_id", update),
            ("description", text),
        ];
        let written = post("/servicerequestupdates.json", &pairs).await;
        assert_eq!(written.status(), StatusCode::CREATED);
        let written: Value = written.json().await.unwrap();
        written[0]["update_id"].as_str().unwrap().to_owned()
    };
    let first = write(&key, "1", "It is still dark.").await;
    let second = write(&key, "2", "It is dark again.").await;
    assert_ne!(first, second);
    assert_eq!(write(&next, "1", "It is still dark.").await, first);
}

#[tokio::test]
async fn caches_keep_no_answer_to_a_key() {
    let (key, _) = key_of("rta", &["open311"]).await;
    let caching = async |path: &str| {
        let answer = get(path).await;
        let mut varies = answer.headers().get_all(header::VARY).iter();
        let names_key = varies.any(|value| value.to_str().unwrap().contains("Authorization"));
        assert!(names_key, "{path}");
        header_of(&answer, header::CACHE_CONTROL)
    };
    let services = "/services.json?jurisdiction_id=rta";
    assert!(caching(services).await.starts_with("public"));
    assert_eq!(caching(&format!("{services}&api_key={key}")).await, "private, no-cache");
    let requests = "/requests.json?jurisdiction_id=rta";
    assert_eq!(caching(requests).await, "public, max-age=60");
    assert_eq!(caching(&format!("{requests}&api_key={key}")).await, "no-store");
}

#[tokio::test]
async fn a_form_of_very_many_words_is_refused_without_a_key() {
    let send = async |form: multipart::Form| {
        let request = Visitor::new().request(Method::POST, &format!("{ROOT}/requests.json"));
        request.multipart(form).send().await.unwrap().status()
    };
    let long = || "a".repeat(300_000);
    let words = (0..4).fold(multipart::Form::new(), |form, at| form.text(at.to_string(), long()));
    assert_eq!(send(words).await, StatusCode::PAYLOAD_TOO_LARGE);
    let parts = (0..201).fold(multipart::Form::new(), |form, at| form.text(at.to_string(), "a"));
    assert_eq!(send(parts).await, StatusCode::BAD_REQUEST);
}
