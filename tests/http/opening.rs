//! Ways to open a participation: links of notices, pasted links, one-time codes, and what an author
//! does there without a script.

use domain::{
    case::stage::Stage,
    intake::kind::Mood,
    wire::{Acknowledgement, Contact, Submission},
};
use reqwest::{Method, Response, StatusCode, header};
use tests::{
    assertions,
    client::{PARTICIPATIONS, Visitor},
    fixtures::complaint,
    outbox, words,
};

/// Submits a complaint by somebody who can be reached.
async fn sent_by(visitor: &Visitor, contact: Contact) -> Acknowledgement {
    visitor.submit(&Submission { contact: Some(contact), ..complaint() }).await
}

fn mail(address: &str) -> Contact {
    Contact { email: Some(address.into()), ..Contact::default() }
}

fn header_of(response: &Response, name: header::HeaderName) -> String {
    response.headers()[name].to_str().unwrap().to_owned()
}

/// Returns the cookie that an answer sets, as a request sends it.
fn cookie_of(response: &Response) -> String {
    header_of(response, header::SET_COOKIE).split(';').next().unwrap().to_owned()
}

/// Posts a form to a page.
async fn post(visitor: &Visitor, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Response {
    let request = visitor.request(Method::POST, path).header(header::COOKIE, cookie);
    request.form(fields).send().await.unwrap()
}

/// Returns the fields of a form with the tracking key from a cookie, as the page has it.
fn with_key<'a>(cookie: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let (_, key) = cookie.split_once('=').unwrap_or_default();
    [("key", key)].into_iter().chain(fields.iter().copied()).collect()
}

/// Returns the page that a cookie opens.
async fn page(visitor: &Visitor, path: &str, cookie: &str) -> String {
    let request = visitor.request(Method::GET, path).header(header::COOKIE, cookie);
    assertions::page(request.send().await.unwrap(), StatusCode::OK).await
}

#[tokio::test]
async fn a_notice_opens_what_it_tells_of_without_a_script() {
    let visitor = Visitor::new();
    let given = sent_by(&visitor, mail("salma.opens@example.org")).await;
    let notice = outbox::notice(given.reference, "participation.received").await;
    let link = &notice.data.status_url;
    assert!(notice.data.message.text.contains(link) && link.ends_with("?lang=en"), "{link}");

    // Whoever follows the link without pressing the button sees nothing of it.
    let shown = assertions::page(visitor.get(link).await, StatusCode::OK).await;
    assert!(!shown.contains("kept my card") && shown.contains(&words::page("en", "open_button")));

    let opened = post(&visitor, link, "", &[]).await;
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);
    let set = header_of(&opened, header::SET_COOKIE);
    let path = format!("/p/{}", given.reference);
    for part in [&format!("Path={path};"), "Max-Age=600", "HttpOnly", "SameSite=Strict"] {
        assert!(set.contains(part), "{set}");
    }
    let leads_to = header_of(&opened, header::LOCATION);
    assert!(leads_to.starts_with(&format!("{path}?lang=en#")), "{leads_to}");
    let cookie = cookie_of(&opened);
    assert!(page(&visitor, &path, &cookie).await.contains("kept my card"));

    // The author writes there, and what was written is shown.
    let to = format!("{path}/messages?lang=en");
    let fields = with_key(&cookie, &[("text", "It was at gate 4.")]);
    let written = post(&visitor, &to, "", &fields).await;
    let leads_to = header_of(&written, header::LOCATION);
    assert!(leads_to.starts_with(&format!("{path}?lang=en&said=messages#")), "{leads_to}");
    assert_eq!(cookie_of(&written), cookie);
    assert!(page(&visitor, &path, &cookie).await.contains("It was at gate 4."));
    // A text that is too long comes back, to be shortened.
    let long = "é".repeat(5_001);
    let refused = post(&visitor, &to, "", &with_key(&cookie, &[("text", &long)])).await;
    let shown = assertions::page(refused, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(shown.contains(&format!(">{long}</textarea>")), "{shown}");
    let nothing = post(&visitor, &to, "", &with_key(&cookie, &[("text", " ")])).await;
    let said = header_of(&nothing, header::LOCATION);
    assert!(page(&visitor, &said, &cookie).await.contains(&words::page("en", "write_empty")));
    let to = format!("{path}/withdrawal?lang=en");
    post(&visitor, &to, "", &with_key(&cookie, &[("reason", "")])).await;
    assert_eq!(visitor.status(given.reference).await.stage, Stage::Withdrawn);
    // It can't be withdrawn again.
    let again = post(&visitor, &to, "", &with_key(&cookie, &[])).await;
    let again = header_of(&again, header::LOCATION);
    assert!(again.contains("said=refused#"), "{again}");
    let to = format!("{path}/erasure?lang=en");
    post(&visitor, &to, "", &with_key(&cookie, &[])).await;
    assert!(visitor.content(&given).await.text.is_empty());
}

