//! Hosted form without scripts: it leads to the same result.

use fantoccini::Locator;
use tests::{
    browser::{Browser, Visit},
    client::Visitor,
    fixtures::complaint,
    html, server,
};

#[tokio::test]
async fn the_hosted_page_reaches_a_reference_number_without_script() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&format!("{}/f/rta?lang=en", server::edge())).await;
    let client = browser.client();
    client
        .find(Locator::Css("input[name=kind][value=complaint]"))
        .await
        .unwrap()
        .send_keys(" ")
        .await
        .unwrap();
    client
        .find(Locator::Css("textarea[name=text]"))
        .await
        .unwrap()
        .send_keys("The lift is out of order.")
        .await
        .unwrap();
    client
        .find(Locator::Css("form [part=send]"))
        .await
        .unwrap()
        .send_keys("\u{e007}")
        .await
        .unwrap();
    let reference = browser
        .eventually("a reference number", async || html::reference_in(&client.source().await.ok()?))
        .await;
    assert_eq!(Visitor::new().status(reference).await.entity, "rta");
}

#[tokio::test]
async fn the_service_of_the_link_is_chosen_without_script() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&format!("{}/f/rta?lang=en&service=parking", server::edge())).await;
    let chosen =
        browser.client().find(Locator::Css("select[name=service] option:checked")).await.unwrap();
    assert_eq!(chosen.attr("value").await.unwrap().as_deref(), Some("parking"));
}

#[tokio::test]
async fn another_language_keeps_what_was_entered_without_script_and_enter_still_sends() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&format!("{}/f/rta?lang=en&service=parking", server::edge())).await;
    let client = browser.client();
    let field = async |selector: &str| client.find(Locator::Css(selector)).await.unwrap();
    field("input[name=kind][value=complaint]").await.send_keys(" ").await.unwrap();
    field("textarea[name=text]").await.send_keys("The lift is out of order.").await.unwrap();
    field(".page-languages summary").await.click().await.unwrap();
    field("button[lang=ur]").await.click().await.unwrap();
    browser
        .eventually("Urdu", async || client.find(Locator::Css("html[lang=ur]")).await.ok())
        .await;
    let value = async |selector: &str| {
        field(selector).await.prop("value").await.unwrap().unwrap_or_default()
    };
    assert_eq!(value("input[name=kind]:checked").await, "complaint");
    assert_eq!(value("textarea[name=text]").await, "The lift is out of order.");
    assert_eq!(value("select[name=service]").await, "parking");
    field("#contact summary").await.click().await.unwrap();
    field("input[name=name]").await.send_keys("Salma\u{e007}").await.unwrap();
    let reference = browser
        .eventually("a reference number", async || html::reference_in(&client.source().await.ok()?))
        .await;
    assert_eq!(Visitor::new().status(reference).await.entity, "rta");
}

#[tokio::test]
async fn what_the_hosted_page_lacks_is_said_without_script() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&format!("{}/f/rta?lang=ar", server::edge())).await;
    let client = browser.client();
    client
        .find(Locator::Css("input[name=kind][value=complaint]"))
        .await
        .unwrap()
        .send_keys(" ")
        .await
        .unwrap();
    client
        .find(Locator::Css("form [part=send]"))
        .await
        .unwrap()
        .send_keys("\u{e007}")
        .await
        .unwrap();
    let missing = tests::words::of("ar", "error_text");
    browser
        .eventually("what is missing", async || {
            client.source().await.ok()?.contains(&missing).then_some(())
        })
        .await;
    let chosen = client.find(Locator::Css("input[name=kind]:checked")).await.unwrap();
    assert_eq!(chosen.prop("value").await.unwrap().as_deref(), Some("complaint"));
}

#[tokio::test]
async fn an_author_reads_the_answer_and_writes_back_without_script() {
    let given = Visitor::new().submit(&complaint()).await;
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    let path = format!("{}/p/{}", server::edge(), given.reference);
    browser.visit(&format!("{path}/open/{}?lang=ar", given.tracking_key)).await;
    let client = browser.client();
    let press = async |selector: &str| {
        client.find(Locator::Css(selector)).await.unwrap().send_keys("\u{e007}").await.unwrap();
    };
    let shows = async |text: &str| {
        let there = async || client.source().await.ok()?.contains(text).then_some(());
        browser.eventually(text, there).await;
    };
    press(".page-main form button").await;
    shows("kept my card").await;
    // The answer's page has the form for it, and what needs a script isn't there.
    let recorder = client.find(Locator::Css("[data-scripted]")).await.unwrap();
    assert!(!recorder.is_displayed().await.unwrap());
    let text = client.find(Locator::Css("#deed-text")).await.unwrap();
    text.send_keys("كان ذلك عند البوابة الرابعة.").await.unwrap();
    press("[data-call=messages] button").await;
    shows(&tests::words::page("ar", "said_messages")).await;
    shows("كان ذلك عند البوابة الرابعة.").await;
    let content = Visitor::new().content(&given).await;
    assert_eq!(content.messages.last().unwrap().text, "كان ذلك عند البوابة الرابعة.");
}
