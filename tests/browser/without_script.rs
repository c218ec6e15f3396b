//! A browser that runs no scripts: the hosted page reaches the same end.

use fantoccini::Locator;
use tests::{
    browser::{Browser, Visit},
    client::Visitor,
    html, server,
};

#[tokio::test]
async fn the_hosted_page_reaches_a_reference_number_without_script() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&format!("{}/f/rta?lang=en", server::edge())).await;
    let client = browser.client();
    client.find(Locator::Css("input[name=kind][value=complaint]")).await.unwrap().send_keys(" ").await.unwrap();
    client.find(Locator::Css("textarea[name=text]")).await.unwrap().send_keys("The lift is out of order.").await.unwrap();
    client.find(Locator::Css("form [part=send]")).await.unwrap().send_keys("\u{e007}").await.unwrap();
    let reference = browser.eventually("a reference number", async || html::reference_in(&client.source().await.ok()?)).await;
    assert_eq!(Visitor::new().status(reference).await.entity, "rta");
}

#[tokio::test]
async fn the_service_of_the_link_is_chosen_without_script() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&format!("{}/f/rta?lang=en&service=parking", server::edge())).await;
    let chosen = browser.client().find(Locator::Css("select[name=service] option:checked")).await.unwrap();
    assert_eq!(chosen.attr("value").await.unwrap().as_deref(), Some("parking"));
}

#[tokio::test]
async fn what_the_hosted_page_lacks_is_said_without_script() {
    let browser = Browser::start(Visit { scripts: false, ..Visit::default() }).await;
    browser.visit(&format!("{}/f/rta?lang=ar", server::edge())).await;
    let client = browser.client();
    client.find(Locator::Css("input[name=kind][value=complaint]")).await.unwrap().send_keys(" ").await.unwrap();
    client.find(Locator::Css("form [part=send]")).await.unwrap().send_keys("\u{e007}").await.unwrap();
    let missing = tests::words::of("ar", "error_text");
    browser.eventually("what is missing", async || client.source().await.ok()?.contains(&missing).then_some(())).await;
    let chosen = client.find(Locator::Css("input[name=kind]:checked")).await.unwrap();
    assert_eq!(chosen.prop("value").await.unwrap().as_deref(), Some("complaint"));
}
