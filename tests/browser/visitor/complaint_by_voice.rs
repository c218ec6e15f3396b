//! Complaint in writing and by voice with the keyboard alone, in each engine, from an entity's page
//! to the participation's page.

use domain::intake::kind::Kind;
use rstest::rstest;
use tests::{
    browser::{Browser, Engine, Microphone, Visit, action, check, find},
    sound,
};

/// Duration of the speech in seconds.
const SECONDS: u64 = 6;

struct Story {
    page: &'static str,
    language: &'static str,
    direction: &'static str,
    text: &'static str,
    speech: &'static str,
}

const ENGLISH: Story = Story {
    page: "/rta/en",
    language: "en",
    direction: "ltr",
    text: "The machine at the corner kept my card.",
    speech: "The parking machine at the corner took my money and gave no ticket. Please have a look at it.",
};

const ARABIC: Story = Story {
    page: "/rta/ar",
    language: "ar",
    direction: "rtl",
    text: "ابتلعت آلة الدفع عند الزاوية بطاقتي.",
    speech: "آلة المواقف عند الزاوية أخذت نقودي ولم تعطني تذكرة. أرجو أن تنظروا في الأمر.",
};

#[rstest]
#[tokio::test]
async fn a_complaint_by_voice_is_followed_up(
    #[values(Engine::Chromium, Engine::Firefox, Engine::Webkit)] engine: Engine,
    #[values(ENGLISH, ARABIC)] story: Story,
) {
    let recording = tell(engine.into(), story).await;
    let container = match engine {
        Engine::Chromium | Engine::Firefox => sound::WEBM,
        Engine::Webkit => sound::MP4,
    };
    assert_eq!(sound::container(&recording), container);
}

#[tokio::test]
async fn a_browser_that_cannot_record_webm_records_ogg() {
    let recording = tell(Visit { records_webm: false, ..Engine::Firefox.into() }, ENGLISH).await;
    assert_eq!(sound::container(&recording), sound::OGG);
}

/// Sends a complaint with a recording and returns the recording as staff receive it.
async fn tell(visit: Visit, story: Story) -> Vec<u8> {
    let microphone = Microphone::Hears(story.language, story.speech);
    let browser = Browser::start(Visit { microphone, ..visit }).await;
    action::open_box(&browser, story.page).await;
    assert_eq!(find::direction(&browser, "dialog").await, story.direction);
    action::choose(&browser, Kind::Complaint).await;
    action::say(&browser, story.text).await;
    action::record_speech(&browser, story.language, SECONDS).await;
    action::go_on(&browser, "send").await;
    action::send(&browser).await;
    let reference = check::reference(&browser).await;
    check::host_page_is_clean(&browser).await;

    action::follow_up(&browser).await;
    browser
        .eventually("the text on the page of the answer", async || {
            let page = browser.script("return document.body?.innerText;", vec![]).await;
            let page = page.as_str()?;
            (page.contains(story.text) && page.contains(&reference.to_string())).then_some(())
        })
        .await;
    let recording = check::recording(&browser, SECONDS).await;
    check::host_page_is_clean(&browser).await;
    recording
}
