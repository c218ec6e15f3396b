//! A mention on X: seen by the listening team, made a participation, answered in public, and taken
//! over by its author.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{
    browser::{Browser, Engine, checkers, console},
    fixtures, stand_ins,
};

/// Script that returns the id of the mention with a text.
const NAMED: &str = "const found = [...document.querySelectorAll('[data-mention]')]
        .find((mention) => mention.innerText.includes(arguments[0]));
    return found?.dataset.mention;";

/// Shows a list anew until the mention with this text is in it, and returns its selector.
async fn listed(browser: &Browser, list: &str, text: &str) -> String {
    browser
        .eventually(text, async || {
            console::press(browser, &format!("[data-list='{list}']")).await;
            console::settles(browser).await;
            let id = browser.script(NAMED, vec![json!(text)]).await;
            Some(format!("[data-mention='{}']", id.as_str()?))
        })
        .await
}

/// Returns everything that the stand-in of X has.
async fn shown() -> Value {
    stand_ins::call(Method::GET, "/people/x", &Value::Null).await
}

#[tokio::test]
async fn a_mention_becomes_a_participation_that_its_author_takes_over() {
    let mark = fixtures::key().as_str()[..8].to_owned();
    let (author, text) = (format!("salma_{mark}"), format!("The lift stands still: {mark}."));
    let posted = json!({ "author": author, "text": format!("@sawtak {text}") });
    let post = stand_ins::call(Method::POST, "/people/x/posts", &posted).await["id"].clone();

    let browser = Browser::start(Engine::Chromium).await;
    console::sign_in(&browser, "employee.sawtak", "/console/mentions").await;
    console::says(&browser, "h1", "Mentions").await;
    let mention = listed(&browser, "open", &text).await;
    console::says(&browser, &mention, &author).await;
    assert_eq!(checkers::findings(&browser).await, Vec::<String>::new());
    console::press(&browser, &format!("{mention} [data-make]")).await;
    console::choose(&browser, &format!("{mention} [name='kind']"), "complaint").await;
    console::choose(&browser, &format!("{mention} [name='entity']"), "rta").await;
    console::press(&browser, &format!("{mention} form button.main")).await;
    let taken = listed(&browser, "taken", &text).await;
    console::says(&browser, &taken, "has not written in private yet").await;
    let number = console::find(&browser, &format!("{taken} a[href*='/console/cases/']")).await;

    // In public it is answered that it came, with a link, and without a number.
    let answer = browser
        .eventually("a public answer", async || {
            let posts = shown().await["posts"].as_array()?.clone();
            let mut answers = posts.into_iter().filter(|one| one["parent"] == post);
            answers.find(|one| one["author"] == "sawtak")
        })
        .await;
    let said = answer["text"].as_str().unwrap();
    assert!(said.contains("/f/rta?lang=en") && !said.contains(&number), "{said}");

    // Another account proves nothing; the author's does, and is told the number in private.
    let stranger = format!("omar_{mark}");
    for account in [&stranger, &author] {
        let path = format!("/people/x/direct/{account}");
        stand_ins::call(Method::POST, &path, &json!({ "text": "It is about my post." })).await;
        browser
            .eventually("an answer in private", async || {
                let messages = shown().await["direct"][account].as_array()?.clone();
                let is_named =
                    |one: &Value| one["text"].as_str().is_some_and(|said| said.contains(&number));
                let mut answers = messages.iter().filter(|one| one["incoming"] == true);
                let is_enough = if *account == author {
                    answers.any(is_named)
                } else {
                    answers.next().is_some()
                };
                is_enough.then_some(())
            })
            .await;
    }
    let other = shown().await["direct"][&stranger].to_string();
    assert!(!other.contains(&number), "{other}");
    browser
        .eventually("the author to have it", async || {
            let taken = listed(&browser, "taken", &text).await;
            console::find(&browser, &taken).await.contains("has taken it over").then_some(())
        })
        .await;
    assert_eq!(checkers::findings(&browser).await, Vec::<String>::new());
}
