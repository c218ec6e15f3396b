//! Passkeys: a file that begins with one, and a sign-in by it. On a developer's machine they work
//! at `localhost` alone.

use fantoccini::Locator;
use tests::{
    browser::{Browser, Visit},
    server,
};

/// Selector of the form that signs out.
const SIGN_OUT: &str = "form[action^='/me/sign-out?'] button";

/// Waits for a button that shows, and clicks it.
async fn press(browser: &Browser, selector: &str) {
    let shown = async || {
        let found = browser.client().find(Locator::Css(selector)).await.ok()?;
        found.is_displayed().await.ok().filter(|shown| *shown).map(|_| found)
    };
    browser.eventually(selector, shown).await.click().await.unwrap();
}

#[tokio::test]
async fn a_passkey_begins_a_file_and_opens_it_again() {
    let browser = Browser::start(Visit::default()).await;
    browser.add_authenticator().await;
    let origin = server::edge().replace("127.0.0.1", "localhost");
    browser.visit(&format!("{origin}/me?lang=en")).await;
    press(&browser, "[data-passkey=add] button").await;
    press(&browser, SIGN_OUT).await;
    press(&browser, "[data-passkey=sign-in] button").await;
    let page = browser
        .eventually("the file", async || {
            let page = browser.client().source().await.ok()?;
            page.contains("/me/sign-out?").then_some(page)
        })
        .await;
    assert!(page.contains("passkey</bdi>"), "{page}");
    assert!(browser.errors().await.is_empty());
}

#[tokio::test]
async fn at_an_address_without_a_domain_the_button_leads_to_one() {
    let browser = Browser::start(Visit::default()).await;
    browser.visit(&format!("{}/me?lang=en", server::edge())).await;
    press(&browser, "[data-passkey=sign-in] button").await;
    let origin = server::edge().replace("127.0.0.1", "localhost");
    browser
        .eventually("the address with a domain", async || {
            let address = browser.client().current_url().await.ok()?;
            address.as_str().starts_with(&origin).then_some(())
        })
        .await;
}