#[tokio::test]
async fn without_the_key_nothing_is_done_though_the_cookie_is_there() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let path = format!("/p/{}", given.reference);
    let own = format!("__Secure-opened={}", given.tracking_key);
    for cookie in ["", "__Secure-opened=AAAAAAAAAAAAAAAAAAAAAA", &own] {
        for call in ["messages", "withdrawal", "rating", "erasure", "contact", "reopening"] {
            let to = format!("{path}/{call}?lang=en");
            let fields = [("text", "x"), ("rating", "happy"), ("email", "a@example.org")];
            let answer = post(&visitor, &to, cookie, &fields).await;
            assert_eq!(header_of(&answer, header::LOCATION), format!("{path}?lang=en&said=wrong"));
        }
    }
    let content = visitor.content(&given).await;
    assert!(content.messages.is_empty() && content.rating.is_none() && !content.text.is_empty());
    let other = post(&visitor, &format!("{path}/other"), "", &[]).await;
    assertions::page(other, StatusCode::NOT_FOUND).await;
}

#[tokio::test]
async fn a_damaged_link_offers_another_and_a_pasted_one_opens() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let path = format!("/p/{}", given.reference);
    let wrong = format!("{path}/open/AAAAAAAAAAAAAAAAAAAAAA?lang=en");
    let answer = post(&visitor, &wrong, "", &[]).await;
    let to = header_of(&answer, header::LOCATION);
    assert_eq!(to, format!("{path}?lang=en&said=wrong"));
    let shown = assertions::page(visitor.get(&to).await, StatusCode::OK).await;
    assert!(shown.contains("<details open"), "{shown}");
    for key in ["wrong_key", "lost_send"] {
        assert!(shown.contains(&words::page("en", key)), "{shown}");
    }
    for cut in [format!("{path}/open?lang=en"), format!("{path}/open/?lang=en")] {
        let led = visitor.get(&cut).await;
        assert!(led.status().is_redirection(), "{cut}");
    }
    let damaged = visitor.get(&format!("{path}/open/short?lang=en")).await;
    assert_eq!(header_of(&damaged, header::LOCATION), format!("{path}?lang=en&said=wrong"));

    let opened =
        post(&visitor, &format!("{path}/open?lang=ar"), "", &[("link", &given.tracking_url)]).await;
    let leads_to = header_of(&opened, header::LOCATION);
    assert_eq!(leads_to, format!("{path}?lang=ar#{}", given.tracking_key));
    assert!(page(&visitor, &path, &cookie_of(&opened)).await.contains("kept my card"));
}

#[tokio::test]
async fn a_corrected_contact_withdraws_earlier_links_but_the_one_in_use() {
    let visitor = Visitor::new();
    let given = sent_by(&visitor, mail("salma.old@example.org")).await;
    let first = outbox::notice(given.reference, "participation.received").await.data.status_url;
    let path = format!("/p/{}", given.reference);
    post(&visitor, &format!("{path}/link"), "", &[("contact", "salma.old@example.org")]).await;
    let second = outbox::notice(given.reference, "participation.link").await.data.status_url;
    let cookie = cookie_of(&post(&visitor, &second, "", &[]).await);
    let fields = [("email", "salma.new@example.org")];
    post(&visitor, &format!("{path}/contact"), "", &with_key(&cookie, &fields)).await;
    let old = post(&visitor, &first, "", &[]).await;
    assert!(header_of(&old, header::LOCATION).ends_with("said=wrong"));
    assert!(page(&visitor, &path, &cookie).await.contains("salma.new@example.org"));
    // The author's own key still opens it, and the old address learns of the change, without a key.
    assert!(!visitor.content(&given).await.text.is_empty());
    let told = outbox::notice(given.reference, "participation.corrected").await;
    assert_eq!(told.data.status_url.matches("/open/").count(), 0);
}

