//! Program that takes screenshots of every step for review: `shots <folder>`, started by
//! `cargo xtask shots`.
//!
//! One visit for each language, theme and width goes from the closed widget to the participation's
//! page. `camera` takes the pictures and combines three of them into the strip for the README.

#![allow(clippy::expect_used, reason = "a picture that cannot be taken has nothing to show")]

mod camera;

use std::path::PathBuf;

use camera::{Camera, Look};
use domain::intake::kind::Kind;
use fantoccini::key::Key;
use tests::{
    browser::{Browser, Microphone, Network, Visit, action, check, find},
    server, words,
};

const WIDTHS: [u32; 3] = [320, 768, 1280];
const THEMES: [&str; 2] = ["light", "dark"];

struct Story {
    language: &'static str,
    text: &'static str,
    remedy: &'static str,
}

const STORIES: [Story; 2] = [
    Story {
        language: "ar",
        text: "ابتلعت آلة الدفع عند الزاوية بطاقتي، ولم يجب أحد على الرقم المكتوب عليها.",
        remedy: "رقم يجيب في المساء أيضاً.",
    },
    Story {
        language: "en",
        text: "The machine at the corner kept my card, and nobody answered the number that stands on it.",
        remedy: "A number that answers in the evening too.",
    },
];

#[tokio::main]
async fn main() {
    let folder: PathBuf = std::env::args().nth(1).expect("shots <folder>").into();
    for story in STORIES {
        for theme in THEMES {
            for width in WIDTHS {
                let browser = Browser::start(Visit {
                    microphone: Microphone::Hears(story.language, story.text),
                    ..Visit::default()
                })
                .await;
                let look = Look { language: story.language, theme, width };
                let camera = Camera::new(&browser, &folder, look).await;
                println!("   {look}");
                tell(&browser, &camera, &story).await;
                pages(&browser, &camera, story.language).await;
                restored_draft(&browser, &camera, &story).await;
                camera.strip(&folder, ["kind", "recorded", "check"]).await;
            }
        }
    }
}

async fn tell(browser: &Browser, camera: &Camera<'_>, story: &Story) {
    come(browser, story.language).await;
    camera.shoot("closed").await;
    open(browser).await;
    easy_words(browser, camera, story.language).await;
    action::activate(browser, "next").await;
    told_what_is_wrong(browser).await;
    camera.shoot("kind-fault").await;
    action::tab_to(browser, "kind").await;
    action::press(browser, &[Key::Space, Key::Down, Key::Down]).await;
    camera.shoot("kind").await;
    camera.for_strip("kind").await;
    action::go_on(browser, "text").await;
    camera.shoot("say").await;
    action::activate(browser, "next").await;
    told_what_is_wrong(browser).await;
    camera.shoot("say-fault").await;
    action::say(browser, story.text).await;
    action::tab_to(browser, "record").await;
    action::press(browser, &[Key::Enter]).await;
    browser
        .eventually("the recorder to run", async || {
            (find::count(browser, "pause").await > 0).then_some(())
        })
        .await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    camera.shoot("recording").await;
    action::activate(browser, "record").await;
    action::uploaded(browser, story.language, 1).await;
    camera.shoot("recorded").await;
    camera.for_strip("recorded").await;
    action::go_on(browser, "send").await;
    camera.shoot("check").await;
    camera.for_strip("check").await;
    action::propose(browser, story.remedy).await;
    camera.shoot("remedy").await;
    action::activate(browser, "contact").await;
    let mail = find::by_id(browser, "email").await;
    mail.send_keys("salama@").await.expect("an address");
    action::send(browser).await;
    told_what_is_wrong(browser).await;
    camera.shoot("check-fault").await;
    mail.send_keys("example.org").await.expect("the rest of it");
    browser.set_network(Network::Cut).await;
    action::send(browser).await;
    check::says(browser, story.language, "outbox_title").await;
    camera.shoot("waiting").await;
    browser.set_network(Network::Whole).await;
    check::reference(browser).await;
    camera.shoot("done").await;
}

async fn come(browser: &Browser, language: &str) {
    browser.visit(&format!("{}/rta/{language}", server::demo())).await;
    browser
        .eventually("the box's button", async || {
            (find::count(browser, "open").await > 0).then_some(())
        })
        .await;
    browser
        .script(
            "document.querySelector('sawtak-feedback').scrollIntoView({ block: 'center' });",
            vec![],
        )
        .await;
}

async fn open(browser: &Browser) {
    action::activate(browser, "open").await;
    browser
        .eventually("the first step", async || {
            (find::count(browser, "kind").await == 3).then_some(())
        })
        .await;
}

/// Shows that a draft is restored after a reload.
async fn restored_draft(browser: &Browser, camera: &Camera<'_>, story: &Story) {
    come(browser, story.language).await;
    open(browser).await;
    action::choose(browser, Kind::Complaint).await;
    action::say(browser, story.text).await;
    action::go_on(browser, "send").await;
    // The draft is saved once typing pauses.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    come(browser, story.language).await;
    action::activate(browser, "open").await;
    check::says(browser, story.language, "draft_kept").await;
    camera.shoot("kept").await;
}

/// Turns easy language on, takes a picture, and turns it off.
async fn easy_words(browser: &Browser, camera: &Camera<'_>, language: &str) {
    for (title, name) in [
        (words::easy(language, "kind_title"), Some("easy")),
        (words::of(language, "kind_title"), None),
    ] {
        action::tick(browser, "easy").await;
        browser
            .eventually(&title, async || {
                find::dialog_text(browser).await.contains(&title).then_some(())
            })
            .await;
        if let Some(name) = name {
            camera.shoot(name).await;
        }
    }
}

async fn told_what_is_wrong(browser: &Browser) {
    browser.eventually("what is wrong", async || find::text(browser, "error").await).await;
}

/// Takes pictures of the edge's own pages; of the hosted form also without scripts.
async fn pages(browser: &Browser, camera: &Camera<'_>, language: &str) {
    let status = find::property(browser, "track", "href").await;
    browser.visit(status.as_str().expect("a link to follow it up")).await;
    let opened = "return document.querySelector('audio') !== null || document.querySelector('[role=alert]') !== null;";
    browser
        .eventually("what was sent", async || {
            (browser.script(opened, vec![]).await == true).then_some(())
        })
        .await;
    camera.whole("status").await;
    let visit =
        async |path: &str| browser.visit(&format!("{}{path}lang={language}", server::edge())).await;
    visit("/p?").await;
    camera.whole("find").await;
    visit("/f/rta?").await;
    camera.whole("hosted").await;
    visit("/embed?entity=rta&place=beside&").await;
    camera.whole("embed").await;
    camera.scripts(false).await;
    visit("/f/rta?").await;
    camera.whole("hosted-plain").await;
    camera.scripts(true).await;
}
