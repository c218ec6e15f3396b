//! Actions and assertions of a member of staff in the console.
//!
//! Staff sign in through the provider's list of accounts and act on visible elements.

use fantoccini::Locator;
use serde_json::{Value, json};

use super::{Browser, Engine};
use crate::{clerk::Clerk, server};

/// Goes to an address of the console and signs in as one of the provider's accounts.
pub async fn sign_in(browser: &Browser, account: &str, path: &str) {
    browser.visit(&format!("{}{path}", server::edge())).await;
    shows(browser, "a.button.main").await;
    press(browser, "a.button.main").await;
    let button = format!("button[value='{account}']");
    shows(browser, &button).await;
    press(browser, &button).await;
    shows(browser, "header.bar").await;
}

/// Starts a browser in which a clerk is signed in at an edge.
pub async fn browser_of(clerk: &Clerk, origin: &str) -> Browser {
    let browser = Browser::start(Engine::Chromium).await;
    browser.visit(&format!("{origin}/console")).await;
    let cookie = format!("{}; Path=/; Secure", clerk.cookie());
    browser.script("document.cookie = arguments[0];", vec![json!(cookie)]).await;
    browser
}

/// Goes to an address of the console as someone already signed in.
pub async fn go(browser: &Browser, path: &str) {
    browser.visit(&format!("{}{path}", server::edge())).await;
    shows(browser, "main h1").await;
    settles(browser).await;
}

/// Waits until an element that matches the selector is visible.
pub async fn shows(browser: &Browser, selector: &str) {
    let look = "return [...document.querySelectorAll(arguments[0])].some((found) => found.checkVisibility());";
    browser
        .eventually(selector, async || {
            (browser.script(look, vec![json!(selector)]).await == Value::Bool(true)).then_some(())
        })
        .await;
}

/// Waits until no loading indicator is left.
pub async fn settles(browser: &Browser) {
    let look = "return document.querySelector('.wait') === null;";
    browser
        .eventually("what was asked for", async || {
            (browser.script(look, vec![]).await == Value::Bool(true)).then_some(())
        })
        .await;
}

/// Waits until the elements that match the selector contain the text.
pub async fn says(browser: &Browser, selector: &str, text: &str) {
    let what = format!("{selector}: {text}");
    browser
        .eventually(&what, async || find(browser, selector).await.contains(text).then_some(()))
        .await;
}

/// Returns the text of all elements that match the selector.
pub async fn find(browser: &Browser, selector: &str) -> String {
    let look = "return [...document.querySelectorAll(arguments[0])].map((found) => found.value || found.innerText).join('\\n');";
    browser.script(look, vec![json!(selector)]).await.as_str().unwrap_or_default().to_owned()
}

/// Clicks the first element that matches the selector. News may replace it between the search and
/// the click, so a failed attempt is repeated.
pub async fn press(browser: &Browser, selector: &str) {
    browser
        .eventually(&format!("{selector} to be pressed"), async || {
            let element = browser.client().find(Locator::Css(selector)).await.ok()?;
            element.click().await.ok()
        })
        .await;
}

/// Clicks an element by script, even if it is covered or inside a closed menu, as the keyboard can.
pub async fn script_press(browser: &Browser, selector: &str) {
    shows_somewhere(browser, selector).await;
    browser.script("document.querySelector(arguments[0]).click();", vec![json!(selector)]).await;
}

async fn shows_somewhere(browser: &Browser, selector: &str) {
    let look = "return document.querySelector(arguments[0]) !== null;";
    browser
        .eventually(selector, async || {
            (browser.script(look, vec![json!(selector)]).await == Value::Bool(true)).then_some(())
        })
        .await;
}

/// Signs out.
pub async fn sign_out(browser: &Browser) {
    script_press(browser, ".bar .menu button").await;
    shows(browser, "a.button.main").await;
}

/// Types into the field that matches the selector.
pub async fn write(browser: &Browser, selector: &str, text: &str) {
    let element = browser
        .client()
        .find(Locator::Css(selector))
        .await
        .unwrap_or_else(|error| panic!("{selector}: {error}"));
    element.send_keys(text).await.unwrap_or_else(|error| panic!("{selector}: {error}"));
}

/// Empties the field that matches the selector.
pub async fn clear(browser: &Browser, selector: &str) {
    let element = browser
        .client()
        .find(Locator::Css(selector))
        .await
        .unwrap_or_else(|error| panic!("{selector}: {error}"));
    element.clear().await.unwrap_or_else(|error| panic!("{selector}: {error}"));
}

/// Sets the console's language on this device, which applies until the session is known.
pub async fn speak(browser: &Browser, language: &str) {
    browser
        .script(
            "localStorage.setItem('sawtak.console.language', arguments[0]);",
            vec![json!(language)],
        )
        .await;
}

/// Chooses the option of a select that has a value, or begins with a text, as a person does.
pub async fn choose(browser: &Browser, select: &str, option: &str) {
    let choose = "const select = document.querySelector(arguments[0]);
        const option = [...(select?.options ?? [])]
            .find(({ value, text }) => value === arguments[1] || text.startsWith(arguments[1]));
        if (!option) return false;
        select.value = option.value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
        return true;";
    browser
        .eventually(option, async || {
            let chosen = browser.script(choose, vec![json!(select), json!(option)]).await;
            (chosen == Value::Bool(true)).then_some(())
        })
        .await;
}