#[tokio::test]
async fn whoever_left_only_a_phone_opens_it_by_a_code() {
    let visitor = Visitor::new();
    let phone = Contact { phone: Some("+971501112233".into()), ..Contact::default() };
    let given = sent_by(&visitor, phone).await;
    let path = format!("/p/{}", given.reference);
    let to = format!("{path}/link?lang=en");
    let asked = post(&visitor, &to, "", &[("contact", "0501112233")]).await;
    let field = header_of(&asked, header::LOCATION);
    let shown = assertions::page(visitor.get(&field).await, StatusCode::OK).await;
    assert!(shown.contains("autocomplete=\"one-time-code\""), "{shown}");
    let notice = outbox::notice(given.reference, "participation.code").await;
    let short = &notice.data.message.short;
    let code: String = short.chars().filter(char::is_ascii_digit).collect();
    assert_eq!((code.len(), notice.data.contact.email), (6, None), "{short}");

    let wrong = if code == "000000" { "000001" } else { "000000" };
    let to = format!("{path}/code?lang=en");
    let browser = cookie_of(&asked);
    let enter =
        async |browser: &str, code: &str| post(&visitor, &to, browser, &[("code", code)]).await;
    let refused = header_of(&enter(&browser, wrong).await, header::LOCATION);
    assert!(refused.ends_with("said=wrong-code"), "{refused}");
    // In another browser it opens nothing, however often it is tried there.
    let stranger = post(&visitor, &format!("{path}/link"), "", &[("contact", "0501112299")]).await;
    for other in ["", &cookie_of(&stranger)].into_iter().cycle().take(6) {
        let refused = header_of(&enter(other, &code).await, header::LOCATION);
        assert!(refused.ends_with("said=wrong-code"), "{refused}");
    }
    let opened = enter(&browser, &code).await;
    assert!(page(&visitor, &path, &cookie_of(&opened)).await.contains("kept my card"));
    // It opens once.
    let again = header_of(&enter(&browser, &code).await, header::LOCATION);
    assert!(again.ends_with("said=wrong-code"), "{again}");
}

#[tokio::test]
async fn a_code_is_tried_five_times_at_most() {
    let visitor = Visitor::new();
    let phone = Contact { phone: Some("+971501112244".into()), ..Contact::default() };
    let given = sent_by(&visitor, phone).await;
    let path = format!("/p/{}", given.reference);
    let link = format!("{path}/link");
    let asked = cookie_of(&post(&visitor, &link, "", &[("contact", "+971501112244")]).await);
    let notice = outbox::notice(given.reference, "participation.code").await;
    let code: String = notice.data.message.short.chars().filter(char::is_ascii_digit).collect();
    for attempt in 0..5 {
        let wrong = format!("{attempt}");
        post(&visitor, &format!("{path}/code"), &asked, &[("code", &wrong)]).await;
    }
    let answer = post(&visitor, &format!("{path}/code"), &asked, &[("code", &code)]).await;
    assert!(header_of(&answer, header::LOCATION).ends_with("said=wrong-code"));
    assert_eq!(
        visitor.get(&format!("{PARTICIPATIONS}/{}", given.reference)).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_executed_once() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    let path = format!("/p/{}", given.reference);
    let to = format!("{path}/open");
    let cookie = cookie_of(&post(&visitor, &to, "", &[("link", &given.tracking_url)]).await);
    let once = async || {
        let shown = page(&visitor, &path, &cookie).await;
        let (_, rest) = shown.split_once("name=\"once\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let write = async |once: &str, text: &str| {
        let to = format!("{path}/messages?lang=en");
        let fields = with_key(&cookie, &[("once", once), ("text", text)]);
        let sent = post(&visitor, &to, &cookie, &fields).await;
        assert!(header_of(&sent, header::LOCATION).contains("said=messages"));
    };
    let first = once().await;
    tokio::join!(write(&first, "It was gate 4."), write(&first, "It was gate 4."));
    write(&first, "It was gate 4.").await;
    let count = async || visitor.content(&given).await.messages.len();
    assert_eq!(count().await, 1, "a second press");
    // Another text from the same page, and the same one from the page as it is then, are new.
    write(&first, "And gate 5.").await;
    write(&once().await, "It was gate 4.").await;
    assert_eq!(count().await, 3);
}

#[tokio::test]
async fn what_the_stage_refuses_is_said_without_a_script() {
    let visitor = Visitor::new();
    let given = visitor.submit(&complaint()).await;
    tests::staff::act(
        &tests::database::Database::in_state(&tests::server::state()),
        given.reference,
        domain::intake::kind::Kind::Complaint,
        domain::case::action::Action::Take,
    );
    let path = format!("/p/{}", given.reference);
    let to = format!("{path}/open");
    let open = post(&visitor, &to, "", &[("link", &given.tracking_url)]).await;
    let cookie = cookie_of(&open);
    // It isn't answered yet.
    let to = format!("{path}/rating?lang=en");
    let fields = with_key(&cookie, &[("rating", "happy")]);
    let early = header_of(&post(&visitor, &to, "", &fields).await, header::LOCATION);
    assert!(early.contains("said=refused#"), "{early}");
    assert_eq!(visitor.content(&given).await.rating, None::<Mood>);
}
