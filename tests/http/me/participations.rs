//! Participations of a file: added by their key alone, sent while signed in, opened, taken back.

use domain::{
    case::{action::Action, stage::Stage},
    wire::{Contact, Submission, console::CaseView},
};
use reqwest::{Method, StatusCode, header, multipart};
use serde_json::json;
use tests::{
    assertions::{self, header_of},
    clerk::{self, CASES},
    client::Visitor,
    fixtures::{self, complaint},
    html, server,
    sign_in::Browser,
};

use super::{file, said};

const ADD: &str = "/me/participations?lang=en";

/// Opens a participation out of the file, and returns the address that it leads to.
async fn opened(browser: &mut Browser, number: &str) -> String {
    let open = format!("/me/participations/{number}/open?lang=en");
    header_of(&browser.post(&open, &[]).await, header::LOCATION)
}

#[tokio::test]
async fn the_key_alone_adds_a_participation() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let number = given.reference.to_string();
    let mut browser = Browser::customer("sop1.add").await;
    let wrong = "AAAAAAAAAAAAAAAAAAAAAA";
    for fields in [
        [("link", ""), ("reference", number.as_str()), ("key", wrong)],
        [("link", ""), ("reference", number.as_str()), ("key", "")],
        [("link", ""), ("reference", "2604-8317-5529"), ("key", given.tracking_key.as_str())],
        [("link", "https://voice.example/p/1#x"), ("reference", ""), ("key", "")],
    ] {
        assert_eq!(said(&browser.post(ADD, &fields).await), "wrong");
    }
    assert!(!file(&mut browser).await.contains(&number));
    let fields = [("link", ""), ("reference", &*number), ("key", given.tracking_key.as_str())];
    for _ in 0..2 {
        assert_eq!(said(&browser.post(ADD, &fields).await), "added");
    }
    let page = file(&mut browser).await;
    assert_eq!(page.matches(&format!("/me/participations/{number}/open")).count(), 1, "{page}");
    assert!(page.contains("Complaint") && page.contains("Received"), "{page}");
}

#[tokio::test]
async fn a_filter_and_a_search_leave_what_fits() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let number = given.reference.to_string();
    let mut browser = Browser::customer("sop1.search").await;
    browser.post(ADD, &[("link", given.tracking_url.as_str())]).await;
    for (filter, is_there) in
        [("all", true), ("open", true), ("answered", false), ("closed", false)]
    {
        let page = browser.get(&format!("/me?lang=en&show={filter}")).await;
        let page = assertions::page(page, StatusCode::OK).await;
        assert_eq!(page.contains(&number), is_there, "{filter}: {page}");
    }
    for (typed, is_there) in [("card", true), ("elephant", false), (number.as_str(), true)] {
        let found = browser.post("/me?lang=en", &[("q", typed), ("show", "all")]).await;
        let page = assertions::page(found, StatusCode::OK).await;
        let place = format!("/me/participations/{number}/open");
        assert_eq!(page.contains(&place), is_there, "{typed}: {page}");
    }
}

#[tokio::test]
async fn the_file_opens_a_participation_by_a_key_of_its_own() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let number = given.reference.to_string();
    let mut browser = Browser::customer("sop1.open").await;
    browser.post(ADD, &[("link", given.tracking_url.as_str())]).await;
    let opened = opened(&mut browser, &number).await;
    let (path, key) = opened.split_once('#').unwrap();
    assert_ne!(key, given.tracking_key, "the file has a key of its own");
    let page = assertions::page(browser.get(path).await, StatusCode::OK).await;
    assert!(page.contains("kept my card"), "{page}");
    // The way back from others is offered whether or not it is in another file.
    assert!(page.contains("/take-back?lang=en"), "{page}");
    // Out of the file, its key opens nothing.
    let remove = format!("/me/participations/{number}/remove?lang=en");
    assert_eq!(said(&browser.post(&remove, &[]).await), "removed");
    assert_eq!(visitor.open(given.reference, key).await.status(), StatusCode::UNAUTHORIZED);
    assert!(!visitor.content(&given).await.text.is_empty());
}

