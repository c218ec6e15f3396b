//! Participation's page opened with the tracking key: it shows everything that was sent, always as
//! plain text.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    reference::Reference,
    wire::{Contact, Submission},
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine},
    client::Visitor,
    fixtures::{complaint, complaint_with},
    server,
    workerd::Workerd,
};

/// Texts that would change the page's title if the page executed them, and one with a bidirectional
/// override.
const INPUTS: [&str; 5] = [
    "<img src=x onerror=\"document.title='ran'\">",
    "<script>document.title='ran'</script>",
    "</p></template><svg onload=document.title='ran'>",
    "javascript:document.title='ran' ${document.title='ran'} {{constructor.constructor('document.title=1')()}}",
    "'; DROP TABLE participations; -- \u{202e}txet",
];

/// Script that returns the text and links of the sent content, and the number of unexpected
/// elements, without the page's own forms and copy.
const SHOWN: &str = "const sent = document.querySelector('#sent')?.parentElement;
    const odd = [...(sent?.querySelectorAll('img, script, svg, iframe, object, form') ?? [])];
    return { text: sent?.textContent, odd: odd.filter((found) => !found.closest('.page-form, .page-qr')).length, title: document.title,
             links: [...(sent?.querySelectorAll('a:not([data-keep])') ?? [])].map((link) => link.protocol) };";

#[tokio::test]
async fn what_looks_like_code_is_shown_as_it_was_typed() {
    let visitor = Visitor::new();
    let browser = Browser::start(Engine::Chromium).await;
    for input in INPUTS {
        // Characters that mean a folder or a text direction are removed.
        let name = format!("{}.txt", input.replace(['/', '\\', '\u{202e}'], ""));
        let upload = visitor.upload(b"words", &name, "text/plain").await;
        let sent = Submission {
            text: input.into(),
            suggestion: Some(input.into()),
            ..complaint_with(&[&upload])
        };
        let acknowledgement = visitor.submit(&sent).await;
        let suggestion = format!(
            "{}/p/{}#{}",
            server::edge(),
            acknowledgement.suggestion_reference.unwrap(),
            acknowledgement.tracking_key
        );
        for (page, parts) in
            [(&acknowledgement.tracking_url, &[input, name.as_str()][..]), (&suggestion, &[input])]
        {
            // Leaves the page first, because a change of the fragment alone doesn't load a page.
            browser.visit("about:blank").await;
            browser.visit(page).await;
            let shown = browser
                .eventually("what was said", async || {
                    let shown = browser.script(SHOWN, vec![]).await;
                    let text = shown["text"].as_str()?.to_owned();
                    parts.iter().all(|part| text.contains(part)).then_some(shown)
                })
                .await;
            assert_eq!(shown["odd"], 0, "{input}");
            assert!(shown["title"].as_str().unwrap().contains('–'), "{input}: {}", shown["title"]);
            let own = Value::from(server::edge().split_inclusive(':').next().unwrap());
            assert!(
                shown["links"].as_array().unwrap().iter().all(|protocol| *protocol == own),
                "{input}: {}",
                shown["links"]
            );
            assert_eq!(
                browser.script("return document.title;", vec![json!(null)]).await,
                shown["title"]
            );
        }
        assert_eq!(browser.errors().await, Vec::<String>::new(), "{input}");
    }
}

#[tokio::test]
async fn all_that_was_sent_is_shown_and_printed_once_if_asked() {
    let contact = Contact {
        name: Some("Salama".into()),
        email: Some("salama@example.org".into()),
        phone: Some("+971501234567".into()),
    };
    let sent =
        Submission { service: Some("parking".into()), contact: Some(contact), ..complaint() };
    let taken = Visitor::new().submit(&sent).await;
    let browser = Browser::start(Engine::Chromium).await;
    let count = "window.printed = 0; window.print = () => { window.printed += document.querySelector('#sent h2') ? 1 : 100; };";
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": count })).await;
    let address =
        format!("{}/p/{}?print=1&lang=en#{}", server::edge(), taken.reference, taken.tracking_key);
    browser.visit(&address).await;
    let text = async || {
        browser
            .script("return document.querySelector('#sent')?.innerText ?? '';", vec![])
            .await
            .to_string()
    };
    browser
        .eventually("what was sent", async || {
            text().await.contains("salama@example.org").then_some(())
        })
        .await;
    let shown = text().await;
    for part in [sent.text.as_str(), "Public parking", "Salama", "+971501234567"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert_eq!(browser.script("return window.printed;", vec![]).await, 1);
    browser.client().refresh().await.expect("the page loads again");
    browser
        .eventually("what was sent, again", async || text().await.contains("Salama").then_some(()))
        .await;
    assert_eq!(browser.script("return window.printed;", vec![]).await, 0);
    assert_eq!(browser.errors().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_ordinary_case_is_printed_on_one_page_with_its_link() {
    let contact = Contact { email: Some("salama@example.org".into()), ..Contact::default() };
    let sent =
        Submission { service: Some("parking".into()), contact: Some(contact), ..complaint() };
    let taken = Visitor::new().submit(&sent).await;
    let browser = Browser::start(Engine::Chromium).await;
    for language in ["en", "ar"] {
        let path = format!("{}/p/{}", server::edge(), taken.reference);
        browser.visit("about:blank").await;
        browser.visit(&format!("{path}?lang={language}#{}", taken.tracking_key)).await;
        let drawn = "return document.querySelector('.page-qr path')?.getAttribute('d').length;";
        browser.eventually("the code", async || browser.script(drawn, vec![]).await.as_u64()).await;
        let link = "return document.querySelector('.page-paper').textContent;";
        let link = browser.script(link, vec![]).await.to_string();
        assert!(link.contains(&format!("/p/{}#{}", taken.reference, taken.tracking_key)), "{link}");
        let a4 = json!({ "paperWidth": 8.27, "paperHeight": 11.69 });
        let printed = browser.devtools("Page.printToPDF", a4).await;
        let printed = STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
        let pages = String::from_utf8_lossy(&printed).matches("/Type /Page\n").count();
        assert_eq!(pages, 1, "{language}");
    }
}

#[tokio::test]
async fn the_link_opens_though_strangers_of_the_network_have_guessed_too_often() {
    let edge = Workerd::start(&["LIMIT_MISSES_PER_CLIENT:1"]).await;
    let visitor = edge.visitor();
    let sent = visitor.submit(&complaint()).await;
    for byte in 0..2 {
        visitor.get(&format!("/p/{}", Reference::draw([byte; 8]))).await;
    }
    let page = format!("/p/{}", sent.reference);
    assert_eq!(visitor.get(&page).await.status(), StatusCode::TOO_MANY_REQUESTS);
    let browser = Browser::start(Engine::Chromium).await;
    browser.visit(&format!("{}{page}#{}", edge.origin(), sent.tracking_key)).await;
    browser
        .eventually("what was sent", async || {
            let shown = browser.script(SHOWN, vec![]).await;
            shown["text"].as_str()?.contains(&complaint().text).then_some(())
        })
        .await;
}