#[tokio::test]
async fn a_message_of_the_entity_is_unread_until_the_participation_is_opened() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let mut browser = Browser::customer("sop1.unread").await;
    browser.post(ADD, &[("link", given.tracking_url.as_str())]).await;
    let is_unread = async |browser: &mut Browser| file(browser).await.contains("New message");
    assert!(!is_unread(&mut browser).await);
    let mut employee = Browser::of("employee.rta").await;
    let case = format!("{CASES}/{}", given.reference);
    let view: CaseView = clerk::read(employee.get(&case).await, StatusCode::OK).await;
    let asks = json!(clerk::saying(&view.head, Action::Ask, "Which machine was it?"));
    let asked = employee.call(Method::POST, &format!("{case}/deeds"), &asks).await;
    assert_eq!(asked.status(), StatusCode::OK);
    assert!(is_unread(&mut browser).await);
    opened(&mut browser, &given.reference.to_string()).await;
    assert!(!is_unread(&mut browser).await);
}

/// Sends a complaint by the hosted form in a browser that is signed in, and returns its number.
async fn sent(browser: &mut Browser) -> String {
    let form = multipart::Form::new()
        .text("kind", "complaint")
        .text("text", "The machine at the corner kept my card.")
        .text("service", "")
        .text("language", "en")
        .text("key", fixtures::key().as_str().to_owned());
    let request = browser.request(Method::POST, "/f/rta?lang=en");
    let request = request.header(header::ORIGIN, server::edge()).multipart(form);
    let page = assertions::page(browser.send(request).await, StatusCode::CREATED).await;
    html::reference_in(&page).unwrap().to_string()
}

#[tokio::test]
async fn what_is_sent_while_signed_in_is_in_the_file() {
    let mut browser = Browser::customer("sop2.sends").await;
    let reference = sent(&mut browser).await;
    let page = file(&mut browser).await;
    assert!(page.contains(&format!("/me/participations/{reference}/open")), "{page}");
}

#[tokio::test]
async fn its_author_takes_back_what_a_stolen_link_added() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let number = given.reference.to_string();
    let mut thief = Browser::customer("sop3.thief").await;
    thief.post(ADD, &[("link", given.tracking_url.as_str())]).await;
    let opened = opened(&mut thief, &number).await;
    let (_, stolen) = opened.split_once('#').unwrap();
    let cookie = format!("__Secure-opened={}", given.tracking_key);
    let shown = visitor.request(Method::GET, &format!("/p/{number}?lang=en"));
    let shown = shown.header(header::COOKIE, &cookie).send().await.unwrap();
    let page = assertions::page(shown, StatusCode::OK).await;
    assert!(page.contains(&format!("action=\"/p/{number}/take-back?lang=en\"")), "{page}");
    let take = format!("/p/{number}/take-back?lang=en");
    let wrong = visitor.request(Method::POST, &take).form(&[("key", "AAAAAAAAAAAAAAAAAAAAAA")]);
    let wrong = header_of(&wrong.send().await.unwrap(), header::LOCATION);
    assert!(wrong.ends_with("said=wrong"), "{wrong}");
    assert!(file(&mut thief).await.contains(&number));
    let right = visitor.request(Method::POST, &take).form(&[("key", &given.tracking_key)]);
    assert_eq!(right.send().await.unwrap().status(), StatusCode::SEE_OTHER);
    assert!(!file(&mut thief).await.contains(&number));
    assert_eq!(visitor.open(given.reference, stolen).await.status(), StatusCode::UNAUTHORIZED);
    assert!(!visitor.content(&given).await.text.is_empty());
    // The link that was stolen doesn't add it again.
    let again = thief.post(ADD, &[("link", given.tracking_url.as_str())]).await;
    assert_eq!(said(&again), "wrong");
    assert!(!file(&mut thief).await.contains(&number));
}

#[tokio::test]
async fn whoever_has_a_key_takes_nothing_out_of_the_file_that_it_was_sent_from() {
    let mut author = Browser::customer("sop2.author").await;
    let reference = sent(&mut author).await;
    let opened = opened(&mut author, &reference).await;
    let (_, key) = opened.split_once('#').unwrap();
    let take = format!("/p/{reference}/take-back?lang=en");
    let mut thief = Browser::customer("sop2.taker").await;
    assert_eq!(said(&thief.post(ADD, &[("link", opened.as_str())]).await), "added");
    assert_eq!(thief.post(&take, &[("key", key)]).await.status(), StatusCode::SEE_OTHER);
    assert!(file(&mut author).await.contains(&reference));
    assert_eq!(author.post(&take, &[("key", key)]).await.status(), StatusCode::SEE_OTHER);
    assert!(!file(&mut thief).await.contains(&reference));
    assert!(file(&mut author).await.contains(&reference));
}

#[tokio::test]
async fn an_author_who_takes_it_back_keeps_it_in_their_own_file() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let number = given.reference.to_string();
    let mut author = Browser::customer("sop1.keeps").await;
    author.post(ADD, &[("link", given.tracking_url.as_str())]).await;
    let take = format!("/p/{number}/take-back?lang=en");
    // Signed in, by any key.
    author.post(&take, &[("key", &given.tracking_key)]).await;
    assert!(file(&mut author).await.contains(&number));
    // Anywhere, by the key with which the file opened it.
    let opened = opened(&mut author, &number).await;
    let (_, own) = opened.split_once('#').unwrap();
    let taken = visitor.request(Method::POST, &take).form(&[("key", own)]).send().await.unwrap();
    assert_eq!(taken.status(), StatusCode::SEE_OTHER);
    assert!(file(&mut author).await.contains(&number));
    // Signed out, by another key, it can't be told from a stranger's file.
    let key = [("key", &given.tracking_key)];
    visitor.request(Method::POST, &take).form(&key).send().await.unwrap();
    assert!(!file(&mut author).await.contains(&number));
}

#[tokio::test]
async fn a_corrected_contact_takes_it_out_of_the_file_of_a_wrong_receiver() {
    let visitor = Visitor::new();
    let mistyped = Contact { email: Some("wrong@example.org".into()), ..Contact::default() };
    let given = visitor.submit(&Submission { contact: Some(mistyped), ..complaint() }).await;
    let number = given.reference.to_string();
    let link = [("link", given.tracking_url.as_str())];
    let mut receiver = Browser::customer("sop2.receiver").await;
    receiver.post(ADD, &link).await;
    let mut author = Browser::customer("sop2.corrects").await;
    author.post(ADD, &link).await;
    let opened = opened(&mut author, &number).await;
    let (_, key) = opened.split_once('#').unwrap();
    let fields = [("key", key), ("email", "right@example.org")];
    author.post(&format!("/p/{number}/contact?lang=en"), &fields).await;
    assert!(!file(&mut receiver).await.contains(&number));
    assert!(file(&mut author).await.contains(&number));
}

#[tokio::test]
async fn the_keys_of_a_session_end_with_it() {
    let visitor = Visitor::new();
    for path in ["/me/sign-out?lang=en", "/me/sign-out/everywhere?lang=en"] {
        let given = visitor.submit(&complaint()).await;
        let mut browser = Browser::customer("sop2.ends").await;
        browser.post(ADD, &[("link", given.tracking_url.as_str())]).await;
        let opened = opened(&mut browser, &given.reference.to_string()).await;
        let (_, key) = opened.split_once('#').unwrap();
        assert_eq!(visitor.open(given.reference, key).await.status(), StatusCode::OK);
        browser.post(path, &[]).await;
        let after = visitor.open(given.reference, key).await.status();
        assert_eq!(after, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn a_copy_has_what_was_sent_and_the_ways_in() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let mut browser = Browser::customer("sop2.copy").await;
    browser.post(ADD, &[("link", given.tracking_url.as_str())]).await;
    let copy = browser.post("/me/export?lang=en", &[]).await;
    assert_eq!(copy.status(), StatusCode::OK);
    assert!(header_of(&copy, header::CONTENT_DISPOSITION).starts_with("attachment"));
    let copy: serde_json::Value = copy.json().await.unwrap();
    assert_eq!(copy["ways"][0]["level"], "sop2");
    assert_eq!(copy["sessions"][0]["provider"], "uae_pass");
    assert_eq!(copy["history"][0]["provider"], "uae_pass");
    assert_eq!(copy["participations"][0]["stage"], Stage::Received.as_str());
    let text = copy["participations"][0]["text"].as_str().unwrap();
    assert!(text.contains("kept my card"), "{text}");
}
